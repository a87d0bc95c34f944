"""One kind of geometry per layer: all of several parts, since both kinds occur in SCB's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.core import QgsGeometry


def multipart(geometry: QgsGeometry) -> QgsGeometry:
    """Return the geometry as one of several parts, also where it has a single one."""
    geometry.convertToMultiType()
    return geometry
