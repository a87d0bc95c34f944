"""A grid of two levels over borders: which ground is of one area, and which borders are near the rest.

Coarse cells cover everything; those with a border in them are divided into small ones. A cell without borders has the
label of its area. A cell with borders has a bucket of them and the label of its centre: the label of any other place
in it follows from the borders between.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from .ragged import spread
from .scan import Scan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .edges import Edges

    Indices = NDArray[np.intp]
    Numbers = NDArray[np.float64]

_SHIFT = 2
SIDE = 1 << _SHIFT
"""Small cells along the side of a coarse one."""
_SMALL = SIDE * SIDE
MARGIN = 0.01
"""Borders are in the buckets of all cells within this part of a cell."""
_OFF_ROUND = (0.3819660113, 0.2777346002)
"""Where the grid starts, in coarse cells from the borders: no centre falls on the round numbers that borders love, nor
on the diagonal through a corner of them."""


@dataclass(frozen=True)
class Grid:
    """Columns and rows count small cells; coarse cells are numbered row by row."""

    west: float
    south: float
    cell_m: float
    """The side of a small cell, metres."""
    columns: int
    rows: int
    coarse: NDArray[np.int32]
    """The label of a coarse cell without borders, else ``-2 - block``; shape (coarse cells,)."""
    labels: NDArray[np.int32]
    """The label of the centre of each small cell of each block, shape (small cells,)."""
    starts: NDArray[np.int32]
    """Where the bucket of each small cell begins, and the end of the last; shape (small cells + 1,)."""
    bucket: NDArray[np.int32]
    """The borders of every bucket."""

    def column(self, x: Numbers) -> Indices:
        """Return columns; what lies outside the grid is of its rim, which has no borders."""
        return np.clip((x - self.west) / self.cell_m, 0, self.columns - 1).astype(np.intp)

    def row(self, y: Numbers) -> Indices:
        """Return rows; what lies outside the grid is of its rim, which has no borders."""
        return np.clip((y - self.south) / self.cell_m, 0, self.rows - 1).astype(np.intp)

    @cached_property
    def _divided(self) -> NDArray[np.int32]:
        """How many coarse cells south and west of each corner of coarse cells have borders."""
        divided = (self.coarse < -1).reshape(-1, self.columns >> _SHIFT)
        return np.pad(divided.cumsum(0, dtype=np.int32).cumsum(1, dtype=np.int32), ((1, 0), (1, 0)))

    def without_borders(
        self, west: Indices, south: Indices, east: Indices, north: Indices
    ) -> NDArray[np.bool_]:
        """Say which boxes of small cells, their last columns and rows included, lie in coarse cells without borders."""
        west, south, east, north = (
            west >> _SHIFT,
            south >> _SHIFT,
            (east >> _SHIFT) + 1,
            (north >> _SHIFT) + 1,
        )
        count = self._divided
        return count[north, east] - count[south, east] - count[north, west] + count[south, west] == 0

    def centre(self, column: Indices, row: Indices) -> tuple[Numbers, Numbers]:
        """Return where the centres of small cells lie."""
        return self.west + (column + 0.5) * self.cell_m, self.south + (row + 0.5) * self.cell_m

    def look_up(self, column: Indices, row: Indices) -> tuple[NDArray[np.int32], Indices]:
        """Return the label of each small cell, and its number where it has borders, else -1."""
        label = self.coarse[(row >> _SHIFT) * (self.columns >> _SHIFT) + (column >> _SHIFT)]
        number = np.full(label.size, -1)
        divided = np.flatnonzero(label < -1)
        small = _number(label[divided], column[divided], row[divided])
        label[divided] = self.labels[small]
        number[divided] = np.where(self.starts[small] < self.starts[small + 1], small, -1)
        return label, number


def _number(coarse: NDArray[np.int32], column: Indices, row: Indices) -> Indices:
    """Return the numbers of small cells in divided coarse ones."""
    return (-2 - coarse.astype(np.intp)) * _SMALL + ((row & (SIDE - 1)) << _SHIFT) + (column & (SIDE - 1))


def grid_of(edges: Edges, cell_m: float, spans: tuple[Numbers, Numbers] | None = None) -> Grid:
    """Return the grid over borders.

    Args:
        edges: the borders of areas, one or more.
        cell_m: the side of a small cell, metres.
        spans: the south and the north of rings, each of which is scanned at least once; none when None.

    Raises:
        NotACoverageError: on the way from one border to the next the area changes.
    """
    coarse_m = cell_m * SIDE
    west, south, east, north = edges.bounds
    west, south = west - coarse_m * (1 + _OFF_ROUND[0]), south - coarse_m * (1 + _OFF_ROUND[1])
    wide, high = (int(np.ceil(extent / coarse_m)) + 2 for extent in (east - west, north - south))
    rows = south + (np.arange(high << _SHIFT) + 0.5) * cell_m
    levels = rows if spans is None else np.union1d(rows, _between(rows, *spans))
    with ThreadPoolExecutor(max_workers=1) as pool:
        scanning = pool.submit(Scan.of, edges, levels)
        coarse, blocks, starts, bucket = _buckets(edges, west, south, cell_m, (wide, high))
        scan = scanning.result()
    line, rank, whole = np.searchsorted(levels, rows), np.arange(_SMALL), np.flatnonzero(coarse == 0)
    labels = scan.labels(
        west + (np.add.outer((blocks % wide) << _SHIFT, rank & (SIDE - 1)).ravel() + 0.5) * cell_m,
        line[np.add.outer((blocks // wide) << _SHIFT, rank >> _SHIFT).ravel()],
    )
    coarse[whole] = scan.labels(west + (whole % wide + 0.5) * coarse_m, line[(whole // wide) << _SHIFT])
    return Grid(west, south, cell_m, wide << _SHIFT, high << _SHIFT, coarse, labels, starts, bucket)


def _buckets(
    edges: Edges, west: float, south: float, cell_m: float, size: tuple[int, int]
) -> tuple[NDArray[np.int32], Indices, NDArray[np.int32], NDArray[np.int32]]:
    """Return which borders are near each small cell.

    Args:
        edges: the borders.
        west: where the grid starts, metres.
        south: likewise.
        cell_m: the side of a small cell, metres.
        size: how many coarse cells from west to east, and from south to north.

    Returns:
        Of every coarse cell 0, or ``-2 - block`` where it is divided; the coarse cell of each block; where the bucket
        of each small cell starts; and the buckets.
    """
    edge, column, row = cells_of_segments(
        (edges.x0 - west) / cell_m,
        (edges.y0 - south) / cell_m,
        (edges.x1 - west) / cell_m,
        (edges.y1 - south) / cell_m,
        MARGIN,
    )
    wide, high = size
    block_cell = (row >> _SHIFT) * wide + (column >> _SHIFT)
    coarse = np.zeros(wide * high, dtype=np.int32)
    coarse[block_cell] = -2
    blocks = np.flatnonzero(coarse)
    coarse[blocks] -= np.arange(blocks.size, dtype=np.int32)
    small = _number(coarse[block_cell], column, row)
    entry = np.unique(small * len(edges) + edge)  # once each: the pieces of a long border may share a cell
    small, edge = entry // len(edges), entry % len(edges)
    sizes = np.bincount(small, minlength=blocks.size * _SMALL)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    return coarse, blocks, starts, edge.astype(np.int32)


def _between(rows: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Return a level inside every span that no row meets."""
    missed = np.searchsorted(rows, low) == np.searchsorted(rows, high)
    return low[missed] + _OFF_ROUND[0] * (high - low)[missed]


