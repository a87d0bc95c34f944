"""The one CRS everything is measured in, and the guard in front of it."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
)

from ..core.errors import InputError


def sweref99_tm() -> QgsCoordinateReferenceSystem:
    """Return SWEREF 99 TM, EPSG:3006: metres, national.

    Raises:
        InputError: QGIS has lost it.
    """
    crs = QgsCoordinateReferenceSystem("EPSG:3006")
    _require_alive(crs, "EPSG:3006")
    return crs


def to_sweref99_tm(
    crs: QgsCoordinateReferenceSystem, layer_name: str, context: QgsCoordinateTransformContext
) -> QgsCoordinateTransform:
    """Return the transform of a layer into EPSG:3006.

    Raises:
        InputError: the layer has no CRS, and guessing one would move it silently; or QGIS has lost it.
    """
    if not crs.isValid():
        raise InputError(
            "Layer {layer} has no coordinate reference system; set the right one in its properties and run again.",
            layer=layer_name,
        )
    _require_alive(crs, crs.authid() or layer_name)
    return QgsCoordinateTransform(crs, sweref99_tm(), context)


def _require_alive(crs: QgsCoordinateReferenceSystem, name: str) -> None:
    """Refuse what QGIS calls valid and can transform nothing by: coordinates would be taken over as they are."""
    if not crs.toWkt(Qgis.CrsWktVariant.Preferred):  # the older variants have no words for some sound ones
        raise InputError(
            "QGIS has lost the coordinate reference system {crs}, so nothing can be measured; save the project, restart QGIS "
            "and run again.",
            crs=name,
        )
