"""Names of areas on the map, black with a white edge so that they can be read on every colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsPalLayerSettings,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ..core.schema import REGION_CODE, REGION_NAME

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

_SIZE_PT, _EDGE_MM = 8.0, 0.8
_TEXT_COLOUR, _EDGE_COLOUR = "#1A1A1A", "#FFFFFF"


def label_areas(layer: QgsVectorLayer, *, shown: bool) -> None:
    """Show or hide the labels of a layer; those somebody else has made stay as they are."""
    if shown and layer.labeling() is None:
        layer.setLabeling(QgsVectorLayerSimpleLabeling(_settings(layer)))
    layer.setLabelsEnabled(shown)
    layer.emitStyleChanged()
    layer.triggerRepaint()


def _settings(layer: QgsVectorLayer) -> QgsPalLayerSettings:
    settings = QgsPalLayerSettings()
    has_name = layer.fields().lookupField(REGION_NAME) >= 0
    settings.fieldName = f'coalesce("{REGION_NAME}", "{REGION_CODE}")' if has_name else REGION_CODE
    settings.isExpression = has_name
    settings.placement = Qgis.LabelPlacement.Horizontal
    settings.setFormat(_format())
    return settings


def _format() -> QgsTextFormat:
    edge = QgsTextBufferSettings()
    edge.setEnabled(True)
    edge.setSize(_EDGE_MM)
    edge.setColor(QColor(_EDGE_COLOUR))
    text_format = QgsTextFormat()
    text_format.setSize(_SIZE_PT)
    text_format.setSizeUnit(Qgis.RenderUnit.Points)
    text_format.setColor(QColor(_TEXT_COLOUR))
    text_format.setBuffer(edge)
    return text_format
