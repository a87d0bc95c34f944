"""Large polygons cut into pieces that others need not meet whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsGeometry

from ..boxes import halves
from ..threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsFeedback

_MOST_VERTICES = 2000
"""Measured fastest from 1 000 to 4 000 for a polygon that many areas meet."""
_SMALLEST_M = 1.0
"""Smaller pieces are left as they are: all their edges may meet in a point."""


def tiles_of(polygon: QgsGeometry, feedback: QgsFeedback) -> Iterator[QgsGeometry]:
    """Yield a polygon of few vertices as it is, one of many in pieces that share no ground.

    Args:
        polygon: valid, of one part.
        feedback: asked for cancel.

    Raises:
        RunCancelledError: the user cancelled.
    """
    waiting = [polygon]
    while waiting:
        piece = waiting.pop()
        if _is_small(piece):
            yield piece
        else:
            (parts,) = in_threads(_halves, [piece], feedback)
            waiting += [part for part in parts if part.area() > 0]


def _is_small(polygon: QgsGeometry) -> bool:
    if polygon.constGet().nCoordinates() <= _MOST_VERTICES:
        return True
    box = polygon.boundingBox()
    return max(box.width(), box.height()) <= _SMALLEST_M


def _halves(polygon: QgsGeometry) -> list[QgsGeometry]:
    """Cut a polygon across its longer side; what GEOS clips is not always valid."""
    box = polygon.boundingBox()
    across = box.width() >= box.height()
    parts = halves(polygon, box.center().x() if across else box.center().y(), across=across)
    return [part if part.isGeosValid() else part.makeValid(Qgis.MakeValidMethod.Structure) for part in parts]
