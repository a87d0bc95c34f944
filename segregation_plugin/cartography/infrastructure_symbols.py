"""The signs of infrastructure: one dark hue, the form says the kind; and the water under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsSimpleLineSymbolLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsSymbol

INFRASTRUCTURE_COLOUR = "#14213D"
_WATER_COLOUR = "#C6DCEC"
_WHITE = "#FFFFFF"
_ROADS = ((1.1, 0.6), (0.7, 0.5), (0.3, 0.3))
"""From the most important on: how wide, and how wide both white edges are together, mm."""


def symbol_of(kind: str, geometry_type: Qgis.GeometryType) -> QgsSymbol:
    """Return the sign of a kind; a kind that is never of this geometry is drawn as ``other``."""
    return _SYMBOLS.get((kind, geometry_type), _SYMBOLS["other", geometry_type])()


def _line(*strokes: tuple[str, float]) -> QgsLineSymbol:
    """Return a line of strokes laid over each other, the first at the bottom: colour and width in mm."""
    symbol = QgsLineSymbol()
    symbol.deleteSymbolLayer(0)
    for level, (colour, width) in enumerate(strokes):
        stroke = QgsSimpleLineSymbolLayer(QColor(colour), width)
        stroke.setPenCapStyle(Qt.PenCapStyle.FlatCap)
        stroke.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
        stroke.setRenderingPass(level)
        symbol.appendSymbolLayer(stroke)
    return symbol


def road_symbol(step: int) -> QgsLineSymbol:
    """Return a road of one of ``core.road_class.STEPS``, 0 the widest; where they meet, the wider one is on top."""
    width, edges = _ROADS[step]
    symbol = _line((_WHITE, width + edges), (INFRASTRUCTURE_COLOUR, width))
    symbol.symbolLayer(1).setRenderingPass(len(_ROADS) - step)
    return symbol


def _railway() -> QgsLineSymbol:
    symbol = _line(
        (_WHITE, 1.5),
        (INFRASTRUCTURE_COLOUR, 0.9),
        (_WHITE, 0.5),
    )
    sleepers = symbol.symbolLayer(2)
    sleepers.setUseCustomDashPattern(True)
    sleepers.setCustomDashVector([2.0, 2.0])
    return symbol


def _other_line() -> QgsLineSymbol:
    return _line((INFRASTRUCTURE_COLOUR, 0.5))


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
    ("road", Qgis.GeometryType.Line): lambda: road_symbol(0),
    ("street", Qgis.GeometryType.Line): lambda: road_symbol(2),
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
