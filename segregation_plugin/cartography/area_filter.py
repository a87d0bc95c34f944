"""One kommun at a time: a plain filter of QGIS on the layer, which a project keeps without the plugin."""

from __future__ import annotations

import re
from functools import cmp_to_key
from typing import TYPE_CHECKING

from qgis.core import QgsExpression
from qgis.PyQt.QtCore import QCollator, QLocale

from ..core import schema
from ..core.municipalities import municipality_name
from ..core.region_codes import municipality_code
from ..geometry.values import text
from .layer_rows import layer_rows

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

_OURS = re.compile(
    r"(?:\((?P<other>.*)\) AND )?\(?\"(?P<field>\w+)\" (?:= '(?P<code>\w+)'|LIKE '(?P<start>\w+)%')\)?",
    re.DOTALL,
)


def municipalities(layer: QgsVectorLayer) -> dict[str, str]:
    """Return the kommuner of a layer, name by code, in Swedish order; also those its filter leaves out."""
    names = (schema.REGION_CODE, schema.MUNICIPALITY_CODE, schema.MUNICIPALITY_NAME)
    found: dict[str, str] = {}
    for region, code, name in layer_rows(all_municipalities(layer), names):
        of_row = text(code) or municipality_code(text(region) or "")
        if of_row and of_row not in found:
            found[of_row] = text(name) or municipality_name(of_row) or of_row
    collator = QCollator(QLocale("sv_SE"))
    in_order = cmp_to_key(lambda one, other: collator.compare(one[1], other[1]))
    return dict(sorted(found.items(), key=in_order))


def chosen_municipality(layer: QgsVectorLayer) -> str:
    """Return the code of the kommun that the layer is filtered by, empty for all."""
    found = _ours(layer)
    return (found["code"] or found["start"]) if found else ""


def choose_municipality(layer: QgsVectorLayer, code: str) -> bool:
    """Filter the layer by a kommun, beside any filter it has otherwise; no code stands for all.

    Returns:
        Whether the layer took it.
    """
    other, field = other_filter(layer), schema.MUNICIPALITY_CODE
    if not code:
        return layer.setSubsetString(other)
    at = layer.fields().lookupField(field)
    test = f"= {QgsExpression.quotedString(code)}"
    if at < 0:
        at = layer.fields().lookupField(schema.REGION_CODE)
        test = f"LIKE {QgsExpression.quotedString(f'{code}%')}"
    own = f"{QgsExpression.quotedColumnRef(layer.fields()[at].name())} {test}"
    return layer.setSubsetString(f"({other}) AND ({own})" if other else own)


def can_filter(layer: QgsVectorLayer) -> bool:
    """Say whether the layer's source has filters at all; while it is edited it takes none."""
    return layer.dataProvider().supportsSubsetString()


def all_municipalities(layer: QgsVectorLayer) -> QgsVectorLayer:
    """Return the layer as it would be without a kommun chosen: itself, or a clone of it."""
    if not chosen_municipality(layer):
        return layer
    everything = layer.clone()
    everything.setSubsetString(other_filter(layer))
    return everything


def _ours(layer: QgsVectorLayer) -> re.Match[str] | None:
    found = _OURS.fullmatch(layer.subsetString())
    if found is None:
        return None
    by_code = found["field"].lower() == schema.MUNICIPALITY_CODE and found["code"]
    by_region = found["field"].lower() == schema.REGION_CODE and found["start"]
    return found if by_code or by_region else None


def other_filter(layer: QgsVectorLayer) -> str:
    """Return the filter somebody else has set."""
    found = _ours(layer)
    return (found["other"] or "") if found else layer.subsetString()
