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
_SHORT_M = 1.0


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
    """Look from the borders of rings that lie between two scan lines to the centre of their cell.

    The scan has compared the areas on both sides of all other rings. Since borders do not cross, one border of a ring
    from which the way to the centre leads away from it tells of the whole ring.

    Raises:
        NotACoverageError: the way to the centre tells of another area than the border does: one lies in another.
    """
    starts = rings.starts[:-1]
    low, high = (extreme.reduceat(rings.y, starts) for extreme in (np.minimum, np.maximum))
    line_below = [np.floor((y - grid.south) / grid.cell_m - 0.5) for y in (low, high)]
    between = line_below[0] == line_below[1]
    chosen = np.flatnonzero(between[borders.ring] | between[borders.other_ring])
    edges = borders.edges
    chosen = chosen[_long_enough(borders, chosen, rings.area.size)]
    way_x, way_y = edges.x1[chosen] - edges.x0[chosen], edges.y1[chosen] - edges.y0[chosen]
    length = np.hypot(way_x, way_y)
    aside_x, aside_y = -way_y / length * _ASIDE_M, way_x / length * _ASIDE_M
    middle_x, middle_y = edges.x0[chosen] + 0.5 * way_x, edges.y0[chosen] + 0.5 * way_y
    for side, expected in ((1, edges.left), (-1, edges.right)):
        label = locate(edges, grid, middle_x + side * aside_x, middle_y + side * aside_y)
        if np.any(label != expected[chosen]):
            raise NotACoverageError


def _long_enough(borders: Borders, chosen: Indices, ring_count: int) -> NDArray[np.bool_]:
    """Leave out short borders of rings that have longer ones: what leaves them at a sharp angle may be nearer."""
    edges, longest = borders.edges, np.zeros(ring_count)
    length = np.hypot(edges.x1[chosen] - edges.x0[chosen], edges.y1[chosen] - edges.y0[chosen])
    for ring in (borders.ring[chosen], borders.other_ring[chosen]):
        np.maximum.at(longest, ring, length)
    enough = np.minimum(longest[borders.ring[chosen]], longest[borders.other_ring[chosen]])
    return length >= np.minimum(enough, _SHORT_M)


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
