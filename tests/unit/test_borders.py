"""Lines along borders: cases computed by hand, the reference city, GEOS's buffers, cancel, what is nothing."""

from __future__ import annotations

import csv
import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, shape

from segregation_plugin.core.errors import RunCancelledError
from segregation_plugin.geometry.borders.along import lines_along_borders
from segregation_plugin.geometry.coverage.edges import Edges, edges_of
from segregation_plugin.geometry.coverage.rings import rings_of
from segregation_plugin.geometry.line_arrays import LineArrays

DATA = Path(__file__).resolve().parent.parent / "data"
CORNER_OF_CITY = np.array([500_000.0, 6_600_000.0])  # rounding is that of real coordinates


class Feedback:
    """Cancels when asked for the so-manieth time, or never; remembers the progress."""

    def __init__(self, cancel_at=math.inf):
        self.cancel_at = cancel_at
        self.asked = 0
        self.progress = []

    def isCanceled(self):
        self.asked += 1
        return self.asked >= self.cancel_at

    def setProgress(self, percent):
        self.progress.append(percent)


def edges_between(*rows):
    """Return edges given as ``((x0, y0), (x1, y1), left, right)`` near the corner of the reference city."""
    ends = np.array([(*start, *end) for start, end, _, _ in rows], dtype=float).reshape(-1, 4)
    sides = np.array([(left, right) for _, _, left, right in rows], dtype=np.int32).reshape(-1, 2)
    x0, y0, x1, y1 = (ends + np.tile(CORNER_OF_CITY, 2)).T
    return Edges(x0, y0, x1, y1, sides[:, 0].copy(), sides[:, 1].copy())


def lines_of(*lines):
    """Return lines given as lists of points, or as lists of such lists where they have several parts."""
    parts = [
        (number, part)
        for number, line in enumerate(lines)
        for part in (line if line and isinstance(line[0], list) else [line])
    ]
    points = np.array([point for _, part in parts for point in part], dtype=float).reshape(-1, 2)
    starts = np.cumsum([0] + [len(part) for _, part in parts])
    line = np.array([number for number, _ in parts], dtype=np.intp)
    return LineArrays(*(points + CORNER_OF_CITY).T.copy(), starts, line, len(lines))


def along(lines, edges, tolerance, angle=30.0):
    """Return metres by line and pair of areas, and covered metres by pair of areas."""
    found = lines_along_borders(lines, edges, tolerance, Feedback(), angle)
    pairs = list(zip(found.borders.first.tolist(), found.borders.second.tolist(), strict=True))
    of_lines = {
        (line, *pairs[border]): length
        for line, border, length in zip(
            found.line.tolist(), found.border.tolist(), found.length.tolist(), strict=True
        )
    }
    assert len(of_lines) == found.length.size, "one row for a line and a border"
    assert all(length > 0 for length in of_lines.values())
    return of_lines, dict(zip(pairs, found.covered.tolist(), strict=True))


# one border, 100 m northwards between area 0 in the west and area 1 in the east
BORDER = edges_between(((0, 0), (0, 100), 0, 1))


@pytest.mark.parametrize(
    ("points", "metres", "covered"),
    [
        ([(10, 20), (10, 70)], 50, 50),
        ([(10, 70), (10, 20)], 50, 50),  # the other way
        ([(0, 20), (0, 70)], 50, 50),  # on the border
        ([(20, 20), (20, 70)], 50, 50),  # at the tolerance
        ([(20.0001, 20), (20.0001, 70)], 0, 0),  # beyond it
        ([(12, -50), (12, 150)], 100 + 2 * 16, 100),  # past the ends, where 12, 16 and 20 make a triangle
        ([(-30, 50), (30, 50)], 0, 0),  # across
        ([(-30, 20), (30, 80)], 0, 0),  # at 45 degrees
        ([(-30, 0), (30, 120)], 40 * math.sqrt(5), 40 + 20 * math.sqrt(5)),  # at 26.6 degrees
    ],
)
def test_one_line_along_one_border(points, metres, covered):
    of_lines, of_borders = along(lines_of(points), BORDER, 20)
    assert of_lines == ({(0, 0, 1): pytest.approx(metres, abs=1e-9)} if metres else {})
    assert of_borders == {(0, 1): pytest.approx(covered, abs=1e-9)}


