"""Where lines bend: the ground behind a bend lies beside no segment, and still alongside the line.

What lies beyond the end of a line is not alongside it. Lines are cut into links at every junction, so an end is one
only where no other line goes on; where some do and all leave to one side, the ground on the other is behind a bend.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..threads import go_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from ..line_arrays import LineArrays
    from .line_segments import LineSegments
    from .straight import Straights

    Numbers = NDArray[np.float64]
    Places = NDArray[np.intp]

_TURNS_BACK = 1e-6
"""Radians: directions so close to each other are one, and a line that comes back on itself ends where it turns."""


@dataclass(frozen=True)
class Bends:
    """Bends, and two sides of each: the ground behind a bend is behind both."""

    x: Numbers
    """East, metres, shape (bends,)."""
    y: Numbers
    """North, metres, shape (bends,)."""
    sides: Numbers
    """Shape (4, bends): east and north of the direction in which one side leaves, then of the other; NaN for none."""


@dataclass(frozen=True)
class PartEnds:
    """What is behind the ends of parts."""

    place: NDArray[np.intp]
    """Shape (2, parts): where the sides at the start and at the end of each part stand."""
    sides: Numbers
    """Shape (4, ends): as those of ``Bends``; the last are none."""


def bends_of(segments: LineSegments, rows: Places, own: Straights, ends: PartEnds) -> tuple[Bends, Bends]:
    """Return the bends at the starts and at the ends of segments.

    Args:
        segments: all segments of their parts.
        rows: the places of those asked for, shape (bends,).
        own: the segments asked for.
        ends: what is behind the ends of parts.
    """
    part = segments.part[rows]
    at_start = _sides(segments, rows, own, -1, ends.sides[:, ends.place[0, part]])
    at_end = _sides(segments, rows, own, 1, ends.sides[:, ends.place[1, part]])
    return Bends(own.x0, own.y0, at_start), Bends(own.x1, own.y1, at_end)


def _sides(
    segments: LineSegments, rows: Places, own: Straights, step: int, between_parts: Numbers
) -> Numbers:
    """Return the sides between segments and those before (step -1) or after (step 1) them."""
    beside = np.clip(rows + step, 0, len(segments) - 1)
    same_part = (beside != rows) & (segments.part[beside] == segments.part[rows])
    other = segments.straights(beside)
    sides = np.stack([-step * own.ux, -step * own.uy, step * other.ux, step * other.uy])
    apart = np.hypot(sides[0] - sides[2], sides[1] - sides[3]) > _TURNS_BACK
    return np.where(same_part, np.where(apart, sides, np.nan), between_parts)


def part_ends(
    lines: LineArrays, near: Callable[[Numbers, Numbers], NDArray[np.bool_]], feedback: QgsFeedback
) -> PartEnds:
    """Return what is behind the ends of the parts of lines.

    Args:
        lines: the lines.
        near: says of which places it matters; the ends elsewhere have no sides.
        feedback: asked for cancel.

    Raises:
        RunCancelledError: the user cancelled.
    """
    vertex = np.stack([lines.starts[:-1], lines.starts[1:] - 1])
    rows = np.flatnonzero(near(lines.x[vertex], lines.y[vertex]))
    go_on(feedback.isCanceled)
    at, last = vertex.ravel()[rows], vertex[::-1].ravel()[rows]
    after = _first_other(lines, at, last)
    some = after != at
    rows, at, after = rows[some], at[some], after[some]
    go_on(feedback.isCanceled)
    _, node = np.unique(lines.x[at] + 1j * lines.y[at], return_inverse=True)
    go_on(feedback.isCanceled)
    sides = _widest_gaps(node, np.arctan2(lines.y[after] - lines.y[at], lines.x[after] - lines.x[at]))
    place = np.full(vertex.size, -1, dtype=np.intp)
    place[rows] = node
    return PartEnds(place.reshape(vertex.shape), np.column_stack([sides, np.full(4, np.nan)]))


def _first_other(lines: LineArrays, start: Places, last: Places) -> Places:
    """Return the first vertices on the way to ``last`` that lie elsewhere than ``start``; where none does, ``start``.

    All arrays are vertices and have shape (ways,).
    """
    after = start.copy()
    waiting = np.arange(start.size)
    while waiting.size:
        after[waiting] += np.sign(last[waiting] - start[waiting])
        way, origin = after[waiting], start[waiting]
        same = (lines.x[way] == lines.x[origin]) & (lines.y[way] == lines.y[origin])
        nowhere = same & (way == last[waiting])
        after[waiting[nowhere]] = start[waiting[nowhere]]
        waiting = waiting[same & ~nowhere]
    return after


def _widest_gaps(node: Places, angle: Numbers) -> Numbers:
    """Return the sides of the widest gap between the directions that leave each node, shape (4, nodes).

    NaN where no gap is wider than half a circle, so that nothing is behind all, and where all directions are one.
    """
    order = np.lexsort((angle, node))
    node, angle = node[order], angle[order]
    first = np.flatnonzero(np.append(True, node[1:] != node[:-1])[: node.size])
    last = np.append(first[1:], node.size)[: first.size] - 1
    following = np.arange(1, node.size + 1)
    following[last] = first
    gap = angle[following] - angle
    gap[last] += 2 * np.pi
    widest = np.flatnonzero(gap == np.maximum.reduceat(gap, first)[node]) if first.size else first
    chosen = np.zeros(first.size, dtype=np.intp)
    chosen[node[widest]] = widest
    one, other = angle[chosen], angle[following[chosen]]
    behind = (gap[chosen] > np.pi) & (gap[chosen] < 2 * np.pi - _TURNS_BACK)
    sides = np.stack([np.cos(one), np.sin(one), np.cos(other), np.sin(other)])
    return np.where(behind, sides, np.nan)
