"""Which cells a call asks for: codes, wildcards and expressions, by address or by body."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .codelists import codelist_id, codes_in
from .problems import ProblemError

if TYPE_CHECKING:
    from .table import Dimension, Places, Table

_PARAMETER = re.compile(r"(valuecodes|codelist)\[(.+)\]")
_CALL = re.compile(r"(top|bottom|from|to|range)\(([^()]+)\)", re.IGNORECASE)


@dataclass
class _Choice:
    """What is asked for along one axis."""

    expressions: list[str]
    codelist: str = ""


def from_address(parameters: dict[str, str], table: Table) -> Places:
    """Return the places that the parameters of an address choose.

    Commas part expressions, so one with a comma in it (``range``) cannot be given here.

    Args:
        parameters: by name in lower case; of one that was repeated, the last.
        table: to choose from.

    Raises:
        ProblemError: the database would refuse it.
    """
    choices: dict[str, _Choice] = {}
    for name, value in parameters.items():
        match = _PARAMETER.fullmatch(name)
        if match:
            choice = choices.setdefault(match[2], _Choice([]))
            if match[1] == "codelist":
                choice.codelist = value
            else:
                choice.expressions = value.split(",")
    return _places(choices, table)


def from_body(body: str, table: Table) -> Places:
    """Return the places that a JSON body chooses.

    Raises:
        ProblemError: the body is something else, or the database would refuse it.
    """
    try:
        selection = json.loads(body)["selection"]
        choices = {entry["variableCode"].lower(): _from_entry(entry) for entry in selection}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProblemError("One or more validation errors occurred.", kind="Bad Request") from error
    return _places(choices, table)


def _from_entry(entry: dict[str, Any]) -> _Choice:
    return _Choice([str(code) for code in entry.get("valueCodes") or []], entry.get("codelist") or "")


def _places(choices: dict[str, _Choice], table: Table) -> Places:
    axes = {axis.code.lower(): axis for axis in table.dimensions}
    if choices.keys() - axes.keys():
        raise ProblemError("Non-existent variable")
    places = {}
    for name, axis in axes.items():
        choice = choices.get(name, _Choice([]))
        if choice.expressions:
            places[axis.code] = _chosen(choice, axis, is_time=axis is table.time)
        elif axis.elimination_code is None:
            raise ProblemError("Missing selection for mandantory variable")  # PxWebApi spells it so
    return places


def _chosen(choice: _Choice, axis: Dimension, *, is_time: bool) -> list[int]:
    codes = _pool(choice.codelist, axis)
    chosen: set[str] = set()
    for expression in choice.expressions:
        chosen.update(_codes(expression, codes, is_time=is_time))
    return sorted(axis.place[code] for code in chosen)


def _pool(codelist: str, axis: Dimension) -> dict[str, int]:
    """Return the codes to choose from with their place, in order."""
    if not codelist:
        return axis.place
    known = codelist_id(codelist)
    codes = codes_in(known, axis) if known else []
    if not codes:
        raise ProblemError("Non-existent codelist")
    return {code: place for place, code in enumerate(codes)}


def _codes(expression: str, pool: dict[str, int], *, is_time: bool) -> list[str]:
    if "(" in expression or ")" in expression:
        return _called(expression, pool, is_time=is_time)
    if "*" in expression or "?" in expression:
        found = _matching(expression, pool)
    else:
        found = [expression] if expression in pool else []
    if not found:
        raise ProblemError("Non-existent value")
    return found


def _matching(wildcard: str, pool: dict[str, int]) -> list[str]:
    if wildcard == "*":
        return list(pool)
    pattern = re.compile(re.escape(wildcard).replace(r"\*", ".*").replace(r"\?", "."))
    return [code for code in pool if pattern.fullmatch(code)]


def _called(expression: str, pool: dict[str, int], *, is_time: bool) -> list[str]:
    """Return the codes of ``top(1)`` and its like; the top of time is its newest end."""
    call = _CALL.fullmatch(expression)
    if call is None:
        raise ProblemError("Illegal selection expression")
    name, arguments = call[1].lower(), [argument.strip() for argument in call[2].split(",")]
    codes = list(pool)
    if name in ("top", "bottom"):
        if len(arguments) != 1 or not arguments[0].isdigit():
            raise ProblemError("Illegal selection expression")
        number = int(arguments[0])
        return codes[-number:] if (name == "top") == is_time and number else codes[:number]
    return _span(name, arguments, pool)


def _span(name: str, arguments: list[str], pool: dict[str, int]) -> list[str]:
    if len(arguments) != (2 if name == "range" else 1):
        raise ProblemError("Illegal selection expression")
    if not set(arguments) <= pool.keys():
        raise ProblemError("Non-existent value")
    places = [pool[argument] for argument in arguments]
    first = 0 if name == "to" else places[0]
    last = len(pool) - 1 if name == "from" else places[-1]
    return list(pool)[first : last + 1]
