"""Lines cut by the borders of areas, held part by part and area by area against shapely."""

from __future__ import annotations

import sqlite3
import tracemalloc
from collections import defaultdict
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from segregation_plugin.geometry.coverage.cut import LineCutter
from segregation_plugin.geometry.coverage.net import border_net
from segregation_plugin.geometry.line_arrays import LineArrays

EAST, NORTH = 318_250.125, 6_398_750.375
ORIGIN = np.array([EAST, NORTH])
TOUCHING_M = 1e-6
CLOSE_M = 1e-6
TOUCH_M = 5e-4
"""For less than this a line that leaves a border at a small angle, or several in a row, may be on it or beside it."""
ROUNDING_M = 5e-9
"""A few steps between the numbers that a northing can be."""
BESIDE_A_CORNER_M = 1e-2
"""So near a corner, seen from elsewhere in the cell, the corner may hide the place."""
ARC_STEPS = 64
"""Steps of a quarter circle, by which shapely draws capsules from within."""
TO_OUTER_ARC = 1 / np.cos(np.pi / (4 * ARC_STEPS))


# ---- the engine


def net_of(polygons, cell_m=None):
    return border_net([shapely.to_wkb(polygon, byte_order=1) for polygon in polygons], cell_m)


def lines_of(parts):
    """Return parts of lines, each a sequence of ``(x, y)``, as arrays; every part is a line by itself."""
    vertices = np.concatenate([np.asarray(part, dtype=float) for part in parts] or [np.zeros((0, 2))])
    starts = np.cumsum([0, *(len(part) for part in parts)]).astype(np.intp)
    number = np.arange(len(parts))
    return LineArrays(vertices[:, 0].copy(), vertices[:, 1].copy(), starts, number, len(parts))


def sets_of(cut, count):
    """Return for every part the metres in exactly each set of areas; None for unclear parts."""
    areas = [[] for _ in cut.part]
    for stretch, area in zip(cut.stretch.tolist(), cut.area.tolist(), strict=True):
        areas[stretch].append(area)
    found = [defaultdict(float) for _ in range(count)]
    for part, length, covering in zip(cut.part.tolist(), cut.length.tolist(), areas, strict=True):
        assert len(set(covering)) == len(covering)
        assert length > 0
        found[part][frozenset(covering)] += length
    for part in cut.unclear.tolist():
        assert not found[part]
        found[part] = None
    return found


# ---- the truth


def truth(polygons, parts, radius):
    """Return for every part the metres in exactly each set of areas, by intersecting segment by segment."""
    part, segments = _segments(parts)
    origin = shapely.get_point(segments, 0)
    polygons = np.asarray(polygons, dtype=object)
    chosen, area = shapely.STRtree(polygons).query(segments)
    runs = [_runs(chosen, area, origin, segments[chosen], polygons[area])]
    if radius:
        owner, edges = _edges(polygons)
        chosen, edge = shapely.STRtree(edges).query(segments, predicate="dwithin", distance=radius * 1.01)
        capsules = shapely.buffer(edges[edge], radius, quad_segs=ARC_STEPS)
        runs.append(_runs(chosen, owner[edge], origin, segments[chosen], capsules))
    of_segment = defaultdict(list)
    for run in zip(*(np.concatenate(column).tolist() for column in zip(*runs, strict=True)), strict=True):
        of_segment[run[0]].append(run[1:])
    found = [defaultdict(float) for _ in parts]
    for number, length in enumerate(shapely.length(segments).tolist()):
        _add_sets(found[part[number]], of_segment[number], length)
    return found


def _segments(parts):
    part = np.repeat(np.arange(len(parts)), [len(vertices) - 1 for vertices in parts])
    ends = np.concatenate(
        [np.stack([vertices[:-1], vertices[1:]], axis=1) for vertices in map(np.array, parts)]
    )
    long = np.any(ends[:, 0] != ends[:, 1], axis=1)
    return part[long], shapely.linestrings(ends[long])


