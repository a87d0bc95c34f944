"""The borders of areas in strips: what lies above the floor of each, from place to place."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from ..coverage.edges import OUTSIDE, Edges
from ..coverage.ragged import spread
from ..threads import in_threads
from .polygon_strips import Crossings, Slopes, Spans, Strips

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from ..coverage.grid import Grid
    from ..coverage.net import BorderNet

    Indices = NDArray[np.intp]
    Numbers = NDArray[np.float64]

_CELLS_PER_STRIP = 4
_PIECES_PER_CELL = 2
_EDGES_AT_ONCE = 32_768
"""Few: arrays that fit the processor's cache, and memory that need not be asked of the system time and again."""
_ROUNDING_M = 1e-5


@dataclass(frozen=True)
class BorderStrips:
    """Borders cut into pieces within strips, none of them wide, so that what meets a place begins near it."""

    edges: Edges
    slopes: Slopes
    """The pieces of borders, strip by strip from west to east."""
    keys: Numbers
    """Where each of them begins, as metres along all strips laid end to end, to a fraction of a millimetre."""
    west: float
    strip_m: float
    """The length of a strip."""
    piece_m: float
    """The width of the widest piece."""
    changes: NDArray[np.complex128]
    """Where the area along the floor of a strip changes: the strip, and as imaginary part x; ascending. The first one
    is in no strip."""
    label: NDArray[np.int32]
    """The area east of there."""

    @classmethod
    def of(cls, edges: Edges, grid: Grid, feedback: QgsFeedback) -> BorderStrips:
        """Cut borders.

        Raises:
            RunCancelledError: the user cancelled.
        """
        rows = np.arange(0, grid.rows + _CELLS_PER_STRIP, _CELLS_PER_STRIP)
        strips = Strips(grid.south + (rows + 0.5) * grid.cell_m)
        strip_m, piece_m = grid.columns * grid.cell_m, grid.cell_m / _PIECES_PER_CELL

        def keys_of(spans: Spans) -> Numbers:
            return spans.strip * strip_m + (spans.begin - grid.west)

        spans, crossings = _cut(edges, strips, piece_m, keys_of, feedback)
        keys = keys_of(spans)
        order = np.argsort(keys, kind="stable")  # fast, since they are in order part by part
        slopes = Slopes.of(spans.take(order), edges.x0, edges.y0, edges.x1, edges.y1, strips)
        crossings = crossings.take(np.lexsort((crossings.x, crossings.line)))
        climbs = (edges.y1 > edges.y0)[crossings.edge]  # eastwards, so that its left is in the west
        east = np.where(climbs, edges.right[crossings.edge], edges.left[crossings.edge])
        changes = np.append(-2, crossings.line + 1j * crossings.x)
        label = np.append(np.int32(OUTSIDE), east)
        return cls(edges, slopes, keys[order], grid.west, strip_m, piece_m, changes, label)

    @property
    def strips(self) -> Strips:
        """The strips."""
        return self.slopes.strips

    def pieces_near(self, spans: Spans) -> tuple[Indices, Indices]:
        """Return the ranges of border pieces that may lie above or below spans."""
        begin = spans.strip * self.strip_m
        reach = np.clip(spans.begin - self.west - self.piece_m - _ROUNDING_M, 0.0, self.strip_m)
        end = begin + np.clip(spans.end - self.west + _ROUNDING_M, 0.0, self.strip_m)
        first = np.searchsorted(self.keys, begin + reach)
        last = first.copy()
        some = np.flatnonzero(self.keys.take(first, mode="clip") < end)  # by far not all have a border near
        last[some] = np.searchsorted(self.keys, end[some])
        return first, last

    def floor_under(self, spans: Spans) -> tuple[Indices, NDArray[np.int32], Numbers, Numbers]:
        """Return the stretches of the floor below spans: the span of each, its area, where it begins and ends."""
        after = np.searchsorted(self.changes, spans.strip + 1j * spans.begin, side="right")
        until, end = after.copy(), spans.strip + 1j * spans.end
        some = np.flatnonzero(self.changes.take(after, mode="clip") < end)
        until[some] = np.searchsorted(self.changes, end[some])
        span, rank = spread(until - after + 1)
        change = after[span] + rank - 1
        same_strip = self.changes.real[change] == spans.strip[span]
        label = np.where(same_strip, self.label[change], OUTSIDE)
        begin = np.where(rank == 0, spans.begin[span], self.changes.imag[change])
        last = np.append(span[1:] != span[:-1], [True][: span.size])
        return span, label, begin, np.where(last, spans.end[span], np.roll(begin, -1))


@dataclass(frozen=True)
class AreaStrips:
    """The borders of areas that tile the plane, and once more those of all areas together.

    What lies outside is found by the latter alone, so that it can be held against what lies inside.
    """

    borders: BorderStrips
    outer: BorderStrips

    @classmethod
    def of(cls, net: BorderNet, feedback: QgsFeedback) -> AreaStrips:
        """Cut the borders of a net.

        Raises:
            RunCancelledError: the user cancelled.
        """
        edges = net.edges
        outer = taken(edges, np.flatnonzero((edges.left == OUTSIDE) | (edges.right == OUTSIDE)))
        return cls(*(BorderStrips.of(some, net.grid, feedback) for some in (edges, outer)))


def taken(edges: Edges, chosen: Indices) -> Edges:
    """Return some edges, in the order asked for."""
    return Edges(*(getattr(edges, one.name)[chosen] for one in fields(edges)))


def _cut(
    edges: Edges,
    strips: Strips,
    widest: float,
    keys_of: Callable[[Spans], Numbers],
    feedback: QgsFeedback,
) -> tuple[Spans, Crossings]:
    """Cut edges on all cores, some at a time; what is cut at a time is in the order of its keys."""

    def cut(first: int) -> tuple[Spans, Crossings]:
        some = slice(first, first + _EDGES_AT_ONCE)
        spans, crossings = strips.cut(edges.x0[some], edges.y0[some], edges.x1[some], edges.y1[some])
        spans = _narrow(spans, widest).counted_from(first)
        spans = replace(spans, edge=spans.edge.astype(np.int32), strip=spans.strip.astype(np.int32))
        return spans.take(np.argsort(keys_of(spans))), crossings.counted_from(first)

    parts = list(in_threads(cut, range(0, len(edges), _EDGES_AT_ONCE), feedback))
    return Spans.joined([spans for spans, _ in parts]), Crossings.joined(
        [crossings for _, crossings in parts]
    )


def _narrow(spans: Spans, widest: float) -> Spans:
    """Cut pieces that are too wide."""
    width = spans.end - spans.begin
    kept, wide = np.flatnonzero(width <= widest), np.flatnonzero(width > widest)
    counts = np.ceil(width[wide] / widest).astype(np.intp)
    owner, rank = spread(counts)
    piece = wide[owner]
    begin = spans.begin[piece] + rank * (width[piece] / counts[owner])
    end = np.where(rank == counts[owner] - 1, spans.end[piece], np.roll(begin, -1))
    return Spans.joined([spans.take(kept), Spans(spans.edge[piece], spans.strip[piece], begin, end)])
