"""Infrastructure on the map: by kind, and roads as wide as their class is important."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
)

from ..core.road_class import STEPS, road_classes
from .infrastructure_symbols import road_symbol, symbol_of

if TYPE_CHECKING:
    from qgis.core import QgsFeatureRenderer, QgsVectorLayer

    from ..core.road_class import RoadClasses

OWN_STYLE = "Segregation"
"""What the style is called in a layer's list of styles."""
_KIND_OF_SYMBOL = {"rail": "railway"}
_SMALLEST_SCALE = {"street": 50_000, "stop": 50_000, "crossing": 250_000}
"""Denominators; on a map of a wider area these kinds would hide the area types."""


def apply_infrastructure_style(layer: QgsVectorLayer, kind: str = "other") -> None:
    """Draw a layer of infrastructure.

    Args:
        layer: points, lines or polygons.
        kind: ``road``, ``street``, ``railway``, ``crossing``, ``station``, ``stop``, ``noise``, ``water`` or ``other``; a
            kind that is never of the layer's geometry is drawn as ``other``.
    """
    _draw(layer, QgsSingleSymbolRenderer(symbol_of(kind, layer.geometryType())))
    layer.setScaleBasedVisibility(kind in _SMALLEST_SCALE)
    layer.setMinimumScale(_SMALLEST_SCALE.get(kind, 0))


def draw_by_kind(layer: QgsVectorLayer, kind: str, class_field: str, language: str) -> None:
    """Draw a user's layer as infrastructure, at every scale, in a style of its own: the style it had stays beside it.

    Args:
        layer: points, lines or polygons.
        kind: one of ``core.infrastructure.KINDS``.
        class_field: what says the class; empty for nothing. Roads are drawn by it where its name is a known one.
        language: of the legend, ``sv`` or ``en``.
    """
    styles = layer.styleManager()
    if OWN_STYLE not in styles.styles():
        styles.addStyleFromLayer(OWN_STYLE)
    styles.setCurrentStyle(OWN_STYLE)
    apply_infrastructure_style(layer, _KIND_OF_SYMBOL.get(kind, kind))
    layer.setScaleBasedVisibility(False)
    is_road = kind == "road" and layer.geometryType() == Qgis.GeometryType.Line
    classes = road_classes(class_field) if is_road else None
    if classes is not None:
        _draw(layer, _by_class(class_field, classes, language))


def _draw(layer: QgsVectorLayer, renderer: QgsFeatureRenderer) -> None:
    renderer.setUsingSymbolLevels(True)  # or the white edge of each piece of a line cuts the piece before
    layer.setRenderer(renderer)
    layer.triggerRepaint()


def _by_class(field: str, classes: RoadClasses, language: str) -> QgsCategorizedSymbolRenderer:
    labels = classes.labels[language]
    categories = [QgsRendererCategory(step, road_symbol(step), labels[step]) for step in range(STEPS)]
    return QgsCategorizedSymbolRenderer(_step(field, classes), categories)


def _step(field: str, classes: RoadClasses) -> str:
    """Return the expression for the step that a road's class is of; QGIS knows it without this plugin."""
    value = (
        f"regexp_substr(lower(to_string({QgsExpression.quotedColumnRef(field)})), "
        f"{QgsExpression.quotedString(classes.value)})"
    )
    first, second = (", ".join(map(QgsExpression.quotedString, words)) for words in classes.steps)
    return f"CASE WHEN {value} IN ({first}) THEN 0 WHEN {value} IN ({second}) THEN 1 ELSE 2 END"
