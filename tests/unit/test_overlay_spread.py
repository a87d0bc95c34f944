"""How overlaid infrastructure and people are spread over the area types."""

from __future__ import annotations

import pytest

from segregation_plugin.core.overlay_spread import spread_over_types


def summary_row(area_type, class_, by, people, metres, unknown=0):
    return {
        "area_type": area_type,
        "class": class_,
        "by": by,
        "population": people,
        "areas_without_population": unknown,
        "length_m": metres,
    }


def test_a_layer_and_the_people_are_spread_over_the_types():
    rows = [
        summary_row(1, "a", "north", 10.0, 100.0),
        summary_row(1, "b", "north", 10.0, 200.0),  # the same people again: of the type, not of the class
        summary_row(1, "a", "south", 30.0, 0.0),
        summary_row(None, "a", "north", 60.0, 700.0),
        summary_row(None, "b", "north", 60.0, None),
    ]
    spread = spread_over_types(rows, "length_m")
    assert spread.total == 1000.0
    assert spread.shares == {1: pytest.approx(0.3), None: pytest.approx(0.7)}
    assert spread.people_shares == {1: pytest.approx(0.4), None: pytest.approx(0.6)}


def test_people_are_not_spread_where_some_are_not_known():
    for unknown, people in ((0, None), (1, 20.0)):
        rows = [summary_row(1, "a", None, 10.0, 0.0), summary_row(2, "a", None, people, 0.0, unknown)]
        spread = spread_over_types(rows, "length_m")
        assert (spread.total, spread.shares, spread.people_shares) == (0.0, {}, {})
