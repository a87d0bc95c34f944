"""Real files of SCB against published counts and cells read by hand."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest

from segregation_plugin.core.region_codes import is_valid_year
from segregation_plugin.sources.scb_tables import read_table
from tests.made_tables import json_stat_old, px_statement, px_text, rows_of, written

pytestmark = pytest.mark.shared

PUBLISHED = {
    "": [160, 289, 855, 1770, 289],
    "1480": [15, 19, 19, 73, 21],
    "0180": [3, 7, 19, 75, 23],
    "1280": [21, 9, 25, 31, 5],
}
"""RegSO by area type 1 to 5 in 2022: the country (Boverket), Göteborg, Stockholm, Malmö."""


@pytest.fixture(scope="module")
def karlstad(shared_data):
    return read_table(shared_data / "karlstad/regso_socioek.json")


@pytest.fixture(scope="module")
def national(shared_data):
    folder = shared_data / "national"
    return read_table(folder / "omradestyp_2022.csv", folder / "koppling-deso2018-regso2020.csv")


def test_karlstad_is_whole(karlstad):
    assert len(karlstad.data) == 62 * 14
    assert len(karlstad.contents) == 5
    assert karlstad.data.groupby("division")["region_code"].nunique().to_dict() == {
        "RegSO 2020": 31,
        "RegSO 2025": 31,
    }
    assert karlstad.counts.rejected == 0
    assert karlstad.stamp() == "TAB6586, SCB, updated 2026-06-23T06:00:00Z, file regso_socioek.json"


def test_karlstad_by_hand(karlstad):
    found = {
        (row["region_code"], row["year"]): row
        for row in rows_of(karlstad)
        if row["socioeconomic_index"] is not None
    }
    alster = "Karlstad (Alster-Skattkärr-Skattkärrs omland)"
    first = found["1780R001", 2011]
    assert list(first.values()) == ["1780R001", alster, "RegSO 2020", 2011, 5.8, 4, 9.5, 6.6, 1.4]
    last = found["1780R001", 2024]
    assert (last["region_name"], last["division"]) == (alster, "RegSO 2025")


def test_karlstad_has_figures_only_where_its_division_is_valid(karlstad):
    data = karlstad.data
    valid = [
        is_valid_year(division, year) for division, year in zip(data["division"], data["year"], strict=True)
    ]
    figures = data[karlstad.content_columns].notna().to_numpy()
    assert not figures[~np.array(valid)].any()
    assert figures[np.array(valid)].all(axis=1).sum() == 31 * 14


def test_the_index_is_the_mean_of_its_components(karlstad):
    data = karlstad.data.dropna(subset=["socioeconomic_index"])
    components = data[["low_economic_standard", "pre_upper_secondary", "benefit_or_unemployed"]].mean(axis=1)
    # the index and its components are rounded to one decimal each
    assert (components - data["socioeconomic_index"]).abs().max() <= 0.05


def test_population_is_missing_not_zero_outside_its_division(shared_data):
    table = read_table(shared_data / "karlstad/omraden_befolkning.json")
    data = table.data
    assert table.columns[4:] == ["alder", "kon", "population"]
    assert len(table.data) == 3096
    assert table.counts.rejected == 18
    assert table.counts.rejected_examples == ["1780"]
    assert data[data["division"].isin(["RegSO 2020", "DeSO 2018"])]["population"].isna().all()
    regso = data[(data["division"] == "RegSO 2025") & (data["alder"] == "totalt")]
    deso = data[(data["division"] == "DeSO 2025") & (data["alder"] == "totalt")]
    assert (len(regso), len(deso)) == (31, 57)
    # 99 007 is the kommun's own figure in the file; from 2025 parts carry noise and need not sum to it
    assert abs(regso["population"].sum() - 99007) <= 31
    assert abs(deso["population"].sum() - 99007) <= 57


def test_population_by_age_and_sex_as_the_first_interface_gave_it(shared_data):
    table = read_table(shared_data / "pxweb/v1_json_regso_goteborg_alder_kon_2024.json")
    data = table.data
    assert (len(data), table.columns[4:]) == (7938, ["alder", "kon", "population"])
    assert (data["region_code"].nunique(), data["alder"].nunique(), data["kon"].nunique()) == (147, 18, 3)
    assert (set(data["division"]), table.years(), table.counts.rejected) == ({"RegSO 2025"}, [2024], 0)
    assert table.stamp().endswith(
        "SCB, updated 2025-05-09T06:00:00Z, file v1_json_regso_goteborg_alder_kon_2024.json"
    )
    found = data.set_index(["region_code", "alder", "kon"])["population"]
    assert (found["1480R001", "totalt", "1+2"], found["1480R147", "80-", "1+2"]) == (5894, 154)
    assert found.loc[:, "totalt", "1+2"].sum() == 608_993
    assert data["population"].notna().all()
    # the parts carry no noise in 2024: both sexes are the sum of them, in every cell
    assert (found.loc[:, :, "1"] + found.loc[:, :, "2"] == found.loc[:, :, "1+2"]).all()


def test_karlstad_in_the_older_json_stat_is_the_same(karlstad, shared_data, tmp_path):
    content = json.loads((shared_data / "karlstad/regso_socioek.json").read_text(encoding="utf-8-sig"))
    older = read_table(written(tmp_path, {"dataset": json_stat_old(content)}, "older.json"))
    assert older.data.equals(karlstad.data)


def test_karlstad_as_pc_axis_is_the_same(karlstad, shared_data, tmp_path):
    content = json.loads((shared_data / "karlstad/regso_socioek.json").read_text(encoding="utf-8-sig"))
    regions, contents, years = (content["dimension"][name]["category"]["label"] for name in content["id"])
    data = " ".join('".."' if value is None else str(value) for value in content["value"])
    text = px_text(
        {"region": regions},
        {"tabellinnehåll": contents, "år": years},
        data,
        px_statement("CONTVARIABLE", "tabellinnehåll"),
    )
    assert read_table(written(tmp_path, text, "t.px")).data.equals(karlstad.data)


def test_every_label_of_the_country_finds_its_code(national):
    assert len(national.data) == 3363
    assert national.counts.labels_without_code == []
    assert set(national.data["division"]) == {"RegSO 2020"}
    assert set(national.data["year"]) == {2022}
    assert national.data["region_code"].nunique() == 3363
    assert national.updated == "2025-01-31T08:00"


@pytest.mark.parametrize("place", PUBLISHED)
def test_area_types_are_as_published(national, place):
    types = Counter(row["area_type"] for row in rows_of(national) if row["region_code"].startswith(place))
    assert [types[code] for code in range(1, 6)] == PUBLISHED[place]


def test_without_the_key_the_labels_are_kept(shared_data):
    table = read_table(shared_data / "national/omradestyp_2022.csv")
    assert len(table.data) == len(table.counts.labels_without_code) == 3363
    assert table.data["region_code"].isna().all()


def test_economic_standard_by_deso(shared_data):
    table = read_table(shared_data / "national/deso_lag_ekonomisk_standard_2022.xlsx")
    rows = {row["region_code"]: row for row in rows_of(table)}
    assert len(rows) == len(table.data) == 5984
    assert table.updated == "2024-01-23T08:00"
    assert list(rows["0114A0010"].values()) == [
        "0114A0010",
        None,
        "DeSO 2018",
        2022,
        "totalt ålder",
        7,
        15,
        843,
    ]
    assert list(rows["2584C1130"].values()) == [
        "2584C1130",
        None,
        "DeSO 2018",
        2022,
        "totalt ålder",
        6,
        6,
        1420,
    ]


def test_background_by_deso(shared_data):
    table = read_table(shared_data / "national/deso_bakgrund_2022.xlsx")
    people = {
        (row["region_code"], row["utlandsk_svensk_bakgrund"]): row["population"] for row in rows_of(table)
    }
    assert len(people) == len(table.data) == 3 * 5984
    assert [people["0114A0010", of] for of in ("svensk bakgrund", "utländsk bakgrund", "totalt")] == [
        669,
        194,
        863,
    ]
    assert [people["2584C1130", of] for of in ("svensk bakgrund", "utländsk bakgrund", "totalt")] == [
        1238,
        205,
        1443,
    ]


def test_the_table_summed_to_regso(shared_data):
    table = read_table(shared_data / "national/regso2020_bakgrund_folkmangd_2022.csv")
    assert table.content_columns == [
        *("omradestyp_2022", "svensk_bakgrund", "utlandsk_bakgrund", "bef_totalt"),
        *("f_sverige", "f_europa", "f_ovriga"),
    ]
    assert list(rows_of(table)[0].values()) == [
        *("0114R001", "Upplands Väsby (Bollstanäs)", "RegSO 2020", None),
        *(4, 4495, 1487, 5982, 4916, 486, 580),
    ]
    assert (len(table.data), table.dimensions) == (3363, [])
