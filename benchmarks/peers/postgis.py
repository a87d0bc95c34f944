"""PostGIS on the same machine: one query with an index; loading the tables is not timed."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg2
from osgeo import gdal

from benchmarks.cache import data_path
from benchmarks.cases import SEGMENTS, within
from benchmarks.memory import peak_mb as peak_mb_of
from benchmarks.postgres import SERVER

from .absent import AbsentError

if TYPE_CHECKING:
    from benchmarks.cases import Case

_LENGTHS = """
SELECT a.region_code, sum(CASE WHEN ST_Contains(a.geom, b.geom) THEN ST_Length(b.geom)
                               ELSE ST_Length(ST_Intersection(a.geom, b.geom)) END)
FROM areas a JOIN {layer} b ON ST_Intersects(a.geom, b.geom) GROUP BY 1
"""
_COUNTS = (
    "SELECT a.region_code, count(*) FROM areas a JOIN {layer} b ON ST_Intersects(a.geom, b.geom) GROUP BY 1"
)
_DISSOLVED = """
SELECT a.region_code, ST_Area(ST_Union(CASE WHEN ST_Contains(a.geom, b.geom) THEN b.geom
                                            ELSE ST_Intersection(a.geom, b.geom) END))
FROM areas a JOIN {layer} b ON ST_Intersects(a.geom, b.geom) GROUP BY 1
"""
_SHARES = """
SELECT a.region_code,
       ST_Area(ST_Intersection(a.geom, ST_Buffer(ST_Collect(b.geom), {distance}, {segments}))) / ST_Area(a.geom)
FROM areas a JOIN {layer} b ON b.geom && ST_Expand(a.geom::box2d, {distance}) GROUP BY a.fid
"""
_QUERIES = {"length_m": _LENGTHS, "count": _COUNTS, "area_m2": _DISSOLVED, "share": _SHARES}
_PARALLEL = """
SET max_parallel_workers_per_gather = 2; SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0
"""
_peaks: list[float] = []
_versions: dict[str, str] = {}


def prepare(case: Case, _: str) -> None:
    """Load the layers that the server does not have yet."""
    if not os.environ.get(SERVER):
        raise AbsentError("PostgreSQL with PostGIS is not installed")
    with closing(_connect()) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        cursor.execute("SELECT version(), postgis_lib_version()")
        server, postgis = cursor.fetchone()
        _versions.update({"PostgreSQL": server.split()[1], "PostGIS": postgis})
        for layer in ("areas", case.layer):
            cursor.execute("SELECT to_regclass(%s)", (layer,))
            if cursor.fetchone()[0] is None:
                _load(layer, cursor)


def _connect() -> Any:
    connection = psycopg2.connect(os.environ[SERVER])
    connection.autocommit = True
    return connection


def _load(layer: str, cursor: Any) -> None:
    gdal.UseExceptions()
    gdal.SetConfigOption("PG_USE_COPY", "YES")
    gdal.VectorTranslate(
        f"PG:{os.environ[SERVER]}",
        str(data_path(layer)),
        format="PostgreSQL",
        layerName=layer,
        layerCreationOptions=["GEOMETRY_NAME=geom", "FID=fid"],
    )
    cursor.execute(f"VACUUM ANALYZE {layer}")


def compute(case: Case, workers: str) -> tuple[list[str], list[float]]:
    """Return codes and figures, computed serially or with parallel workers."""
    query = _QUERIES[case.kind].format(
        layer=case.layer, distance=max(case.distances, default=0), segments=SEGMENTS
    )
    with closing(_connect()) as connection, connection.cursor() as cursor:
        cursor.execute(_PARALLEL if int(workers) else "SET max_parallel_workers_per_gather = 0")
        cursor.execute(query)
        rows = cursor.fetchall()
        _peaks.append(peak_mb_of(str(connection.get_backend_pid())))
    names = [within(code, max(case.distances)) if case.distances else code for code, _ in rows]
    return names, [float(figure) for _, figure in rows]


def peak_mb() -> float:
    """Return the largest memory of the server's process of the query, its share of the buffers included."""
    return max(_peaks)


def versions() -> dict[str, str]:
    """Return the versions of server and extension."""
    return _versions
