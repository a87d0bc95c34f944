"""Files of statistics, whatever their format, to the one tidy table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import InputError
from .csv_table import csv_rows, decoded
from .grid import Grid, find_grid
from .grid_table import raw_table
from .json_file import read_json
from .key_file import LabelKey, read_key
from .limits import MAX_FILE_BYTES, ReadingGuard
from .parts import joined
from .px_table import px_table
from .px_text import is_px
from .resolve import resolve
from .xlsx_table import xlsx_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .cells import Row
    from .stat_table import RawTable, StatTable

_XLSX, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF8_MARK = b"\xef\xbb\xbf"


def read_table(
    path: str | Path,
    key_file: str | Path | None = None,
    years: str = "",
    is_cancelled: Callable[[], bool] | None = None,
) -> StatTable:
    """Read a file of statistics by RegSO or DeSO.

    json-stat, PxWeb's json, PC-Axis, text tables (csv, txt, tsv) and xlsx are told by their content, not by their
    name.

    Args:
        path: the file.
        key_file: SCB's DeSO-RegSO key or a list of codes and names (text table or xlsx), for tables whose regions
            are only labels.
        years: ``2022``, ``2020,2022`` or ``2011-2024``; all years when empty.
        is_cancelled: asked while reading.

    Raises:
        InputError: a file does not exist, is too large, damaged, of an unknown or an unsupported kind, is no table
            by region, or does not have a year that is asked for.
        RunCancelledError: the user cancelled.
    """
    raw = _read_raw(Path(path), is_cancelled)
    key = _read_key(Path(key_file), is_cancelled) if key_file else None
    return resolve(raw, key, years)


def table_of_answers(
    answers: Sequence[str],
    name: str,
    years: str = "",
    is_cancelled: Callable[[], bool] | None = None,
) -> StatTable:
    """Make one table of what SCB's database answered.

    Args:
        answers: the texts of one table in json-stat2, in one or several parts; the rows of the parts are put after
            each other.
        name: what the table is called in messages and in its stamp.
        years: as for ``read_table``.
        is_cancelled: asked while reading.

    Raises:
        InputError: there is no answer, one is no table by region, the parts do not agree in title, stamp,
            dimensions and contents, a row appears twice, or a year that is asked for is not there.
        RunCancelledError: the user cancelled.
    """
    guard = ReadingGuard(name, is_cancelled)
    if not any(answers):
        raise _empty(name)
    return resolve(
        joined([read_json(answer.removeprefix("\ufeff"), guard) for answer in answers]), years=years
    )


def _read_raw(path: Path, is_cancelled: Callable[[], bool] | None) -> RawTable:
    guard = ReadingGuard(path.name, is_cancelled)
    content = _content(path)
    if content.removeprefix(_UTF8_MARK).lstrip()[:1] in (b"{", b"[") or path.suffix.lower() == ".json":
        return read_json(decoded(content, path.name), guard)
    if is_px(content) or path.suffix.lower() == ".px":
        return px_table(content, guard)
    return raw_table(_grid(_sheets(path, content, guard), path.name), guard)


def _read_key(path: Path, is_cancelled: Callable[[], bool] | None) -> LabelKey:
    return read_key(_sheets(path, _content(path), ReadingGuard(path.name, is_cancelled)), path.name)


def _sheets(path: Path, content: bytes, guard: ReadingGuard) -> Iterator[list[Row]]:
    if content.startswith(_XLSX) or path.suffix.lower() in (".xlsx", ".xlsm"):
        yield from map(guard.checked, xlsx_sheets(content, guard))
        return
    if content.startswith(_OLD_EXCEL) or path.suffix.lower() == ".xls":
        raise InputError(
            "{file} is an Excel file of the old kind, or protected by a password; save it as xlsx or CSV without one.",
            file=path.name,
        )
    yield guard.checked(csv_rows(content, guard))


def _grid(sheets: Iterable[list[Row]], file_name: str) -> Grid:
    grid = next(filter(None, map(find_grid, sheets)), None)
    if grid is None:
        raise InputError(
            "{file} has no column of RegSO or DeSO, as codes such as 0114R001 or 0114C1010 or as labels such as "
            "Karlstad (Alster); choose a table of statistics by RegSO or DeSO.",
            file=file_name,
        )
    return grid


def _content(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        InputError: it does not exist, is empty, too large or cannot be read.
    """
    if not path.is_file():
        raise InputError("There is no file {path}; choose an existing file.", path=path)
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise InputError(
                "{file} has {size} MB, more than the {limit} MB that are read; choose fewer years, regions or contents "
                "when you export it.",
                file=path.name,
                size=size // 1_000_000,
                limit=MAX_FILE_BYTES // 1_000_000,
            )
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); check its permissions.", file=path.name, reason=error.strerror
        ) from error
    if not content.strip():
        raise _empty(path.name)
    return content


def _empty(name: str) -> InputError:
    return InputError("{file} is empty; download the table again.", file=name)
