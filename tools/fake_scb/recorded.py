"""The country of recorded answers: what SCB's services really said of one kommun."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .country import Country
from .layers import layers_with
from .sample import areas
from .table import Table

if TYPE_CHECKING:
    from pathlib import Path

_LAYERS = {"RegSO_2025": "geo_regso.json", "DeSO_2025": "geo_deso.json"}
_TABLES = ("regso_socioek.json", "omraden_befolkning.json")


def recorded_country(folder: Path) -> Country:
    """Return the country of a folder of recorded answers, such as ``data/karlstad``.

    Its neighbour ``pxweb`` gives the configuration and one table more, where it is there. What was not recorded is
    empty: the older divisions' areas, the grid, tätorter and småorter.

    Args:
        folder: with ``geo_regso.json``, ``geo_deso.json``, ``regso_socioek.json`` and ``omraden_befolkning.json``.

    Raises:
        OSError: one of them is not there.
    """
    features = {layer: areas(_load(folder / name)) for layer, name in _LAYERS.items()}
    documents = [_load(folder / name) for name in _TABLES]
    beside = folder.parent / "pxweb"
    config = {}
    if beside.is_dir():
        documents.append(_load(beside / "TAB6471_data.json"))
        config = _load(beside / "config.json")
    tables = [Table.from_document(document) for document in documents]
    title = f"recorded answers in {folder}"
    return Country(title, layers_with(features), {table.id: table for table in tables}, config)


def _load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8-sig"))
