"""How wide ground is: the diameter of the largest circle that fits into it.

Two drawings of one border differ by slivers, however long the border is: their area grows with its length, their width
does not. A border that was moved leaves ground between the old and the new one that is as wide as the move. So it is
the width, and not the area, that tells a move from rounding.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry

from .operations import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsRectangle


def is_wider(ground: QgsGeometry, width_m: float) -> bool:
    """Say whether ground is somewhere wider than so many metres.

    Raises:
        InputError: GEOS could not tell.
    """
    return any(not middle.isEmpty() for middle in _middles(ground, width_m))


def wide_places(ground: QgsGeometry, width_m: float) -> list[QgsRectangle]:
    """Return boxes around the places where ground is wider than so many metres; none where it is nowhere.

    Args:
        ground: polygons, or nothing.
        width_m: more than 0.

    Raises:
        InputError: GEOS could not tell.
    """
    parts = [part for middle in _middles(ground, width_m) for part in middle.asGeometryCollection()]
    return [part.boundingBox().buffered(width_m / 2) for part in parts if not part.isEmpty()]


def _middles(ground: QgsGeometry, width_m: float) -> Iterator[QgsGeometry]:
    """Yield where the centres of circles lie that have the width as diameter and fit into the ground, part by part.

    Of the thousands of slivers along two drawings of a border, nearly all are smaller than the circle.
    """
    circle = math.pi / 4 * width_m**2
    for part in ground.constParts():
        if part.area() < circle:
            continue
        box = part.boundingBox()
        if min(box.width(), box.height()) >= width_m:
            yield narrowed(QgsGeometry(part.clone()), width_m / 2)
