"""The sentences that end a run: whole in the user's language, and clear about which layer they mean."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessing, QgsProcessingException, QgsProcessingFeatureSourceDefinition

from tests.conftest import ROOT
from tests.support import rows_of

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
SAMPLE = ROOT / "resources" / "sample"
RAILWAY = f"{SAMPLE / 'infrastructure.gpkg'}|layername=railway"


@pytest.mark.usefixtures("swedish")
def test_words_inside_a_sentence_are_in_its_language(run, grid_areas, roads):
    parameters = {"AREAS": grid_areas, "INFRASTRUCTURE": [roads], "ZONES": TEMPORARY, "EXPOSURE": TEMPORARY}
    with pytest.raises(QgsProcessingException, match="Metoden mask behöver en bebyggelsemask; ange"):
        run("bufferexposure", **parameters, METHOD="mask")
    with pytest.raises(QgsProcessingException, match="har inga punkter eller ytor; välj ett lager"):
        run("bufferexposure", **parameters, GRID=roads)


@pytest.mark.usefixtures("swedish")
def test_words_about_a_damaged_table_are_in_its_language(run, tmp_path):
    path = tmp_path / "t.json"
    path.write_text('{"id": ["Region"], "size": [1], "dimension": {}, "value": [1]}', encoding="utf-8")
    with pytest.raises(
        QgsProcessingException, match=r"^t.json är json-stat men skadad: Region saknas; ladda"
    ):
        run("importtable", INPUT=str(path), OUTPUT=TEMPORARY)


@pytest.mark.usefixtures("swedish")
def test_the_note_of_a_row_is_in_one_language(run, grid_areas, roads):
    parameters = {"AREAS": grid_areas, "INFRASTRUCTURE": [roads], "ZONES": TEMPORARY, "EXPOSURE": TEMPORARY}
    notes = {row["note"].split("; ")[0] for row in rows_of(run("bufferexposure", **parameters)["EXPOSURE"])}
    assert notes == {"jämfört med alla områden"}


@pytest.mark.parametrize("layer", [RAILWAY, QgsProcessingFeatureSourceDefinition(RAILWAY)])
def test_a_layer_of_a_geopackage_is_named(run, layer):
    with pytest.raises(QgsProcessingException, match=r"Layer infrastructure \(railway\) has no polygons"):
        run("prepareareas", INPUT=layer, OUTPUT=TEMPORARY)


def test_a_file_of_one_layer_is_named_alone(run, tmp_path):
    path = tmp_path / "line.geojson"
    path.write_text('{"type": "LineString", "coordinates": [[12, 57], [13, 58]]}', encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="Layer line has no polygons"):
        run("prepareareas", INPUT=str(path), OUTPUT=TEMPORARY)
