"""Which area of a coarser division each area lies in, and which shapes meet some areas at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.inheritance import NO_PARENT
from .boxes import BoxIndex, boxes_of
from .operations import PreparedGeometry
from .threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    points = [area.pointOnSurface() for area in areas]
    found = [NO_PARENT] * len(areas)
    for number, parts in enumerate(_meeting_each(points, wholes, feedback)):
        for area in parts:
            found[area] = number
    return found


def meeting(shapes: Sequence[QgsGeometry], areas: Sequence[QgsGeometry], feedback: QgsFeedback) -> list[int]:
    """Return the places of the shapes that share at least a point with some area, ascending.

    Args:
        shapes: in EPSG:3006.
        areas: polygons in EPSG:3006.
        feedback: asked for cancel.

    Raises:
        RunCancelledError: the user cancelled.
    """
    return sorted({shape for of_area in _meeting_each(shapes, areas, feedback) for shape in of_area})


def _meeting_each(
    shapes: Sequence[QgsGeometry], areas: Sequence[QgsGeometry], feedback: QgsFeedback
) -> Iterator[list[int]]:
    """Yield the places of the shapes that meet each area."""
    index = BoxIndex(boxes_of(shapes, feedback))

    def of_area(area: QgsGeometry) -> list[int]:
        prepared = PreparedGeometry(area)
        (box,) = boxes_of([area])
        return [shape for shape in index.near(box).tolist() if prepared.intersects(shapes[shape])]

    return in_threads(of_area, areas, feedback)
