"""Zones where they are: the buffers near a tile dissolved within it, at every distance.

What overlaps is never dissolved as a whole. A larger country has more tiles; none takes longer, and all cores share them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
from qgis.core import Qgis, QgsGeometry

from ...core.errors import InputError
from ..boxes import FULL, clipped
from ..operations import made
from ..threads import freed_later, go_on, in_stopping_threads, in_threads
from .dissolve import dissolved_in_rounds, may_be_rounded
from .parts import parts_of
from .tiles import Tile, tiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qgis.core import QgsFeedback

    from ..boxes import Box
    from ..threads import Stop
    from .parts import Kind
    from .style import BufferStyle

Seen = TypeVar("Seen")

_DRAWN_TOGETHER = {Qgis.GeometryType.Point: 64, Qgis.GeometryType.Line: 6, Qgis.GeometryType.Polygon: 1}
"""Neighbours buffered in one go, measured fastest: they overlap much, what comes of them does not."""
_OFTEN = 4
"""A part that reaches into more tiles is buffered once, before all tiles."""


class LocalZones:
    """Everything within distances of features, tile by tile.

    Args:
        features: points, lines and polygons, valid and in EPSG:3006.
        distances_m: metres, ascending, 0 or more; 0 is the inside of polygons.
        style: segments and end caps.
        feedback: asked for cancel.

    Raises:
        InputError: a distance is 0 and there are points or lines, which have no inside.
        RunCancelledError: the user cancelled.
    """

    def __init__(
        self,
        features: Iterable[QgsGeometry],
        distances_m: Sequence[float],
        style: BufferStyle,
        feedback: QgsFeedback,
    ) -> None:
        self._distances_m = distances_m
        self._style = style
        self._parts = parts_of(features, style.end_cap, feedback)
        if 0 in distances_m and any(kind != Qgis.GeometryType.Polygon for kind, _ in self._parts.kinds):
            raise InputError(
                "Distance 0 means inside, which points and lines do not have; give a distance above 0 or use "
                "polygon layers only."
            )
        boxes = self._parts.boxes
        self.tiles = list(tiles(boxes, style.reach(max(distances_m)))) if len(boxes) else []
        self.nested = style.nests(distances_m)
        """Whether every zone surely covers those of smaller distances."""
        self._buffered_before = dict(self._often(feedback))

    def tile_by_tile(
        self, visit: Callable[[Box, list[QgsGeometry], Stop], Seen], feedback: QgsFeedback
    ) -> Iterator[tuple[Tile, list[QgsGeometry], Seen]]:
        """Yield the tiles in turn, the zone of each distance within them, and what a visitor made of it, on all cores.

        Args:
            visit: takes a tile's box, its zones, null or empty where nothing lies in it, and says when to stop.
            feedback: asked for cancel.

        Raises:
            InputError: GEOS could not dissolve the buffers, or what the visitor raises.
            RunCancelledError: the user cancelled.
        """

        def work(tile: Tile, stop: Stop) -> tuple[Tile, list[QgsGeometry], Seen]:
            zones = self._zones_in(tile, stop)
            return tile, zones, visit(tile.box, zones, stop)

        with freed_later(self._parts.geometries):
            yield from in_stopping_threads(work, self.tiles, feedback)

    def _zones_in(self, tile: Tile, stop: Stop) -> list[QgsGeometry]:
        zones: list[QgsGeometry] = []
        for number in range(len(self._distances_m)):
            is_full = self.nested and zones and zones[-1].area() >= FULL * tile.box.area
            zones.append(zones[-1] if is_full else self._zone(tile, number, stop))
        return zones

    def _zone(self, tile: Tile, number: int, stop: Stop) -> QgsGeometry:
        """Return what lies within one of the distances."""
        distance_m, box = self._distances_m[number], tile.box
        reach = self._style.reach(distance_m) * np.array([-1.0, -1.0, 1.0, 1.0])
        west, south, east, north = (self._parts.boxes[tile.near] + reach).T
        near = tile.near[(west < box.east) & (east > box.west) & (south < box.north) & (north > box.south)]
        before = [part for part in near.tolist() if part in self._buffered_before]
        now = [part for part in near.tolist() if part not in self._buffered_before]
        polygons = [clipped(self._buffered_before[part][number], box.widened()) for part in before]
        polygons += self._buffers(now, distance_m, stop)
        return clipped(dissolved_in_rounds(polygons, stop), box)

    def _buffers(self, parts: Iterable[int], distance_m: float, stop: Stop) -> Iterator[QgsGeometry]:
        """Yield polygons that cover what lies within a distance of parts."""
        for few in self._drawn_together(parts):
            go_on(stop)
            yield from self._buffers_of_few(few, distance_m)

    def _drawn_together(self, parts: Iterable[int]) -> Iterator[list[int]]:
        """Yield parts of one kind, in their order: so many that they are drawn fastest."""
        waiting: dict[Kind, list[int]] = {}
        for part in parts:
            kind = self._parts.kinds[part]
            few = waiting.setdefault(kind, [])
            few.append(part)
            if len(few) == _DRAWN_TOGETHER[kind[0]]:
                yield waiting.pop(kind)
        yield from waiting.values()

    def _buffers_of_few(self, parts: list[int], distance_m: float) -> Iterator[QgsGeometry]:
        """Yield the buffer of parts of one kind, or their buffers where GEOS rounds to draw it or cannot draw it."""
        _, capped = self._parts.kinds[parts[0]]
        geometries = [self._parts.geometries[part] for part in parts]
        if len(parts) > 1:
            collected = QgsGeometry.collectGeometry(geometries)
            together = self._style.buffered(collected, distance_m, capped=capped)
            if not may_be_rounded(together) and together.boundingBox().contains(collected.boundingBox()):
                yield together
                return
        yield from (self._buffered(geometry, distance_m, capped=capped) for geometry in geometries)

    def _buffered(self, geometry: QgsGeometry, distance_m: float, *, capped: bool) -> QgsGeometry:
        return made(self._style.buffered(geometry, distance_m, capped=capped), 1)

    def _often(self, feedback: QgsFeedback) -> Iterator[tuple[int, list[QgsGeometry]]]:
        """Yield the few parts that reach into many tiles, each with its buffer at every distance."""
        count = np.zeros(len(self._parts.boxes), dtype=np.intp)
        for tile in self.tiles:
            count[tile.near] += 1

        def buffers(part: int) -> tuple[int, list[QgsGeometry]]:
            return part, [next(self._buffers_of_few([part], distance_m)) for distance_m in self._distances_m]

        yield from in_threads(buffers, np.flatnonzero(count > _OFTEN).tolist(), feedback)
