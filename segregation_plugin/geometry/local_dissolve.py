"""Dissolving a few polygons that lie beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry

from ..core.errors import InputError, Phrase, RunCancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Stop = Callable[[], bool]
    """Whether the run has ended meanwhile; a thread may ask it, as it may not ask a feedback that is gone by then."""

_AT_ONCE = 16


def dissolved(polygons: Sequence[QgsGeometry], stop: Stop) -> QgsGeometry:
    """Return the union of a few polygons.

    A buffer of 0 draws the outlines of all of them at once, where a union takes them two by two and is half as fast.
    It keeps every vertex as it is, but for rare cases in which GEOS rounds them to draw at all. Its box then is
    another, and the union is taken.

    Raises:
        InputError: GEOS could not dissolve them.
        RunCancelledError: the run has ended meanwhile.
    """
    if stop():
        raise RunCancelledError
    if len(polygons) == 1:
        return polygons[0]
    together = QgsGeometry.collectGeometry(list(polygons))
    drawn = together.buffer(0, 1)
    if not drawn.isNull() and drawn.boundingBox() == together.boundingBox():
        return drawn
    union = QgsGeometry.unaryUnion(list(polygons))
    if union.isNull():
        raise InputError(
            "{count} geometries could not be dissolved ({reason}); run Fix geometries on the layer and try again.",
            count=len(polygons),
            reason=union.lastError() or Phrase("GEOS gave no reason"),
        )
    return union


def dissolved_in_rounds(polygons: Sequence[QgsGeometry], stop: Stop) -> QgsGeometry:
    """Return the union of polygons in which neighbours follow each other; a null geometry of none.

    Raises:
        InputError: GEOS could not dissolve them.
        RunCancelledError: the run has ended meanwhile.
    """
    left = [polygon for polygon in polygons if not polygon.isEmpty()]
    while len(left) > 1:
        left = [dissolved(left[start : start + _AT_ONCE], stop) for start in range(0, len(left), _AT_ONCE)]
    return left[0] if left else QgsGeometry()
