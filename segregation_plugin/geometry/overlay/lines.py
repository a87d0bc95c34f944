"""Lengths of lines inside areas."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry

from ...core.errors import RunCancelledError
from .rows import CoveringRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qgis.core import QgsFeedback

    from ...core.overlay import Coverings
    from .cover import AreaCover

_CANCEL_EVERY = 64
_ROUNDING = 1e-9


def lengths_in_areas(lines: Sequence[QgsGeometry], cover: AreaCover, feedback: QgsFeedback) -> Coverings:
    """Return the length of each line inside each set of areas, and outside all; a unit is a line.

    Raises:
        RunCancelledError: the user cancelled.
    """
    rows = CoveringRows(len(lines))
    own = [line.length() for line in lines]
    for unit, line in enumerate(lines):
        if unit % _CANCEL_EVERY == 0:
            if feedback.isCanceled():
                raise RunCancelledError
            feedback.setProgress(100 * unit / len(lines))
        for run in _runs(line, own[unit]):
            for members, piece in cover.cut(run):
                rows.add(unit, members, piece.length())
    return rows.coverings(own)


def _runs(line: QgsGeometry, length: float) -> list[QgsGeometry]:
    """Return pieces of a line that do not run over themselves.

    GEOS dissolves a line that goes out and back, so that its overlay is shorter than the line; such a line is
    taken segment by segment. One that only crosses or touches itself stays whole.
    """
    if line.isSimple() or abs(QgsGeometry.unaryUnion([line]).length() - length) <= _ROUNDING * length:
        return [line]
    return list(_segments(line))


def _segments(line: QgsGeometry) -> Iterator[QgsGeometry]:
    for part in line.asGeometryCollection():
        points = part.asPolyline()
        for start, end in pairwise(points):
            if start != end:
                yield QgsGeometry.fromPolylineXY([start, end])
