"""Zones of every project at every distance, with how far each covers the areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..core.apportionment import AREA, Coverage, Method, or_area
from .local_zones import LocalZones
from .pieces import whole_areas
from .zone_tiled import TiledZone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry

    from .local_box import Box
    from .local_dissolve import Stop
    from .pieces import Pieces, Within
    from .zone_style import BufferStyle


_PREPARING, _MEASURING = 1.0, 19.0
"""How long it takes to take a feature apart, and to buffer it and to measure what lies inside."""
_REPORT_EVERY = 1024


@dataclass(frozen=True)
class Apportionment:
    """The pieces of the areas by every method at hand, and the method the figures are given by."""

    method: Method
    pieces: Mapping[Method, Pieces]

    def coverage(self, sizes: Mapping[Method, NDArray[np.float64]]) -> Coverage:
        """Return how far a zone covers the areas; the raw area stands in where a method has no mass.

        Args:
            sizes: what of each piece lies inside, shape (pieces,).
        """
        found = {method: pieces.weights_of(sizes[method]) for method, pieces in self.pieces.items()}
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
    known: dict[int, list[CoveredZone]] = {}
    progress = _Progress(
        sum({id(features): len(features) for features in projects.values()}.values()), feedback
    )
    for project, features in projects.items():
        if id(features) not in known:
            known[id(features)] = _zones_of(features, distances_m, style, apportionment, progress)
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
    by_area = Apportionment(AREA, {AREA: whole_areas(areas)})
    progress = _Progress(len(features), feedback)
    measured = _Measured(by_area, len(distances_m))
    for _ in measured.tiles_of(features, distances_m, style, progress):
        pass
    return np.array([coverage.weight for coverage in measured.coverages()])


class _Progress:
    """Reports how many of all features are done, from taking them apart to the weights of their tiles."""

    def __init__(self, features: int, feedback: QgsFeedback) -> None:
        self.feedback = feedback
        self._all = features * (_PREPARING + _MEASURING)
        self._done = 0.0

    def preparing(self, features: Sequence[QgsGeometry]) -> Iterator[QgsGeometry]:
        """Yield features and count them as prepared."""
        for number, feature in enumerate(features):
            yield feature
            if number % _REPORT_EVERY == 0:
                self._report(min(_REPORT_EVERY, len(features) - number) * _PREPARING)

    def measured(self, features: float) -> None:
        """Count features, or parts of them, as measured."""
        self._report(features * _MEASURING)

    def _report(self, more: float) -> None:
        self._done += more
        self.feedback.setProgress(100 * self._done / self._all)


class _Measured:
    """What of the areas' pieces lies inside the zones of one project, added up tile by tile."""

    def __init__(self, apportionment: Apportionment, distances: int) -> None:
        self._apportionment = apportionment
        self._sizes = {
            method: np.zeros((distances, len(pieces.geometries)))
            for method, pieces in apportionment.pieces.items()
        }

    def tiles_of(
        self,
        features: Sequence[QgsGeometry],
        distances_m: Sequence[float],
        style: BufferStyle,
        progress: _Progress,
    ) -> Iterator[tuple[Box, list[QgsGeometry]]]:
        """Yield the tiles and what lies in them of the zone of each distance; they are then measured."""
        local = LocalZones(progress.preparing(features), distances_m, style, progress.feedback)
        pieces_of = self._apportionment.pieces
        for pieces in pieces_of.values():
            _ = pieces.shapes  # measured before several threads ask for it
        of_tile = len(features) / sum(tile.near.size for tile in local.tiles) if local.tiles else 0.0

        def visit(box: Box, zones: list[QgsGeometry], stop: Stop) -> dict[Method, Within]:
            return {
                method: pieces.within(box, zones, stop, nested=local.nested)
                for method, pieces in pieces_of.items()
            }

        for tile, zones, found in local.tile_by_tile(visit, progress.feedback):
            for method, within in found.items():
                self._sizes[method][:, within.rows] += within.sizes
            progress.measured(of_tile * tile.near.size)
            yield tile.box, zones

    def coverages(self) -> list[Coverage]:
        """Return how far the zone of each distance covers the areas."""
        distances = len(self._sizes[AREA])
        return [
            self._apportionment.coverage({method: sizes[row] for method, sizes in self._sizes.items()})
            for row in range(distances)
        ]


def _zones_of(
    features: Sequence[QgsGeometry],
    distances_m: Sequence[float],
    style: BufferStyle,
    apportionment: Apportionment,
    progress: _Progress,
) -> list[CoveredZone]:
    measured = _Measured(apportionment, len(distances_m))
    tiles = list(measured.tiles_of(features, distances_m, style, progress))
    boxes = [box for box, _ in tiles]
    return [
        CoveredZone(
            "",
            0.0,
            distance_m,
            TiledZone(boxes, [zones[number] for _, zones in tiles], progress.feedback),
            coverage,
        )
        for number, (distance_m, coverage) in enumerate(zip(distances_m, measured.coverages(), strict=True))
    ]
