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

from ..core.schema import KINDS, LAND_AREA_M2
from ..geometry.values import number
from .area_type_style import filled, hatched
from .class_bounds import quantile_bounds
from .number_text import localised_number

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

BY_TYPE = {"en": "Area type", "sv": "Områdestyp"}
AMOUNT_COLOURS = ("#EFF3FF", "#BDD7E7", "#6BAED6", "#3182BD", "#08519C")
"""From little to much. Source: ColorBrewer, Blues."""
_NOTHING_COLOUR = "#FFFFFF"
_M2_PER_KM2 = 1e6
_MISSING = -1  # no amount
_NO_LAND = {"en": "No land area", "sv": "Landareal saknas"}
_MEASURES = {
    "length_m": (1000.0, {"en": "km per km²", "sv": "km per km²"}),
    "area_m2": (_M2_PER_KM2 / 100, {"en": "% of the land", "sv": "% av marken"}),
    "count": (1.0, {"en": "per km²", "sv": "per km²"}),
}
"""By the end of the column's name: what a unit of the map holds of it, and how it is called."""
_SIGNIFICANT = 2
_MOST_DECIMALS = 6


def add_amount_styles(layer: QgsVectorLayer, language: str) -> None:
    """Give the areas of an overlay a style for each layer laid over them; the style they have stays the current one.

    Args:
        layer: the areas, drawn by type.
        language: of the legend and the names of the styles, ``sv`` or ``en``.
    """
    styles = layer.styleManager()
    styles.renameStyle(styles.currentStyle(), BY_TYPE[language])
    for word, quantity in _overlaid(layer).items():
        name = f"{word}, {_MEASURES[quantity][1][language]}"
        styles.addStyleFromLayer(name)
        styles.setCurrentStyle(name)
        _apply(layer, word, quantity, language)
    styles.setCurrentStyle(BY_TYPE[language])


def _overlaid(layer: QgsVectorLayer) -> dict[str, str]:
    """Return the words of what was laid over the areas, with the quantity of each: of lines and polygons not the number."""
    found: dict[str, str] = {}
    for quantity in _MEASURES:
        for name in layer.fields().names():
            word = name[: -len(quantity) - 1]
            if name == f"{word}_{quantity}" and name not in KINDS:
                found.setdefault(word, quantity)
    return found


def amount_expression(layer: QgsVectorLayer, word: str, quantity: str) -> str:
    """Return how much lies on a square kilometre of an area: of land, or of its polygon where that is not known."""
    ground = "area(@geometry)"
    if layer.fields().lookupField(LAND_AREA_M2) >= 0:
        ground = f"coalesce({QgsExpression.quotedColumnRef(LAND_AREA_M2)}, {ground})"
    per_m2 = f"{QgsExpression.quotedColumnRef(f'{word}_{quantity}')} / nullif({ground}, 0)"
    return f"coalesce({_M2_PER_KM2 / _MEASURES[quantity][0]} * {per_m2}, {_MISSING})"


def _apply(layer: QgsVectorLayer, word: str, quantity: str, language: str) -> None:
    """Draw as many areas in each class; those without anything, and those whose ground is not known, apart."""
    expression = amount_expression(layer, word, quantity)
    values, _ = QgsVectorLayerUtils.getValues(layer, expression)
    known = list(map(number, values))
    some = [value for value in known if value > 0]
    decimals = _decimals(some)
    title = _MEASURES[quantity][1][language]
    ranges = [QgsRendererRange(0, 0, filled(_NOTHING_COLOUR), f"{title}: 0")]
    ranges += [
        QgsRendererRange(low, high, filled(colour), f"{title}: {_text(low, high, language, decimals)}")
        for (low, high), colour in zip(
            pairwise(quantile_bounds(some, len(AMOUNT_COLOURS), decimals)), AMOUNT_COLOURS, strict=False
        )
    ]
    if _MISSING in known:
        ranges.append(QgsRendererRange(_MISSING, _MISSING, hatched(), _NO_LAND[language]))
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
