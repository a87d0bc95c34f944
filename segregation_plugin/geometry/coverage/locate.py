"""Which area a place lies in, by the borders between it and the centre of its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .near import ROUNDING_M
from .ragged import runs_of
from .scan import UNCLEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .edges import Edges
    from .grid import Grid

    Numbers = NDArray[np.float64]


def locate(edges: Edges, grid: Grid, x: Numbers, y: Numbers) -> NDArray[np.int32]:
    """Return the area of each place, shape (places,); ``OUTSIDE`` in none, ``UNCLEAR`` where rounding decides.

    Args:
        edges: the borders.
        grid: the grid over them.
        x: east, metres, shape (places,).
        y: north.
    """
    column, row = grid.column(x), grid.row(y)
    label, cell = grid.look_up(column, row)
    near = np.flatnonzero(cell >= 0)
    if near.size:
        centre = grid.centre(column[near], row[near])
        label[near] = _seen_from(edges, grid, x[near], y[near], centre, cell[near], label[near])
    return label


def _seen_from(
    edges: Edges,
    grid: Grid,
    x: Numbers,
    y: Numbers,
    centre: tuple[Numbers, Numbers],
    cell: NDArray[np.intp],
    label_of_centre: NDArray[np.int32],
) -> NDArray[np.int32]:
    """Return the area of places in cells with borders: the near side of the first border on the way to the centre."""
    place, entry = runs_of(grid.starts, cell)
    edge = grid.bucket[entry]
    way_x, way_y = (centre[0] - x)[place], (centre[1] - y)[place]
    edge_x, edge_y = edges.x1[edge] - edges.x0[edge], edges.y1[edge] - edges.y0[edge]
    from_x, from_y = x[place] - edges.x0[edge], y[place] - edges.y0[edge]
    edge_length, way = np.hypot(edge_x, edge_y), np.hypot(way_x, way_y)
    here = (from_y * edge_x - from_x * edge_y) / edge_length
    there = here + (way_y * edge_x - way_x * edge_y) / edge_length
    passes = (here > 0) != (there > 0)
    one = way_y * from_x - way_x * from_y
    other = one - (way_y * edge_x - way_x * edge_y)
    crosses = passes & ((one > 0) != (other > 0))
    blurred = passes & (np.minimum(np.abs(one), np.abs(other)) <= ROUNDING_M * way)
    blurred |= crosses & (np.abs(here) <= ROUNDING_M)
    with np.errstate(divide="ignore", invalid="ignore"):
        after = np.where(crosses, here / (here - there) * way, np.inf)
    side = np.where(here > 0, edges.left[edge], edges.right[edge])
    return _nearest_sides(place, after, side, blurred, label_of_centre)


def _nearest_sides(
    place: NDArray[np.intp],
    after: Numbers,
    side: NDArray[np.int32],
    blurred: NDArray[np.bool_],
    label_of_centre: NDArray[np.int32],
) -> NDArray[np.int32]:
    first = np.minimum.reduceat(after, np.searchsorted(place, np.arange(label_of_centre.size)))
    label = label_of_centre.copy()
    nearest = np.flatnonzero((after < np.inf) & (after <= first[place] + ROUNDING_M))
    label[place[nearest]] = side[nearest]
    disagree = label[place[nearest]] != side[nearest]
    label[place[nearest[disagree]]] = UNCLEAR
    label[place[blurred]] = UNCLEAR
    return label
