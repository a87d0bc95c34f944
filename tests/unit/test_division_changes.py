"""What became of codes, from shared ground: statuses, shares, where the ground went, which layers can be compared."""

import numpy as np
import pytest

from segregation_plugin.core.area_identity import AreaIdentities, area_values
from segregation_plugin.core.division_changes import (
    CHANGE_FIELDS,
    OVERLAP_FIELDS,
    DivisionAreas,
    SharedGround,
    compare_divisions,
    overlap_rows,
    status_counts,
)
from segregation_plugin.core.division_pair import compared_municipalities, require_two_divisions
from segregation_plugin.core.errors import InputError

A, B, C, D, E = (f"0180R00{number}" for number in range(1, 6))
KOMMUN = {"0180"}


def areas(**m2):
    """Return areas of so many square metres, named in small letters."""
    codes = [f"0180R00{'ABCDE'.index(name) + 1}" for name in m2]
    return DivisionAreas(codes, [name.lower() for name in m2], np.array(list(m2.values()), dtype=float))


def shared(old, new, pairs, unchanged=()):
    places = [
        (list(old.codes).index(before), list(new.codes).index(after), m2) for before, after, m2 in pairs
    ]
    before, after, m2 = zip(*places, strict=True) if places else ((), (), ())
    return SharedGround(
        np.array(before, dtype=np.intp),
        np.array(after, dtype=np.intp),
        np.array(m2, dtype=float),
        np.isin(old.codes, list(unchanged)),
    )


OLD = areas(A=100, B=200, C=300, D=50)
NEW = areas(A=100, B=150, C=350, E=50)
GROUND = shared(
    OLD, NEW, [(A, A, 100), (B, B, 150), (B, C, 50), (C, C, 250), (C, E, 50), (D, C, 50)], unchanged=[A]
)


@pytest.fixture
def rows():
    changes = compare_divisions(OLD, NEW, GROUND, KOMMUN)
    return {change.code: dict(zip(CHANGE_FIELDS, change.row(), strict=True)) for change in changes}


def test_every_code_has_one_row_in_order(rows):
    assert list(rows) == [A, B, C, D, E]
    assert [row["status"] for row in rows.values()] == ["unchanged", "changed", "changed", "ended", "new"]
    assert {row["municipality_code"] for row in rows.values()} == {"0180"}
    assert [row["region_name"] for row in rows.values()] == ["a", "b", "c", "d", "e"]


def test_an_unchanged_code(rows):
    row = rows[A]
    assert (row["old_area_m2"], row["new_area_m2"], row["shared_area_m2"]) == (100, 100, 100)
    assert (row["share_of_old"], row["share_of_new"], row["overlap_count"]) == (1, 1, 1)
    assert row["largest_other_code"] is row["largest_other_way"] is row["largest_other_share"] is None


def test_ground_that_went_to_another_code(rows):
    row = rows[B]
    assert (row["share_of_old"], row["share_of_new"], row["overlap_count"]) == (0.75, 1, 2)
    assert (row["largest_other_code"], row["largest_other_way"], row["largest_other_share"]) == (
        C,
        "to",
        0.25,
    )


def test_the_largest_of_several_and_the_lower_code_of_two_alike(rows):
    row = rows[C]
    assert row["overlap_count"] == 4  # B, C and D came, C and E are where it went
    assert (row["largest_other_code"], row["largest_other_way"]) == (B, "from")
    assert row["largest_other_share"] == pytest.approx(50 / 350)


def test_what_is_not_there_is_missing_and_not_zero(rows):
    ended, new = rows[D], rows[E]
    assert (ended["old_area_m2"], ended["new_area_m2"], ended["shared_area_m2"]) == (50, None, None)
    assert (ended["share_of_old"], ended["share_of_new"]) == (None, None)
    assert (ended["largest_other_code"], ended["largest_other_way"], ended["largest_other_share"]) == (
        C,
        "to",
        1,
    )
    assert (new["old_area_m2"], new["new_area_m2"], new["shared_area_m2"]) == (None, 50, None)
    assert (new["largest_other_code"], new["largest_other_way"], new["largest_other_share"]) == (C, "from", 1)


def test_a_code_that_went_elsewhere_shares_nothing_with_itself():
    old, new = areas(A=10, B=20), areas(A=20, B=10)
    ground = shared(old, new, [(A, B, 10), (B, A, 20)])
    first, second = compare_divisions(old, new, ground, KOMMUN)
    assert (first.status, first.shared_m2, first.overlaps) == ("changed", 0, 1)
    assert (first.other.code, first.other.way, first.other.share) == (B, "from", 1)
    assert (second.other.code, second.other.way, second.other.share) == (A, "to", 1)


