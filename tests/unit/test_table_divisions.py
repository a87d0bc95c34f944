"""Which division a row is coded on, and what stands in years it does not cover."""

from __future__ import annotations

import pytest

from segregation_plugin.core.divisions import division_in_name
from segregation_plugin.core.errors import InputError
from segregation_plugin.sources.regions import RegionKind, parse_region
from segregation_plugin.sources.scb_tables import read_table
from tests.made_tables import index_table, json_stat, rows_of, written


@pytest.mark.parametrize(
    ("text", "kind", "code", "label", "division"),
    [
        ("0114R001", RegionKind.AREA, "0114R001", None, None),
        ("114R001", RegionKind.AREA, "0114R001", None, None),
        ("0114r001 ", RegionKind.AREA, "0114R001", None, None),
        ("0114C1010_DeSO2025", RegionKind.AREA, "0114C1010", None, "DeSO 2025"),
        ("0114R001_RegSO2025", RegionKind.AREA, "0114R001", None, "RegSO 2025"),
        ("0114R001_RegSO2020", RegionKind.AREA, "0114R001", None, "RegSO 2020"),
        ("0114R001 Lund (Norr)", RegionKind.AREA, "0114R001", "Lund (Norr)", None),
        ("Lund (Norr)", RegionKind.LABEL, None, "Lund (Norr)", None),
        ("Lund", RegionKind.LABEL, None, "Lund", None),
        ("1281 Lund", RegionKind.OTHER, None, "Lund", None),
        ("00", RegionKind.OTHER, None, None, None),
        ("0114R01", RegionKind.OTHER, None, None, None),
        (" ", RegionKind.NONE, None, None, None),
    ],
)
def test_regions_as_they_are_written(text, kind, code, label, division):
    region = parse_region(text)
    assert (region.kind, region.code, region.label, region.division) == (kind, code, label, division)


@pytest.mark.parametrize(
    ("column", "division"),
    [
        ("RegSOkod_2020", "RegSO 2020"),
        ("regsokod2025", "RegSO 2025"),
        ("DeSO_2018", "DeSO 2018"),
        ("RegSO 2018", "RegSO 2020"),
        ("deso", None),
        ("kod_2020", None),
    ],
)
def test_divisions_in_column_names(column, division):
    assert division_in_name(column) == division


def divisions(folder, text, **more):
    table = read_table(written(folder, text), **more)
    return {
        (row["region_code"] or row["region_name"], row["year"]): row["division"] for row in rows_of(table)
    }


def test_json_stat_masks_the_years_outside_each_division(tmp_path):
    table = read_table(written(tmp_path, index_table(), "t.json"))
    figures = {(row["division"], row["year"]): row["socioeconomic_index"] for row in rows_of(table)}
    assert figures == {
        ("RegSO 2020", 2022): 4,
        ("RegSO 2020", 2024): None,
        ("RegSO 2025", 2022): None,
        ("RegSO 2025", 2024): 4,
    }


def test_zeros_outside_a_division_become_missing_and_zeros_inside_stay(tmp_path):
    population = json_stat(
        {
            "Region": {"1780R001": "a", "1780R001_RegSO2025": "a"},
            "Alder": {"totalt": "totalt", "80-": "80- år"},
            "ContentsCode": {"000007Y7": "Antal"},
            "Tid": {"2023": "2023", "2025": "2025"},
        },
        lambda region, age, _content, year: (
            0 if age == "80-" or region.endswith("2025") != (year == "2025") else 700
        ),
        title="Folkmängden per region efter region, ålder och år",
    )
    table = read_table(written(tmp_path, population, "t.json"))
    figures = {(row["division"], row["year"], row["alder"]): row["population"] for row in rows_of(table)}
    assert figures == {
        ("RegSO 2020", 2023, "totalt"): 700,
        ("RegSO 2020", 2023, "80- år"): 0,
        ("RegSO 2020", 2025, "totalt"): None,
        ("RegSO 2020", 2025, "80- år"): None,
        ("RegSO 2025", 2023, "totalt"): None,
        ("RegSO 2025", 2023, "80- år"): None,
        ("RegSO 2025", 2025, "totalt"): 700,
        ("RegSO 2025", 2025, "80- år"): 0,
    }
    assert (table.counts.masked, table.counts.masked_nonzero) == (4, 0)


def test_a_plain_code_of_the_database_is_the_old_division_even_where_a_late_year_has_a_figure(tmp_path):
    content = json_stat({"Region": {"1780R001": "a"}, "Tid": {"2024": "2024"}}, lambda *_: 5)
    table = read_table(written(tmp_path, content, "t.json"))
    row = rows_of(table)[0]
    assert (row["division"], row["made"]) == ("RegSO 2020", None)
    assert (table.counts.masked, table.counts.masked_nonzero) == (1, 1)