def _edges(polygons):
    single, of_single = shapely.get_parts(polygons, return_index=True)
    rings, of_ring = shapely.get_rings(single, return_index=True)
    owned, edges = _segments([shapely.get_coordinates(ring) for ring in rings])
    return of_single[of_ring[owned]], edges


def _runs(segment, area, origin, lines, shapes):
    """Return segment, area, start and stop of each run of a line inside a shape."""
    pieces, pair = shapely.get_parts(shapely.intersection(lines, shapes), return_index=True)
    long = shapely.length(pieces) > 0
    pieces, pair = pieces[long], pair[long]
    from_start = [shapely.distance(shapely.get_point(pieces, end), origin[segment[pair]]) for end in (0, -1)]
    return segment[pair], area[pair], np.minimum(*from_start), np.maximum(*from_start)


def _add_sets(found, runs, length):
    cuts = sorted({0.0, length, *(at for _, *ends in runs for at in ends)})
    for start, stop in pairwise(cuts):
        middle = (start + stop) / 2
        covering = frozenset(area for area, first, last in runs if first <= middle <= last)
        found[covering] += stop - start


def inside(sets, areas):
    """Return the metres inside all of some areas."""
    return sum(length for covering, length in sets.items() if areas <= covering)


def assert_true(polygons, parts, tolerance_m=0.0, cells=(None,)):
    """Hold every part in every set of up to three areas against shapely, for sides of cells in metres.

    Returns the unclear parts for each side.
    """
    least = most = truth(polygons, parts, max(tolerance_m - ROUNDING_M, 0.0))
    if tolerance_m:
        most = truth(polygons, parts, tolerance_m * TO_OUTER_ARC + ROUNDING_M)
    found = [found_with(net_of(polygons, cell_m), parts, tolerance_m) for cell_m in cells]
    for number, part in enumerate(parts):
        clear = [every[number] for every in found if every[number] is not None]
        assert_alike(clear, 1e-7)
        if clear:
            close = CLOSE_M + 1e-9 * len(part)
            close += TOUCH_M if not tolerance_m and touches(polygons, part) else 0.0
            assert_between(least[number], clear[0], most[number], close)
    return [[number for number, lengths in enumerate(every) if lengths is None] for every in found]


def found_with(net, parts, tolerance_m):
    return sets_of(LineCutter(net.edges, net.grid, tolerance_m).cut(lines_of(parts)), len(parts))


def assert_alike(several, close):
    """Hold the metres in exactly each set of areas against those of another way to compute them."""
    for one, other in pairwise(several):
        assert all(
            one.get(key, 0.0) == pytest.approx(other.get(key, 0.0), abs=close) for key in {*one, *other}
        )


def assert_between(least, found, most, close):
    """Hold the metres in every set of areas against two bounds that are alike but for the roundness of arcs."""
    assert sum(found.values()) == pytest.approx(sum(least.values()), abs=close)
    every = {areas for sets in (least, found, most) for whole in sets for areas in _smaller(whole)}
    for areas in every:
        assert inside(least, areas) - close <= inside(found, areas) <= inside(most, areas) + close, set(areas)


def _smaller(whole):
    return {frozenset(areas) for size in (1, 2, 3) for areas in combinations(whole, size)}


def touches(polygons, part, within=2 * TOUCHING_M):
    """Say whether a part has a vertex on a border or a border a vertex on the part."""
    vertices = shapely.points(np.asarray(part, dtype=float))
    borders = shapely.get_rings(shapely.get_parts(polygons))
    corners = shapely.points(shapely.get_coordinates(borders))
    on_border = shapely.dwithin(vertices[:, None], borders[None, :], within).any()
    return bool(on_border or shapely.dwithin(corners, shapely.linestrings(part), within).any())


# ---- coverages


