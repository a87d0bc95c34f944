"""Which polygons hold which points: all of both at once, by counting the borders east of each point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..coverage.near import ROUNDING_M
from ..coverage.rings import rings_of
from .polygon_boxes import boxes_of_rings
from .polygon_chunks import spread_in_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ..coverage.rings import Rings
    from .point_rows import PointRows

    Indices = NDArray[np.intp]
    Numbers = NDArray[np.float64]

_COORDINATE_M = 1e-9
"""What rounding leaves of coordinates: a point exactly as far from a border as the tolerance is within it."""


@dataclass(frozen=True)
class Holding:
    """Which polygons hold which points, borders included; the arrays have shape (pairs,)."""

    polygon: Indices
    point: Indices
    certain: NDArray[np.bool_]
    """False where, without a tolerance, a point is so near the border that arithmetic does not tell."""

    @classmethod
    def joined(cls, parts: Sequence[tuple[int, Holding]]) -> Holding:
        """Return what several sets of polygons hold, given with the number of the first of each."""
        return cls(
            np.concatenate([first + part.polygon for first, part in parts]),
            np.concatenate([part.point for _, part in parts]),
            np.concatenate([part.certain for _, part in parts]),
        )


def holding(polygons: Sequence[bytes], points: PointRows, tolerance_m: float) -> Holding:
    """Return which polygons hold which points.

    Args:
        polygons: little-endian WKB of valid, flat polygons, shape (polygons,); they may overlap.
        points: the points.
        tolerance_m: how far outside a polygon it still holds a point.
    """
    rings = rings_of(polygons)
    reach = max(tolerance_m + _COORDINATE_M, ROUNDING_M)
    margin = np.array([-reach, -reach, reach, reach])
    polygon, point = points.within(boxes_of_rings(rings) + margin)
    order = np.lexsort((points.y[point], polygon))
    polygon, point = polygon[order], point[order]
    crossed, near = np.zeros(point.size, dtype=np.intp), np.zeros(point.size, dtype=np.bool_)
    x, y = points.x[point], points.y[point]
    for edge, pair in _beside(rings, polygon, y, reach):
        east, close = _east_and_close(rings, edge, x[pair], y[pair], reach)
        crossed += np.bincount(pair[east], minlength=point.size)
        near[pair[close]] = True
    held = np.flatnonzero(near | (crossed % 2 == 1))
    certain = np.ones(held.size, dtype=np.bool_) if tolerance_m >= ROUNDING_M else ~near[held]
    return Holding(polygon[held], points.point[point[held]], certain)


def _beside(rings: Rings, polygon: Indices, y: Numbers, reach: float) -> Iterator[tuple[Indices, Indices]]:
    """Yield the edges of polygons and the points beside them, south of the northern end and north of the other.

    An edge has the number of the vertex that it starts at. Some points north and south of it may be among them.

    Args:
        rings: of the polygons.
        polygon: the polygon of each point, ascending; shape (points,).
        y: its north, ascending within a polygon.
        reach: how far beyond the ends.
    """
    if not y.size:
        return
    high = float(np.ptp(rings.y)) + 4 * reach
    of_vertex = np.repeat(rings.area, np.diff(rings.starts))[:-1] * high
    places = polygon * high + y  # all polygons one above the other
    low, top = np.minimum(rings.y[:-1], rings.y[1:]), np.maximum(rings.y[:-1], rings.y[1:])
    first = np.searchsorted(places, of_vertex + (low - reach))
    last = first.copy()
    end = of_vertex + (top + reach)
    some = np.flatnonzero(places.take(first, mode="clip") <= end)
    last[some] = np.searchsorted(places, end[some], side="right")
    last[rings.starts[1:-1] - 1] = 0  # from the end of one ring to the start of the next
    for owner, rank in spread_in_chunks(np.maximum(last - first, 0)):
        yield owner, first[owner] + rank


def _east_and_close(
    rings: Rings, edge: Indices, x: Numbers, y: Numbers, reach: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which edges a way east from a point crosses, and which are within reach of it."""
    x0, y0, y1 = rings.x[edge], rings.y[edge], rings.y[edge + 1]
    way_x, way_y = rings.x[edge + 1] - x0, y1 - y0
    from_x, from_y = x - x0, y - y0
    aside = way_x * from_y - from_x * way_y  # positive left of the edge
    east = ((y0 <= y) != (y1 <= y)) & ((aside > 0) == (way_y > 0))
    length = np.hypot(way_x, way_y)
    maybe = np.flatnonzero((np.abs(aside) <= reach * length) & (length > 0))
    along = (from_x * way_x + from_y * way_y)[maybe] / length[maybe]
    beyond = along - np.clip(along, 0.0, length[maybe])
    close = np.zeros(x.size, dtype=np.bool_)
    close[maybe] = np.hypot(aside[maybe] / length[maybe], beyond) <= reach
    return east, close
