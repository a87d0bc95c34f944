"""The borders of areas as one net: what it holds, what it refuses, and how large it may grow."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
import shapely
from shapely.affinity import rotate, translate
from shapely.geometry import MultiPolygon, Point, Polygon, box

from segregation_plugin.geometry.coverage import edges as edges_module
from segregation_plugin.geometry.coverage.edges import OUTSIDE, NotACoverageError
from segregation_plugin.geometry.coverage.locate import locate
from segregation_plugin.geometry.coverage.net import border_net
from tests.unit.test_coverage_engine import (
    COVERAGES,
    EAST,
    NORTH,
    assert_true,
    blurred,
    cells_over,
    fan,
    lines_over,
    net_of,
    rewritten,
    squares,
    triangles,
    voronoi,
)

MEBIBYTE = 2**20
EDGE_FIELDS = ("x0", "y0", "x1", "y1", "left", "right")


# ---- what it holds


@pytest.mark.parametrize("name", COVERAGES)
def test_edges_bound_every_area(name):
    edges = net_of(COVERAGES[name]).edges
    x, y = edges.x0 - EAST, edges.y0 - NORTH
    twice = x * (edges.y1 - edges.y0) - y * (edges.x1 - edges.x0)
    count = len(COVERAGES[name])
    found = sum(
        sign * 0.5 * np.bincount(side[side != OUTSIDE], twice[side != OUTSIDE], count)
        for side, sign in ((edges.left, 1), (edges.right, -1))
    )
    expected = shapely.area(shapely.transform(COVERAGES[name], lambda xy: xy - (EAST, NORTH)))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9 * np.abs(twice).max())


@pytest.mark.parametrize("name", COVERAGES)
def test_every_edge_is_there_once_and_goes_eastwards(name):
    edges = net_of(COVERAGES[name]).edges
    ends = np.column_stack([edges.x0, edges.y0, edges.x1, edges.y1])
    assert len(np.unique(ends, axis=0)) == len(edges)
    assert np.all((edges.x0 < edges.x1) | ((edges.x0 == edges.x1) & (edges.y0 < edges.y1)))
    assert np.all(edges.left != edges.right)
    borders = shapely.union_all(shapely.boundary(COVERAGES[name]))
    assert np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]).sum() == pytest.approx(
        borders.length, rel=1e-9
    )


@pytest.mark.parametrize("name", COVERAGES)
@pytest.mark.parametrize("at_once", [2, 3, 7])
@pytest.mark.parametrize("bits", [0x0, 0x3 << 62, 0xFFFFFFFFFFFFFFFF])
def test_a_net_is_the_same_in_pieces_and_where_hashes_collide(name, at_once, bits, monkeypatch):
    whole = net_of(COVERAGES[name]).edges
    hashed = edges_module._hash
    monkeypatch.setattr(edges_module, "_VERTICES_AT_ONCE", at_once)
    monkeypatch.setattr(edges_module, "_ROWS_AT_ONCE", at_once)
    monkeypatch.setattr(edges_module, "_hash", lambda columns: hashed(columns) & np.uint64(bits))
    in_pieces = net_of(COVERAGES[name]).edges
    assert rows(in_pieces) == rows(whole)


def rows(found):
    return sorted(zip(*(getattr(found, name).tolist() for name in EDGE_FIELDS), strict=True))


@pytest.mark.parametrize("name", COVERAGES)
def test_places_are_found_in_the_area_that_holds_them(name):
    polygons = COVERAGES[name]
    west, south, east, north = shapely.total_bounds(polygons)
    random = np.random.default_rng(0)
    places = random.uniform((west, south), (east, north), (300, 2)) * 1.0
    corners = shapely.get_coordinates(polygons)[
        random.integers(0, 10**9, 300) % len(shapely.get_coordinates(polygons))
    ]
    places = np.concatenate(
        [places, corners + random.normal(0, 1, (300, 2)) * 10 ** random.uniform(-2, 3, (300, 1))]
    )
    held, area = shapely.STRtree(polygons).query(shapely.points(places), predicate="within")
    expected = np.full(len(places), OUTSIDE)
    expected[held] = area
    for cell_m in cells_over(polygons):
        net = net_of(polygons, cell_m)
        found = locate(net.edges, net.grid, places[:, 0].copy(), places[:, 1].copy())
        clear = found >= OUTSIDE
        assert np.array_equal(found[clear], expected[clear])
        assert np.count_nonzero(~clear) <= 3


@pytest.mark.parametrize(
    "way", [rewritten, blurred, lambda polygons: [polygon.reverse() for polygon in polygons]]
)
@pytest.mark.parametrize("name", ["squares", "voronoi", "triangles", "one square", "6 in a corner"])
def test_the_way_in_which_areas_are_written_down_makes_no_difference(name, way):
    polygons = way(COVERAGES[name])
    assert_true(polygons, lines_over(COVERAGES[name], seed=1, count=6), cells=cells_over(polygons))


def test_a_multi_polygon_of_one_part_and_empty_parts_are_read():
    one, other = squares(2, 1)
    net = net_of([MultiPolygon([one]), Polygon(), MultiPolygon(), other])
    assert len(net.edges) == 7
    assert {*net.edges.left.tolist(), *net.edges.right.tolist()} == {OUTSIDE, 0, 3}


@pytest.mark.parametrize(
    "wkb", [shapely.to_wkb(Point(1, 2), byte_order=1), shapely.to_wkb(squares(1, 1)[0], byte_order=0)]
)
def test_what_is_no_little_endian_polygon_is_no_input(wkb):
    with pytest.raises(ValueError, match="WKB"):
        border_net([wkb])


# ---- what it refuses

UPPER, RIGHT = NORTH + 1000, EAST + 1000


def around(hole, areas=(0,)):
    """Return squares, with a hole in some of them."""
    return [cell.difference(hole) if number in areas else cell for number, cell in enumerate(squares(5, 5))]


def tee(small, overlap):
    """Return squares; on a stretch of the border of two, one has a corner that lies in the other, or short of it."""
    cells = squares(5, 5)
    x, y = EAST + 2000, NORTH + 2500
    ring = [(x, y - 500), (x, y - small / 2), (x, y + small / 2), (x, y + 500)]
    left = Polygon([*ring, (x - 1000, y + 500), (x - 1000, y - 500)])
    ring.insert(2, (x - overlap, y))
    right = Polygon([*ring, (x + 1000, y + 500), (x + 1000, y - 500)])
    return [*cells[:11], left, right, *cells[13:]]


OVERLAPS = {
    "crossing": [*squares(5, 5), box(EAST + 1500, NORTH + 1500, EAST + 2500, NORTH + 2700)],
    "crossing at an angle": [*squares(5, 5), rotate(squares(2, 2)[3], 20)],
    "crossing beyond the rim": [*squares(5, 5), box(EAST - 10, NORTH + 100, EAST + 10, NORTH + 120)],
    "equal": [*squares(5, 5), squares(5, 5)[7]],
    "equal with other vertices": [*squares(5, 5), *rewritten(squares(5, 5)[7:8])],
    "equal triangles with other vertices": [*fan(5), *rewritten(fan(5)[:1])],
    "over all others": [*squares(5, 5), box(EAST, NORTH, EAST + 5000, NORTH + 5000)],
    "over and beyond all others": [*squares(5, 5), box(EAST - 50, NORTH - 50, EAST + 5050, NORTH + 5050)],
    "a millimetre wide": [*squares(2, 1), box(EAST + 1999.999, NORTH, EAST + 3000, UPPER)],
    "a millimetre wide, matching": [*squares(1, 1), box(RIGHT - 0.001, NORTH, RIGHT + 900, UPPER)],
    "a millimetre wide at an angle": [Polygon([(EAST, NORTH), (RIGHT, NORTH), (RIGHT + 0.001, UPPER), (EAST, UPPER)]),
                                      box(RIGHT, NORTH, RIGHT + 900, UPPER)],
    "in a corner": [*squares(5, 5), Polygon([(RIGHT, UPPER), (RIGHT + 90, UPPER + 30), (RIGHT + 30, UPPER + 90)])],
    "in a corner, tiny": [*squares(5, 5), Polygon([(RIGHT, UPPER), (RIGHT + 9, UPPER + 3), (RIGHT + 3, UPPER + 9)])],
    "between two corners": [*squares(1, 1), Polygon([(EAST, NORTH), (RIGHT, UPPER), (EAST + 600, NORTH + 400)])],
    "on an edge": [*fan(4), Polygon([*fan(4)[0].exterior.coords[1:3], (EAST + 900, NORTH + 900)])],
    "half out of a hole": [*around(box(EAST + 400, NORTH + 400, EAST + 600, NORTH + 600)),
                           box(EAST + 450, NORTH + 450, EAST + 610, NORTH + 550)],
    "around a hole": [*around(box(EAST + 400, NORTH + 400, EAST + 420, NORTH + 420)),
                      box(EAST + 390, NORTH + 390, EAST + 430, NORTH + 430)],
    "in two": [*squares(5, 5), box(RIGHT - 4, NORTH + 400, RIGHT + 4, NORTH + 408)],
    "tee": tee(1000, 0.001),
    "tee, short": tee(100, 0.001),
    "tee, shorter": tee(20, 0.1),
    "tee, tiny": tee(4, 0.1),
}  # fmt: skip


@pytest.mark.parametrize("name", OVERLAPS)
def test_areas_that_overlap_are_no_coverage(name):
    overlap = sum(shapely.area(OVERLAPS[name])) - shapely.union_all(OVERLAPS[name]).area
    assert overlap > 1e-4
    for cell_m in cells_over(OVERLAPS[name]):
        with pytest.raises(NotACoverageError):
            net_of(OVERLAPS[name], cell_m)


@pytest.mark.parametrize("size", [0.01, 1.0, 20.0, 120.0])
@pytest.mark.parametrize(
    "cells", [squares(5, 5), voronoi(), triangles()], ids=["squares", "voronoi", "triangles"]
)
def test_a_small_area_within_another_is_no_coverage(cells, size):
    random = np.random.default_rng(int(size))
    room = [cell.buffer(-1.5 * size) for cell in cells if cell.buffer(-1.5 * size).area > 0]
    for _ in range(15):
        within = room[random.integers(len(room))].representative_point()
        small = rotate(box(within.x, within.y, within.x + size, within.y + size), random.uniform(0, 90))
        with pytest.raises(NotACoverageError):
            net_of([*cells, small])


def test_areas_within_each_other_are_no_coverage():
    inner = [rotate(Point(EAST + 500, NORTH + 500).buffer(reach, quad_segs=1), reach) for reach in (9, 5, 2)]
    holed = inner[0].difference(inner[1])
    with pytest.raises(NotACoverageError):
        net_of([*squares(5, 5), *inner])
    with pytest.raises(NotACoverageError):
        net_of([*squares(5, 5), holed, inner[1]])
    net_of([*around(inner[0]), holed, inner[1]])


@pytest.mark.parametrize("missing", [1e-3, 0.5])
@pytest.mark.parametrize("small", [1000, 100, 20, 4])
def test_gaps_between_areas_belong_to_none(small, missing):
    polygons = tee(small, -missing)
    middle = (EAST + 2000, NORTH + 2500)
    parts = [
        *lines_over(polygons, count=4),
        *middle + np.random.default_rng(0).normal(0, small / 3, (20, 3, 2)),
    ]
    assert_true(polygons, parts, cells=cells_over(polygons))


TEES = {
    "between round numbers": [*squares(2, 1), *squares(1, 1, 2000, EAST, NORTH - 2000)],
    "anywhere": [rotate(cell, 17, origin=(0, 0)) for cell in [*squares(2, 1), *squares(1, 1, 2000, EAST, NORTH - 2000)]],
    "several": [translate(rotate(cell, 31, origin=(EAST, NORTH)), 0.1, 0.7)
                for cell in [*squares(7, 1, 1000 / 7), *squares(3, 1, 1000 / 3, EAST, NORTH - 1000 / 3)]],
}  # fmt: skip


@pytest.mark.parametrize("name", TEES)
def test_corners_on_the_side_of_a_neighbour_are_refused_or_right(name):
    for cell_m in cells_over(TEES[name]):
        try:
            net_of(TEES[name], cell_m)
        except NotACoverageError:
            continue
        assert_true(TEES[name], lines_over(TEES[name], count=6), cells=[cell_m])


@pytest.mark.parametrize("polygons", [[], [Polygon()], [MultiPolygon(), Polygon()]])
def test_without_any_border_there_is_no_coverage(polygons):
    with pytest.raises(NotACoverageError):
        net_of(polygons)


# ---- how large it may grow


def crowded(count):
    """Return squares of a metre in the hole of one of a thousand kilometres."""
    x, y = EAST + np.arange(count + 1.0), NORTH + np.arange(count + 1.0)
    small = [box(x[i], y[j], x[i + 1], y[j + 1]) for j in range(count) for i in range(count)]
    hole = shapely.union_all(small)
    return [*small, box(EAST - 5e5, NORTH - 5e5, EAST + 5e5, NORTH + 5e5).difference(hole)]


SIZES = {
    "small in large": crowded(30),
    "all along a diagonal": [*squares(1, 1, 1.0), *squares(1, 1, 1.0, EAST + 6e5, NORTH + 1.5e6)],
    "all along a parallel": [*squares(1, 1, 1.0), *squares(1, 1, 1.0, EAST + 6e5)],
    "all along a meridian": [*squares(1, 1, 1.0), *squares(1, 1, 1.0, EAST, NORTH + 1.5e6)],
    "one over the country": squares(1, 1, 1_500_000.0),
}


@pytest.mark.parametrize("name", SIZES)
def test_large_and_small_areas_together_stay_within_memory(name):
    tracemalloc.start()
    try:
        net_of(SIZES[name])
        assert tracemalloc.get_traced_memory()[1] < 600 * MEBIBYTE
    finally:
        tracemalloc.stop()
