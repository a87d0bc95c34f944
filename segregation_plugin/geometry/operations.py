"""Operations on many geometries: found by box, asked when prepared, dissolved in pieces that can be cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsGeometry, QgsSpatialIndex

from ..core.errors import InputError, Phrase, RunCancelledError
from .boxes import boxes_of, local_order
from .threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsFeedback, QgsGeometryEngine

_FIRST_CHUNK = 500
_MERGED_AT_ONCE = 64
_CANCEL_EVERY = 1024
_SEGMENTS = 8
"""Straight pieces for a quarter of a circle: half a percent off."""


class PreparedGeometry:
    """A geometry that many others are tested against; keeps it alive as long as the engine."""

    def __init__(self, geometry: QgsGeometry) -> None:
        self.geometry = geometry
        self._engine: QgsGeometryEngine = QgsGeometry.createGeometryEngine(geometry.constGet())
        self._engine.prepareGeometry()

    def contains(self, other: QgsGeometry) -> bool:
        """Say whether no point of the other lies outside and some lie inside: a line on the edge does not."""
        return self._engine.contains(other.constGet())

    def intersects(self, other: QgsGeometry) -> bool:
        """Say whether the two share at least a point."""
        return self._engine.intersects(other.constGet())

    def intersection(self, other: QgsGeometry) -> QgsGeometry:
        """Return what the other shares with this one, lower dimensions included; empty when nothing.

        Raises:
            InputError: GEOS could not intersect them.
        """
        if self.contains(other):  # many times faster than to cut
            return other
        return _checked(QgsGeometry(self._engine.intersection(other.constGet())), other)

    def outside(self, other: QgsGeometry) -> QgsGeometry:
        """Return what the other does not share with this one; empty when nothing.

        Raises:
            InputError: GEOS could not subtract them.
        """
        if self.contains(other):
            return QgsGeometry.fromWkt("GEOMETRYCOLLECTION EMPTY")
        return _checked(other.difference(self.geometry), other)


def overlaid(one: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """Return what two polygons share; what was clipped before may have to be made valid for that.

    Raises:
        InputError: GEOS could not intersect them.
    """
    shared = one.intersection(other)
    return _checked(shared if not shared.isNull() else one.makeValid().intersection(other.makeValid()), one)


def differing(one: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """Return what lies in one of two polygons only: their symmetric difference, empty when nothing.

    Raises:
        InputError: GEOS could not subtract them.
    """
    return _checked(one.symDifference(other), one)


def narrowed(polygon: QgsGeometry, by_m: float) -> QgsGeometry:
    """Return the places in a polygon that are farther than a distance from its border; empty when there are none.

    Raises:
        InputError: GEOS could not narrow it.
    """
    return _checked(polygon.buffer(-by_m, _SEGMENTS), polygon)


def _checked(result: QgsGeometry, given: QgsGeometry) -> QgsGeometry:
    if not result.isNull():
        return result
    centre = given.boundingBox().center()
    raise InputError(
        "A geometry at {x}, {y} in EPSG:3006 could not be overlaid with an area ({reason}); run Fix geometries on "
        "its layer and try again.",
        x=f"{centre.x():.0f}",
        y=f"{centre.y():.0f}",
        reason=result.lastError() or Phrase("GEOS gave no reason"),
    )


def index_of(geometries: Sequence[QgsGeometry], feedback: QgsFeedback | None = None) -> QgsSpatialIndex:
    """Return an index of the bounding boxes; the ids are the places in the sequence.

    Raises:
        RunCancelledError: the user cancelled.
    """
    index = QgsSpatialIndex()
    for number, geometry in enumerate(geometries):
        if number % _CANCEL_EVERY == 0 and feedback is not None and feedback.isCanceled():
            raise RunCancelledError
        index.addFeature(number, geometry.boundingBox())
    return index


def union(geometries: Sequence[QgsGeometry], feedback: QgsFeedback) -> QgsGeometry:
    """Return the dissolved union; an empty geometry of nothing.

    One ``unaryUnion`` of everything cannot be cancelled. Neighbours are dissolved in chunks, the chunks merged
    in rounds, on all cores, since QGIS releases Python's lock inside the operation. Polygons whose boxes meet
    no other box stay as they are.

    Args:
        geometries: valid, of one type.
        feedback: asked for cancel.

    Raises:
        InputError: GEOS could not dissolve them.
        RunCancelledError: the user cancelled; what a thread has begun ends by itself.
    """
    alone, neighbours = _by_solitude(
        [geometry for geometry in geometries if not geometry.isEmpty()], feedback
    )
    merged = [neighbours[place] for place in local_order(boxes_of(neighbours, feedback))]
    size = _FIRST_CHUNK
    while len(merged) > 1 or (merged and size == _FIRST_CHUNK):
        chunks = [merged[start : start + size] for start in range(0, len(merged), size)]
        merged, size = list(in_threads(united, chunks, feedback)), _MERGED_AT_ONCE
    return QgsGeometry.collectGeometry([*merged, *alone]) if alone or merged else QgsGeometry()


def united(geometries: Sequence[QgsGeometry]) -> QgsGeometry:
    """Return the union of geometries as GEOS makes it, in one call that cannot be cancelled.

    Raises:
        InputError: GEOS could not dissolve them.
    """
    return made(QgsGeometry.unaryUnion(list(geometries)), len(geometries))


def made(result: QgsGeometry, count: int) -> QgsGeometry:
    """Return what GEOS made of so many geometries.

    Raises:
        InputError: that is nothing.
    """
    if result.isNull():
        raise InputError(
            "{count} geometries could not be dissolved ({reason}); run Fix geometries on the layer and try again.",
            count=count,
            reason=result.lastError() or Phrase("GEOS gave no reason"),
        )
    return result


def _by_solitude(
    geometries: list[QgsGeometry], feedback: QgsFeedback
) -> tuple[list[QgsGeometry], list[QgsGeometry]]:
    """Return the polygons whose boxes meet no other, and all the rest."""
    index = index_of(geometries, feedback)
    alone: list[QgsGeometry] = []
    neighbours: list[QgsGeometry] = []
    for number, geometry in enumerate(geometries):
        if number % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        is_alone = (
            geometry.type() == Qgis.GeometryType.Polygon
            and len(index.intersects(geometry.boundingBox())) == 1
        )
        (alone if is_alone else neighbours).append(geometry)
    return alone, neighbours
