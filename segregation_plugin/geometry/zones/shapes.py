"""Shapes that zones are overlaid with: polygons and points, and what has to be known of them many times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import Qgis

from ...core.apportionment import NOTHING
from ...core.errors import RunCancelledError
from ..boxes import BoxIndex, boxes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry

    from ..boxes import Box

_CANCEL_EVERY = 1024
LONG = 50
"""Vertices from which a polygon is clipped before it is overlaid."""


@dataclass(frozen=True)
class Shapes:
    """Polygons or points."""

    geometries: Sequence[QgsGeometry]
    boxes: NDArray[np.float64]
    """West, south, east, north; shape (shapes, 4)."""
    sizes: NDArray[np.float64]
    """Square metres, 1 for a point; shape (shapes,)."""
    long: NDArray[np.bool_]
    """Polygons of many vertices, shape (shapes,)."""

    @classmethod
    def of(cls, geometries: Sequence[QgsGeometry], feedback: QgsFeedback) -> Shapes:
        """Look at every geometry once.

        Raises:
            RunCancelledError: the user cancelled.
        """
        boxes = boxes_of(geometries, feedback)
        sizes, vertices = np.ones(len(geometries)), np.ones(len(geometries), dtype=np.intp)
        for row, geometry in enumerate(geometries):
            if row % _CANCEL_EVERY == 0 and feedback.isCanceled():
                raise RunCancelledError
            if not is_point(geometry):
                sizes[row], vertices[row] = geometry.area(), geometry.constGet().nCoordinates()
        return cls(geometries, boxes, sizes, vertices >= LONG)

    def __len__(self) -> int:
        return len(self.geometries)

    @cached_property
    def index(self) -> BoxIndex:
        """The shapes by place."""
        return BoxIndex(self.boxes)

    def take(self, rows: NDArray[np.intp]) -> Shapes:
        """Return some of them, in the order asked for."""
        geometries = [self.geometries[row] for row in rows.tolist()]
        return Shapes(geometries, self.boxes[rows], self.sizes[rows], self.long[rows])

    def shares(self, inside: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of each shape that lies inside a zone, shape (shapes,).

        Shares within ``NOTHING`` of 0 and 1 are 0 and 1: an area that only touches the zone is outside it.

        Args:
            inside: square metres inside, for points 1 or more; shape (shapes,).
        """
        shares = np.divide(inside, self.sizes, out=np.zeros(inside.size), where=self.sizes > 0)
        shares[shares <= NOTHING] = 0.0
        shares[shares >= 1 - NOTHING] = 1.0
        return shares

    def meeting(self, box: Box, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Say which of some shapes may share something with a box."""
        west, south, east, north = self.boxes[rows].T
        return (west <= box.east) & (east >= box.west) & (south <= box.north) & (north >= box.south)

    def inside(self, box: Box, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Say which of some shapes lie wholly in a box."""
        west, south, east, north = self.boxes[rows].T
        return (west >= box.west) & (east <= box.east) & (south >= box.south) & (north <= box.north)


def is_point(geometry: QgsGeometry) -> bool:
    """Say whether a geometry is points."""
    return bool(geometry.type() == Qgis.GeometryType.Point)
