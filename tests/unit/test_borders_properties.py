"""Lines along borders, for any lines and borders: against arithmetic edge by edge, and what must not change a thing."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from segregation_plugin.geometry.borders.shared import shared_borders
from tests.unit.test_borders import along, edges_between, lines_of, tangled_edges, wandering

SLACK = 1e-8
TOLERANCES = (0.0, 7.31, 23.7, 51.3)  # none that distances between whole metres have
SIDE = 60

# Borders: the edges of a net of 3 x 3 cells with shaken corners, each cell of one of four areas. Lines: through whole
# metres and through corners of the net, so that they run along edges, touch them, turn back and meet each other.
corners = st.lists(st.tuples(st.integers(-15, 15), st.integers(-15, 15)), min_size=16, max_size=16)
areas = st.lists(st.integers(-1, 3), min_size=9, max_size=9)
places = st.one_of(
    st.tuples(st.integers(-30, 3 * SIDE + 30), st.integers(-30, 3 * SIDE + 30)), st.integers(0, 15)
)
parts = st.lists(places, min_size=2, max_size=5)
lines_over = st.lists(parts, min_size=1, max_size=4)
tolerances = st.sampled_from(TOLERANCES)
angles = st.sampled_from([0.0, 20.0, 30.0, 45.0, 61.0, 90.0])


def net(shaken):
    return [
        (SIDE * (number % 4) + east, SIDE * (number // 4) + north)
        for number, (east, north) in enumerate(shaken)
    ]


def edges_of_net(points, cells):
    """Return the edges between cells as ``(start, end, left, right)``."""

    def cell(column, row):
        return cells[3 * row + column] if 0 <= column < 3 and 0 <= row < 3 else -1

    upwards = [
        (points[4 * row + column], points[4 * row + column + 4], cell(column - 1, row), cell(column, row))
        for row in range(3)
        for column in range(4)
    ]
    eastwards = [
        (points[4 * row + column], points[4 * row + column + 1], cell(column, row), cell(column, row - 1))
        for row in range(4)
        for column in range(3)
    ]
    return upwards + eastwards


def on_net(points, drawn):
    return [[points[place] if isinstance(place, int) else place for place in part] for part in drawn]


# --- the oracle: cut at every place where anything may begin or end, and ask of the middle of every piece


def direction(start, end):
    length = math.dist(start, end)
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def dot(some, other):
    return some[0] * other[0] + some[1] * other[1]


def minus(some, other):
    return some[0] - other[0], some[1] - other[1]


def angle_between(one, other):
    (ux, uy), (vx, vy) = direction(*one), direction(*other)
    return math.degrees(math.atan2(abs(ux * vy - uy * vx), abs(ux * vx + uy * vy)))


def on_circle(segment, centre, radius):
    """Yield where a segment meets a circle, in metres from its start."""
    start, u = segment[0], direction(*segment)
    nearest = dot(minus(centre, start), u)
    height = math.dist(centre, (start[0] + nearest * u[0], start[1] + nearest * u[1]))
    if height <= radius:
        half = math.sqrt(radius**2 - height**2)
        yield from (nearest - half, nearest + half)


def on_line(segment, point, normal, offset):
    """Yield where ``(place - point) . normal`` is the offset on a segment, in metres from its start."""
    slope = dot(direction(*segment), normal)
    if slope:
        yield (offset - dot(minus(segment[0], point), normal)) / slope


def around(segment, axis, radius):
    """Yield where a segment may enter or leave what is near an axis or beside it."""
    u = direction(*axis)
    across = (-u[1], u[0])
    for end in axis:
        yield from on_circle(segment, end, radius)
        yield from on_line(segment, end, u, 0.0)
    for offset in (-radius, radius):
        yield from on_line(segment, axis[0], across, offset)


def matters(segment, axis, radius, angle):
    """Say whether two pieces are alike in direction, and not far from each other."""
    middles = [((start[0] + end[0]) / 2, (start[1] + end[1]) / 2) for start, end in (segment, axis)]
    reach = radius + (math.dist(*segment) + math.dist(*axis)) / 2 + 1
    return math.dist(*middles) <= reach and angle_between(segment, axis) <= angle + 1e-7


def metres(segment, breaks, is_inside):
    length, (start, u) = math.dist(*segment), (segment[0], direction(*segment))
    cuts = [0.0, *sorted(place for place in breaks if 0 < place < length), length]
    return sum(
        stop - begin
        for begin, stop in pairwise(cuts)
        if is_inside((start[0] + u[0] * (begin + stop) / 2, start[1] + u[1] * (begin + stop) / 2))
    )


def beside(point, axis, radius):
    u, away = direction(*axis), minus(point, axis[0])
    ahead, aside = dot(away, u), u[0] * away[1] - u[1] * away[0]
    return -SLACK <= ahead <= math.dist(*axis) + SLACK and abs(aside) <= radius + SLACK


def near(point, axis, radius):
    return beside(point, axis, radius) or any(math.dist(point, end) <= radius for end in axis)


def behind(point, bend, sides, radius):
    return math.dist(point, bend) <= radius and all(dot(minus(point, bend), side) <= SLACK for side in sides)


def segments_and_bends(lines):
    """Return the segments, each with its bends: a place and the directions of all that leaves it."""
    ways = [
        [point for point, after in zip(line, [*line[1:], None], strict=True) if point != after]
        for line in lines
    ]
    ways = [way for way in ways if len(way) > 1]
    leaving = {}
    for way in ways:
        for start, after in (way[:2], way[:-3:-1]):
            leaving.setdefault(start, []).append(direction(start, after))
    for way in ways:
        inner = [
            [direction(point, way[i]), direction(point, way[i + 2])] for i, point in enumerate(way[1:-1])
        ]
        at = [leaving[way[0]], *inner, leaving[way[-1]]]
        for i, segment in enumerate(pairwise(way)):
            yield segment, [(way[j], at[j]) for j in (i, i + 1) if spread_out(at[j])]


def spread_out(sides):
    return any(math.dist(side, sides[0]) > 1e-5 for side in sides)


def expected_of_lines(lines, edges, tolerance, angle):
    found = {}
    for number, line in enumerate(lines):
        for segment in pairwise(line):
            if segment[0] == segment[1]:
                continue
            for pair, border in edges.items():
                axes = [edge for edge in border if matters(segment, edge, tolerance, angle)]
                breaks = [place for axis in axes for place in around(segment, axis, tolerance)]
                length = metres(
                    segment,
                    breaks,
                    lambda point, axes=axes: any(near(point, axis, tolerance) for axis in axes),
                )
                key = (number, *pair)
                found[key] = found.get(key, 0.0) + length
    return found


def expected_of_borders(lines, edges, tolerance, angle):
    pieces = list(segments_and_bends(lines))
    return {
        pair: sum(covered(edge, pieces, tolerance, angle) for edge in border)
        for pair, border in edges.items()
    }


def covered(edge, pieces, tolerance, angle):
    alike = [(axis, bends) for axis, bends in pieces if matters(edge, axis, tolerance, angle)]
    breaks = []
    for axis, bends in alike:
        breaks += around(edge, axis, tolerance)
        for bend, sides in bends:
            breaks += (place for side in sides for place in on_line(edge, bend, side, 0.0))
    return metres(
        edge,
        breaks,
        lambda point: any(
            beside(point, axis, tolerance) or any(behind(point, *bend, tolerance) for bend in bends)
            for axis, bends in alike
        ),
    )


def by_pair(rows):
    pairs = {}
    for start, end, left, right in rows:
        if min(left, right) >= 0 and left != right:
            pairs.setdefault((min(left, right), max(left, right)), []).append((start, end))
    return pairs


def same(found, expected, within=1e-6):
    """Say whether metres agree; what is not there has none."""
    keys = found.keys() | expected.keys()
    left = {key: found.get(key, 0.0) for key in keys}
    assert left == pytest.approx({key: expected.get(key, 0.0) for key in keys}, abs=within, rel=0)


@settings(max_examples=150)
@given(corners, areas, lines_over, tolerances, angles)
def test_it_is_what_arithmetic_says_edge_by_edge(shaken, cells, drawn, tolerance, angle):
    points = net(shaken)
    rows, lines = edges_of_net(points, cells), on_net(points, drawn)
    of_lines, of_borders = along(lines_of(*lines), edges_between(*rows), tolerance, angle)
    same(of_lines, expected_of_lines(lines, by_pair(rows), tolerance, angle))
    same(of_borders, expected_of_borders(lines, by_pair(rows), tolerance, angle))


@pytest.mark.parametrize("angle", [20, 90])
@pytest.mark.parametrize("seed", range(3))
def test_it_is_exact_to_a_nanometre(seed, angle):
    random = np.random.default_rng(seed)
    rows = [(on_metres(start), on_metres(end), *sides) for start, end, *sides in tangled_edges(random)]
    lines = [list(map(on_metres, line)) for line in wandering(random, 20, 8)]
    of_lines, of_borders = along(lines_of(*lines), edges_between(*rows), 41.7, angle)
    assert len(of_lines) >= 5
    same(of_lines, expected_of_lines(lines, by_pair(rows), 41.7, angle), within=1e-9)
    same(of_borders, expected_of_borders(lines, by_pair(rows), 41.7, angle), within=1e-9)


def on_metres(point):
    """Return a place whose coordinates are the same near and far from the origin."""
    return tuple(round(float(value) * 64) / 64 for value in point)


# --- what must not change a thing


@settings(max_examples=60)
@given(corners, areas, lines_over, tolerances, angles, st.randoms(use_true_random=False))
def test_order_and_direction_do_not_matter(shaken, cells, drawn, tolerance, angle, random):
    points = net(shaken)
    rows, lines = edges_of_net(points, cells), on_net(points, drawn)
    of_lines, of_borders = along(lines_of(*lines), edges_between(*rows), tolerance, angle)
    order = random.sample(range(len(lines)), len(lines))
    turned = [lines[number] if random.random() < 0.5 else lines[number][::-1] for number in order]
    turned_rows = [(end, start, right, left) for start, end, left, right in random.sample(rows, len(rows))]
    again_of_lines, again_of_borders = along(lines_of(*turned), edges_between(*turned_rows), tolerance, angle)
    same({(order[line], *pair): metres for (line, *pair), metres in again_of_lines.items()}, of_lines)
    same(again_of_borders, of_borders)


@settings(max_examples=60)
@given(
    corners, areas, lines_over, tolerances, angles, st.sampled_from([30.0, 77.7, 90.0, 210.0]), st.booleans()
)
def test_turning_and_mirroring_everything_does_not_matter(
    shaken, cells, drawn, tolerance, angle, turn, mirrored
):
    points = net(shaken)
    rows, lines = edges_of_net(points, cells), on_net(points, drawn)
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def moved(point):
        east, north = point[0], -point[1] if mirrored else point[1]
        return cosine * east - sine * north, sine * east + cosine * north

    moved_lines = [[moved(point) for point in line] for line in lines]
    moved_rows = [(moved(start), moved(end), left, right) for start, end, left, right in rows]
    found = along(lines_of(*lines), edges_between(*rows), tolerance, angle)
    again = along(lines_of(*moved_lines), edges_between(*moved_rows), tolerance, angle)
    for metres_before, metres_after in zip(found, again, strict=True):
        same(metres_after, metres_before, within=1e-5)


@settings(max_examples=60)
@given(
    corners,
    areas,
    st.lists(st.tuples(st.integers(-30, 210), st.integers(-30, 210)), min_size=2, max_size=6, unique=True),
    tolerances,
    angles,
    st.integers(0, 100),
    st.sampled_from([0.0, 0.25, 0.5]),
)
def test_a_line_cut_in_two_is_the_same_line(shaken, cells, line, tolerance, angle, place, share):
    first = place % (len(line) - 1)
    (x0, y0), (x1, y1) = line[first : first + 2]
    cut = (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
    halves = [[*line[: first + 1], cut], [cut, *line[first + 1 :]]]
    assume(cut not in (line[0], line[-1]))
    edges = edges_between(*edges_of_net(net(shaken), cells))
    of_line, of_borders = along(lines_of(line), edges, tolerance, angle)
    of_halves, again_of_borders = along(lines_of(*halves), edges, tolerance, angle)
    of_both = {}
    for (_, *pair), length in of_halves.items():
        of_both[0, pair[0], pair[1]] = of_both.get((0, *pair), 0.0) + length
    same(of_both, of_line)
    same(again_of_borders, of_borders)


@settings(max_examples=60)
@given(corners, areas, lines_over)
def test_more_tolerance_and_a_wider_angle_never_find_less(shaken, cells, drawn):
    points = net(shaken)
    lines, edges = lines_of(*on_net(points, drawn)), edges_between(*edges_of_net(points, cells))
    of_pair = dict(zip_pairs(edges))
    for steps in (
        [(tolerance, 30.0) for tolerance in TOLERANCES],
        [(23.7, angle) for angle in (0, 20, 45, 90)],
    ):
        found = [along(lines, edges, tolerance, angle) for tolerance, angle in steps]
        for (fewer_lines, fewer_borders), (of_lines, of_borders) in pairwise(found):
            assert all(length <= of_lines[key] + 1e-6 for key, length in fewer_lines.items())
            assert all(length <= of_borders[pair] + 1e-6 for pair, length in fewer_borders.items())
        of_lines, of_borders = found[-1]
        assert all(length <= lines.lengths[line] + 1e-6 for (line, *_), length in of_lines.items())
        assert all(length <= of_pair[pair] + 1e-6 for pair, length in of_borders.items())


def zip_pairs(edges):
    """Yield every pair of areas and the metres of the border between them."""
    borders = shared_borders(edges)
    yield from zip(zip(borders.first, borders.second, strict=True), borders.length, strict=True)
