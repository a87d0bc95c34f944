"""The map of area types: five colours in official order, "no type" hatched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsRendererCategory,
)
from qgis.PyQt.QtGui import QColor

from ..core.area_types import AREA_TYPES, BORDER_COLOUR, NO_TYPE_COLOUR, NO_TYPE_NAMES, PALETTES
from ..core.schema import AREA_TYPE

if TYPE_CHECKING:
    from qgis.core import QgsField, QgsVectorLayer

    from ..core.area_types import AreaType

DEFAULT_PALETTE = next(iter(PALETTES))
_BORDER = {"outline_color": BORDER_COLOUR, "outline_width": "0.1", "outline_width_unit": "MM"}
_HATCH_WIDTH_MM = 0.4  # whole pixels of the colour even on a screen
_HATCH_DISTANCE_MM = 1.0  # close enough that a small area, too, shows a line


def apply_area_type_style(
    layer: QgsVectorLayer,
    field: str = AREA_TYPE,
    palette: str = DEFAULT_PALETTE,
    language: str = "en",
) -> None:
    """Draw a polygon layer by area type, and redraw it where it is shown.

    Args:
        layer: polygons.
        field: its field with the type; numbers, or texts such as ``1`` or ``1,0``.
        palette: a key of ``PALETTES``.
        language: of the legend, ``sv`` or ``en``.

    Raises:
        KeyError: the layer has no such field.
    """
    expression = type_expression(layer.fields().field(field))
    layer.setRenderer(area_type_renderer(expression, palette, language))
    layer.triggerRepaint()


def field_of(layer: QgsVectorLayer, name: str) -> QgsField:
    """Return a field that the layer has, in whatever case it spells it."""
    return layer.fields()[layer.fields().lookupField(name)]


def type_expression(field: QgsField) -> str:
    """Return what the renderer reads the type from: the field, as a number where it holds text."""
    if field.isNumeric():
        return field.name()
    return f"to_real(replace({QgsExpression.quotedColumnRef(field.name())}, ',', '.'))"


def area_type_renderer(
    expression: str, palette: str = DEFAULT_PALETTE, language: str = "en"
) -> QgsCategorizedSymbolRenderer:
    """Return the renderer: types 1 to 5, then a category for everything that is none of them.

    The last category has no value of its own; QGIS puts there what no other takes, so a missing or impossible
    type is hatched and never looks like the middle one.
    """
    categories = [
        QgsRendererCategory(area_type.code, filled(colour), legend_text(area_type, language))
        for area_type, colour in zip(AREA_TYPES, PALETTES[palette], strict=True)
    ]
    categories.append(QgsRendererCategory(None, hatched(), NO_TYPE_NAMES[language]))
    return QgsCategorizedSymbolRenderer(expression, categories)


def legend_text(area_type: AreaType, language: str) -> str:
    """Return the code, which tables and people use, and the official name."""
    return f"{area_type.code} \N{EN DASH} {area_type.name(language)}"


def filled(colour: str) -> QgsFillSymbol:
    """Return the symbol of areas of one class."""
    return QgsFillSymbol.createSimple({"color": colour, **_BORDER})


def hatched() -> QgsFillSymbol:
    """Return the symbol of areas without a value."""
    symbol = QgsFillSymbol.createSimple({"style": "no", **_BORDER})
    hatch = QgsLinePatternFillSymbolLayer()
    hatch.setLineAngle(45)
    hatch.setDistance(_HATCH_DISTANCE_MM)
    line = hatch.subSymbol().symbolLayer(0)
    line.setWidth(_HATCH_WIDTH_MM)
    line.setColor(QColor(NO_TYPE_COLOUR))
    symbol.insertSymbolLayer(0, hatch)
    return symbol
