"""A zone as its tiles hold it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..threads import in_threads
from .seams import joined

if TYPE_CHECKING:
    from qgis.core import QgsFeedback, QgsGeometry

    from ..boxes import Box


@dataclass(frozen=True)
class TiledZone:
    """What of a zone lies in each tile; whole only when it is asked for, since not everyone needs that."""

    boxes: list[Box]
    """The tiles; those of a project are the same for all its zones."""
    zones: list[QgsGeometry]
    """Polygons, null or empty where nothing lies in a tile; shape (tiles,)."""
    feedback: QgsFeedback
    """Asked for cancel."""

    @cached_property
    def geometry(self) -> QgsGeometry:
        """The dissolved zone as a multi-polygon, null when it is empty.

        Raises:
            InputError: GEOS could not dissolve it.
            RunCancelledError: the user cancelled.
        """
        return joined(self.boxes, self.zones, self.feedback)

    def minus(self, inner: TiledZone) -> TiledZone:
        """Return what of this zone lies outside another one with the same tiles.

        Raises:
            RunCancelledError: the user cancelled.
        """
        both = zip(self.zones, inner.zones, strict=True)
        return TiledZone(self.boxes, list(in_threads(_outside, both, self.feedback)), self.feedback)


def _outside(both: tuple[QgsGeometry, QgsGeometry]) -> QgsGeometry:
    zone, inner = both
    return zone if zone.isEmpty() or inner.isEmpty() else zone.difference(inner)
