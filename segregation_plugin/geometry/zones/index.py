"""How much of a geometry lies inside a zone, asked many times of the same zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..boxes import Box, box_around, boxes_of, halves
from ..threads import in_stopping_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qgis.core import QgsFeedback, QgsGeometry

    from ..threads import Stop

Seen = TypeVar("Seen")

_VERTICES = 4000
"""A zone is cut into tiles of at most so many vertices."""


class ZoneIndex:
    """A zone cut into tiles: what is asked of it then meets only what is near."""

    def __init__(self, zone: QgsGeometry) -> None:
        self._tiles = [] if zone.isEmpty() else list(_tiles(box_around(boxes_of([zone])), zone))

    def in_tiles(
        self, visit: Callable[[Box, QgsGeometry, Stop], Seen], feedback: QgsFeedback
    ) -> Iterator[Seen]:
        """Return what a visitor makes of each tile, on all cores.

        Args:
            visit: takes a tile's box, what of the zone lies in it, and says when to stop.
            feedback: asked for cancel.

        Raises:
            RunCancelledError: the user cancelled.
        """
        return in_stopping_threads(lambda tile, stop: visit(*tile, stop), self._tiles, feedback)


def _tiles(box: Box, zone: QgsGeometry) -> Iterator[tuple[Box, QgsGeometry]]:
    """Cut a zone in halves across the longer side until little of it is left in each."""
    if zone.constGet().nCoordinates() <= _VERTICES:
        yield box, zone
        return
    for half, part in zip(box.halves(), halves(zone, box.middle, across=box.is_wide), strict=True):
        if part.area() > 0:
            yield from _tiles(half, part)
