"""The areas of an overlay: by type as ever, and as further styles of the layer how much lies in each area."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from qgis.core import (
    QgsExpression,
    QgsGraduatedSymbolRenderer,
    QgsRendererRange,
    QgsVectorLayerUtils,
)

from ..core.schema import AREA_TYPE, KINDS, LAND_AREA_M2
from ..geometry.values import number
from .area_type_style import filled, hatched
from .class_bounds import quantile_bounds
from .layer_rows import layer_rows
from .number_text import localised_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsVectorLayer

BY_TYPE = {"en": "Area type", "sv": "Områdestyp"}
AMOUNT_COLOURS = ("#EFF3FF", "#BDD7E7", "#6BAED6", "#3182BD", "#08519C")
"""From little to much. Source: ColorBrewer, Blues."""
_NOTHING_COLOUR = "#FFFFFF"
_M2_PER_KM2 = 1e6
_MISSING = -1  # no amount
_UNKNOWN = {"en": "Not known", "sv": "Okänt"}
_MEASURES = {
    "length_m": (1000.0, {"en": "km per km²", "sv": "km per km²"}),
    "area_m2": (_M2_PER_KM2 / 100, {"en": "% of the land", "sv": "% av marken"}),
    "count": (1.0, {"en": "per km²", "sv": "per km²"}),
}
"""By the end of the column's name: what a unit of the map holds of it, and how it is called."""
_WATER_INCLUDED = {"en": "{measure}, water included", "sv": "{measure}, vatten inräknat"}
_OF_ALL_GROUND = {"en": "% of the area, water included", "sv": "% av ytan, vatten inräknat"}
_SIGNIFICANT = 2
_MOST_DECIMALS = 6


def add_amount_styles(layer: QgsVectorLayer, overlaid: Mapping[str, str], language: str) -> None:
    """Give the areas of an overlay a style for each layer laid over them; the style they have stays the current one.

    Args:
        layer: the areas, drawn by type where they have types.
        overlaid: the quantity of each layer, by its word, such as ``{"railway": "length_m"}``.
        language: of the legend and the names of the styles, ``sv`` or ``en``.
    """
    styles = layer.styleManager()
    if layer.fields().lookupField(AREA_TYPE) >= 0:
        styles.renameStyle(styles.currentStyle(), BY_TYPE[language])
    first, per_land = styles.currentStyle(), has_land(layer)
    for word, quantity in overlaid.items():
        name = f"{word}, {_title(quantity, language, per_land=per_land)}"
        styles.addStyleFromLayer(name)
        styles.setCurrentStyle(name)
        _apply(layer, word, quantity, language, per_land=per_land)
    styles.setCurrentStyle(first)


def show_by_type(layer: QgsVectorLayer) -> None:
    """Return to the style by area type where there is one: what is coloured anew is that one, and no other."""
    styles = layer.styleManager()
    by_type = next((name for name in BY_TYPE.values() if name in styles.styles()), None)
    if by_type is not None and styles.currentStyle() != by_type:
        styles.setCurrentStyle(by_type)


def overlaid_layers(layer: QgsVectorLayer) -> dict[str, str]:
    """Return the quantity of each layer that was laid over areas, by its word, from the fields they have at last."""
    found: dict[str, str] = {}
    for field in reversed(layer.fields().toList()):
        quantity = next((ending for ending in _MEASURES if field.name().endswith(f"_{ending}")), None)
        if quantity is None or field.name() in KINDS or not field.isNumeric():
            break
        word = field.name()[: -len(quantity) - 1]
        if found.get(word, "count") == "count":  # of lines and polygons the number comes first, from behind
            found[word] = quantity
    return dict(reversed(found.items()))


def amount_expression(word: str, quantity: str, *, per_land: bool) -> str:
    """Return how much lies on a square kilometre of an area: of its land, or of its polygon."""
    ground = QgsExpression.quotedColumnRef(LAND_AREA_M2) if per_land else "area(@geometry)"
    per_m2 = f"{QgsExpression.quotedColumnRef(f'{word}_{quantity}')} / nullif({ground}, 0)"
    return f"coalesce({_M2_PER_KM2 / _MEASURES[quantity][0]} * {per_m2}, {_MISSING})"


def has_land(layer: QgsVectorLayer) -> bool:
    """Say whether the land of every area is known: one rule for the whole map, as for the table beside it."""
    land = [number(value) for (value,) in layer_rows(layer, [LAND_AREA_M2])]
    return bool(land) and all(value > 0 for value in land)


def _title(quantity: str, language: str, *, per_land: bool) -> str:
    measure = _MEASURES[quantity][1][language]
    if per_land:
        return measure
    return (
        _OF_ALL_GROUND[language]
        if quantity == "area_m2"
        else _WATER_INCLUDED[language].format(measure=measure)
    )


def _apply(layer: QgsVectorLayer, word: str, quantity: str, language: str, *, per_land: bool) -> None:
    """Draw as many areas in each class; those without anything, and those whose ground is not known, apart."""
    expression = amount_expression(word, quantity, per_land=per_land)
    values, _ = QgsVectorLayerUtils.getValues(layer, expression)
    known = list(map(number, values))
    some = [value for value in known if value > 0]
    decimals = _decimals(some)
    title = _title(quantity, language, per_land=per_land)
    ranges = [QgsRendererRange(0, 0, filled(_NOTHING_COLOUR), f"0 {title}")]
    ranges += [
        QgsRendererRange(low, high, filled(colour), f"{_text(low, high, language, decimals)} {title}")
        for (low, high), colour in zip(
            pairwise(quantile_bounds(some, len(AMOUNT_COLOURS), decimals)), AMOUNT_COLOURS, strict=False
        )
    ]
    if _MISSING in known:
        ranges.append(QgsRendererRange(_MISSING, _MISSING, hatched(), _UNKNOWN[language]))
    layer.setRenderer(QgsGraduatedSymbolRenderer(expression, ranges))
    layer.triggerRepaint()


def _decimals(values: list[float]) -> int:
    """Return with how many decimals a middling value has two figures that say something."""
    if not values:
        return 0
    middle = sorted(values)[len(values) // 2]
    return min(max(_SIGNIFICANT - 1 - math.floor(math.log10(middle)), 0), _MOST_DECIMALS)


def _text(low: float, high: float, language: str, decimals: int) -> str:
    return "\N{EN DASH}".join(localised_number(value, language, decimals) for value in (low, high))
