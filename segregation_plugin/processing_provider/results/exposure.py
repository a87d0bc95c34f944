"""From covered zones to the tables and layers of buffer exposure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...core import exposure_table
from ...core.apportionment import AREA
from ...core.exposure import (
    FEW_EXPOSED,
    FEW_REFERENCE_AREAS,
    MINIMUM_EXPOSED,
    MINIMUM_REFERENCE_AREAS,
    Population,
)
from ...core.exposure_table import Grouped, Zone, zone_rows
from ...core.reference_region import Reference, reference_region
from ...core.schema import REGION_CODE, Kind
from ...geometry.pieces import Pieces, whole_areas
from ...geometry.zones.index import ZoneIndex
from ...i18n import mark, tr
from ..writing.output import Result, make_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from ...geometry.areas import Areas
    from ...geometry.zones.covered import Apportionment, CoveredZone
    from ...geometry.zones.style import BufferStyle

_ZONE: dict[str, Kind] = {"project": str, "distance_from_m": float, "distance_to_m": float}
_ZONE_FIELDS: dict[str, Kind] = {
    **_ZONE,
    "people": float,
    "method": str,
    "segments": int,
    "end_cap": str,
}
_WEIGHT_FIELDS: dict[str, Kind] = {**_ZONE, REGION_CODE: str, "weight": float, "people": float, "method": str}
_REFERENCES: dict[Reference, str] = {
    "all": mark("all areas"),
    "counties": mark("counties"),
    "municipalities": mark("municipalities"),
}


@dataclass(frozen=True)
class ExposureTable:
    """What every zone is set against: areas, the areas to compare with, and how to group them."""

    areas: Areas
    compared: Areas
    shares: Apportionment
    reference: Reference
    by_field: str
    delta: float | None

    def rows(
        self, zones: Sequence[CoveredZone], largest: CoveredZone, feedback: QgsFeedback
    ) -> list[list[object]]:
        """Return the rows of one project's zones; its reference is the same at every distance.

        Args:
            zones: cumulative zones or rings.
            largest: the project's largest cumulative zone, which chooses the län or kommuner to compare with.
            feedback: asked for cancel.
        """
        chosen, units = reference_region(self.reference, self.compared.codes, self._met(largest, feedback))
        reference = _grouped(self.compared, self.by_field).where(chosen)
        notes = (
            tr("compared with {units}").format(units=" ".join([tr(_REFERENCES[self.reference]), *units])),
            *self._left_out(reference),
        )
        rows = []
        for zone in zones:
            seen = Zone(
                zone.project,
                zone.distance_from_m,
                zone.distance_to_m,
                zone.coverage,
                notes,
                self._remarks(zone),
            )
            rows += zone_rows(seen, self._grouped_areas, reference, _reasons(), self.delta)
        return rows

    @cached_property
    def _grouped_areas(self) -> Grouped:
        return _grouped(self.areas, self.by_field)

    @cached_property
    def _compared_pieces(self) -> Pieces:
        return whole_areas(self.compared.geometries)

    def _met(self, zone: CoveredZone, feedback: QgsFeedback) -> NDArray[np.bool_]:
        """Return which of the areas to compare with overlap the zone, shape (compared,)."""
        if self.reference == "all":
            return np.ones(len(self.compared), dtype=np.bool_)
        if self.compared is self.areas:
            return zone.coverage.weights[AREA] > 0
        return self._compared_pieces.weights(ZoneIndex(zone.geometry), feedback) > 0

    @staticmethod
    def _left_out(reference: Grouped) -> list[str]:
        """Say how many of the areas to compare with have no population."""
        unknown = int(np.count_nonzero(np.isnan(reference.population.people)))
        if not unknown:
            return []
        return [
            tr("{count} of the areas to compare with have no population and are left out").format(
                count=unknown
            )
        ]

    def _remarks(self, zone: CoveredZone) -> tuple[str, ...]:
        """Say what makes this zone's figures weaker than they look."""
        met = zone.coverage.met
        unknown = int(np.count_nonzero(met & np.isnan(self.areas.population)))
        by_raw_area = int(np.count_nonzero(met & self.stands_in))
        remarks = []
        if not met.any():
            remarks.append(tr("the zone meets none of the areas"))
        if self.areas.has_version_mismatch:
            remarks.append(
                tr("index and population are of another division than the areas (version mismatch)")
            )
        if self.compared is not self.areas and self.compared.has_version_mismatch:
            remarks.append(
                tr("figures of the areas to compare with are of another division (version mismatch)")
            )
        if (
            self.compared.divisions
            and self.areas.divisions
            and self.compared.divisions != self.areas.divisions
        ):
            remarks.append(
                tr("the areas to compare with are of {division}").format(
                    division=", ".join(sorted(self.compared.divisions))
                )
            )
        if unknown:
            remarks.append(tr("{count} areas without a population are left out").format(count=unknown))
        if self.shares.method == AREA:
            remarks.append(tr("people spread evenly over the whole area, water and forest included"))
        elif by_raw_area:
            remarks.append(
                tr("{count} areas by raw area, since {method} has nothing in them").format(
                    count=by_raw_area, method=self.shares.method
                )
            )
        return tuple(remarks)

    @property
    def stands_in(self) -> NDArray[np.bool_]:
        """Areas where the raw area stands in for the chosen method, shape (areas,)."""
        return self.shares.pieces[self.shares.method].empty


