"""Which boxes meet, of very many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..coverage.ragged import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Indices = NDArray[np.intp]

_HEIGHTS_PER_ROW = 2.0
_AT_ONCE = 500_000


def meeting_boxes(boxes: NDArray[np.float64], groups: Indices) -> Iterator[tuple[Indices, Indices, float]]:
    """Yield the pairs of boxes of a group that have a place in common, some at a time.

    Every pair is there once. With the pairs comes the part of the work that is done when they are looked at.

    Args:
        boxes: west, south, east, north; shape (boxes, 4).
        groups: the group of each box, shape (boxes,), from 0.
    """
    if not len(boxes):
        return
    west, south, east, north = boxes.T
    row_m = max(_HEIGHTS_PER_ROW * float((north - south).mean()), np.finfo(np.float64).tiny)
    first, last = (np.floor((side - south.min()) / row_m).astype(np.intp) for side in (south, north))
    first, last = (rows + groups * (int(last.max()) + 1) for rows in (first, last))
    box, rank = spread(last - first + 1)
    row = first[box] + rank
    order = np.lexsort((west[box], row))
    box, row = box[order], row[order]
    until = np.searchsorted(row + 1j * west[box], row + 1j * east[box], side="right")
    later = until - np.arange(1, box.size + 1)  # of its row, and not east of it
    ends = np.cumsum(later)
    start = 0
    while start < box.size:
        done = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, done + _AT_ONCE, side="right")), start + 1)
        place, rank = spread(later[start:stop])
        place += start
        one, other = box[place], box[place + 1 + rank]
        meet = (south[one] <= north[other]) & (south[other] <= north[one])
        meet &= row[place] == np.maximum(first[one], first[other])  # once, though they share other rows
        yield one[meet], other[meet], stop / box.size
        start = stop
