"""How much of polygons, and which points, lie inside zones: halves of a box, and halves of those, until little is left.

Where a zone fills its box, or a polygon does, what lies inside is known without overlaying them. Zones are cut; shapes
need not be, since no ground is in both halves of a zone. Only those of many vertices are, so that fewer are looked at.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from qgis.core import QgsGeometry

from ..boxes import FULL, Box, clipped, halves
from ..operations import PreparedGeometry, overlaid
from ..threads import go_on
from .shapes import LONG, is_point

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ..threads import Stop
    from .shapes import Shapes

    Rows = NDArray[np.intp]

_LITTLE = 64_000
"""Vertices of a zone times shapes that are overlaid without cutting the zone further; measured."""
_SMALL_M = 1.0
_PREPARED_FROM = 4
_AROUND_M = math.pi
"""Unlike what lies between coordinates that a person writes: the sides of the box then run through no vertex."""


class _Part(NamedTuple):
    """A zone or a shape, or what of it lies in a box."""

    row: int
    """Its place among the zones or the shapes."""
    geometry: QgsGeometry
    size: float
    """Square metres; 1 for a point."""


class Within(NamedTuple):
    """What of some shapes lies inside zones."""

    rows: Rows
    """The shapes, shape (found,)."""
    sizes: NDArray[np.float64]
    """Square metres, for points 1 or more; shape (zones, found)."""


def within(shapes: Shapes, box: Box, zones: Sequence[QgsGeometry], stop: Stop, *, nested: bool) -> Within:
    """Return what of shapes lies inside zones.

    Args:
        shapes: polygons, valid and in EPSG:3006, or points.
        box: the zones do not reach out of it.
        zones: polygons from the smallest to the largest, null or empty where there is nothing.
        stop: says whether the run has ended.
        nested: whether every zone covers those before it.

    Raises:
        InputError: GEOS could not overlay a shape.
        RunCancelledError: the run has ended meanwhile.
    """
    rows = shapes.index.near(box)
    overlaps = _Overlaps(shapes.take(rows), len(zones), stop, nested=nested)
    overlaps.add(box, zones)
    return Within(rows, overlaps.sizes)


class _Overlaps:
    """Overlaps of zones with shapes, added up box by box."""

    def __init__(self, shapes: Shapes, zones: int, stop: Stop, *, nested: bool) -> None:
        self.sizes = np.zeros((zones, len(shapes.geometries)))
        """Square metres; for points 1 or more inside. Shape (zones, shapes)."""
        self._shapes = shapes
        self._stop = stop
        self._nested = nested

    def add(self, box: Box, zones: Sequence[QgsGeometry]) -> None:
        """Add what of the shapes lies inside zones that do not reach out of a box."""
        parts = [_Part(row, zone, zone.area()) for row, zone in enumerate(zones) if not zone.isEmpty()]
        long = self._shapes.long
        self._add(box, parts, np.flatnonzero(~long), list(self._clipped(np.flatnonzero(long), box)))

    def _clipped(self, rows: Rows, box: Box) -> Iterator[_Part]:
        """Yield what of some shapes lies in a box."""
        for whole in map(self._whole, rows.tolist()):
            geometry = clipped(whole.geometry, box)
            part = whole if geometry is whole.geometry else _Part(whole.row, geometry, geometry.area())
            if part.size > 0:
                yield part

    def _whole(self, row: int) -> _Part:
        return _Part(row, self._shapes.geometries[row], float(self._shapes.sizes[row]))

    def _add(self, box: Box, zones: list[_Part], rows: Rows, parts: list[_Part]) -> None:
        """Add what of shapes as they are, and of parts of shapes within a box, lies inside zones within it."""
        go_on(self._stop)
        zones = self._add_full_zones(box, zones, rows, parts)
        parts = self._add_full_parts(box, zones, parts)
        count = rows.size + len(parts)
        if not zones or not count:
            return
        vertices = max(zone.geometry.constGet().nCoordinates() for zone in zones)
        if vertices * count <= _LITTLE or max(box.width, box.height) < _SMALL_M:
            self._overlay(zones, [*parts, *map(self._whole, rows.tolist())])
            return
        for half, of_zones, of_parts in zip(
            box.halves(), _halved(zones, box), _halved(parts, box), strict=True
        ):
            self._add(half, of_zones, rows[self._shapes.meeting(half, rows)], of_parts)

    def _add_full_zones(self, box: Box, zones: list[_Part], rows: Rows, parts: list[_Part]) -> list[_Part]:
        """Add everything in a box for the zones that fill it; return the other zones."""
        full = [place for place, zone in enumerate(zones) if zone.size >= FULL * box.area]
        if not full:
            return zones
        if self._nested:
            full = list(range(full[0], len(zones)))
        which = [zones[place].row for place in full]
        inside = self._shapes.inside(box, rows)
        self.sizes[np.ix_(np.array(which), rows[inside])] += self._shapes.sizes[rows[inside]]
        for part in parts:
            self.sizes[which, part.row] += part.size
        filled = _Overlaid(QgsGeometry.fromRect(box.rectangle()), prepare=False)
        for part in map(self._whole, rows[~inside].tolist()):
            self.sizes[which, part.row] += filled.shared_with(part)
        return [zone for place, zone in enumerate(zones) if place not in full]

    def _add_full_parts(self, box: Box, zones: list[_Part], parts: list[_Part]) -> list[_Part]:
        """Add all of the zones for the parts of shapes that fill a box; return the other parts."""
        rest = []
        for part in parts:
            if part.size >= FULL * box.area:
                for zone in zones:
                    self.sizes[zone.row, part.row] += zone.size
            else:
                rest.append(part)
        return rest

    def _overlay(self, zones: list[_Part], parts: list[_Part]) -> None:
        for place, zone in enumerate(zones):
            overlaid_zone = _Overlaid(zone.geometry, prepare=len(parts) >= _PREPARED_FROM)
            larger = [other.row for other in zones[place + 1 :]] if self._nested else []
            outside = []
            for part in parts:
                go_on(self._stop)
                size = overlaid_zone.shared_with(part)
                self.sizes[zone.row, part.row] += size
                if larger and size >= FULL * part.size:
                    self.sizes[larger, part.row] += part.size
                else:
                    outside.append(part)
            parts = outside


class _Overlaid:
    """A zone that parts of shapes are overlaid with."""

    def __init__(self, zone: QgsGeometry, *, prepare: bool) -> None:
        self._zone = zone
        self._prepared = PreparedGeometry(zone) if prepare else None

    def shared_with(self, part: _Part) -> float:
        """Return what the zone and a part share: square metres, or 1 for a point inside or on the edge."""
        geometry = part.geometry
        if not self._zone.boundingBoxIntersects(geometry):
            return 0.0
        if is_point(geometry):
            return float((self._prepared or self._zone).intersects(geometry))
        if self._prepared is not None and not _is_long(geometry):
            if self._prepared.contains(geometry):
                return part.size
            if not self._prepared.intersects(geometry):
                return 0.0
        around = near(self._zone, geometry)
        return 0.0 if around.isEmpty() else overlaid(near(geometry, around), around).area()


def near(polygon: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """Return what of a polygon lies around another one; what has few vertices need not be clipped for it."""
    box = other.boundingBox()
    box.grow(_AROUND_M)
    if not _is_long(polygon) or box.contains(polygon.boundingBox()):
        return polygon
    return polygon.clipped(box)


def _is_long(polygon: QgsGeometry) -> bool:
    return bool(polygon.constGet().nCoordinates() >= LONG)


def _halved(parts: Iterable[_Part], box: Box) -> tuple[list[_Part], list[_Part]]:
    """Return what lies in each half of a box."""
    low: list[_Part] = []
    high: list[_Part] = []
    at, across = box.middle, box.is_wide
    for part in parts:
        extent = part.geometry.boundingBox()
        begin = extent.xMinimum() if across else extent.yMinimum()
        end = extent.xMaximum() if across else extent.yMaximum()
        if end <= at:
            low.append(part)
        elif begin >= at:
            high.append(part)
        else:
            for half, geometry in zip((low, high), halves(part.geometry, at, across=across), strict=True):
                size = geometry.area()
                if size > 0:
                    half.append(_Part(part.row, geometry, size))
    return low, high
