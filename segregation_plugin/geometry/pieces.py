"""Pieces of areas: what each method of apportionment puts into a zone or leaves outside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..core import apportionment
from .boxes import BoxIndex, boxes_of
from .operations import PreparedGeometry, overlaid
from .threads import go_on, in_stopping_threads
from .zones.overlap import near, within
from .zones.shapes import Shapes
from .zones.style import BufferStyle
from .zones.zone import zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry

    from .boxes import Box
    from .threads import Stop
    from .zones.index import ZoneIndex
    from .zones.overlap import Within


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

    def weights_of(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of each area's mass inside a zone, shape (areas,); NaN where it has none.

        Args:
            shares: of each piece, shape (pieces,).
        """
        return apportionment.weights(self.area_of_piece, self.mass, shares, self.area_count)

    def weights(self, zone: ZoneIndex, feedback: QgsFeedback) -> NDArray[np.float64]:
        """Return the share of each area's mass inside the zone, shape (areas,); NaN where it has none.

        Raises:
            InputError: GEOS could not overlay a piece.
            RunCancelledError: the user cancelled.
        """
        shapes = Shapes.of(self.geometries, feedback)

        def visit(box: Box, part: QgsGeometry, stop: Stop) -> Within:
            return within(shapes, box, [part], stop, nested=True)

        inside = np.zeros(len(self.geometries))
        for found in zone.in_tiles(visit, feedback):
            inside[found.rows] += found.sizes[0]
        return self.weights_of(shapes.shares(inside))


def whole_areas(areas: Sequence[QgsGeometry]) -> Pieces:
    """Return each area as one piece: raw area weighting, water and forest included."""
    size = np.array([area.area() for area in areas])
    return Pieces(list(areas), np.arange(len(areas)), size, len(areas))


def built_up_parts(
    areas: Sequence[QgsGeometry], mask: Sequence[QgsGeometry], feedback: QgsFeedback
) -> Pieces:
    """Return the parts of each area that the mask covers; overlapping mask polygons cover their ground once."""
    index = BoxIndex(boxes_of(mask, feedback))
    near = sorted({row for box in boxes_of(areas, feedback) for row in index.near(box).tolist()})
    dissolved = zone([mask[row] for row in near], 0.0, BufferStyle(), feedback).asGeometryCollection()
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
        points: addresses or buildings; the people of one of several points are divided among these.
        people: shape (points,), 0 or more.
        feedback: asked for cancel.
    """
    points, people = _single_points(points, people)
    index = BoxIndex(boxes_of(points, feedback))

    def inside(area: int, stop: Stop) -> tuple[int, list[int]]:
        prepared = PreparedGeometry(areas[area])
        (box,) = boxes_of([areas[area]])
        rows = []
        for row in index.near(box).tolist():
            go_on(stop)
            if prepared.intersects(points[row]):
                rows.append(row)
        return area, rows

    owner = np.full(len(points), -1, dtype=np.intp)
    from_last = sorted(range(len(areas)), key=codes.__getitem__, reverse=True)
    for area, rows in in_stopping_threads(inside, from_last, feedback):
        owner[rows] = area
    owned = np.flatnonzero(owner >= 0)
    return Pieces([points[point] for point in owned], owner[owned], people[owned], len(areas))


def _single_points(
    points: Sequence[QgsGeometry], people: NDArray[np.float64]
) -> tuple[list[QgsGeometry], NDArray[np.float64]]:
    """Return every point by itself, with its part of the people."""
    parts = [point.asGeometryCollection() if point.isMultipart() else [point] for point in points]
    counts = np.array([len(part) for part in parts], dtype=np.intp)
    return [point for part in parts for point in part], np.repeat(people / np.maximum(counts, 1), counts)


def _cuts(
    areas: Sequence[QgsGeometry], polygons: Sequence[QgsGeometry], feedback: QgsFeedback
) -> Iterator[tuple[int, int, QgsGeometry]]:
    """Cut polygons by areas: yield the area, the polygon and their common ground, where there is any."""
    index = BoxIndex(boxes_of(polygons, feedback))

    def cut(area: int, stop: Stop) -> list[tuple[int, int, QgsGeometry]]:
        outline = _Outline(areas[area])
        (box,) = boxes_of([areas[area]])
        cuts = []
        for row in index.near(box).tolist():
            go_on(stop)
            common = outline.common(polygons[row])
            if common is not None:
                cuts.append((area, row, common))
        return cuts

    for of_area in in_stopping_threads(cut, range(len(areas)), feedback):
        yield from of_area


class _Outline:
    """An area that many polygons are cut by."""

    def __init__(self, area: QgsGeometry) -> None:
        self._prepared = PreparedGeometry(area)

    def common(self, polygon: QgsGeometry) -> QgsGeometry | None:
        """Return the ground that a polygon shares with the area, None where there is none."""
        if self._prepared.contains(polygon):
            return polygon
        if not self._prepared.intersects(polygon):
            return None
        common = overlaid(near(self._prepared.geometry, polygon), polygon)
        return common if common.area() > apportionment.NOTHING * polygon.area() else None
