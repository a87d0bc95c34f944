"""Areas as a cover of the plane: which of them, alone and together, hold what of a line, polygon or point."""

from __future__ import annotations

import math
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsGeometry, QgsSpatialIndex

from ...core.errors import RunCancelledError
from ..operations import PreparedGeometry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qgis.core import QgsFeedback, QgsRectangle

Members = tuple[int, ...]
"""A set of areas as ascending indices; the empty one stands for "outside all areas"."""

_LEAST_SEGMENTS = 8
_SAGITTA_M = 2e-4
"""How far the margin around a corner, which is drawn in straight pieces, may lie within the arc that it stands for."""
_CANCEL_EVERY = 64


class AreaCover:
    """Areas widened by a tolerance, so that neighbours share a strip along their border.

    An area is widened and prepared when something comes near it for the first time.

    Args:
        areas: valid polygons; they may overlap.
        tolerance_m: 0 or more.
        feedback: asked for cancel.
    """

    def __init__(self, areas: Sequence[QgsGeometry], tolerance_m: float, feedback: QgsFeedback) -> None:
        self.areas = areas
        self.tolerance_m = tolerance_m
        self._feedback = feedback
        self._prepared: dict[int, PreparedGeometry] = {}
        self._neighbours: dict[int, list[int]] = {}

    @cached_property
    def _index(self) -> QgsSpatialIndex:
        index = QgsSpatialIndex()
        for number in range(len(self.areas)):
            if number % _CANCEL_EVERY == 0 and self._feedback.isCanceled():
                raise RunCancelledError
            index.addFeature(number, self._box(number))
        return index

    def _box(self, area: int) -> QgsRectangle:
        return self.areas[area].boundingBox().buffered(self.tolerance_m)

    def _area(self, area: int) -> PreparedGeometry:
        if area not in self._prepared:
            polygon = self.areas[area]
            if self.tolerance_m > 0:
                polygon = polygon.buffer(self.tolerance_m, _segments(self.tolerance_m))
            self._prepared[area] = PreparedGeometry(polygon)
        return self._prepared[area]

    def met_by(self, geometry: QgsGeometry) -> Members:
        """Return the areas that share at least a point with a geometry.

        Raises:
            RunCancelledError: the user cancelled.
        """
        near = self._index.intersects(geometry.boundingBox())
        return tuple(sorted(area for area in near if self._area(area).intersects(geometry)))

    def cut(self, geometry: QgsGeometry) -> Iterator[tuple[Members, QgsGeometry]]:
        """Yield what of a line or polygon lies in each set of areas that has some of it, and outside all.

        What lies in a set lies in its subsets as well, so only sets whose subsets all have some are asked.

        Raises:
            RunCancelledError: the user cancelled.
        """
        met = self.met_by(geometry)
        if not met:
            yield (), geometry
        elif len(met) == 1 and self._area(met[0]).contains(geometry):
            yield met, geometry
        else:
            yield from self._cut_exactly(geometry, met)

    def _cut_exactly(self, geometry: QgsGeometry, met: Members) -> Iterator[tuple[Members, QgsGeometry]]:
        remainder = geometry
        level: dict[Members, QgsGeometry] = {}
        for area in met:
            if self._feedback.isCanceled():
                raise RunCancelledError
            self._add(level, (area,), geometry)
            remainder = remainder if remainder.isEmpty() else self._area(area).outside(remainder)
        remainder = _of_type(remainder, geometry.type())
        if not remainder.isEmpty():
            yield (), remainder
        while level:
            yield from level.items()
            level = self._next_level(level)

    def _next_level(self, level: dict[Members, QgsGeometry]) -> dict[Members, QgsGeometry]:
        following: dict[Members, QgsGeometry] = {}
        for members, piece in level.items():
            for area in self._later_neighbours(members[-1]):
                larger = (*members, area)
                known = all(subset in level for subset in combinations(larger, len(members)))
                if known and self._area(area).intersects(piece):
                    self._add(following, larger, piece)
        return following

    def _later_neighbours(self, area: int) -> list[int]:
        """Return the areas of a higher number whose boxes meet that of an area, in order."""
        if area not in self._neighbours:
            near = self._index.intersects(self._box(area))
            self._neighbours[area] = sorted(other for other in near if other > area)
        return self._neighbours[area]

    def _add(self, level: dict[Members, QgsGeometry], members: Members, geometry: QgsGeometry) -> None:
        """Add what of a geometry lies in the last area of a set, if that is more than a touch."""
        piece = _of_type(self._area(members[-1]).intersection(geometry), geometry.type())
        if not piece.isEmpty():
            level[members] = piece


def _segments(tolerance_m: float) -> int:
    """Return the straight pieces per quarter circle that keep the margin of a corner within the sagitta."""
    return max(_LEAST_SEGMENTS, math.ceil(math.pi / 4 * math.sqrt(tolerance_m / (2 * _SAGITTA_M))))


def _of_type(piece: QgsGeometry, geometry_type: Qgis.GeometryType) -> QgsGeometry:
    """Return the parts of a cut that are of the type of what was cut, without the touches and slivers of others."""
    if piece.type() == Qgis.GeometryType.Unknown:
        piece.convertGeometryCollectionToSubclass(geometry_type)
    return piece if piece.type() == geometry_type else QgsGeometry()
