"""Fields of several layers in one text, as parameters of algorithms hold them.

``Klass_181, highway`` is one list for all layers, of which each uses the first that it has; ``Klass_181; highway;`` is a
list for each layer, in their order, and the third has none. A name with one of these signs stands between ``"``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED = r'"(?:[^"]|"")*"'
_LISTS, _NAMES = (re.compile(rf'(?:{_QUOTED}|[^"{sign}]|")+|{sign}') for sign in ";,")


def field_lists(given: str, layers: int) -> list[list[str]]:
    """Return the names for each layer.

    Args:
        given: as above; empty for none.
        layers: how many there are.

    Raises:
        InputError: there are lists for more or fewer layers.
    """
    lists = [_names(part) for part in _split(given, _LISTS, ";")]
    if len(lists) == 1:
        return lists * layers
    if len(lists) != layers:
        raise InputError(
            "{given} is a list of fields for each of {lists} layers, but there are {layers}; give one list for all, or "
            "as many as there are layers, separated by semicolons, with names that have one between quotation marks.",
            given=given,
            lists=len(lists),
            layers=layers,
        )
    return lists


def field_lists_text(fields: Sequence[str]) -> str:
    """Return one field for each layer, empty for none, as ``field_lists`` reads it."""
    if len(set(fields)) <= 1:
        return _quoted(fields[0]) if fields else ""
    return ";".join(map(_quoted, fields))


def _names(part: str) -> list[str]:
    names = (name.strip() for name in _split(part, _NAMES, ","))
    return [name[1:-1].replace('""', '"') if re.fullmatch(_QUOTED, name) else name for name in names if name]


def _split(text: str, tokens: re.Pattern[str], sign: str) -> list[str]:
    """Return the parts of a text between signs that are not quoted."""
    parts = [""]
    for token in tokens.findall(text):
        if token == sign:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _quoted(name: str) -> str:
    plain = name == name.strip() and not re.search('[;,"]', name)
    return name if plain else '"{}"'.format(name.replace('"', '""'))
