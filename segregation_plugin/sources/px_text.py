"""The text of a PC-Axis file: its encoding, and its statements ``KEYWORD[language]("about")=values;``."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .csv_table import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .limits import ReadingGuard

_KEYWORDS = re.compile(rb"\s*(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGES?|CREATION-DATE|MATRIX)\s*=")
_CODEPAGE = re.compile(rb'\bCODEPAGE\s*=\s*"([^"]{1,40})"')
_CHARSET = re.compile(rb'\bCHARSET\s*=\s*"ANSI"', re.IGNORECASE)
_ENCODINGS = ("utf-8", "cp", "iso8859-", "mac-", "ascii")
"""What Python's names of the encodings begin with that a PC-Axis file may name."""
_HEAD = 4000
_TOKEN = re.compile(r'"[^"]*"|[;=,()\[\]]|[^\s";=,()\[\]]+|"')


@dataclass(frozen=True)
class _Statement:
    keyword: str
    language: str
    about: tuple[str, ...]
    values: list[str]


@dataclass(frozen=True)
class PxText:
    """A file taken apart, in its main language; what is not there is empty."""

    statements: list[_Statement]
    data: str
    """What stands behind ``DATA=``."""

    def texts(self, keyword: str, about: str | None = None) -> list[str]:
        """Return the values of a statement.

        Raises:
            ValueError: there are two of them.
        """
        found = [
            statement.values
            for statement in self.statements
            if statement.keyword == keyword and statement.about == (() if about is None else (about,))
        ]
        if len(found) > 1:
            raise ValueError(keyword)
        return found[0] if found else []

    def text(self, keyword: str) -> str:
        """Return the only value of a statement; several are written one after the other."""
        return " ".join(self.texts(keyword))

    def every(self, *keywords: str) -> list[str]:
        """Return the values of all statements of these keywords, whatever they are about."""
        found = [statement for statement in self.statements if statement.keyword in keywords]
        return [value for statement in found for value in statement.values]

    def abouts(self, keyword: str) -> list[str]:
        """Return what the statements of a keyword are about."""
        return [
            name for statement in self.statements if statement.keyword == keyword for name in statement.about
        ]


def is_px(content: bytes) -> bool:
    """Say whether a file is PC-Axis, from how it begins."""
    return _KEYWORDS.match(content.removeprefix(codecs.BOM_UTF8)) is not None


def read_px(content: bytes, guard: ReadingGuard) -> PxText:
    """Take a PC-Axis file apart.

    UTF-8 is told by itself; else the file says its encoding, and one that says nothing is of DOS.

    Raises:
        InputError: it is no text, in another encoding than it says, or its description is too large.
        KeyError, ValueError: it has no data, or a statement is damaged.
        RunCancelledError: the user cancelled.
    """
    text = decoded(content, guard.file_name, _encoding(content[:_HEAD]))
    statements = []
    tokens = _tokens(text, guard)
    for token in tokens:
        if token[0].upper() == "DATA":
            _expect(tokens, "=")
            return PxText(_in_one_language(statements), text[token.end() :].lstrip().removeprefix("="))
        statements.append(_statement(token[0], tokens))
    raise KeyError("DATA")


def _tokens(text: str, guard: ReadingGuard) -> Iterator[re.Match[str]]:
    for token in _TOKEN.finditer(text):
        guard.add(1)
        yield token


def _encoding(head: bytes) -> str:
    named = _CODEPAGE.search(head)
    try:
        name = codecs.lookup(named[1].decode("ascii")).name if named else ""
    except (LookupError, ValueError):
        name = ""
    if name.startswith(_ENCODINGS):
        return name
    return "cp1252" if named or _CHARSET.search(head) else "cp850"


def _expect(tokens: Iterator[re.Match[str]], sign: str) -> None:
    if next(tokens, [""])[0] != sign:
        raise ValueError(sign)


def _statement(keyword: str, tokens: Iterator[re.Match[str]]) -> _Statement:
    language, about = "", []
    part = ""
    for token in tokens:
        sign = token[0]
        if sign == "=":
            return _Statement(keyword.upper(), language, tuple(about), _values(tokens))
        if sign in {"[", "("}:
            part = sign
        elif part == "[" and sign != "]":
            language = sign.strip('"')
        elif part == "(" and sign[0] == '"':
            about.append(_unquoted(sign))
    raise ValueError(keyword)


def _values(tokens: Iterator[re.Match[str]]) -> list[str]:
    """Return the values up to the semicolon: the texts, or the bare words where there are none.

    Texts without a comma between them are one that goes over several lines.
    """
    texts: list[list[str]] = []
    words = []
    goes_on = False
    for token in tokens:
        sign = token[0]
        if sign == ";":
            return ["".join(parts) for parts in texts] or words
        if sign[0] == '"':
            if not goes_on:
                texts.append([])
            texts[-1].append(_unquoted(sign))
            goes_on = True
        else:
            goes_on = False
            words.append(sign)
    raise ValueError(words)


def _unquoted(sign: str) -> str:
    if sign == '"':
        raise ValueError(sign)
    return " ".join(sign[1:-1].splitlines())


def _in_one_language(statements: list[_Statement]) -> list[_Statement]:
    """Keep the statements of the main language: those without one, or its own where all have one."""
    languages = [statement.language for statement in statements if statement.keyword in {"STUB", "HEADING"}]
    main = "" if "" in languages else next(iter(languages), "")
    return [statement for statement in statements if statement.language in {"", main}]
