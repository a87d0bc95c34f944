"""Features taken apart into what is buffered in one piece."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsGeometry

from ...core.errors import RunCancelledError
from ..boxes import boxes_of, local_order
from ..threads import freed_later, in_threads
from .style import ROUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    Kind = tuple[Qgis.GeometryType, bool]
    """A type of geometry, and whether the end cap of the style is for it."""

_CANCEL_EVERY = 256
_POINT, _LINE = Qgis.GeometryType.Point, Qgis.GeometryType.Line
_CAPPED = _LINE, True


@dataclass(frozen=True)
class Parts:
    """Points, simple open lines and polygons; neighbours follow each other."""

    geometries: list[QgsGeometry]
    boxes: NDArray[np.float64]
    """West, south, east, north; shape (parts, 4)."""
    kinds: list[Kind]


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
    kinds: list[Kind] = []
    geometries: list[QgsGeometry] = []
    with freed_later(geometries):
        for kind, geometry in _pieces(_single(features, feedback), end_cap, feedback):
            kinds.append(kind)
            geometries.append(geometry)
        boxes = boxes_of(geometries, feedback)
    order = local_order(boxes)
    places = order.tolist()
    return Parts([geometries[place] for place in places], boxes[order], [kinds[place] for place in places])


def _single(
    features: Iterable[QgsGeometry], feedback: QgsFeedback
) -> Iterator[tuple[Qgis.GeometryType, QgsGeometry]]:
    """Yield the parts of features with their types; a line without length is the point that it is."""
    for number, feature in enumerate(features):
        if number % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        for part in feature.asGeometryCollection() if feature.isMultipart() else (feature,):
            if part.isMultipart():
                yield from _single([part], feedback)
            elif part.isEmpty():
                continue
            elif (kind := part.type()) == _LINE and part.length() == 0:
                yield _POINT, QgsGeometry.fromPointXY(part.asPolyline()[0])
            else:
                yield kind, part


def _pieces(
    parts: Iterator[tuple[Qgis.GeometryType, QgsGeometry]], end_cap: str, feedback: QgsFeedback
) -> Iterator[tuple[Kind, QgsGeometry]]:
    lines = []
    for kind, part in parts:
        if kind != _LINE:
            yield (kind, False), part
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


def _pieces_of_line(line: QgsGeometry, end_cap: str) -> Iterator[tuple[Kind, QgsGeometry]]:
    """Yield a line, or what has the same buffer, with whether it has the cap of the style.

    GEOS loses ground around a line that touches itself, up to a third of it. Such a line is taken segment by
    segment: round at the inner vertices, with the cap at its two ends alone; a closed line has none.
    """
    closed = line.constGet().isClosed2D()
    if not closed and line.isSimple():
        yield _CAPPED, line
        return
    points = line.asPolyline()
    segments = [QgsGeometry.fromPolylineXY([start, end]) for start, end in pairwise(points) if start != end]
    ends = [] if closed else [segments[0], segments[-1]]
    inner = segments if closed else segments[1:-1]
    yield from ((_CAPPED, segment) for segment in ends)
    yield from (((_LINE, False), segment) for segment in inner)
    if not inner and end_cap != ROUND:
        yield from (((_POINT, False), QgsGeometry.fromPointXY(point)) for point in points[1:-1])
