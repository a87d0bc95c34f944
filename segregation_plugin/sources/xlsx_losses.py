"""What openpyxl loses of an Excel file without a word: formulas that were never computed, rows out of order."""

from __future__ import annotations

import re
from itertools import pairwise
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
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\sr="([0-9]{1,12})"')
_CHUNK = 1 << 20
_LONGEST = 1 << 15
"""Bytes of a cell with a formula: Excel takes 8192 characters."""


def check_losses(archive: zipfile.ZipFile, guard: ReadingGuard) -> None:
    """Refuse a file of which a reader would lose something.

    Raises:
        InputError: there is a formula without a value, or a row that comes after a later one.
        RunCancelledError: the user cancelled.
    """
    for name in filter(_SHEET.fullmatch, archive.namelist()):
        for part in _overlapping(archive, name):
            guard.add()
            _check_formulas(part, guard.file_name)
            _check_order(part, guard.file_name)


def _check_formulas(part: bytes, file_name: str) -> None:
    found = _WITHOUT_VALUE.search(part)
    if found:
        raise InputError(
            "{file} has a formula without a value in cell {cell}; open it in a spreadsheet and save it again, so that "
            "the value is computed.",
            file=file_name,
            cell=(found[1] or b"?").decode(),
        )


def _check_order(part: bytes, file_name: str) -> None:
    for before, after in pairwise(map(int, _ROW.findall(part))):
        if after <= before:
            raise InputError(
                "{file} has row {row} after row {before}; open it in a spreadsheet and save it again, so that its rows "
                "are in order.",
                file=file_name,
                row=after,
                before=before,
            )


def _overlapping(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a file in parts, each with the end of the one before."""
    end = b""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            yield end + chunk
            end = (end + chunk)[-_LONGEST:]
