"""Zones of every project at every distance, with how far each covers the areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...core.apportionment import AREA, Coverage, Method, or_area
from .measure import Measure
from .shapes import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry

    from ..pieces import Pieces
    from .style import BufferStyle
    from .tiled import TiledZone


@dataclass(frozen=True)
class Apportionment:
    """The pieces of the areas by every method at hand, and the method the figures are given by."""

    method: Method
    pieces: Mapping[Method, Pieces]

    def coverage(self, shares: Mapping[Method, NDArray[np.float64]]) -> Coverage:
        """Return how far a zone covers the areas; the raw area stands in where a method has no mass.

        Args:
            shares: of each piece, shape (pieces,).
        """
        found = {method: pieces.weights_of(shares[method]) for method, pieces in self.pieces.items()}
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
    tiled: TiledZone
    coverage: Coverage

    @property
    def geometry(self) -> QgsGeometry:
        """The zone, dissolved; null where nothing is left of it."""
        return self.tiled.geometry

    def multi_polygon(self) -> QgsGeometry:
        """Return the zone's polygons."""
        return self.tiled.geometry

    def minus(self, inner: CoveredZone) -> CoveredZone:
        """Return the ring between this zone and a smaller one of the same project."""
        return CoveredZone(
            self.project,
            inner.distance_to_m,
            self.distance_to_m,
            self.tiled.minus(inner.tiled),
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
    shapes: dict[str, Shapes] = {
        method: Shapes.of(pieces.geometries, feedback) for method, pieces in apportionment.pieces.items()
    }
    count = sum({id(features): len(features) for features in projects.values()}.values())
    measure = Measure(shapes, count, feedback)
    known: dict[int, list[CoveredZone]] = {}
    for project, features in projects.items():
        if id(features) not in known:
            zones, shares = measure.zones(features, distances_m, style)
            known[id(features)] = [
                CoveredZone(
                    project,
                    0.0,
                    distance_m,
                    zones[row],
                    apportionment.coverage({method: shares[method][row] for method in apportionment.pieces}),
                )
                for row, distance_m in enumerate(distances_m)
            ]
        yield [replace(covered, project=project) for covered in known[id(features)]]


def rings(zones: Sequence[CoveredZone]) -> list[CoveredZone]:
    """Turn the cumulative zones of one project into disjoint rings; the innermost stays whole."""
    return [zone_ if place == 0 else zone_.minus(zones[place - 1]) for place, zone_ in enumerate(zones)]


def shares_within(
    areas: Sequence[QgsGeometry],
    features: Sequence[QgsGeometry],
    distances_m: Sequence[float],
    style: BufferStyle,
    feedback: QgsFeedback,
) -> NDArray[np.float64]:
    """Return the share of each area's ground within each distance of features; reports progress.

    Args:
        areas: polygons, valid and in EPSG:3006.
        features: points, lines and polygons, valid and in EPSG:3006.
        distances_m: metres, 0 or more; 0 is the inside of polygons.
        style: segments and end caps.
        feedback: told of progress and asked for cancel.

    Returns:
        Shape (distances, areas), 0 to 1.

    Raises:
        InputError: a distance of 0 around points or lines.
        RunCancelledError: the user cancelled.
    """
    measure = Measure({AREA: Shapes.of(areas, feedback)}, len(features), feedback)
    return measure.shares(features, distances_m, style)[AREA]
