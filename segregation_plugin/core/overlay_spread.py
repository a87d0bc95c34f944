"""How overlaid infrastructure is spread over the area types, beside the people who live there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Spread:
    """How infrastructure and people are spread over the area types; the key None stands for no type."""

    total: float
    """Of the infrastructure, in the unit of its quantity."""
    shares: dict[int | None, float]
    """Of the total; empty where it is 0."""
    people_shares: dict[int | None, float]
    """Of the people in the areas; empty where those of any area are not known."""


def spread_over_types(rows: Sequence[Mapping[str, Any]], quantity: str) -> Spread:
    """Sum the rows of one layer's summary over its classes and groups.

    Args:
        rows: by the names of ``overlay_table.SUMMARY_FIELDS``, None where missing.
        quantity: ``length_m``, ``area_m2`` of polygons of one class, or ``count`` of points: what adds up over classes.
    """
    amounts: dict[int | None, float] = {}
    people: dict[tuple[int | None, str | None], float | None] = {}
    for row in rows:
        amounts[row["area_type"]] = amounts.get(row["area_type"], 0.0) + (row[quantity] or 0.0)
        # Those of all areas of the type, in the row of each class.
        people[row["area_type"], row["by"]] = None if row["areas_without_population"] else row["population"]
    total = sum(amounts.values())
    of_types: dict[int | None, float] = {}
    for (area_type, _), count in people.items():
        if count is None:
            return Spread(total, _shares(amounts), {})
        of_types[area_type] = of_types.get(area_type, 0.0) + count
    return Spread(total, _shares(amounts), _shares(of_types))


def _shares(amounts: Mapping[int | None, float]) -> dict[int | None, float]:
    total = sum(amounts.values())
    return {key: amount / total for key, amount in amounts.items()} if total else {}
