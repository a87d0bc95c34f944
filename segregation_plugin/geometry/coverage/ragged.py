"""Runs of different lengths in flat arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def spread(counts: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return for every element of all runs its run and its place in it, both of shape (sum of counts,).

    Args:
        counts: the length of each run, 0 or more, shape (runs,).
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if ends.size else 0
    run = np.repeat(np.arange(counts.size), counts)
    return run, np.arange(total) - np.repeat(ends - counts, counts)


def runs_of(starts: NDArray[np.intp], chosen: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the elements of chosen runs: the place in ``chosen`` of each, and its place in the flat array.

    Args:
        starts: where each run begins, and the end of the last; shape (runs + 1,).
        chosen: runs, shape (chosen,).
    """
    first = starts[chosen]
    owner, rank = spread(starts[chosen + 1] - first)
    return owner, first[owner] + rank
