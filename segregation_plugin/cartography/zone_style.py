"""The zones of an exposure: a dark outline with a light fill, rings lighter outward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsRendererCategory,
    QgsSimpleLineSymbolLayer,
)
from qgis.PyQt.QtGui import QColor

from ..geometry.values import number
from .number_text import localised_number

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

FROM_FIELD, TO_FIELD = "distance_from_m", "distance_to_m"
ZONE_COLOUR = "#22313F"
_FILL_OPACITY = 0.10
_OUTLINE_MM = 0.4
_EDGE_COLOUR, _EDGE_MM = "#FFFFFF", 0.8
_FAINTEST = 0.4
_MOST_DECIMALS = 3
_LABELS = {
    "en": {"inside": "Inside", "within": "Within {to} m", "ring": "{start} to {to} m"},
    "sv": {"inside": "Innanför", "within": "Inom {to} m", "ring": "{start} till {to} m"},
}


def apply_zone_style(layer: QgsVectorLayer, language: str = "en") -> None:
    """Draw the zones of ``bufferexposure`` by distance, the nearest darkest and on top.

    Args:
        layer: the zones; their distances are read once, now.
        language: of the legend, ``sv`` or ``en``.
    """
    distances = _distances(layer)
    categories = [
        QgsRendererCategory(to, _symbol(1 - rank / len(distances)), _label(start, to, language))
        for rank, (to, start) in enumerate(distances)
    ]
    renderer = QgsCategorizedSymbolRenderer(TO_FIELD, categories)
    widest_first = QgsFeatureRequest.OrderByClause(TO_FIELD, False)  # noqa: FBT003 - ascending, Qt's way
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([widest_first]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.triggerRepaint()


def is_zones(layer: QgsVectorLayer) -> bool:
    """Say whether a layer has the distances of zones."""
    return all(layer.fields().lookupField(name) >= 0 for name in (FROM_FIELD, TO_FIELD))


def zone_texts(layer: QgsVectorLayer, language: str) -> dict[str, str]:
    """Return the legend's texts of zones, whatever language they are in, in one language."""
    return {
        _label(start, to, other): _label(start, to, language)
        for to, start in _distances(layer)
        for other in _LABELS
    }


def _distances(layer: QgsVectorLayer) -> list[tuple[float, float | None]]:
    """Return each outer distance with its inner one, None where all within it belongs to the zone; nearest first."""
    outer, inner = (
        sorted(map(number, layer.uniqueValues(layer.fields().lookupField(name))))
        for name in (TO_FIELD, FROM_FIELD)
    )
    are_rings = any(start > 0 for start in inner)
    starts = {to: max((start for start in inner if start < to), default=0.0) for to in outer}
    return [
        (to, start if start > 0 or (are_rings and to > 0 and 0 in outer) else None)
        for to, start in starts.items()
    ]


def _symbol(strength: float) -> QgsFillSymbol:
    """Return the symbol of a zone; strength 1 for the nearest, less outward."""
    symbol = QgsFillSymbol.createSimple({"color": ZONE_COLOUR, "outline_style": "no"})
    fill = QColor(ZONE_COLOUR)
    fill.setAlphaF(_FILL_OPACITY)
    symbol.setColor(fill)
    # The white edge keeps the dark outline visible on the darkest area type.
    for colour, width in ((_EDGE_COLOUR, _EDGE_MM), (ZONE_COLOUR, _OUTLINE_MM)):
        symbol.appendSymbolLayer(QgsSimpleLineSymbolLayer(QColor(colour), width))
    symbol.setOpacity(_FAINTEST + (1 - _FAINTEST) * strength)
    return symbol


def _label(start: float | None, to: float, language: str) -> str:
    kind = "ring" if start is not None else "within" if to else "inside"
    return _LABELS[language][kind].format(start=_metres(start or 0, language), to=_metres(to, language))


def _metres(value: float, language: str) -> str:
    """Return a distance with the decimals it has."""
    decimals = next(
        count
        for count in range(_MOST_DECIMALS + 1)
        if count == _MOST_DECIMALS or round(value, count) == value
    )
    return localised_number(value, language, decimals)
