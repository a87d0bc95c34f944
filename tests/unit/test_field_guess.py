import pytest

from segregation_plugin.core.errors import InputError
from segregation_plugin.core.field_guess import FieldGuess, code_in, guess_fields, year_in_name
from segregation_plugin.core.tables import Table

DESO = ["0114C1010", "0114C1030", "0114C1040"]


def guess(**columns):
    return guess_fields(Table("layer", columns))


def test_the_geodata_service():
    found = guess(
        id=["RegSO_2025.1"],
        objekttyp=["regso"],
        regsokod=["1780R006"],
        regsonamn=["Herrhagen"],
        kommunkod=["1780"],
        version=["2025_v2"],
        referensdatum=["20250101"],
    )
    assert found == FieldGuess("regsokod", "regsonamn", None, "version", "referensdatum", None)


def test_the_files_of_2018_have_the_name_in_regso():
    found = guess(
        id=["0114R001"], regso=["Bollstanäs"], kommun=["0114"], kommunnamn=["Upplands Väsby"], lan=["01"]
    )
    assert (found.code, found.name, found.municipality_name, found.version) == (
        "id",
        "regso",
        "kommunnamn",
        None,
    )


def test_regso_is_the_code_where_it_holds_codes():
    assert guess(regso=["0114R001"], namn=["Bollstanäs"]).code == "regso"


def test_kommun_is_a_name_only_where_it_is_no_number():
    assert guess(regsokod=["0114R001"], kommun=["0114"]).municipality_name is None
    assert guess(regsokod=["0114R001"], kommun=["Upplands Väsby"]).municipality_name == "kommun"


def test_a_deso_layer_has_its_own_code_beside_that_of_its_regso():
    found = guess(
        regsokod=["0114R001"] * 3, desokod=DESO, RegSOkod_2025=["0114R001"] * 3, RegSO_2025=["Bollstanäs"] * 3
    )
    assert (found.code, found.name) == ("desokod", None)  # the name is that of the RegSO


def test_a_deso_layer_of_one_deso_per_regso_is_still_one_of_deso():
    assert guess(regsokod=["0114R001", "0114R002"], desokod=DESO[:2]).code == "desokod"


def test_a_regso_layer_that_repeats_a_deso_code_is_one_of_regso():
    assert guess(regsokod=["0114R001", "0114R002"], deso=[DESO[0]] * 2).code == "regsokod"


def test_the_schemas_own_fields_come_first():
    found = guess(
        regsokod=["0114R001"],
        region_code=["0114R001"],
        regsonamn=["x"],
        region_name=["y"],
        division=["RegSO 2025"],
    )
    assert (found.code, found.name, found.division) == ("region_code", "region_name", "division")


def test_the_name_of_the_same_year_goes_with_the_code():
    found = guess(RegSO_2020=["Haga"], RegSO_2025=["Herrhagen"], RegSOkod_2025=["1780R006"])
    assert (found.code, found.name) == ("RegSOkod_2025", "RegSO_2025")


def test_any_field_of_codes_will_do_where_it_is_the_only_one():
    assert guess(område=["0114R001", None, "0114R002", "okänt"], annat=[1, 2, 3, 4]).code == "område"


def test_two_divisions_side_by_side_are_the_users_choice():
    with pytest.raises(InputError, match="RegSOkod_2020, RegSOkod_2025"):
        guess(RegSOkod_2020=["1780R006"], RegSOkod_2025=["1780R006"])


def test_no_codes_anywhere():
    with pytest.raises(InputError, match=r"no field with RegSO or DeSO codes .* it has kod, namn"):
        guess(kod=["0114", "0115"], namn=["x", "y"])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1780R001 Karlstad (Alster)", ("1780R001", None)),
        ("1780R001_RegSO2025", ("1780R001", "RegSO 2025")),
        ("114R001", ("0114R001", None)),
        ("Karlstad (Alster)", None),
        ("", None),
        (None, None),
    ],
)
def test_codes_in_cells(cell, code):
    assert code_in(cell) == code


@pytest.mark.parametrize(
    ("field", "year"), [("RegSOkod_2025", "2025"), ("DeSO_2018", "2018"), ("regsokod", ""), ("bef2024x", "")]
)
def test_years_in_names(field, year):
    assert year_in_name(field) == year
