"""Identities that exposure must hold whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from segregation_plugin.core.apportionment import AREA, GRID, MASK, Coverage, cell_masses, or_area, weights
from segregation_plugin.core.distances import parse_distances
from segregation_plugin.core.errors import InputError
from segregation_plugin.core.exposure import (
    ALL,
    FEW_EXPOSED,
    FEW_REFERENCE_AREAS,
    GROUP_NAMES,
    Population,
    compare,
    suppression,
    uncertainty,
)
from segregation_plugin.core.reference_region import reference_region

TYPES = [GROUP_NAMES.index(str(code)) for code in range(1, 6)]
NONE, CHALLENGED = GROUP_NAMES.index("none"), GROUP_NAMES.index("1+2")
share = st.floats(0, 1, allow_subnormal=False)


@st.composite
def cities(draw):
    size = draw(st.integers(2, 30))
    people = draw(arrays(float, size, elements=st.one_of(st.integers(0, 20_000).map(float), st.just(np.nan))))
    types = draw(arrays(np.int8, size, elements=st.integers(0, 5)))
    index = draw(arrays(float, size, elements=st.one_of(st.floats(0, 100), st.just(np.nan))))
    weight = draw(arrays(float, size, elements=share))
    return Population(people, types, index), weight


@given(cities())
def test_groups_add_up(city):
    areas, weight = city
    result = compare(areas, weight, areas)
    if np.isnan(result.people[ALL]):  # areas there, and a population in none of them
        assert np.isnan(areas.people[weight > 0]).all()
        return
    assert result.people[ALL] == pytest.approx(np.nansum(areas.people * weight))
    assert result.people[ALL] == pytest.approx(np.nansum(result.people[[*TYPES, NONE]]))
    if not np.isnan(result.people[CHALLENGED]):
        assert result.people[CHALLENGED] == pytest.approx(np.nansum(result.people[TYPES[:2]]))


@given(cities())
def test_excess_sums_to_zero_and_shares_to_one(city):
    result = compare(*city, city[0])
    if result.people[TYPES].sum() > 0:  # known for every type
        assert result.share[TYPES].sum() == pytest.approx(1)
        if result.people_reference[TYPES].sum() > 0:
            assert result.excess_people[TYPES].sum() == pytest.approx(0, abs=1e-6)
            assert result.share_reference[TYPES].sum() == pytest.approx(1)


@given(cities())
def test_what_nobody_knows_of_the_reference_is_not_given(city):
    areas, weight = city
    result = compare(areas, weight, areas)
    for code, group in enumerate(TYPES, start=1):
        people = areas.people[areas.types == code]
        unknown = people.size > 0 and np.isnan(people).all()
        assert np.isnan(result.people_reference[group]) == unknown
        if unknown:
            assert np.isnan(
                [result.share_reference[group], result.excess_people[group], result.dissimilarity]
            ).all()


@given(cities())
def test_location_quotient_is_relative_rate(city):
    areas, weight = city
    result = compare(areas, weight, areas)
    exposed, total = result.people[TYPES].sum(), np.nansum(result.people_reference[TYPES])
    for group in TYPES:
        if exposed > 1 and result.people_reference[group] > 0:
            rate = result.people[group] / result.people_reference[group]
            assert result.location_quotient[group] == pytest.approx(rate / (exposed / total))


@given(cities())
def test_everybody_inside_is_the_reference_itself(city):
    areas, _ = city
    result = compare(areas, np.ones(areas.people.size), areas)
    if result.people[TYPES].sum() > 0:  # known for every type
        assert result.dissimilarity == pytest.approx(0, abs=1e-12)
        present = [group for group in TYPES if result.people[group] > 0]
        assert result.location_quotient[present] == pytest.approx(1)


@given(cities(), st.data())
def test_uncertainty_encloses_the_figure(city, data):
    areas, by_area = city
    by_mask = or_area(
        data.draw(arrays(float, by_area.size, elements=st.one_of(share, st.just(np.nan)))), by_area
    )
    for method in (AREA, MASK):
        coverage = Coverage(method, {MASK: by_mask, AREA: by_area})
        doubt = uncertainty(areas, coverage)
        figure = compare(areas, coverage.weight, areas).people
        slack = 1e-6 + 1e-9 * np.nansum(areas.people)
        # "not above" rather than "below": unknown figures compare as neither
        assert not np.any(doubt.bound_low > figure + slack)
        assert not np.any(figure > doubt.bound_high + slack + 2e-9 * np.nansum(areas.people))
        assert not np.any(doubt.interval_low > figure + slack)
        assert not np.any(figure > doubt.interval_high + slack)
        assert doubt.method_spread == pytest.approx(doubt.interval_high - doubt.interval_low, nan_ok=True)


@given(cities())
def test_one_method_has_no_interval(city):
    areas, weight = city
    doubt = uncertainty(areas, Coverage(AREA, {AREA: weight}))
    assert np.isnan(doubt.interval_low).all()
    assert np.isnan(doubt.interval_high).all()
    assert np.isnan(doubt.standard_error).all()


def test_standard_error_by_hand():
    areas = Population(np.array([100.0, 400.0]), np.array([1, 1], dtype=np.int8), np.array([20.0, 30.0]))
    doubt = uncertainty(areas, Coverage(AREA, {AREA: np.array([0.5, 0.25])}), delta=4.0)
    assert doubt.standard_error[ALL] == pytest.approx(np.sqrt(4 * (100 * 0.25 + 400 * 0.1875)))


@given(cities(), st.data())
def test_rings_add_up_to_the_cumulative(city, data):
    areas, outer_share = city
    inner_share = outer_share * data.draw(arrays(float, outer_share.size, elements=share))
    outer, inner = Coverage(AREA, {AREA: outer_share}), Coverage(AREA, {AREA: inner_share})
    ring = outer.minus(inner)
    assert np.all((ring.weight >= 0) & (ring.weight <= 1))
    people = [compare(areas, coverage.weight, areas).people for coverage in (inner, ring, outer)]
    known = ~np.isnan(people).any(axis=0)  # a ring may hold only areas without a population
    assert (people[0] + people[1])[known] == pytest.approx(people[2][known])
    assert np.all(ring.contained <= (outer.contained & ~inner.met))


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1e6), share), min_size=1, max_size=40))
def test_weights_are_shares(pieces):
    area, mass, inside = (np.array(column) for column in zip(*pieces, strict=True))
    result = weights(area.astype(np.intp), mass, inside, 5)
    known = ~np.isnan(result)
    assert np.all((result[known] >= 0) & (result[known] <= 1))
    assert np.array_equal(known, np.bincount(area, mass, 5) > 0)


def test_cells_on_a_border_lose_nobody():
    cell = np.array([0, 0, 1])
    masses = cell_masses(cell, np.array([10_000.0, 30_000.0, 62_500.0]), np.array([40.0, 7.0]))
    assert masses.tolist() == [10.0, 30.0, 7.0]


def test_area_stands_in_where_a_method_has_nothing():
    assert or_area(np.array([np.nan, 0.2]), np.array([0.7, 0.9])).tolist() == [0.7, 0.2]


def test_ratios_are_withheld_with_a_reason():
    people = np.array([60.0, 40.0, 1000.0, 1000.0, 1000.0])
    types = np.array([1, 2, 3, 3, 3], dtype=np.int8)
    areas = Population(people, types, np.full(5, 10.0))
    reasons = suppression(compare(areas, np.ones(5), areas))
    assert reasons[GROUP_NAMES.index("1")] == (FEW_REFERENCE_AREAS,)
    assert reasons[GROUP_NAMES.index("2")] == (FEW_EXPOSED, FEW_REFERENCE_AREAS)
    assert reasons[GROUP_NAMES.index("3")] == ()
    assert reasons[ALL] == ()


def test_nobody_inside_is_not_a_figure():
    areas = Population(np.array([100.0]), np.array([3], dtype=np.int8), np.array([9.0]))
    result = compare(areas, np.zeros(1), areas)
    assert result.people[ALL] == 0
    assert np.isnan(result.share).all()
    assert np.isnan(result.dissimilarity)
    assert np.isnan(result.mean_index)
    assert np.isnan(result.index_percentile)


def test_percentile_knows_a_tie_from_rounding():
    people = np.array([0.1, 0.2, 0.3, 0.4])
    areas = Population(people, np.full(4, 3, dtype=np.int8), np.array([7.7, 7.7, 7.7, 30.0]))
    result = compare(areas, np.array([0.37, 0.41, 0.19, 0.0]), areas)
    assert result.index_percentile == pytest.approx(30)


def test_a_type_without_any_population_is_unknown_and_not_zero():
    people, types = np.array([np.nan, 100.0]), np.array([1, 3], dtype=np.int8)
    areas = Population(people, types, np.full(2, 9.0))
    weight = np.array([0.5, 0.5])
    result, doubt = compare(areas, weight, areas), uncertainty(areas, Coverage(AREA, {AREA: weight}))
    first = GROUP_NAMES.index("1")
    assert np.isnan([result.people[first], doubt.bound_low[first], doubt.bound_high[first]]).all()
    assert result.people[ALL] == 50
    assert result.share[GROUP_NAMES.index("3")] == 1


def test_a_type_where_only_the_raw_area_stands_in_has_no_interval():
    areas = Population(np.full(2, 100.0), np.array([1, 3], dtype=np.int8), np.full(2, 9.0))
    shares = {MASK: np.array([0.5, 0.2]), AREA: np.array([0.5, 0.4])}
    doubt = uncertainty(areas, Coverage(MASK, shares, {MASK: np.array([True, False])}))
    assert np.isnan(doubt.interval_low[GROUP_NAMES.index("1")])
    assert doubt.interval_low[GROUP_NAMES.index("3")] == 20
    assert doubt.interval_high[ALL] == 90


def test_nobody_to_compare_with_gives_no_risk_ratio():
    areas = Population(np.array([100.0, 50.0]), np.array([1, 3], dtype=np.int8), np.full(2, 9.0))
    reference = Population(np.array([100.0]), np.array([1], dtype=np.int8), np.full(1, 9.0))
    assert np.isnan(compare(areas, np.ones(2), reference).risk_ratio[GROUP_NAMES.index("1")])


def test_percentile_counts_ties_half():
    areas = Population(
        np.array([100.0, 200.0, 700.0]), np.array([1, 3, 5], dtype=np.int8), np.array([30.0, 10.0, 5.0])
    )
    result = compare(areas, np.array([0.0, 1.0, 0.0]), areas)
    assert result.mean_index == 10
    assert result.index_percentile == pytest.approx(70 + 10)


def test_grid_is_the_finer_method_in_bounds_and_mask_sharpens_them():
    areas = Population(np.array([100.0]), np.array([1], dtype=np.int8), np.array([30.0]))
    shares = {GRID: np.array([1.0]), MASK: np.array([1.0]), AREA: np.array([0.4])}
    assert uncertainty(areas, Coverage(GRID, shares)).bound_low[ALL] == 0
    assert uncertainty(areas, Coverage(MASK, shares)).bound_low[ALL] == 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [("250,500,1000", [250, 500, 1000]), ("1000; 250;250", [250, 1000]), ("0, 12.5", [0, 12.5])],
)
def test_distances(text, expected):
    assert parse_distances(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a,b",
        "250 500",
        "1 000",
        "",
        " , ",
        "-5",
        "nan",
        "inf",
        "1e9",
        "62,5; 125",
        ",".join(map(str, range(51))),
    ],
)
def test_bad_distances(text):
    with pytest.raises(InputError, match=r"[dD]istance"):
        parse_distances(text)


def test_what_nobody_knows_has_no_interval_either():
    areas = Population(np.array([np.nan, 100.0]), np.array([1, 3], dtype=np.int8), np.array([10.0, 5.0]))
    weights = {MASK: np.array([0.5, 0.5]), AREA: np.array([0.4, 0.4])}
    doubt = uncertainty(areas, Coverage(MASK, weights), delta=1.0)
    group = GROUP_NAMES.index("1")
    for figures in (doubt.interval_low, doubt.interval_high, doubt.method_spread, doubt.standard_error):
        assert np.isnan(figures[group])
        assert not np.isnan(figures[GROUP_NAMES.index("3")])


def test_a_group_that_the_reference_has_not_got_is_compared_with_nothing():
    areas = Population(np.array([100.0]), np.array([1], dtype=np.int8), np.array([10.0]))
    nobody = areas.where(np.array([False]))
    found = compare(areas, np.array([1.0]), nobody)
    assert found.people[ALL] == 100
    assert np.isnan([found.people_reference[ALL], found.share_reference[0], found.excess_people[0]]).all()


def test_reference_region_is_the_units_met():
    codes = ["1480R001", "1480R002", "1481R001", "0180R001"]
    met = np.array([True, False, False, False])
    assert reference_region("all", codes, met)[0].tolist() == [True] * 4
    assert reference_region("municipalities", codes, met)[0].tolist() == [True, True, False, False]
    chosen, units = reference_region("counties", codes, met)
    assert chosen.tolist() == [True, True, True, False]
    assert units == ["14"]