def squares(columns, rows, side=1000.0, west=EAST, south=NORTH):
    x, y = west + side * np.arange(columns + 1), south + side * np.arange(rows + 1)
    return [box(x[i], y[j], x[i + 1], y[j + 1]) for j in range(rows) for i in range(columns)]


def voronoi(count=60, extent=20_000.0, seed=1):
    """Return the Voronoi cells that lie inside a square."""
    places = np.random.default_rng(seed).uniform(0, extent, (count, 2)) + ORIGIN
    whole = box(EAST, NORTH, EAST + extent, NORTH + extent)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places)))
    return [cell for cell in cells if whole.contains(cell)]


def triangles(count=40, extent=15_000.0, seed=2):
    places = np.random.default_rng(seed).uniform(0, extent, (count, 2)) + ORIGIN
    return list(shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(places))))


def nested():
    """Return squares in the holes of squares, with a gap in the innermost."""
    sides = [box(EAST - s, NORTH - s, EAST + s, NORTH + s) for s in (5000.0, 3000.0, 1200.0, 100.0)]
    holes = [Polygon(a.exterior.coords, [b.exterior.coords]) for a, b in pairwise(sides)]
    return [*holes, box(EAST + 6000, NORTH, EAST + 6500, NORTH + 300)]


def multi_part():
    """Return areas that are each scattered over several places."""
    cells = voronoi(90)
    owner = np.random.default_rng(3).integers(0, 6, len(cells))
    return [
        shapely.union_all([cell for cell, area in zip(cells, owner, strict=True) if area == n])
        for n in range(6)
    ]


def chessboard():
    return [cell for number, cell in enumerate(squares(5, 5)) if number % 2 == 0]


def fan(count):
    """Return areas that all meet in one corner."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + 0.1
    rim = [(EAST + 3000 * np.cos(a), NORTH + 3000 * np.sin(a)) for a in angles]
    return [Polygon([(EAST, NORTH), a, b]) for a, b in zip(rim, [*rim[1:], rim[0]], strict=True)]


def strips(widths, length=5000.0):
    """Return strips one upon the other."""
    y = NORTH + np.cumsum([0.0, *widths])
    return [box(EAST, y0, EAST + length, y1) for y0, y1 in pairwise(y)]


def jagged(count=25, step=1e-4, reach=100_000.0):
    """Return two areas whose border has tiny edges between two very long ones."""
    x = EAST + step * np.arange(count)
    y = NORTH + np.random.default_rng(4).uniform(0, 2 * step, count)
    path = [(EAST - reach, NORTH), *zip(x, y, strict=True), (EAST + reach, NORTH + 7.0)]
    return [
        Polygon([*path, (EAST + reach, NORTH + side * reach), (EAST - reach, NORTH + side * reach)])
        for side in (1, -1)
    ]


def rewritten(polygons):
    """Return the same areas with rings in both directions, more vertices on edges, and vertices repeated."""
    out = []
    for number, polygon in enumerate(polygons):
        ring = np.array(polygon.exterior.coords)
        ring = np.insert(ring, np.arange(1, len(ring)), (ring[1:] + ring[:-1]) / 2, axis=0)
        ring = np.repeat(ring, 1 + (np.arange(len(ring)) + number) % 3, axis=0)
        out.append(Polygon(ring[::-1] if number % 2 else ring))
    return out


def blurred(polygons, by=1e-9):
    """Return the same areas, every corner of every area written down a hair off."""
    random = np.random.default_rng(5)
    return [shapely.transform(polygon, lambda xy: xy + _closed(random, len(xy), by)) for polygon in polygons]


def _closed(random, count, by):
    moves = random.uniform(-by, by, (count, 2))
    moves[-1] = moves[0]
    return moves


COVERAGES = {
    "squares": squares(5, 4),
    "voronoi": voronoi(),
    "triangles": triangles(),
    "nested": nested(),
    "multi-part": multi_part(),
    "chessboard": chessboard(),
    "chessboard of one": [MultiPolygon(chessboard()), *squares(1, 1, 700, EAST - 9000)],
    "lakes": [cell for number, cell in enumerate(voronoi(seed=6)) if number % 4],
    "slivers": strips([400, 0.0015, 300, 0.0007, 0.02, 1.3, 500]),
    "long and thin": strips([1.0, 2.0, 1.0, 3.0], 500_000.0),
    "jagged": jagged(),
    "islands": [*squares(2, 2), *squares(1, 1, 90, EAST + 200_000, NORTH + 1_000_000)],
    "rewritten": rewritten(squares(4, 3)),
    "one square": squares(1, 1),
    "one triangle": fan(5)[:1],
    "two squares": squares(2, 1),
    "far north-east": squares(3, 3, 777.7, 919_000.3, 7_690_000.7),
    **{f"{count} in a corner": fan(count) for count in range(3, 9)},
}


def cells_over(polygons):
    """Return sides of small cells: the engine's own, some way below and above an edge, and one over all."""
    west, south, east, north = shapely.total_bounds(polygons)
    extent = np.sqrt((east - west) * (north - south))
    mean = float(np.mean(shapely.length(_edges(polygons)[1])))
    return (None, max(0.37 * mean, extent / 2000), max(5 * mean, extent / 1000), 3e6 * mean)


