"""SCB's geodata service (WFS): layers page by page, complete or not at all."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from ...core.errors import InputError
from .answers import json_object
from .messages import BrokenAnswerError, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .messages import Answer
    from .service import Ask, Read, Reply, Service

_KEPT = ":/,'()"
"""What an address carries as it is."""
_MOST_FEATURES = 1_000_000
_PLACE_LENGTH = {2: "lanskod", 4: "kommunkod"}
_ONE_EDITION = datetime.timedelta(days=1)
"""Pages that were fetched further apart may be of different editions, with the same number of features."""
_POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True)
class WfsLayer:
    """A layer of the service."""

    name: str
    """Such as ``stat:RegSO_2025``."""
    key: str
    """The field whose values are all different, and that pages follow; empty where its name is not known: then the
    polygon tells, since a service may number the features of every answer anew."""
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
class Contents:
    """What a page holds, but for the features themselves."""

    keys: list[str]
    """Of its features."""
    total: int | None
    """Features of all pages; None where the service does not count them."""


@dataclass(frozen=True)
class Page:
    """Some features."""

    reply: Reply[Contents]

    @property
    def body(self) -> bytes:
        """GeoJSON in EPSG:3006."""
        return self.reply.body

    @property
    def keys(self) -> list[str]:
        """Of the features in it."""
        return self.reply.content.keys


class GeodataService:
    """Asks for layers.

    Args:
        service: that is asked.
        address: such as ``https://geodata.scb.se/geoserver/stat/wfs``.
    """

    def __init__(self, service: Service, address: str) -> None:
        self._service = service
        self._address = address

    @property
    def host(self) -> str:
        """The machine that is asked."""
        return urlsplit(self._address).hostname or self._address

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

        def gather(ask: Ask) -> list[Page]:
            return list(self._pages(layer, where, told, ask))

        pages, fault = self._service.collect(gather, lambda found: _misfit(layer, found))
        if fault:
            raise InputError(
                "The pages of layer {layer} do not fit each other ({reason}); run again later.",
                layer=layer.name,
                reason=fault,
            )
        return pages

    def _pages(
        self, layer: WfsLayer, where: Where, told: Callable[[int, int], None], ask: Ask
    ) -> Iterator[Page]:
        before, total = 0, None
        while (total is None or before < total) and before <= _MOST_FEATURES:
            page = Page(ask(page_request(self._address, layer, where, before), _read_page(layer)))
            yield page
            if not page.keys:
                return
            before, total = before + len(page.keys), page.reply.content.total
            told(before, max(before, total or 0))


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
    }
    if layer.key:
        parameters["sortBy"] = layer.key
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


def _read_page(layer: WfsLayer) -> Read[Contents]:
    """Return what reads an answer as a page of a layer: polygons, each with its key."""

    def read(answer: Answer) -> Contents:
        content = json_object(answer)
        features = content.get("features")
        if not isinstance(features, list):
            raise BrokenAnswerError("JSON without features")
        keys = [_key(layer, feature) for feature in features]
        if not all(keys):
            raise BrokenAnswerError(f"features without {layer.key}")
        if not all(map(_has_polygon, features)):
            raise BrokenAnswerError("features without a polygon")
        total = content.get("numberMatched")
        if isinstance(total, bool) or not isinstance(total, int):
            return Contents(keys, None)
        if not 0 <= total <= _MOST_FEATURES:
            raise BrokenAnswerError(f"{total} features, more than any layer has")
        return Contents(keys, total)

    return read


def _key(layer: WfsLayer, feature: Any) -> str:
    """Return what a feature is told by; empty where it is none, or has none."""
    if not isinstance(feature, dict):
        return ""
    if not layer.key:
        return hashlib.sha256(json.dumps(feature.get("geometry")).encode()).hexdigest()
    properties = feature.get("properties")
    key = properties.get(layer.key) if isinstance(properties, dict) else None
    return "" if key is None else str(key)


def _has_polygon(feature: dict[str, Any]) -> bool:
    geometry = feature.get("geometry")
    return (
        isinstance(geometry, dict) and geometry.get("type") in _POLYGONS and bool(geometry.get("coordinates"))
    )


def _misfit(layer: WfsLayer, pages: Sequence[Page]) -> str:
    """Return what is wrong between pages; empty where nothing is."""
    totals = {page.reply.content.total for page in pages}
    if len(totals) > 1:
        return "the number of features changed"
    keys = Counter(key for page in pages for key in page.keys)
    (total,) = totals
    if total is None and _may_lack_pages(layer, [len(page.keys) for page in pages if page.keys]):
        return "nobody says whether a page is missing"
    if total is not None and keys.total() != total:
        return f"{keys.total()} of {total} features"
    times = [page.reply.fetched for page in pages]
    if max(times) - min(times) > _ONE_EDITION:
        return f"fetched from {min(times):%Y-%m-%d} to {max(times):%Y-%m-%d}"
    name = layer.key or "polygon"
    return next((f"{name} {key} is there {count} times" for key, count in keys.items() if count > 1), "")


def _may_lack_pages(layer: WfsLayer, counts: Sequence[int]) -> bool:
    """Say whether the last page is as full as pages are, so that what came behind it may have been lost."""
    full = max(counts) if len(counts) > 1 else layer.page
    return bool(counts) and counts[-1] == full
