import pytest
from hypothesis import given
from hypothesis import strategies as st

from segregation_plugin.core.errors import InputError
from segregation_plugin.sources.scb_tables import read_table
from segregation_plugin.sources.years import chosen_years, split_year, year_of
from tests.made_tables import index_table, rows_of, written

AVAILABLE = [2011, 2016, 2020, 2021, 2022]


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ("2022", [2022]),
        ("2020,2022", [2020, 2022]),
        ("2022; 2020", [2020, 2022]),
        ("2011-2020", [2011, 2016, 2020]),
        ("2011 \u2013 2016, 2022 2022", [2011, 2016, 2022]),
    ],
)
def test_years_asked_for(asked, years):
    assert chosen_years(asked, AVAILABLE, "t") == years


@pytest.mark.parametrize("asked", ["2023", "2020,2023", "2020-2030", "2015-2020"])
def test_years_that_do_not_exist_are_named_with_those_that_do(asked):
    with pytest.raises(InputError, match=r"^t has no year 20\d\d; it has 2011, 2016, 2020-2022\.$"):
        chosen_years(asked, AVAILABLE, "t")


@pytest.mark.parametrize("asked", ["a", "22", "2022-", "2022-2020", "2020-2021-2022", "2022.5"])
def test_what_is_no_list_of_years(asked):
    with pytest.raises(InputError, match=r"write them as 2022, 2020,2022 or 2011-2024"):
        chosen_years(asked, AVAILABLE, "t")


def test_a_table_without_years_has_none_to_choose():
    with pytest.raises(InputError, match=r"no years, so 2022 cannot be chosen"):
        chosen_years("2022", [], "t")


@given(st.sets(st.integers(2000, 2030), min_size=1))
def test_each_year_can_be_chosen(available):
    for year in available:
        assert chosen_years(str(year), available, "t") == [year]


def test_only_the_chosen_years_are_kept_and_counted(tmp_path):
    path = written(tmp_path, index_table(), "t.json")
    table = read_table(path, years="2024")
    assert {(row["division"], row["year"], row["area_type"]) for row in rows_of(table)} == {
        ("RegSO 2020", 2024, None),
        ("RegSO 2025", 2024, 4),
    }


def test_the_division_is_told_from_all_years_before_some_are_chosen(tmp_path):
    path = written(tmp_path, "region;år;antal\n1780R001;2023;7\n1780R001;2024;0\n")
    assert rows_of(read_table(path, years="2024"))[0]["division"] == "RegSO 2020"


def test_years_in_texts():
    assert [year_of(text) for text in ("2024", "2024M01", "2024K1", "2011-2013", "12024", "")] == [
        *(2024, 2024, 2024),
        *(None, None, None),
    ]
    assert split_year("Socioekonomiskt index 2011") == ("Socioekonomiskt index", 2011)
    assert split_year("omradestyp_2022") == ("omradestyp", 2022)
    assert split_year("2011-2013 antal") is None
    assert split_year("antal") is None


@pytest.mark.parametrize("year", ["2022", "2022.0", "2022.00"])
def test_years_as_pandas_writes_them(tmp_path, year):
    path = written(tmp_path, f"region_code;year;area_type\n1480R001;{year};3\n1480R002;{year};1\n")
    rows = rows_of(read_table(path))
    assert [(row["region_code"], row["year"], row["area_type"]) for row in rows] == [
        ("1480R001", 2022, 3),
        ("1480R002", 2022, 1),
    ]


def test_years_as_pandas_writes_them_above_the_figures(tmp_path):
    rows = rows_of(read_table(written(tmp_path, "region;2021.0;2022.0\n1480R001;3;1\n")))
    assert [(row["year"], row["division"]) for row in rows] == [(2021, "RegSO 2020"), (2022, "RegSO 2020")]
