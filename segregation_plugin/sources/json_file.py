"""JSON of SCB's database: which of its formats it is."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from ..core.errors import InputError
from ..core.words import repeated
from .json_stat import is_json_stat, json_stat_table
from .json_stat_old import as_json_stat2, is_old_json_stat
from .pxweb_json import is_pxweb_json, pxweb_json_table

if TYPE_CHECKING:
    from .limits import ReadingGuard
    from .stat_table import RawTable


def read_json(text: str, guard: ReadingGuard) -> RawTable:
    """Read a table in json-stat2, the older json-stat or PxWeb's ``json``.

    Raises:
        InputError: the text is no JSON, JSON of another kind, a table without regions or figures, or damaged.
        RunCancelledError: the user cancelled.
    """
    content = _parsed(text, guard.file_name)
    if is_json_stat(content):
        return json_stat_table(content, guard)
    if is_pxweb_json(content):
        return pxweb_json_table(content, guard)
    if is_old_json_stat(content):
        return json_stat_table(as_json_stat2(content, guard.file_name), guard)
    raise InputError(
        "{file} is JSON, but no table of statistics in json-stat or PxWeb's json; export the table as json-stat2, csv "
        "or xlsx.",
        file=guard.file_name,
    )


def _parsed(text: str, file_name: str) -> dict[str, Any]:
    try:
        content = json.loads(text, parse_constant=_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise InputError(
            "{file} is no JSON: it cannot be read from line {line}, column {column}; download the table again as "
            "json-stat2.",
            file=file_name,
            line=error.lineno,
            column=error.colno,
        ) from error
    except RecursionError as error:
        raise InputError(
            "{file} is JSON nested too deeply for a table; download the table again as json-stat2.",
            file=file_name,
        ) from error
    except ValueError as error:
        raise InputError(
            "{file} is JSON with a number or a name that is not allowed ({reason}); download the table again as "
            "json-stat2.",
            file=file_name,
            reason=error,
        ) from error
    return content if isinstance(content, dict) else {}


def _constant(name: str) -> float:
    """Read ``NaN``, which is no JSON but is written for what is missing; no figure is infinite."""
    if name != "NaN":
        raise ValueError(name)
    return math.nan


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; of two values under one name, nobody can say which is meant."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError(repeated(name for name, _ in pairs))
    return content
