"""Points inside areas."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import RunCancelledError
from ..boxes import boxes_of
from ..operations import PreparedGeometry
from ..threads import in_threads
from .point_location import Holding, holding
from .point_rows import PointRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry

    from .cover import AreaCover

    Indices = NDArray[np.intp]
    Numbers = NDArray[np.float64]

_POINT = np.dtype([("header", "u1", 5), ("x", "<f8"), ("y", "<f8")])
"""Well-known binary of a point."""
_CANCEL_EVERY = 64
_POINTS_AT_ONCE = 65_536
_VERTICES_AT_ONCE = 65_536
_TIMES_AT_LEAST = 16
"""How often the progress is told, also of few areas."""


def areas_of_points(
    points: Sequence[QgsGeometry], cover: AreaCover, feedback: QgsFeedback
) -> list[tuple[int, ...]]:
    """Return the areas that hold each point, borders included; shape (points,).

    Args:
        points: flat, of one part each.
        cover: the areas; one holds what lies within the tolerance of it.
        feedback: asked for cancel, told the progress.

    Raises:
        RunCancelledError: the user cancelled.
    """
    x, y = _coordinates(points, feedback)
    some = np.flatnonzero(np.isfinite(x) & np.isfinite(y))  # a part of a multi-point may be empty
    if not some.size or not cover.areas:
        return [()] * len(points)
    boxes = boxes_of(cover.areas, feedback)
    rows = PointRows.of(x[some], y[some], float((boxes[:, 3] - boxes[:, 1]).mean()))
    held = _held(rows, cover, feedback)
    point, area = some[held.point], held.polygon
    kept = held.certain | _asked(points, point, area, ~held.certain, cover, feedback)
    point, area = point[kept], area[kept]
    order = np.argsort(point, kind="stable")  # areas stay ascending
    starts = np.searchsorted(point[order], np.arange(len(points) + 1)).tolist()
    areas = area[order].tolist()
    return [tuple(areas[start:end]) for start, end in pairwise(starts)]


def _coordinates(points: Sequence[QgsGeometry], feedback: QgsFeedback) -> tuple[Numbers, Numbers]:
    """Return east and north of points, not a number where one is empty."""
    blobs = []
    for start in range(0, len(points), _POINTS_AT_ONCE):
        if feedback.isCanceled():
            raise RunCancelledError
        blobs.append(b"".join([point.asWkb().data() for point in points[start : start + _POINTS_AT_ONCE]]))
    found = np.frombuffer(b"".join(blobs), _POINT)
    return found["x"], found["y"]


def _held(rows: PointRows, cover: AreaCover, feedback: QgsFeedback) -> Holding:
    """Return which areas hold which points, on all cores."""

    def hold(areas: Sequence[QgsGeometry]) -> tuple[int, Holding]:
        return len(areas), holding([area.asWkb().data() for area in areas], rows, cover.tolerance_m)

    parts, done = [], 0
    for count, part in in_threads(hold, _batches(cover.areas), feedback):
        parts.append((done, part))
        done += count
        feedback.setProgress(100 * done / len(cover.areas))
    return Holding.joined(parts)


def _batches(areas: Sequence[QgsGeometry]) -> Iterator[Sequence[QgsGeometry]]:
    """Yield areas, so many at a time that they need little memory, and the progress is seen."""
    sizes = np.cumsum([area.constGet().nCoordinates() for area in areas])
    at_once = min(_VERTICES_AT_ONCE, max(int(sizes[-1]) // _TIMES_AT_LEAST, 1))
    ends = np.append(np.flatnonzero(np.diff(sizes // at_once)) + 1, len(areas)).tolist()
    yield from (areas[start:end] for start, end in pairwise([0, *ends]) if start < end)


def _asked(
    points: Sequence[QgsGeometry],
    point: Indices,
    area: Indices,
    chosen: NDArray[np.bool_],
    cover: AreaCover,
    feedback: QgsFeedback,
) -> NDArray[np.bool_]:
    """Return for which of some pairs GEOS, which does not round, finds the point in the area; false for others."""
    prepared: dict[int, PreparedGeometry] = {}
    held = np.zeros(chosen.size, dtype=np.bool_)
    for number, pair in enumerate(np.flatnonzero(chosen).tolist()):
        if number % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        place, its_area = points[point[pair]], int(area[pair])
        if its_area not in prepared:
            prepared[its_area] = PreparedGeometry(cover.areas[its_area])
        polygon = prepared[its_area]
        near = cover.tolerance_m > 0 and polygon.geometry.distance(place) <= cover.tolerance_m
        held[pair] = near or polygon.intersects(place)
    return held
