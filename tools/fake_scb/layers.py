"""The layers of SCB's geodata service that the plugin asks for: names, titles, fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .country import Layer

if TYPE_CHECKING:
    from .country import Feature

_BEFORE = (("objectid", "int"), ("objektidentitet", "string"), ("objekttyp", "string"))
_AFTER = (
    ("lanskod", "string"),
    ("kommunkod", "string"),
    ("version", "string"),
    ("ansvarig_organisation", "string"),
    ("referensdatum", "string"),
)
_REGSO = (*_BEFORE, ("regsokod", "string"), ("regsonamn", "string"), *_AFTER)
_DESO_2018 = (*_BEFORE, ("desokod", "string"), *_AFTER)
_DESO_2025 = (*_BEFORE, ("desokod", "string"), ("regsokod", "string"), *_AFTER)
_PEOPLE = (("bef", "int"), ("area_ha", "int"))
_LAYERS = {
    "RegSO_2020": ("RegSO 2020", _REGSO),
    "RegSO_2025": ("RegSO 2025", _REGSO),
    "DeSO_2018": ("DeSO 2018", _DESO_2018),
    "DeSO_2025": ("DeSO 2025", _DESO_2025),
    "Tatorter_2023": ("Tätorter 2023", (("tatortskod", "string"), ("tatort", "string"), *_PEOPLE)),
    "Smaorter_2023": ("Småorter 2023", (("smaortskod", "string"), ("smaort", "string"), *_PEOPLE)),
    "befolkning_1km_2025": (
        "Befolkning i rutor om 1 km, 2025",
        (("rutid_scb", "string"), ("beftotalt", "int")),
    ),
}


def layers_with(features: dict[str, list[Feature]]) -> dict[str, Layer]:
    """Return all layers by name, with the features given; a layer of which none are given is empty."""
    return {
        name: Layer(name, title, fields, features.get(name, [])) for name, (title, fields) in _LAYERS.items()
    }