def lines_over(polygons, seed=0, count=9):
    """Return lines of every kind: anywhere, from far off, on corners, on borders, along them, and back again."""
    random = np.random.default_rng(seed)
    bounds = np.array(shapely.total_bounds(polygons)).reshape(2, 2)
    corners = shapely.get_coordinates(polygons)
    ends = shapely.get_coordinates(_edges(polygons)[1]).reshape(-1, 2, 2)
    extent = bounds[1] - bounds[0]

    def anywhere(number):
        return random.uniform(bounds[0] - 0.1 * extent, bounds[1] + 0.1 * extent, (number, 2))

    def nearby(number):
        return corners[random.integers(len(corners))] + random.normal(
            0, 1, (number, 2)
        ) * 10 ** random.uniform(-4, 3)

    def along():
        start, stop = ends[random.integers(len(ends))]
        return start + np.outer(random.uniform(-0.2, 1.2, 3), stop - start)

    parts = [anywhere(random.integers(2, 6)) for _ in range(count)]
    parts += [nearby(random.integers(2, 5)) for _ in range(2 * count)]
    parts += [
        np.stack([start, corner + corner - start]) for start in anywhere(4) for corner in corners[[0, -2]]
    ]
    parts += [np.concatenate([anywhere(1), along()]) for _ in range(count)]
    parts += [along() for _ in range(5)]
    spike = anywhere(2)
    loop = anywhere(4)
    parts += [spike[[0, 1, 0]], spike[[0, 0, 1, 1]], loop[[0, 1, 2, 3, 0]], loop[[0, 2, 1, 3, 0]]]
    parts += [bounds[0] - 2e6 + anywhere(2) - bounds[0], np.stack([bounds[0] - 6e5, bounds[1] + 7e5])]
    parts += [
        corners[:1] + np.array([[0.3, 0.3], [0.3 + 1e-7, 0.3]]),
        ends[0] + (0.0, 1.0),
        ends[0][[0, 1, 1, 0]],
    ]
    return parts


# ---- tests


@pytest.mark.parametrize("name", COVERAGES)
def test_without_a_tolerance_lines_are_cut_where_they_cross_borders(name):
    polygons = COVERAGES[name]
    parts = lines_over(polygons)
    touching = [number for number, part in enumerate(parts) if touches(polygons, part)]
    for unclear in assert_true(polygons, parts, cells=cells_over(polygons)):
        others = set(unclear) - set(touching)
        assert all(touches(polygons, parts[number], BESIDE_A_CORNER_M) for number in others)
        assert len(others) <= 4


