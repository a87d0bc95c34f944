"""Scan lines from west to east: where each of them goes from one area to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .edges import OUTSIDE, NotACoverageError
from .ragged import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .edges import Edges

UNCLEAR = -2
"""The label of a place on a border, which is of both areas."""
_ON_A_BORDER_M = 1e-4


@dataclass(frozen=True)
class Scan:
    """Where parallel scan lines cross borders, line by line from west to east; the arrays have shape (crossings,)."""

    first: NDArray[np.intp]
    """The first crossing of each line, and their number; shape (lines + 1,)."""
    x: NDArray[np.float64]
    east: NDArray[np.int32]
    """The area behind each crossing."""

    @classmethod
    def of(cls, edges: Edges, levels: NDArray[np.float64]) -> Scan:
        """Scan borders.

        Args:
            edges: the borders of areas.
            levels: the north of each line, ascending.

        Raises:
            NotACoverageError: two crossings that follow each other do not agree on the area between them.
        """
        begin, end = np.searchsorted(levels, edges.low), np.searchsorted(levels, edges.high)
        edge, rank = spread(end - begin)
        line = begin[edge] + rank
        x0, y0 = edges.x0[edge], edges.y0[edge]
        rise = edges.y1[edge] - y0
        x = x0 + (levels[line] - y0) / rise * (edges.x1[edge] - x0)
        order = np.lexsort((x, line))
        line, x = line[order], x[order]
        # an edge goes eastwards: where it also climbs, its left is in the west
        left, right, climbs = edges.left[edge[order]], edges.right[edge[order]], rise[order] > 0
        west, east = np.where(climbs, left, right), np.where(climbs, right, left)
        goes_on = np.concatenate([line[1:] == line[:-1], np.zeros(min(line.size, 1), dtype=np.bool_)])
        follows = np.roll(goes_on, 1)
        if np.any(west != np.where(follows, np.roll(east, 1), OUTSIDE)) or np.any(east[~goes_on] != OUTSIDE):
            raise NotACoverageError
        return cls(np.searchsorted(line, np.arange(levels.size + 1)), x, east)

    def labels(self, x: NDArray[np.float64], line: NDArray[np.intp]) -> NDArray[np.int32]:
        """Return the area at places on scan lines; ``OUTSIDE`` in none, ``UNCLEAR`` on a border.

        Args:
            x: shape (places,).
            line: the scan line of each, counted from the first, shape (places,).
        """
        if not self.x.size:
            return np.full(x.size, OUTSIDE, dtype=np.int32)
        width = (
            max(float(self.x.max()), float(x.max(initial=0.0)))
            - (west := min(self.x.min(), x.min(initial=0.0)))
            + 1
        )
        lines = np.repeat(np.arange(self.first.size - 1), np.diff(self.first))
        after = np.searchsorted(lines * width + (self.x - west), line * width + (x - west))
        before = np.maximum(after - 1, 0)
        label = np.where(after > 0, self.east[before], OUTSIDE)
        near = np.minimum(
            np.where(lines[before] == line, np.abs(x - self.x[before]), np.inf),
            np.where(
                lines[np.minimum(after, lines.size - 1)] == line,
                np.abs(x - self.x[np.minimum(after, lines.size - 1)]),
                np.inf,
            ),
        )
        return np.where(near <= _ON_A_BORDER_M, UNCLEAR, label).astype(np.int32)
