"""Which boxes meet, of very many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..coverage.ragged import spread
from .polygon_chunks import spread_in_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ..coverage.rings import Rings

    Indices = NDArray[np.intp]

_HEIGHTS_PER_ROW = 2.0


def boxes_of_rings(rings: Rings) -> NDArray[np.float64]:
    """Return the boxes of polygons, one ring or more each: west, south, east, north; shape (polygons, 4)."""
    starts = rings.starts[:-1][np.flatnonzero(np.diff(rings.area, prepend=-1))]
    low = [np.minimum.reduceat(values, starts) for values in (rings.x, rings.y)]
    high = [np.maximum.reduceat(values, starts) for values in (rings.x, rings.y)]
    return np.column_stack([*low, *high])


def meeting_boxes(boxes: NDArray[np.float64], groups: Indices) -> Iterator[tuple[Indices, Indices, float]]:
    """Yield the pairs of boxes of a group that have a place in common, every pair once, some at a time.

    With them comes the part of the boxes that was looked at by then.

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
    for place, rank in spread_in_chunks(later):
        if not place.size:
            continue
        one, other = box[place], box[place + 1 + rank]
        meet = (south[one] <= north[other]) & (south[other] <= north[one])
        meet &= row[place] == np.maximum(first[one], first[other])  # once, though they share other rows
        yield one[meet], other[meet], (place[-1] + 1) / box.size
