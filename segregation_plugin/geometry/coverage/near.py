"""Stretches of segments that are near borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .edges import Edges

    Numbers = NDArray[np.float64]

ROUNDING_M = 1e-6
"""Closer than this to a border, arithmetic does not tell on which side a place lies."""

_TOUCH_M = 1e-4
"""Two that are within rounding of each other for longer than this lie along each other: at less than a degree."""


@dataclass(frozen=True)
class Segments:
    """Straight pieces of lines; the arrays have shape (segments,)."""

    x0: Numbers
    y0: Numbers
    x1: Numbers
    y1: Numbers

    def take(self, chosen: NDArray[np.intp]) -> Segments:
        """Return some of them, in the order asked for."""
        return Segments(self.x0[chosen], self.y0[chosen], self.x1[chosen], self.y1[chosen])


@dataclass(frozen=True)
class Stretches:
    """Where segments are near edges; the arrays have shape (pairs,)."""

    near: NDArray[np.bool_]
    """Pairs that come near each other at all."""
    start: Numbers
    """Metres from the start of the segment; anything where not near."""
    rest: Numbers
    """Metres from the end of the stretch to that of the segment."""
    clear: NDArray[np.bool_]
    """Pairs that are certain: false where, without a tolerance, a segment runs along an edge that it is not."""
    crosses: NDArray[np.bool_]
    """Pairs of which each passes the line of the other by more than the tolerance."""
    from_left: NDArray[np.bool_]
    """Whether the segment starts on the left of the edge."""


def stretches(segments: Segments, edges: Edges, edge: NDArray[np.intp], tolerance_m: float) -> Stretches:
    """Return where segments lie within a tolerance of edges.

    With a tolerance that is the way through the capsule around the edge, which is convex: one stretch.

    Args:
        segments: shape (pairs,), each longer than 0.
        edges: the borders.
        edge: the border of each pair, shape (pairs,).
        tolerance_m: 0 or more; less than ``ROUNDING_M`` is taken as 0.
    """
    pairs = _Frame.of(segments, edges, edge)
    if tolerance_m < ROUNDING_M:
        return _meetings(pairs, segments, edges, edge)
    start, stop = pairs.capsule(tolerance_m)
    every = np.ones(start.size, dtype=np.bool_)
    return Stretches(
        start <= stop, start, pairs.length - stop, every, pairs.crosses(tolerance_m), pairs.aside > 0
    )


def _meetings(pairs: _Frame, segments: Segments, edges: Edges, edge: NDArray[np.intp]) -> Stretches:
    """Return where segments meet edges without a tolerance: at a place, or along a common way.

    Two that cross, or touch at an angle, meet at a place. Two that are the same have all of it in common. Any others
    that lie along each other are not clear.
    """
    start, stop = pairs.capsule(ROUNDING_M)
    near = start <= stop
    crosses = pairs.crosses(ROUNDING_M)
    same = ~crosses & _same(segments, edges, edge)
    touches = ~crosses & ~same & (stop - start <= _TOUCH_M)
    place = np.where(touches, pairs.touch(start, stop), pairs.crossing())
    start, rest = np.where(same, 0.0, place), np.where(same, 0.0, pairs.length - place)
    return Stretches(near, start, rest, ~near | crosses | touches | same, crosses, pairs.aside > 0)


def _same(segments: Segments, edges: Edges, edge: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Say which pairs have both ends in common, in either direction."""
    ends = (edges.x0[edge], edges.y0[edge], edges.x1[edge], edges.y1[edge])
    forth, back = np.ones(edge.size, dtype=np.bool_), np.ones(edge.size, dtype=np.bool_)
    own = (segments.x0, segments.y0, segments.x1, segments.y1)
    for value, one, other in zip(own, ends, ends[2:] + ends[:2], strict=True):
        forth &= value == one
        back &= value == other
    return forth | back


