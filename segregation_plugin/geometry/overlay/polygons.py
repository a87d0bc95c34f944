"""Ground of polygons inside areas, each polygon by itself or all of a class dissolved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..operations import union
from .parts import single_parts
from .rows import CoveringRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
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
        for members, piece in cover.cut(part):
            cut.unit.append(unit)
            cut.members.append(members)
            cut.pieces.append(piece)
    return cut


def ground_of_each(cut: CutPolygons) -> Coverings:
    """Return the ground of each polygon inside each set of areas; a unit is a polygon."""
    rows = CoveringRows(len(cut.polygons))
    for unit, members, piece in zip(cut.unit, cut.members, cut.pieces, strict=True):
        rows.add(unit, members, piece.area())
    return rows.coverings([polygon.area() for polygon in cut.polygons])


def ground_of_classes(
    cut: CutPolygons, classes: NDArray[np.intp], class_count: int, feedback: QgsFeedback
) -> Coverings:
    """Return the ground of each class inside each set of areas, every spot counted once; a unit is a class.

    The whole, the part of each set and the part outside are dissolved apart from each other, so that they
    can be held against each other.

    Args:
        cut: polygons cut by areas.
        classes: the class of each polygon, shape (polygons,), from 0.
        class_count: how many classes there are.
        feedback: asked for cancel, told the progress.

    Raises:
        RunCancelledError: the user cancelled.
    """
    of_class: dict[int, list[QgsGeometry]] = defaultdict(list)
    of_set: dict[tuple[int, Members], list[QgsGeometry]] = defaultdict(list)
    for unit, polygon in enumerate(cut.polygons):
        of_class[int(classes[unit])].append(polygon)
    for unit, members, piece in zip(cut.unit, cut.members, cut.pieces, strict=True):
        of_set[int(classes[unit]), members].append(piece)
    rows = CoveringRows(class_count)
    for number, ((class_, members), pieces) in enumerate(of_set.items()):
        feedback.setProgress(100 * number / len(of_set))
        rows.add(class_, members, union(pieces, feedback).area())
    return rows.coverings([union(of_class[class_], feedback).area() for class_ in range(class_count)])
