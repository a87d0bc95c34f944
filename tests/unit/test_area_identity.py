"""Which area a code is: what follows from it, what the layer says, and that both kinds never mix."""

from __future__ import annotations

import pytest

from segregation_plugin.core.area_identity import AreaIdentities, area_values, identify, level_of_codes
from segregation_plugin.core.errors import InputError
from segregation_plugin.core.field_guess import guess_fields
from segregation_plugin.core.tables import Table


@pytest.mark.parametrize(
    ("code", "own_name", "name"),
    [("0180R001", "Stockholms stad", "Stockholm"), ("0180R001", None, "Stockholm"), ("9901R001", "Östby", "Östby")],
)  # fmt: skip
def test_the_name_of_a_kommun_is_that_of_its_code(code, own_name, name):
    values = area_values(code, "A", own_name, "RegSO 2025", "2025_v1")
    assert values == (code, "A", code[:4], name, code[:2], "RegSO 2025", "2025_v1")


def test_areas_are_matched_by_code_and_by_kommun_and_name():
    values = [area_values("0180R001", "A", None, None, None), area_values("0180R002", None, None, None, None)]
    keys = AreaIdentities("areas", "RegSO", None, values).keys
    assert (keys.layer, keys.codes, keys.labels) == (
        "areas",
        ["0180R001", "0180R002"],
        ["Stockholm (A)", None],
    )


def test_codes_of_one_kind():
    assert level_of_codes(["0180R001", "0180R002"], "areas") == "RegSO"
    assert level_of_codes(["0180C1010"], "areas") == "DeSO"
    assert level_of_codes([], "areas") is None
    with pytest.raises(
        InputError, match=r"^Layer areas mixes RegSO and DeSO codes .0180C1010, 0180R001.; give"
    ):
        level_of_codes(["0180R001", "0180R002", "0180C1010"], "areas")


@pytest.mark.parametrize(
    ("field", "division"),
    [("RegSOkod_2025", "RegSO 2025"), ("regso_2018", "RegSO 2020"), ("deso_2025", None), ("regsokod", None)],
)
def test_the_name_of_the_code_field_tells_the_division_of_its_own_level(field, division):
    table = Table("areas", {field: ["0180R001", "0180R002"]})
    assert identify(table, guess_fields(table, code_field=field), None, []).division == division
