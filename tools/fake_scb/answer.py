"""What is asked and what is answered."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

JSON = "application/json;charset=UTF-8"


@dataclass
class Asked:
    """One request, as it came.

    Args:
        time: on the monotonic clock, in seconds.
        method: GET or POST.
        path: as sent.
        query: as sent, without the question mark.
        body: as text.
        status: of the answer; 0 as long as there is none.
        count: how many cells or features were answered.
        login: what came in the header ``Authorization``.
    """

    time: float
    method: str
    path: str
    query: str
    body: str = ""
    status: int = 0
    count: int = 0
    login: str = ""

    @property
    def target(self) -> str:
        """Path and query as sent."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The parameters with names in lower case; of one that is repeated, the last."""
        return {name.lower(): value for name, value in parse_qsl(self.query, keep_blank_values=True)}

    @property
    def is_later_page(self) -> bool:
        """Whether features are asked for from a place after the first."""
        start = self.parameters.get("startindex", "")
        return (
            self.parameters.get("request", "").lower() == "getfeature" and start.isdigit() and int(start) > 0
        )

    @property
    def is_data(self) -> bool:
        """Whether figures of a table are asked for."""
        return unquote(self.path).rstrip("/").lower().endswith("/data")


@dataclass
class Answer:
    """One answer.

    Args:
        body: of the answer.
        content_type: of the body.
        status: HTTP's.
        headers: further ones.
        count: how many cells or features it holds.
        page_of: the layer whose features it holds, empty for other answers.
    """

    body: bytes
    content_type: str = JSON
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    count: int = 0
    page_of: str = ""


def json_answer(document: Any, count: int = 0, page_of: str = "") -> Answer:
    """Return a document as JSON, without escapes and blanks."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Answer(text.encode(), count=count, page_of=page_of)
