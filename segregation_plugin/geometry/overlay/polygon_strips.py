"""Strips of ground between lines from west to east, and edges cut into what of them lies in each."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from ..coverage.ragged import spread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from numpy.typing import NDArray

    Indices = NDArray[np.intp]
    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class _OfEdges:
    """What was found of edges; all arrays have one and the same length."""

    edge: Indices
    """The edge that each is of."""

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return several sets as one."""
        return cls(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(cls)))

    def take(self, chosen: Indices) -> Self:
        """Return some of them, in the order asked for."""
        return replace(self, **{one.name: getattr(self, one.name)[chosen] for one in fields(self)})

    def counted_from(self, first: int) -> Self:
        """Return the same of edges of which the first has another number."""
        return replace(self, edge=self.edge + first)


@dataclass(frozen=True)
class Spans(_OfEdges):
    """Pieces of edges, each within a strip; the arrays have shape (pieces,)."""

    strip: Indices
    begin: Numbers
    """Where a piece begins in the west, metres."""
    end: Numbers
    """Where it ends, east of there."""


@dataclass(frozen=True)
class Crossings(_OfEdges):
    """Where edges cross lines; the arrays have shape (crossings,)."""

    line: Indices
    x: Numbers


@dataclass(frozen=True)
class Strips:
    """Strip 0 lies between line 0 and line 1, strip -1 south of all lines, and another one north of them.

    Heights are counted from the floor of a strip; those south of all lines are negative, counted from line 0.
    """

    lines: Numbers
    """Their north, ascending."""

    @property
    def count(self) -> int:
        """How many strips lie between lines."""
        return self.lines.size - 1

    def floor(self, strip: Indices) -> Numbers:
        """Return the north from which heights are counted."""
        return self.lines[np.maximum(strip, 0)]

    def cut(self, x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers) -> tuple[Spans, Crossings]:
        """Cut edges into pieces within strips; vertical pieces are left out.

        Args:
            x0: the western end of each edge, of a vertical one the southern; shape (edges,).
            y0: likewise.
            x1: the other end.
            y1: likewise.
        """
        first = np.searchsorted(self.lines, np.minimum(y0, y1))
        last = np.searchsorted(self.lines, np.maximum(y0, y1))
        one, several = np.flatnonzero((first == last) & (x0 < x1)), np.flatnonzero(first < last)
        pieces, crossings = self._pieces(several, x0, y0, x1, y1, first, last)
        wide = np.flatnonzero(pieces.begin < pieces.end)
        whole = Spans(one, first[one] - 1, x0[one], x1[one])
        return Spans.joined([whole, pieces.take(wide)]), crossings

    def _pieces(
        self,
        chosen: Indices,
        x0: Numbers,
        y0: Numbers,
        x1: Numbers,
        y1: Numbers,
        first: Indices,
        last: Indices,
    ) -> tuple[Spans, Crossings]:
        """Cut chosen edges by lines, from the first to the one before the last."""
        owner, rank = spread((last - first)[chosen] + 1)
        edge = chosen[owner]
        strip = first[edge] - 1 + rank
        lowest, highest = rank == 0, strip == last[edge] - 1
        roof = self.lines[np.minimum(strip + 1, self.count)]
        x0, y0, x1, y1 = x0[edge], y0[edge], x1[edge], y1[edge]
        climbs = y1 > y0
        at_roof = x0 + (roof - y0) / (y1 - y0) * (x1 - x0)
        low = np.where(lowest, np.where(climbs, x0, x1), np.roll(at_roof, 1))
        high = np.where(highest, np.where(climbs, x1, x0), at_roof)
        pieces = Spans(edge, strip, np.where(climbs, low, high), np.where(climbs, high, low))
        crossing = np.flatnonzero(~highest)
        return pieces, Crossings(edge[crossing], strip[crossing] + 1, at_roof[crossing])


@dataclass(frozen=True)
class Slopes:
    """Pieces of edges and how high they are."""

    spans: Spans
    x0: Numbers
    """Where edges start in the west, shape (edges,)."""
    y0: Numbers
    """Likewise."""
    rise: Numbers
    """How far they rise per metre eastwards; anything where they are vertical."""
    strips: Strips

    @classmethod
    def of(cls, spans: Spans, x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, strips: Strips) -> Slopes:
        """Take pieces of edges.

        Args:
            spans: the pieces.
            x0: the western end of each edge, shape (edges,).
            y0: likewise.
            x1: the other end.
            y1: likewise.
            strips: the strips that the pieces lie in.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            return cls(spans, x0, y0, (y1 - y0) / (x1 - x0), strips)

    def heights(self, piece: Indices, *places: Numbers) -> list[Numbers]:
        """Return how high above the floor pieces are at places between their ends.

        Args:
            piece: shape (places,).
            places: metres east, of shape (places,) each.
        """
        edge = self.spans.edge[piece]
        x0, rise = self.x0[edge], self.rise[edge]
        start = self.y0[edge] - self.strips.floor(self.spans.strip[piece])
        return [start + (x - x0) * rise for x in places]
