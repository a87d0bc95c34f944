"""How a layer of areas is coloured: by the types, the index or one of its components, in a palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtGui import QColor

from ..core.area_types import PALETTES
from ..core.schema import AREA_TYPE
from .area_index_style import INDEX_PALETTES, apply_index_style
from .area_legend import legend_classes, show_classes, shown_field
from .area_type_style import apply_area_type_style, field_of
from .overlay_style import show_by_type

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

_SHOWN = "segregation/shown_"
"""Of a custom property of the layer, for each field: which classes are shown."""


def colour_areas(layer: QgsVectorLayer, field: str, palette: str, language: str) -> None:
    """Colour a layer; what was hidden stays hidden, also while the layer is coloured by something else.

    Args:
        layer: areas.
        field: one of ``SHOWABLE``.
        palette: a key of ``PALETTES``.
        language: of the legend, ``sv`` or ``en``.
    """
    show_by_type(layer)
    former = shown_field(layer)
    if former is not None:
        layer.setCustomProperty(_SHOWN + former, [int(found.is_shown) for found in legend_classes(layer)])
    if field == AREA_TYPE:
        apply_area_type_style(layer, field_of(layer, AREA_TYPE).name(), palette, language)
    else:
        apply_index_style(layer, field, palette, language)
    shown = [bool(int(is_shown)) for is_shown in layer.customProperty(_SHOWN + field) or ()]
    if len(shown) == len(legend_classes(layer)):
        show_classes(layer, shown)


def palette_of(layer: QgsVectorLayer) -> str | None:
    """Return the palette a layer is coloured in, None for colours that are somebody's own."""
    field = shown_field(layer)
    if field is None:
        return None
    palettes = PALETTES if field == AREA_TYPE else INDEX_PALETTES
    drawn = [QColor(found.symbol.color()).name() for found in legend_classes(layer) if not found.is_rest]
    return next(
        (
            name
            for name, colours in palettes.items()
            if [QColor(colour).name() for colour in colours][: len(drawn)] == drawn
        ),
        None,
    )
