"""Excel files: the rows of each sheet."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..core.errors import InputError, RunCancelledError
from .limits import MAX_UNPACKED_BYTES
from .xlsx_losses import check_losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell.read_only import ReadOnlyCell as Cell

    from .cells import Row
    from .limits import ReadingGuard


def xlsx_sheets(content: bytes, guard: ReadingGuard) -> Iterator[list[Row]]:
    """Yield the rows of each sheet, formulas as the values they had when the file was saved.

    Raises:
        InputError: the file is no Excel file, is too large, or the package openpyxl is missing.
        RunCancelledError: the user cancelled.
    """
    _check_zip(content, guard)
    try:
        import openpyxl  # noqa: PLC0415 - not every QGIS has it; only Excel files need it
    except ImportError as error:
        raise InputError(
            "{file} is an Excel file, and the Python package openpyxl that reads them is missing; install it, or save "
            "the table as CSV.",
            file=guard.file_name,
        ) from error
    with _told(guard.file_name):
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            for sheet in workbook.worksheets:
                sheet.reset_dimensions()  # some programs write a wrong size, and openpyxl believes it
                yield [_row(tuple(map(_value, row)), guard) for row in sheet.iter_rows()]
        finally:
            workbook.close()


_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].')
"""Of a number format: signs that are only written, such as the % in ``0.0" %"``, which multiplies nothing."""
_DIGITS = 10
"""Decimals of a percentage; what Excel keeps is off by rounding."""


@contextmanager
def _told(file_name: str) -> Iterator[None]:
    """Turn whatever a damaged file makes its reader raise into one sentence."""
    try:
        yield
    except (InputError, RunCancelledError):
        raise
    except Exception as error:
        raise InputError(
            "{file} cannot be read as an Excel file ({reason}); open it in a spreadsheet and save it again as xlsx or CSV.",
            file=file_name,
            reason=error,
        ) from error


def _value(cell: Cell) -> object:
    """Return what a cell shows: of 12.3 %, which Excel keeps as 0.123, the percentage, which all figures here are in."""
    value = cell.value
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and "%" in _LITERAL.sub("", cell.number_format)
    ):
        return round(value * 100, _DIGITS)
    return value


def _row(row: tuple[object, ...], guard: ReadingGuard) -> Row:
    guard.add_text(sum(len(cell) for cell in row if isinstance(cell, str)))
    guard.add_row(row)
    filled = max((place for place, cell in enumerate(row, start=1) if cell is not None), default=0)
    return [
        cell if cell is None or isinstance(cell, (str, int, float)) else str(cell)
        for cell in row[:filled]  # what follows only has a format
    ]


def _check_zip(content: bytes, guard: ReadingGuard) -> None:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise InputError(
            "{file} is no Excel file of the kind xlsx; save it as xlsx or CSV in a spreadsheet.",
            file=guard.file_name,
        )
    with _told(guard.file_name), zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_size(archive, guard.file_name)
        check_losses(archive, guard)


def _check_size(archive: zipfile.ZipFile, file_name: str) -> None:
    unpacked = sum(item.file_size for item in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise InputError(
            "{file} unpacks to {size} MB, more than the {limit} MB that are read; choose fewer years, regions or "
            "contents when you export it.",
            file=file_name,
            size=unpacked // 1_000_000,
            limit=MAX_UNPACKED_BYTES // 1_000_000,
        )
