"""The map of the socioeconomic index and of its components: five classes of one hue, missing values hatched."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qgis.core import (
    QgsGraduatedSymbolRenderer,
    QgsRendererRange,
    QgsVectorLayerUtils,
)

from ..core.area_types import PALETTES
from ..core.schema import (
    BENEFIT_OR_UNEMPLOYED,
    LOW_ECONOMIC_STANDARD,
    PRE_UPPER_SECONDARY,
    SOCIOECONOMIC_INDEX,
)
from ..geometry.values import number
from .area_filter import all_municipalities
from .area_type_style import DEFAULT_PALETTE, field_of, filled, hatched, type_expression
from .class_bounds import quantile_bounds
from .number_text import localised_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qgis.core import QgsVectorLayer

INDEX_PALETTES: dict[str, tuple[str, str, str, str, str]] = dict(
    zip(
        PALETTES,
        (
            ("#F2F0F7", "#CBC9E2", "#9E9AC8", "#756BB1", "#54278F"),
            ("#FEEDDE", "#FDBE85", "#FD8D3C", "#E6550D", "#A63603"),
            ("#FEE5D9", "#FCAE91", "#FB6A4A", "#DE2D26", "#A50F15"),
            ("#F7F7F7", "#CCCCCC", "#969696", "#636363", "#252525"),
        ),
        strict=True,
    )
)
"""From low to high, in the hue that each palette of types gives its first type. Source: ColorBrewer."""

_MISSING = -1  # no percentage
_DECIMALS = 1  # as SCB publishes the index
_NOTHING = {"en": "No value", "sv": "Uppgift saknas"}
_MEANINGS = {
    SOCIOECONOMIC_INDEX: {"en": "Index", "sv": "Index"},
    LOW_ECONOMIC_STANDARD: {"en": "Low economic standard, %:", "sv": "Låg ekonomisk standard, %:"},
    PRE_UPPER_SECONDARY: {"en": "Pre-upper-secondary education, %:", "sv": "Förgymnasial utbildning, %:"},
    BENEFIT_OR_UNEMPLOYED: {
        "en": "Economic assistance or unemployed, %:",
        "sv": "Ekonomiskt bistånd eller arbetslös, %:",
    },
}
"""What stands before the figures, since a legend has no heading."""


def apply_index_style(
    layer: QgsVectorLayer,
    field: str = SOCIOECONOMIC_INDEX,
    palette: str = DEFAULT_PALETTE,
    language: str = "en",
) -> None:
    """Draw areas by the index or a component of it, as many areas in each class.

    Args:
        layer: areas; the classes are those of all kommuner and years, whichever are shown, so that they can be compared.
        field: percentages.
        palette: a key of ``INDEX_PALETTES``.
        language: of the legend, ``sv`` or ``en``.
    """
    expression = index_expression(layer, field)
    values, _ = QgsVectorLayerUtils.getValues(all_municipalities(layer), expression)
    ranges = [
        QgsRendererRange(
            low, high, filled(colour), f"{_MEANINGS[field][language]} {span_text(low, high, language)}"
        )
        for (low, high), colour in zip(
            pairwise(_bounds(map(number, values))), INDEX_PALETTES[palette], strict=False
        )
    ]
    ranges.append(QgsRendererRange(_MISSING, _MISSING, hatched(), _NOTHING[language]))
    layer.setRenderer(QgsGraduatedSymbolRenderer(expression, ranges))
    layer.triggerRepaint()


def span_text(low: float, high: float, language: str) -> str:
    """Return the values of a class, with the separators of the language."""
    return "\N{EN DASH}".join(localised_number(value, language, _DECIMALS) for value in (low, high))


def index_expression(layer: QgsVectorLayer, field: str) -> str:
    """Return what the renderer reads a percentage from; a missing one becomes a number, or it would not be drawn."""
    return f"coalesce({type_expression(field_of(layer, field))}, {_MISSING})"


def _bounds(values: Iterable[float]) -> list[float]:
    known = [value for value in values if value >= 0]
    return quantile_bounds(known, len(INDEX_PALETTES[DEFAULT_PALETTE]), _DECIMALS)
