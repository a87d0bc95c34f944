"""Help as data: one JSON file per algorithm and language below ``resources/help``.

A file holds ``summary`` (one sentence), ``text`` (HTML paragraphs), ``parameters`` and ``outputs`` (a sentence
per name) and ``tags``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache

from ..i18n import LANGUAGES
from ..paths import resource_path


@dataclass(frozen=True)
class Help:
    """What a person reads about one algorithm in one language."""

    summary: str = ""
    text: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()

    def html(self) -> str:
        """Return the panel text: summary, explanation, then parameters and outputs come from QGIS."""
        return f"<p><b>{self.summary}</b></p>{self.text}"


@cache
def help_of(algorithm_id: str, language: str) -> Help:
    """Return an algorithm's help; empty where there is no file, which a test forbids."""
    path = resource_path("help", language, f"{algorithm_id}.json")
    if not path.is_file():
        return Help()
    content = json.loads(path.read_text(encoding="utf-8"))
    return Help(**{**content, "tags": tuple(content.get("tags", ()))})


def tags_in_every_language(algorithm_id: str) -> list[str]:
    """Return the search words in English and Swedish: people type either."""
    return sorted({tag for language in LANGUAGES for tag in help_of(algorithm_id, language).tags})
