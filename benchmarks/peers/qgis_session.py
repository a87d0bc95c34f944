"""QGIS with its native algorithms and the plugin's, without windows and without the user's profile."""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osgeo import gdal
from qgis.core import Qgis, QgsApplication, QgsFeatureRequest, QgsProject, QgsVectorLayer

if TYPE_CHECKING:
    from qgis.core import QgsProcessingProvider

_PLUGINS = Path("/usr/share/qgis/python/plugins")


@cache
def start() -> tuple[QgsApplication, QgsProcessingProvider]:
    """Start QGIS once; lengths and areas are planar, as everywhere in the comparison."""
    gdal.UseExceptions()
    application = QgsApplication([], GUIenabled=False)
    application.initQgis()
    sys.path.append(str(_PLUGINS))
    from processing.core.Processing import Processing  # noqa: PLC0415 - QGIS has to be running

    from segregation_plugin.processing_provider.provider import SegregationProvider  # noqa: PLC0415

    Processing.initialize()
    provider = SegregationProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    provider.refreshAlgorithms()
    QgsProject.instance().setEllipsoid("NONE")
    return application, provider  # both would end with their last reference


def run(algorithm: str, parameters: dict[str, Any], feedback: Any = None) -> dict[str, Any]:
    """Run an algorithm of the toolbox."""
    import processing  # noqa: PLC0415 - QGIS has to be running

    return dict(processing.run(algorithm, parameters, feedback=feedback))


def column(layer: QgsVectorLayer | str, code: str, field: str) -> tuple[list[str], list[float]]:
    """Return codes and figures of a result, a layer or the path of one; NULL is 0."""
    if isinstance(layer, str):
        layer = QgsVectorLayer(layer, "result", "ogr")
    request = QgsFeatureRequest().setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    request.setSubsetOfAttributes([code, field], layer.fields())
    rows = [(feature[code], feature[field]) for feature in layer.getFeatures(request)]
    return [str(key) for key, _ in rows], [float(value or 0) for _, value in rows]


class Scratch:
    """A folder for results, gone afterwards."""

    def __enter__(self) -> Path:
        self._folder = Path(tempfile.mkdtemp(prefix="segregation-bench-"))
        return self._folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder)


def versions() -> dict[str, str]:
    """Return the versions of QGIS and of what it stands on."""
    return {"QGIS": Qgis.version(), "GEOS of QGIS": Qgis.geosVersion(), "GDAL of QGIS": gdal.__version__}
