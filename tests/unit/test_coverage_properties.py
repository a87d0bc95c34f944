"""What must hold for any lines over areas that tile the plane: held against shapely, and against the same lines anew."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from shapely.affinity import translate

from segregation_plugin.geometry.coverage.cut import LineCutter
from tests.unit.test_coverage_engine import (
    EAST,
    NORTH,
    assert_alike,
    assert_between,
    assert_true,
    fan,
    found_with,
    jagged,
    lines_of,
    nested,
    net_of,
    rewritten,
    squares,
    strips,
    triangles,
    voronoi,
)

AREAS = {
    "squares": squares(4, 4, 100.0),
    "chessboard": squares(4, 4, 100.0)[::2],
    "rewritten": rewritten(squares(3, 3, 120.0)),
    "voronoi": voronoi(30, 900.0),
    "triangles": triangles(15, 600.0),
    "nested": nested(),
    "fan": fan(7),
    "strips": strips([30, 0.013, 0.4, 7, 90], 700.0),
    "jagged": jagged(12, 1e-3, 300.0),
}
names = st.sampled_from(sorted(AREAS))
tolerances = st.sampled_from([0.0, 1e-3, 0.5, 12.0])
cells = st.sampled_from([None, 7.0, 41.0, 1e6])


@cache
def net(name, cell_m=None):
    return net_of(AREAS[name], None if cell_m is None else cell_m * (20 if name in ("nested", "fan") else 1))


@cache
def places(name):
    """Return places that lines like to have in common with borders: corners, middles of edges, round numbers."""
    corners = np.unique(shapely.get_coordinates(AREAS[name]), axis=0)
    west, south, east, north = shapely.total_bounds(AREAS[name])
    round_ones = [
        (x, y) for x in np.linspace(west - 50, east + 50, 6) for y in np.linspace(south - 50, north + 50, 6)
    ]
    beyond = [(west - 3e4, south - 1e3), (east + 3e4, north), (west, north + 3e4)]
    return np.concatenate([corners, (corners + np.roll(corners, 1, axis=0)) / 2, round_ones, beyond])


@st.composite
def vertices(draw, name):
    x, y = places(name)[draw(st.integers(0, len(places(name)) - 1))]
    reach = draw(st.sampled_from([0.0, 0.0, 1e-4, 0.3, 20.0, 300.0]))
    return (x + reach * draw(st.floats(-1, 1)), y + reach * draw(st.floats(-1, 1)))


@st.composite
def lines(draw, name, most=3):
    """Draw parts of lines, among them spikes, closed ones and runs through the same places over again."""
    parts = []
    for _ in range(draw(st.integers(1, most))):
        part = draw(st.lists(vertices(name), min_size=2, max_size=5))
        part += draw(st.sampled_from([[], part[:1], part[-2::-1], part[-1:], part[1:2]]))
        if len(set(part)) > 1:
            parts.append(np.array(part))
    assume(parts)
    return parts


@st.composite
def cases(draw):
    name = draw(names)
    return name, draw(lines(name))


def cut(name, parts, tolerance_m, cell_m=None):
    return found_with(net(name, cell_m), parts, tolerance_m)


@settings(max_examples=120)
@given(cases(), tolerances)
def test_every_part_has_its_true_length_in_every_area(case, tolerance_m):
    name, parts = case
    (unclear,) = assert_true(AREAS[name], parts, tolerance_m)
    assert not unclear or tolerance_m < 1.0


@settings(max_examples=80)
@given(cases(), tolerances)
def test_the_size_of_the_cells_makes_no_difference(case, tolerance_m):
    name, parts = case
    for several in zip(
        *(cut(name, parts, tolerance_m, cell_m) for cell_m in (None, 7.0, 41.0, 1e6)), strict=True
    ):
        assert_alike([sets for sets in several if sets is not None], 1e-7)


@settings(max_examples=60)
@given(cases(), tolerances, cells)
def test_a_line_drawn_backwards_lies_where_it_did(case, tolerance_m, cell_m):
    name, parts = case
    forth = cut(name, parts, tolerance_m, cell_m)
    back = cut(name, [part[::-1] for part in parts], tolerance_m, cell_m)
    for pair in zip(forth, back, strict=True):
        if None not in pair:
            assert_alike(pair, 2e-6)


@settings(max_examples=60)
@given(cases(), tolerances, st.randoms(use_true_random=False))
def test_the_order_of_parts_and_their_company_make_no_difference(case, tolerance_m, random):
    name, parts = case
    order = random.sample(range(len(parts)), len(parts))
    shuffled = cut(name, [parts[number] for number in order], tolerance_m)
    for place, number in enumerate(order):
        (alone,) = cut(name, [parts[number]], tolerance_m)
        assert (alone is None) == (shuffled[place] is None)
        if alone is not None:
            assert_alike([alone, shuffled[place]], 1e-7)


@settings(max_examples=60)
@given(cases(), tolerances, st.floats(0.01, 0.99), st.integers(0, 100))
def test_a_line_in_two_pieces_sums_to_the_whole(case, tolerance_m, share, segment):
    name, (part, *_) = case
    first = segment % (len(part) - 1)
    middle = part[first] + share * (part[first + 1] - part[first])
    pieces = [np.vstack([part[: first + 1], middle]), np.vstack([middle, part[first + 1 :]])]
    pieces = [piece for piece in pieces if np.any(piece != piece[0])]
    (whole,) = cut(name, [part], tolerance_m)
    halves = cut(name, pieces, tolerance_m)
    if whole is not None and None not in halves:
        total = {areas: sum(half.get(areas, 0.0) for half in halves) for areas in {*halves[0], *halves[-1]}}
        assert_alike([whole, total], 1e-4 if tolerance_m == 0 else 2e-4)


@settings(max_examples=40)
@given(cases(), tolerances, st.integers(-2000, 2000), st.integers(-2000, 2000))
@example(("squares", [np.array([(EAST, NORTH), (EAST + 350, NORTH + 220)])]), 0.5, 2000, 2000)
def test_moved_together_lines_and_areas_give_the_same(case, tolerance_m, columns, rows):
    name, parts = case
    step = np.array([columns, rows]) * 128.0
    # the sixteenth of a millimetre is exact wherever in the country it lies
    rounded = [np.round(part * 16384) / 16384 for part in parts]
    assume(all(np.any(part != part[0]) for part in rounded))
    areas = [shapely.transform(area, lambda xy: np.round(xy * 16384) / 16384) for area in AREAS[name]]
    here = found_with(net_of(areas), rounded, tolerance_m)
    there = net_of([translate(area, *step) for area in areas])
    for pair in zip(here, found_with(there, [part + step for part in rounded], tolerance_m), strict=True):
        if None not in pair:
            assert_alike(pair, 1e-6)


@settings(max_examples=40)
@given(names, st.data(), tolerances)
def test_parts_of_one_line_sum_to_its_length(name, data, tolerance_m):
    parts = data.draw(lines(name, most=6))
    found = cut(name, parts, tolerance_m)
    for part, sets in zip(parts, found, strict=True):
        if sets is not None:
            length = np.hypot(*np.diff(part, axis=0).T).sum()
            assert sum(sets.values()) == pytest.approx(length, rel=1e-12, abs=1e-6)


def test_bounds_that_do_not_hold_are_noticed():
    sets = {frozenset({1}): 5.0, frozenset({1, 2}): 2.0}
    assert_between(sets, sets, sets, 1e-6)
    for wrong in (
        {frozenset({1}): 7.0},
        {frozenset({1}): 5.0, frozenset({2}): 2.0},
        {frozenset({1, 2}): 7.0},
    ):
        with pytest.raises(AssertionError):
            assert_between(sets, wrong, sets, 1e-6)


def test_the_cutter_keeps_nothing_from_one_call_to_the_next():
    cutter = LineCutter(net("voronoi").edges, net("voronoi").grid, 0.5)
    parts = [
        np.random.default_rng(0).uniform((EAST, NORTH), (EAST + 900, NORTH + 900), (9, 2)) for _ in range(20)
    ]
    once, again = (cutter.cut(lines_of(parts)) for _ in range(2))
    chunks = [cutter.cut(lines_of(parts[start : start + 7])) for start in range(0, 20, 7)]
    assert np.array_equal(once.length, again.length)
    assert np.sort(np.concatenate([chunk.length for chunk in chunks])) == pytest.approx(
        np.sort(once.length), abs=1e-7
    )
