"""Polygons out of a GeoPackage, with sqlite3 and nothing else."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADER = 8
_ENVELOPE = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope by its kind, of the GeoPackage standard's geometry header."""
_KINDS = {3: "Polygon", 6: "MultiPolygon"}


def read_polygons(path: Path, table: str) -> Iterator[tuple[dict[str, Any], str, Any]]:
    """Yield the attributes, GeoJSON type and coordinates of each feature, in order of ``fid``."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        for row in database.execute(f'SELECT * FROM "{table}" ORDER BY fid'):  # noqa: S608 - names in our own code
            attributes = {name: row[name] for name in row.keys() if name not in ("fid", "geom")}  # noqa: SIM118 - a Row
            yield attributes, *_geometry(row["geom"])


def _geometry(blob: bytes) -> tuple[str, Any]:
    reader = _Wkb(blob, _HEADER + _ENVELOPE[blob[3] >> 1 & 7])
    kind = reader.kind()
    return _KINDS[kind], reader.polygons() if _KINDS[kind] == "MultiPolygon" else reader.rings()


class _Wkb:
    """Reads well-known binary of two dimensions, in the little-endian order that OGR writes."""

    def __init__(self, data: bytes, place: int) -> None:
        self._data, self._place = data, place

    def kind(self) -> int:
        self._place += 1
        return self._number()

    def polygons(self) -> list[Any]:
        polygons = []
        for _ in range(self._number()):
            self.kind()
            polygons.append(self.rings())
        return polygons

    def rings(self) -> list[list[list[float]]]:
        return [self._ring() for _ in range(self._number())]

    def _ring(self) -> list[list[float]]:
        count = self._number()
        numbers = struct.unpack_from(f"<{2 * count}d", self._data, self._place)
        self._place += 16 * count
        return [list(point) for point in zip(numbers[::2], numbers[1::2], strict=True)]

    def _number(self) -> int:
        (number,) = struct.unpack_from("<I", self._data, self._place)
        self._place += 4
        return number
