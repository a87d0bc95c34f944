"""SCB's statistical database by PxWebApi v2: tables of any size, in answers as large as it allows."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...core.errors import InputError
from .messages import BrokenAnswerError, Request
from .service import Window, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .messages import Answer, Check
    from .service import Reply, Service

    Selection = Mapping[str, Sequence[str]]
    """The codes that are wanted of each variable."""

MAX_URL = 2000
"""Longer questions are posted; the service refuses addresses of about 2 100 characters."""
_FORMAT = "json-stat2"
_LANGUAGE = "sv"
_ALL_KEPT = "*,"
"""What an address carries as it is; all else that is no letter or digit is encoded, ``+`` too."""


@dataclass(frozen=True)
class Limits:
    """What the service allows, by its own word."""

    cells: int
    """Of one answer."""
    window: Window


@dataclass(frozen=True)
class Variable:
    """One dimension of a table."""

    code: str
    values: list[str]
    """The codes of its values, in order."""


@dataclass(frozen=True)
class TableInfo:
    """A table, before its figures are asked for."""

    id: str
    label: str
    updated: str
    variables: list[Variable]

    def values(self, code: str) -> list[str]:
        """Return the codes of a variable.

        Raises:
            InputError: there is no such variable.
        """
        for variable in self.variables:
            if variable.code == code:
                return variable.values
        raise InputError(
            "Table {table} has no variable {variable}, only {variables}; check the table and the address in the settings "
            "of Segregation.",
            table=self.id,
            variable=code,
            variables=", ".join(variable.code for variable in self.variables),
        )


class StatisticalDatabase:
    """Asks for tables.

    Args:
        service: that is asked; told how often it may be as soon as that is known.
        address: such as ``https://statistikdatabasen.scb.se/api/v2/``.
    """

    def __init__(self, service: Service, address: str) -> None:
        self._service = service
        self._address = address.rstrip("/") + "/"

    @cached_property
    def limits(self) -> Limits:
        """Ask, once, what the service allows, and keep to it from then on.

        Raises:
            InputError: it cannot be asked, or does not say.
        """
        content = self._json(self._service.ask(Request(f"{self._address}config"), _check_config))
        limits = Limits(
            int(content["maxDataCells"]),
            Window(int(content["maxCallsPerTimeWindow"]), float(content["timeWindow"])),
        )
        self._service.window = limits.window
        return limits

    def table(self, table_id: str) -> TableInfo:
        """Ask what a table holds.

        Raises:
            InputError: there is no such table, or the service cannot be asked.
        """
        request = Request(f"{self._address}tables/{quote(table_id)}/metadata?lang={_LANGUAGE}")
        content = self._json(self._service.ask(request, _check_metadata))
        return TableInfo(
            table_id,
            str(content.get("label") or ""),
            str(content.get("updated") or ""),
            [Variable(code, _codes(content, code)) for code in content["id"]],
        )

    def data(self, table: TableInfo, selection: Selection) -> list[str]:
        """Return the figures of a table: its parts, each a json-stat2 text.

        Args:
            table: what it holds.
            selection: the values wanted of every variable, all of which the table has.

        Raises:
            InputError: a value is not in the table; the service refuses, or answers without what was asked for.
            RunCancelledError: the user cancelled.
        """
        _require_values(table, selection)
        parts = list(parts_of(selection, self.limits.cells))
        for refresh in (False, True):  # parts that were kept at different times may be of different editions
            texts = [self._part(table, part, refresh=refresh) for part in parts]
            if len({json.loads(text).get("updated") for text in texts}) <= 1:
                return texts
        raise InputError(
            "Table {table} was changed while it was fetched; run again.",
            table=table.id,
        )

    def _part(self, table: TableInfo, selection: Selection, *, refresh: bool) -> str:
        request = data_request(self._address, table.id, selection)
        return self._service.ask(request, _check_data(selection), refresh=refresh).body.decode("utf-8-sig")

    @staticmethod
    def _json(reply: Reply) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(reply.body.decode("utf-8-sig"))
        return content


def data_request(address: str, table_id: str, selection: Selection) -> Request:
    """Return the question for figures: GET as SCB documents it, or POST where the address would be too long."""
    start = f"{address}tables/{quote(table_id)}/data?lang={_LANGUAGE}"
    values = "".join(
        f"&valueCodes[{quote(code)}]={quote(','.join(codes), safe=_ALL_KEPT)}"
        for code, codes in selection.items()
    )
    url = f"{start}{values}&outputFormat={_FORMAT}"
    if len(url) <= MAX_URL:
        return Request(url)
    wanted = [{"variableCode": code, "valueCodes": list(codes)} for code, codes in selection.items()]
    body = json.dumps({"selection": wanted}, ensure_ascii=False).encode()
    return Request(f"{start}&outputFormat={_FORMAT}", body)


def parts_of(selection: Selection, most_cells: int) -> Iterator[dict[str, list[str]]]:
    """Divide a selection into parts of so many cells at most: the variable with most values first, evenly.

    Args:
        selection: the values of every variable, one or more each.
        most_cells: 1 or more.
    """
    waiting = [{code: list(codes) for code, codes in selection.items()}]
    while waiting:
        part = waiting.pop()
        cells = math.prod(map(len, part.values()))
        if cells <= most_cells:
            yield part
            continue
        longest = max(part, key=lambda code: len(part[code]))
        codes = part[longest]
        per_value = cells // len(codes)
        at_once = max(most_cells // per_value, 1)
        waiting += [
            {**part, longest: codes[start : start + at_once]} for start in range(0, len(codes), at_once)
        ][::-1]


def _require_values(table: TableInfo, selection: Selection) -> None:
    for code, wanted in selection.items():
        known = set(table.values(code))
        missing = [value for value in wanted if value not in known]
        if missing:
            raise InputError(
                "Table {table} has no {values} in {variable}; it may have been changed, or the address in the settings "
                "of Segregation is of another service.",
                table=table.id,
                values=", ".join(missing[:5]),
                variable=code,
            )
    for variable in table.variables:
        if not selection.get(variable.code):
            raise InputError(
                "Table {table} has a further variable {variable}; it may have been changed since this version of "
                "Segregation was made.",
                table=table.id,
                variable=variable.code,
            )


def _content(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON.

    Raises:
        BrokenAnswerError: it is none.
    """
    try:
        content = json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BrokenAnswerError(f"no JSON, but: {excerpt(answer)}") from error
    if not isinstance(content, dict):
        raise BrokenAnswerError("JSON of another kind")
    return content


