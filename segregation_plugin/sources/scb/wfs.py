"""SCB's geodata service (WFS): layers page by page, complete or not at all."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...core.errors import InputError
from .messages import BrokenAnswerError, Request
from .service import excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .messages import Answer
    from .service import Reply, Service

_KEPT = ":/,'()"
"""What an address carries as it is."""
_MOST_FEATURES = 1_000_000
_PLACE_LENGTH = {2: "lanskod", 4: "kommunkod"}


@dataclass(frozen=True)
class WfsLayer:
    """A layer of the service."""

    name: str
    """Such as ``stat:RegSO_2025``."""
    key: str
    """The field whose values are all different; pages follow it."""
    page: int
    """Features of one answer: some megabytes."""


@dataclass(frozen=True)
class Where:
    """What of a layer is wanted; all of it when both are empty."""

    places: Sequence[str] = ()
    """Codes of kommuner and län."""
    box: Sequence[float] = ()
    """West, south, east, north in EPSG:3006."""


@dataclass(frozen=True)
class Page:
    """Some features."""

    body: bytes
    """GeoJSON in EPSG:3006."""
    keys: list[str]
    """Of the features in it."""
    total: int
    """Features of all pages."""
    reply: Reply


class GeodataService:
    """Asks for layers.

    Args:
        service: that is asked.
        address: such as ``https://geodata.scb.se/geoserver/stat/wfs``.
    """

    def __init__(self, service: Service, address: str) -> None:
        self._service = service
        self._address = address

    def fetch(self, layer: WfsLayer, where: Where, told: Callable[[int, int], None]) -> list[Page]:
        """Return all pages of what is wanted of a layer.

        What was kept of an earlier run that was ended in between is used, so that it goes on where it was.

        Args:
            layer: the layer.
            where: what is wanted of it.
            told: takes how many features have come, and how many there are.

        Raises:
            InputError: the service cannot be asked, refuses, or its pages do not fit each other.
            RunCancelledError: the user cancelled.
        """
        for refresh in (False, True):  # pages that were kept at different times may be of different editions
            pages = list(self._pages(layer, where, told, refresh=refresh))
            fault = _misfit(layer, pages)
            if not fault:
                return pages
        raise InputError(
            "The pages of layer {layer} do not fit each other ({reason}); run again later.",
            layer=layer.name,
            reason=fault,
        )

    def _pages(
        self, layer: WfsLayer, where: Where, told: Callable[[int, int], None], *, refresh: bool
    ) -> Iterator[Page]:
        before, total = 0, -1
        while total < 0 or before < total:
            request = page_request(self._address, layer, where, before)
            page = _page(layer, self._service.ask(request, _check_page(layer, before), refresh=refresh))
            yield page
            before, total = before + len(page.keys), page.total
            told(min(before, total), total)


def page_request(address: str, layer: WfsLayer, where: Where, start: int) -> Request:
    """Return the question for a page, as SCB documents it."""
    parameters = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": layer.name,
        "outputFormat": "application/json",
        "srsName": "EPSG:3006",
        "count": layer.page,
        "startIndex": start,
        "sortBy": layer.key,
    }
    if where.places:
        parameters["CQL_FILTER"] = cql(where.places)
    elif where.box:
        parameters["bbox"] = ",".join(f"{side:.2f}" for side in where.box) + ",EPSG:3006"
    query = "&".join(f"{name}={quote(str(value), safe=_KEPT)}" for name, value in parameters.items())
    return Request(f"{address}{'&' if '?' in address else '?'}{query}")


def cql(places: Sequence[str]) -> str:
    """Return the filter for kommuner and län: ``kommunkod='0180'``, ``kommunkod IN ('0180','1480') OR lanskod='01'``.

    Args:
        places: codes of digits, of two (län) or four (kommuner).
    """
    by_field: dict[str, list[str]] = {}
    for place in places:
        by_field.setdefault(_PLACE_LENGTH[len(place)], []).append(f"'{place}'")
    return " OR ".join(
        f"{field}={codes[0]}" if len(codes) == 1 else f"{field} IN ({','.join(codes)})"
        for field, codes in by_field.items()
    )


def _check_page(layer: WfsLayer, before: int) -> Callable[[Answer], None]:
    """Return what looks whether an answer is a page of a layer that may follow so many features."""

    def check(answer: Answer) -> None:
        content = _features(answer)
        if not all(_key(layer, feature) for feature in content["features"]):
            raise BrokenAnswerError(f"features without {layer.key}")
        total = content.get("numberMatched")
        if not isinstance(total, int) or isinstance(total, bool):
            raise BrokenAnswerError("a page that does not say how many there are")
        count = len(content["features"])
        if total > _MOST_FEATURES:
            raise BrokenAnswerError(f"{total} features, more than any layer has")
        if before + count > total or (not count and before < total):
            raise BrokenAnswerError(f"{count} features after {before}, of {total}")

    return check


def _features(answer: Answer) -> dict[str, Any]:
    try:
        content = json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BrokenAnswerError(f"no JSON, but: {excerpt(answer)}") from error
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise BrokenAnswerError("JSON without features")
    return content


def _page(layer: WfsLayer, reply: Reply) -> Page:
    content = json.loads(reply.body.decode("utf-8-sig"))
    keys = [_key(layer, feature) for feature in content["features"]]
    return Page(reply.body, keys, int(content["numberMatched"]), reply)


def _key(layer: WfsLayer, feature: Any) -> str:
    """Return what a feature is told by; empty where it is none, or has none."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    key = properties.get(layer.key) if isinstance(properties, dict) else None
    return "" if key is None else str(key)


def _misfit(layer: WfsLayer, pages: Sequence[Page]) -> str:
    """Return what is wrong between pages; empty where nothing is."""
    if len({page.total for page in pages}) > 1:
        return "the number of features changed"
    keys = Counter(key for page in pages for key in page.keys)
    return next((f"{layer.key} {key} is there {count} times" for key, count in keys.items() if count > 1), "")
