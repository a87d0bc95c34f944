"""The part of CQL that the server understands: a property equal to a text, or in a list, joined by AND and OR."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .wfs_xml import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Test = Callable[[dict[str, Any]], bool]

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[A-Za-z_]\w*|[=(),])")


def parse(text: str, names: Collection[str]) -> Test:
    """Return the test of a feature's properties that a filter stands for; AND binds tighter than OR.

    Args:
        text: of the filter.
        names: of the layer's properties.

    Raises:
        RefusedError: the filter is something else.
    """
    tokens, place = [], 0
    stripped = text.rstrip()
    while place < len(stripped):
        match = _TOKEN.match(stripped, place)
        if match is None:
            raise _refused(text)
        tokens.append(match[1])
        place = match.end()
    reader = _Reader(tokens, text, names)
    test = reader.any_of()
    if reader.tokens:
        raise _refused(text)
    return test


def _refused(text: str) -> RefusedError:
    return RefusedError(f"Could not parse CQL filter list: {text}", locator="CQL_FILTER")


class _Reader:
    """Takes a filter's words from the front."""

    def __init__(self, tokens: list[str], text: str, names: Collection[str]) -> None:
        self.tokens, self._text, self._names = tokens, text, names

    def any_of(self) -> Test:
        """Read what OR joins."""
        tests = [self._all_of()]
        while self._skip("or"):
            tests.append(self._all_of())
        return lambda properties: any(test(properties) for test in tests)

    def _all_of(self) -> Test:
        tests = [self._one()]
        while self._skip("and"):
            tests.append(self._one())
        return lambda properties: all(test(properties) for test in tests)

    def _one(self) -> Test:
        if self._skip("("):
            test = self.any_of()
            self._expect(")")
            return test
        name = self._take()
        if name not in self._names:
            raise RefusedError(f"Illegal property name: {name}", locator="CQL_FILTER")
        values = self._values()
        return lambda properties: properties.get(name) in values

    def _values(self) -> set[str]:
        if self._skip("="):
            return {self._literal()}
        self._expect("in")
        self._expect("(")
        values = {self._literal()}
        while self._skip(","):
            values.add(self._literal())
        self._expect(")")
        return values

    def _literal(self) -> str:
        token = self._take()
        if not token.startswith("'"):
            raise _refused(self._text)
        return token[1:-1].replace("''", "'")

    def _take(self) -> str:
        if not self.tokens:
            raise _refused(self._text)
        return self.tokens.pop(0)

    def _skip(self, word: str) -> bool:
        if self.tokens and self.tokens[0].lower() == word:
            self.tokens.pop(0)
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._skip(word):
            raise _refused(self._text)
