"""Shapes that zones are overlaid with: polygons and points, and what has to be known of them many times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import Qgis

from .local_box import BoxIndex, boxes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsGeometry

    from .local_box import Box

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
    def of(cls, geometries: Sequence[QgsGeometry]) -> Shapes:
        """Look at geometries once."""
        return cls(
            geometries,
            boxes_of(geometries),
            np.array([1.0 if is_point(geometry) else geometry.area() for geometry in geometries]),
            np.array([geometry.constGet().nCoordinates() >= LONG for geometry in geometries], dtype=np.bool_),
        )

    @cached_property
    def index(self) -> BoxIndex:
        """The shapes by place."""
        return BoxIndex(self.boxes)

    def take(self, rows: NDArray[np.intp]) -> Shapes:
        """Return some of them, in the order asked for."""
        geometries = [self.geometries[row] for row in rows.tolist()]
        return Shapes(geometries, self.boxes[rows], self.sizes[rows], self.long[rows])

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
    return geometry.type() == Qgis.GeometryType.Point
