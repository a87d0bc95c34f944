"""A table of a result as a file: CSV for other programs, Excel for people."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import InputError
from ..i18n import tr
from .result_table import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

EXCEL, CSV = ".xlsx", ".csv"
_LONGEST_IN_EXCEL = 32_767
_NARROWEST, _WIDEST = 8, 40
_BYTE_ORDER_MARK = "\ufeff"
"""Lets spreadsheets see that a CSV is UTF-8."""


def save_table(path: Path, names: Sequence[str], rows: Sequence[Sequence[Any]], made: Sequence[str]) -> None:
    """Write rows under their columns' names, figures in full; whole, or nothing is changed.

    Args:
        path: ends with ``.xlsx`` or ``.csv``; what is there is replaced.
        names: of the columns.
        rows: texts, figures and None, which is missing.
        made: what it is about and how it was made, a line each; in Excel on a sheet of its own.

    Raises:
        InputError: the file cannot be written, or the package that writes Excel is missing.
    """
    content = _as_excel(names, rows, made) if path.suffix.lower() == EXCEL else _as_csv(names, rows)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".segregation-") as folder:
            beside = Path(folder) / path.name
            beside.write_bytes(content)
            beside.replace(path)
    except OSError as error:
        raise InputError(
            "The table could not be written into {path} ({reason}); choose a file in a folder that can be written to, "
            "and that is not open elsewhere.",
            path=path,
            reason=error.strerror or error,
        ) from error


def _as_csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(harmless, names))
    for row in rows:
        writer.writerow(
            ["" if value is None else harmless(value) if isinstance(value, str) else value for value in row]
        )
    return f"{_BYTE_ORDER_MARK}{text.getvalue()}".encode()


def _as_excel(names: Sequence[str], rows: Sequence[Sequence[Any]], made: Sequence[str]) -> bytes:
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - not every QGIS has it; only Excel files need it
    except ImportError as error:
        raise InputError(
            "The Python package openpyxl, which writes Excel files, is missing; save the table as CSV, or install it."
        ) from error
    workbook = Workbook()
    result, how = workbook.active, workbook.create_sheet(tr("How it was made"))
    result.title = tr("Result")
    _fill(result, [names, *rows])
    _fill(how, [[line] for line in made])
    result.freeze_panes = "A2"
    result.auto_filter.ref = result.dimensions
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows into an empty sheet; a text is never a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING  # noqa: PLC0415 - see above
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_IN_EXCEL]
                cell.data_type = TYPE_STRING
            else:
                cell.value = value
            cell.font = Font(bold=number == 1)
    for place, cells in enumerate(sheet.iter_cols(), start=1):
        longest = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, _NARROWEST), _WIDEST)
