"""Lines along borders: how much of each line runs along which border, and how much of a border has a line alongside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .line_segments import runs_of_parts
from .merging import joined, summed
from .search import Search
from .shared import SharedBorders, shared_borders

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from ..coverage.edges import Edges
    from ..line_arrays import LineArrays

ANGLE = 30.0
"""Degrees between a line and a border that it still runs along."""


@dataclass(frozen=True)
class LinesAlongBorders:
    """Metres of lines along borders, one row per line and border, in order; and metres of borders along lines."""

    borders: SharedBorders
    covered: NDArray[np.float64]
    """Metres of each border that have a line alongside, shape (borders,)."""
    line: NDArray[np.intp]
    """Shape (rows,)."""
    border: NDArray[np.intp]
    """Shape (rows,)."""
    length: NDArray[np.float64]
    """Metres of the line that run along the border, above 0, shape (rows,)."""


def lines_along_borders(
    lines: LineArrays,
    edges: Edges,
    tolerance_m: float,
    feedback: QgsFeedback,
    angle_degrees: float = ANGLE,
) -> LinesAlongBorders:
    """Return what of lines runs along the shared borders of areas, and what of the borders they run along.

    A segment of a line runs along an edge of a border where it lies within the tolerance of it, past its ends too,
    if their directions, either way, differ by the angle or less. Near several edges of a border it counts once;
    where borders meet it may count for each.

    A border has a line alongside where one of its edges lies in the strip of the tolerance on both sides of such a
    segment, or behind a bend that such a segment makes with the next. Past the end of a line there is none alongside:
    at 90 degrees it is what a buffer of the joined lines with flat ends covers.

    Both are exact, without circles made of segments. At the tolerance is within it, give or take ``ROUNDING``: with
    tolerance 0 what counts lies on the border.

    Args:
        lines: the lines.
        edges: the edges of the areas; those with an area on one side alone are no shared border.
        tolerance_m: metres, 0 or more.
        feedback: asked for cancel, told the progress.
        angle_degrees: 0 to 90; 90 asks for nearness alone.

    Raises:
        RunCancelledError: the user cancelled.
    """
    borders = shared_borders(edges)
    search = Search(lines, borders, tolerance_m, angle_degrees, feedback)
    keys, lengths = [], []
    for first, last in runs_of_parts(lines):
        key, length = search.run(first, last, feedback)
        keys.append(key)
        lengths.append(length)
        feedback.setProgress(100 * last / lines.line.size)
    key, length = summed(joined(keys, np.int64), joined(lengths, np.float64))
    line, border = np.divmod(key, max(len(borders), 1))
    return LinesAlongBorders(borders, search.covered(), line.astype(np.intp), border.astype(np.intp), length)
