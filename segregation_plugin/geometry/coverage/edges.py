"""The borders of areas that tile the plane: every edge once, with the area on its left and on its right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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
    shared = np.flatnonzero(size == _SIDES)
    one, two = order[first], order[first[shared] + 1]
    if size.max(initial=0) > _SIDES or np.any(inside_left[two] == inside_left[one[shared]]):
        raise NotACoverageError
    left = np.where(inside_left[one], directed.left[one], OUTSIDE)
    right = np.where(inside_left[one], OUTSIDE, directed.left[one])
    left[shared] = np.where(inside_left[two], directed.left[two], left[shared])
    right[shared] = np.where(inside_left[two], right[shared], directed.left[two])
    kept = np.flatnonzero(left != right)  # where an area touches itself there is no border
    kept = kept[np.argsort(one[kept])]
    ends = (values[one[kept]] for values in (directed.x0, directed.y0, directed.x1, directed.y1))
    return Edges(*ends, left[kept].astype(np.int32), right[kept].astype(np.int32))


def _directed(rings: Rings) -> tuple[Edges, NDArray[np.bool_]]:
    """Return every edge of every ring from west to east with its area as ``left``, and whether it lies there."""
    within = np.ones(max(rings.x.size - 1, 0), dtype=np.bool_)
    within[rings.starts[1:-1] - 1] = False  # from the end of one ring to the start of the next
    x0, y0, x1, y1 = rings.x[:-1], rings.y[:-1], rings.x[1:], rings.y[1:]
    ring = np.repeat(np.arange(rings.area.size), np.diff(rings.starts))[:-1]
    start_x, start_y = rings.x[rings.starts[ring]], rings.y[rings.starts[ring]]
    twice = np.where(within, (x0 - start_x) * (y1 - start_y) - (x1 - start_x) * (y0 - start_y), 0.0)
    counter_clockwise = np.bincount(ring, twice, rings.area.size) > 0
    kept = within & ((x0 != x1) | (y0 != y1))
    x0, y0, x1, y1, ring = x0[kept], y0[kept], x1[kept], y1[kept], ring[kept]
    turned = (x1 < x0) | ((x1 == x0) & (y1 < y0))
    inside_left = (counter_clockwise ^ rings.hole)[ring] ^ turned
    ends = (np.where(turned, second, first) for first, second in ((x0, x1), (y0, y1), (x1, x0), (y1, y0)))
    area = rings.area[ring]
    return Edges(*ends, area, area), inside_left


def grouped(columns: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return an order in which equal rows stand together, and where each group of them starts.

    Args:
        columns: the numbers of each row, every one of shape (rows,).
    """
    key = _hash(columns)
    order = np.argsort(key)
    key = key[order]
    same = _same(columns, order)
    if np.any((key[1:] == key[:-1]) & ~same):  # two rows of one hash: sort by the numbers themselves
        order = np.lexsort(columns)
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
