"""Ground of polygons inside areas, each polygon by itself or all of a class dissolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .parts import single_parts
from .polygon_dissolve import areas_of, dissolve
from .polygon_tiles import tiles_of
from .rows import CoveringRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry

    from ...core.overlay import Coverings
    from .cover import AreaCover, Members


@dataclass
class CutPolygons:
    """Polygons cut by areas: one entry per piece."""

    polygons: Sequence[QgsGeometry]
    unit: list[int]
    members: list[Members]
    pieces: list[QgsGeometry]


def cut_polygons(polygons: Sequence[QgsGeometry], cover: AreaCover, feedback: QgsFeedback) -> CutPolygons:
    """Cut polygons into what lies in each set of areas, and outside all.

    The parts of a valid polygon share no ground, so what is cut of each adds up.

    Raises:
        RunCancelledError: the user cancelled.
    """
    cut = CutPolygons(polygons, [], [], [])
    for unit, part in single_parts(polygons, feedback):
        for tile in tiles_of(part, feedback):
            for members, piece in cover.cut(tile):
                cut.unit.append(unit)
                cut.members.append(members)
                cut.pieces.append(piece)
    return cut


def ground_of_each(cut: CutPolygons) -> Coverings:
    """Return the ground of each polygon inside each set of areas; a unit is a polygon."""
    rows = CoveringRows(len(cut.polygons))
    for unit, members, piece in zip(cut.unit, cut.members, cut.pieces, strict=True):
        rows.add(unit, members, piece.area())
    return rows.coverings(areas_of(cut.polygons))


def ground_of_classes(
    cut: CutPolygons,
    classes: NDArray[np.intp],
    class_count: int,
    feedback: QgsFeedback,
    own: NDArray[np.float64] | None = None,
) -> Coverings:
    """Return the ground of each class inside each set of areas, every spot counted once; a unit is a class.

    The whole, the part of each set and the part outside are dissolved apart from each other, so that they
    can be held against each other.

    Args:
        cut: polygons cut by areas.
        classes: the class of each polygon, shape (polygons,), from 0.
        class_count: how many classes there are.
        feedback: asked for cancel, told the progress.
        own: the ground of each dissolved class, shape (class_count,), where it is known.

    Raises:
        InputError: GEOS could not dissolve them.
        RunCancelledError: the user cancelled.
    """
    if own is None:
        own = dissolve(cut.polygons, classes, feedback).m2(cut.polygons, classes, class_count)
    places: dict[tuple[int, Members], int] = {}
    keys = zip(classes[cut.unit].tolist(), cut.members, strict=True)
    set_ = np.array([places.setdefault(key, len(places)) for key in keys], dtype=np.intp)
    ground = dissolve(cut.pieces, set_, feedback).m2(cut.pieces, set_, len(places))
    rows = CoveringRows(class_count)
    for (class_, members), m2 in zip(places, ground.tolist(), strict=True):
        rows.add(class_, members, m2)
    return rows.coverings(own)