def test_several_edges_of_a_border_count_once():
    edges = edges_between(((0, 0), (0, 40), 0, 1), ((0, 100), (0, 40), 1, 0), ((0, 40), (0, 40), 0, 1))
    assert along(lines_of([(5, 0), (5, 100)]), edges, 20) == ({(0, 0, 1): 100}, {(0, 1): 100})


def test_several_lines_cover_a_border_once():
    lines = lines_of([(5, 0), (5, 60)], [(-5, 40), (-5, 90)])
    assert along(lines, BORDER, 20) == ({(0, 0, 1): 60, (1, 0, 1): 50}, {(0, 1): 90})


def test_a_line_there_twice_counts_twice_and_covers_once():
    lines = lines_of([(5, 10), (5, 60)], [(5, 60), (5, 10)], [(5, 60), (5, 10)])
    assert along(lines, BORDER, 20) == ({(line, 0, 1): 50 for line in range(3)}, {(0, 1): 50})


def test_all_parts_of_a_line_count():
    lines = lines_of([(900, 0), (900, 9)], [[(5, 10), (5, 20)], [(800, 0), (800, 9)], [(5, 80), (5, 90)]])
    assert along(lines, BORDER, 20) == ({(1, 0, 1): 20}, {(0, 1): 20})


def test_where_three_areas_meet_a_line_runs_along_each_border_that_is_near():
    edges = edges_between(((0, 0), (0, 100), 0, 1), ((0, 100), (0, 200), 2, 1), ((-100, 100), (0, 100), 0, 2))
    of_lines, of_borders = along(lines_of([(0, 0), (0, 200)]), edges, 20)
    assert of_lines == {(0, 0, 1): 120, (0, 1, 2): 120}
    assert of_borders == {(0, 1): 100, (0, 2): 0, (1, 2): 100}


def test_borders_with_one_area_are_not_shared():
    edges = edges_between(((0, 0), (0, 100), 0, -1), ((0, 0), (0, 100), -1, 1), ((0, 0), (0, 100), 2, 2))
    assert along(lines_of([(0, 0), (0, 100)]), edges, 20) == ({}, {})


def test_borders_are_pairs_in_order_with_their_length():
    edges = edges_between(((0, 0), (3, 4), 5, 2), ((9, 9), (9, 19), 2, 5), ((0, 0), (0, 7), 3, 0))
    found = lines_along_borders(lines_of(), edges, 20, Feedback())
    assert found.borders.first.tolist() == [0, 2]
    assert found.borders.second.tolist() == [3, 5]
    assert found.borders.length.tolist() == [7, 15]
    assert found.covered.tolist() == [0, 0]


# a border round a corner, 10 m outside a road
CORNER = edges_between(((0, 10), (110, 10), 0, 1), ((110, 10), (110, -100), 0, 1))
WESTWARDS, SOUTHWARDS, NORTH_EAST = [(100, 0), (0, 0)], [(100, 0), (100, -100)], [(100, 0), (200, 100)]


@pytest.mark.parametrize(
    ("lines", "covered"),
    [
        ([[*reversed(WESTWARDS), SOUTHWARDS[1]]], 220),  # behind the bend
        ([WESTWARDS, SOUTHWARDS], 220),  # likewise where the road is cut there
        ([WESTWARDS, list(reversed(SOUTHWARDS)), WESTWARDS], 220),  # and drawn twice
        (
            [WESTWARDS, [(100, -0.5), (100, -100)]],
            100 + 99.5,
        ),  # two roads that do not meet end where they end
        ([WESTWARDS, SOUTHWARDS, NORTH_EAST], 200),  # what lies beside a third road is not behind the bend
        ([WESTWARDS], 100),
    ],
)
def test_the_ground_behind_a_bend_is_alongside_and_that_past_an_end_is_not(lines, covered):
    assert along(lines_of(*lines), CORNER, 20)[1] == {(0, 1): pytest.approx(covered, abs=1e-9)}


