"""The nearest of many features to each of many points.

Boxes of features are packed into boxes of boxes. All points go down that tree together, as arrays: a box is left aside
where it is further from a point than another box is known to have a feature. The few features left are measured.
An index of QGIS with stored geometries answers as fast, but to fill it from Python takes several times as long as all of this.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ..core.errors import RunCancelledError
from .coverage.ragged import spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    Numbers = NDArray[np.float64]
    Places = NDArray[np.intp]

NONE = -1
"""The index where no feature is near."""
SAME = 1e-8
"""Metres by which two distances may differ that are the same: coordinates of seven million are a nanometre apart."""

_FAN = 8
"""Boxes in a box."""
_POINTS_AT_ONCE = 1024
_CANCEL_EVERY = 4096
_MARGIN = 1e-6
"""Metres that a box is looked into although it seems too far: more than computing its distance rounds off."""


def nearest(
    points: Numbers, features: Sequence[QgsGeometry], feedback: QgsFeedback, max_distance_m: float = np.inf
) -> tuple[Places, Numbers]:
    """Return which feature is nearest to each point, and how far away it is.

    Of features equally near it is the first. Inside a polygon the distance is 0. Features without a geometry are near
    nothing, and nothing is near a point with a missing coordinate.

    Args:
        points: east and north in metres, shape (points, 2).
        features: points, lines and polygons, valid and in the CRS of the points.
        feedback: asked for cancel, told the progress.
        max_distance_m: features further away than that are not near.

    Returns:
        The places of the features, ``NONE`` where there is none; and metres, infinite there. Both have shape (points,).

    Raises:
        RunCancelledError: the user cancelled.
    """
    index = np.full(len(points), NONE, dtype=np.intp)
    distance = np.full(len(points), np.inf)
    there, boxes = _boxes(features, feedback)
    if not there:
        return index, distance
    tree = _Tree.over(boxes, feedback)
    for start in range(0, len(points), _POINTS_AT_ONCE):
        some = points[start : start + _POINTS_AT_ONCE]
        for number, candidates in _by_point(*tree.candidates(some, max_distance_m)):
            if feedback.isCanceled():
                raise RunCancelledError
            point = QgsGeometry.fromPointXY(QgsPointXY(*some[number]))
            near = [(features[there[box]], there[box], at_least) for box, at_least in candidates]
            found, metres = _nearest_of(point, near)
            if metres <= max_distance_m:
                index[start + number], distance[start + number] = found, metres
        feedback.setProgress(100 * min(start + _POINTS_AT_ONCE, len(points)) / len(points))
    return index, distance


def _nearest_of(
    point: QgsGeometry, candidates: Sequence[tuple[QgsGeometry, int, float]]
) -> tuple[int, float]:
    """Return the first of the nearest, and how far away it is.

    Args:
        point: the point.
        candidates: features, their places, and the metres that they are away at least; the least first.
    """
    least = np.inf
    measured = []
    for feature, place, at_least in candidates:
        if at_least > least + _MARGIN:
            break
        metres = feature.distance(point)
        measured.append((place, metres))
        least = min(least, metres)
    return min((place, metres) for place, metres in measured if metres <= least + SAME)


def _by_point(
    point: Places, feature: Places, at_least: Numbers
) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """Yield every point that has candidates with them, the nearest first."""
    order = np.lexsort((at_least, point))
    rows = zip(point[order].tolist(), feature[order].tolist(), at_least[order].tolist(), strict=True)
    for number, of_point in groupby(rows, key=itemgetter(0)):
        yield number, [(candidate, metres) for _, candidate, metres in of_point]


def _boxes(features: Sequence[QgsGeometry], feedback: QgsFeedback) -> tuple[list[int], Numbers]:
    """Return the places of features that have a geometry; and west, south, east, north of each, shape (4, places)."""
    there: list[int] = []
    boxes = array("d")
    for place, feature in enumerate(features):
        if place % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        if not feature.isEmpty():
            box = feature.boundingBox()
            there.append(place)
            boxes.extend((box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()))
    return there, np.array(boxes).reshape(-1, 4).T.copy()


@dataclass(frozen=True)
class _Tree:
    """Boxes in boxes."""

    levels: list[Numbers]
    """The boxes of each level, shape (4, boxes); those of the features come first."""
    inside: list[Places]
    """For each level but the first, the boxes of the level below in order: ``_FAN`` and ``_FAN`` in one."""

    @classmethod
    def over(cls, boxes: Numbers, feedback: QgsFeedback) -> _Tree:
        levels, inside = [boxes], []
        while levels[-1].shape[1] > _FAN:
            if feedback.isCanceled():
                raise RunCancelledError
            order = _tiles(levels[-1])
            first = np.arange(0, order.size, _FAN)
            low = np.minimum.reduceat(levels[-1][:2, order], first, axis=1)
            high = np.maximum.reduceat(levels[-1][2:, order], first, axis=1)
            levels.append(np.concatenate([low, high]))
            inside.append(order)
        return cls(levels, inside)

    def candidates(self, points: Numbers, max_distance: float) -> tuple[Places, Places, Numbers]:
        """Return points, features that may be the nearest to them, and the metres they are away at least."""
        surely = np.full(len(points), max_distance)
        top = self.levels[-1].shape[1]
        point, box = np.repeat(np.arange(len(points)), top), np.tile(np.arange(top), len(points))
        for level in range(len(self.levels) - 1, -1, -1):
            at_least, at_most = _distances(points[point].T, self.levels[level][:, box])
            first = np.flatnonzero(np.diff(point, prepend=-1))
            surely[point[first]] = np.minimum(surely[point[first]], np.minimum.reduceat(at_most, first))
            kept = np.flatnonzero(at_least <= surely[point] + _MARGIN)
            point, box, at_least = point[kept], box[kept], at_least[kept]
            if level > 0:
                below = self.inside[level - 1]
                run, rank = spread(np.minimum(below.size - box * _FAN, _FAN))
                point, box = point[run], below[box[run] * _FAN + rank]
        return point, box, at_least


def _tiles(boxes: Numbers) -> Places:
    """Return boxes in an order in which runs of ``_FAN`` lie close together: columns from the west, each northwards."""
    count = boxes.shape[1]
    east, north = boxes[0] + boxes[2], boxes[1] + boxes[3]
    in_a_column = _FAN * int(np.ceil(np.sqrt(count / _FAN)))
    column = np.empty(count, dtype=np.intp)
    column[np.argsort(east, kind="stable")] = np.arange(count) // in_a_column
    return np.lexsort((north, column))


def _distances(points: Numbers, boxes: Numbers) -> tuple[Numbers, Numbers]:
    """Return the metres that what touches all four sides of a box is away from a point, at least and at most.

    Args:
        points: shape (2, pairs).
        boxes: shape (4, pairs).
    """
    low, high = points - boxes[:2], boxes[2:] - points
    outside = np.maximum(np.maximum(-low, -high), 0.0)
    near_side, far_side = np.minimum(np.abs(low), np.abs(high)), np.maximum(np.abs(low), np.abs(high))
    on_side = np.hypot(near_side, far_side[::-1])  # of each axis: somewhere along the nearer side
    return np.hypot(*outside), np.minimum(*on_side)
