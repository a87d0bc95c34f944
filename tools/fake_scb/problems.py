"""What the database answers when it refuses: problem+json, with its own words."""

from __future__ import annotations

import json

from .answer import Answer


class ProblemError(Exception):
    """A call that the database refuses.

    Args:
        title: in the words of PxWebApi.
        status: HTTP's.
        detail: further words, mostly none.
        kind: ``type`` of the problem.
        headers: of the answer.
    """

    def __init__(
        self,
        title: str,
        status: int = 400,
        detail: str = "",
        kind: str = "Parameter error",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.title, self.status, self.detail, self.kind = title, status, detail, kind
        self.headers = headers or {}

    def answer(self) -> Answer:
        """Return the answer that tells of it."""
        problem = {"type": self.kind, "title": self.title, "status": self.status}
        if self.detail:
            problem["detail"] = self.detail
        return Answer(
            json.dumps(problem, ensure_ascii=False).encode(),
            "application/problem+json; charset=utf-8",
            self.status,
            self.headers,
        )
