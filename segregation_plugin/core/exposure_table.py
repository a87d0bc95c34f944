"""The exposure table: one row per project, group of areas, distance and area type."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .exposure import ALL, GROUP_NAMES, Population, compare, suppression, uncertainty

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from .apportionment import Coverage
    from .schema import Kind

FIELDS: dict[str, Kind] = {
    "project": str,
    "by": str,
    "distance_from_m": float,
    "distance_to_m": float,
    "area_type": str,
    "people": float,
    "share": float,
    "people_reference": float,
    "share_reference": float,
    "location_quotient": float,
    "risk_ratio": float,
    "risk_difference": float,
    "excess_people": float,
    "dissimilarity": float,
    "mean_index": float,
    "index_percentile": float,
    "method": str,
    "bound_low": float,
    "bound_high": float,
    "interval_low": float,
    "interval_high": float,
    "method_spread": float,
    "certainty": float,
    "standard_error": float,
    "note": str,
}


@dataclass(frozen=True)
class Grouped:
    """Areas with the value they are grouped by; arrays have shape (areas,)."""

    population: Population
    by: NDArray[np.object_]
    """Text, or None where there is no value or no grouping."""

    def where(self, chosen: NDArray[np.bool_]) -> Grouped:
        """Return the chosen areas only."""
        return Grouped(self.population.where(chosen), self.by[chosen])


@dataclass(frozen=True)
class Zone:
    """One zone as the table sees it."""

    project: str
    distance_from_m: float
    distance_to_m: float
    coverage: Coverage
    notes: tuple[str, ...] = ()
    """What holds for every row of the zone."""
    remarks: tuple[str, ...] = ()
    """What is said once, on the row ``all`` of all areas together."""


def zone_rows(
    zone: Zone, areas: Grouped, reference: Grouped, reasons: Mapping[str, str], delta: float | None
) -> list[list[object]]:
    """Return the rows of one zone: of all areas together, then of each group of areas.

    A group is compared with the same group of the reference: people of a kommun near the road with the people
    of that kommun.

    Args:
        zone: weights for ``areas``, and what to note.
        areas: the areas around the zone.
        reference: the areas of the reference region.
        reasons: text for each reason of suppression.
        delta: calibrated overdispersion for the standard error, or None.

    Returns:
        Rows in the order of ``FIELDS``.
    """
    table = _rows(zone, None, zone.coverage, areas.population, reference.population, reasons, delta)
    for by in sorted({value for value in areas.by if value is not None}):
        inside = areas.by == by
        table += _rows(
            replace(zone, remarks=()),
            by,
            zone.coverage.where(inside),
            areas.population.where(inside),
            reference.population.where(reference.by == by),
            reasons,
            delta,
        )
    return table


def _rows(
    zone: Zone,
    by: str | None,
    coverage: Coverage,
    areas: Population,
    reference: Population,
    reasons: Mapping[str, str],
    delta: float | None,
) -> list[list[object]]:
    figures = compare(areas, coverage.weight, reference)
    doubt = uncertainty(areas, coverage, delta)
    table: list[list[object]] = []
    for group, suppressed in enumerate(suppression(figures)):
        whole = group == ALL
        notes = [*(reasons[reason] for reason in suppressed), *zone.notes, *(zone.remarks if whole else ())]
        table.append(
            [
                zone.project,
                by,
                zone.distance_from_m,
                zone.distance_to_m,
                GROUP_NAMES[group],
                figures.people[group],
                figures.share[group],
                figures.people_reference[group],
                figures.share_reference[group],
                math.nan if suppressed else figures.location_quotient[group],
                math.nan if suppressed else figures.risk_ratio[group],
                figures.risk_difference[group],
                figures.excess_people[group],
                figures.dissimilarity if whole else math.nan,
                figures.mean_index if whole else math.nan,
                figures.index_percentile if whole else math.nan,
                coverage.method,
                doubt.bound_low[group],
                doubt.bound_high[group],
                doubt.interval_low[group],
                doubt.interval_high[group],
                doubt.method_spread[group],
                doubt.certainty[group],
                doubt.standard_error[group],
                "; ".join(notes) or None,
            ]
        )
    return table
