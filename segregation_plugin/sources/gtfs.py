"""Stops of a timetable in GTFS: ``stops.txt``, told by its columns, alone or packed with the timetable."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

STOPS = "stops.txt"
LATITUDE, LONGITUDE = "stop_lat", "stop_lon"
_REQUIRED = ("stop_id", LATITUDE, LONGITUDE)
_LONGEST_HEADER = 10_000
"""Characters; a file whose first line is longer is none of stops."""
_MOST_BYTES = 50_000_000
"""Of the stops of a packed timetable: several times those of a country; QGIS reads them while the window waits."""
_LAYERS = (".shp", ".gpkg", ".geojson", ".gml", ".fgb", ".tab")
_ZONES = "locations.geojson"
"""Of services on demand, a part of a timetable."""
_UNREADABLE = (
    *(OSError, UnicodeDecodeError, csv.Error),
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError),
)
"""The second line is of zip files that are broken, packed in an unknown way or locked by a password."""


@dataclass(frozen=True)
class StopsFile:
    """A file of stops."""

    path: Path
    """Itself, or the packed timetable."""
    member: str = ""
    """Its name in the packed timetable; empty where it is not packed."""

    @property
    def name(self) -> str:
        """How the stops are called: after the folder or the timetable where the file has GTFS' own name."""
        if self.member:
            return f"{self.path.stem} stops"
        if self.path.name.casefold() == STOPS:
            return f"{self.path.parent.name} {self.path.stem}".strip()
        return self.path.stem

    def columns(self) -> list[str]:
        """Return the names of the columns.

        Raises:
            InputError: it holds no stops, or unpacks to more than is read.
        """
        columns = _header_of_packed(self) if self.member else _header(self.path)
        missing = [name for name in _REQUIRED if name not in columns]
        if missing:
            raise InputError(
                "{file} lacks the columns {columns}; a {name} of GTFS has them in its first line, separated by commas.",
                file=self.path.name,
                columns=", ".join(missing),
                name=STOPS,
            )
        return columns


def stops_file(path: Path) -> StopsFile | None:
    """Return the file of stops that a path stands for: itself, one in a folder or in a packed timetable, or None."""
    inside = path / STOPS
    if inside.is_file():
        return StopsFile(inside)
    if path.name.casefold() == STOPS:
        return StopsFile(path)
    if member := _packed(path):
        return StopsFile(path, member)
    is_text = path.suffix.casefold() in (".txt", ".csv") and path.is_file()
    return StopsFile(path) if is_text and set(_REQUIRED) <= set(_header(path)) else None


def _packed(path: Path) -> str:
    """Return the name of the stops in a packed timetable, at its top or in a folder; empty for anything else.

    Raises:
        InputError: there are several.
    """
    if path.suffix.casefold() != ".zip":
        return ""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except (OSError, zipfile.BadZipFile):
        return ""
    stops = [name for name in names if _is_stops(name)]
    others = (name.rpartition("/")[2].casefold() for name in names)
    if not stops or any(name.endswith(_LAYERS) and name != _ZONES for name in others):
        return ""
    if len(stops) > 1:
        raise InputError(
            "{file} holds {count} timetables; unpack it and give the one that is wanted.",
            file=path.name,
            count=len(stops),
        )
    return stops[0]


def _is_stops(member: str) -> bool:
    """Say whether a file in a zip is the stops; with ``|`` in its address OGR would take what follows for an option."""
    return member.rpartition("/")[2].casefold() == STOPS and "|" not in member


def _header_of_packed(stops: StopsFile) -> list[str]:
    """Return the names in the first line; none where it cannot be read.

    Raises:
        InputError: the stops unpack to more than is read.
    """
    try:
        with zipfile.ZipFile(stops.path) as packed:
            size = packed.getinfo(stops.member).file_size
            if size > _MOST_BYTES:
                raise InputError(
                    "The {name} in {file} unpacks to {size} MB, more than the {limit} MB that are read.",
                    name=STOPS,
                    file=stops.path.name,
                    size=size // 1_000_000,
                    limit=_MOST_BYTES // 1_000_000,
                )
            with packed.open(stops.member) as file:
                return _first_line(file)
    except _UNREADABLE:
        return []


def _header(path: Path) -> list[str]:
    """Return the names in the first line; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return _first_line(file)
    except _UNREADABLE:
        return []


def _first_line(file: IO[bytes]) -> list[str]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    return [name.strip() for name in next(csv.reader([text.readline(_LONGEST_HEADER)]), [])]
