"""The embedded sample as QGIS reads it."""

from __future__ import annotations

import processing
import pytest
from qgis.core import QgsRectangle, QgsVectorLayer

REGION = QgsRectangle(500_000, 6_595_000, 560_000, 6_640_000)


@pytest.mark.parametrize(
    "source",
    [
        "regso_2020.geojson",
        "regso_2025.geojson",
        "population_grid_250m.gpkg",
        "built_up_mask.gpkg",
        "water.gpkg",
        "infrastructure.gpkg|layername=motorway",
        "infrastructure.gpkg|layername=noise",
    ],
)
def test_layer_lies_in_its_place(source):
    from segregation_plugin.paths import resource_path

    layer = QgsVectorLayer(str(resource_path("sample", source)), "layer", "ogr")
    assert layer.isValid()
    assert layer.crs().authid() == "EPSG:3006"
    assert REGION.contains(layer.extent())  # east, north: not the other way round


@pytest.mark.parametrize("year", [2020, 2025])
def test_areas_are_taken_as_they_are(year):
    from segregation_plugin.paths import resource_path

    path = str(resource_path("sample", f"regso_{year}.geojson"))
    result = processing.run("segregation:prepareareas", {"INPUT": path, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert result["AREA_COUNT"] == QgsVectorLayer(path, "layer", "ogr").featureCount()
    assert result["REPAIRED_COUNT"] == result["REJECTED_COUNT"] == 0
    divisions = {feature["division"] for feature in result["OUTPUT"].getFeatures()}
    assert divisions == {f"RegSO {year}"}