def people_in(zone: CoveredZone, areas: Areas) -> NDArray[np.float64]:
    """Return the people of each area inside a zone, n_i·w_i, shape (areas,); NaN where the population is missing."""
    people: NDArray[np.float64] = areas.population * zone.coverage.weight
    return people


def total_people(zone: CoveredZone, areas: Areas) -> float:
    """Return the people inside a zone; NaN where it meets areas and none of them has a population."""
    met = zone.coverage.met
    if met.any() and np.isnan(areas.population[met]).all():
        return math.nan
    return float(np.nansum(people_in(zone, areas)))


def exposure_result(rows: list[list[object]]) -> Result:
    """Return the exposure table."""
    return Result(make_fields(exposure_table.FIELDS), rows)


def zone_result(zones: Sequence[CoveredZone], areas: Areas, style: BufferStyle) -> Result:
    """Return the zones as polygons, with the people inside each; a zone without any area left has no geometry."""
    rows = [
        [
            zone.project,
            zone.distance_from_m,
            zone.distance_to_m,
            total_people(zone, areas),
            zone.coverage.method,
            style.segments,
            style.end_cap,
        ]
        for zone in zones
    ]
    return Result(make_fields(_ZONE_FIELDS), rows, [zone.multi_polygon() for zone in zones])


def weight_result(table: ExposureTable, zones: Sequence[CoveredZone]) -> Result:
    """Return one row per zone and area that it overlaps, with the method that the weight is by."""
    areas, method = table.areas, table.shares.method
    rows = []
    for zone in zones:
        people, weight = people_in(zone, areas), zone.coverage.weight
        rows += [
            [
                zone.project,
                zone.distance_from_m,
                zone.distance_to_m,
                areas.codes[area],
                weight[area],
                people[area],
                AREA if table.stands_in[area] else method,
            ]
            for area in np.flatnonzero((zone.coverage.weights[AREA] > 0) | (weight > 0))
        ]
    return Result(make_fields(_WEIGHT_FIELDS), rows)


def _grouped(areas: Areas, by_field: str) -> Grouped:
    by = np.array(areas.groups(by_field), dtype=object)
    return Grouped(Population(areas.population, areas.types, areas.index), by)


def _reasons() -> dict[str, str]:
    return {
        FEW_EXPOSED: tr("ratios withheld: fewer than {count} people").format(count=MINIMUM_EXPOSED),
        FEW_REFERENCE_AREAS: tr(
            "ratios withheld: fewer than {count} areas of the type to compare with"
        ).format(count=MINIMUM_REFERENCE_AREAS),
    }
