"""The plugin's geometry without Processing: from the layers to figures per area, and nothing written, like shapely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import Qgis, QgsCoordinateTransformContext, QgsProcessingFeedback, QgsVectorLayer

from benchmarks.cache import data_path
from benchmarks.cases import SEGMENTS, within
from segregation_plugin.geometry.areas import AreaFields, read_areas
from segregation_plugin.geometry.overlay.layer import Overlay, OverlayFields, OverlayRules
from segregation_plugin.geometry.reading import LayerSource, read_features
from segregation_plugin.geometry.zones.covered import shares_within
from segregation_plugin.geometry.zones.style import BufferStyle

from . import qgis_session
from .qgis_session import versions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.cases import Case

__all__ = ["compute", "prepare", "versions"]

_ANY = (Qgis.GeometryType.Point, Qgis.GeometryType.Line, Qgis.GeometryType.Polygon)


def prepare(_: Case, __: str) -> None:
    """Start QGIS."""
    qgis_session.start()


def compute(case: Case, _: str) -> tuple[list[str], NDArray[np.float64]]:
    """Return codes and figures."""
    feedback = QgsProcessingFeedback(logFeedback=False)
    transform_context = QgsCoordinateTransformContext()
    areas = read_areas(_source("areas"), AreaFields(), transform_context, feedback)
    if case.kind == "share":
        features = read_features(_source(case.layer), _ANY, transform_context, feedback).geometries
        shares = shares_within(areas.geometries, features, case.distances, BufferStyle(SEGMENTS), feedback)
        return [within(code, distance) for distance in case.distances for code in areas.codes], shares.ravel()
    rules = OverlayRules("both", tolerance_m=0.0, dissolve=True)
    overlay = Overlay(areas.geometries, areas.codes, rules, feedback)
    found = overlay.of_layer(_source(case.layer), OverlayFields((), ()), transform_context, feedback)
    amounts = next(iter(found.layer.tallies.values())).amounts
    return areas.codes, np.bincount(amounts.area, amounts.amount, len(areas))


def _source(layer: str) -> LayerSource:
    return LayerSource.of_layer(QgsVectorLayer(str(data_path(layer)), layer, "ogr"))
