"""Infrastructure on the map: one dark hue, the form says the kind; and the water under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsSymbol, QgsVectorLayer

INFRASTRUCTURE_COLOUR = "#14213D"
OWN_STYLE = "Segregation"
"""What the style is called in a layer's list of styles."""
_KIND_OF_SYMBOL = {"rail": "railway"}
_WATER_COLOUR = "#C6DCEC"
_WHITE = "#FFFFFF"
_SMALLEST_SCALE = {"street": 50_000, "stop": 50_000, "crossing": 250_000}
"""Denominators; on a map of a wider area these kinds would hide the area types."""


def apply_infrastructure_style(layer: QgsVectorLayer, kind: str = "other") -> None:
    """Draw a layer of infrastructure.

    Args:
        layer: points, lines or polygons.
        kind: ``road``, ``street``, ``railway``, ``crossing``, ``station``, ``stop``, ``noise``, ``water`` or ``other``; a
            kind that is never of the layer's geometry is drawn as ``other``.
    """
    geometry_type = layer.geometryType()
    make = _SYMBOLS.get((kind, geometry_type), _SYMBOLS["other", geometry_type])
    renderer = QgsSingleSymbolRenderer(make())
    renderer.setUsingSymbolLevels(True)  # or the white edge of each piece of a line cuts the piece before
    layer.setRenderer(renderer)
    layer.setScaleBasedVisibility(kind in _SMALLEST_SCALE)
    layer.setMinimumScale(_SMALLEST_SCALE.get(kind, 0))
    layer.triggerRepaint()


def draw_by_kind(layer: QgsVectorLayer, kind: str) -> None:
    """Draw a user's layer as infrastructure, at every scale, in a style of its own: the style it had stays beside it.

    Args:
        layer: points, lines or polygons.
        kind: one of ``core.infrastructure.KINDS``.
    """
    styles = layer.styleManager()
    if OWN_STYLE not in styles.styles():
        styles.addStyleFromLayer(OWN_STYLE)
    styles.setCurrentStyle(OWN_STYLE)
    apply_infrastructure_style(layer, _KIND_OF_SYMBOL.get(kind, kind))
    layer.setScaleBasedVisibility(False)


def _line(*strokes: tuple[str, float, Qt.PenStyle]) -> QgsLineSymbol:
    """Return a line of strokes laid over each other, the first at the bottom: colour, width in mm, pen."""
    symbol = QgsLineSymbol()
    symbol.deleteSymbolLayer(0)
    for level, (colour, width, pen) in enumerate(strokes):
        stroke = QgsSimpleLineSymbolLayer(QColor(colour), width, pen)
        stroke.setPenCapStyle(Qt.PenCapStyle.FlatCap)
        stroke.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
        stroke.setRenderingPass(level)
        symbol.appendSymbolLayer(stroke)
    return symbol


def _road() -> QgsLineSymbol:
    return _line((_WHITE, 1.7, Qt.PenStyle.SolidLine), (INFRASTRUCTURE_COLOUR, 1.1, Qt.PenStyle.SolidLine))


def _street() -> QgsLineSymbol:
    return _line((_WHITE, 0.6, Qt.PenStyle.SolidLine), (INFRASTRUCTURE_COLOUR, 0.3, Qt.PenStyle.SolidLine))


def _railway() -> QgsLineSymbol:
    symbol = _line(
        (_WHITE, 1.5, Qt.PenStyle.SolidLine),
        (INFRASTRUCTURE_COLOUR, 0.9, Qt.PenStyle.SolidLine),
        (_WHITE, 0.5, Qt.PenStyle.SolidLine),
    )
    sleepers = symbol.symbolLayer(2)
    sleepers.setUseCustomDashPattern(True)
    sleepers.setCustomDashVector([2.0, 2.0])
    return symbol


def _other_line() -> QgsLineSymbol:
    return _line((INFRASTRUCTURE_COLOUR, 0.5, Qt.PenStyle.SolidLine))


def _marker(shape: str, size_mm: float, fill: str, stroke: str) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "size": str(size_mm),
            "color": fill,
            "outline_color": stroke,
            "outline_width": "0.25",
        }
    )


def _crossing() -> QgsMarkerSymbol:
    return _marker("circle", 1.8, _WHITE, INFRASTRUCTURE_COLOUR)


def _station() -> QgsMarkerSymbol:
    return _marker("square", 3.0, INFRASTRUCTURE_COLOUR, _WHITE)


def _stop() -> QgsMarkerSymbol:
    return _marker("circle", 1.4, INFRASTRUCTURE_COLOUR, _WHITE)


def _other_point() -> QgsMarkerSymbol:
    return _marker("diamond", 2.0, INFRASTRUCTURE_COLOUR, _WHITE)


def _outline(pen: str) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(
        {
            "style": "no",
            "outline_color": INFRASTRUCTURE_COLOUR,
            "outline_width": "0.3",
            "outline_style": pen,
        }
    )


def _water() -> QgsFillSymbol:
    return QgsFillSymbol.createSimple({"color": _WATER_COLOUR, "outline_style": "no"})


_SYMBOLS: dict[tuple[str, Qgis.GeometryType], Callable[[], QgsSymbol]] = {
    ("road", Qgis.GeometryType.Line): _road,
    ("street", Qgis.GeometryType.Line): _street,
    ("railway", Qgis.GeometryType.Line): _railway,
    ("other", Qgis.GeometryType.Line): _other_line,
    ("crossing", Qgis.GeometryType.Point): _crossing,
    ("station", Qgis.GeometryType.Point): _station,
    ("stop", Qgis.GeometryType.Point): _stop,
    ("other", Qgis.GeometryType.Point): _other_point,
    ("noise", Qgis.GeometryType.Polygon): lambda: _outline("dot"),
    ("water", Qgis.GeometryType.Polygon): _water,
    ("other", Qgis.GeometryType.Polygon): lambda: _outline("solid"),
}
