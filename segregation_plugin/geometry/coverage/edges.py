"""The borders of areas that tile the plane: every edge once, with the area on its left and on its right."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .rings import Rings

OUTSIDE = -1
"""The label of ground in no area."""

_SIDES = 2
"""An edge has two."""
_ALONE, _NONE = -1, -2
_VERTICES_AT_ONCE = 60_000
_ROWS_AT_ONCE = 100_000
"""Little enough for the processor's own memory, which is worth as much as a second processor."""

_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], np.uint64
)


class NotACoverageError(Exception):
    """The areas overlap each other or their borders do not match."""


@dataclass(frozen=True)
class Edges:
    """Undirected edges, each drawn from its western (of two alike, southern) end; all arrays have shape (edges,)."""

    x0: NDArray[np.float64]
    y0: NDArray[np.float64]
    x1: NDArray[np.float64]
    y1: NDArray[np.float64]
    left: NDArray[np.int32]
    """The area on the left of the way from 0 to 1; ``OUTSIDE`` where there is none."""
    right: NDArray[np.int32]

    def __len__(self) -> int:
        return int(self.x0.size)

    @cached_property
    def low(self) -> NDArray[np.float64]:
        """The south of each edge."""
        return np.minimum(self.y0, self.y1)

    @cached_property
    def high(self) -> NDArray[np.float64]:
        """The north of each edge."""
        return np.maximum(self.y0, self.y1)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all edges, metres."""
        return (float(self.x0.min()), float(self.low.min()), float(self.x1.max()), float(self.high.max()))


def edges_of(rings: Rings) -> Edges:
    """Return the borders of areas, neighbours in a ring near each other.

    Raises:
        NotACoverageError: an edge has two areas on the same side, or more than two in all.
    """
    directed, inside_left = _directed(rings)
    order, first = grouped((directed.x0, directed.y0, directed.x1, directed.y1))
    size = np.diff(np.append(first, order.size))
    if size.max(initial=0) > _SIDES:
        raise NotACoverageError
    other = np.full(len(directed), _NONE)
    other[order[first]] = _ALONE
    shared = first[size == _SIDES]
    other[order[shared]] = order[shared + 1]
    one = np.flatnonzero(other > _NONE)
    other, inside, area = other[one], inside_left[one], directed.left[one]
    two = np.maximum(other, 0)
    if np.any((other >= 0) & (inside_left[two] == inside)):
        raise NotACoverageError
    behind = np.where(other >= 0, directed.left[two], OUTSIDE)
    kept = np.flatnonzero(area != behind)  # where an area touches itself there is no border
    one, inside, area, behind = one[kept], inside[kept], area[kept], behind[kept]
    ends = (values[one] for values in (directed.x0, directed.y0, directed.x1, directed.y1))
    return Edges(*ends, np.where(inside, area, behind), np.where(inside, behind, area))


def _directed(rings: Rings) -> tuple[Edges, NDArray[np.bool_]]:
    """Return every edge of every ring from west to east with its area as ``left``, and whether it lies there."""
    bounds = np.searchsorted(rings.starts, np.arange(0, rings.x.size, _VERTICES_AT_ONCE))
    runs = list(pairwise([*np.unique(bounds).tolist(), rings.area.size])) or [(0, 0)]
    with ThreadPoolExecutor() as pool:
        columns = list(zip(*pool.map(lambda run: _directed_of(rings, *run), runs), strict=True))
    x0, y0, x1, y1, area, inside_left = (np.concatenate(column) for column in columns)
    return Edges(x0, y0, x1, y1, area, area), inside_left


def _directed_of(rings: Rings, first: int, last: int) -> tuple[NDArray[np.generic], ...]:
    """Return the edges of some rings: both ends, the area, and whether it lies on the left; each of shape (edges,)."""
    starts = rings.starts[first : last + 1] - rings.starts[first]
    x, y = (values[rings.starts[first] : rings.starts[last]] for values in (rings.x, rings.y))
    ring = np.repeat(np.arange(last - first), np.diff(starts))
    # seen from the start of their ring, so that areas do not round
    from_x, from_y = x - x[starts[ring]], y - y[starts[ring]]
    within = ring[:-1] == ring[1:]
    twice = np.where(within, from_x[:-1] * from_y[1:] - from_x[1:] * from_y[:-1], 0.0)
    counter_clockwise = np.bincount(ring[:-1], twice, last - first) > 0
    kept = np.flatnonzero(within & ((x[:-1] != x[1:]) | (y[:-1] != y[1:])))
    x0, y0, x1, y1, ring = x[kept], y[kept], x[kept + 1], y[kept + 1], ring[kept]
    turned = (x1 < x0) | ((x1 == x0) & (y1 < y0))
    inside_left = (counter_clockwise ^ rings.hole[first:last])[ring] ^ turned
    ends = (np.where(turned, second, first) for first, second in ((x0, x1), (y0, y1), (x1, x0), (y1, y0)))
    return (*ends, rings.area[first:last][ring], inside_left)


def grouped(columns: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return an order in which equal rows stand together, and where each group of them starts.

    Args:
        columns: the numbers of each row, every one of shape (rows,).
    """
    key = _hash(columns)
    share = max(key.size // _ROWS_AT_ONCE, 1)  # equal rows have one hash, and so are in one share
    of_share = ((key >> np.uint64(32)) * np.uint64(share) >> np.uint64(32)).astype(np.uint16)
    rows = np.argsort(of_share, kind="stable")
    bounds = np.searchsorted(of_share[rows], np.arange(share + 1))
    with ThreadPoolExecutor() as pool:
        shares = pairwise(bounds.tolist())
        found = list(pool.map(lambda ends: _grouped_rows(columns, key, rows[slice(*ends)]), shares))
    order = np.concatenate([of_rows for of_rows, _ in found])
    return order, np.concatenate(
        [start + first for start, (_, first) in zip(bounds.tolist(), found, strict=False)]
    )


def _grouped_rows(
    columns: Sequence[NDArray[np.float64]], key: NDArray[np.uint64], rows: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return some rows in an order in which equal ones stand together, and where each group of them starts."""
    key = key[rows]
    by_key = np.argsort(key)
    key, order = key[by_key], rows[by_key]
    same = _same(columns, order)
    if np.any((key[1:] == key[:-1]) & ~same):  # two rows of one hash: sort by the numbers themselves
        order = rows[np.lexsort([values[rows] for values in columns])]
        same = _same(columns, order)
    return order, np.flatnonzero(np.concatenate([[True], ~same]))[: order.size]


def _same(columns: Sequence[NDArray[np.float64]], order: NDArray[np.intp]) -> NDArray[np.bool_]:
    same = np.ones(max(order.size - 1, 0), dtype=np.bool_)
    for values in columns:
        in_order = values[order]
        same &= in_order[1:] == in_order[:-1]
    return same


def _hash(columns: Sequence[NDArray[np.float64]]) -> NDArray[np.uint64]:
    """Return a number that is the same for equal rows; sorting it is many times faster than sorting several."""
    key = np.zeros(columns[0].size, dtype=np.uint64)
    for values, multiplier in zip(columns, _MULTIPLIERS, strict=False):
        bits = (values + 0.0).view(np.uint64)  # -0.0 and 0.0 are the same place
        key ^= bits ^ (bits >> np.uint64(29))  # round coordinates have all their bits at the upper end
        key *= multiplier
        key ^= key >> np.uint64(32)
    return key
