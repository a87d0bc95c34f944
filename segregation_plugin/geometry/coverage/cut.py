"""Lines cut by the borders of areas that tile the plane: how much of each lies in which areas.

Every stretch of a line within the tolerance of a border is covered by the areas on both sides of it, and by those of
every other border that is as near; all else is covered by the one area in which it lies, or by none.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from .edges import OUTSIDE
from .grid import MARGIN, cells_of_segments
from .locate import locate
from .near import ROUNDING_M, Stretches, stretches
from .ragged import runs_of, spread
from .scan import UNCLEAR
from .ways import Pieces, Ways

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..line_arrays import LineArrays
    from .edges import Edges
    from .grid import Grid
    from .near import Segments

    Indices = NDArray[np.intp]
    Numbers = NDArray[np.float64]

_UNKNOWN = -3
"""The label of a part that has to be looked at closer."""
_CELLS_AT_ONCE = 100_000
"""Cells that parts may meet at a time, without a tolerance: up to 200 MB where borders are dense, and arrays small
enough that their memory is used again instead of being asked of the system anew."""
_WIDE_M = 4.0
"""A tolerance that doubles what is kept of each cell."""
_WIDEST_BOX = 6
"""A part whose box is wider, in small cells, is looked at segment by segment."""


@dataclass(frozen=True)
class CutParts:
    """What of every part of lines lies where."""

    part: Indices
    """The part of each stretch, shape (stretches,)."""
    length: Numbers
    """Metres, shape (stretches,)."""
    stretch: Indices
    """The stretch of each area that covers it, ascending; shape (coverings,)."""
    area: Indices
    """That area, shape (coverings,)."""
    unclear: Indices
    """Parts that are in none of the above, since rounding decides where they lie."""


class LineCutter:
    """Cuts lines by borders.

    Args:
        edges: the borders of areas that tile the plane.
        grid: the grid over them.
        tolerance_m: how near a border a line belongs to both sides; well below the side of a small cell.
    """

    def __init__(self, edges: Edges, grid: Grid, tolerance_m: float) -> None:
        self._edges = edges
        self._grid = grid
        self._tolerance_m = tolerance_m
        self._reach_m = 1.5 * max(tolerance_m, ROUNDING_M)
        self._margin = max(self._reach_m / grid.cell_m - MARGIN, 0.0)

    def cut(self, lines: LineArrays) -> CutParts:
        """Return where the parts of lines lie.

        Args:
            lines: every part longer than 0.
        """
        label = self._whole_parts(lines)
        whole, rest = np.flatnonzero(label != _UNKNOWN), np.flatnonzero(label == _UNKNOWN)
        inside = np.flatnonzero(label[whole] != OUTSIDE)
        cuts = [
            CutParts(
                part=whole,
                length=lines.part_lengths[whole],
                stretch=inside,
                area=label[whole[inside]].astype(np.intp),
                unclear=np.zeros(0, dtype=np.intp),
            )
        ]
        cuts += [self._near_parts(lines, run) for run in self._runs(lines, rest)]
        before = np.cumsum([0, *(cut.part.size for cut in cuts)])
        return CutParts(
            part=np.concatenate([cut.part for cut in cuts]),
            length=np.concatenate([cut.length for cut in cuts]),
            stretch=np.concatenate(
                [start + cut.stretch for start, cut in zip(before[:-1], cuts, strict=True)]
            ),
            area=np.concatenate([cut.area for cut in cuts]),
            unclear=np.concatenate([cut.unclear for cut in cuts]),
        )

    def _runs(self, lines: LineArrays, parts: Indices) -> list[Indices]:
        """Divide parts into runs that meet so many cells at most, or of one part.

        That bounds the memory, and keeps the metres of one run short enough to be added up exactly.
        """
        if not parts.size:
            return []
        at_once = _CELLS_AT_ONCE / (1.0 + self._tolerance_m / _WIDE_M)
        cells = np.diff(lines.starts)[parts] + lines.part_lengths[parts] / self._grid.cell_m
        run = np.floor(np.cumsum(np.minimum(cells, at_once)) / at_once)
        alone = cells >= at_once
        run += np.cumsum(alone) + np.cumsum(np.roll(alone, 1) & (np.arange(alone.size) > 0))
        return np.split(parts, np.flatnonzero(np.diff(run)) + 1)

    def _whole_parts(self, lines: LineArrays) -> NDArray[np.int32]:
        """Return the label of every part whose box holds no border, ``_UNKNOWN`` for others; shape (parts,)."""
        grid, starts = self._grid, lines.starts[:-1]
        margin_m = self._reach_m
        west = grid.column(np.minimum.reduceat(lines.x, starts) - margin_m)
        east = grid.column(np.maximum.reduceat(lines.x, starts) + margin_m)
        south = grid.row(np.minimum.reduceat(lines.y, starts) - margin_m)
        north = grid.row(np.maximum.reduceat(lines.y, starts) + margin_m)
        label, near = grid.look_up(west, south)
        pure = grid.without_borders(west, south, east, north)
        narrow = ~pure & (near < 0) & (np.maximum(east - west, north - south) < _WIDEST_BOX)
        for step_x, step_y in product(range(_WIDEST_BOX), repeat=2):
            asked = np.flatnonzero(narrow & (west + step_x <= east) & (south + step_y <= north))
            if step_x or step_y:
                narrow[asked] = grid.look_up(west[asked] + step_x, south[asked] + step_y)[1] < 0
        pure |= narrow
        return np.where(pure, label, _UNKNOWN)

    def _near_parts(self, lines: LineArrays, parts: Indices) -> CutParts:
        """Cut parts that may be near borders."""
        ways = Ways.of(lines, parts)
        segment, edge = self._candidates(ways.segments)
        found = stretches(ways.segments.take(segment), self._edges, edge, self._tolerance_m)
        unclear = np.zeros(parts.size, dtype=np.bool_)
        unclear[ways.part[segment[~found.clear]]] = True
        kept = np.flatnonzero(found.near & found.clear)
        segment, edge = segment[kept], edge[kept]
        start, stop = ways.start[segment] + found.start[kept], ways.stop[segment] - found.rest[kept]
        pieces = Pieces.of(ways, ways.part[segment], start, np.maximum(start, stop))
        piece, area = self._covering(pieces, edge)
        alone = np.flatnonzero(np.bincount(piece, minlength=pieces.part.size) == 0)
        label = locate(self._edges, self._grid, *ways.places(pieces.part[alone], pieces.middle[alone]))
        unclear[pieces.part[alone[label == UNCLEAR]]] = True
        labels = np.full(pieces.part.size, _UNKNOWN, dtype=np.int32)
        labels[alone] = label
        unclear[self._disagreeing(pieces, labels, edge, found, kept)] = True
        inside = np.flatnonzero(label >= 0)
        piece = np.concatenate([piece, alone[inside]])
        area = np.concatenate([area, label[inside].astype(np.intp)])
        return _without(unclear, pieces, piece, area, parts)

    def _disagreeing(
        self, pieces: Pieces, labels: NDArray[np.int32], edge: Indices, found: Stretches, kept: Indices
    ) -> Indices:
        """Return parts that leave a border on another side than where the piece behind it was found to lie.

        Both answers come by different ways: this is the engine's check on itself.
        """
        crossing = np.flatnonzero(found.crosses[kept])
        from_left = found.from_left[kept[crossing]]
        left, right = self._edges.left[edge[crossing]], self._edges.right[edge[crossing]]
        parts = []
        for cut, expected in (
            (pieces.start[crossing] - 1, np.where(from_left, left, right)),
            (pieces.stop[crossing], np.where(from_left, right, left)),
        ):
            piece = pieces.number[cut]
            known = (piece >= 0) & (labels[piece] != _UNKNOWN)
            parts.append(pieces.part[piece[known & (labels[piece] != expected)]])
        return np.concatenate(parts)

    def _covering(self, pieces: Pieces, edge: Indices) -> tuple[Indices, Indices]:
        """Return the areas of every piece that is near a border, each pair of both once."""
        pair, rank = spread(pieces.stop - pieces.start)
        piece = pieces.number[pieces.start[pair] + rank]
        area = np.concatenate([self._edges.left[edge[pair]], self._edges.right[edge[pair]]]).astype(np.intp)
        piece = np.concatenate([piece, piece])
        kept = (area != OUTSIDE) & (piece >= 0)
        width = int(area.max(initial=0)) + 1
        keys = np.unique(piece[kept] * width + area[kept])
        return keys // width, keys % width

    def _candidates(self, segments: Segments) -> tuple[Indices, Indices]:
        """Return the pairs of a segment and a border whose boxes meet, every pair once."""
        grid, edges = self._grid, self._edges
        scaled = [
            (values - origin) / grid.cell_m
            for values, origin in (
                (segments.x0, grid.west),
                (segments.y0, grid.south),
                (segments.x1, grid.west),
                (segments.y1, grid.south),
            )
        ]
        inside, ends = _clipped(scaled, grid.columns, grid.rows)
        segment, column, row = cells_of_segments(*ends, self._margin)
        segment = inside[segment]
        _, cell = grid.look_up(np.clip(column, 0, grid.columns - 1), np.clip(row, 0, grid.rows - 1))
        near = np.flatnonzero(cell >= 0)
        owner, entry = runs_of(grid.starts, cell[near])
        segment, edge = segment[near][owner], grid.bucket[entry]
        reach = self._reach_m
        for one, other, low, high in (
            (segments.x0, segments.x1, edges.x0, edges.x1),
            (segments.y0, segments.y1, edges.low, edges.high),
        ):
            least, most = np.minimum(one, other) - reach, np.maximum(one, other) + reach
            meet = np.flatnonzero((least[segment] <= high[edge]) & (most[segment] >= low[edge]))
            segment, edge = segment[meet], edge[meet]
        pairs = np.unique(segment * len(edges) + edge)
        return pairs // len(edges), pairs % len(edges)


def _clipped(ends: list[Numbers], columns: int, rows: int) -> tuple[Indices, list[Numbers]]:
    """Return which segments meet the grid, and what of them lies in it; all in cells.

    The rim of the grid has no borders, so that rounding at its edge does no harm.
    """
    outside = np.zeros(ends[0].size, dtype=np.bool_)
    for place, most in zip(ends, (columns, rows, columns, rows), strict=True):
        outside |= (place < 0) | (place > most)
    if not outside.any():
        return np.arange(outside.size), ends
    x0, y0, x1, y1 = (place[outside] for place in ends)
    enter, leave = np.zeros(x0.size), np.ones(x0.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        for start, way, most in ((x0, x1 - x0, columns), (y0, y1 - y0, rows)):
            low, high = (0 - start) / way, (most - start) / way
            still = way == 0
            never = still & ((start < 0) | (start > most))
            enter = np.where(never, np.inf, np.where(still, enter, np.fmax(enter, np.minimum(low, high))))
            leave = np.where(still, leave, np.fmin(leave, np.maximum(low, high)))
    clipped = [place.copy() for place in ends]
    for place, start, way, share in (
        (clipped[0], x0, x1 - x0, enter),
        (clipped[1], y0, y1 - y0, enter),
        (clipped[2], x0, x1 - x0, leave),
        (clipped[3], y0, y1 - y0, leave),
    ):
        place[outside] = start + np.where(np.isfinite(share), share, 0.0) * way
    meets = ~outside
    meets[outside] = enter <= leave
    inside = np.flatnonzero(meets)
    return inside, [place[inside] for place in clipped]


def _without(
    unclear: NDArray[np.bool_], pieces: Pieces, piece: Indices, area: Indices, parts: Indices
) -> CutParts:
    """Return what is left when the unclear parts are taken out."""
    stays = ~unclear[pieces.part]
    place = np.cumsum(stays) - 1
    covered = np.flatnonzero(stays[piece])
    covered = covered[np.argsort(piece[covered], kind="stable")]
    return CutParts(
        part=parts[pieces.part[stays]],
        length=pieces.length[stays],
        stretch=place[piece[covered]],
        area=area[covered],
        unclear=parts[unclear],
    )
