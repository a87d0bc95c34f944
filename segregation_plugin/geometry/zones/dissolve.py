"""Dissolving a few polygons that lie beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry

from ..operations import united
from ..threads import go_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..threads import Stop

_AT_ONCE = 128
_ROUNDED_TO_M = 1e-5
"""What GEOS rounds coordinates of seven digits to where it cannot draw a buffer otherwise."""
_ON_RASTER = 1e-3
_ASKED = 16
_GOLDEN = 0.618
"""The step between vertices that are asked, as part of all: a step of quarters would ask those of circles due east."""


def dissolved(polygons: Sequence[QgsGeometry], stop: Stop) -> QgsGeometry:
    """Return the union of a few polygons.

    A buffer of 0 draws the outlines of all of them at once, where a union takes them two by two and is half as fast.
    Where GEOS had to round to draw them, the union is taken.

    Raises:
        InputError: GEOS could not dissolve them.
        RunCancelledError: the run has ended meanwhile.
    """
    go_on(stop)
    if len(polygons) == 1:
        return polygons[0]
    together = QgsGeometry.collectGeometry(list(polygons))
    drawn = together.buffer(0, 1)
    if not may_be_rounded(drawn) and drawn.boundingBox() == together.boundingBox():
        return drawn
    return united(polygons)


def may_be_rounded(drawn: QgsGeometry) -> bool:
    """Say whether GEOS may have rounded what it has drawn: hardly ever, but then areas are less exact by far."""
    count = 0 if drawn.isEmpty() else drawn.constGet().nCoordinates()
    places = (int(number * _GOLDEN % 1 * count) for number in range(1, _ASKED if count else 0))
    vertices = map(drawn.vertexAt, places)
    return all(_on_raster(vertex.x()) and _on_raster(vertex.y()) for vertex in vertices)


def _on_raster(coordinate: float) -> bool:
    steps = coordinate / _ROUNDED_TO_M
    return abs(steps - round(steps)) < _ON_RASTER


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
