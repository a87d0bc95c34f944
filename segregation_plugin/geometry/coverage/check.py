"""Do the areas tile the plane? Borders meet at their ends only, and no area lies in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .edges import NotACoverageError
from .locate import locate
from .ragged import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .edges import Borders, Edges
    from .grid import Grid
    from .rings import Rings

    Indices = NDArray[np.intp]

_PAIRS_AT_ONCE = 2_000_000
_ASIDE_M = 1e-5


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


def require_labels_agree(borders: Borders, grid: Grid, rings: Rings) -> None:
    """Look from both sides of a border of every ring that lies between two scan lines to the centre of its cell.

    The scan has compared the areas on both sides of all others. Since borders do not cross, one border tells of a ring.

    Raises:
        NotACoverageError: the way to the centre tells of another area than the border does: one lies in another.
    """
    starts = rings.starts[:-1]
    low, high = (extreme.reduceat(rings.y, starts) for extreme in (np.minimum, np.maximum))
    line_below = [np.floor((y - grid.south) / grid.cell_m - 0.5) for y in (low, high)]
    chosen = borders.edge_of_ring[line_below[0] == line_below[1]]
    chosen = chosen[chosen >= 0]
    edges = borders.edges
    way_x, way_y = edges.x1[chosen] - edges.x0[chosen], edges.y1[chosen] - edges.y0[chosen]
    length = np.hypot(way_x, way_y)
    aside_x, aside_y = -way_y / length * _ASIDE_M, way_x / length * _ASIDE_M
    middle_x, middle_y = edges.x0[chosen] + 0.5 * way_x, edges.y0[chosen] + 0.5 * way_y
    for side, expected in ((1, edges.left), (-1, edges.right)):
        label = locate(edges, grid, middle_x + side * aside_x, middle_y + side * aside_y)
        if np.any(label != expected[chosen]):
            raise NotACoverageError


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
