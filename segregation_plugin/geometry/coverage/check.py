"""Do the areas tile the plane? Borders meet at their ends only, and around these the areas follow each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from .edges import NotACoverageError, grouped
from .ragged import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .edges import Edges
    from .grid import Grid

    Indices = NDArray[np.intp]

_PAIRS_AT_ONCE = 500_000
_MOST_PAIRS = 400_000_000
"""More pairs take minutes: very many small areas in one cell of a grid that is made for large ones."""


def require_no_crossings(edges: Edges, grid: Grid) -> None:
    """Hold every two borders of each cell against each other.

    Raises:
        NotACoverageError: two of them cross, one ends inside another, or there are too many to tell.
    """
    first = grid.starts[:-1].astype(np.intp)
    cell = np.repeat(np.arange(first.size), np.diff(grid.starts))
    later = grid.starts[1:][cell] - np.arange(cell.size) - 1  # of the same cell
    ends = np.cumsum(later)
    if ends[-1] > _MOST_PAIRS:
        raise NotACoverageError
    bounds = np.searchsorted(ends, np.arange(0, int(ends[-1]) + _PAIRS_AT_ONCE, _PAIRS_AT_ONCE), side="right")
    bounds[0], bounds[-1] = 0, cell.size

    def check(start: int, stop: int) -> None:
        entry, rank = spread(later[start:stop])
        _require_apart(edges, grid.bucket[start + entry], grid.bucket[start + entry + 1 + rank])

    with ThreadPoolExecutor() as pool:
        list(pool.map(check, bounds[:-1], bounds[1:]))


def require_corners_agree(edges: Edges) -> None:
    """Go around every corner: what one border has on its left, the next has on its right.

    With borders that do not cross, labels then agree along all borders that hang together.

    Raises:
        NotACoverageError: they do not, as where a corner of one area lies on the side of another.
    """
    x, y = np.concatenate([edges.x0, edges.x1]), np.concatenate([edges.y0, edges.y1])
    left, right = np.concatenate([edges.left, edges.right]), np.concatenate([edges.right, edges.left])
    order, first = grouped((x, y))
    size = np.diff(np.append(first, order.size))
    # most corners have two borders, where there is no order to look for
    two = first[size == 2]  # noqa: PLR2004
    several = np.flatnonzero(np.repeat(size, size) > 2)  # noqa: PLR2004
    end = order[several]
    way_x, way_y = edges.x1 - edges.x0, edges.y1 - edges.y0
    angle = np.arctan2(np.concatenate([way_y, -way_y])[end], np.concatenate([way_x, -way_x])[end])
    group = np.repeat(np.arange(size.size), size)[several]
    end = end[np.lexsort((angle, group))]
    last = np.append(np.diff(group) != 0, True)[: end.size]
    begins = np.concatenate([[0], np.flatnonzero(last)[:-1] + 1]).astype(np.intp)
    following = np.arange(1, end.size + 1)
    following[last] = begins[: int(last.sum())]
    agree = (
        np.all(size > 1)
        and np.all(left[order[two]] == right[order[two + 1]])
        and np.all(right[order[two]] == left[order[two + 1]])
        and np.all(left[end] == right[end[following]])
    )
    if not agree:
        raise NotACoverageError


def _require_apart(edges: Edges, one: Indices, other: Indices) -> None:
    """Refuse pairs of edges that have a place in common other than an end of both."""
    for low, high in ((edges.x0, edges.x1), (edges.low, edges.high)):
        boxes_meet = np.flatnonzero((low[one] <= high[other]) & (low[other] <= high[one]))
        one, other = one[boxes_meet], other[boxes_meet]
    for _ in range(2):
        start, end = _sides(edges, one, other)
        rest = np.flatnonzero(np.sign(start) * np.sign(end) <= 0)
        one, other = other[rest], one[rest]
    straight = (start[rest] == 0) & (end[rest] == 0)
    apart = _meet(edges, one, 0, other, 1) | _meet(edges, one, 1, other, 0)  # all edges go eastwards
    apart |= ~straight & (_meet(edges, one, 0, other, 0) | _meet(edges, one, 1, other, 1))
    if not apart.all():
        raise NotACoverageError


def _sides(edges: Edges, edge: Indices, other: Indices) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return on which side of an edge's line the ends of another lie: left positive, 0 on it."""
    way_x, way_y = edges.x1[edge] - edges.x0[edge], edges.y1[edge] - edges.y0[edge]
    x, y = edges.x0[edge], edges.y0[edge]
    start = way_x * (edges.y0[other] - y) - way_y * (edges.x0[other] - x)
    end = way_x * (edges.y1[other] - y) - way_y * (edges.x1[other] - x)
    return start, end


def _meet(edges: Edges, one: Indices, end: int, other: Indices, other_end: int) -> NDArray[np.bool_]:
    """Say which pairs have an end in common."""
    x, y = ((edges.x0, edges.y0), (edges.x1, edges.y1))[end]
    other_x, other_y = ((edges.x0, edges.y0), (edges.x1, edges.y1))[other_end]
    return (x[one] == other_x[other]) & (y[one] == other_y[other])
