"""Features taken apart into what is buffered in one piece."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import Qgis, QgsGeometry

from ...core.errors import RunCancelledError
from ..boxes import local_order
from ..threads import in_threads
from .style import ROUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

_CANCEL_EVERY = 256
_LINE = Qgis.GeometryType.Line


@dataclass(frozen=True)
class Parts:
    """Points, simple open lines and polygons; neighbours follow each other."""

    geometries: list[QgsGeometry]
    boxes: NDArray[np.float64]
    """West, south, east, north; shape (parts, 4)."""
    capped: NDArray[np.bool_]
    """Whether the end cap of the style is for a part, shape (parts,)."""


def parts_of(features: Iterable[QgsGeometry], end_cap: str, feedback: QgsFeedback) -> Parts:
    """Take features apart.

    Under flat and square caps, lines that continue each other are joined first, so that a cap stands at the end of
    the road and not at the end of every link. Points and polygons have no ends and are round in any case.

    Args:
        features: points, lines and polygons, valid and in EPSG:3006.
        end_cap: one of ``END_CAPS``.
        feedback: asked for cancel.

    Raises:
        RunCancelledError: the user cancelled.
    """
    geometries, capped, sides = [], array("b"), array("d")
    for cap, geometry in _pieces(_single(features, feedback), end_cap, feedback):
        box = geometry.boundingBox()
        sides.extend((box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()))
        capped.append(cap)
        geometries.append(geometry)
    boxes = np.array(sides).reshape(-1, 4)
    order = local_order(boxes)
    return Parts(
        [geometries[place] for place in order.tolist()], boxes[order], np.array(capped, dtype=np.bool_)[order]
    )


def _single(features: Iterable[QgsGeometry], feedback: QgsFeedback) -> Iterator[QgsGeometry]:
    """Yield the parts of features; a line without length is the point that it is."""
    for number, feature in enumerate(features):
        if number % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        for part in feature.asGeometryCollection() if feature.isMultipart() else (feature,):
            if part.isMultipart():
                yield from _single([part], feedback)
            elif part.type() == _LINE and part.length() == 0:
                yield QgsGeometry.fromPointXY(part.asPolyline()[0])
            elif not part.isEmpty():
                yield part


def _pieces(
    parts: Iterator[QgsGeometry], end_cap: str, feedback: QgsFeedback
) -> Iterator[tuple[bool, QgsGeometry]]:
    lines = []
    for part in parts:
        if part.type() != _LINE:
            yield False, part
        elif end_cap == ROUND:
            yield from _pieces_of_line(part, end_cap)
        else:
            lines.append(part)
    for line in _joined(lines, feedback):
        yield from _pieces_of_line(line, end_cap)


def _joined(lines: list[QgsGeometry], feedback: QgsFeedback) -> list[QgsGeometry]:
    """Join lines where exactly two ends meet; a line that is there twice would be joined to a ring with itself."""
    if not lines:
        return []
    once = {line.asWkb().data(): line for line in lines}
    collected = QgsGeometry.collectGeometry(list(once.values()))
    (joined,) = in_threads(QgsGeometry.mergeLines, [collected], feedback)
    return list(joined.asGeometryCollection())


def _pieces_of_line(line: QgsGeometry, end_cap: str) -> Iterator[tuple[bool, QgsGeometry]]:
    """Yield a line, or what has the same buffer, with whether it has the cap of the style.

    GEOS loses ground around a line that touches itself, up to a third of it. Such a line is taken segment by
    segment: round at the inner vertices, with the cap at its two ends alone; a closed line has none.
    """
    closed = line.constGet().isClosed2D()
    if not closed and line.isSimple():
        yield True, line
        return
    points = line.asPolyline()
    segments = [QgsGeometry.fromPolylineXY([start, end]) for start, end in pairwise(points) if start != end]
    ends = [] if closed else [segments[0], segments[-1]]
    inner = segments if closed else segments[1:-1]
    yield from ((True, segment) for segment in ends)
    yield from ((False, segment) for segment in inner)
    if not inner and end_cap != ROUND:
        yield from ((False, QgsGeometry.fromPointXY(point)) for point in points[1:-1])