@pytest.mark.parametrize("tolerance_m", [1e-3, 15.0])
@pytest.mark.parametrize("name", COVERAGES)
def test_with_a_tolerance_what_is_near_a_border_is_of_both_sides(name, tolerance_m):
    polygons = COVERAGES[name]
    parts = lines_over(polygons)
    for unclear in assert_true(polygons, parts, tolerance_m, cells_over(polygons)):
        assert all(touches(polygons, parts[number], tolerance_m + BESIDE_A_CORNER_M) for number in unclear)
        assert len(unclear) <= 1


@pytest.mark.parametrize("beside", [0.4999, 0.5001])
@pytest.mark.parametrize("turn", [0.0, 0.3, 2.0])
def test_a_line_beside_a_border_is_of_both_sides_within_the_tolerance_only(beside, turn):
    way = np.array([np.cos(turn), np.sin(turn)])
    aside = np.array([-way[1], way[0]])
    start = np.array([EAST, NORTH])
    polygons = [
        Polygon([start, start + 900 * way, start + 900 * way + side * aside, start + side * aside])
        for side in (300, -300)
    ]
    part = [start + 10 * way + beside * aside, start + 890 * way + beside * aside]
    found = found_with(net_of(polygons), [part], 0.5)[0]
    assert found == {frozenset({0, 1} if beside < 0.5 else {0}): pytest.approx(880, abs=1e-6)}


@pytest.mark.parametrize("angle", [1e-2, 1e-4, 1e-6])
def test_a_line_that_crosses_a_border_at_a_small_angle_is_cut_at_the_crossing(angle):
    polygons = squares(2, 1)
    border = EAST + 1000
    part = [(border - 450 * angle, NORTH + 50.5), (border + 500 * angle, NORTH + 999.25)]
    (x0, y0), (x1, y1) = [(Fraction(x), Fraction(y)) for x, y in part]
    share = float((Fraction(border) - x0) / (x1 - x0))
    length = float(np.hypot(float(x1 - x0), float(y1 - y0)))
    found = found_with(net_of(polygons), [part], 0.0)[0]
    expected = {frozenset({0}): share * length, frozenset({1}): (1 - share) * length}
    assert found == {areas: pytest.approx(metres, abs=1e-7) for areas, metres in expected.items()}


@pytest.mark.parametrize("tolerance_m", [0.0, 1.0])
def test_a_line_of_a_hundred_thousand_vertices_is_cut_in_all_its_places(tolerance_m):
    polygons = voronoi(12, 3000.0)
    steps = np.random.default_rng(8).normal(0, 2.5, (100_000, 2))
    part = np.cumsum(steps, axis=0) + polygons[0].centroid.coords[0]
    found = found_with(net_of(polygons), [part], tolerance_m)[0]
    # drawn by shapely in one go where it does not cross itself twice in one place, which chance does not do
    cover = [polygon.buffer(tolerance_m, quad_segs=ARC_STEPS) for polygon in polygons]
    segments = _segments([part])[1]
    chosen, area = shapely.STRtree(segments).query(cover)[::-1]
    lengths = shapely.length(shapely.intersection(segments[chosen], np.array(cover)[area]))
    expected = np.bincount(area, lengths, len(polygons))
    assert [inside(found, {area}) for area in range(len(polygons))] == pytest.approx(
        expected, rel=1e-4, abs=1e-3
    )
    assert sum(found.values()) == pytest.approx(np.hypot(*np.diff(part, axis=0).T).sum(), abs=1e-3)


@pytest.mark.parametrize("tolerance_m", [0.0, 1.0])
@pytest.mark.parametrize("far_off", [False, True])
def test_no_lines_and_lines_in_no_area_are_no_special_case(tolerance_m, far_off):
    parts = [[(EAST - 9e5, NORTH), (EAST - 8e5, NORTH + 9e5)]] if far_off else []
    net = net_of(squares(2, 2))
    cut = LineCutter(net.edges, net.grid, tolerance_m).cut(lines_of(parts))
    assert [*cut.stretch, *cut.area, *cut.unclear] == []
    assert cut.part.tolist() == list(range(len(parts)))
    assert sets_of(cut, len(parts)) == [{frozenset(): pytest.approx(905538.5138)}] * len(parts)


