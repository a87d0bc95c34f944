"""Keys from labels to codes."""

from __future__ import annotations

import pytest

from segregation_plugin.core.errors import InputError
from segregation_plugin.sources.scb_tables import read_table
from tests.made_tables import rows_of, written


def codes(folder, table, key):
    labels = written(folder, "region;2022\n" + "".join(f"{label};4\n" for label in table))
    return [row["region_code"] for row in rows_of(read_table(labels, written(folder, key, "key.csv")))]


def test_folded_labels_meet_the_key(tmp_path):
    key = "Kommunnamn,RegSO_2020,RegSOkod_2020\nLuleå,Tuna,2580R001\nLuleå,Björk-Alm,2580R002\n"
    assert codes(tmp_path, ["Luleå (Tuna )", "LULEÅ (Björk\u2013Alm)", "Luleå (Ek)"], key) == [
        "2580R001",
        "2580R002",
        None,
    ]


def test_the_name_of_the_kommun_follows_from_the_code(tmp_path):
    assert codes(tmp_path, ["Luleå (Tuna)"], "regsokod;regsonamn\n2580R001;Tuna\n") == ["2580R001"]


def test_full_labels_in_the_key(tmp_path):
    assert codes(tmp_path, ["Luleå (Tuna)"], "kod;region\n2580R001;Luleå (Tuna)\n") == ["2580R001"]
    assert codes(tmp_path, ["Luleå (Tuna)"], "kod\tnamn\n2580R001\tLuleå (Tuna)\n") == ["2580R001"]


def test_a_label_that_two_areas_share_matches_none(tmp_path):
    key = "regsokod;regsonamn\n2580R001;Tuna\n2580R002;Tuna\n2580R002;Tuna\n2580R003;Ek\n"
    assert codes(tmp_path, ["Luleå (Tuna)", "Luleå (Ek)"], key) == [None, "2580R003"]


def test_a_key_of_the_other_division_matches_nothing(tmp_path):
    assert codes(tmp_path, ["Luleå (Tuna)"], "RegSOkod_2025;RegSO_2025\n2580R001;Tuna\n") == [None]


@pytest.mark.parametrize(("division", "expected"), [("RegSO 2025", None), ("RegSO 2020", "2580R001")])
def test_a_key_may_say_the_division_in_a_column(tmp_path, division, expected):
    key = f"region_code;region_name;division\n2580R001;Tuna;{division}\n"
    assert codes(tmp_path, ["Luleå (Tuna)"], key) == [expected]


def test_the_division_of_deso_beside_regso_is_none_of_theirs(tmp_path):
    key = "desokod;regsokod;regsonamn;division\n2580C1010;2580R001;Tuna;DeSO 2018\n"
    assert codes(tmp_path, ["Luleå (Tuna)"], key) == ["2580R001"]


def test_the_division_of_a_table_without_years_is_that_of_its_key(tmp_path):
    labels = written(tmp_path, "region;antal\nLuleå (Tuna);4\nLuleå (Ek);4\n")
    key = written(tmp_path, "RegSOkod_2025;RegSO_2025\n2580R001;Tuna\n", "key.csv")
    table = read_table(labels, key)
    assert [(row["region_code"], row["division"]) for row in rows_of(table)] == [
        ("2580R001", "RegSO 2025"),
        (None, None),
    ]
    assert table.counts.labels_without_code == ["Luleå (Ek)"]


@pytest.mark.parametrize(
    "key", ["a;b\n1;2\n", "DeSO;namn\n2580C1010;Tuna\n", "regsokod;folk\n2580R001;5\n", "2580R001;Tuna\n"]
)
def test_what_is_no_key_is_refused(tmp_path, key):
    with pytest.raises(InputError, match=r"^Key file key.csv has no column of RegSO codes"):
        codes(tmp_path, ["Luleå (Tuna)"], key)
