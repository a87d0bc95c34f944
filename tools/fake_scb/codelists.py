"""Codelists: which codes of a mixed list of regions belong to one division."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .table import Dimension, Table

_REGIONS = "Region"
_CODELISTS = {
    "vs_RegSO2020": ("RegSO 2020", re.compile(r"\d{4}R\d{3}")),
    "vs_RegSO2025": ("RegSO 2025", re.compile(r"\d{4}R\d{3}_RegSO2025")),
    "vs_DeSO2018": ("DeSO 2018", re.compile(r"\d{4}[ABC]\d{4}")),
    "vs_DeSO2025": ("DeSO 2025", re.compile(r"\d{4}[ABC]\d{4}_DeSO2025")),
}


def codelist_id(name: str) -> str | None:
    """Return the id of a codelist as it is written, from one in any case; None where there is no such list."""
    return next((known for known in _CODELISTS if known.lower() == name.lower()), None)


def codes_in(codelist: str, dimension: Dimension) -> list[str]:
    """Return the codes of an axis that a codelist has, in the axis's order; none for an axis without codelists."""
    if dimension.code != _REGIONS:
        return []
    _, pattern = _CODELISTS[codelist]
    return [code for code in dimension.codes if pattern.fullmatch(code)]


def codelists_of(dimension: Dimension, base: str) -> list[dict[str, Any]]:
    """Return what the metadata say of an axis's codelists."""
    return [
        {"id": name, "label": label, "type": "Valueset", "links": [_link(name, base)]}
        for name, (label, _) in _CODELISTS.items()
        if codes_in(name, dimension)
    ]


def codelist_document(codelist: str, tables: list[Table], base: str) -> dict[str, Any] | None:
    """Return a codelist with the codes that the tables have, None where no table uses it."""
    labels: dict[str, str] = {}
    for table in tables:
        for dimension in table.dimensions:
            labels |= {code: dimension.labels[code] for code in codes_in(codelist, dimension)}
    if not labels:
        return None
    return {
        "id": codelist,
        "label": _CODELISTS[codelist][0],
        "language": "sv",
        "languages": ["sv", "en"],
        "elimination": False,
        "type": "Valueset",
        "values": [{"code": code, "label": label, "valueMap": [code]} for code, label in labels.items()],
        "links": [_link(codelist, base)],
    }


def _link(codelist: str, base: str) -> dict[str, str]:
    return {"rel": "metadata", "hreflang": "sv", "href": f"{base}codeLists/{codelist}?lang=sv"}
