"""Parts of lines as ways: segments in a row, and the pieces that stretches along them make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .near import Segments
from .ragged import runs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..line_arrays import LineArrays

    Indices = NDArray[np.intp]
    Numbers = NDArray[np.float64]

_SHORTEST_M = 1e-8
"""Shorter pieces are made by rounding."""


@dataclass(frozen=True)
class Ways:
    """The segments of some parts, in order; without those that have no length."""

    segments: Segments
    part: Indices
    """The way that each segment is of, shape (segments,)."""
    start: Numbers
    """Metres from the start of the way to that of the segment, shape (segments,)."""
    stop: Numbers
    """Metres from the start of the way to the end of the segment, exactly where the next one starts."""
    lengths: Numbers
    """Metres, shape (ways,)."""
    _begins: Numbers
    """Metres from the start of the first way to that of the segment, all ways laid end to end."""

    @classmethod
    def of(cls, lines: LineArrays, parts: Indices) -> Ways:
        """Take parts of lines, each longer than 0."""
        part, vertex = runs_of(lines.starts, parts)
        first = np.flatnonzero(part[1:] == part[:-1])
        part, vertex = part[first], vertex[first]
        segments = Segments(lines.x[vertex], lines.y[vertex], lines.x[vertex + 1], lines.y[vertex + 1])
        long = np.flatnonzero((segments.x0 != segments.x1) | (segments.y0 != segments.y1))
        segments, part = segments.take(long), part[long]
        ends = np.cumsum(np.hypot(segments.x1 - segments.x0, segments.y1 - segments.y0))
        begins = np.concatenate([[0.0], ends])[:-1]
        opening = np.searchsorted(part, np.arange(parts.size))
        closing = np.searchsorted(part, np.arange(parts.size), side="right") - 1
        first = begins[opening]
        return cls(segments, part, begins - first[part], ends - first[part], ends[closing] - first, begins)

    def places(self, part: Indices, along: Numbers) -> tuple[Numbers, Numbers]:
        """Return the coordinates of places on ways.

        Args:
            part: the way of each place, shape (places,).
            along: metres from its start.
        """
        opening = np.searchsorted(self.part, part)
        segment = np.searchsorted(self._begins, self._begins[opening] + along, side="right") - 1
        one = self.segments.take(segment)
        way_x, way_y = one.x1 - one.x0, one.y1 - one.y0
        share = np.clip((along - self.start[segment]) / np.hypot(way_x, way_y), 0.0, 1.0)
        return one.x0 + share * way_x, one.y0 + share * way_y


@dataclass(frozen=True)
class Pieces:
    """Ways cut where stretches start and stop, so that every stretch covers a piece wholly or not at all."""

    part: Indices
    """The way of each piece, shape (pieces,)."""
    length: Numbers
    middle: Numbers
    """Metres from the start of the way."""
    number: Indices
    """The piece behind each cut, -1 where there is none; shape (cuts,)."""
    start: Indices
    """The cut where each stretch starts, shape (stretches,)."""
    stop: Indices

    @classmethod
    def of(cls, ways: Ways, part: Indices, start: Numbers, stop: Numbers) -> Pieces:
        """Cut all ways.

        Args:
            ways: what to cut.
            part: the way of each stretch, shape (stretches,).
            start: metres from its start.
            stop: likewise.
        """
        every, count = np.arange(ways.lengths.size), part.size
        of_cut = np.concatenate([part, part, every, every])
        at = np.concatenate([start, stop, np.zeros(every.size), ways.lengths])
        order = np.lexsort((at, of_cut))
        rank = np.empty(order.size, dtype=np.intp)
        rank[order] = np.arange(order.size)
        of_cut, at = of_cut[order], at[order]
        length = np.diff(at, append=0.0)
        piece = np.flatnonzero((np.diff(of_cut, append=-1) == 0) & (length > _SHORTEST_M))
        number = np.full(order.size, -1)
        number[piece] = np.arange(piece.size)
        return cls(
            of_cut[piece],
            length[piece],
            at[piece] + 0.5 * length[piece],
            number,
            rank[:count],
            rank[count : 2 * count],
        )
