"""Faults that change what the service has answered."""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .answer import Answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

_OK = 200
_GZIP = {"Content-Encoding": "gzip"}
_EVERY = 5
"""Of five regions the last is missing, and the last of all."""


def _packed(answer: Answer, _: Answer | None) -> Answer:
    return replace(answer, body=gzip.compress(answer.body), headers={**answer.headers, **_GZIP})


def _cut_package(answer: Answer, before: Answer | None) -> Answer:
    packed = _packed(answer, before)
    return replace(packed, body=packed.body[: len(packed.body) // 2])


def _changed_count(answer: Answer, _: Answer | None) -> Answer:
    if answer.status != _OK:
        return answer
    document = json.loads(answer.body)
    number = document["numberMatched"] + 1
    document |= {"numberMatched": number, "totalFeatures": number}
    return json_answer(document, answer.count, answer.page_of)


def _repeated_page(answer: Answer, before: Answer | None) -> Answer:
    return before or answer


def _missing_codes(answer: Answer, _: Answer | None) -> Answer:
    if answer.status != _OK:
        return answer
    document = json.loads(answer.body)
    codes = list(document["dimension"]["Region"]["category"]["index"])
    kept = [place for place in range(len(codes) - 1) if place % _EVERY != _EVERY - 1]
    _keep_regions(document, kept)
    return json_answer(document, math.prod(document["size"]))


def _keep_regions(document: dict[str, Any], kept: list[int]) -> None:
    """Leave the regions at some places in a json-stat2 document."""
    axis = document["id"].index("Region")
    count, inner = document["size"][axis], math.prod(document["size"][axis + 1 :])
    outer = math.prod(document["size"][:axis])
    places = [
        (first * count + region) * inner + last
        for first in range(outer)
        for region in kept
        for last in range(inner)
    ]
    status = document.pop("status", {})
    document["value"] = [document["value"][place] for place in places]
    signs = {str(new): status[str(old)] for new, old in enumerate(places) if str(old) in status}
    if signs:
        document["status"] = signs
    document["size"][axis] = len(kept)
    category = document["dimension"]["Region"]["category"]
    codes = [list(category["index"])[place] for place in kept]
    category["index"] = {code: place for place, code in enumerate(codes)}
    category["label"] = {code: category["label"][code] for code in codes}


CHANGED: dict[str, Callable[[Answer, Answer | None], Answer]] = {
    "gzip": _packed,
    "truncated_gzip": _cut_package,
    "changed_count": _changed_count,
    "repeated_page": _repeated_page,
    "missing_codes": _missing_codes,
}
"""By kind: the answer, of the service's own answer and the page of the same layer before it."""
