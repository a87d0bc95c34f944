"""Formulas in Excel files that have no value: nothing has ever computed them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.errors import InputError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from .limits import ReadingGuard

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_WITHOUT_VALUE = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\st="str")(?:[^>]*\sr="([A-Z]+[0-9]+)")?[^>]*>\s*'
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula that gives an empty text (``t="str"``) has its value."""
_CHUNK = 1 << 20
_LONGEST = 1 << 15
"""Bytes of a cell with a formula: Excel takes 8192 characters."""


def check_formulas(archive: zipfile.ZipFile, guard: ReadingGuard) -> None:
    """Refuse a file with formulas that were never computed; a reader would take them for empty cells.

    Raises:
        InputError: there is such a formula.
        RunCancelledError: the user cancelled.
    """
    for name in filter(_SHEET.fullmatch, archive.namelist()):
        for part in _overlapping(archive, name):
            guard.add()
            found = _WITHOUT_VALUE.search(part)
            if found:
                raise InputError(
                    "{file} has a formula without a value in cell {cell}; open it in a spreadsheet and save it again, "
                    "so that the value is computed.",
                    file=guard.file_name,
                    cell=(found[1] or b"?").decode(),
                )


def _overlapping(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a file in parts, each with the end of the one before."""
    end = b""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            yield end + chunk
            end = (end + chunk)[-_LONGEST:]
