"""json-stat2 as SCB's database writes it, and what only looks like it."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segregation_plugin.core.errors import InputError
from segregation_plugin.sources import limits
from segregation_plugin.sources.json_file import read_json
from segregation_plugin.sources.limits import ReadingGuard
from segregation_plugin.sources.scb_tables import read_table
from tests.made_tables import INDEX_CONTENTS, index_table, json_stat, rows_of, written


def read(folder, content, **more):
    return read_table(written(folder, content, "t.json"), **more)


def test_the_index_table_gets_the_names_of_the_schema(tmp_path):
    table = read(tmp_path, index_table())
    assert [(content.code, content.column) for content in table.contents] == [
        ("000008IT", "socioeconomic_index"),
        ("000008IU", "area_type"),
        ("000008IV", "pre_upper_secondary"),
        ("000008IW", "low_economic_standard"),
        ("000008IX", "benefit_or_unemployed"),
    ]
    assert table.columns[:4] == ["region_code", "region_name", "division", "year"]
    assert table.stamp() == "TAB6586, SCB, updated 2026-06-23T06:00:00Z, file t.json"
    assert (table.title, table.table_id, table.updated) == ("Made", "TAB6586", "2026-06-23T06:00:00Z")


def test_labels_lose_the_code_that_only_the_new_division_carries(tmp_path):
    assert {row["region_name"] for row in rows_of(read(tmp_path, index_table()))} == {"Karlstad (Alster)"}


def test_the_order_of_the_axes_does_not_matter(tmp_path):
    regions = {"1780R001": "A (a)", "1780R002": "A (b)"}
    axes = {
        "Region": regions,
        "Alder": {"1": "barn", "2": "vuxna"},
        "ContentsCode": {"x": "Ett", "y": "Två"},
        "Tid": {"2020": "2020", "2021": "2021"},
    }

    def figure(**cell):
        return (
            int(cell["Region"][-1]) * 1000
            + int(cell["Alder"]) * 100
            + "xy".index(cell["ContentsCode"]) * 10
            + int(cell["Tid"][-1])
        )

    found = []
    for order in (list(axes), list(reversed(axes)), ["ContentsCode", "Tid", "Region", "Alder"]):
        made = json_stat(
            {name: axes[name] for name in order},
            lambda *codes, order=order: figure(**dict(zip(order, codes, strict=True))),
        )
        rows = rows_of(read(tmp_path, made))
        found.append(
            sorted((row["region_code"], row["alder"], row["year"], row["ett"], row["tva"]) for row in rows)
        )
    assert found[0] == found[1] == found[2]
    assert found[0][0] == ("1780R001", "barn", 2020, 1100, 1110)
    assert found[0][-1] == ("1780R002", "vuxna", 2021, 2201, 2211)


def one_row(**more):
    return {
        **json_stat({"Region": {"1780R001": "a"}, "Tid": {"2022": "2022", "2023": "2023"}}, lambda *_: 5),
        **more,
    }


@pytest.mark.parametrize(
    ("more", "figures"),
    [
        ({"value": {"1": 7}}, [None, 7]),
        ({"value": {"0": 0, "1": 7.5}}, [0, 7.5]),
        ({"value": [None, 7]}, [None, 7]),
        ({"value": ["4,5", ".."]}, [4.5, None]),
        ({"value": [5, 0], "status": {"1": ".."}}, [5, None]),
        ({"value": [5, None], "status": {"1": "-"}}, [5, None]),
        ({"value": [5, 6], "status": {"1": "p"}}, [5, 6]),
        ({"value": [5, 6], "status": ["", "."]}, [5, None]),
        ({"value": [5, 6], "status": [None, None]}, [5, 6]),
        ({"value": [0, 0], "status": ".."}, [None, None]),
    ],
)
def test_what_is_missing_stays_missing(tmp_path, more, figures):
    rows = rows_of(read(tmp_path, one_row(**more)))
    assert [row["made"] for row in rows] == figures


def test_nan_in_a_file_is_missing(tmp_path):
    text = json.dumps(one_row(value=[math.nan, 3]))
    assert [row["made"] for row in rows_of(read(tmp_path, text))] == [None, 3]


def test_the_sign_for_nothing_to_report_is_counted(tmp_path):
    assert read(tmp_path, one_row(value=[None, 1], status={"0": "-"})).counts.nil_signs == 1


def test_months_give_the_year_and_stay_a_dimension(tmp_path):
    made = json_stat(
        {"Region": {"1780R001": "a"}, "Tid": {"2023M01": "2023M01", "2023M02": "2023M02"}}, lambda *_: 5
    )
    assert [(row["year"], row["ar"]) for row in rows_of(read(tmp_path, made))] == [
        (2023, "2023M01"),
        (2023, "2023M02"),
    ]


def test_categories_as_a_list_or_left_out(tmp_path):
    made = one_row()
    made["dimension"]["Tid"]["category"]["index"] = ["2022", "2023"]
    del made["dimension"]["Region"]["category"]["index"]
    assert [row["year"] for row in rows_of(read(tmp_path, made))] == [2022, 2023]


@pytest.mark.parametrize(
    "index", [{"2022": 0, "2023": 0}, {"2022": 1, "2023": 2}, {"2022": "0", "2023": "1"}]
)
def test_an_order_of_categories_that_is_none_is_refused(tmp_path, index):
    made = one_row()
    made["dimension"]["Tid"]["category"]["index"] = index
    with pytest.raises(InputError, match=r"^t.json is json-stat, but damaged"):
        read(tmp_path, made)


def test_a_category_that_is_listed_twice_is_refused(tmp_path):
    made = one_row()
    made["dimension"]["Tid"]["category"]["index"] = ["2022", "2022"]
    with pytest.raises(InputError, match=r"^t.json is damaged: 2022 stands twice in one list"):
        read(tmp_path, made)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[5, 5]", "[Infinity, 5]"),
        ("[5, 5]", "[-Infinity, 5]"),
        ("[5, 5]", f"[{'9' * 5000}, 5]"),
        ('"value": ', '"value": [1, 2], "value": '),
        ('"2022": "2022"', '"2022": "2022", "2022": "2021"'),
    ],
)
def test_json_that_python_reads_and_nobody_understands_is_refused(tmp_path, old, new):
    text = json.dumps(one_row())
    assert old in text
    with pytest.raises(InputError, match=r"^t.json is JSON with a number or a name that is not allowed \("):
        read(tmp_path, text.replace(old, new))


def test_a_number_too_large_for_a_float_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"^t.json is json-stat, but damaged"):
        read(tmp_path, json.dumps(one_row()).replace("[5, 5]", "[1e400, 5]"))


def test_a_byte_order_mark_is_read_over(tmp_path):
    path = written(tmp_path, b"\xef\xbb\xbf" + json.dumps(one_row()).encode(), "t.json")
    assert len(read_table(path).data) == 2


def test_a_column_is_never_called_like_another(tmp_path):
    made = json_stat(
        {
            "Region": {"1780R001": "a"},
            "Year": {"1": "ett"},
            "ContentsCode": {
                "a": "Antal",
                "b": "antal",
                "c": "Fid",
                "000008IT": "x",
                "d": "Socioekonomiskt index",
            },
            "Tid": {"2022": "2022"},
        },
        lambda *_: 1,
    )
    assert read(tmp_path, made).columns[3:] == [
        *("year", "year_2", "antal", "antal_2", "fid_2"),
        *("socioeconomic_index", "socioeconomic_index_2"),
    ]


@pytest.mark.parametrize(
    ("label", "title", "column"),
    [
        ("Antal", "Folkmängden per region efter region och år", "population"),
        ("Folkmängd", "", "population"),
        ("Folkmängden per region", "", "population"),
        ("Population", "", "population"),
        ("Folkmängdens förändring", "", "folkmangdens_forandring"),
        ("Population per square km", "", "population_per_square_km"),
        ("Antal", "Bilar efter region och år", "bilar"),
        ("Områdestyp", "", "area_type"),
        ("Socioeconomic index", "", "socioeconomic_index"),
        ("Andel barn med låg ekonomisk standard", "", "andel_barn_med_lag_ekonomisk_standard"),
        (INDEX_CONTENTS["000008IX"], "", "benefit_or_unemployed"),
        (
            "Andelen med ekonomiskt bistånd i minst 10 månader och/eller långtidsarbetslösa",
            "",
            "benefit_or_unemployed",
        ),
        (INDEX_CONTENTS["000008IW"], "", "low_economic_standard"),
        (INDEX_CONTENTS["000008IV"], "", "pre_upper_secondary"),
    ],
)
def test_contents_without_a_known_code_are_named_by_label(tmp_path, label, title, column):
    made = json_stat(
        {"Region": {"1780R001": "a"}, "ContentsCode": {"000001": label}, "Tid": {"2022": "2022"}},
        lambda *_: 3,
        title=title,
    )
    assert read(tmp_path, made).content_columns == [column]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{not json", "^t.json is no JSON: it cannot be read from line 1, column 2; download"),
        ("[1, 2]", "^t.json is JSON, but no table of statistics in json-stat"),
        (
            {"type": "FeatureCollection", "features": []},
            "^t.json is JSON, but no table of statistics in json-stat",
        ),
        (one_row(value=[]), "^t.json describes a table but holds no figures"),
        (one_row(value=[1]), "^t.json is json-stat, but damaged: it has 1 values for 2 cells; download"),
        (
            one_row(value={"7": 1}),
            "^t.json is json-stat, but damaged: it has 8 values for 2 cells; download",
        ),
        (one_row(value=["x", "y"]), "^t.json is json-stat, but damaged"),
        (one_row(value="5"), "^t.json is json-stat, but damaged"),
        (one_row(value=[True, 5]), "^t.json is json-stat, but damaged"),
        (one_row(value=[10**400, 5]), "^t.json is json-stat, but damaged"),
        (one_row(value={"0": 5, "00": 6}), "^t.json is json-stat, but damaged"),
        (one_row(value={"\u0660": 5}), "^t.json is json-stat, but damaged"),
        (one_row(value=["12,345", "1"]), "^t.json has figures such as 12,345, where the comma may be"),
        (one_row(id=["Tid", "Tid"], size=[2, 2]), "^t.json is damaged: Tid stands twice"),
        (
            one_row(size=[1, 3]),
            "damaged: its dimensions are of size 1 x 3, but have 1 x 2 categories; download",
        ),
        (one_row(dimension=[]), "^t.json is json-stat, but damaged: a part of it holds something else"),
        (one_row(dimension={}), "^t.json is json-stat, but damaged: it lacks Region; download"),
        (one_row(id=None), "^t.json is json-stat, but damaged"),
        (
            json_stat({"Kon": {"1": "män"}, "Tid": {"2022": "2022"}}, lambda *_: 1),
            "^t.json has no dimension of regions, only kön, år; choose a table by RegSO or DeSO",
        ),
    ],
)
def test_what_is_no_usable_table_is_refused_in_one_sentence(tmp_path, content, sentence):
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, content)


def test_a_table_with_too_many_cells_is_refused_before_it_is_filled(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 1)
    with pytest.raises(InputError, match=r"^t.json has more than 1 cells; choose fewer years"):
        read(tmp_path, one_row())


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(one_row())), json_values)
def test_a_damaged_part_never_ends_in_anything_but_a_table_or_a_sentence(part, value):
    try:
        read_json(json.dumps({**one_row(), part: value}), ReadingGuard("t.json"))
    except InputError as error:
        assert str(error).startswith("t.json ")  # noqa: PT017 - a table is fine, too


@given(json_values)
def test_any_json_is_a_table_or_a_sentence(value):
    with pytest.raises(InputError, match=r"^t.json "):
        read_json(json.dumps(value), ReadingGuard("t.json"))
