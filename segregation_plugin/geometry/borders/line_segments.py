"""The segments of lines, a run of parts at a time, and how they go on from each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .straight import Straights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ..line_arrays import LineArrays

_VERTICES_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class LineSegments:
    """Segments that have a length, of some parts of lines, in order; arrays have shape (segments,)."""

    lines: LineArrays
    vertex: NDArray[np.intp]
    """The vertex that each starts at."""
    part: NDArray[np.intp]
    """The part that each is of."""

    def __len__(self) -> int:
        return int(self.vertex.size)

    @property
    def x(self) -> NDArray[np.float64]:
        """East of their starts."""
        return self.lines.x[self.vertex]

    @property
    def y(self) -> NDArray[np.float64]:
        """North of their starts."""
        return self.lines.y[self.vertex]

    def straights(self, rows: NDArray[np.intp]) -> Straights:
        """Return the segments at these places."""
        x, y, start = self.lines.x, self.lines.y, self.vertex[rows]
        return Straights.between(x[start], y[start], x[start + 1], y[start + 1])

    def longest_reach(self) -> NDArray[np.float64]:
        """Return how far each goes east or west, north or south, whichever is further."""
        x, y, start = self.lines.x, self.lines.y, self.vertex
        return np.maximum(np.abs(x[start + 1] - x[start]), np.abs(y[start + 1] - y[start]))


def runs_of_parts(lines: LineArrays) -> Iterator[tuple[int, int]]:
    """Yield where runs of parts with a bounded number of vertices begin and end; a part alone may have more."""
    first, count = 0, lines.line.size
    while first < count:
        beyond = np.searchsorted(lines.starts, lines.starts[first] + _VERTICES_AT_ONCE, side="right")
        last = min(max(int(beyond) - 1, first + 1), count)
        yield first, last
        first = last


def segments_of(lines: LineArrays, first: int, last: int) -> LineSegments:
    """Return the segments of the parts from ``first`` up to ``last``."""
    starts = lines.starts[first : last + 1]
    x, y = lines.x[starts[0] : starts[-1]], lines.y[starts[0] : starts[-1]]
    is_segment = (x[1:] != x[:-1]) | (y[1:] != y[:-1])
    is_segment[starts[1:-1] - starts[0] - 1] = False  # from the end of one part to the start of the next
    kept = np.flatnonzero(is_segment)
    part = np.repeat(np.arange(first, last), np.diff(starts))[kept]
    return LineSegments(lines, kept + starts[0], part)
