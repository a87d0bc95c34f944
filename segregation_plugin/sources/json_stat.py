"""json-stat2, the format that SCB's database answers in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import InputError
from .axes import Axes, Axis, Roles, axes_by_role
from .cells import check_decimal_commas, is_missing, number_of
from .cube import CubeFigures, cube_table, damage_told, wrong_count
from .stat_table import TableDescription

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .limits import ReadingGuard
    from .stat_table import RawTable

KIND = "json-stat"
_PARTS = frozenset({"id", "size", "dimension", "value"})


def is_json_stat(content: dict[str, Any]) -> bool:
    """Say whether a JSON object is a table in json-stat2."""
    return content.keys() >= _PARTS


def json_stat_table(content: dict[str, Any], guard: ReadingGuard) -> RawTable:
    """Make the table of a json-stat2 object.

    Raises:
        InputError: it has no regions or no figures, is too large, or damaged.
        RunCancelledError: the user cancelled.
    """
    with damage_told(guard.file_name, KIND):
        axes = _axes(content, guard)
        cells = _figures(content, math.prod(axes.shape), guard.file_name)
        description = TableDescription(
            file_name=guard.file_name,
            title=str(content.get("label") or ""),
            table_id=_table_id(content),
            updated=str(content.get("updated") or ""),
            source=str(content.get("source") or ""),
            notes=_notes(content),
        )
        return cube_table(description, axes, cells, description.title, database_codes=True)


def dimension_of(name: str, content: dict[str, Any]) -> Axis:
    """Return a dimension; either the order of its categories or their labels may be left out.

    Raises:
        KeyError, TypeError, ValueError: it is damaged.
    """
    category = content["category"]
    labels = category.get("label") or {}
    index = category.get("index", list(labels))
    if isinstance(index, dict):
        codes = sorted(index, key=index.__getitem__)
        if [index[code] for code in codes] != list(range(len(codes))):
            raise ValueError(name)
    else:
        codes = list(index)
    return Axis(
        name, str(content.get("label") or name), codes, [str(labels.get(code) or code) for code in codes]
    )


def _axes(content: dict[str, Any], guard: ReadingGuard) -> Axes:
    axes = [dimension_of(name, content["dimension"][name]) for name in content["id"]]
    sizes = [len(axis.codes) for axis in axes]
    if sizes != list(content["size"]):
        raise InputError(
            "{file} is {kind}, but damaged: its dimensions are of size {size}, but have {found} categories; download "
            "the table again.",
            file=guard.file_name,
            kind=KIND,
            size=_listed(content["size"]),
            found=_listed(sizes),
        )
    guard.add(math.prod(sizes))
    role = content.get("role") or {}
    given = Roles(*(_as_list(role.get(name)) for name in ("geo", "metric", "time")))
    return axes_by_role(axes, given, guard.file_name)


def _as_list(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value or [])


def _listed(numbers: object) -> str:
    return " x ".join(map(str, numbers)) if isinstance(numbers, list) else str(numbers)


def _figures(content: dict[str, Any], count: int, file_name: str) -> CubeFigures:
    """Return the figures. Both ``value`` and ``status`` may be sparse: objects with the place as key."""
    value, status = content["value"], content.get("status") or {}
    if count and not value:
        raise InputError(
            "{file} describes a table but holds no figures; download the data, not the metadata.",
            file=file_name,
        )
    cells = CubeFigures(np.full(count, math.nan))
    placed = list(_placed(value, count, file_name))
    check_decimal_commas([figure for _, figure in placed if isinstance(figure, str)], file_name)
    for place, figure in placed:
        cells.figures[place] = number_of(figure)
    signs = [status] * count if isinstance(status, str) else status
    for place, sign in _placed(signs, count, file_name):
        if isinstance(sign, str) and sign and is_missing(sign):
            cells.put_sign(place, sign)
    return cells


def _placed(values: object, count: int, file_name: str) -> Iterator[tuple[int, Any]]:
    """Yield place and value of a list or a sparse object."""
    if isinstance(values, dict):
        pairs = [(_place(key), value) for key, value in values.items()]
    elif isinstance(values, list):
        pairs = list(enumerate(values))
    else:
        raise TypeError(values)
    for place, value in pairs:
        if not 0 <= place < count:
            raise wrong_count(place + 1, count, file_name, KIND)
        yield place, value
    if isinstance(values, list) and len(values) != count:
        raise wrong_count(len(values), count, file_name, KIND)


def _place(key: str) -> int:
    """Return a place that is written in the one plain way; ``01`` and ``1`` would be the same cell."""
    place = int(key)
    if str(place) != key:
        raise ValueError(key)
    return place


def _table_id(content: dict[str, Any]) -> str:
    px = (content.get("extension") or {}).get("px") or {}
    return str(px.get("tableid") or px.get("matrix") or "")


def _notes(content: dict[str, Any]) -> list[str]:
    return [str(note).strip() for note in _as_list(content.get("note"))]
