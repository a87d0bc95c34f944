"""Pieces of areas: what each method of apportionment puts into a zone or leaves outside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..core import apportionment
from ..core.errors import RunCancelledError
from .operations import PreparedGeometry, index_of, union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry, QgsSpatialIndex

    from .zone_index import ZoneIndex

_CANCEL_EVERY = 64


@dataclass(frozen=True)
class Pieces:
    """Pieces cut from areas, each with a mass that is spread evenly over it."""

    geometries: list[QgsGeometry]
    area_of_piece: NDArray[np.intp]
    """Shape (pieces,), index of the area that a piece is cut from."""
    mass: NDArray[np.float64]
    """Shape (pieces,), square metres or people."""
    area_count: int

    @cached_property
    def empty(self) -> NDArray[np.bool_]:
        """Areas without any mass, where the method has nothing to go by; shape (areas,)."""
        return np.bincount(self.area_of_piece, self.mass, self.area_count) <= 0

    @cached_property
    def _index(self) -> QgsSpatialIndex:
        return index_of(self.geometries)

    def weights(self, zone: ZoneIndex, feedback: QgsFeedback) -> NDArray[np.float64]:
        """Return the share of each area's mass inside the zone, shape (areas,); NaN where it has none.

        Raises:
            RunCancelledError: the user cancelled.
        """
        inside = np.zeros(len(self.geometries))
        for count, piece in enumerate(self._index.intersects(zone.bounding_box)):
            if count % _CANCEL_EVERY == 0 and feedback.isCanceled():
                raise RunCancelledError
            inside[piece] = zone.share_of(self.geometries[piece])
        return apportionment.weights(self.area_of_piece, self.mass, inside, self.area_count)


def whole_areas(areas: Sequence[QgsGeometry]) -> Pieces:
    """Return each area as one piece: raw area weighting, water and forest included."""
    size = np.array([area.area() for area in areas])
    return Pieces(list(areas), np.arange(len(areas)), size, len(areas))


def built_up_parts(
    areas: Sequence[QgsGeometry], mask: Sequence[QgsGeometry], feedback: QgsFeedback
) -> Pieces:
    """Return the parts of each area that the mask covers; overlapping mask polygons cover their ground once."""
    index = index_of(mask, feedback)
    near = sorted({polygon for area in areas for polygon in index.intersects(area.boundingBox())})
    dissolved = union([mask[polygon] for polygon in near], feedback).asGeometryCollection()
    cuts = list(_cuts(areas, dissolved, feedback))
    return Pieces(
        [piece for _, _, piece in cuts],
        np.array([area for area, _, _ in cuts], dtype=np.intp),
        np.array([piece.area() for _, _, piece in cuts]),
        len(areas),
    )


def population_cells(
    areas: Sequence[QgsGeometry],
    cells: Sequence[QgsGeometry],
    people: NDArray[np.float64],
    feedback: QgsFeedback,
) -> Pieces:
    """Return the part of each population polygon in each area, with its people split by area.

    Args:
        areas: polygons.
        cells: grid squares or finer areas.
        people: shape (cells,), 0 or more.
        feedback: asked for cancel.
    """
    cuts = list(_cuts(areas, cells, feedback))
    overlap = np.array([piece.area() for _, _, piece in cuts])
    cell_of_piece = np.array([cell for _, cell, _ in cuts], dtype=np.intp)
    return Pieces(
        [piece for _, _, piece in cuts],
        np.array([area for area, _, _ in cuts], dtype=np.intp),
        apportionment.cell_masses(cell_of_piece, overlap, people),
        len(areas),
    )


def population_points(
    areas: Sequence[QgsGeometry],
    codes: Sequence[str],
    points: Sequence[QgsGeometry],
    people: NDArray[np.float64],
    feedback: QgsFeedback,
) -> Pieces:
    """Return the points in each area; one on a shared border belongs to the area with the lowest code.

    Args:
        areas: polygons.
        codes: their codes, shape (areas,).
        points: addresses or buildings.
        people: shape (points,), 0 or more.
        feedback: asked for cancel.
    """
    index = index_of(points)
    owner = np.full(len(points), -1, dtype=np.intp)
    for area in sorted(range(len(areas)), key=codes.__getitem__):
        if feedback.isCanceled():
            raise RunCancelledError
        prepared = PreparedGeometry(areas[area])
        for point in index.intersects(areas[area].boundingBox()):
            if owner[point] < 0 and prepared.intersects(points[point]):
                owner[point] = area
    inside = np.flatnonzero(owner >= 0)
    return Pieces([points[point] for point in inside], owner[inside], people[inside], len(areas))


def _cuts(
    areas: Sequence[QgsGeometry], polygons: Sequence[QgsGeometry], feedback: QgsFeedback
) -> Iterator[tuple[int, int, QgsGeometry]]:
    """Cut polygons by areas: yield the area, the polygon and their common ground, where there is any."""
    index = index_of(polygons, feedback)
    for area, outline in enumerate(areas):
        prepared = PreparedGeometry(outline)
        for count, polygon in enumerate(index.intersects(outline.boundingBox())):
            if count % _CANCEL_EVERY == 0 and feedback.isCanceled():
                raise RunCancelledError
            if prepared.contains(polygons[polygon]):
                yield area, polygon, polygons[polygon]
            elif prepared.intersects(polygons[polygon]):
                common = outline.intersection(polygons[polygon])
                if common.area() > apportionment.NOTHING * polygons[polygon].area():
                    yield area, polygon, common
