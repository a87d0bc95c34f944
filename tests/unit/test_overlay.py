"""Shares of what areas cover together, held against counting spot by spot; the tables made of them."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segregation_plugin.core.overlay import (
    Amounts,
    Coverings,
    Meetings,
    meetings,
    share_out,
    share_out_points,
)
from segregation_plugin.core.overlay_table import (
    RECONCILIATION_FIELDS,
    SUMMARY_FIELDS,
    LayerOverlay,
    Tally,
    columns_per_area,
    group_areas,
    reconciliation_rows,
    summary_rows,
)

AREAS = 4


def coverings_of(units):
    """Return the coverings of units given as spots ``(measure, set of areas)``."""
    rows = [
        (unit, area, size, sum(measure for measure, areas in spots if set(members) <= areas))
        for unit, spots in enumerate(units)
        for size in range(1, AREAS + 1)
        for members in combinations(range(AREAS), size)
        for area in members
    ]
    unit, area, size, measure = (np.array(column) for column in zip(*rows, strict=True))
    own = np.array([sum(measure for measure, _ in spots) for spots in units])
    outside = np.array([sum(measure for measure, areas in spots if not areas) for spots in units])
    return Coverings(unit, area, size, measure.astype(float), own, outside)


spots = st.lists(st.tuples(st.floats(0.001, 1e6), st.sets(st.integers(0, AREAS - 1))), min_size=1, max_size=6)
units_of_spots = st.lists(spots, min_size=1, max_size=4)


@settings(deadline=None)
@given(units_of_spots)
def test_every_spot_is_split_evenly_between_the_areas_over_it(units):
    shared = share_out(coverings_of(units), "length_m", "split")
    total = sum(measure for spots in units for measure, _ in spots)
    expected = {
        (unit, area): sum(measure / len(areas) for measure, areas in spots if area in areas)
        for unit, spots in enumerate(units)
        for area in range(AREAS)
    }
    found = dict(zip(zip(shared.unit, shared.area, strict=True), shared.amount, strict=True))
    for key, amount in expected.items():
        assert found[key] == pytest.approx(amount, rel=1e-9, abs=1e-9 * total)
    assert shared.difference == pytest.approx(0, abs=1e-9 * total)
    twice = sum(measure for spots in units for measure, areas in spots if len(areas) > 1)
    assert shared.on_borders == pytest.approx(twice, rel=1e-9, abs=1e-9 * total)


@settings(deadline=None)
@given(units_of_spots)
def test_both_gives_every_spot_in_full_and_says_how_far_it_is_off(units):
    shared = share_out(coverings_of(units), "length_m", "both")
    total = sum(measure for spots in units for measure, _ in spots)
    inside = sum(measure * len(areas) for spots in units for measure, areas in spots)
    assert shared.inside == pytest.approx(inside, rel=1e-9, abs=1e-9 * total)
    too_much = sum(measure * (len(areas) - 1) for spots in units for measure, areas in spots if areas)
    assert shared.difference == pytest.approx(-too_much, rel=1e-9, abs=1e-8 * total)


def test_a_line_that_ends_at_a_border_is_not_of_both_areas():
    line = [(100.0, {0}), (0.001, {0, 1})]
    short = [(0.002, {1, 2})]
    met = meetings(coverings_of([line, short]), least=0.004)
    assert list(zip(met.feature, met.area, strict=True)) == [(0, 0), (1, 1), (1, 2)]


def test_nothing_at_all_is_no_trouble():
    nothing = Coverings(*(np.zeros(0, dtype=np.intp),) * 3, np.zeros(0), np.array([7.0]), np.array([7.0]))
    shared = share_out(nothing, "length_m", "split")
    assert (shared.measured, shared.inside, shared.outside, shared.difference) == (7, 0, 7, 0)
    assert meetings(nothing, 1).feature.size == 0


def test_a_point_on_a_border_goes_to_the_lowest_code():
    covering, codes = [(0, 1), (2,), (), (0, 1, 2)], ["1480R002", "1480R010", "0114R001"]
    split = share_out_points(covering, codes, "split")
    assert list(zip(split.unit, split.area, strict=True)) == [(0, 0), (1, 2), (3, 2)]
    assert (split.measured, split.inside, split.outside, split.on_borders) == (4, 3, 1, 2)
    both = share_out_points(covering, codes, "both")
    assert (both.inside, both.outside, both.difference) == (6, 1, -3)


def layer_of(rows, classes, traffic=None, quantity="length_m"):
    """Make an overlay of lines from rows of ``(line, area, metres)``; line n has class n modulo the classes."""
    unit, area, metres = (np.array(column) for column in zip(*rows, strict=True))
    class_ = np.arange(unit.max() + 1) % len(classes)
    total = float(metres.sum())
    tally = Tally(
        Amounts(quantity, unit, area, metres.astype(float), total, 0.0, 0.0),
        class_,
        Meetings(unit, area),
        class_,
    )
    return LayerOverlay("roads", classes, {quantity: tally}, traffic)


@pytest.fixture
def groups():
    return group_areas(
        np.array([1, 1, 0, 5], dtype=np.int8),
        [None] * 4,
        np.array([1000.0, np.nan, 500.0, 2000.0]),
        np.array([1e6, 2e6, 3e6, 4e6]),
    )


def as_dicts(rows):
    return [dict(zip(SUMMARY_FIELDS, row, strict=True)) for row in rows]


def test_groups_follow_the_types_and_keep_areas_without_one_last(groups):
    assert groups.types == [1, 5, None]
    assert list(groups.group) == [0, 0, 2, 1]
    assert list(groups.areas) == [2, 1, 1]
    assert list(groups.population) == [1000, 2000, 500]
    assert list(groups.population_missing) == [1, 0, 0]


def test_groups_by_a_field_hold_only_the_types_they_have():
    groups = group_areas(np.array([2, 1, 1], dtype=np.int8), ["b", "a", None], np.ones(3), np.ones(3))
    assert list(zip(groups.by, groups.types, strict=True)) == [("a", 1), ("b", 2), (None, 1)]


def test_summary_has_every_class_in_every_group_with_its_zeros(groups):
    layer = layer_of([(0, 0, 600), (0, 1, 400), (1, 3, 250)], ["major", None])
    rows = as_dicts(summary_rows(layer, groups, [None] * 3))
    assert [(row["class"], row["area_type"], row["length_m"], row["count"]) for row in rows] == [
        ("major", 1, 1000, 1),
        ("major", 5, 0, 0),
        ("major", None, 0, 0),
        (None, 1, 0, 0),
        (None, 5, 250, 1),
        (None, None, 0, 0),
    ]
    assert rows[0]["areas"] == 2
    assert rows[0]["km_per_10000"] is None  # one of its areas has no population
    assert rows[4]["km_per_10000"] == pytest.approx(0.25 / 0.2)
    assert rows[4]["km_per_km2"] == pytest.approx(0.25 / 4)
    assert rows[0]["km_per_km2"] == pytest.approx(1 / 3)
    assert {row["area_m2"] for row in rows} == {row["vehicle_km"] for row in rows} == {None}


def test_vehicle_kilometres_are_missing_where_no_traffic_is_known(groups):
    rows = [(0, 0, 1000), (1, 1, 500), (2, 3, 800)]
    layer = layer_of(rows, [None], np.array([20_000.0, np.nan, np.nan]))
    of_type = {row["area_type"]: row for row in as_dicts(summary_rows(layer, groups, [None] * 3))}
    assert (of_type[1]["vehicle_km"], of_type[1]["length_without_traffic_m"]) == (20_000, 500)
    assert math.isnan(of_type[5]["vehicle_km"])
    assert of_type[5]["length_without_traffic_m"] == 800
    assert (of_type[None]["vehicle_km"], of_type[None]["length_without_traffic_m"]) == (0, 0)


def test_a_feature_that_meets_two_areas_counts_in_each_and_once_in_their_group(groups):
    layer = layer_of([(0, 0, 600), (0, 1, 400), (1, 0, 5)], [None])
    assert list(columns_per_area(layer, 4)["roads_count"]) == [2, 1, 0, 0]
    assert as_dicts(summary_rows(layer, groups, [None] * 3))[0]["count"] == 2


def test_columns_and_reconciliation_fit_what_the_layer_holds():
    layer = layer_of([(0, 0, 600.0)], [None], quantity="area_m2")
    assert list(columns_per_area(layer, 2)) == ["roads_area_m2", "roads_count"]
    row = dict(zip(RECONCILIATION_FIELDS, reconciliation_rows(layer, "note")[0], strict=True))
    assert (row["quantity"], row["measured"], row["difference"], row["note"]) == ("area_m2", 600, 0, "note")
