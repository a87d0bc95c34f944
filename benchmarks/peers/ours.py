"""The plugin's own algorithms, run through Processing from GeoPackage to GeoPackage."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer

from benchmarks.cache import data_path
from benchmarks.cases import within
from segregation_plugin.geometry.coverage import store

from . import qgis_session
from .qgis_session import versions

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.cases import Case

__all__ = ["compute", "prepare", "versions"]


def prepare(_: Case, cell_m: str) -> None:
    """Start QGIS; give the grid over borders cells of another size than its own choice where one is said."""
    qgis_session.start()
    if cell_m:
        store.border_net = partial(store.border_net, cell_m=float(cell_m))


def compute(case: Case, _: str, feedback: Any = None) -> tuple[list[str], list[float]]:
    """Return codes and figures."""
    with qgis_session.Scratch() as folder:
        if case.kind == "share":
            return _shares(case, folder, feedback)
        return _amounts(case, folder, feedback)


def _amounts(case: Case, folder: Path, feedback: Any) -> tuple[list[str], list[float]]:
    parameters = {
        "AREAS": str(data_path("areas")),
        "INFRASTRUCTURE": [str(data_path(case.layer))],
        "BOUNDARY_RULE": "both",
        "OUTPUT": str(folder / "areas.gpkg"),
        "SUMMARY": str(folder / "summary.gpkg"),
        "RECONCILIATION": str(folder / "reconciliation.gpkg"),
    }
    result = qgis_session.run("segregation:overlayinfrastructure", parameters, feedback)
    return qgis_session.column(result["OUTPUT"], "region_code", f"{case.layer}_{case.kind}")


def _shares(case: Case, folder: Path, feedback: Any) -> tuple[list[str], list[float]]:
    parameters = {
        "AREAS": str(data_path("areas")),
        "INFRASTRUCTURE": [str(data_path(case.layer))],
        "DISTANCES": ",".join(map(str, case.distances)),
        "METHOD": "area",
        "ZONES": str(folder / "zones.gpkg"),
        "EXPOSURE": str(folder / "exposure.gpkg"),
        "AREA_WEIGHTS": str(folder / "weights.gpkg"),
    }
    result = qgis_session.run("segregation:bufferexposure", parameters, feedback)
    weights = QgsVectorLayer(f"{result['AREA_WEIGHTS']}|subset=project = 'all'", "weights", "ogr")
    rows = [
        (within(feature["region_code"], feature["distance_to_m"]), feature["weight"])
        for feature in weights.getFeatures()
    ]
    return [key for key, _ in rows], [weight for _, weight in rows]
