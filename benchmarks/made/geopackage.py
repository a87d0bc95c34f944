"""Layers written to GeoPackages in bulk: SQL for the rows, OGR for the frame and the spatial index."""

from __future__ import annotations

import math
import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from osgeo import gdal, ogr, osr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_DATE = "2025-01-01T00:00:00.000Z"
"""Stands for the time of writing, which GDAL stores with every layer: the same bytes every time."""
_KINDS = {str: ogr.OFTString, int: ogr.OFTInteger, float: ogr.OFTReal}
_HEADER = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("crs", "<i4"), ("envelope", "<f8", 4)]
)
_LINE_HEADER = np.dtype([*_HEADER.descr, ("order", "u1"), ("type", "<u4"), ("points", "<u4")])
_CRS = 3006


@dataclass(frozen=True)
class Table:
    """What goes into one layer."""

    name: str
    geometry_type: int
    fields: dict[str, type]
    rows: Iterable[tuple[bytes, tuple[Any, ...]]]
    """Geometries in GeoPackage's own form, with the values of the fields."""


def write(path: Path, table: Table) -> None:
    """Write a file with one layer in EPSG:3006; it is there when it is whole."""
    part = path.with_name(f"{path.stem}.{os.getpid()}.part.gpkg")
    gdal.UseExceptions()
    try:
        _create(part, table)
        _insert(part, table)
        data_set = ogr.Open(str(part), update=1)
        data_set.ExecuteSQL(f"SELECT CreateSpatialIndex('{table.name}', 'geom')")
        del data_set  # closes the file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def shapes(geometries: Sequence[shapely.Geometry]) -> list[bytes]:
    """Return shapely geometries in GeoPackage's form."""
    header = _headers(_HEADER, shapely.bounds(np.asarray(geometries)))
    return [
        made.tobytes() + wkb for made, wkb in zip(header, shapely.to_wkb(np.asarray(geometries)), strict=True)
    ]


def lines(points: NDArray[np.float64], counts: NDArray[np.intp]) -> Iterator[bytes]:
    """Return lines in GeoPackage's form, from all points, shape (points, 2), and how many each line has."""
    ends = np.cumsum(counts)
    starts = ends - counts
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    header = _headers(_LINE_HEADER, np.concatenate([low, high], axis=1))
    header["order"], header["type"], header["points"] = 1, 2, counts
    heads, body = header.tobytes(), points.astype("<f8").tobytes()
    size = _LINE_HEADER.itemsize
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        yield heads[number * size : (number + 1) * size] + body[16 * start : 16 * end]


def _headers(kind: np.dtype[Any], bounds: NDArray[np.float64]) -> NDArray[Any]:
    """Return GeoPackage's headers, little-endian and with an envelope; bounds of shape (rows, 4)."""
    header = np.zeros(len(bounds), kind)
    header["magic"], header["flags"], header["crs"] = b"GP", 0b011, _CRS
    header["envelope"] = bounds[:, [0, 2, 1, 3]]
    return header


def _create(path: Path, table: Table) -> None:
    gdal.SetConfigOption("OGR_CURRENT_DATE", _DATE)
    data_set = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(_CRS)
    layer = data_set.CreateLayer(
        table.name, crs, table.geometry_type, ["GEOMETRY_NAME=geom", "SPATIAL_INDEX=NO"]
    )
    for name, kind in table.fields.items():
        layer.CreateField(ogr.FieldDefn(name, _KINDS[kind]))
    del layer, data_set  # closes the file


def _insert(path: Path, table: Table) -> None:
    low, high = (math.inf, math.inf), (-math.inf, -math.inf)
    counted = 0

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal low, high, counted
        for blob, values in table.rows:
            west, east, south, north = np.frombuffer(blob, "<f8", 4, 8).tolist()
            low = (min(low[0], west), min(low[1], south))
            high = (max(high[0], east), max(high[1], north))
            counted += 1
            yield (blob, *values)

    columns = ", ".join(f'"{name}"' for name in ("geom", *table.fields))
    marks = ", ".join("?" * (1 + len(table.fields)))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")  # a file that breaks in the making is made again
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table.name,)
    ).fetchall()
    for name, _ in triggers:  # one that counts rows takes longer than the row
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', rows())  # noqa: S608
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("UPDATE gpkg_ogr_contents SET feature_count = ?", (counted,))
    connection.execute("UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?", (*low, *high))
    connection.commit()
    connection.close()
