"""Lengths of lines inside areas."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry

from .rows import CoveringRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ...core.overlay import Coverings
    from .cover import AreaCover, Members

_ROUNDING = 1e-9


def lengths_of_parts(
    parts: Iterable[tuple[int, QgsGeometry]], cover: AreaCover, own: Sequence[float] | NDArray[np.float64]
) -> Coverings:
    """Return the length of each line inside each set of areas, and outside all; a unit is a line.

    Parts of a line that lie over each other count with their own length each.

    Args:
        parts: every part of the lines with its line.
        cover: the areas.
        own: the length of each line, shape (lines,).

    Raises:
        RunCancelledError: the user cancelled.
    """
    rows = CoveringRows(len(own))
    for unit, part in parts:
        for members, length in _cut(part, cover):
            rows.add(unit, members, length)
    return rows.coverings(own)


def _cut(line: QgsGeometry, cover: AreaCover) -> list[tuple[Members, float]]:
    """Return the lengths of a line of one part in each set of areas.

    GEOS dissolves a line that goes out and back, or nearly, so that a piece of it is shorter than what it stands for;
    such a line is taken segment by segment, since one segment cannot run over itself.
    """
    own_length = line.length()
    whole = [(members, piece.length()) for members, piece in cover.cut(line)]
    adds_up = abs(_union_length(whole) - own_length) <= _ROUNDING * own_length
    if adds_up and (len(whole) == 1 or line.isSimple()):
        return whole
    return [(members, piece.length()) for segment in _segments(line) for members, piece in cover.cut(segment)]


def _union_length(cuts: list[tuple[Members, float]]) -> float:
    """Return the length inside any area or outside all: sets of areas in turn added and taken off."""
    return sum(length if len(members) % 2 or not members else -length for members, length in cuts)


def _segments(line: QgsGeometry) -> Iterator[QgsGeometry]:
    for start, end in pairwise(line.asPolyline()):
        if start != end:
            yield QgsGeometry.fromPolylineXY([start, end])
