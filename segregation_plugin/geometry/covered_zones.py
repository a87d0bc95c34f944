"""Zones of every project at every distance, with how far each covers the areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsGeometry

from ..core.apportionment import AREA, Coverage, Method, or_area
from .zone_index import ZoneIndex
from .zones import BufferStyle, zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qgis.core import QgsFeedback

    from .pieces import Pieces


@dataclass(frozen=True)
class Apportionment:
    """The pieces of the areas by every method at hand, and the method the figures are given by."""

    method: Method
    pieces: Mapping[Method, Pieces]

    def coverage(self, zone_index: ZoneIndex, feedback: QgsFeedback) -> Coverage:
        """Return how far a zone covers the areas; the raw area stands in where a method has no mass."""
        found = {method: pieces.weights(zone_index, feedback) for method, pieces in self.pieces.items()}
        return Coverage(
            self.method,
            {method: or_area(weights, found[AREA]) for method, weights in found.items()},
            {method: pieces.empty for method, pieces in self.pieces.items()},
        )


@dataclass(frozen=True)
class CoveredZone:
    """Everything within ``distance_to_m`` of a project, less what is within ``distance_from_m`` of it."""

    project: str
    distance_from_m: float
    distance_to_m: float
    geometry: QgsGeometry
    coverage: Coverage

    def multi_polygon(self) -> QgsGeometry:
        """Return the zone's polygons; a ring may also leave lines where its edges meet, which have no area."""
        polygons = [
            part for part in self.geometry.asGeometryCollection() if part.type() == Qgis.GeometryType.Polygon
        ]
        return QgsGeometry.collectGeometry(polygons) if polygons else QgsGeometry()

    def minus(self, inner: CoveredZone) -> CoveredZone:
        """Return the ring between this zone and a smaller one of the same project."""
        return CoveredZone(
            self.project,
            inner.distance_to_m,
            self.distance_to_m,
            self.geometry.difference(inner.geometry),
            self.coverage.minus(inner.coverage),
        )


def covered_zones(
    projects: Mapping[str, Sequence[QgsGeometry]],
    distances_m: Sequence[float],
    style: BufferStyle,
    apportionment: Apportionment,
    feedback: QgsFeedback,
) -> Iterator[list[CoveredZone]]:
    """Yield for each project its zones, cumulative, in the order of the distances; reports progress.

    Projects that are the same list of features have the same zones, computed once.

    Raises:
        InputError: a distance of 0 around points or lines.
        RunCancelledError: the user cancelled.
    """
    known: dict[int, list[CoveredZone]] = {}
    steps = len({id(features) for features in projects.values()}) * len(distances_m)
    for project, features in projects.items():
        zones = known.setdefault(id(features), [])
        for distance_m in distances_m[len(zones) :]:
            geometry = zone(features, distance_m, style, feedback)
            coverage = apportionment.coverage(ZoneIndex(geometry), feedback)
            zones.append(CoveredZone(project, 0.0, distance_m, geometry, coverage))
            feedback.setProgress(100 * sum(map(len, known.values())) / steps)
        yield [replace(covered, project=project) for covered in zones]


def rings(zones: Sequence[CoveredZone]) -> list[CoveredZone]:
    """Turn the cumulative zones of one project into disjoint rings; the innermost stays whole."""
    return [zone_ if place == 0 else zone_.minus(zones[place - 1]) for place, zone_ in enumerate(zones)]
