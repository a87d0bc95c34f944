"""Faults that answer instead of the service."""

from __future__ import annotations

import math
import time
from email.utils import formatdate
from typing import TYPE_CHECKING

from .answer import JSON, Answer
from .wfs_xml import RefusedError, exception_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from .answer import Asked

_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_RUBBISH = bytes(range(256)) * 8
LOOP_MARK = "redirect_loop"


def _too_many(retry_after: str) -> Answer:
    return Answer(b"API calls quota exceeded!", _TEXT, 429, {"Retry-After": retry_after})


def _unavailable(seconds: float) -> Answer:
    headers = {"Retry-After": str(math.ceil(seconds))} if seconds else {}
    return Answer(b"<h1>503 Service Unavailable</h1>", _HTML, 503, headers)


def _moved(location: str) -> Answer:
    return Answer(b"", _HTML, 302, {"Location": location})


def _marked(asked: Asked, mark: str) -> str:
    """Return where the same is asked again, with a mark by which a log can tell."""
    return f"{asked.target}{'&' if asked.query else '?'}{mark}=1"


def loop(asked: Asked) -> Answer:
    """Return a redirect to the same; whoever follows it comes back here for ever."""
    return _moved(asked.target if LOOP_MARK in asked.parameters else _marked(asked, LOOP_MARK))


INSTEAD: dict[str, Callable[[Asked, float], Answer]] = {
    "429": lambda _, seconds: _too_many(str(math.ceil(seconds))),
    "429_date": lambda _, seconds: _too_many(formatdate(math.ceil(time.time() + seconds), usegmt=True)),
    "503": lambda _, seconds: _unavailable(seconds),
    "500": lambda *_: Answer(b"Internal Server Error", _TEXT, 500),
    "wrong_type": lambda *_: Answer(_RUBBISH, "binary/octet-stream"),
    "html": lambda *_: Answer(b"<!DOCTYPE html><html><body><h1>Driftstopp</h1></body></html>", _HTML),
    "redirect": lambda asked, _: _moved(_marked(asked, "redirected")),
    "redirect_loop": lambda asked, _: loop(asked),
    "redirect_file": lambda *_: _moved("file:///etc/passwd"),
    "empty": lambda *_: Answer(b""),
    "exception_report": lambda *_: exception_report(
        RefusedError("java.lang.RuntimeException: could not connect to the database", "NoApplicableCode"), 200
    ),
    "bad_json": lambda *_: Answer(b'{"type":"FeatureCollection","features":[{"type":', JSON),
}
"""By kind: the answer, of the request and the seconds of the fault."""
