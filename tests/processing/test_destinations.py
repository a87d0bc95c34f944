"""What would destroy data, or cannot be written, is refused with one sentence before anything happens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProperty,
    QgsVectorLayer,
)

from tests.processing.files import (
    ROWS_OF_3,
    content,
    copied,
    locked,
    make_files,
    read,
    refusal,
    run,
    save,
    squares_of,
    table,
)
from tests.processing.tiny import tiny_provider
from tests.support import rows_of


@pytest.fixture(autouse=True, scope="module")
def _tiny(qgis_processing):  # noqa: ARG001 - Processing has to run
    with tiny_provider():
        yield


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return make_files(tmp_path_factory.mktemp("files"))


@pytest.fixture
def folder(files, tmp_path):
    return copied(files, tmp_path)


@pytest.fixture
def squares():
    return squares_of(500)


# Two outputs in one place


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{f}/new.gpkg", "{f}/new.gpkg"),
        ("{f}/new.gpkg", "{f}/linked/new.gpkg"),
        ("{f}/new.gpkg", "{f}/../{name}/new.gpkg"),
        ("{f}/new", "{f}/new.gpkg"),
        ("{f}/areas.gpkg", "{f}/link.gpkg"),
        ("{f}/new.gpkg", "ogr:dbname='{f}/new.gpkg' table=\"a\""),
        ("ogr:dbname='{f}/new.gpkg' table=\"a\" (geom)", "ogr:dbname='{f}/new.gpkg' table=\"A\""),
    ],
)
def test_outputs_in_one_place_are_refused(folder, squares, first, second):
    before = content(folder)
    first, second = (text.format(f=folder, name=folder.name) for text in (first, second))
    sentence = refusal(INPUT=squares, OUTPUT=first, SUMMARY=second)
    assert '"Copied areas"' in sentence
    assert '"Summary"' in sentence
    assert "own file" in sentence
    assert content(folder) == before


def test_a_layer_and_a_file_output_in_one_place_are_refused(folder, squares):
    assert "Style file" in refusal(INPUT=squares, OUTPUT=f"{folder}/x.gpkg", STYLE_FILE=f"{folder}/x.gpkg")


@pytest.mark.parametrize("path", ["new.gpkg", "many.gpkg"])
def test_two_tables_of_one_geopackage_are_fine(folder, squares, path):
    path = folder / path
    results = run(INPUT=squares, OUTPUT=table(path, "made"), SUMMARY=table(path, "counted", geometry=False))
    assert results == {"OUTPUT": f"{path}|layername=made", "SUMMARY": f"{path}|layername=counted"}
    assert len(read(path, "made")) == 500
    assert rows_of(QgsVectorLayer(results["SUMMARY"], "", "ogr")) == [{"fid": 1, "count": 500}]


# An output that is an input


def as_definition(path):
    return QgsProcessingFeatureSourceDefinition(str(path), selectedFeaturesOnly=False, featureLimit=-1)


@pytest.mark.parametrize(
    ("given", "destination"),
    [
        ("{f}/areas.gpkg", "{f}/areas.gpkg"),
        ("{f}/areas.gpkg", "{f}/areas"),
        ("{f}/link.gpkg", "{f}/areas.gpkg"),
        ("{f}/areas.gpkg", "{f}/linked/areas.gpkg"),
        ("{f}/areas.gpkg|layername=areas", "{f}/areas.gpkg"),
        ("{f}/many.gpkg|layername=areas", "ogr:dbname='{f}/many.gpkg' table=\"AREAS\" (geom)"),
        ("{f}/many.gpkg|layerid=1", "ogr:dbname='{f}/many.gpkg' table=\"roads\" (geom)"),
        ("{f}/many.gpkg", "ogr:dbname='{f}/many.gpkg' table=\"areas\" (geom)"),
        ("{f}/areas.geojson", "{f}/areas.geojson"),
        ("ogr://{f}/areas.geojson", "{f}/areas.geojson"),
        ("{f}/areas.shp", "{f}/areas.shp"),
        ("{f}/areas.shp", "{f}/areas.dbf"),
    ],
)
@pytest.mark.parametrize("way", ["text", "definition", "property", "among several"])
def test_an_output_equal_to_an_input_is_refused(folder, squares, given, destination, way):
    before = content(folder)
    given, destination = given.format(f=folder), destination.format(f=folder)
    parameters = {
        "text": {"INPUT": given},
        "definition": {"INPUT": as_definition(given)},
        "property": {"INPUT": QgsProperty.fromExpression(f"'{given}'")},
        "among several": {"INPUT": squares, "INFRASTRUCTURE": [squares, given]},
    }[way]
    sentence = refusal(**parameters, OUTPUT=QgsProcessingOutputLayerDefinition(destination))
    assert '"Copied areas" would overwrite the input' in sentence
    assert '"Infrastructure"' in sentence if way == "among several" else '"Areas"' in sentence
    assert content(folder) == before


@pytest.mark.parametrize("way", ["object", "id", "name", "definition"])
def test_an_output_equal_to_a_layer_of_the_project_is_refused(folder, way):
    project = QgsProject()
    layer = QgsVectorLayer(f"{folder}/many.gpkg|layername=roads", "the roads", "ogr")
    project.addMapLayer(layer)
    context = QgsProcessingContext()
    context.setProject(project)
    given = {"object": layer, "id": layer.id(), "name": "the roads", "definition": as_definition(layer.id())}
    sentence = refusal(context, INPUT=given[way], OUTPUT=table(f"{folder}/many.gpkg", "roads"))
    assert "many.gpkg" in sentence


def test_an_output_equal_to_a_file_parameter_is_refused(folder, squares):
    sentence = refusal(INPUT=squares, FILE=f"{folder}/table.csv", OUTPUT=f"{folder}/table.csv")
    assert 'the input "Table"' in sentence


def test_a_file_output_equal_to_an_input_is_refused(folder):
    path = f"{folder}/areas.geojson"
    assert '"Style file"' in refusal(INPUT=path, OUTPUT="TEMPORARY_OUTPUT", STYLE_FILE=path)


def test_another_table_of_the_inputs_geopackage_is_fine(folder):
    path = folder / "many.gpkg"
    run(INPUT=f"{path}|layername=areas", OUTPUT=table(path, "made"))
    assert read(path, "made") == read(path, "areas") == read(path, "roads") == ROWS_OF_3


# Where nothing can be written


@pytest.mark.parametrize(
    ("destination", "said"),
    [
        ("{f}/x.gpkg|layername=a", "write ogr:dbname='{f}/x.gpkg' table=\"a\" (geom) for a table"),
        ("ogr:{f}/x.gpkg", "or ogr:dbname='/folder/file.gpkg' table=\"name\" (geom) for a table"),
        ("ogr://{f}/x.gpkg", "or ogr:dbname='/folder/file.gpkg' table=\"name\" (geom) for a table"),
        ("{f}/missing/x.gpkg", "there is no folder {f}/missing; make it"),
        ("{f}/table.csv/x.gpkg", "{f}/table.csv is a file; choose a folder"),
        ("ogr:dbname='{f}/missing/x.gpkg' table=\"a\" (geom)", "there is no folder {f}/missing; make it"),
        ("ogr:dbname='{f}/table.csv' table=\"a\" (geom)", "that file is no GeoPackage; choose another file"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(folder, squares, destination, said):
    if "table.csv'" in destination:
        (folder / "table.csv").rename(folder / "table.gpkg")
        destination, said = (text.replace(".csv", ".gpkg") for text in (destination, said))
    before = content(folder)
    assert said.format(f=folder) in refusal(INPUT=squares, OUTPUT=destination.format(f=folder))
    assert content(folder) == before


def test_a_table_without_geometry_is_advised_as_such(folder, squares):
    sentence = refusal(INPUT=squares, OUTPUT="memory:", SUMMARY=f"{folder}/x.gpkg|layername=a")
    assert sentence.endswith('table="a" for a table in a GeoPackage.')


def test_a_folder_is_refused(folder, squares):
    (folder / "x.gpkg").mkdir()
    assert "which is a folder" in refusal(INPUT=squares, OUTPUT=f"{folder}/x.gpkg")


@pytest.fixture
def _ordinary_user():
    """Root may write anywhere: be somebody else for a while."""
    if os.getuid():
        yield
        return
    os.setresuid(65534, 65534, 0)
    yield
    os.setresuid(0, 0, 0)


@pytest.mark.usefixtures("_ordinary_user")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_place_without_permission_is_refused(squares, what):
    from tempfile import mkdtemp

    folder = Path(mkdtemp())
    try:
        save(squares, folder / "x.gpkg")
        (folder if what == "folder" else folder / "x.gpkg").chmod(0o555)
        before = content(folder)
        assert "you may not write there" in refusal(INPUT=squares, OUTPUT=f"{folder}/x.gpkg")
        assert "you may not write there" in refusal(INPUT=squares, OUTPUT=table(folder / "x.gpkg", "b"))
        assert content(folder) == before
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
@pytest.mark.parametrize("destination", ["{f}/many.gpkg", "ogr:dbname='{f}/many.gpkg' table=\"new\" (geom)"])
def test_a_locked_geopackage_is_refused_at_once(folder, squares, journal, mode, destination):
    path = folder / "many.gpkg"
    subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sqlite3; sqlite3.connect({str(path)!r}).execute('PRAGMA journal_mode={journal}')",
        ],
        check=True,
    )
    before = path.read_bytes()
    with locked(path, mode):
        start = time.monotonic()
        sentence = refusal(INPUT=squares, OUTPUT=destination.format(f=folder))
        assert time.monotonic() - start < 3  # 0.4 s, where GDAL by itself waits 5 s for each statement
    assert f"{path}, since another program is writing to that file" in sentence
    assert path.read_bytes() == before
    run(INPUT=squares, OUTPUT=destination.format(f=folder))  # free again


def test_a_free_geopackage_is_not_changed_by_the_check(folder, squares):
    before = content(folder)
    refusal(INPUT=squares, OUTPUT=table(folder / "many.gpkg", "a"), SUMMARY=table(folder / "many.gpkg", "a"))
    with pytest.raises(QgsProcessingException):
        run(INPUT=squares, FAIL="between", OUTPUT=table(folder / "many.gpkg", "a"))
    assert content(folder) == before


@pytest.mark.parametrize("destination", ["TEMPORARY_OUTPUT", "memory:", "memory:named"])
def test_temporary_outputs_are_left_alone(squares, destination):
    result = run(INPUT=squares, OUTPUT=destination, SUMMARY=None)
    assert result["OUTPUT"].featureCount() == 500


def test_database_destinations_are_left_to_qgis(squares):
    with pytest.raises(QgsProcessingException, match="Could not create"):
        run(INPUT=squares, OUTPUT="postgres://dbname='none' host=localhost port=1 table=\"a\" (geom)")


# Models


def test_the_outputs_of_a_models_steps_may_not_be_one(folder, squares):
    parameters = {"ONE:ONE COPY": f"{folder}/x.gpkg", "TWO:TWO COPY": f"{folder}/x.gpkg"}
    assert "would both be written" in refusal(algorithm="tiny:two_steps", AREAS=squares, **parameters)


def test_a_models_first_step_may_not_overwrite_what_the_second_reads(folder, squares):
    before = content(folder)
    parameters = {"ONE:ONE COPY": f"{folder}/areas.gpkg", "TWO:TWO COPY": "TEMPORARY_OUTPUT"}
    sentence = refusal(
        algorithm="tiny:two_steps", AREAS=squares, LATER=[f"{folder}/areas.gpkg"], **parameters
    )
    assert '"Read by the second step"' in sentence
    assert content(folder) == before
