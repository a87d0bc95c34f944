"""Stops of a timetable in GTFS: ``stops.txt``, told by its columns."""

from __future__ import annotations

import csv
import zipfile
from typing import TYPE_CHECKING

from ..core.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

STOPS = "stops.txt"
LATITUDE, LONGITUDE = "stop_lat", "stop_lon"
_REQUIRED = ("stop_id", LATITUDE, LONGITUDE)
_LONGEST_HEADER = 10_000
"""Characters; a file whose first line is longer is none of stops."""


def stops_file(path: Path) -> Path | None:
    """Return the file of stops that a path stands for: itself, or the one in a folder; None for anything else."""
    inside = path / STOPS
    if inside.is_file():
        return inside
    if path.name.casefold() == STOPS:
        return path
    is_text = path.suffix.casefold() in (".txt", ".csv") and path.is_file()
    return path if is_text and set(_REQUIRED) <= set(_header(path)) else None


def require_stops(path: Path) -> list[str]:
    """Return the columns of a file of stops.

    Raises:
        InputError: it is none.
    """
    columns = _header(path)
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        raise InputError(
            "{file} lacks the columns {columns}; a {name} of GTFS has them in its first line, separated by commas.",
            file=path.name,
            columns=", ".join(missing),
            name=STOPS,
        )
    return columns


def is_packed(path: Path) -> bool:
    """Say whether a file is a whole timetable, packed."""
    if path.suffix.casefold() != ".zip":
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            return any(name.rpartition("/")[2] == STOPS for name in packed.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _header(path: Path) -> list[str]:
    """Return the names in the first line; none where it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [name.strip() for name in next(csv.reader([file.readline(_LONGEST_HEADER)]), [])]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
