"""What the map of areas is coloured by, and its classes: read from the renderer, and shown or hidden in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsCategorizedSymbolRenderer, QgsGraduatedSymbolRenderer, QgsProject

from ..core.schema import AREA_TYPE, COMPONENT_FIELDS, SOCIOECONOMIC_INDEX
from ..geometry.values import number
from .area_index_style import index_expression
from .area_type_style import area_type_renderer, field_of, type_expression

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qgis.core import QgsFeatureRenderer, QgsSymbol, QgsVectorLayer

SHOWABLE = (AREA_TYPE, SOCIOECONOMIC_INDEX, *COMPONENT_FIELDS)
"""The fields that a map of areas can be coloured by."""


@dataclass(frozen=True)
class LegendClass:
    """One line of the legend."""

    label: str
    symbol: QgsSymbol | None
    """None where the map is coloured by something else."""
    is_shown: bool
    lower: float
    upper: float
    """The values it takes, both ends included; NaN for the class without a value."""

    def holds(self, value: float) -> bool:
        """Say whether a value belongs here."""
        return self.lower <= value <= self.upper

    @property
    def is_rest(self) -> bool:
        """Whether it takes what belongs to no other class."""
        return math.isnan(self.lower)


def shown_field(layer: QgsVectorLayer) -> str | None:
    """Return the field that the layer is coloured by in the plugin's way, None where it is drawn otherwise."""
    renderer = layer.renderer()
    if isinstance(renderer, QgsCategorizedSymbolRenderer) and renderer.categories():
        field = field_of(layer, AREA_TYPE)
        own = (type_expression(field), f'"{field.name()}"')
        return AREA_TYPE if renderer.classAttribute() in own else None
    if isinstance(renderer, QgsGraduatedSymbolRenderer) and renderer.ranges():
        drawn = renderer.classAttribute()
        return next(
            (field for field in showable_fields(layer)[1:] if index_expression(layer, field) == drawn), None
        )
    return None


def showable_fields(layer: QgsVectorLayer) -> list[str]:
    """Return which of the fields the layer has, the area type first."""
    return [name for name in SHOWABLE if layer.fields().lookupField(name) >= 0]


def legend_classes(layer: QgsVectorLayer) -> list[LegendClass]:
    """Return the classes of the legend; of a layer drawn otherwise the area types, without symbols."""
    if shown_field(layer) is None:
        categories = area_type_renderer(AREA_TYPE).categories()
        return [_of_category(category, with_symbol=False) for category in categories]
    renderer = layer.renderer()
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        return [_of_category(category) for category in renderer.categories()]
    return [
        LegendClass(found.label(), found.symbol().clone(), found.renderState(), *_bounds(found))
        for found in renderer.ranges()
    ]


def show_classes(layer: QgsVectorLayer, shown: Iterable[bool]) -> None:
    """Show and hide the classes of the legend, as its check boxes in the layer tree do: nothing is read anew."""
    set_shown(layer.renderer(), shown)
    layer.emitStyleChanged()
    layer.rendererChanged.emit()  # the layer tree draws its check boxes anew
    layer.triggerRepaint()
    QgsProject.instance().setDirty()


def set_shown(renderer: QgsFeatureRenderer, shown: Iterable[bool]) -> None:
    """Show and hide the classes of a renderer, which need not be drawn yet."""
    by_category = isinstance(renderer, QgsCategorizedSymbolRenderer)
    update = renderer.updateCategoryRenderState if by_category else renderer.updateRangeRenderState
    for place, is_shown in enumerate(shown):
        update(place, is_shown)


def _of_category(category: object, *, with_symbol: bool = True) -> LegendClass:
    value = category.value()
    code = math.nan if isinstance(value, list) else number(value)
    symbol = category.symbol().clone() if with_symbol else None
    return LegendClass(category.label(), symbol, category.renderState(), code, code)


def _bounds(found: object) -> tuple[float, float]:
    """Return the bounds of a range; those of missing values lie below 0, where no percentage is."""
    if found.upperValue() < 0:
        return math.nan, math.nan
    return found.lowerValue(), found.upperValue()
