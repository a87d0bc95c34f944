"""Who computes a case: the plugin and its peers, each in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .cases import Case

Environment = Literal["qgis", "peers"]
Profile = Literal["", "fresh", "kept"]


@dataclass(frozen=True)
class Runner:
    """One way to compute cases; ``module`` has ``prepare(case)``, ``compute(case)`` and ``versions()``."""

    name: str
    module: str
    laps: tuple[str, ...]
    """What the first and further runs within the process are called in tables."""
    environment: Environment
    """Whose Python: the one of QGIS, or the one with the peers' packages."""
    option: str = ""
    """Handed to the module's ``compute``."""
    profile: Profile = ""
    """Ours alone: an empty profile of the user, or the one that the last such run of the same module left."""

    @property
    def is_ours(self) -> bool:
        """Whether this runs the plugin."""
        return bool(self.profile)

    def laps_of(self, case: Case) -> tuple[str, ...]:
        """Return the laps of a case: only of lines is anything kept for the next run."""
        return self.laps if case.kind == "length_m" else self.laps[:1]


RUNNERS = {
    runner.name: runner
    for runner in (
        Runner("ours", "ours", ("Segregation", "Segregation, again in the session"), "qgis", profile="fresh"),
        Runner("ours_disk", "ours", ("Segregation, grid cached on disk",), "qgis", profile="kept"),
        Runner(
            "ours_geometry", "ours_geometry", ("Segregation, its geometry alone",), "qgis", profile="fresh"
        ),
        *(
            Runner(f"ours_cell_{size}", "ours", (f"Segregation, cells of {size} m",), "qgis", size, "fresh")
            for size in ("100", "200", "400")
        ),
        Runner("read", "bare_read", ("only reading the layer, getFeatures",), "qgis"),
        Runner("native", "native", ("QGIS native",), "qgis"),
        Runner(
            "native_intersection", "native", ("QGIS native:intersection, summed",), "qgis", "intersection"
        ),
        Runner("shapely", "shapely_tuned", ("shapely 2, tuned",), "peers", "1"),
        Runner("shapely_2", "shapely_tuned", ("shapely 2, tuned, 2 threads",), "peers", "2"),
        Runner("geopandas", "geopandas_overlay", ("geopandas",), "peers"),
        Runner("geopandas_parts", "geopandas_overlay", ("geopandas, split to parts",), "peers", "parts"),
        Runner("postgis", "postgis", ("PostGIS, serial",), "qgis", "0"),
        Runner("postgis_2", "postgis", ("PostGIS, 2 workers",), "qgis", "2"),
        Runner("duckdb", "duckdb_spatial", ("DuckDB spatial",), "peers"),
    )
}
