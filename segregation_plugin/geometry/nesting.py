"""Which area of a coarser division each area lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.inheritance import NO_PARENT
from .boxes import BoxIndex, boxes_of
from .operations import PreparedGeometry
from .threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsFeedback, QgsGeometry


def containing(
    areas: Sequence[QgsGeometry], wholes: Sequence[QgsGeometry], feedback: QgsFeedback
) -> list[int]:
    """Return the whole that each area is a part of, ``NO_PARENT`` where there is none; shape (areas,).

    A point well inside the area tells: divisions that are made of each other share their borders, and a whole holds
    all of a part or nothing.

    Args:
        areas: polygons in EPSG:3006.
        wholes: polygons in EPSG:3006 that do not overlap.
        feedback: asked for cancel.

    Raises:
        RunCancelledError: the user cancelled.
    """
    index = BoxIndex(boxes_of(areas, feedback))
    points = [area.pointOnSurface() for area in areas]

    def parts(whole: QgsGeometry) -> list[int]:
        prepared = PreparedGeometry(whole)
        (box,) = boxes_of([whole])
        return [area for area in index.near(box).tolist() if prepared.intersects(points[area])]

    found = [NO_PARENT] * len(areas)
    for number, of_whole in enumerate(in_threads(parts, wholes, feedback)):
        for area in of_whole:
            found[area] = number
    return found
