"""Boxes of ground, and cutting polygons at their sides."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from qgis.core import QgsGeometry, QgsRectangle

from ..core.errors import RunCancelledError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

_CANCEL_EVERY = 1024
_CELLS = 0xFFFF
_MARGINS_M = (math.pi, math.e, math.sqrt(3.0), math.sqrt(7.0))
_ROUNDING = 1e-9
_ROUNDING_M = 1e-6
FULL = 1 - 1e-10
"""Of a box: more is all of it, since areas of small polygons far from the origin are not more exact."""
_BEYOND = 1.0
"""How far a half reaches beyond the polygon, metres: GEOS clips wrongly where several sides run through vertices."""


class Box(NamedTuple):
    """A rectangle along the axes, in metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Metres from west to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Metres from south to north."""
        return self.north - self.south

    @property
    def area(self) -> float:
        """Square metres."""
        return self.width * self.height

    @property
    def is_wide(self) -> bool:
        """Whether a cut across the longer side runs north."""
        return self.width >= self.height

    @property
    def middle(self) -> float:
        """Where the longer side is cut."""
        return (self.west + self.east) / 2 if self.is_wide else (self.south + self.north) / 2

    def halves(self) -> tuple[Box, Box]:
        """Return the western and the eastern half, or the southern and the northern one of a tall box."""
        if self.is_wide:
            return self._replace(east=self.middle), self._replace(west=self.middle)
        return self._replace(north=self.middle), self._replace(south=self.middle)

    def rectangle(self) -> QgsRectangle:
        """Return the box as QGIS has it."""
        return QgsRectangle(*self)

    def widened(self) -> Box:
        """Return a box around it whose sides have no ground in common with its own."""
        return Box(self.west - _BEYOND, self.south - _BEYOND, self.east + _BEYOND, self.north + _BEYOND)


def box_around(boxes: NDArray[np.float64]) -> Box:
    """Return a box around boxes whose sides, and those of its halves, run through no coordinate a person writes.

    Args:
        boxes: west, south, east, north; shape (boxes, 4), one or more.
    """
    west, south = boxes[:, :2].min(axis=0) - _MARGINS_M[:2]
    east, north = boxes[:, 2:].max(axis=0) + _MARGINS_M[2:]
    return Box(float(west), float(south), float(east), float(north))


def boxes_of(geometries: Sequence[QgsGeometry], feedback: QgsFeedback | None = None) -> NDArray[np.float64]:
    """Return the bounding boxes: west, south, east, north; shape (geometries, 4).

    Raises:
        RunCancelledError: the user cancelled.
    """
    boxes = np.empty((len(geometries), 4))
    for number, geometry in enumerate(geometries):
        if number % _CANCEL_EVERY == 0 and feedback is not None and feedback.isCanceled():
            raise RunCancelledError
        box = geometry.boundingBox()
        boxes[number] = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    return boxes


class BoxIndex:
    """Boxes found by place; to fill it takes a fraction of what an index of QGIS takes.

    Args:
        boxes: west, south, east, north; shape (boxes, 4).
    """

    def __init__(self, boxes: NDArray[np.float64]) -> None:
        self._order = np.argsort(boxes[:, 1], kind="stable")
        self._boxes = boxes[self._order]
        self._tallest = float(np.max(boxes[:, 3] - boxes[:, 1], initial=0.0))

    def near(self, box: Sequence[float]) -> NDArray[np.intp]:
        """Return the boxes that share at least a point with a box, ascending."""
        west, south, east, north = box
        lowest = south - self._tallest - _ROUNDING_M
        first, last = np.searchsorted(self._boxes[:, 1], (lowest, np.nextafter(north, np.inf)))
        some = self._boxes[first:last]
        meets = (some[:, 0] <= east) & (some[:, 2] >= west) & (some[:, 3] >= south)
        return np.sort(self._order[first:last][meets])


def local_order(boxes: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the order along a Z-shaped curve over the boxes' centres, so that neighbours follow each other.

    Args:
        boxes: west, south, east, north; shape (boxes, 4).
    """
    if not len(boxes):
        return np.arange(0)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    centres -= centres.min(axis=0)
    scale = _CELLS / (centres.max() or 1.0)
    column, row = (centres * scale).astype(np.uint64).T
    return np.argsort(_spread_bits(column) | _spread_bits(row) << np.uint64(1), kind="stable")


def _spread_bits(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return 16-bit numbers with a 0 between their bits: two of them side by side are a Morton code."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        numbers = (numbers | numbers << np.uint64(shift)) & np.uint64(mask)
    return numbers


def halves(polygon: QgsGeometry, at: float, *, across: bool) -> tuple[QgsGeometry, QgsGeometry]:
    """Cut a polygon in two: what lies west and east of a line, or south and north of it.

    Clipping is ten times faster than overlaying, but GEOS does not vouch for it: parts that do not add up are overlaid.

    Args:
        polygon: valid.
        at: where the line runs, metres.
        across: whether the line runs north, so that ``at`` is east.
    """
    box = polygon.boundingBox()
    box.grow(_BEYOND)
    low, high = QgsRectangle(box), QgsRectangle(box)
    if across:
        low.setXMaximum(at)
        high.setXMinimum(at)
    else:
        low.setYMaximum(at)
        high.setYMinimum(at)
    parts = polygon.clipped(low), polygon.clipped(high)
    whole = polygon.area()
    if abs(parts[0].area() + parts[1].area() - whole) <= _ROUNDING * whole:
        return parts
    return polygon.intersection(QgsGeometry.fromRect(low)), polygon.intersection(QgsGeometry.fromRect(high))


def clipped(polygon: QgsGeometry, box: Box) -> QgsGeometry:
    """Return what of a polygon lies in a box; the polygon itself where that is all."""
    for at, across, keeps_high in (
        (box.west, True, True),
        (box.east, True, False),
        (box.south, False, True),
        (box.north, False, False),
    ):
        extent = polygon.boundingBox()
        low, high = (
            (extent.xMinimum(), extent.xMaximum()) if across else (extent.yMinimum(), extent.yMaximum())
        )
        if high <= at if keeps_high else low >= at:
            return QgsGeometry()
        if low < at < high:
            polygon = halves(polygon, at, across=across)[keeps_high]
    return polygon
