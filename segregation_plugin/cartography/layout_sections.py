"""What a legend lists: the areas by type, zones, infrastructure, and whatever else is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsAggregateCalculator,
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsVectorLayer,
)

from ..core import schema
from ..core.area_types import AREA_TYPES, CODES, NO_TYPE, NO_TYPE_NAMES
from ..geometry.values import number
from ..i18n import LANGUAGES
from .area_legend import shown_field
from .area_type_style import legend_text
from .layout_legend import LegendSection
from .layout_text import quoted
from .layout_words import say
from .zone_style import is_zones, zone_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsMapLayer

    from .layout_facts import AreaFacts

COUNT_FIELDS = {**{code: f"type_{code}" for code in CODES}, NO_TYPE: "no_type"}
"""Of the pages of an atlas: areas of each type."""


def legend_sections(
    facts: AreaFacts, layers: Sequence[QgsMapLayer], language: str, *, by_page: bool
) -> list[LegendSection]:
    """Return the sections of a legend.

    Args:
        facts: about the area layer.
        layers: all that are drawn, the uppermost first.
        language: of the map.
        by_page: count the areas of the page of an atlas, and not all of the layer.
    """
    others = [layer for layer in layers if isinstance(layer, QgsVectorLayer) and layer is not facts.layer]
    zones = [layer for layer in others if is_zones(layer)]
    rest = [layer for layer in others if layer not in zones]
    infrastructure = [layer for layer in rest if layer.geometryType() != Qgis.GeometryType.Polygon]
    other = [layer for layer in rest if layer not in infrastructure]
    return [
        area_section(facts, language, by_page=by_page),
        *(
            LegendSection(_zones_title(layer, language), [layer], zone_texts(layer, language))
            for layer in zones
        ),
        LegendSection(say(language, "infrastructure"), infrastructure),
        LegendSection(say(language, "other"), other),
    ]


def _zones_title(layer: QgsVectorLayer, language: str) -> str:
    plain = {say(other, "zones") for other in LANGUAGES}
    return say(language, "zones") if layer.name() in plain else f"{say(language, 'zones')}: {layer.name()}"


def area_section(facts: AreaFacts, language: str, *, by_page: bool = False) -> LegendSection:
    """Return the section of the area types, each with the number of its areas where areas of one year are drawn."""
    field = shown_field(facts.layer)
    if field not in (None, schema.AREA_TYPE):
        return LegendSection(say(language, field), [facts.layer])
    if facts.shows_several_years:
        return LegendSection(say(language, "types"), [facts.layer], _type_texts(language))
    endings = {
        label: f" [{_on_page(code) if by_page else _count(facts, code)}]"
        for label, code in _codes_by_label(facts.layer).items()
    }
    return LegendSection(say(language, "counted"), [facts.layer], _type_texts(language), endings)


def _type_texts(language: str) -> dict[str, str]:
    """Return the plugin's labels of types, whatever language the layer is in, in the one of the map."""
    labels = {
        legend_text(area_type, other): legend_text(area_type, language)
        for area_type in AREA_TYPES
        for other in LANGUAGES
    }
    return labels | dict.fromkeys(NO_TYPE_NAMES.values(), NO_TYPE_NAMES[language])


def _codes_by_label(layer: QgsVectorLayer) -> dict[str, int]:
    """Return which type each class of the layer's legend stands for, where it is drawn by type."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return {}
    figures = {category.label(): number(category.value()) for category in renderer.categories()}
    if not any(figure in CODES for figure in figures.values()):
        return {}  # drawn by something else
    return {
        label: int(figure) if figure in CODES else NO_TYPE
        for label, figure in figures.items()
        if figure in CODES or figure != figure  # noqa: PLR0124 - NaN
    }


def _on_page(code: int) -> str:
    return f"[% coalesce(attribute(@atlas_feature, {quoted(COUNT_FIELDS[code])}), '') %]"


def _count(facts: AreaFacts, code: int) -> int:
    """Return how many areas are drawn as a type, of the year that is shown."""
    attribute = facts.layer.renderer().classAttribute()
    if facts.layer.fields().lookupField(attribute) >= 0:
        attribute = QgsExpression.quotedColumnRef(attribute)
    drawn_by = f"coalesce({attribute}, {NO_TYPE})"
    if code == NO_TYPE:  # all others, also those of which the type cannot be read
        return _counted(facts, "TRUE") - sum(_counted(facts, f"{drawn_by} = {other}") for other in CODES)
    return _counted(facts, f"{drawn_by} = {code}")


def _counted(facts: AreaFacts, condition: str) -> int:
    """Return how many areas of the year that is shown meet a condition."""
    is_shown = "" if facts.year is None else f' AND "{schema.INDEX_YEAR}" = {facts.year}'
    parameters = QgsAggregateCalculator.AggregateParameters()
    parameters.filter = condition + is_shown
    count, _ = facts.layer.aggregate(Qgis.Aggregate.Count, "1", parameters)
    return int(count)
