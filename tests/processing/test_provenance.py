"""Every result says how it was made, through chains and models, without what is nobody's business."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from tests.processing.tiny import Tiny, tiny_provider
from tests.support import Log, memory_layer

TABLE = "TAB6586, SCB, updated 2026-06-23"


@pytest.fixture(autouse=True, scope="module")
def _tiny(qgis_processing):  # noqa: ARG001 - Processing has to run
    with tiny_provider():
        yield


@pytest.fixture
def areas():
    wkt = "POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))"
    return memory_layer("Polygon", ("number:integer", "area_type:integer"), [(wkt, [1, 3])], "the areas")


@pytest.fixture
def copy():
    """Run the small algorithm in one context, as a model or a script does."""
    import processing

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return lambda source, output="TEMPORARY_OUTPUT", **others: processing.run(
        "tiny:tiny", {"INPUT": source, "OUTPUT": output, **others}, context=context, feedback=Log()
    )["OUTPUT"]


def opened(output):
    """Open a result as the desktop does when it is added to a project."""
    if isinstance(output, QgsVectorLayer):
        return output
    layer = QgsVectorLayer(output, "opened", "ogr")
    assert layer.isValid(), output
    layer.loadDefaultMetadata()
    return layer


def parameters_in(line):
    return json.loads(line.partition(": ")[2])


OUTPUTS = {
    "memory": "TEMPORARY_OUTPUT",
    "geopackage": "{f}/a.gpkg",
    "table": "ogr:dbname='{f}/many.gpkg' table=\"areas\" (geom)",
    "geojson": "{f}/a.geojson",
    "shapefile": "{f}/a.shp",
    "flatgeobuf": "{f}/a.fgb",
}


@pytest.mark.parametrize("kind", OUTPUTS)
def test_a_result_says_how_it_was_made(areas, copy, tmp_path, kind):
    if kind == "table":
        copy(areas, f"ogr:dbname='{tmp_path}/many.gpkg' table=\"other\" (geom)")
    start = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    metadata = opened(copy(areas, OUTPUTS[kind].format(f=tmp_path), STAMP=TABLE)).metadata()
    source, run = metadata.history()
    assert source == f"Source: {TABLE}"
    moment, algorithm, rest = run.split(" ", 2)
    assert start <= datetime.datetime.fromisoformat(moment) <= datetime.datetime.now(datetime.UTC)
    assert algorithm == "tiny:tiny"
    assert rest.startswith(f"(Segregation {version()}, QGIS {Qgis.version()}): ")
    assert parameters_in(run) == {"INPUT": "the areas (temporary layer)", "STAMP": TABLE, "FAIL": "never"}
    assert metadata.title() == "Copied areas"
    assert metadata.rights() == ["Källa: SCB"]
    assert metadata.crs().authid() == "EPSG:3006"
    created = metadata.dateTime(Qgis.MetadataDateType.Created).toString("yyyy-MM-dd")
    assert created in (start.date().isoformat(), datetime.datetime.now(datetime.UTC).date().isoformat())


def version():
    text = (Path(__file__).resolve().parents[2] / "metadata.txt").read_text(encoding="utf-8")
    return text.partition("\nversion=")[2].partition("\n")[0]


def test_the_abstract_is_the_algorithms_summary(areas, run):
    from segregation_plugin.processing_provider.algorithms.classify_area_types import ClassifyAreaTypes

    features = [(feature.geometry(), [9.0 + n]) for n in range(3) for feature in areas.getFeatures()]
    layer = memory_layer("Polygon", ("socioeconomic_index:double",), features)
    result = run("classifyareatypes", INPUT=layer, OUTPUT="TEMPORARY_OUTPUT")["OUTPUT"]
    assert result.metadata().abstract() == ClassifyAreaTypes().shortDescription()


@pytest.mark.parametrize(
    ("stamp", "rights"),
    [
        ("TAB6574, SCB, updated 2026-02-20", ["Källa: SCB"]),
        ("SCB", ["Källa: SCB"]),
        ("RegSO 2025, Statistics Sweden", ["Källa: SCB"]),
        ("NVDB, delivered 2026-01-02", []),
        ("TAB6586, invented data in SCB's format, updated 2026-01-02", []),
    ],
)
def test_only_scbs_data_is_attributed_to_scb(areas, copy, stamp, rights):
    assert copy(areas, STAMP=stamp).metadata().rights() == rights


@pytest.mark.parametrize("kind", OUTPUTS)
def test_the_history_travels_from_run_to_run(areas, copy, tmp_path, kind):
    first = copy(areas, OUTPUTS[kind].format(f=tmp_path), STAMP=TABLE)
    last = copy(copy(first, STAMP="31 areas of RegSO 2020"))
    history = last.metadata().history()
    assert history[:2] == ["Source: 31 areas of RegSO 2020", f"Source: {TABLE}"]
    assert len(history) == len(set(history))
    assert [parameters_in(line).get("STAMP") for line in history[2:]] == [
        None,
        "31 areas of RegSO 2020",
        TABLE,
    ]
    assert last.metadata().rights() == ["Källa: SCB"]


def test_the_history_comes_from_every_input(areas, copy):
    roads = memory_layer("LineString", ("a:integer",), [("LINESTRING(0 0, 1 1)", [1])])
    metadata = roads.metadata()
    metadata.setHistory(["Surveyed in 2024"])
    roads.setMetadata(metadata)
    project = QgsProject.instance()
    project.addMapLayer(roads)
    try:
        history = copy(areas, INFRASTRUCTURE=[roads.id(), copy(areas, STAMP=TABLE)]).metadata().history()
    finally:
        project.removeMapLayer(roads.id())
    assert history[0] == f"Source: {TABLE}"
    assert history[2] == "Surveyed in 2024"


@pytest.mark.parametrize("kind", ["memory", "geopackage", "geojson"])
def test_the_history_travels_through_a_model(areas, tmp_path, kind):
    import processing

    output = OUTPUTS[kind].format(f=tmp_path)
    parameters = {"AREAS": areas, "ONE:ONE COPY": output, "TWO:TWO COPY": "TEMPORARY_OUTPUT"}
    history = (
        processing.run("tiny:two_steps", parameters, feedback=Log())["TWO:TWO COPY"].metadata().history()
    )
    assert history[0] == f"Source: {TABLE}"
    assert [parameters_in(line).get("STAMP") for line in history[1:]] == [None, TABLE]
    assert ".segregation-" not in "".join(history)
    if kind != "memory":
        assert parameters_in(history[1])["INPUT"] == output


def test_a_models_tables_in_an_existing_geopackage_carry_it_too(areas, copy, tmp_path):
    import processing

    first = copy(areas, OUTPUTS["table"].format(f=tmp_path))
    parameters = {
        "AREAS": areas,
        "ONE:ONE COPY": "TEMPORARY_OUTPUT",
        "TWO:TWO COPY": OUTPUTS["table"].format(f=tmp_path),
    }
    assert processing.run("tiny:two_steps", parameters, feedback=Log())["TWO:TWO COPY"] == first
    assert opened(first).metadata().history()[0] == f"Source: {TABLE}"


def test_a_layer_changed_in_place_keeps_its_history(areas, run):
    metadata = areas.metadata()
    metadata.setHistory(["Drawn by hand"])
    metadata.setTitle("Mine")
    areas.setMetadata(metadata)
    QgsProject.instance().addMapLayer(areas, addToLegend=False)
    try:
        run("styleareatypes", INPUT=areas)
        assert areas.renderer().type() == "categorizedSymbol"
        assert areas.metadata().history() == ["Drawn by hand"]
        assert areas.metadata().title() == "Mine"
    finally:
        QgsProject.instance().takeMapLayer(areas)


def test_an_input_does_not_get_the_history_of_what_was_made_from_it(areas, copy, tmp_path):
    path = copy(areas, f"{tmp_path}/a.geojson")
    before = (tmp_path / "a.qmd").read_bytes()
    copy(path, f"{tmp_path}/b.geojson", STAMP=TABLE)
    assert (tmp_path / "a.qmd").read_bytes() == before
    assert areas.metadata().history() == []


def test_a_limited_input_is_told_as_such(areas, copy):
    QgsProject.instance().addMapLayer(areas, addToLegend=False)
    try:
        areas.selectAll()
        definition = QgsProcessingFeatureSourceDefinition(
            areas.id(), selectedFeaturesOnly=True, featureLimit=-1, filterExpression='"number" > 0'
        )
        line = copy(definition).metadata().history()[0]
    finally:
        QgsProject.instance().takeMapLayer(areas)
    assert parameters_in(line)["INPUT"] == {
        "source": "the areas (temporary layer)",
        "selected_only": True,
        "filter": '"number" > 0',
    }


# What stays out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "dbname='regions' host=db.example.org user='anna' password='hemligt' authcfg=abc1234 table=\"a\"",
            "dbname='regions' host=db.example.org table=\"a\"",
        ),
        ('password="it\'s one" table="a"', ' table="a"'),
        ("password='it\\'s one' table=\"a\"", ' table="a"'),
        ("https://anna:hemligt@wfs.example.org/wfs?service=WFS", "https://wfs.example.org/wfs?service=WFS"),
        ("https://wfs.example.org/wfs?token=hemligt&service=WFS", "https://wfs.example.org/wfs&service=WFS"),
        ("/vsicurl/https://x.example.org/a.gpkg?sig=hemligt", "/vsicurl/https://x.example.org/a.gpkg"),
        (f"{Path.home()}/data/a.gpkg|layername=a", "~/data/a.gpkg|layername=a"),
        (f"/data{Path.home()}/a.gpkg", f"/data{Path.home()}/a.gpkg"),
        ('/data/a.gpkg|layername=a|subset="class" = 1', '/data/a.gpkg|layername=a|subset="class" = 1'),
        ("/data/.segregation-0123abcd/a.gpkg", "/data/a.gpkg"),
    ],
)
def test_secrets_and_users_stay_out(text, expected):
    from segregation_plugin.processing_provider.writing.provenance import without_secrets

    assert without_secrets(text) == expected
    assert without_secrets({"a": [text, 1]}) == {"a": [expected, 1]}


def test_a_database_layer_is_told_without_its_password(areas):
    from segregation_plugin.processing_provider.writing import provenance

    uri = "dbname='regions' host=localhost port=1 user='anna' password='hemligt' authcfg=abc1234 table=\"s\".\"a\""
    database = QgsVectorLayer(uri, "in the database", "postgres")
    algorithm = Tiny().create()
    values = {
        "INPUT": areas,
        "INFRASTRUCTURE": [database],
        "FILE": "/data/a.csv",
        "STAMP": "password='hemligt'",
    }
    (line,) = provenance.stamp(algorithm, values, QgsProcessingContext())
    assert "hemligt" not in line
    assert "anna" not in line
    assert "abc1234" not in line
    shown = parameters_in(line)
    assert "dbname='regions'" in shown["INFRASTRUCTURE"]
    assert shown["FILE"] == "/data/a.csv"


def test_a_long_history_is_bounded_and_keeps_its_sources(areas, copy):
    metadata = areas.metadata()
    metadata.setHistory([f"step {number} {'x' * 5000}" for number in range(100)] + [f"Source: {TABLE}"])
    areas.setMetadata(metadata)
    history = copy(areas, STAMP="31 areas of RegSO 2020").metadata().history()
    assert len(history) == 50
    assert max(map(len, history)) == 2000
    assert history[:2] == ["Source: 31 areas of RegSO 2020", f"Source: {TABLE}"]
    assert history[3].startswith("step 0 ")


# What goes wrong with it


def test_a_history_that_cannot_be_stored_is_only_logged(tmp_path):
    from segregation_plugin.processing_provider.writing import provenance

    log = Log()
    algorithm = Tiny().create()
    provenance.write({"OUTPUT": f"{tmp_path}/gone.gpkg"}, ["a line"], algorithm, QgsProcessingContext(), log)
    assert log.warnings == [
        'How output "Copied areas" was made could not be stored with it: the layer cannot be opened'
    ]


def test_an_unreadable_history_of_an_input_does_not_stop_the_run(areas, copy, tmp_path):
    path = copy(areas, f"{tmp_path}/a.geojson")
    (tmp_path / "a.qmd").write_bytes(b"\xff\xfe no metadata")
    (line,) = copy(path).metadata().history()
    assert "could not be recorded" in line