@dataclass(frozen=True)
class _Frame:
    """Pairs of a segment and an edge, seen from the edge: it lies on the axis from 0 to its length."""

    length: Numbers
    """Of the segments."""
    edge_length: Numbers
    along: Numbers
    """Where the segment starts along the edge."""
    aside: Numbers
    """Where it starts aside of the edge, left positive."""
    cosine: Numbers
    sine: Numbers
    """How far the segment goes along and aside, per metre."""

    @classmethod
    def of(cls, segments: Segments, edges: Edges, edge: NDArray[np.intp]) -> _Frame:
        # coordinates of one neighbourhood differ exactly; only the products round
        edge_x, edge_y = edges.x1[edge] - edges.x0[edge], edges.y1[edge] - edges.y0[edge]
        way_x, way_y = segments.x1 - segments.x0, segments.y1 - segments.y0
        from_x, from_y = segments.x0 - edges.x0[edge], segments.y0 - edges.y0[edge]
        length, edge_length = np.hypot(way_x, way_y), np.hypot(edge_x, edge_y)
        return cls(
            length,
            edge_length,
            (from_x * edge_x + from_y * edge_y) / edge_length,
            (from_y * edge_x - from_x * edge_y) / edge_length,
            (way_x * edge_x + way_y * edge_y) / (length * edge_length),
            (way_y * edge_x - way_x * edge_y) / (length * edge_length),
        )

    def capsule(self, radius: float) -> tuple[Numbers, Numbers]:
        """Return the stretch within a radius of the edge; it starts behind its end where there is none."""
        ways = [
            self._within_bar(radius),
            self._within_disc(self.along, radius),
            self._within_disc(self.along - self.edge_length, radius),
        ]
        start = np.minimum.reduce([start for start, _ in ways])
        stop = np.maximum.reduce([stop for _, stop in ways])
        return np.maximum(start, 0.0), np.minimum(stop, self.length)

    def _within_bar(self, radius: float) -> tuple[Numbers, Numbers]:
        """Return the stretch that is beside the edge and within the radius of its line."""
        beside = _between(self.along, self.cosine, np.zeros_like(self.along), self.edge_length)
        close = _between(self.aside, self.sine, -radius, radius)
        start, stop = np.maximum(beside[0], close[0]), np.minimum(beside[1], close[1])
        empty = start > stop
        return np.where(empty, np.inf, start), np.where(empty, -np.inf, stop)

    def _within_disc(self, along: Numbers, radius: float) -> tuple[Numbers, Numbers]:
        """Return the stretch within the radius of an end of the edge."""
        middle = -(along * self.cosine + self.aside * self.sine)
        passes_at = self.aside * self.cosine - along * self.sine
        square = radius * radius - passes_at * passes_at
        half = np.sqrt(np.maximum(square, 0.0))
        empty = square < 0
        return np.where(empty, np.inf, middle - half), np.where(empty, -np.inf, middle + half)

    def touch(self, start: Numbers, stop: Numbers) -> Numbers:
        """Return where on the segment the two touch: at an end of it, or beside an end of the edge.

        Args:
            start: where the way through the narrow capsule around the edge starts.
            stop: where it stops.
        """
        first = -(self.along * self.cosine + self.aside * self.sine)
        beside = np.where(
            np.abs(first - start) < np.abs(first + self.edge_length * self.cosine - start), 0.0, 1.0
        )
        foot = first + beside * self.edge_length * self.cosine
        return np.where(start <= 0, 0.0, np.where(stop >= self.length, self.length, foot))

    def crosses(self, clearly: float) -> NDArray[np.bool_]:
        """Say where segment and edge cross, each passing the line of the other by more than a distance."""
        end_aside = self.aside + self.length * self.sine
        # the ends of the edge, seen from the line of the segment
        one = self.along * self.sine - self.aside * self.cosine
        other = one - self.edge_length * self.sine
        found = np.ones(one.size, dtype=np.bool_)
        for start, end in ((self.aside, end_aside), (one, other)):
            found &= (np.minimum(start, end) < -clearly) & (np.maximum(start, end) > clearly)
        return found

    def crossing(self) -> Numbers:
        """Return where on the segment it crosses the line of the edge; anything where it does not."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return -self.aside / self.sine


def _between(
    start: Numbers, step: Numbers, low: Numbers | float, high: Numbers | float
) -> tuple[Numbers, Numbers]:
    """Return for which t ``start + t * step`` lies between two values."""
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - start) / step, (high - start) / step
    still = step == 0
    inside = (start >= low) & (start <= high)
    enter = np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(first, second))
    leave = np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(first, second))
    return enter, leave
