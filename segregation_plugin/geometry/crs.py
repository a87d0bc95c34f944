"""The one CRS everything is measured in, and the guard in front of it."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext

from ..core.errors import InputError


def sweref99_tm() -> QgsCoordinateReferenceSystem:
    """Return SWEREF 99 TM, EPSG:3006: metres, national."""
    return QgsCoordinateReferenceSystem("EPSG:3006")


def to_sweref99_tm(
    crs: QgsCoordinateReferenceSystem, layer_name: str, context: QgsCoordinateTransformContext
) -> QgsCoordinateTransform:
    """Return the transform of a layer into EPSG:3006.

    Raises:
        InputError: the layer has no CRS; guessing one would move it silently.
    """
    if not crs.isValid():
        raise InputError(
            "Layer {layer} has no coordinate reference system; set the right one in its properties and run again.",
            layer=layer_name,
        )
    return QgsCoordinateTransform(crs, sweref99_tm(), context)