def test_a_road_that_forks_ends_there():
    edges = edges_between(((0, -10), (200, -10), 0, 1), ((0, 10), (200, 10), 0, 2))
    fork = lines_of([(0, 0), (100, 0)], [(100, 0), (200, 100)], [(100, 0), (200, -100)])
    assert along(fork, edges, 20)[1] == pytest.approx({(0, 1): 100, (0, 2): 100}, abs=1e-9)


@pytest.mark.parametrize("length", [30, 99, 101, 5000])
def test_lines_come_from_all_sides(length):
    edges = edges_between(((0, -50), (0, 50), 0, 1), ((-50, 0), (50, 0), 2, 3))
    turns = [math.radians(degrees) for degrees in range(0, 360, 5)]
    of_lines, _ = along(
        lines_of(*([(length * math.cos(turn), length * math.sin(turn)), (0, 0)] for turn in turns)),
        edges,
        20,
        angle=90,
    )
    for number, turn in enumerate(turns):
        # the strips are 20 m wide, and the borders long enough for lines at 30 degrees to them or more
        for pair, slope in (((0, 1), abs(math.cos(turn))), ((2, 3), abs(math.sin(turn)))):
            found = of_lines[(number, *pair)]
            assert found == pytest.approx(min(length, 20 / slope), abs=1e-9) if slope > 0.45 else found > 20


def test_short_segments_end_as_a_long_one_does():
    steps = [(10, float(north)) for north in range(0, 61, 5)]
    assert along(lines_of(steps), BORDER, 20)[1] == {(0, 1): pytest.approx(60, abs=1e-9)}


def test_a_line_that_turns_back_ends_there():
    assert along(lines_of([(5, 10), (5, 60), (5, 10)]), BORDER, 20) == ({(0, 0, 1): 100}, {(0, 1): 50})


def test_vertices_that_coincide_change_nothing():
    lines = lines_of([(0, 0), (0, 0), (100, 0), (100, 0), (100, -100), (100, -100)], [(3, 3), (3, 3)])
    assert along(lines, CORNER, 20) == along(lines_of([(0, 0), (100, 0), (100, -100)]), CORNER, 20)
    ends_twice = lines_of([(100, 0), (100, 0), (0, 0)], [(100, 0), (100, 0), (100, -100), (100, -100)])
    assert along(ends_twice, CORNER, 20)[1] == {(0, 1): 220}


def test_with_tolerance_0_a_line_counts_where_it_is_on_the_border():
    # a slanted border, and lines with vertices on it that coordinates can only come near
    edges = edges_between(((0, 0), (300, 700), 0, 1))
    thirds = [(300 * part / 7, 700 * part / 7) for part in (1, 2, 5)]
    of_lines, of_borders = along(lines_of(thirds, [(0, 350), (300, 350)], [(1, 0), (301, 700)]), edges, 0)
    length = math.hypot(300, 700)
    assert of_lines == {(0, 0, 1): pytest.approx(length * 4 / 7, abs=1e-8)}
    assert of_borders == {(0, 1): pytest.approx(length * 4 / 7, abs=1e-8)}


@pytest.mark.parametrize(("angle", "metres"), [(0, 0), (26.56, 0), (26.57, 20), (90, 20)])
def test_the_angle_is_that_between_directions(angle, metres):
    slanted = lines_of([(0, 40), (20 / math.sqrt(5), 40 + 40 / math.sqrt(5))])
    of_lines, _ = along(slanted, BORDER, 20, angle)
    assert sum(of_lines.values()) == pytest.approx(metres, abs=1e-9)


