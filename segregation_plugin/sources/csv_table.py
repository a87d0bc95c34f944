"""Text tables: the encoding, the separator, the rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from ..core.errors import InputError

if TYPE_CHECKING:
    from .cells import Row
    from .limits import ReadingGuard

_SEPARATORS = ("\t", ";", ",")
_SAMPLE_LINES = 300
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BROKEN = re.compile(
    "\ufffd"  # the sign for a letter that was lost
    "|\u00c3[\u00a4\u00a5\u00b6\u2026\u201e\u2013]"  # UTF-8 that was read as cp1252 and saved again
    "|[A-Za-z][\u2020\u201e\u201d\u0152\u0160][a-z]"  # a, o with rings and dots of DOS and of old Macs, read as cp1252
)


def csv_rows(content: bytes, guard: ReadingGuard) -> list[Row]:
    """Return the rows of a text table.

    UTF-8 (with or without a byte order mark), UTF-16 with a mark and Windows-1252 are understood; comma,
    semicolon and tab.

    Raises:
        InputError: the file is no text, or in another encoding.
        RunCancelledError: the user cancelled.
    """
    text = decoded(content, guard.file_name)
    rows: list[Row] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True):
            guard.add_row(row)
            rows.append(row)
    except csv.Error as error:
        raise InputError(
            "{file} is no table in text form ({reason}); give a CSV file with one region per row.",
            file=guard.file_name,
            reason=error,
        ) from error
    return rows


def decoded(content: bytes, file_name: str, fallback: str = "cp1252") -> str:
    """Return the text of a file.

    Args:
        content: of the file.
        file_name: for messages.
        fallback: the encoding of a file that is not in UTF-8 or UTF-16.

    Raises:
        InputError: it is no text, or in another encoding.
    """
    text = _decoded(content, fallback)
    if text is None or "\x00" in text:
        raise InputError(
            "{file} is no text file in UTF-8 or Windows-1252; save the table as CSV (UTF-8) or as xlsx.",
            file=file_name,
        )
    broken = _BROKEN.search(text)
    if broken:
        start = max(broken.start() - 10, 0)
        raise InputError(
            "{file} is in another encoding than UTF-8 or Windows-1252, or its letters were lost before ({example}); "
            "save it again as CSV (UTF-8).",
            file=file_name,
            example=" ".join(text[start : broken.end() + 10].split()),
        )
    return text


def _decoded(content: bytes, fallback: str) -> str | None:
    encodings = ("utf-16",) if content.startswith(_UTF16_MARKS) else ("utf-8-sig", fallback)
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _separator(text: str) -> str:
    """Return the separator that gives most rows one and the same width; a row alone counts half.

    Decimal commas also give rows of one width, so tab and semicolon win as soon as they give half as many.
    """
    lines = list(islice(io.StringIO(text, newline=""), _SAMPLE_LINES))
    even = {separator: _rows_of_one_width(lines, separator) for separator in _SEPARATORS}
    most = max(even.values())
    return next(separator for separator in _SEPARATORS if 2 * even[separator] >= most)


def _rows_of_one_width(lines: list[str], separator: str) -> float:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator))
    except csv.Error:
        return 0
    return max((count if count > 1 else 0.5 for width, count in widths.items() if width > 1), default=0)
