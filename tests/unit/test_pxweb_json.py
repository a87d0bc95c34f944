"""What SCB's first interface answers: PxWeb's ``json``, and the older json-stat."""

from __future__ import annotations

import pytest

from segregation_plugin.core.errors import InputError
from segregation_plugin.sources.scb_tables import read_table
from tests.made_tables import index_table, json_stat, json_stat_old, pxweb_json, rows_of, written

ROWS = [("1780R001", "1", "2022", "5", "4.5"), ("1780R001", "2", "2022", "..", "-")]


def read(folder, content):
    return read_table(written(folder, content, "t.json"))


def test_keys_are_codes_and_values_are_figures(tmp_path):
    table = read(tmp_path, pxweb_json(["Region", "Kon", "Tid"], ["000007Y7", "x"], ROWS))
    assert table.columns == ["region_code", "region_name", "division", "year", "kon", "population", "x"]
    assert table.rows() == [
        ("1780R001", None, "RegSO 2020", 2022, "1", 5, 4.5),
        ("1780R001", None, "RegSO 2020", 2022, "2", None, None),
    ]
    assert table.counts.nil_signs == 1
    assert table.stamp() == "Made, SCB, updated 2026-06-23T06:00:00Z, file t.json"
    assert table.notes == ["a note"]


def test_the_order_of_the_columns_does_not_matter(tmp_path):
    rows = [("2024", "0114R001_RegSO2025", "7"), ("2024", "0114R002_RegSO2025", "8")]
    table = read(tmp_path, pxweb_json(["Tid", "Region"], ["Antal"], rows))
    assert [row[:5] for row in table.rows()] == [
        ("0114R001", None, "RegSO 2025", 2024, 7),
        ("0114R002", None, "RegSO 2025", 2024, 8),
    ]


def test_without_a_code_suffix_it_is_the_old_division_and_other_years_are_masked(tmp_path):
    table = read(tmp_path, pxweb_json(["Region", "Tid"], ["x"], [("1780R001", "2024", "5")]))
    assert table.rows() == [("1780R001", None, "RegSO 2020", 2024, None)]
    assert table.counts.masked_nonzero == 1


def test_months_are_a_dimension_and_other_regions_are_rejected(tmp_path):
    rows = [("1780R001", "2023M01", "5"), ("1780R001", "2023M02", "6"), ("1780", "2023M01", "99")]
    table = read(tmp_path, pxweb_json(["Region", "Tid"], ["x"], rows))
    assert [(row["year"], row["tid"], row["x"]) for row in rows_of(table)] == [
        (2023, "2023M01", 5),
        (2023, "2023M02", 6),
    ]
    assert (table.counts.rejected, table.counts.rejected_examples) == (1, ["1780"])


def without(part, made):
    return {name: value for name, value in made.items() if name != part}


def test_comments_and_metadata_may_be_left_out(tmp_path):
    made = pxweb_json(["Region", "Kon", "Tid"], ["a", "b"], ROWS)
    assert len(read(tmp_path, without("metadata", without("comments", made))).data) == 2


MADE = pxweb_json(["Region", "Tid"], ["x"], [("1780R001", "2022", "5")])


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"data": []}, "^t.json describes a table but holds no figures"),
        ({"columns": MADE["columns"][:2]}, "^t.json describes a table but holds no figures"),
        (
            {"data": [{"key": ["1780R001"], "values": ["5"]}]},
            "damaged: row 1 of its data is not as wide as its",
        ),
        (
            {"data": [{"key": ["1780R001", "2022"], "values": ["5", "6"]}]},
            "damaged: row 1 of its data is not",
        ),
        ({"data": [{"key": ["1780R001", "2022"]}]}, "^t.json is PxWeb json, but damaged: it lacks values"),
        (
            {"data": [{"key": ["1780R001", "2022"], "values": ["x"]}]},
            "^t.json is PxWeb json, but damaged: a part",
        ),
        (
            {"data": [{"key": ["1780R001", 2022], "values": ["5"]}]},
            "^t.json is PxWeb json, but damaged: a part",
        ),
        ({"data": MADE["data"] * 2}, "^t.json has two rows for 1780R001, RegSO 2020, 2022"),
        (
            {"data": [{"key": ["1780R001", "2022"], "values": ["1,234"]}]},
            "where the comma may be a decimal sign",
        ),
        ({"columns": ["a"]}, "^t.json is PxWeb json, but damaged"),
        ({"columns": {}}, "^t.json describes a table but holds no figures"),
    ],
)
def test_damage_is_told_in_one_sentence(tmp_path, more, sentence):
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, {**MADE, **more})


def test_the_older_json_stat_is_the_same_table(tmp_path):
    new, old = read(tmp_path, index_table()), read(tmp_path, {"dataset": json_stat_old(index_table())})
    assert old.data.equals(new.data)
    assert (old.title, old.source, old.updated) == (new.title, new.source, new.updated)
    assert old.contents == new.contents


def test_of_a_bundle_the_first_table_with_regions_is_taken(tmp_path):
    other = json_stat({"Kon": {"1": "män"}, "Tid": {"2022": "2022"}}, lambda *_: 1, title="other")
    second = json_stat({"Region": {"1780R001": "a"}, "Tid": {"2022": "2022"}}, lambda *_: 7, title="second")
    bundle = {"b": json_stat_old(other), "a": json_stat_old(second), "c": json_stat_old(index_table())}
    assert read(tmp_path, bundle).title == "second"
    with pytest.raises(InputError, match=r"^t.json has no dimension of regions, only kön, år"):
        read(tmp_path, {"b": json_stat_old(other)})


def test_a_single_category_needs_no_index_and_labels_may_be_left_out(tmp_path):
    old = json_stat_old(
        json_stat({"Region": {"1780R001": "a"}, "Tid": {"2022": "x", "2023": "y"}}, lambda *_: 5)
    )
    del old["dimension"]["Region"]["category"]["index"]
    del old["dimension"]["Tid"]["category"]["label"]
    assert [row[:4] for row in read(tmp_path, {"dataset": old}).rows()] == [
        ("1780R001", "a", "RegSO 2020", 2022),
        ("1780R001", "a", "RegSO 2020", 2023),
    ]


@pytest.mark.parametrize(
    ("dataset", "sentence"),
    [
        ({"dimension": {}}, "^t.json is json-stat, but damaged: it lacks id; download"),
        ({"dimension": {"id": ["Region"], "size": [1]}}, "damaged: it lacks Region; download"),
        (without("value", json_stat_old(index_table())), "damaged: it lacks value; download"),
        ({"dimension": []}, "^t.json is JSON, but no table of statistics in json-stat or PxWeb's json"),
    ],
)
def test_a_damaged_older_table_is_refused(tmp_path, dataset, sentence):
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, {"dataset": dataset})