@pytest.mark.parametrize("angle", [0, 20, 45, 90])
def test_an_angle_at_the_limit_is_within_it(angle):
    turn = math.radians(angle)
    line = lines_of([(0, 50), (10 * math.sin(turn), 50 + 10 * math.cos(turn))])
    assert sum(along(line, BORDER, 20, angle)[0].values()) == pytest.approx(10, abs=1e-9)


REFERENCE = [
    ("edges_grid", 0, 1),
    ("edges_grid_tol50", 0, 50),
    ("edges_grid_road_offset30_tol20", 30, 20),
    ("edges_grid_road_offset30_tol50", 30, 50),
]


@pytest.mark.parametrize(("angle", "column"), [(20, "len_on_barrier"), (90, "len_on_barrier_naive")])
@pytest.mark.parametrize(("name", "offset", "tolerance"), REFERENCE)
def test_the_borders_of_the_reference_city_on_its_barrier(name, offset, tolerance, angle, column):
    cells = json.loads((DATA / "grid.geojson").read_text())["features"]
    assert [cell["properties"]["cell_id"] for cell in cells] == list(range(144))
    edges = edges_of(rings_of([shapely.to_wkb(shape(cell["geometry"])) for cell in cells]))
    road = lines_of([(4000 + offset, 1000), (4000 + offset, 9000)])
    found = lines_along_borders(road, edges, tolerance, Feedback(), angle)
    with (DATA / f"{name}.csv").open() as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (int(row["i"]), int(row["j"])))
    assert found.borders.first.tolist() == [int(row["i"]) for row in rows]
    assert found.borders.second.tolist() == [int(row["j"]) for row in rows]
    assert found.borders.length.tolist() == [float(row["length"]) for row in rows]
    assert found.covered == pytest.approx([float(row[column]) for row in rows], abs=1e-9)


def wandering(random, lines, steps, step=40.0):
    """Return lines that wander over a square kilometre, half of them on from the end of the one before."""
    found = []
    for _ in range(lines):
        start = found[-1][-1] if found and random.random() < 0.5 else random.uniform(0, 1000, 2)
        turns = np.cumsum(random.normal(0, 0.4, steps)) + random.uniform(0, 2 * math.pi)
        way = np.cumsum(np.column_stack([np.cos(turns), np.sin(turns)]) * step, axis=0)
        found.append([tuple(start), *map(tuple, start + way)])
    return found


def tangled_edges(random, areas=4):
    """Return edges that wander, each stretch of them between two areas."""
    rows = []
    for way in wandering(random, 12, 30, 25.0):
        low, high = sorted(random.choice(areas, 2, replace=False))
        rows += [(start, end, low, high) for start, end in pairwise(way)]
    return rows


def polylines(lines):
    return [np.array(line) + CORNER_OF_CITY for line in lines]


def by_pair(rows):
    """Return the edges of every pair of areas as one geometry."""
    pairs = {}
    for start, end, left, right in rows:
        pairs.setdefault((left, right), []).append(np.array([start, end]) + CORNER_OF_CITY)
    return {pair: MultiLineString(edges) for pair, edges in pairs.items()}


@pytest.mark.parametrize("tolerance", [7.5, 33.0])
@pytest.mark.parametrize("seed", range(4))
def test_lines_near_borders_are_those_in_their_buffers(seed, tolerance):
    random = np.random.default_rng(seed)
    rows, lines = tangled_edges(random), wandering(random, 25, 12)
    of_lines, _ = along(lines_of(*lines), edges_between(*rows), tolerance, angle=90)
    for pair, border in by_pair(rows).items():
        # each edge by itself: GEOS loses ground around lines that cross themselves
        near = shapely.union_all(shapely.buffer(list(border.geoms), tolerance, quad_segs=256))
        for number, line in enumerate(polylines(lines)):
            expected = sum(LineString(ends).intersection(near).length for ends in pairwise(line))
            assert of_lines.get((number, *pair), 0) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("tolerance", [7.5, 33.0])