def test_plain_codes_beside_suffixed_ones_are_the_old_division(tmp_path):
    text = "region;år;antal\n1780R001;2024;7\n1780R001_RegSO2025;2024;8\n"
    rows = rows_of(read_table(written(tmp_path, text)))
    assert [(row["division"], row["antal"]) for row in rows] == [("RegSO 2020", None), ("RegSO 2025", 8)]


def test_plain_codes_alone_go_by_the_year(tmp_path):
    text = "region;år;antal\n1780R001;2023;7\n1780R001;2024;8\n1780C1010;2024;8\n"
    assert divisions(tmp_path, text) == {
        ("1780R001", 2023): "RegSO 2020",
        ("1780R001", 2024): "RegSO 2025",
        ("1780C1010", 2024): "DeSO 2025",
    }


@pytest.mark.parametrize("nothing", ["0", "..", ""])
def test_late_years_with_nothing_in_them_betray_the_old_division(tmp_path, nothing):
    text = f"region;år;antal\n1780R001;2023;7\n1780R001;2024;{nothing}\n1780R002;2024;{nothing}\n"
    assert set(divisions(tmp_path, text).values()) == {"RegSO 2020"}


def test_early_years_with_nothing_in_them_betray_the_new_division(tmp_path):
    text = (
        "region;år;antal\n1780R001 Karlstad (A);2023;0\n1780R001 Karlstad (A);2024;8\nKarlstad (A);2023;7\n"
    )
    table = read_table(written(tmp_path, text))
    assert [(row["division"], row["year"], row["antal"]) for row in rows_of(table)] == [
        ("RegSO 2025", 2023, None),
        ("RegSO 2025", 2024, 8),
        ("RegSO 2020", 2023, 7),
    ]


def test_one_early_year_of_only_missing_values_is_no_sign(tmp_path):
    assert divisions(tmp_path, "region;år;antal\n1780R001;2022;..\n") == {("1780R001", 2022): "RegSO 2020"}


@pytest.mark.parametrize("year", [2022, 2024])
def test_nothing_but_zeros_is_no_figure(tmp_path, year):
    rows = rows_of(read_table(written(tmp_path, f"region;år;antal\n1780R001;{year};0\n1780R002;{year};0\n")))
    assert [row["antal"] for row in rows] == [None, None]


def test_the_division_is_unknown_without_a_year(tmp_path):
    rows = rows_of(read_table(written(tmp_path, "region;antal\n1780R001;7\n")))
    assert (rows[0]["division"], rows[0]["year"]) == (None, None)


def test_the_name_of_the_code_column_tells_the_division(tmp_path):
    rows = rows_of(read_table(written(tmp_path, "RegSOkod_2025,antal\n1780R001,7\n")))
    assert (rows[0]["division"], rows[0]["year"], rows[0]["antal"]) == ("RegSO 2025", None, 7)


def test_a_column_with_the_division_is_believed(tmp_path):
    text = "region_code,division,year,antal\n1780R001,RegSO 2025,2024,7\n1780R001,RegSO 2020,2023,6\n"
    assert divisions(tmp_path, text) == {("1780R001", 2024): "RegSO 2025", ("1780R001", 2023): "RegSO 2020"}


def test_other_regions_are_rejected_and_labels_are_kept(tmp_path):
    text = (
        "region,2022\n00 Riket,9\n1780,8\n1780R001,7\nKarlstad (Alster),6\nOkänt,5\n1780R01,4\n,3\n"
        "1780R002,2\n"
    )
    table = read_table(written(tmp_path, text))
    assert [(row["region_code"], row["region_name"]) for row in rows_of(table)] == [
        ("1780R001", None),
        (None, "Karlstad (Alster)"),
        (None, "Okänt"),
        ("1780R002", None),
    ]
    assert table.counts.rejected == 4
    assert table.counts.rejected_examples == ["00 Riket", "1780", "1780R01", "(blank)"]
    assert table.counts.labels_without_code == ["Karlstad (Alster)", "Okänt"]


def test_a_table_of_kommuner_is_refused(tmp_path):
    content = json_stat(
        {"Region": {"0114": "Upplands Väsby", "SE": "Sverige"}, "Tid": {"2022": "2022"}}, lambda *_: 1
    )
    with pytest.raises(InputError, match=r"^t.json has no RegSO and no DeSO: its regions are 0114, SE; "):
        read_table(written(tmp_path, content, "t.json"))


def test_the_same_area_twice_is_refused(tmp_path):
    text = "region;år;antal\n1780R001;2022;7\n1780R001 Karlstad (Alster);2022;8\n"
    with pytest.raises(InputError, match=r"two rows for 1780R001, RegSO 2020, 2022"):
        read_table(written(tmp_path, text))


def test_an_area_type_beyond_five_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"1780R001, Karlstad .A., 2022 of .* has 6 in field områdestyp"):
        read_table(written(tmp_path, "region;år;områdestyp\n1780R001 Karlstad (A);2022;6\n"))
