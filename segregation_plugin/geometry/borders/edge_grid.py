"""Which segments may lie near which edges: a grid of square cells over the edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..coverage.ragged import runs_of, spread
from ..threads import go_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from .straight import Straights

    Numbers = NDArray[np.float64]
    Places = NDArray[np.intp]

_MOST_CELLS = 1 << 24
"""Two bytes each."""
_PAIRS_AT_ONCE = 1 << 18
"""Bounds memory, and how long a cancel waits; more at once is no faster."""
_LEAST_CELL = 25.0
"""Metres: about a segment of a road, which in smaller cells would be in many."""
_MARGIN = 1e-6
"""Metres that boxes are made larger by: more than computing them rounds off."""


@dataclass(frozen=True)
class _Boxes:
    """The boxes of pieces of straights, and the cells they lie in; all arrays have shape (boxes,)."""

    owner: Places
    west: Numbers
    south: Numbers
    east: Numbers
    north: Numbers
    first_column: Places
    first_row: Places
    columns: Places
    rows: Places


class EdgeGrid:
    """Edges by the cells near them: made once, asked for any number of segments."""

    def __init__(self, edges: Straights, distance: float, feedback: QgsFeedback) -> None:
        """Sort the edges into cells.

        Args:
            edges: the edges.
            distance: metres; what lies further from an edge is of no interest.
            feedback: asked for cancel.

        Raises:
            RunCancelledError: the user cancelled.
        """
        reach = distance + _MARGIN
        west, east = _range(edges.x0, edges.x1)
        south, north = _range(edges.y0, edges.y1)
        self.cell = _cell_size(edges, reach, (east - west, north - south))
        # a rim that no edge is near: whatever lies outside is taken to lie there
        self._west, self._south = west - reach - 2 * self.cell, south - reach - 2 * self.cell
        self._width = int((east + reach - self._west) / self.cell) + 3
        self._height = int((north + reach - self._south) / self.cell) + 3
        self._boxes = self._boxes_of(edges, reach)
        go_on(feedback.isCanceled)
        box, cell = self._cells_of(self._boxes)
        go_on(feedback.isCanceled)
        order = np.argsort(cell, kind="stable")
        self._box, cell = box[order], cell[order]
        go_on(feedback.isCanceled)
        first = np.flatnonzero(np.append(True, cell[1:] != cell[:-1])[: cell.size])
        self._cells, self._starts = cell[first], np.append(first, cell.size)
        self._filled = np.zeros(self._width * self._height, dtype=np.bool_)
        self._filled[self._cells] = True
        self._near = _with_neighbours(self._filled.reshape(self._height, self._width)).ravel()

    def filled(self, x: Numbers, y: Numbers) -> NDArray[np.bool_]:
        """Say of places whether one may lie near an edge."""
        return self._filled[self._row(y) * self._width + self._column(x)]

    def near(self, x: Numbers, y: Numbers) -> NDArray[np.bool_]:
        """Say at which places something up to a cell long may start that comes near an edge."""
        return self._near[self._row(y) * self._width + self._column(x)]

    def pairs(self, segments: Straights) -> Iterator[tuple[Places, Places]]:
        """Yield places of segments and of edges that may lie near each other, a bounded number at once.

        Long ones may come several times.
        """
        size = np.diff(self._starts)
        for rows in _at_once(np.ceil(segments.length / self.cell)):
            boxes = self._boxes_of(segments.take(rows), 0.0)
            box, cell = self._cells_of(boxes)
            filled = np.flatnonzero(self._filled[cell])
            box, cell = box[filled], cell[filled]
            slot = np.searchsorted(self._cells, cell)
            for some in _at_once(size[slot]):
                turn, bucket = runs_of(self._starts, slot[some])
                turn = some[turn]
                segment, edge = self._meeting(boxes, box[turn], self._box[bucket], cell[turn])
                yield rows[segment], edge

    def _meeting(self, boxes: _Boxes, some: Places, others: Places, cell: Places) -> tuple[Places, Places]:
        """Return the owners of boxes that meet, each pair in the first cell that they share alone."""
        theirs = self._boxes
        for west, east, their_west, their_east in (
            (boxes.west, boxes.east, theirs.west, theirs.east),
            (boxes.south, boxes.north, theirs.south, theirs.north),
        ):
            meet = np.flatnonzero((west[some] <= their_east[others]) & (east[some] >= their_west[others]))
            some, others, cell = some[meet], others[meet], cell[meet]
        column = np.maximum(boxes.first_column[some], theirs.first_column[others])
        row = np.maximum(boxes.first_row[some], theirs.first_row[others])
        here = row * self._width + column == cell
        return boxes.owner[some[here]], theirs.owner[others[here]]

    def _boxes_of(self, straights: Straights, margin: float) -> _Boxes:
        """Return boxes around straights, cut into pieces no longer than a cell, so that boxes stay small."""
        owner, x0, y0, x1, y1 = _cut(straights, self.cell)
        west, east = np.minimum(x0, x1) - margin, np.maximum(x0, x1) + margin
        south, north = np.minimum(y0, y1) - margin, np.maximum(y0, y1) + margin
        first_column, first_row = self._column(west), self._row(south)
        columns, rows = self._column(east) - first_column + 1, self._row(north) - first_row + 1
        return _Boxes(owner, west, south, east, north, first_column, first_row, columns, rows)

    def _cells_of(self, boxes: _Boxes) -> tuple[Places, Places]:
        """Return boxes and cells: one row for each cell of each box."""
        box, turn = spread(boxes.columns * boxes.rows)
        row, column = np.divmod(turn, boxes.columns[box])
        return box, (boxes.first_row[box] + row) * self._width + boxes.first_column[box] + column

    def _column(self, x: Numbers) -> Places:
        return np.clip((x - self._west) / self.cell, 0, self._width - 1).astype(np.intp)

    def _row(self, y: Numbers) -> Places:
        return np.clip((y - self._south) / self.cell, 0, self._height - 1).astype(np.intp)


def _cell_size(edges: Straights, distance: float, extent: tuple[float, float]) -> float:
    """Return metres: few edges in a cell, few cells to an edge, and no more cells than memory is given for."""
    least = max(4 * distance, _mean(edges.length), _LEAST_CELL)
    width, height = (side + 2 * distance for side in extent)
    return max(least, np.sqrt(width * height / _MOST_CELLS), (width + height) / _MOST_CELLS)


def _mean(values: Numbers) -> float:
    return float(values.mean()) if values.size else 0.0


def _range(some: Numbers, others: Numbers) -> tuple[float, float]:
    if some.size == 0:
        return 0.0, 0.0
    return float(min(some.min(), others.min())), float(max(some.max(), others.max()))


def _cut(straights: Straights, longest: float) -> tuple[Places, Numbers, Numbers, Numbers, Numbers]:
    """Return the owners and ends of pieces of straights: the short as they are, the long in equal parts."""
    ends = straights.x0, straights.y0, straights.x1, straights.y1
    parts = np.ceil(straights.length / longest).astype(np.intp)
    short, long = np.flatnonzero(parts <= 1), np.flatnonzero(parts > 1)
    turn, place = spread(parts[long])
    owner = long[turn]
    x0, y0, x1, y1 = (values[owner] for values in ends)
    here, there = place / parts[owner], (place + 1) / parts[owner]
    pieces = (x0 + (x1 - x0) * here, y0 + (y1 - y0) * here, x0 + (x1 - x0) * there, y0 + (y1 - y0) * there)
    joined = (np.append(values[short], cut) for values, cut in zip(ends, pieces, strict=True))
    return np.append(short, owner), *joined


def _at_once(counts: Numbers | Places) -> Iterator[Places]:
    """Yield runs of places whose counts add up to what memory is given for; one alone may be more."""
    if counts.size:
        turn = np.cumsum(counts) // _PAIRS_AT_ONCE
        yield from np.split(np.arange(counts.size), np.flatnonzero(np.diff(turn)) + 1)


def _with_neighbours(filled: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the cells of shape (rows, columns) that are filled or touch one that is."""
    wide = filled.copy()
    wide[:, 1:] |= filled[:, :-1]
    wide[:, :-1] |= filled[:, 1:]
    high = wide.copy()
    high[1:] |= wide[:-1]
    high[:-1] |= wide[1:]
    return high
