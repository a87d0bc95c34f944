"""PxWeb's own ``json`` of its first interface: a list of columns, and rows of a key and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..core.errors import InputError
from .axes import Axes, Axis, Roles, axes_by_role
from .cells import NIL_SIGNS, check_decimal_commas, number_of
from .content_names import name_columns
from .cube import damage_told
from .stat_table import RawTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .limits import ReadingGuard

_KIND = "PxWeb json"
_DIMENSION, _TIME, _CONTENT = "d", "t", "c"


def is_pxweb_json(content: dict[str, Any]) -> bool:
    """Say whether a JSON object is a table in PxWeb's ``json``."""
    return content.keys() >= {"columns", "data"}


def pxweb_json_table(content: dict[str, Any], guard: ReadingGuard) -> RawTable:
    """Make the table of an object in PxWeb's ``json``; it has the codes of the categories, not their labels.

    Raises:
        InputError: it has no regions or no figures, is too large, or damaged.
        RunCancelledError: the user cancelled.
    """
    with damage_told(guard.file_name, _KIND):
        columns, rows = content["columns"], content["data"]
        keys = [column for column in columns if column["type"] != _CONTENT]
        metrics = [column for column in columns if column["type"] == _CONTENT]
        _check_rows(rows, len(keys), len(metrics), guard)
        axes, places = _axes(keys, rows, guard.file_name)
        about = (content.get("metadata") or [{}])[0]
        title = str(about.get("label") or "")
        names, contents = name_columns(
            [axis.label for axis in axes.others],
            [(column["code"], _label(column)) for column in metrics],
            title,
        )
        texts = [text for row in rows for text in row["values"]]
        figures = _figures(texts, guard.file_name).reshape(len(rows), len(metrics))
        return RawTable(
            file_name=guard.file_name,
            title=title,
            updated=str(about.get("updated") or ""),
            source=str(about.get("source") or ""),
            notes=[str(comment["comment"]).strip() for comment in content.get("comments") or []],
            dimensions=names,
            contents=contents,
            frame=axes.frame(places, figures, names, [named.column for named in contents]),
            has_database_codes=True,
            nil_signs=sum(text in NIL_SIGNS for text in texts),
        )


def _label(column: dict[str, Any]) -> str:
    return str(column.get("text") or column["code"])


def _check_rows(rows: list[Any], key_width: int, width: int, guard: ReadingGuard) -> None:
    if not rows or not width:
        raise InputError(
            "{file} describes a table but holds no figures; download the data, not the metadata.",
            file=guard.file_name,
        )
    for number, row in enumerate(rows, start=1):
        guard.add(key_width + width)
        if (len(row["key"]), len(row["values"])) != (key_width, width):
            raise InputError(
                "{file} is PxWeb json, but damaged: row {row} of its data is not as wide as its columns; download the "
                "table again.",
                file=guard.file_name,
                row=number,
            )


def _axes(
    columns: list[dict[str, Any]], rows: list[dict[str, Any]], file_name: str
) -> tuple[Axes, list[NDArray[np.intp]]]:
    """Return the dimensions with the categories that occur, and the category of each row."""
    axes, places = [], []
    for place, column in enumerate(columns):
        codes: dict[str, int] = {}
        texts = [_code(row["key"][place]) for row in rows]
        places.append(np.array([codes.setdefault(text, len(codes)) for text in texts], dtype=np.intp))
        axes.append(Axis(column["code"], _label(column), list(codes), list(codes)))
    times = [column["code"] for column in columns if column["type"] == _TIME]
    return axes_by_role(axes, Roles(time=times), file_name), places


def _code(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(key)
    return key.strip()


def _figures(values: list[Any], file_name: str) -> NDArray[np.float64]:
    check_decimal_commas([value for value in values if isinstance(value, str)], file_name)
    return np.array([number_of(value) for value in values], dtype=np.float64)
