"""Zones around features, and what share of shapes lies inside them: tile by tile, on all cores, with its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .local import LocalZones
from .overlap import within
from .tiled import TiledZone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry

    from ..boxes import Box
    from ..threads import Stop
    from .overlap import Within
    from .shapes import Shapes
    from .style import BufferStyle

    Shares = dict[str, NDArray[np.float64]]
    """By the name of the shapes; shape (zones, shapes)."""

_PREPARING, _MEASURING = 1.0, 19.0
"""How long it takes to take a feature apart, and to buffer it and to measure what lies inside."""
_REPORT_EVERY = 1024


class MeasuredZones(NamedTuple):
    """Zones, one for each distance, and the share of every shape that lies inside each."""

    zones: list[TiledZone]
    shares: Shares


class Measure:
    """Measures what lies within distances of features.

    Args:
        shapes: sets of polygons or points, by names.
        features: how many features there will be in all, of which progress reports how many are done.
        feedback: told of progress and asked for cancel.
    """

    def __init__(self, shapes: Mapping[str, Shapes], features: int, feedback: QgsFeedback) -> None:
        self._shapes = shapes
        self._feedback = feedback
        self._all = features * (_PREPARING + _MEASURING)
        self._done = 0.0

    def zones(
        self, features: Sequence[QgsGeometry], distances_m: Sequence[float], style: BufferStyle
    ) -> MeasuredZones:
        """Return the zones of features, and the shares inside.

        Args:
            features: points, lines and polygons, valid and in EPSG:3006.
            distances_m: metres, 0 or more; 0 is the inside of polygons.
            style: segments and end caps.

        Raises:
            InputError: a distance is 0 and there are points or lines, which have no inside.
            RunCancelledError: the user cancelled.
        """
        inside = self._nothing(len(distances_m))
        tiles = list(self._tiles(features, distances_m, style, inside))
        boxes = [box for box, _ in tiles]
        zones = [
            TiledZone(boxes, [of_tile[place] for _, of_tile in tiles], self._feedback)
            for place in range(len(distances_m))
        ]
        return MeasuredZones(zones, self._shares(inside))

    def shares(
        self, features: Sequence[QgsGeometry], distances_m: Sequence[float], style: BufferStyle
    ) -> Shares:
        """Return the shares alone, as ``zones`` does, without keeping the zones in memory."""
        inside = self._nothing(len(distances_m))
        for _ in self._tiles(features, distances_m, style, inside):
            pass
        return self._shares(inside)

    def _nothing(self, zones: int) -> Shares:
        return {name: np.zeros((zones, len(shapes))) for name, shapes in self._shapes.items()}

    def _tiles(
        self,
        features: Sequence[QgsGeometry],
        distances_m: Sequence[float],
        style: BufferStyle,
        inside: Shares,
    ) -> Iterator[tuple[Box, list[QgsGeometry]]]:
        """Yield every tile and its zones, once what lies inside them is added up in ``inside``."""
        local = LocalZones(self._counted(features), distances_m, style, self._feedback)
        near = sum(tile.near.size for tile in local.tiles)

        def visit(box: Box, zones: list[QgsGeometry], stop: Stop) -> dict[str, Within]:
            return {
                name: within(shapes, box, zones, stop, nested=local.nested)
                for name, shapes in self._shapes.items()
            }

        for tile, zones, found in local.tile_by_tile(visit, self._feedback):
            for name, part in found.items():
                inside[name][:, part.rows] += part.sizes
            self._report(len(features) * tile.near.size / near * _MEASURING)
            yield tile.box, zones

    def _counted(self, features: Sequence[QgsGeometry]) -> Iterator[QgsGeometry]:
        """Yield features and count them as taken apart."""
        for number, feature in enumerate(features):
            if number % _REPORT_EVERY == 0:
                self._report(min(_REPORT_EVERY, len(features) - number) * _PREPARING)
            yield feature

    def _report(self, more: float) -> None:
        self._done += more
        self._feedback.setProgress(100 * self._done / self._all)

    def _shares(self, inside: Shares) -> Shares:
        return {
            name: np.array([self._shapes[name].shares(of_zone) for of_zone in of_zones])
            for name, of_zones in inside.items()
        }
