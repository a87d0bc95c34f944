"""Do the areas tile the plane? Borders meet at their ends only, and around these the areas follow each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from .edges import NotACoverageError, grouped
from .ragged import spread

if TYPE_CHECKING:
    from typing import TypeVar

    from numpy.typing import NDArray

    from .edges import Edges
    from .grid import Grid

    Indices = NDArray[np.intp]
    _Value = TypeVar("_Value", np.int32, np.float64)

_PAIRS_AT_ONCE = 500_000
_MOST_PAIRS = 400_000_000
"""More pairs take minutes: very many small areas in one cell of a grid that is made for large ones."""


def require_coverage(edges: Edges, grid: Grid) -> None:
    """Hold every two borders of each cell against each other, and go around every corner.

    With borders that do not cross, and corners where what one border has on its left the next has on its right, labels
    agree along all borders that hang together.

    Raises:
        NotACoverageError: two borders cross, one ends inside another, areas do not follow each other around a corner,
            or there are too many borders in a cell to tell.
    """
    _require_corners_agree(edges, *_joints(edges, grid))


def _joints(edges: Edges, grid: Grid) -> tuple[Indices, Indices]:
    """Return which ends of borders meet, pair by pair, some more than once; ends are numbered as in ``_at_ends``."""
    first = grid.starts[:-1].astype(np.intp)
    cell = np.repeat(np.arange(first.size), np.diff(grid.starts))
    later = grid.starts[1:][cell] - np.arange(cell.size) - 1  # of the same cell
    ends = np.cumsum(later)
    if ends[-1] > _MOST_PAIRS:
        raise NotACoverageError
    bounds = np.searchsorted(ends, np.arange(0, int(ends[-1]) + _PAIRS_AT_ONCE, _PAIRS_AT_ONCE), side="right")
    bounds[0], bounds[-1] = 0, cell.size

    def joints(start: int, stop: int) -> tuple[Indices, Indices]:
        entry, rank = spread(later[start:stop])
        return _joints_of(edges, grid.bucket[start + entry], grid.bucket[start + entry + 1 + rank])

    with ThreadPoolExecutor() as pool:
        one, other = zip(*pool.map(joints, bounds[:-1], bounds[1:]), strict=True)
    return np.concatenate(one), np.concatenate(other)


def _joints_of(edges: Edges, one: Indices, other: Indices) -> tuple[Indices, Indices]:
    """Return which ends of pairs of edges meet, and refuse pairs that have any other place in common."""
    for low, high in ((edges.x0, edges.x1), (edges.low, edges.high)):
        boxes_meet = np.flatnonzero((low[one] <= high[other]) & (low[other] <= high[one]))
        one, other = one[boxes_meet], other[boxes_meet]
    for _ in range(2):
        start, end = _sides(edges, one, other)
        rest = np.flatnonzero(np.sign(start) * np.sign(end) <= 0)
        one, other = other[rest], one[rest]
    straight = (start[rest] == 0) & (end[rest] == 0)
    meets = {ends: _meet(edges, one, ends[0], other, ends[1]) for ends in product((0, 1), repeat=2)}
    # all edges go eastwards: of two on one line, the end of one has to be the start of the other
    apart = meets[0, 1] | meets[1, 0] | ~straight & (meets[0, 0] | meets[1, 1])
    if not apart.all():
        raise NotACoverageError
    found = [
        (one[meet].astype(np.intp) + end * len(edges), other[meet].astype(np.intp) + other_end * len(edges))
        for (end, other_end), meet in meets.items()
    ]
    return np.concatenate([ends for ends, _ in found]), np.concatenate([ends for _, ends in found])


def _require_corners_agree(edges: Edges, one: Indices, other: Indices) -> None:
    """Go around every corner, where ends of borders meet in pairs: what is left of one is right of the next.

    Rings are closed: where two borders meet, both are of the same two areas, and there is nothing to ask.

    Raises:
        NotACoverageError: it is not, as where a corner of one area lies on the side of another.
    """
    one, other = np.concatenate([one, other]), np.concatenate([other, one])
    partner = np.zeros(2 * len(edges), dtype=np.intp)
    partner[one] = other
    several = np.zeros(partner.size, dtype=np.bool_)
    several[one[partner[one] != other]] = True
    end = np.flatnonzero(several)
    x, y = _at_ends(edges.x0, edges.x1)[end], _at_ends(edges.y0, edges.y1)[end]
    way_x, way_y = edges.x1 - edges.x0, edges.y1 - edges.y0
    angle = np.arctan2(_at_ends(way_y, -way_y)[end], _at_ends(way_x, -way_x)[end])
    order, first = grouped((x, y))
    behind = np.append(first[1:], order.size)[: first.size]  # the last end of each corner
    corner = np.repeat(np.arange(first.size), behind - first)
    end = end[order[np.lexsort((angle[order], corner))]]
    following = np.arange(1, end.size + 1)
    following[behind - 1] = first
    left, right = _at_ends(edges.left, edges.right), _at_ends(edges.right, edges.left)
    if np.any(left[end] != right[end[following]]):
        raise NotACoverageError


def _at_ends(of_first: NDArray[_Value], of_second: NDArray[_Value]) -> NDArray[_Value]:
    """Return values of all ends: the first of every edge, then the second of every edge; shape (2 * edges,)."""
    return np.concatenate([of_first, of_second])


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
