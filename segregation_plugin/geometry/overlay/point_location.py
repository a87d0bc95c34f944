"""Which polygons hold which points: all of both at once, by counting the borders east of each point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..coverage.near import ROUNDING_M
from ..coverage.ragged import spread
from ..coverage.rings import rings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ..coverage.rings import Rings
    from .point_rows import PointRows

    Indices = NDArray[np.intp]
    Numbers = NDArray[np.float64]

_AT_ONCE = 500_000
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


@dataclass(frozen=True)
class _Edges:
    """The edges of rings and the polygon that each is of; the arrays have shape (edges,)."""

    x0: Numbers
    y0: Numbers
    x1: Numbers
    y1: Numbers
    polygon: Indices

    @classmethod
    def of(cls, rings: Rings) -> _Edges:
        ring = np.repeat(np.arange(rings.area.size), np.diff(rings.starts))
        x0, y0, x1, y1 = rings.x[:-1], rings.y[:-1], rings.x[1:], rings.y[1:]
        kept = np.flatnonzero((ring[1:] == ring[:-1]) & ((x0 != x1) | (y0 != y1)))
        polygon = rings.area[ring[kept]].astype(np.intp)
        return cls(x0[kept], y0[kept], x1[kept], y1[kept], polygon)


def holding(polygons: Sequence[bytes], points: PointRows, tolerance_m: float) -> Holding:
    """Return which polygons hold which points.

    Args:
        polygons: little-endian WKB of valid, flat polygons, shape (polygons,); they may overlap.
        points: the points.
        tolerance_m: how far outside a polygon it still holds a point.
    """
    rings = rings_of(polygons)
    reach = max(tolerance_m + _COORDINATE_M, ROUNDING_M)
    polygon, point = points.within(_boxes(rings, reach))
    order = np.lexsort((points.y[point], polygon))
    polygon, point = polygon[order], point[order]
    crossed, near = np.zeros(point.size, dtype=np.intp), np.zeros(point.size, dtype=np.bool_)
    edges = _Edges.of(rings)
    x, y = points.x[point], points.y[point]
    for edge, pair in _beside(edges, polygon + 1j * y, reach):
        east, close = _east_and_close(edges, edge, x[pair], y[pair], reach)
        crossed += np.bincount(pair[east], minlength=point.size)
        near[pair[close]] = True
    held = np.flatnonzero(near | (crossed % 2 == 1))
    certain = np.ones(held.size, dtype=np.bool_) if tolerance_m >= ROUNDING_M else ~near[held]
    return Holding(polygon[held], points.point[point[held]], certain)


def _boxes(rings: Rings, reach: float) -> NDArray[np.float64]:
    """Return the boxes of polygons with a margin: west, south, east, north; shape (polygons, 4)."""
    starts = rings.starts[:-1][np.flatnonzero(np.diff(rings.area, prepend=-1))]
    low = [np.minimum.reduceat(values, starts) - reach for values in (rings.x, rings.y)]
    high = [np.maximum.reduceat(values, starts) + reach for values in (rings.x, rings.y)]
    return np.column_stack([*low, *high])


def _beside(edges: _Edges, places: NDArray[np.complex128], reach: float) -> Iterator[tuple[Indices, Indices]]:
    """Yield the edges of polygons and the points beside them, south of the northern end and north of the other.

    Args:
        edges: the edges.
        places: the polygon of each point, and as imaginary part its north; ascending.
        reach: how far beyond the ends.
    """
    first = np.searchsorted(places, edges.polygon + 1j * (np.minimum(edges.y0, edges.y1) - reach))
    last = first.copy()
    end = edges.polygon + 1j * (np.maximum(edges.y0, edges.y1) + reach)
    some = np.flatnonzero(places.take(first, mode="clip") <= end) if places.size else np.zeros(0, np.intp)
    last[some] = np.searchsorted(places, end[some], side="right")
    ends = np.cumsum((last - first)[some])
    start = 0
    while start < some.size:
        done = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, done + _AT_ONCE, side="right")), start + 1)
        edge = some[start:stop]
        owner, rank = spread((last - first)[edge])
        yield edge[owner], first[edge[owner]] + rank
        start = stop


def _east_and_close(
    edges: _Edges, edge: Indices, x: Numbers, y: Numbers, reach: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which edges a way east from a point crosses, and which are within reach of it."""
    x0, y0, y1 = edges.x0[edge], edges.y0[edge], edges.y1[edge]
    way_x, way_y = edges.x1[edge] - x0, y1 - y0
    from_x, from_y = x - x0, y - y0
    aside = way_x * from_y - from_x * way_y  # positive left of the edge
    east = ((y0 <= y) != (y1 <= y)) & ((aside > 0) == (way_y > 0))
    length = np.hypot(way_x, way_y)
    maybe = np.flatnonzero(np.abs(aside) <= reach * length)
    along = (from_x * way_x + from_y * way_y)[maybe] / length[maybe]
    beyond = along - np.clip(along, 0.0, length[maybe])
    close = np.zeros(x.size, dtype=np.bool_)
    close[maybe] = np.hypot(aside[maybe] / length[maybe], beyond) <= reach
    return east, close
