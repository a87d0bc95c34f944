"""The search for stretches of lines along borders, and of borders along lines, a run of lines at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..threads import go_on
from .bends import bends_of, part_ends
from .edge_grid import EdgeGrid
from .line_segments import segments_of
from .merging import StretchUnion, summed
from .straight import ROUNDING, within_angle
from .stretches import in_stadium, in_strip, in_wedge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from ..line_arrays import LineArrays
    from .line_segments import LineSegments
    from .shared import SharedBorders
    from .straight import Straights

    Places = NDArray[np.intp]


class Search:
    """What is the same for all lines: the borders in a grid, and which lines go on where others end."""

    def __init__(
        self,
        lines: LineArrays,
        borders: SharedBorders,
        tolerance_m: float,
        angle_degrees: float,
        feedback: QgsFeedback,
    ) -> None:
        """Prepare for lines and borders.

        Raises:
            RunCancelledError: the user cancelled.
        """
        self._lines = lines
        self._borders = borders
        self._alongside = StretchUnion()
        self._tolerance = tolerance_m
        self._angle = angle_degrees
        self._edges = _edges_around(lines, borders.edges, tolerance_m)
        go_on(feedback.isCanceled)
        self._grid = EdgeGrid(borders.edges.take(self._edges), tolerance_m, feedback)
        go_on(feedback.isCanceled)
        self._ends = part_ends(lines, self._grid.filled, feedback)

    def run(
        self, first: int, last: int, feedback: QgsFeedback
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Search the parts from ``first`` up to ``last``, and remember which edges have lines alongside.

        Returns:
            Line times the number of borders, plus border, each once; and the metres of the line along the border.

        Raises:
            RunCancelledError: the user cancelled.
        """
        go_on(feedback.isCanceled)
        segments = segments_of(self._lines, first, last)
        along = StretchUnion()
        for row, edge in self._pairs(segments, feedback):
            own, edges = segments.straights(row), self._borders.edges.take(edge)
            key = row * len(self._borders) + self._borders.border[edge]
            along.add(key, in_stadium(own, edges, self._tolerance))
            self._alongside.add(edge, in_strip(edges, own, self._tolerance))
            for bends in bends_of(segments, row, own, self._ends):
                self._alongside.add(edge, in_wedge(edges, bends, self._tolerance))
        found = along.union()
        row, border = np.divmod(found.key, max(len(self._borders), 1))
        line = self._lines.line[segments.part[row]]
        return summed(line * len(self._borders) + border, found.length)

    def covered(self) -> NDArray[np.float64]:
        """Return the metres of each border that lie alongside the lines searched so far, shape (borders,)."""
        found = self._alongside.union()
        border = self._borders.border[found.key]
        return np.bincount(border, found.length, len(self._borders)).astype(np.float64)

    def _pairs(self, segments: LineSegments, feedback: QgsFeedback) -> Iterator[tuple[Places, Places]]:
        """Yield places of segments and of edges near each other, within the angle."""
        near = self._grid.near(segments.x, segments.y)
        rows = np.flatnonzero(near | (segments.longest_reach() > self._grid.cell))
        for near_row, near_edge in self._grid.pairs(segments.straights(rows)):
            go_on(feedback.isCanceled)
            row, edge = rows[near_row], self._edges[near_edge]
            alike = within_angle(segments.straights(row), self._borders.edges.take(edge), self._angle)
            yield row[alike], edge[alike]


def _edges_around(lines: LineArrays, edges: Straights, distance: float) -> Places:
    """Return the edges whose boxes come near the box around all lines: of a country, what a project needs."""
    if lines.x.size == 0:
        return np.zeros(0, dtype=np.intp)
    reach = distance + ROUNDING
    near = np.maximum(edges.x0, edges.x1) >= lines.x.min() - reach
    near &= np.minimum(edges.x0, edges.x1) <= lines.x.max() + reach
    near &= np.maximum(edges.y0, edges.y1) >= lines.y.min() - reach
    near &= np.minimum(edges.y0, edges.y1) <= lines.y.max() + reach
    return np.flatnonzero(near)
