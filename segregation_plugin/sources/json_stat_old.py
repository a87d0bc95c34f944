"""The older json-stat (1.x): named tables in one object, brought into the shape of json-stat2."""

from __future__ import annotations

from typing import Any

from .cube import damage_told
from .json_stat import KIND, dimension_of

_ABOUT = frozenset({"id", "size", "role"})
"""What stands beside the dimensions in 1.x, and beside ``dimension`` in json-stat2."""


def is_old_json_stat(content: dict[str, Any]) -> bool:
    """Say whether a JSON object is a bundle of tables in json-stat 1.x."""
    return bool(_tables(content))


def as_json_stat2(content: dict[str, Any], file_name: str) -> dict[str, Any]:
    """Return the first table with RegSO or DeSO of a bundle as json-stat2; the first of all where none has them.

    Raises:
        InputError: it is damaged.
    """
    tables = _tables(content)
    if len(tables) > 1:
        with damage_told(file_name, KIND):
            tables.sort(key=lambda table: not _has_areas(table))
    return _as_json_stat2(tables[0])


def _tables(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        table
        for table in content.values()
        if isinstance(table, dict) and isinstance(table.get("dimension"), dict)
    ]


def _has_areas(table: dict[str, Any]) -> bool:
    dimensions = table["dimension"]
    return any(dimension_of(name, dimensions[name]).holds_areas() for name in dimensions["id"])


def _as_json_stat2(table: dict[str, Any]) -> dict[str, Any]:
    dimensions = table["dimension"]
    about = {name: dimensions[name] for name in _ABOUT & dimensions.keys()}
    return {**table, **about, "dimension": {name: dimensions[name] for name in dimensions.keys() - _ABOUT}}
