"""A run that fails, is cancelled or is killed leaves every file as it was; one that succeeds, only its results."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor

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
from tests.processing.tiny import Tiny, tiny_provider
from tests.support import Log, rows_of


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


# What fails leaves everything as it was

DESTINATIONS = {
    "existing files": ("{f}/old.gpkg", "{f}/old.geojson"),
    "existing shapefile": ("{f}/old.shp", "{f}/new.csv"),
    "new files": ("{f}/new.gpkg", "{f}/new.csv"),
    "new shapefile": ("{f}/new.shp", "{f}/new.xlsx"),
    "tables among others": ('{many} table="made" (geom)', '{many} table="counted"'),
    "existing tables": ('{many} table="areas" (geom)', '{many} table="roads"'),
    "tables of a new file": ('{new} table="areas" (geom)', '{new} table="counted"'),
}


def destinations(folder, kind):
    many, new = (f"ogr:dbname='{folder}/{name}.gpkg'" for name in ("many", "new"))
    return [text.format(f=folder, many=many, new=new) for text in DESTINATIONS[kind]]


@pytest.mark.parametrize("kind", DESTINATIONS)
@pytest.mark.parametrize(
    ("fail", "said"),
    [
        ("between", "The second sink failed; run again."),
        ("cancel", "The run was cancelled; nothing was written."),
        ("crash", "a fault in the program"),
    ],
)
def test_a_failed_run_leaves_every_file_as_it_was(folder, squares, kind, fail, said):
    before = content(folder)
    output, summary = destinations(folder, kind)
    context = QgsProcessingContext()
    definition = QgsProcessingOutputLayerDefinition(output, QgsProject.instance())
    with pytest.raises(QgsProcessingException, match=said):
        run(
            INPUT=squares,
            FAIL=fail,
            OUTPUT=definition,
            SUMMARY=summary,
            STYLE_FILE=f"{folder}/old.qml",
            context=context,
        )
    assert content(folder) == before
    assert not context.layersToLoadOnCompletion()
    assert not [path for path in open_files() if ".segregation-" in path]


def open_files():
    for descriptor in Path("/proc/self/fd").iterdir():
        if descriptor.is_symlink():  # the one that lists the folder is gone
            yield str(descriptor.readlink())


@pytest.mark.parametrize("kind", DESTINATIONS)
def test_a_run_that_succeeds_leaves_its_results_alone(folder, squares, kind):
    before = set(content(folder))
    output, summary = destinations(folder, kind)
    context = QgsProcessingContext()
    definition = QgsProcessingOutputLayerDefinition(output, QgsProject.instance())
    style = f"{folder}/old.qml"
    results = run(INPUT=squares, OUTPUT=definition, SUMMARY=summary, STYLE_FILE=style, context=context)
    assert list(context.layersToLoadOnCompletion()) == [results["OUTPUT"]]
    assert Path(style).read_text(encoding="utf-8") == "<qgis/>"
    assert read(results["OUTPUT"]) == [(n, f"å{n}") for n in range(500)]
    counted = rows_of(QgsVectorLayer(results["SUMMARY"], "", "ogr"))
    assert [str(row["count"]) for row in counted] == ["500"]  # CSV has only text
    assert not [name for name in set(content(folder)) - before if ".segregation-" in name or "-wal" in name]
    if kind != "existing tables":
        assert read(folder / "many.gpkg", "areas") == read(folder / "many.gpkg", "roads") == ROWS_OF_3


def write_and(last, parameters):
    """Run the algorithm, and do something last, before the results are put in place."""
    from segregation_plugin.processing_provider.writing.destinations import check
    from segregation_plugin.processing_provider.writing.staging import protected

    algorithm, context = Tiny().create(), QgsProcessingContext()
    with protected(check(algorithm, parameters, context), parameters, context) as staging:
        algorithm.execute(staging.parameters, context, Log())
        last()


def test_an_interrupt_leaves_every_file_as_it_was(folder, squares):
    def interrupt():
        raise KeyboardInterrupt

    before = content(folder)
    parameters = {"INPUT": squares, "OUTPUT": f"{folder}/old.gpkg", "SUMMARY": f"{folder}/new.csv"}
    with pytest.raises(KeyboardInterrupt):
        write_and(interrupt, parameters)
    assert content(folder) == before


def test_a_run_that_is_killed_leaves_the_geopackage_as_it_was(folder):
    """Nothing can be put back after a kill, so nothing may have been touched."""
    code = f"""
