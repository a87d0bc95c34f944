"""Pieces of areas: what each method of apportionment puts into a zone or leaves outside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..core import apportionment
from .local_box import BoxIndex, boxes_of
from .local_overlap import Overlaps, near
from .local_shapes import Shapes
from .operations import PreparedGeometry, overlaid
from .threads import in_threads
from .zones import BufferStyle, zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry

    from .local_box import Box
    from .local_dissolve import Stop
    from .zone_index import ZoneIndex


class Within(NamedTuple):
    """What of some pieces lies inside zones."""

    rows: NDArray[np.intp]
    """The pieces, shape (found,)."""
    sizes: NDArray[np.float64]
    """Square metres, or 1 for a point; shape (zones, found)."""


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
    def shapes(self) -> Shapes:
        """The pieces as zones are overlaid with them."""
        shapes = Shapes.of(self.geometries)
        _ = shapes.index
        return shapes

    def within(self, box: Box, zones: Sequence[QgsGeometry], stop: Stop, *, nested: bool) -> Within:
        """Return what of the pieces lies inside zones; runs in several threads once ``shapes`` was asked for.

        Args:
            box: the zones do not reach out of it.
            zones: polygons from the smallest to the largest, null or empty where there is nothing.
            stop: says whether the run has ended.
            nested: whether every zone covers those before it.

        Raises:
            InputError: GEOS could not overlay a piece.
            RunCancelledError: the run has ended meanwhile.
        """
        rows = self.shapes.index.near(box)
        overlaps = Overlaps(self.shapes.take(rows), len(zones), stop, nested=nested)
        overlaps.add(box, zones)
        return Within(rows, overlaps.sizes)

    def weights_of(self, sizes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of each area's mass inside a zone, shape (areas,); NaN where it has none.

        Shares within ``NOTHING`` of 0 and 1 are 0 and 1: an area that only touches the zone is outside it.

        Args:
            sizes: what of each piece lies inside, as ``within`` has it; shape (pieces,).
        """
        with np.errstate(invalid="ignore"):
            shares = np.nan_to_num(sizes / self.shapes.sizes)
        shares[shares <= apportionment.NOTHING] = 0.0
        shares[shares >= 1 - apportionment.NOTHING] = 1.0
        return apportionment.weights(self.area_of_piece, self.mass, shares, self.area_count)

    def weights(self, zone: ZoneIndex, feedback: QgsFeedback) -> NDArray[np.float64]:
        """Return the share of each area's mass inside the zone, shape (areas,); NaN where it has none.

        Raises:
            InputError: GEOS could not overlay a piece.
            RunCancelledError: the user cancelled.
        """
        inside = np.zeros(len(self.geometries))
        for found in zone.in_tiles(
            lambda box, part, stop: self.within(box, [part], stop, nested=True), feedback
        ):
            inside[found.rows] += found.sizes[0]
        return self.weights_of(inside)


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
        points: addresses or buildings.
        people: shape (points,), 0 or more.
        feedback: asked for cancel.
    """
    index = BoxIndex(boxes_of(points, feedback))

    def within(area: int) -> tuple[int, list[int]]:
        prepared = PreparedGeometry(areas[area])
        (box,) = boxes_of([areas[area]])
        return area, [row for row in index.near(box).tolist() if prepared.intersects(points[row])]

    owner = np.full(len(points), -1, dtype=np.intp)
    from_last = sorted(range(len(areas)), key=codes.__getitem__, reverse=True)
    for area, rows in in_threads(within, from_last, feedback):
        owner[rows] = area
    inside = np.flatnonzero(owner >= 0)
    return Pieces([points[point] for point in inside], owner[inside], people[inside], len(areas))


def _cuts(
    areas: Sequence[QgsGeometry], polygons: Sequence[QgsGeometry], feedback: QgsFeedback
) -> Iterator[tuple[int, int, QgsGeometry]]:
    """Cut polygons by areas: yield the area, the polygon and their common ground, where there is any."""
    index = BoxIndex(boxes_of(polygons, feedback))

    def cut(area: int) -> list[tuple[int, int, QgsGeometry]]:
        outline = _Outline(areas[area])
        (box,) = boxes_of([areas[area]])
        rows = index.near(box).tolist()
        return [(area, row, common) for row in rows if (common := outline.common(polygons[row])) is not None]

    for of_area in in_threads(cut, range(len(areas)), feedback):
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
