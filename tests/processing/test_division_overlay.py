"""Ground that two divisions share: pair by pair against shapely; what rounding explains, and what it does not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qgis.core import QgsFeedback, QgsGeometry

from segregation_plugin.core.errors import RunCancelledError
from segregation_plugin.geometry.division_overlay import PlacedAreas, drawn_alike, shared_ground
from segregation_plugin.geometry.width import is_wider, wide_places

shapely = pytest.importorskip("shapely")

from tests.divisions import jittered, moved, squares  # noqa: E402 - it needs shapely

TOLERANCE = 0.5


def placed(areas):
    return PlacedAreas(list(areas), [QgsGeometry.fromWkt(shapely.to_wkt(a, -1)) for a in areas.values()])


def compared(old, new, tolerance=TOLERANCE):
    """Return the square metres by pair of codes, and the codes that are unchanged."""
    before, after = placed(old), placed(new)
    found = shared_ground(before, after, tolerance, QgsFeedback())
    pairs = {
        (before.codes[i], after.codes[j]): m2 for i, j, m2 in zip(found.old, found.new, found.m2, strict=True)
    }
    assert len(pairs) == found.m2.size
    return pairs, {code for code, same in zip(old, found.unchanged, strict=True) if same}


def expected(old, new):
    """Do the same with shapely, every pair; what is so thin is none."""
    found = {
        (before, after): one.intersection(other)
        for before, one in old.items()
        for after, other in new.items()
    }
    return {pair: common.area for pair, common in found.items() if not common.buffer(-TOLERANCE / 2).is_empty}


def agree(old, new):
    pairs, unchanged = compared(old, new)
    assert pairs == pytest.approx(expected(old, new), rel=1e-9)
    for code in old:
        in_all = old[code].intersection(shapely.union_all(list(new.values()))).area
        assert sum(m2 for (before, _), m2 in pairs.items() if before == code) == pytest.approx(
            in_all, rel=1e-9
        )
    return pairs, unchanged


def test_a_division_and_itself():
    areas = squares(4, 3)
    pairs, unchanged = agree(areas, areas)
    assert unchanged == set(areas)
    assert pairs == {(code, code): 1e6 for code in areas}


def test_the_same_however_rings_are_drawn():
    hole = "Polygon ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 4 2, 4 4, 2 4, 2 2))"
    turned = "MultiPolygon (((10 10, 10 0, 0 0, 0 10, 10 10), (4 4, 2 4, 2 2, 4 2, 4 4)))"
    parts = "MultiPolygon (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))"
    swapped = "MultiPolygon (((5 5, 6 5, 6 6, 5 5)), ((1 1, 0 0, 1 0, 1 1)))"
    other = "Polygon ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 4 2, 4 4.001, 2 4, 2 2))"
    one, two, three, four, five = map(QgsGeometry.fromWkt, (hole, turned, parts, swapped, other))
    before = two.asWkt()
    assert drawn_alike(one, two)
    assert drawn_alike(three, four)
    assert not drawn_alike(one, five)
    assert not drawn_alike(one, three)
    assert two.asWkt() == before  # it is not touched


@pytest.mark.parametrize(("width", "found"), [(2.0, True), (0.55, True), (0.45, False), (0.01, False)])
def test_a_strip_is_found_by_its_width(width, found):
    old = squares(3, 2)
    strip = shapely.box(651_000 - width, 6_580_300, 651_000, 6_580_600)
    new = moved(old, strip, "0180R001", "0180R002")
    pairs, unchanged = compared(old, new)
    touched = {"0180R001", "0180R002"}
    assert unchanged == set(old) - (touched if found else set())
    assert (("0180R001", "0180R002") in pairs) == found
    if found:
        assert pairs["0180R001", "0180R002"] == pytest.approx(300 * width)
    else:
        assert pairs["0180R001", "0180R001"] == pytest.approx(1e6 - 300 * width)  # what differs is counted


def test_a_strip_is_found_beside_a_border_that_is_off_all_along():
    """By area alone it would be lost: 600 m² are less than half a metre along the border of a large area."""
    old = squares(2, 1, side=20_000.0)
    border = 650_000 + 20_000
    new = moved(old, shapely.box(border - 0.3, 6_580_000, border, 6_580_000 + 20_000), "0180R001", "0180R002")
    assert compared(old, new)[1] == set(old)
    strip = shapely.box(border - 2, 6_585_000, border, 6_585_300)
    pairs, unchanged = compared(old, moved(new, strip, "0180R001", "0180R002"))
    assert unchanged == set()
    assert pairs["0180R001", "0180R002"] == pytest.approx(0.3 * 20_000 + 1.7 * 300)


@pytest.mark.parametrize("seed", range(5))
def test_a_centimetre_of_rounding_changes_nothing(seed):
    areas = {code: shapely.segmentize(area, 25) for code, area in jittered(squares(4, 4), 200, seed).items()}
    pairs, unchanged = compared(areas, jittered(areas, 0.01, seed))
    assert unchanged == set(areas)
    assert pairs.keys() == {(code, code) for code in areas}
    for code, area in areas.items():
        assert pairs[code, code] == pytest.approx(area.area, rel=1e-4)
        assert pairs[code, code] < area.area + 1e-6


def test_swapped_codes_share_nothing_with_themselves():
    old = squares(3, 1)
    first, second, third = old
    new = {first: old[second], second: old[first], third: old[third]}
    pairs, unchanged = agree(old, new)
    assert unchanged == {third}
    assert pairs == {(first, second): 1e6, (second, first): 1e6, (third, third): 1e6}


def test_codes_that_ended_and_are_new():
    old = squares(3, 1)
    first, second, third = old
    new = {
        first: old[first].union(old[second]),
        third: shapely.box(652_000, 6_580_000, 652_600, 6_581_000),
        "0180R009": shapely.box(652_600, 6_580_000, 653_000, 6_581_000),
    }
    pairs, unchanged = agree(old, new)
    assert unchanged == set()
    assert pairs.keys() == {(first, first), (second, first), (third, third), (third, "0180R009")}


def test_two_divisions_with_nothing_alike():
    old = squares(5, 4)
    new = squares(4, 3, side=1237.0, west=649_700.0, south=6_579_900.0)
    pairs, unchanged = agree(old, new)
    assert unchanged == set()
    assert len(pairs) > 30


def test_ground_outside_the_other_layer():
    old = squares(2, 1)
    first, second = old
    new = {first: shapely.box(650_000, 6_580_000, 650_700, 6_581_000), second: old[second]}
    pairs, unchanged = compared(old, new)
    assert pairs == pytest.approx({(first, first): 700_000, (second, second): 1e6})
    assert unchanged == {second}


def test_areas_of_one_layer_that_overlap_are_measured_as_they_are():
    old = squares(2, 1)
    first, second = old
    wider = shapely.box(650_000, 6_580_000, 651_100, 6_581_000)
    pairs, unchanged = compared(old, {first: wider, second: old[second]})
    assert pairs == pytest.approx({(first, first): 1e6, (second, first): 1e5, (second, second): 1e6})
    assert unchanged == {second}


@given(
    width=st.floats(0.02, 3),
    length=st.floats(5, 3000),
    turn=st.floats(0, math.pi),
    corners=st.integers(2, 40),
    seed=st.integers(0, 99),
)
def test_the_width_of_a_strip(width, length, turn, corners, seed):
    """A strip along a bent line is as wide as it was drawn; at the bends it may be a little wider."""
    if abs(width - TOLERANCE) < 0.06:
        return
    along = np.linspace(0, length, corners)
    across = np.random.default_rng(seed).uniform(-0.05, 0.05, corners) * length / corners
    line = np.column_stack([along, across]) @ [
        [math.cos(turn), math.sin(turn)],
        [-math.sin(turn), math.cos(turn)],
    ]
    strip = shapely.LineString(line + np.array([650_000, 6_580_000])).buffer(width / 2, cap_style="flat")
    ground = QgsGeometry.fromWkt(shapely.to_wkt(strip, -1))
    assert is_wider(ground, TOLERANCE) == (width > TOLERANCE)
    assert bool(wide_places(ground, TOLERANCE)) == (width > TOLERANCE)


def test_wide_places_lie_where_the_ground_is_wide():
    ground = QgsGeometry.fromWkt("Polygon ((0 0, 100 0, 100 5, 104 5, 104 0.1, 0 0.1, 0 0))")
    (box,) = wide_places(ground, 1.0)
    assert (box.xMinimum(), box.xMaximum()) == pytest.approx((100, 104), abs=0.02)
    assert wide_places(QgsGeometry.fromWkt("Polygon EMPTY"), 1.0) == []
    assert not is_wider(QgsGeometry.fromWkt("GeometryCollection (LineString (0 0, 9 9))"), 1.0)


@pytest.mark.parametrize("percent", [5, 60, 85])
def test_cancel_at_any_progress(percent):
    feedback = QgsFeedback()
    feedback.progressChanged.connect(lambda done: feedback.cancel() if done >= percent else None)
    old, new = placed(squares(12, 12)), placed(jittered(squares(12, 12), 3))
    with pytest.raises(RunCancelledError):
        shared_ground(old, new, TOLERANCE, feedback)