def cells_of_segments(
    x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, margin: float = 0.0
) -> tuple[Indices, Indices, Indices]:
    """Return the cells near segments: the segment, the column and the row of each pair.

    A long segment is taken in pieces of a cell at most, so that its cells grow with its length and not with the ground
    between its ends.

    Args:
        x0: where segments start, in cells, as are all coordinates here; shape (segments,).
        y0: likewise.
        x1: where they end.
        y1: likewise.
        margin: how far around, in cells.
    """
    ends = [np.floor(values).astype(np.intp) for values in (x0, y0, x1, y1)] if margin == 0 else None
    within = (ends[0] == ends[2]) & (ends[1] == ends[3]) if ends else np.zeros(x0.size, dtype=np.bool_)
    short, long = np.flatnonzero(within), np.flatnonzero(~within)
    segment, column, row = _cells_of_long(x0[long], y0[long], x1[long], y1[long], margin)
    if not ends:
        return segment, column, row
    return (
        np.concatenate([short, long[segment]]),
        np.concatenate([ends[0][short], column]),
        np.concatenate([ends[1][short], row]),
    )


def _cells_of_long(
    x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers, margin: float
) -> tuple[Indices, Indices, Indices]:
    """Return the cells near segments that may be in several, piece by piece."""
    counts = np.maximum(np.ceil(np.maximum(np.abs(x1 - x0), np.abs(y1 - y0))), 1).astype(np.intp)
    segment, rank = spread(counts)
    start, stop = rank / counts[segment], (rank + 1) / counts[segment]
    along_x, along_y = (x1 - x0)[segment], (y1 - y0)[segment]
    x0, y0 = x0[segment], y0[segment]
    x0, y0, x1, y1 = x0 + start * along_x, y0 + start * along_y, x0 + stop * along_x, y0 + stop * along_y
    west = np.floor(np.minimum(x0, x1) - margin).astype(np.intp)
    south = np.floor(np.minimum(y0, y1) - margin).astype(np.intp)
    width = np.floor(np.maximum(x0, x1) + margin).astype(np.intp) - west + 1
    height = np.floor(np.maximum(y0, y1) + margin).astype(np.intp) - south + 1
    piece, rank = spread(width * height)
    row, column = np.divmod(rank, width[piece])
    return segment[piece], west[piece] + column, south[piece] + row
