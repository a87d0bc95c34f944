"""The provider, registered once for all tests of algorithms, and the small city they run on."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingContext, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from tests.support import AREA_FIELDS, DATA, Log, Swedish, memory_layer, registered_provider


@pytest.fixture(scope="session", autouse=True)
def provider(qgis_app, qgis_processing):  # noqa: ARG001 - QGIS and its Processing have to run
    return registered_provider()


@pytest.fixture
def swedish(monkeypatch):
    """Run in Swedish, as QGIS does where its user interface is."""
    monkeypatch.setattr("segregation_plugin.processing_provider.described.language", lambda: "sv")
    translator = Swedish()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def run(log):
    """Run an algorithm of the plugin with a context that lives as long as its temporary layers."""
    import processing

    context = QgsProcessingContext()

    def run(name, **parameters):
        return processing.run(f"segregation:{name}", parameters, context=context, feedback=log)

    return run


@pytest.fixture
def grid_areas():
    """The 144 squares of the reference city with the schema's fields; the kommuner are its two halves."""
    source = QgsVectorLayer(str(DATA / "grid.geojson"), "grid", "ogr")
    features = []
    for feature in source.getFeatures():
        municipality = "9901" if feature["col"] < 6 else "9902"
        code = f"{municipality}R{feature['cell_id']:03d}"
        row = [code, "RegSO 2025", feature["otyp"], feature["total"], feature["idx"], municipality]
        features.append((feature.geometry(), row))
    return memory_layer("Polygon", AREA_FIELDS, features, "grid")


@pytest.fixture
def roads():
    """Two roads: ``A_on_boundary`` exactly on shared borders, ``B_interior`` across the squares."""
    return QgsVectorLayer(str(DATA / "roads.geojson"), "roads", "ogr")


@pytest.fixture
def population_grid():
    """250 m cells nested in the squares, with field ``pop``."""
    return QgsVectorLayer(str(DATA / "popgrid_250m.geojson"), "popgrid", "ogr")
