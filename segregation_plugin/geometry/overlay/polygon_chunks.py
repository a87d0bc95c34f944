"""Runs taken apart some at a time, so that however many they are, they need little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..coverage.ragged import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Indices = NDArray[np.intp]


def spread_in_chunks(counts: Indices, at_once: int = 500_000) -> Iterator[tuple[Indices, Indices]]:
    """Yield what ``spread`` returns, whole runs at a time: for every element its run, and its place in it.

    Args:
        counts: the length of each run, 0 or more, shape (runs,).
        at_once: as many elements as one run has, if that is more.
    """
    ends = np.cumsum(counts)
    start = 0
    while start < ends.size:
        done = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, done + at_once, side="right")), start + 1)
        run, rank = spread(counts[start:stop])
        yield start + run, rank
        start = stop
