"""Reading a layer and nothing else: what every tool within QGIS has to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsVectorLayer

from benchmarks.cache import data_path

from . import qgis_session
from .qgis_session import versions

if TYPE_CHECKING:
    from benchmarks.cases import Case

__all__ = ["compute", "prepare", "versions"]


def prepare(_: Case, __: str) -> None:
    """Start QGIS."""
    qgis_session.start()


def compute(case: Case, _: str) -> None:
    """Take every feature with its geometry and attributes in hand."""
    layer = QgsVectorLayer(str(data_path(case.layer)), "layer", "ogr")
    for feature in layer.getFeatures():
        feature.geometry()