def test_counts_hold_every_status():
    assert status_counts(compare_divisions(OLD, NEW, GROUND, KOMMUN)) == {
        "unchanged": 1,
        "changed": 2,
        "ended": 1,
        "new": 1,
    }
    assert status_counts([]) == {"unchanged": 0, "changed": 0, "ended": 0, "new": 0}


def test_pairs_in_the_order_of_codes_with_both_shares():
    rows = [dict(zip(OVERLAP_FIELDS, row, strict=True)) for row in overlap_rows(OLD, NEW, GROUND, KOMMUN)]
    pairs = [(row["old_code"], row["new_code"]) for row in rows]
    assert pairs == [(A, A), (B, B), (B, C), (C, C), (C, E), (D, C)]
    assert (rows[2]["shared_area_m2"], rows[2]["share_of_old"]) == (50, 0.25)
    assert rows[2]["share_of_new"] == pytest.approx(1 / 7)
    for code in OLD.codes:
        assert sum(row["share_of_old"] for row in rows if row["old_code"] == code) == pytest.approx(1)


def test_codes_of_other_kommuner_are_left_out_and_their_ground_is_not():
    old = DivisionAreas(["0180R001"], [None], np.array([100.0]))
    new = DivisionAreas(["0180R001", "0181R001"], [None, None], np.array([60.0, 40.0]))
    ground = SharedGround(np.array([0, 0]), np.array([0, 1]), np.array([60.0, 40.0]), np.zeros(1, dtype=bool))
    (change,) = compare_divisions(old, new, ground, {"0180"})
    assert (change.code, change.status, change.elsewhere) == ("0180R001", "changed", 0)
    assert change.other.code == "0181R001"
    assert [row[1] for row in overlap_rows(old, new, ground, {"0180"})] == ["0180R001", "0181R001"]


@pytest.mark.parametrize(("covered", "reaches_out"), [(100, False), (99.5, False), (98, True)])
def test_ground_in_no_area_of_the_other_layer(covered, reaches_out):
    whole, part = areas(A=100), areas(A=covered)
    for old, new in ((whole, part), (part, whole)):
        (change,) = compare_divisions(old, new, shared(old, new, [(A, A, covered)]), KOMMUN)
        assert change.elsewhere == pytest.approx(1 - covered / 100)
        assert change.reaches_out == reaches_out


def test_the_new_name_goes_before_the_old_one():
    old = DivisionAreas([A, B], ["before", "only"], np.array([1.0, 1.0]))
    new = DivisionAreas([A, B], ["after", None], np.array([1.0, 1.0]))
    ground = shared(old, new, [(A, A, 1), (B, B, 1)], unchanged=[A, B])
    assert [change.name for change in compare_divisions(old, new, ground, KOMMUN)] == ["after", "only"]


def layer(name, division, *codes, level="RegSO"):
    return AreaIdentities(
        name, level, division, [area_values(code, None, None, division, None) for code in codes]
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (("RegSO 2020", "RegSO"), ("DeSO 2025", "DeSO"), "Layer a holds RegSO and layer b holds DeSO; give two layers"),
        (("RegSO 2025", "RegSO"), ("RegSO 2025", "RegSO"), "Layers a and b both hold areas of RegSO 2025; give the older"),
        (("DeSO 2018", "DeSO"), ("DeSO 2018", "DeSO"), "both hold areas of DeSO 2018"),
        (("RegSO 2025", "RegSO"), ("RegSO 2020", "RegSO"), "OLD is layer a with areas of RegSO 2025, and NEW is layer b"),
        (("DeSO 2025", "DeSO"), (None, "DeSO"), "NEW is layer b with areas of an unknown division; give the older"),
        ((None, "RegSO"), ("RegSO 2020", "RegSO"), "OLD is layer a with areas of an unknown division"),
    ],
)  # fmt: skip
def test_layers_that_cannot_be_compared(old, new, sentence):
    with pytest.raises(InputError, match=sentence):
        require_two_divisions(layer("a", old[0], level=old[1]), layer("b", new[0], level=new[1]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("RegSO 2020", "RegSO 2025"),
        ("DeSO 2018", "DeSO 2025"),
        (None, "RegSO 2025"),
        ("RegSO 2020", None),
        (None, None),
    ],
)
def test_layers_that_can(old, new):
    level = (old or new or "RegSO").split()[0]
    require_two_divisions(layer("a", old, level=level), layer("b", new, level=level))


def test_kommuner_in_both_layers():
    old, new = layer("a", None, "0180R001", "0181R001"), layer("b", None, "0181R009", "0182R001")
    assert compared_municipalities(old, new) == {"0181"}
    with pytest.raises(InputError, match="Layers a and b have no kommun in common; give two layers"):
        compared_municipalities(layer("a", None, "0180R001"), layer("b", None, "1480R001"))
