"""Lines, points and polygons cut by areas: borders, corners, lines over themselves, order, nothing lost."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from qgis.core import QgsFeedback, QgsGeometry, QgsPointXY, QgsRectangle

from segregation_plugin.core.errors import RunCancelledError
from segregation_plugin.core.overlay import share_out

MARGIN_OF_CORNERS = 0.005  # an arc for the net, straight pieces for single lines
EAST, NORTH = 500_000, 6_600_000  # where the reference city lies: rounding is that of real coordinates


def square(column, row, size=1000):
    corner = QgsPointXY(EAST + 1000 * column, NORTH + 1000 * row)
    return QgsGeometry.fromRect(QgsRectangle(corner.x(), corner.y(), corner.x() + size, corner.y() + size))


SQUARES = [square(column, row) for row in range(3) for column in range(3)]


def line(*points):
    return QgsGeometry.fromPolylineXY([QgsPointXY(EAST + x, NORTH + y) for x, y in points])


def several(*lines):
    return QgsGeometry.collectGeometry(list(lines))


def overlay(lines, areas=SQUARES, tolerance=0.001, rule="split"):
    """Cut lines one by one, and by the net of borders where there is one; both have to tell the same."""
    from segregation_plugin.geometry.coverage.edges import NotACoverageError
    from segregation_plugin.geometry.coverage.net import border_net

    one_by_one = cut(lines, areas, tolerance, rule, None)
    try:
        net = border_net([area.asWkb().data() for area in areas])
    except NotACoverageError:
        return one_by_one
    if 4 * tolerance <= net.grid.cell_m:
        by_net, expected = amounts(cut(lines, areas, tolerance, rule, net)), amounts(one_by_one)
        for area in by_net.keys() | expected.keys():
            assert by_net.get(area, 0) == pytest.approx(expected.get(area, 0), abs=MARGIN_OF_CORNERS)
    return one_by_one


def cut(lines, areas, tolerance, rule, net):
    from segregation_plugin.geometry.overlay.cover import AreaCover
    from segregation_plugin.geometry.overlay.line_layer import LineRule, lines_of, overlay_lines

    feedback = QgsFeedback()
    batches, cover = [lines_of(lines)], AreaCover(areas, tolerance, feedback)
    return overlay_lines(batches, len(lines), lambda: net, cover, LineRule(rule, tolerance), feedback)[0]


def amounts(shared):
    """Return the sum of each area."""
    found = {}
    for area, amount in zip(shared.area, shared.amount, strict=True):
        found[int(area)] = found.get(int(area), 0) + amount
    return found


def metres(shared):
    """Return the metres of each area that has more than the tolerance leaves at crossings and ends."""
    return {area: round(amount, 1) for area, amount in amounts(shared).items() if amount > 0.01}


def test_out_and_back_along_a_border_counts_both_ways_in_both_areas():
    shared = overlay([line((0, 0), (0, 1000), (0, 0))], tolerance=20)
    assert metres(shared) == {0: 1980, 3: 20}


def test_line_inside_one_area():
    shared = overlay([line((100, 100), (400, 500))])
    assert metres(shared) == {0: 500}
    assert shared.on_borders == 0


@pytest.mark.parametrize("tolerance", [0.0, 0.001, 1.0])
def test_line_exactly_on_a_border_is_split(tolerance):
    shared = overlay([line((1000, 100), (1000, 900))], tolerance=tolerance)
    assert metres(shared) == {0: 400, 1: 400}
    assert shared.on_borders == pytest.approx(800)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0.0005, {0: 400, 1: 400}), (-0.0005, {0: 400, 1: 400}), (0.002, {1: 800}), (-0.002, {0: 800})],
)
def test_the_tolerance_decides_what_lies_on_a_border(offset, expected):
    assert metres(overlay([line((1000 + offset, 100), (1000 + offset, 900))])) == expected


def test_slanted_border_between_points_that_are_not_on_it_to_the_last_bit():
    low, high = QgsPointXY(EAST, NORTH), QgsPointXY(EAST + 1000, NORTH + 777.7)
    left = QgsGeometry.fromPolygonXY([[low, QgsPointXY(EAST, NORTH + 2000), high, low]])
    right = QgsGeometry.fromPolygonXY([[low, high, QgsPointXY(EAST + 2000, NORTH), low]])
    road = line((100, 77.77), (900, 699.93))
    shared = overlay([road], [left, right])
    assert metres(shared) == {0: round(road.length() / 2, 1), 1: round(road.length() / 2, 1)}


def test_corner_of_four_areas_shares_by_quarters():
    shared = overlay([line((999, 1000), (1001, 1000)), line((1000, 999), (1000, 1001))], tolerance=5)
    assert sorted(metres(shared).values()) == [1, 1, 1, 1]
    assert shared.difference == pytest.approx(0, abs=1e-9)


def test_line_through_a_corner_loses_nothing():
    shared = overlay([line((500, 500), (1500, 1500))])
    assert metres(shared) == {0: round(500 * math.sqrt(2), 1), 4: round(500 * math.sqrt(2), 1)}
    assert shared.difference == pytest.approx(0, abs=1e-9)


def test_out_and_back_counts_both_ways():
    shared = overlay([line((500, 500), (1500, 500), (500, 500))])
    assert metres(shared) == {0: 1000, 1: 1000}
    assert shared.measured == 2000
    assert shared.difference == pytest.approx(0, abs=1e-9)


def test_out_and_back_on_a_border():
    shared = overlay([line((1000, 100), (1000, 900), (1000, 100))])
    assert metres(shared) == {0: 800, 1: 800}


def test_repeated_parts_of_a_multipart_count_as_they_are():
    shared = overlay([several(line((500, 500), (1500, 500)), line((500, 500), (1500, 500)))])
    assert metres(shared) == {0: 1000, 1: 1000}
    assert shared.difference == pytest.approx(0, abs=1e-9)


def test_line_that_crosses_itself():
    shared = overlay([line((500, 500), (1500, 500), (1500, 900), (800, 900), (800, 100))])
    assert metres(shared) == {0: 1500, 1: 1400}
    assert shared.difference == pytest.approx(0, abs=1e-9)


def test_ring_along_an_areas_whole_border():
    ring = line((1000, 1000), (2000, 1000), (2000, 2000), (1000, 2000), (1000, 1000))
    shared = overlay([ring])
    assert metres(shared) == {4: 2000, 1: 500, 3: 500, 5: 500, 7: 500}
    assert shared.on_borders == pytest.approx(4000)


def test_line_on_the_outer_border_belongs_to_the_one_area():
    shared = overlay([line((0, 100), (0, 900))])
    assert metres(shared) == {0: 800}
    assert shared.outside == 0


def test_line_outside_and_line_leaving():
    shared = overlay([line((-500, 500), (500, 500)), line((-900, -900), (-100, -900))])
    assert metres(shared) == {0: 500}
    assert shared.outside == pytest.approx(500 - 0.001 + 800)
    assert shared.difference == pytest.approx(0, abs=1e-9)


def test_areas_that_overlap_share_what_they_both_hold():
    areas = [square(0, 0), square(0.5, 0), square(0.5, 0, 2000)]
    shared = overlay([line((0, 500), (2000, 500))], areas)
    assert metres(shared) == {
        0: round(500 + 500 / 3, 1),
        1: round(500 / 3 + 250, 1),
        2: round(500 / 3 + 250 + 500, 1),
    }
    assert shared.on_borders == pytest.approx(1000, abs=0.01)
    assert shared.difference == pytest.approx(0, abs=1e-9)


def test_both_gives_the_border_to_each():
    shared = overlay([line((1000, 100), (1000, 900))], tolerance=0, rule="both")
    assert metres(shared) == {0: 800, 1: 800}
    assert shared.difference == pytest.approx(-800)


def test_split_with_parts_makes_no_difference():
    pieces = [line((100, 1000), (900, 1000)), line((500, 200), (2500, 200))]
    assert metres(overlay(pieces)) == metres(overlay([several(*pieces)]))


# Decimetres: where a line crosses a border at a smaller angle than 0.1 : 4000, a nanometre of rounding has more leverage
# than is allowed below.
off_borders = st.floats(-500, 3500).map(lambda metres: round(metres, 1))
coordinate = st.one_of(st.sampled_from([0.0, 1000.0, 2000.0, 3000.0]), off_borders)
coordinates = st.tuples(coordinate, coordinate)
random_lines = st.lists(st.lists(coordinates, min_size=2, max_size=7), min_size=1, max_size=5).map(
    lambda lines: [made for made in (line(*points) for points in lines) if made.length() > 0]
)


# A line that meets a border at 1 : 30 000 crosses it where a rounding of the coordinates (a nanometre) has that
# leverage: a hundredth of a millimetre.
LEVERAGE = 1e-4


@example([line((0, 1e-9), (2000, 0), (0, 0))], 0.0, random.Random(1))  # noqa: S311 - back where it came, nearly
@example([line((1000, 0), (3000, -0.0625))], 0.001, random.Random(1))  # noqa: S311 - shallow angle
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random_lines, st.sampled_from([0.0, 0.001, 20.0]), st.randoms(use_true_random=False))
def test_nothing_is_lost_and_order_makes_no_difference(lines, tolerance, shuffler):
    shared = overlay(lines, tolerance=tolerance)
    assert abs(shared.difference) <= LEVERAGE + 1e-9 * shared.measured
    areas = list(range(len(SQUARES)))
    shuffler.shuffle(areas)
    again = overlay(lines[::-1], [SQUARES[area] for area in areas], tolerance)
    found, back = amounts(shared), amounts(again)
    for area in range(len(SQUARES)):
        assert back.get(areas.index(area), 0) == pytest.approx(found.get(area, 0), abs=LEVERAGE)
    assert again.outside == pytest.approx(shared.outside, abs=LEVERAGE)
    assert again.on_borders == pytest.approx(shared.on_borders, abs=LEVERAGE)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random_lines, st.sampled_from([0.0, 0.001, 20.0]))
def test_lines_of_several_parts_have_what_their_parts_have(lines, tolerance):
    apart, together = (
        overlay(lines, tolerance=tolerance),
        overlay([several(*lines)] * bool(lines), tolerance=tolerance),
    )
    assert amounts(together) == pytest.approx(amounts(apart), rel=1e-9, abs=1e-9)
    assert together.measured == pytest.approx(apart.measured)
    assert together.outside == pytest.approx(apart.outside, rel=1e-9, abs=1e-9)
    assert together.on_borders == pytest.approx(apart.on_borders, rel=1e-9, abs=1e-9)


def test_only_the_part_that_goes_back_is_taken_by_segments():
    there_and_back = line((500, 500), (1500, 500), (500, 500))
    shared = overlay([several(there_and_back, line((500, 2500), (2500, 2500)))])
    assert metres(shared) == {0: 1000, 1: 1000, 6: 500, 7: 1000, 8: 500}
    assert shared.difference == pytest.approx(0, abs=1e-9)


def test_a_line_of_many_parts_can_be_cancelled():
    from segregation_plugin.geometry.overlay.parts import single_parts

    feedback = QgsFeedback()
    parts = single_parts([several(*[line((100, 100), (400, 500))] * 100)], feedback)
    next(parts)
    feedback.cancel()
    with pytest.raises(RunCancelledError):
        list(parts)


def test_areas_of_points_on_borders_and_corners():
    from segregation_plugin.geometry.overlay.cover import AreaCover
    from segregation_plugin.geometry.overlay.points import areas_of_points

    points = [
        QgsGeometry.fromPointXY(QgsPointXY(EAST + x, NORTH + y))
        for x, y in ((500, 500), (1000, 500), (1000, 1000), (1000.0005, 500), (1000.002, 500), (-1, 0))
    ]
    feedback = QgsFeedback()
    assert areas_of_points(points, AreaCover(SQUARES, 0.001, feedback), feedback) == [
        (0,),
        (0, 1),
        (0, 1, 3, 4),
        (0, 1),
        (1,),
        (),
    ]


def ground(polygons, classes=None, *, dissolve=True, areas=SQUARES):
    import numpy as np

    from segregation_plugin.geometry.overlay.cover import AreaCover
    from segregation_plugin.geometry.overlay.polygons import cut_polygons, ground_of_classes, ground_of_each

    feedback = QgsFeedback()
    cut = cut_polygons(polygons, AreaCover(areas, 0.0, feedback), feedback)
    class_ = np.array(classes or [0] * len(polygons))
    coverings = (
        ground_of_classes(cut, class_, int(class_.max()) + 1, feedback) if dissolve else ground_of_each(cut)
    )
    return share_out(coverings, "area_m2", "split")


def test_overlapping_polygons_of_a_class_cover_their_ground_once():
    parks = [square(0.5, 0.5), square(0.7, 0.5)]
    dissolved, each = ground(parks), ground(parks, dissolve=False)
    assert metres(dissolved) == {0: 250_000, 1: 350_000, 3: 250_000, 4: 350_000}
    assert dissolved.measured == pytest.approx(1.2e6)
    assert metres(each) == {0: 400_000, 1: 600_000, 3: 400_000, 4: 600_000}
    assert each.measured == pytest.approx(2e6)
    assert ground(parks, [0, 1]).measured == pytest.approx(2e6)


@pytest.mark.parametrize("dissolve", [True, False])
def test_polygons_of_several_parts_have_what_their_parts_have(dissolve):
    parks = [square(-0.5, 0.2), square(0.7, 0.7), square(2.5, 0.1), square(7, 7), square(0.1, 2.2, 300)]
    apart = ground(parks, dissolve=dissolve)
    together = ground([QgsGeometry.collectGeometry(parks)], dissolve=dissolve)
    assert amounts(together) == pytest.approx(amounts(apart))
    assert (together.measured, together.outside) == pytest.approx((apart.measured, apart.outside))
    assert together.difference == pytest.approx(0, abs=1e-3)


def test_polygons_outside_and_over_the_edge_add_up():
    shared = ground([square(-0.5, 0), square(-0.4, 0), square(7, 7), square(0, 0, 3000)])
    assert shared.measured == pytest.approx(9e6 + 0.5e6 + 1e6)
    assert shared.outside == pytest.approx(1.5e6)
    assert shared.difference == pytest.approx(0, abs=1e-3)


def test_areas_that_overlap_share_the_ground_of_polygons():
    shared = ground([square(0, 0)], areas=[square(0, 0), square(0.5, 0)])
    assert metres(shared) == {0: 750_000, 1: 250_000}
    assert shared.on_borders == pytest.approx(500_000)


def test_union_equals_one_call_and_can_be_cancelled():
    from segregation_plugin.geometry.operations import union

    chance = random.Random(7)  # noqa: S311 - places of circles, no secret
    circles = [
        QgsGeometry.fromPointXY(QgsPointXY(chance.uniform(0, 40_000), chance.uniform(0, 40_000))).buffer(
            300, 8
        )
        for _ in range(3000)
    ]
    feedback = QgsFeedback()
    dissolved = union([*circles, QgsGeometry.fromWkt("POLYGON EMPTY")], feedback)
    assert dissolved.area() == pytest.approx(QgsGeometry.unaryUnion(circles).area(), rel=1e-12)
    assert dissolved.isGeosValid()
    assert union([], feedback).isEmpty()
    feedback.cancel()
    with pytest.raises(RunCancelledError):
        union(circles, feedback)