@pytest.mark.parametrize("seed", range(4))
def test_borders_near_lines_are_those_in_buffers_that_end_flat(seed, tolerance):
    random = np.random.default_rng(seed)
    rows, lines = tangled_edges(random), wandering(random, 25, 12)
    _, of_borders = along(lines_of(*lines), edges_between(*rows), tolerance, angle=90)
    roads = shapely.get_parts(shapely.line_merge(MultiLineString(polylines(lines))))
    assert len(roads) < len(lines)
    zone = shapely.union_all(
        [shapely.buffer(road, tolerance, cap_style="flat", quad_segs=256) for road in roads]
    )
    for pair, border in by_pair(rows).items():
        expected = sum(shapely.length(shapely.intersection(list(border.geoms), zone)))
        assert of_borders[pair] == pytest.approx(expected, abs=0.01)


def city_of_tangles():
    """Return lines and edges that differ in length by a factor of ten thousand, some far from all others."""
    random = np.random.default_rng(7)
    rows = [*tangled_edges(random), ((-90_000, 300), (90_000, 700), 0, 1), ((9e4, 0), (9e4, 8), 1, 2)]
    lines = [*wandering(random, 25, 12), [(-80_000, 310), (0, 490), (80_000, 690)], [(-2e6, 0), (2e6, 9)]]
    return lines_of(*lines), edges_between(*rows)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("line_segments._VERTICES_AT_ONCE", 2),
        ("edge_grid._PAIRS_AT_ONCE", 5),
        ("merging._MOST_WAITING", 3),
        ("edge_grid._MOST_CELLS", 2),
        ("edge_grid._MOST_CELLS", 1 << 16),
    ],
)
def test_how_the_work_is_cut_changes_nothing(monkeypatch, where, value):
    lines, edges = city_of_tangles()
    of_lines, of_borders = along(lines, edges, 33.0)
    assert len(of_lines) > 30
    assert of_lines[25, 0, 1] > 80_000
    monkeypatch.setattr(f"segregation_plugin.geometry.borders.{where}", value)
    again_of_lines, again_of_borders = along(lines, edges, 33.0)
    assert again_of_lines == pytest.approx(of_lines, abs=1e-9)
    assert again_of_borders == pytest.approx(of_borders, abs=1e-9)


@pytest.mark.parametrize(
    ("lines", "edges"),
    [
        (lines_of(), edges_between()),
        (lines_of(), BORDER),
        (lines_of([(0, 0), (9, 9)]), edges_between()),
        (lines_of([(7, 7), (7, 7)]), BORDER),
        (lines_of([(900, 0), (900, 9)]), BORDER),
    ],
)
def test_of_nothing_comes_nothing(lines, edges):
    of_lines, of_borders = along(lines, edges, 20)
    assert of_lines == {}
    assert set(of_borders.values()) <= {0}


def test_cancel_ends_the_run_wherever_it_is(monkeypatch):
    monkeypatch.setattr("segregation_plugin.geometry.borders.line_segments._VERTICES_AT_ONCE", 50)
    monkeypatch.setattr("segregation_plugin.geometry.borders.edge_grid._PAIRS_AT_ONCE", 50)
    lines, edges = city_of_tangles()
    whole = Feedback()
    lines_along_borders(lines, edges, 33.0, whole)
    assert whole.asked > 20
    for times in (1, 2, 3, whole.asked // 2, whole.asked):
        feedback = Feedback(cancel_at=times)
        with pytest.raises(RunCancelledError):
            lines_along_borders(lines, edges, 33.0, feedback)
        assert feedback.asked == times, "it stops when told so"


def test_progress_goes_to_100(monkeypatch):
    monkeypatch.setattr("segregation_plugin.geometry.borders.line_segments._VERTICES_AT_ONCE", 50)
    feedback = Feedback()
    lines_along_borders(*city_of_tangles(), 33.0, feedback)
    assert feedback.progress == sorted(feedback.progress)
    assert feedback.progress[-1] == 100
    assert len(feedback.progress) > 5
