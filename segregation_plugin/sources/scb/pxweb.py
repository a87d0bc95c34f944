"""SCB's statistical database by PxWebApi v2: tables of any size, in answers as large as it allows."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from ...core.errors import InputError
from .answers import json_object
from .messages import BrokenAnswerError, Request
from .service import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .messages import Answer
    from .service import Ask, Read, Reply, Service

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
    is_kept: bool = False
    """It comes from the cache: the table may have more by now."""

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
        self._tables: dict[str, TableInfo] = {}

    @property
    def host(self) -> str:
        """The machine that is asked."""
        return urlsplit(self._address).hostname or self._address

    @cached_property
    def limits(self) -> Limits:
        """Ask, once, what the service allows, and keep to it from then on.

        Raises:
            InputError: it cannot be asked, or does not say.
        """
        limits = self._service.ask(Request(f"{self._address}config"), _limits).content
        self._service.window = limits.window
        return limits

    def table(self, table_id: str, *, refresh: bool = False) -> TableInfo:
        """Ask, once, what a table holds.

        Args:
            table_id: such as ``TAB6586``.
            refresh: whether to ask although an answer is kept.

        Raises:
            InputError: there is no such table, or the service cannot be asked.
        """
        if table_id not in self._tables or refresh:
            self._tables[table_id] = self._table(table_id, refresh=refresh)
        return self._tables[table_id]

    def _table(self, table_id: str, *, refresh: bool) -> TableInfo:
        request = Request(f"{self._address}tables/{quote(table_id)}/metadata?lang={_LANGUAGE}")
        reply = self._service.ask(request, _metadata, refresh=refresh)
        content = reply.content
        return TableInfo(
            table_id,
            str(content.get("label") or ""),
            str(content.get("updated") or ""),
            [Variable(code, _codes(content, code)) for code in content["id"]],
            reply.is_kept,
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

        def gather(ask: Ask) -> list[Reply[dict[str, Any]]]:
            return [ask(data_request(self._address, table.id, part), _data(part)) for part in parts]

        replies, fault = self._service.collect(gather, partial(_misfit, table))
        if fault:
            raise InputError(
                "The parts of table {table} do not fit each other ({reason}); run again later.",
                table=table.id,
                reason=fault,
            )
        return [reply.body.decode("utf-8-sig") for reply in replies]


def _misfit(table: TableInfo, replies: list[Reply[dict[str, Any]]]) -> str:
    """Return what is wrong between parts, or between kept ones and what the table is known to be; empty for nothing."""
    stamps = {str(reply.content.get("updated")) for reply in replies}
    if not table.is_kept and table.updated and any(reply.is_kept for reply in replies):
        stamps.add(table.updated)  # the service has told of a newer edition in this run
    return f"updated {' and '.join(sorted(stamps))}" if len(stamps) > 1 else ""


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


def _limits(answer: Answer) -> Limits:
    content = json_object(answer)
    for name in ("maxDataCells", "maxCallsPerTimeWindow", "timeWindow"):
        value = content.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value < math.inf:
            raise BrokenAnswerError(f"config without {name}")
    return Limits(
        int(content["maxDataCells"]),
        Window(int(content["maxCallsPerTimeWindow"]), float(content["timeWindow"])),
    )


def _metadata(answer: Answer) -> dict[str, Any]:
    content = json_object(answer)
    try:
        if not content["id"] or not all(_codes(content, code) for code in content["id"]):
            raise BrokenAnswerError("metadata without values")
    except (KeyError, TypeError, AttributeError) as error:
        raise BrokenAnswerError("no metadata of a table") from error
    return content


def _data(selection: Selection) -> Read[dict[str, Any]]:
    """Return what reads an answer that holds all that was asked for."""

    def read(answer: Answer) -> dict[str, Any]:
        content = json_object(answer)
        try:
            found = {code: _codes(content, code) for code in content["id"]}
            sizes, values = list(content["size"]), content["value"]
            places = [int(place) for place in values] if isinstance(values, dict) else range(len(values))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise BrokenAnswerError("no table") from error
        for code, wanted in selection.items():
            missing = set(wanted) - set(found.get(code, ()))
            if missing:
                raise BrokenAnswerError(f"{len(missing)} of {len(wanted)} values of {code} are missing")
        if sizes != [len(codes) for codes in found.values()]:
            raise BrokenAnswerError(f"sizes {sizes} of other dimensions")
        count = math.prod(map(len, found.values()))
        is_list = isinstance(values, list)
        if (is_list and len(values) != count) or any(not 0 <= place < count for place in places):
            raise BrokenAnswerError(f"{len(values)} of {count} cells")
        return content

    return read


def _codes(content: dict[str, Any], variable: str) -> list[str]:
    """Return the codes of a variable, in order; of one with a single value json-stat2 may leave out the order."""
    category = content["dimension"][variable]["category"]
    index = category.get("index") or list(category["label"])
    return sorted(index, key=index.__getitem__) if isinstance(index, dict) else [str(code) for code in index]