def _check_config(answer: Answer) -> None:
    content = _content(answer)
    for name in ("maxDataCells", "maxCallsPerTimeWindow", "timeWindow"):
        value = content.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < math.inf:
            raise BrokenAnswerError(f"config without {name}")


def _check_metadata(answer: Answer) -> None:
    content = _content(answer)
    try:
        if not all(_codes(content, code) for code in content["id"]) or not content["id"]:
            raise BrokenAnswerError("metadata without values")
    except (KeyError, TypeError, AttributeError) as error:
        raise BrokenAnswerError("no metadata of a table") from error


def _check_data(selection: Selection) -> Check:
    """Return what looks whether an answer holds all that was asked for."""

    def check(answer: Answer) -> None:
        content = _content(answer)
        try:
            found = {code: set(_codes(content, code)) for code in content["id"]}
            count = math.prod(map(len, found.values()))
            held = len(content["value"])
        except (KeyError, TypeError, AttributeError) as error:
            raise BrokenAnswerError("no table") from error
        for code, wanted in selection.items():
            missing = set(wanted) - found.get(code, set())
            if missing:
                raise BrokenAnswerError(f"{len(missing)} of {len(wanted)} values of {code} are missing")
        if isinstance(content["value"], list) and held != count:
            raise BrokenAnswerError(f"{held} of {count} cells")

    return check


def _codes(content: dict[str, Any], variable: str) -> list[str]:
    """Return the codes of a variable, in order; of one with a single value json-stat2 may leave out the order."""
    category = content["dimension"][variable]["category"]
    index = category.get("index") or list(category["label"])
    return sorted(index, key=index.__getitem__) if isinstance(index, dict) else [str(code) for code in index]