@pytest.mark.parametrize("tolerance_m", [0.0, 1.0])
def test_short_parts_keep_their_length_behind_long_ones(tolerance_m):
    polygons = squares(3, 3)
    across = [
        [(EAST - 400_000, NORTH - 1000 + number), (EAST + 500_000, NORTH + 4000)] for number in range(300)
    ]
    short = [[(EAST + 1000 - 0.003, NORTH + 500.0), (EAST + 1000 + 0.005, NORTH + 501.0)] for _ in range(5)]
    found = found_with(net_of(polygons), [*across, *short], tolerance_m)[-5:]
    alone = found_with(net_of(polygons), short[:1], tolerance_m)[0]
    for sets in found:
        assert_alike([sets, alone], 1e-6)
    assert_true(polygons, short[:1], tolerance_m)


def test_parts_of_one_line_are_told_apart():
    apart = lines_of(
        [
            [(EAST + 10, NORTH + 10), (EAST + 1900, NORTH + 20)],
            [(EAST + 1500, NORTH + 1), (EAST + 1500, NORTH + 9)],
        ]
    )
    together = LineArrays(apart.x, apart.y, apart.starts, np.zeros(2, dtype=np.intp), 1)
    net = net_of(squares(2, 1))
    one, other = (sets_of(LineCutter(net.edges, net.grid, 0.0).cut(lines), 2) for lines in (apart, together))
    assert one == other
    assert other[1] == {frozenset({1}): pytest.approx(8.0)}


@pytest.mark.parametrize("tolerance_m", [0.0, 0.1])
def test_lines_across_the_country_over_tiny_areas_stay_within_memory(tolerance_m):
    net = net_of(squares(30, 30, 1.0))
    parts = [[(EAST - 6e5, NORTH - 6e5 + 5 * number), (EAST + 6e5, NORTH + 6e5)] for number in range(4)]
    tracemalloc.start()
    try:
        found = found_with(net, parts, tolerance_m)
        assert tracemalloc.get_traced_memory()[1] < 300 * 2**20
    finally:
        tracemalloc.stop()
    assert all(sum(sets.values()) == pytest.approx(1.2e6 * np.sqrt(2), rel=1e-5) for sets in found)


@pytest.mark.shared
@pytest.mark.parametrize("file", ["deso_2025", "regso_2025", "regso_2025_land"])
def test_the_areas_of_the_goteborg_region_hold_lines_as_shapely_says(shared_data, file):
    path = shared_data / "goteborgsregionen" / f"{file}.gpkg"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    polygons = areas_of(path)
    random = np.random.default_rng(9)
    corners = shapely.get_coordinates(polygons)
    starts = corners[random.integers(0, len(corners), 10)]
    parts = [
        start + np.cumsum(random.normal(0, 10 ** random.uniform(0, 3), (4, 2)), axis=0) for start in starts
    ]
    parts += [corners[first : first + 4] + 0.2 for first in random.integers(0, len(corners) - 4, 8)]
    for tolerance_m in (0.0, 20.0):
        for unclear in assert_true(polygons, parts, tolerance_m, (None, 40.0)):
            assert len(unclear) <= 1


def areas_of(path):
    """Return the polygons of a GeoPackage."""
    with sqlite3.connect(path) as database:
        table, column = database.execute(
            "SELECT table_name, column_name FROM gpkg_geometry_columns"
        ).fetchone()
        blobs = [row[0] for row in database.execute(f'SELECT "{column}" FROM "{table}"')]  # noqa: S608 - own names
    envelope = [0, 32, 48, 48, 64]  # bytes, by the kind that stands in the flags
    return [shapely.from_wkb(blob[8 + envelope[blob[3] >> 1 & 7] :]) for blob in blobs]
