"""Labels of areas, ``Kommun (RegSO)``: put together, recognised, and folded so that spellings meet."""

from __future__ import annotations

import re
import unicodedata

_LABEL = re.compile(r"\s*[^\s(].*\(.*[^\s()].*\)\s*", re.DOTALL)
_DASHES = re.compile(r"\s*[\u002d\u2010-\u2015\u2212]\s*")
_BRACKETS = re.compile(r"\s*([()])\s*")
_BLANKS = re.compile(r"\s+")


def region_label(municipality: str, name: str) -> str:
    """Return the label SCB gives a RegSO: names are unique only inside a kommun."""
    return f"{municipality} ({name})"


def is_region_label(text: str) -> bool:
    """Say whether a text has the form ``Kommun (RegSO)``."""
    return _LABEL.fullmatch(text) is not None


def fold_label(label: str) -> str:
    """Return a label as it is compared: small letters, one kind of dash, no stray blanks.

    SCB's tables carry blanks before a bracket (``Luleå (Tuna )``) and en dashes for hyphens.
    """
    text = unicodedata.normalize("NFKC", label).casefold()
    text = _DASHES.sub("-", _BLANKS.sub(" ", text))
    return _BRACKETS.sub(lambda found: " (" if found[1] == "(" else ")", text).strip()
