import csv

import pytest

from segregation_plugin.core.errors import InputError
from segregation_plugin.core.municipalities import (
    COUNTIES,
    MUNICIPALITIES,
    county_name,
    municipality_name,
    parse_place_codes,
)


def test_codes_and_names_are_those_of_scbs_key(shared_data):
    path = shared_data / "national" / "koppling-deso2018-regso2020.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        key = {row["Kommun"]: row["Kommunnamn"] for row in csv.DictReader(file)}
    assert len(key) == 290
    assert key == MUNICIPALITIES


def test_every_kommun_lies_in_one_of_the_21_counties():
    assert len(COUNTIES) == 21
    assert {code[:2] for code in MUNICIPALITIES} == set(COUNTIES)


def test_names_by_code():
    assert (municipality_name("0180"), county_name("01")) == ("Stockholm", "Stockholms län")
    assert (municipality_name("0999"), county_name("02")) == (None, None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("0180 1480", ["0180", "1480"]),
        ("14, 0380;0180\n", ["14", "0380", "0180"]),
        ("180 1 0180", ["0180", "01"]),  # lost zeros, and each once
        ("Göteborg; hallands LÄN, upplands  väsby", ["1480", "13", "0114"]),
        ("Stockholm, Stockholms län", ["0180", "01"]),
        (" , ;\n", []),
    ],
)
def test_lists_of_codes(text, codes):
    assert parse_place_codes(text) == codes


@pytest.mark.parametrize(
    "text", ["0180 0999", "02", "Atlantis", "Stockholms", "01800", "\u0660\u0661\u0668\u0660"]
)
def test_an_unknown_code_is_named(text):
    with pytest.raises(InputError, match=text.split()[-1]):
        parse_place_codes(text)
