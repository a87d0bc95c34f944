"""Words for names: labels and layer names as lower-case ASCII that any format takes as a field name."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD_LENGTH = 40


def ascii_words(text: str) -> str:
    """Return a text as lower-case ASCII letters and digits joined by ``_``, at its full length."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    spaced = "".join(char if char.isalnum() else "_" for char in ascii_text)
    return "_".join(filter(None, spaced.split("_")))


def word(name: str, empty: str = "layer") -> str:
    """Return a name as lower-case ASCII letters, digits and ``_``, at most 40 characters.

    Args:
        name: what is to be named.
        empty: the word of a name that has neither letters nor digits.
    """
    return ascii_words(name)[:WORD_LENGTH].rstrip("_") or empty


def repeated(names: Iterable[str]) -> str | None:
    """Return the first of the names that there is more than once, None where all differ."""
    return next((name for name, count in Counter(names).items() if count > 1), None)


def unique_words(words: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return the words with ``_2``, ``_3`` … on those that were taken before."""
    used = set(taken)
    result = []
    for name in words:
        candidate, number = name, 1
        while candidate in used:
            number += 1
            candidate = f"{name[: WORD_LENGTH - len(str(number)) - 1]}_{number}"
        used.add(candidate)
        result.append(candidate)
    return result
