"""Do borders meet at their ends only? Else the areas overlap, or leave gaps where their corners do not match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .edges import NotACoverageError
from .ragged import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .edges import Edges
    from .grid import Grid

    Indices = NDArray[np.intp]

_PAIRS_AT_ONCE = 2_000_000


def require_no_crossings(edges: Edges, grid: Grid) -> None:
    """Hold every two borders of each cell against each other.

    Raises:
        NotACoverageError: two of them cross, or one ends inside another.
    """
    first = grid.starts[:-1].astype(np.intp)
    cell = np.repeat(np.arange(first.size), np.diff(grid.starts))
    later = grid.starts[1:][cell] - np.arange(cell.size) - 1  # of the same cell
    ends = np.cumsum(later)
    start = 0
    while start < cell.size:
        done = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, done + _PAIRS_AT_ONCE, side="right")), start + 1)
        entry, rank = spread(later[start:stop])
        _require_apart(edges, grid.bucket[start + entry], grid.bucket[start + entry + 1 + rank])
        start = stop


def _require_apart(edges: Edges, one: Indices, other: Indices) -> None:
    """Refuse pairs of edges that have a place in common other than an end of both."""
    meet = np.flatnonzero(
        (edges.x0[one] <= edges.x1[other])
        & (edges.x0[other] <= edges.x1[one])
        & (edges.low[one] <= edges.high[other])
        & (edges.low[other] <= edges.high[one])
    )
    one, other = one[meet], other[meet]
    sides = (_sides(edges, one, other), _sides(edges, other, one))
    apart = np.zeros(one.size, dtype=np.bool_)
    for of_start, of_end in sides:
        apart |= ((of_start > 0) & (of_end > 0)) | ((of_start < 0) & (of_end < 0))
    bent = (sides[0][0] != 0) | (sides[0][1] != 0)
    apart |= _meet(edges, one, 0, other, 1) | _meet(edges, one, 1, other, 0)  # all edges go eastwards
    apart |= bent & (_meet(edges, one, 0, other, 0) | _meet(edges, one, 1, other, 1))
    if not apart.all():
        raise NotACoverageError


def _sides(edges: Edges, edge: Indices, other: Indices) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return on which side of an edge's line the ends of another lie: left positive, 0 on it."""
    way_x, way_y = edges.x1[edge] - edges.x0[edge], edges.y1[edge] - edges.y0[edge]
    x, y = edges.x0[edge], edges.y0[edge]
    return tuple(  # type: ignore[return-value]
        way_x * (end_y[other] - y) - way_y * (end_x[other] - x)
        for end_x, end_y in ((edges.x0, edges.y0), (edges.x1, edges.y1))
    )


def _meet(edges: Edges, one: Indices, end: int, other: Indices, other_end: int) -> NDArray[np.bool_]:
    """Say which pairs have an end in common."""
    x, y = ((edges.x0, edges.y0), (edges.x1, edges.y1))[end]
    other_x, other_y = ((edges.x0, edges.y0), (edges.x1, edges.y1))[other_end]
    return (x[one] == other_x[other]) & (y[one] == other_y[other])
