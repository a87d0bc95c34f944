"""The statistical database: PxWebApi v2."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from . import selection
from .answer import json_answer
from .codelists import codelist_document, codelist_id, codelists_of
from .limits import CallWindow
from .problems import ProblemError
from .table_list import entry, listing

if TYPE_CHECKING:
    from .answer import Answer, Asked
    from .country import Country
    from .limits import Limits
    from .table import Table

PATH = "/api/v2/"
_LANGUAGES = ("sv", "en")
_CONFIG = {
    "apiVersion": "2.2.0",
    "appVersion": "1.0.0",
    "languages": [{"id": "en", "label": "English"}, {"id": "sv", "label": "Svenska"}],
    "defaultLanguage": "sv",
    "maxDataCells": 0,
    "maxCallsPerTimeWindow": 0,
    "timeWindow": 0,
    "license": "https://creativecommons.org/share-your-work/public-domain/cc0/",
    "sourceReferences": [
        {"language": "en", "text": "Source: Statistics Sweden"},
        {"language": "sv", "text": "Källa: SCB"},
    ],
    "defaultDataFormat": "json-stat2",
    "dataFormats": ["json-stat2", "csv", "px", "xlsx", "html", "json-px"],
    "features": [{"id": "CORS", "params": [{"key": "enabled", "value": "True"}]}],
}


class PxWeb:
    """Answers for one country. All texts are Swedish, whatever the language asked for.

    Args:
        country: what there is.
        limits: how much may be asked.
        base: the address under which it answers, for links.
    """

    def __init__(self, country: Country, limits: Limits, base: str) -> None:
        self._country = country
        self._limits = limits
        self._base = base
        self._window = CallWindow(limits)

    def answer(self, asked: Asked) -> Answer:
        """Return the answer to a call, a refusal included."""
        try:
            self._check(asked)
            return self._route(asked)
        except ProblemError as problem:
            return problem.answer()

    def _check(self, asked: Asked) -> None:
        if len(self._base) - len(PATH) + len(asked.target) > self._limits.max_url_length:
            raise ProblemError("URI Too Long", 414, kind="Bad Request")
        wait = self._window.enter()
        if wait:
            raise ProblemError(
                "Too many requests",
                429,
                kind="Quota exceeded",
                headers={"Retry-After": str(math.ceil(wait))},
            )
        if asked.parameters.get("lang", "sv") not in _LANGUAGES:
            raise ProblemError("Unsupported language")

    def _route(self, asked: Asked) -> Answer:
        parts = [part for part in unquote(asked.path)[len(PATH) :].split("/") if part]
        match [parts[0].lower() if parts else "", *parts[1:]]:
            case ["config"]:
                return json_answer(self._config())
            case ["tables"]:
                return json_answer(listing(list(self._country.tables.values()), asked.parameters, self._base))
            case ["tables", table]:
                return json_answer({"language": "sv", **entry(self._table(table), self._base)})
            case ["tables", table, "metadata"]:
                return json_answer(self._metadata(self._table(table)))
            case ["tables", table, "data"]:
                return self._data(self._table(table), asked)
            case ["codelists", codelist]:
                return json_answer(self._codelist(codelist))
        raise ProblemError("Not Found", 404, kind="Not Found")

    def _config(self) -> dict[str, Any]:
        return {
            **(self._country.config or _CONFIG),
            "maxDataCells": self._limits.max_data_cells,
            "maxCallsPerTimeWindow": self._limits.max_calls_per_time_window,
            "timeWindow": self._limits.time_window,
        }

    def _table(self, name: str) -> Table:
        table = self._country.tables.get(name.upper())
        if table is None:
            raise ProblemError("Non-existent table", 404)
        return table

    def _metadata(self, table: Table) -> dict[str, Any]:
        document = table.metadata()
        for axis in table.dimensions:
            document["dimension"][axis.code]["extension"]["codelists"] = codelists_of(axis, self._base)
        return document

    def _codelist(self, name: str) -> dict[str, Any]:
        known = codelist_id(name)
        document = known and codelist_document(known, list(self._country.tables.values()), self._base)
        if not document:
            raise ProblemError("Non-existent codelist", 404)
        return document

    def _data(self, table: Table, asked: Asked) -> Answer:
        output = asked.parameters.get("outputformat", "json-stat2")
        if output != "json-stat2":
            raise ProblemError("Unsupported output format")
        if asked.method == "POST":
            places = selection.from_body(asked.body, table)
        else:
            places = selection.from_address(asked.parameters, table)
        count = table.count(places)
        if count > self._limits.max_data_cells:
            words = "Too many cells selected"
            raise ProblemError(words, self._limits.too_many_cells_status, words)
        return json_answer(table.data(places), count)
