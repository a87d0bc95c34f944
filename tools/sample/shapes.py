"""Arrays of points to QGIS geometries and back, on a grid of one centimetre."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsGeometryParameters, QgsPoint, QgsPointXY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

GRID = 0.01
"""Coordinates have two decimals, so that what is equal here is equal in every file."""


def line(points: NDArray[np.float64]) -> QgsGeometry:
    """Return a line through points of shape (points, 2)."""
    return QgsGeometry.fromPolylineXY([QgsPointXY(x, y) for x, y in points])


def polygon(points: NDArray[np.float64]) -> QgsGeometry:
    """Return a polygon from a closed ring of shape (points, 2), made valid."""
    shape = QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in points]])
    return shape if shape.isGeosValid() else shape.makeValid()


def vertices(geometry: QgsGeometry) -> NDArray[np.float64]:
    """Return all vertices, shape (vertices, 2)."""
    return np.array([(point.x(), point.y()) for point in geometry.vertices()]).reshape(-1, 2)


def node(geometries: Iterable[QgsGeometry]) -> QgsGeometry:
    """Return lines noded where they meet, or polygons joined, with coordinates on the grid."""
    parameters = QgsGeometryParameters()
    parameters.setGridSize(GRID)
    return QgsGeometry.unaryUnion(list(geometries), parameters)


def on_grid(geometry: QgsGeometry, grid: float = GRID) -> QgsGeometry:
    """Return a valid polygon with its coordinates on a grid, in the one order of rings and points."""
    parameters = QgsGeometryParameters()
    parameters.setGridSize(grid)
    return normalised(QgsGeometry.unaryUnion([geometry], parameters))


def normalised(geometry: QgsGeometry) -> QgsGeometry:
    """Return the geometry with its rings and parts in the one order that does not depend on how it was made."""
    shape = QgsGeometry(geometry)
    shape.normalize()
    return shape


def polygons(geometry: QgsGeometry) -> list[QgsGeometry]:
    """Return the polygons that a geometry is made of, largest first."""
    parts = [part for part in geometry.asGeometryCollection() if part.area() > 0]
    return sorted(parts, key=lambda part: -part.area())


class Prepared:
    """A geometry made ready to be asked many times."""

    def __init__(self, geometry: QgsGeometry) -> None:
        """Prepare the geometry, and keep it alive as long as its engine."""
        self._geometry = geometry
        self._engine = QgsGeometry.createGeometryEngine(geometry.constGet())
        self._engine.prepareGeometry()

    def meets(self, other: QgsGeometry | QgsPoint) -> bool:
        """Say whether another geometry touches or overlaps it."""
        return self._engine.intersects(other.constGet() if isinstance(other, QgsGeometry) else other)


def inside(points: NDArray[np.float64], shape: QgsGeometry) -> NDArray[np.bool_]:
    """Say for each point, shape (points, 2), whether it lies in a polygon or on its border."""
    box = shape.boundingBox()
    found = (points >= (box.xMinimum(), box.yMinimum())).all(axis=1)
    found &= (points <= (box.xMaximum(), box.yMaximum())).all(axis=1)
    prepared = Prepared(shape)
    for row in np.flatnonzero(found):
        found[row] = prepared.meets(QgsPoint(*points[row]))
    return found


def which(points: NDArray[np.float64], shapes: list[QgsGeometry]) -> NDArray[np.intp]:
    """Return the number of the polygon that each point lies in, -1 outside all; on a border the lower number."""
    owner = np.full(len(points), -1)
    for number in range(len(shapes) - 1, -1, -1):
        owner[inside(points, shapes[number])] = number
    return owner
