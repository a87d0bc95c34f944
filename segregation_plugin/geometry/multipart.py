"""One kind of geometry per layer: all of several parts, since both kinds occur in SCB's files."""

from __future__ import annotations

from qgis.core import QgsGeometry


def multipart(geometry: QgsGeometry) -> QgsGeometry:
    """Return a copy of a geometry as one of several parts, also where it has a single one."""
    copy = QgsGeometry(geometry)
    copy.convertToMultiType()
    return copy
