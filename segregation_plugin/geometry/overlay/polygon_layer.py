"""Polygons laid over areas: by their borders in strips where they tile the plane, else each by intersection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...core.overlay import Coverings, sums
from ..coverage.edges import OUTSIDE
from ..steps import in_steps
from ..threads import in_threads
from .parts import taken_apart
from .polygon_dissolve import dissolve
from .polygon_ground import Ground, ground_of
from .polygons import cut_polygons, ground_of_classes, ground_of_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry, QgsProcessingFeedback

    from .cover import AreaCover
    from .polygon_borders import AreaStrips

    Indices = NDArray[np.intp]
    Borders = Callable[[], AreaStrips | None]

LINES_PER_POLYGON = 3
_VERTICES_PER_LINE = 20
_POLYGONS_AT_ONCE = 512
_VERTICES_AT_ONCE = 50_000
_TIMES_AT_LEAST = 16
"""How often the progress is told, also of few polygons."""


def as_lines(polygons: Sequence[QgsGeometry]) -> int:
    """Return how many lines would cost as much to cut one by one as these polygons."""
    vertices = sum(polygon.constGet().nCoordinates() for polygon in polygons)
    return LINES_PER_POLYGON * len(polygons) + vertices // _VERTICES_PER_LINE


def overlay_polygons(
    polygons: Sequence[QgsGeometry], borders: Borders, cover: AreaCover, feedback: QgsFeedback
) -> Coverings:
    """Return the ground of each polygon in the areas; a unit is a polygon.

    Args:
        polygons: valid.
        borders: waits for the borders of the areas; None where each polygon is to be cut by the areas near it.
        cover: the areas.
        feedback: asked for cancel, told the progress.

    Raises:
        InputError: GEOS could not cut them.
        RunCancelledError: the user cancelled.
    """
    strips = borders()
    if strips is None:
        return ground_of_each(cut_polygons(polygons, cover, feedback))
    return _coverings([(_ground(polygons, strips, feedback), np.arange(len(polygons)))], len(polygons))


def overlay_dissolved(
    polygons: Sequence[QgsGeometry],
    classes: Indices,
    class_count: int,
    borders: Borders,
    cover: AreaCover,
    feedback: QgsProcessingFeedback,
) -> tuple[Coverings, Coverings]:
    """Return the ground of each polygon, and that of each class with every spot counted once.

    Args:
        polygons: valid.
        classes: the class of each polygon, shape (polygons,), from 0.
        class_count: how many classes there are.
        borders: waits for the borders of the areas; None where each polygon is to be cut by the areas near it.
        cover: the areas.
        feedback: asked for cancel, told the progress.

    Returns:
        The ground of units that are polygons, and of units that are classes.

    Raises:
        InputError: GEOS could not cut or dissolve them.
        RunCancelledError: the user cancelled.
    """
    steps = in_steps(3, feedback)
    parts, polygon = taken_apart(polygons, steps)
    class_ = classes[polygon]
    whole = dissolve(parts, class_, steps)
    steps.setCurrentStep(1)
    strips = borders()
    if strips is None:
        cut = cut_polygons(polygons, cover, steps)
        steps.setCurrentStep(2)
        own = whole.m2(parts, class_, class_count)
        return ground_of_each(cut), ground_of_classes(cut, classes, class_count, steps, own)
    of_parts = _ground(parts, strips, steps)
    steps.setCurrentStep(2)
    of_united = _ground(whole.united, strips, steps)
    return (
        _coverings([(of_parts, polygon)], len(polygons)),
        _coverings(
            [(of_parts.only(whole.alone), class_[whole.alone]), (of_united, whole.class_)], class_count
        ),
    )


def _ground(polygons: Sequence[QgsGeometry], borders: AreaStrips, feedback: QgsFeedback) -> Ground:
    """Return what of polygons lies where, by all cores."""

    def measure(some: Sequence[QgsGeometry]) -> Ground:
        return ground_of([polygon.asWkb().data() for polygon in some], borders)

    parts, done = [], 0
    for part in in_threads(measure, _batches(polygons), feedback):
        parts.append(part)
        done += part.own.size
        feedback.setProgress(100 * done / len(polygons))
    return Ground.joined(parts)


def _batches(polygons: Sequence[QgsGeometry]) -> Iterator[Sequence[QgsGeometry]]:
    """Yield so many polygons at a time that they need little memory, and the progress is seen."""
    most = min(_POLYGONS_AT_ONCE, -(-len(polygons) // _TIMES_AT_LEAST))
    first, vertices = 0, 0
    for place, polygon in enumerate(polygons):
        if place - first == most or vertices > _VERTICES_AT_ONCE:
            yield polygons[first:place]
            first, vertices = place, 0
        vertices += polygon.constGet().nCoordinates()
    if first < len(polygons):
        yield polygons[first:]


def _coverings(parts: Sequence[tuple[Ground, Indices]], unit_count: int) -> Coverings:
    """Return ground of polygons, none of it in two areas, as that of the units that they are of.

    Args:
        parts: ground, and the unit of each of its polygons.
        unit_count: how many units there are.
    """
    unit = np.concatenate([units[ground.polygon] for ground, units in parts])
    area = np.concatenate([ground.area for ground, _ in parts])
    m2 = np.concatenate([ground.m2 for ground, _ in parts])
    own = [sums(units, ground.own, unit_count) for ground, units in parts]
    inside = area != OUTSIDE
    return Coverings(
        unit=unit[inside],
        area=area[inside],
        size=np.ones(np.count_nonzero(inside), dtype=np.intp),
        measure=m2[inside],
        own=np.sum(own, axis=0),
        outside=sums(unit[~inside], m2[~inside], unit_count),
    )