import os, signal, sys
sys.path[:0] = [{str(Path(__file__).resolve().parents[2])!r}, "/usr/share/qgis/python/plugins"]
from qgis.core import QgsApplication
application = QgsApplication([], False)
QgsApplication.initQgis()
from tests.processing.test_staging import write_and
destination = "ogr:dbname='{folder}/many.gpkg' table=\\"areas\\" (geom)"
parameters = {{"INPUT": "{folder}/areas.gpkg", "OUTPUT": destination}}
write_and(lambda: os.kill(os.getpid(), signal.SIGKILL), parameters)
"""
    before = content(folder)
    process = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert process.returncode == -9, process.stderr
    after = content(folder)
    assert {name: after[name] for name in before} == before
    assert all(name.startswith(".segregation-") for name in set(after) - set(before))


def test_a_lock_that_comes_late_leaves_every_file_as_it_was(folder, squares, monkeypatch):
    from segregation_plugin.core.errors import InputError
    from segregation_plugin.processing_provider.writing import geopackage

    monkeypatch.setattr(geopackage, "_PATIENCE_MS", 100)
    before = content(folder)
    many = folder / "many.gpkg"
    parameters = {"INPUT": squares, "OUTPUT": f"{folder}/old.gpkg", "SUMMARY": table(many, "a")}
    with ExitStack() as lock:
        with pytest.raises(InputError, match=r"database is locked.*; close the files wherever they are open"):
            write_and(lambda: lock.enter_context(locked(many, "IMMEDIATE")), parameters)
        assert content(folder) == before


@pytest.mark.parametrize(
    "kind", ["existing files", "new files", "tables among others", "tables of a new file"]
)
def test_a_zone_larger_than_a_row_of_a_geopackage_is_told(folder, squares, kind, monkeypatch):
    from segregation_plugin.processing_provider.writing import output

    monkeypatch.setattr(output, "_ROW_OF_GEOPACKAGE_BYTES", 50)
    before = content(folder)
    areas, summary = destinations(folder, kind)
    sentence = refusal(INPUT=squares, OUTPUT=areas, SUMMARY=summary)
    assert "A feature of output OUTPUT has 0 MB, more than" in sentence
    assert content(folder) == before


@pytest.mark.parametrize("areas", ["{f}/new.geojson", "{f}/new.shp", "TEMPORARY_OUTPUT"])
def test_other_formats_take_a_larger_row(folder, squares, areas, monkeypatch):
    from segregation_plugin.processing_provider.writing import output

    monkeypatch.setattr(output, "_ROW_OF_GEOPACKAGE_BYTES", 50)
    result = run(INPUT=squares, OUTPUT=areas.format(f=folder))
    layer = result["OUTPUT"] if areas == "TEMPORARY_OUTPUT" else QgsVectorLayer(result["OUTPUT"], "", "ogr")
    assert layer.featureCount() == 500


def test_a_file_in_use_takes_everything_back(folder, squares, monkeypatch):
    before = content(folder)
    rename = Path.rename

    def in_use(self, target):
        if self == folder / "old.geojson":
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", in_use)
    many = table(folder / "many.gpkg", "made")
    with pytest.raises(QgsProcessingException, match=r"in place \(old.geojson: in use\); close"):
        run(INPUT=squares, OUTPUT=many, SUMMARY=f"{folder}/old.geojson", STYLE_FILE=f"{folder}/new.qml")
    monkeypatch.undo()
    assert content(folder) == before


def test_a_folder_is_not_taken_for_a_file_that_is_replaced(folder, squares):
    (folder / "old.qmd").mkdir()
    (folder / "old.qmd" / "mine.txt").write_text("kept", encoding="utf-8")
    before = content(folder)
    assert "old.qmd is a folder" in refusal(INPUT=squares, OUTPUT=f"{folder}/old.geojson")
    assert content(folder) == before


def test_what_cannot_be_put_back_is_kept_and_named(folder, squares, monkeypatch):
    rename = Path.rename

    def in_use(self, target):
        if target in (folder / "old.geojson", folder / "old.qml"):
            raise PermissionError(13, "in use", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", in_use)
    with pytest.raises(
        QgsProcessingException, match=r"it is kept in .*, to be moved back by hand\."
    ) as caught:
        run(INPUT=squares, OUTPUT=f"{folder}/old.geojson", STYLE_FILE=f"{folder}/old.qml")
    kept = Path(str(caught.value).partition("is kept in ")[2].partition(", to be")[0])
    assert read(kept / "old.geojson") == ROWS_OF_3
    assert (kept / "old.qml").read_text(encoding="utf-8") == "<qgis>old</qgis>"


def test_an_index_of_the_file_that_was_there_does_not_stay(folder, squares):
    (folder / "old.qix").write_bytes(b"of the old features")
    run(INPUT=squares, OUTPUT=f"{folder}/old.shp")
    assert not (folder / "old.qix").exists()
    assert read(folder / "old.shp") == [(n, f"å{n}") for n in range(500)]


def test_a_table_keeps_its_style_and_open_layers_read_the_new_rows(folder, squares):
    path = folder / "many.gpkg"
    areas, roads = (QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in ("areas", "roads"))
    areas.saveStyleToDatabase("mine", "", useAsDefault=True, uiFileContent="")
    assert len(list(areas.getFeatures())) == len(list(roads.getFeatures())) == 3
    run(INPUT=squares, OUTPUT=table(path, "areas"))
    assert len(list(areas.getFeatures())) == 500
    assert len(list(roads.getFeatures())) == 3
    assert areas.listStylesInDatabase()[2] == ["mine"]
    assert QgsVectorLayer(areas.source(), "", "ogr").hasSpatialIndex()


def test_tables_bring_their_styles_and_metadata_into_a_geopackage(folder, squares):
    from segregation_plugin.processing_provider.writing import geopackage

    save(squares, folder / "made.gpkg", "areas")
    made = QgsVectorLayer(f"{folder}/made.gpkg|layername=areas", "made", "ogr")
    made.renderer().symbol().setColor(QColor("#123456"))
    made.saveStyleToDatabase("types", "", useAsDefault=True, uiFileContent="")
    metadata = made.metadata()
    metadata.setHistory(["made"])
    made.setMetadata(metadata)
    assert made.saveDefaultMetadata()[1]
    roads = QgsVectorLayer(f"{folder}/many.gpkg|layername=roads", "roads", "ogr")
    roads.saveStyleToDatabase("mine", "", useAsDefault=True, uiFileContent="")

    with geopackage.tables_replaced(f"{folder}/made.gpkg", f"{folder}/many.gpkg"):
        pass
    assert geopackage.carry_metadata_and_styles(f"{folder}/made.gpkg", f"{folder}/many.gpkg") == []

    areas = QgsVectorLayer(f"{folder}/many.gpkg|layername=areas", "areas", "ogr")
    assert areas.featureCount() == 500
    assert areas.renderer().symbol().color().name() == "#123456"
    assert areas.metadata().history() == ["made"]
    count, _, names, *_ = roads.listStylesInDatabase()
    assert names[:count] == ["mine"]


@pytest.mark.parametrize("kind", ["existing files", "existing tables", "tables of a new file"])
def test_a_run_in_the_background_is_loaded_from_where_it_was_asked_for(folder, squares, kind):
    """As the toolbox runs an algorithm: a task in another thread, then the layers go into the project."""
    from processing.gui.Postprocessing import handleAlgorithmResults

    project, log, context = QgsProject(), Log(), QgsProcessingContext()
    project.addMapLayer(squares)
    context.setProject(project)
    output, summary = destinations(folder, kind)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("tiny:tiny")
    parameters = {
        "INPUT": squares.id(),
        "OUTPUT": QgsProcessingOutputLayerDefinition(output, project),
        "SUMMARY": QgsProcessingOutputLayerDefinition(summary, project),
    }
    assert algorithm.checkParameterValues(parameters, context) == (True, "")
    outcome = []
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, log)
    task.executed.connect(lambda fine, results: outcome.append((fine, results)))
    QgsApplication.taskManager().addTask(task)
    deadline = time.monotonic() + 60
    while not outcome and time.monotonic() < deadline:
        QCoreApplication.processEvents()
    assert outcome[0][0], log.errors
    assert handleAlgorithmResults(algorithm, context, log, parameters)
    loaded = {layer.name(): layer for layer in project.mapLayers().values()}
    assert loaded["Copied areas"].source() == outcome[0][1]["OUTPUT"]
    assert loaded["Copied areas"].featureCount() == 500
    assert loaded["Summary"].featureCount() == 1


# Models


@pytest.mark.parametrize("fail", ["between", "cancel"])
def test_a_model_whose_second_step_fails_leaves_every_file_as_it_was(folder, squares, fail):
    before = content(folder)
    with pytest.raises(QgsProcessingException) as caught:
        run(
            "tiny:two_steps",
            AREAS=squares,
            FAIL=fail,
            **{"ONE:ONE COPY": f"{folder}/old.gpkg", "TWO:TWO COPY": table(folder / "many.gpkg", "areas")},
        )
    assert ".segregation-" not in str(caught.value)
    assert content(folder) == before


def test_a_model_writes_tables_of_one_geopackage(folder, squares):
    path = folder / "many.gpkg"
    destinations = {"ONE:ONE COPY": table(path, "one"), "TWO:TWO COPY": table(path, "areas")}
    for _ in range(2):  # and once more over what is there
        results = run("tiny:two_steps", AREAS=squares, **destinations)
        assert results["TWO:TWO COPY"] == f"{path}|layername=areas"
        assert read(path, "one") == read(path, "areas") == [(n, f"å{n}") for n in range(500)]
        assert read(path, "roads") == ROWS_OF_3
