"""DuckDB with its spatial extension, where the extension is installed as a package."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks.cache import data_path

from .absent import AbsentError

if TYPE_CHECKING:
    from benchmarks.cases import Case

_LENGTHS = """
SELECT a.region_code, sum(CASE WHEN ST_Contains(a.geom, b.geom) THEN ST_Length(b.geom)
                               ELSE ST_Length(ST_Intersection(a.geom, b.geom)) END)
FROM ST_Read('{areas}') a JOIN ST_Read('{layer}') b ON ST_Intersects(a.geom, b.geom) GROUP BY 1
"""


def versions() -> dict[str, str]:
    """Return the version."""
    return {"DuckDB": duckdb.__version__}


def prepare(case: Case, _: str) -> None:
    """See whether the extension is there."""
    if case.kind != "length_m":
        raise AbsentError("not compared")
    _extension()


def _extension() -> Path:
    package = importlib.util.find_spec("duckdb_extension_spatial")
    found = [*Path(package.origin).parent.rglob("*.duckdb_extension")] if package and package.origin else []
    if not found:
        raise AbsentError("DuckDB's spatial extension is not installed as a package")
    return found[0]


def compute(case: Case, _: str) -> tuple[list[str], list[float]]:
    """Return codes and figures, on as many threads as there are processors."""
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{_extension()}'")
        connection.execute(f"SET threads = {os.cpu_count()}")
        query = _LENGTHS.format(areas=data_path("areas"), layer=data_path(case.layer))
        rows = connection.execute(query).fetchall()
    return [code for code, _ in rows], [float(figure) for _, figure in rows]
