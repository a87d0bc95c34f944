"""How much of a geometry lies inside a zone, asked many times of the same zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsRectangle

from ..core.apportionment import NOTHING
from .operations import PreparedGeometry, index_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TILE_VERTICES = 400
"""A zone is cut into tiles of at most so many vertices: what is asked of it then meets only what is near."""


class ZoneIndex:
    """A zone prepared for tests of containment and cut into tiles for overlap."""

    def __init__(self, zone: QgsGeometry) -> None:
        self.geometry = zone
        self._prepared = PreparedGeometry(zone)
        self._tiles = [tile for part in zone.asGeometryCollection() for tile in _tiles(part)]
        self._index = index_of(self._tiles)

    @property
    def bounding_box(self) -> QgsRectangle:
        """The box around the zone."""
        return self.geometry.boundingBox()

    def share_of(self, geometry: QgsGeometry) -> float:
        """Return the share of a polygon's area inside the zone, 0 to 1; of a point 0 or 1, the edge being inside.

        Shares within ``NOTHING`` of 0 and 1 are 0 and 1: an area that only touches the zone is outside it.
        """
        if not self._prepared.intersects(geometry):
            return 0.0
        area = geometry.area()
        if area == 0 or self._prepared.contains(geometry):
            return 1.0
        near = self._index.intersects(geometry.boundingBox())
        share = sum(self._tiles[tile].intersection(geometry).area() for tile in near) / area
        if share <= NOTHING:
            return 0.0
        return share if share < 1 - NOTHING else 1.0


def _tiles(zone: QgsGeometry) -> Iterator[QgsGeometry]:
    """Cut a polygon in halves across its longer side until the pieces are small."""
    if zone.constGet().nCoordinates() <= _TILE_VERTICES:
        yield zone
        return
    for half in _halves(zone.boundingBox()):
        piece = zone.intersection(QgsGeometry.fromRect(half))
        if piece.area() > 0:
            yield from _tiles(piece)


def _halves(box: QgsRectangle) -> tuple[QgsRectangle, QgsRectangle]:
    middle = box.center()
    if box.width() >= box.height():
        return (
            QgsRectangle(box.xMinimum(), box.yMinimum(), middle.x(), box.yMaximum()),
            QgsRectangle(middle.x(), box.yMinimum(), box.xMaximum(), box.yMaximum()),
        )
    return (
        QgsRectangle(box.xMinimum(), box.yMinimum(), box.xMaximum(), middle.y()),
        QgsRectangle(box.xMinimum(), middle.y(), box.xMaximum(), box.yMaximum()),
    )
