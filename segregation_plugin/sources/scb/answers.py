"""Answers in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .messages import BrokenAnswerError
from .service import excerpt

if TYPE_CHECKING:
    from .messages import Answer


def json_object(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON.

    Raises:
        BrokenAnswerError: it is none, or no object.
    """
    try:
        content = json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BrokenAnswerError(f"no JSON, but: {excerpt(answer)}") from error
    if not isinstance(content, dict):
        raise BrokenAnswerError("JSON of another kind")
    return content
