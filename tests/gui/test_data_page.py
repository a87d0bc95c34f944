"""Page *Data*: what is asked for, loaded from a server that answers like SCB, and from files."""

from __future__ import annotations

import gc
import time

import pytest
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDropEvent
from qgis.PyQt.QtTest import QTest

from segregation_plugin import settings
from segregation_plugin.paths import resource_path
from tools.fake_scb import FakeScb, sample_country

SAMPLE = resource_path("sample")


@pytest.fixture
def desktop(qgis_iface, qgis_new_project, monkeypatch):  # noqa: ARG001
    """The stub of the desktop, with the part that brings layers to the map."""
    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), qgis_iface.mapCanvas())
    monkeypatch.setattr(qgis_iface, "layerTreeCanvasBridge", lambda: bridge, raising=False)
    yield qgis_iface
    bridge.deleteLater()


@pytest.fixture
def page(desktop, qgis_parent, provider):  # noqa: ARG001
    from segregation_plugin.gui.data_page import DataPage
    from segregation_plugin.gui.state import ProjectState

    state = ProjectState()
    page = DataPage(state, desktop, qgis_parent)
    page.state = state
    yield page
    page.take_out()
    state.disconnect_all()
    page.close()
    page.deleteLater()


@pytest.fixture
def scb():
    with FakeScb(sample_country(), max_calls_per_time_window=1000) as server:
        settings.WFS_ADDRESS.value, settings.PXWEB_ADDRESS.value = server.wfs_url, server.pxweb_url
        yield server


def click(button):
    """Click at the left, where a check box has its box."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))


def wait_for(line, seconds=30):
    end = time.monotonic() + seconds
    while line.is_busy and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.01)
    QgsApplication.processEvents()
    assert not line.is_busy


def test_it_says_what_will_be_fetched(page):
    assert page.summary.text().splitlines() == [
        "RegSO 2025, the whole country",
        "Nothing kept yet; everything comes from SCB.",
        "The project is not saved: results are temporary layers.",
    ]
    page.year.setValue(2022)
    page.places.insert("göteborg, 0180, Hallands län")  # QTest types ASCII alone
    assert page.summary.text().startswith("RegSO 2020, Göteborg, Stockholm, Hallands län\n")
    page.level.setCurrentText("DeSO")
    assert page.summary.text().startswith("DeSO 2018, ")
    page.places.insert(", Mölndal, Lund")
    assert "Göteborg, Stockholm, Hallands län and 2 more" in page.summary.text()


def test_a_place_that_is_none_cannot_be_loaded(page):
    QTest.keyClicks(page.places, "Atlantis")
    assert page.summary.text().startswith("Atlantis is no kommun and no län")
    assert not page.load_button.isEnabled()
    click(page.within_map)
    assert page.load_button.isEnabled()
    assert not page.places.isEnabled()


def test_the_completer_leaves_what_was_typed_before(page):
    page.places.setText("Lund, göteb")
    completer = page.places.completer()
    completer.setCompletionPrefix(completer.splitPath(page.places.text())[0])
    assert completer.completionCount() == 1
    place = completer.completionModel().mapToSource(completer.currentIndex())  # as Qt asks
    assert completer.pathFromIndex(place) == "Lund, Göteborg"


def test_areas_are_loaded_from_scb_and_chosen(page, scb):  # noqa: ARG001
    for box in (page.grid, page.mask):
        click(box)
    click(page.load_button)
    assert not page.load_button.isEnabled()
    wait_for(page.progress)
    assert page.state.areas.featureCount() == 125
    assert page.state.areas.name() == "Areas RegSO 2025, 2024, the whole country"
    group = QgsProject.instance().layerTreeRoot().findGroup("Segregation")
    seen = {node.name().split(",")[0]: node.isVisible() for node in group.children()}
    assert next(iter(seen)) == "Areas RegSO 2025"
    assert seen == {"Areas RegSO 2025": True, "Population grid": False, "Built-up land": False}
    assert "answers kept, the newest of 20" in page.summary.text()
    assert page.state.areas.renderer().type() == "categorizedSymbol"


@pytest.mark.parametrize("first", [True, False])
def test_the_map_is_zoomed_to_the_areas(page, desktop, scb, first):  # noqa: ARG001
    if not first:
        QgsProject.instance().addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "other", "memory"))
    click(page.grid)
    click(page.load_button)
    wait_for(page.progress)
    canvas = desktop.mapCanvas()
    areas = canvas.mapSettings().layerExtentToOutputExtent(page.state.areas, page.state.areas.extent())
    for _ in range(3):  # the map is set up for its first layer, if it were later
        QgsApplication.processEvents()
    shown = canvas.extent()
    assert shown.contains(areas)
    assert min(shown.width() / areas.width(), shown.height() / areas.height()) < 1.2


def test_results_lie_beside_the_project_and_nothing_is_overwritten(page, scb, tmp_path):  # noqa: ARG001
    QgsProject.instance().write(str(tmp_path / 'it\'s a "plan".qgz'))
    for _ in range(2):
        click(page.load_button)
        wait_for(page.progress)
    path = tmp_path / 'it\'s a "plan"_segregation.gpkg'
    assert path.is_file()
    tables = [layer.name() for layer in _sublayers(path)]
    assert len(tables) == len(set(tables)) == 2
    assert all(
        QgsVectorLayer(f"{path}|layername={name}", name, "ogr").featureCount() == 125 for name in tables
    )


def _sublayers(path):
    from qgis.core import QgsProviderRegistry

    return QgsProviderRegistry.instance().querySublayers(str(path))


def test_a_fault_is_said_and_nothing_is_loaded(page, scb):
    scb.fail("redirect_loop", times=9, where="GetFeature")
    said = []
    page.progress._iface.messageBar().pushMessage = lambda *arguments: said.append(arguments)
    click(page.load_button)
    wait_for(page.progress)
    assert "cannot be reached (Too many redirects)" in said[0][1]
    assert QgsProject.instance().mapLayers() == {}
    assert page.load_button.isEnabled()


def test_a_run_can_be_cancelled(page, scb):
    scb.fail("stall", times=9, where="GetFeature", seconds=30)
    click(page.load_button)
    end = time.monotonic() + 10
    while not scb.requests and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.01)
    began = time.monotonic()
    click(page.progress.cancel_button)
    wait_for(page.progress)
    assert time.monotonic() - began < 1.5
    assert page.progress.text.text() == "Cancelled; nothing was written."
    assert QgsProject.instance().mapLayers() == {}


def drop(widget, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)


def test_files_are_dropped_and_joined(page):
    drop(page.files, SAMPLE / "TAB6574.json", SAMPLE / "regso_2025.geojson", SAMPLE / "TAB6586.json")
    assert page.files.areas.filePath().endswith("regso_2025.geojson")
    assert page.files.index.filePath().endswith("TAB6586.json")
    assert page.files.population.filePath().endswith("TAB6574.json")
    click(page.files.load_button)
    wait_for(page.files.progress)
    while page.files.progress.is_busy or page.files._steps:
        wait_for(page.files.progress)
    areas = page.state.areas
    assert areas.name() == "regso_2025"
    assert areas.featureCount() == 125
    assert areas.fields().lookupField("population") >= 0
    assert len(QgsProject.instance().mapLayers()) == 1


def load_files(page):
    click(page.files.load_button)
    wait_for(page.files.progress)
    while page.files.progress.is_busy or page.files._steps:
        wait_for(page.files.progress)


def test_files_go_where_they_fit_whatever_their_order_and_names(tmp_path, page):
    files = {
        "folk.json": (SAMPLE / "TAB6574.json").read_bytes(),
        "geo.json": b'\xef\xbb\xbf{"type": "FeatureCollection", "features": []}',
        "tal.json": (SAMPLE / "TAB6586.json").read_bytes(),
        "koppling-deso-regso.csv": b"DeSO;RegSO\n",
        "okand.csv": b"a;b\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert "Give polygons and a table with the index" in page.files.told.text()
    drop(page.files, *(tmp_path / name for name in files))
    taken = {
        slot: getattr(page.files, slot).filePath().rpartition("/")[2]
        for slot in ("areas", "index", "population", "key")
    }
    assert taken == {
        "areas": "geo.json",
        "index": "tal.json",
        "population": "folk.json",
        "key": "koppling-deso-regso.csv",
    }
    assert page.files.told.text() == "Not taken, since there is one place for each: okand.csv"
    assert page.files.load_button.isEnabled()


def test_files_may_be_dropped_one_at_a_time(tmp_path, page):
    for name in ("index2023.csv", "per_ruta.csv", "more.csv"):
        (tmp_path / name).write_bytes(b"a;b\n")
        drop(page.files, tmp_path / name)
    assert page.files.index.filePath().endswith("index2023.csv")
    assert page.files.population.filePath().endswith("per_ruta.csv")
    assert "more.csv" in page.files.told.text()


def test_parts_of_a_shapefile_take_no_place(tmp_path, page):
    for suffix in ("shp", "dbf", "shx", "prj", "cpg"):
        (tmp_path / f"regso.{suffix}").write_bytes(b"x")
    drop(page.files, *sorted(tmp_path.iterdir()))
    assert page.files.areas.filePath().endswith("regso.shp")
    assert (page.files.index.filePath(), page.files.population.filePath()) == ("", "")


def test_a_table_alone_says_what_is_missing(tmp_path, page):
    (tmp_path / "okand.csv").write_bytes(b"a;b\n")
    drop(page.files, tmp_path / "okand.csv")
    assert page.files.index.filePath().endswith("okand.csv")
    assert not page.files.load_button.isEnabled()
    assert not page.files.told.isHidden()


def test_a_fault_names_the_files_of_the_user_and_goes_when_the_next_run_begins(
    page, qgis_parent, monkeypatch
):
    bar = QgsMessageBar(qgis_parent)
    monkeypatch.setattr(page.progress._iface, "messageBar", lambda: bar)
    drop(page.files, SAMPLE / "regso_2020.geojson", SAMPLE / "TAB6586.json")
    page.files.areas.setFilePath(str(SAMPLE / "TAB6574.json"))
    load_files(page)
    assert bar.currentItem() is not None
    told = bar.currentItem().text()
    assert "TAB6574" in told
    page.files.areas.setFilePath(str(SAMPLE / "regso_2025.geojson"))
    load_files(page)
    assert bar.currentItem() is None
    assert page.state.areas.name() == "regso_2025"


def test_figures_of_another_division_on_request(tmp_path, page):
    (tmp_path / "typer.csv").write_text(
        "region_code;year;area_type\n"
        + "".join(f"{code};2022;3\n" for code in codes_of(SAMPLE / "regso_2025.geojson"))
    )
    drop(page.files, SAMPLE / "regso_2025.geojson", tmp_path / "typer.csv")
    load_files(page)
    assert page.state.areas is None
    page.files.mismatch.setChecked(True)
    load_files(page)
    assert page.state.areas.uniqueValues(page.state.areas.fields().lookupField("version_mismatch")) == {1}


def codes_of(path):
    layer = QgsVectorLayer(str(path), "x", "ogr")
    place = next(at for at, field in enumerate(layer.fields()) if field.name().lower().startswith("regsokod"))
    return sorted(layer.uniqueValues(place))


@pytest.mark.parametrize("kind", ["stall", "slow"])
def test_taking_it_out_while_it_runs_leaves_nothing(qgis_iface, qgis_new_project, provider, scb, kind):  # noqa: ARG001
    from segregation_plugin.gui.data_page import DataPage
    from segregation_plugin.gui.run import ACTIVITY
    from segregation_plugin.gui.state import ProjectState

    scb.fail(kind, times=9, where="GetFeature", seconds=30)
    state = ProjectState()
    page = DataPage(state, qgis_iface)
    click(page.load_button)
    until(lambda: scb.requests)
    page.take_out()
    state.disconnect_all()
    page.deleteLater()
    del page, state
    QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    until(lambda: not ACTIVITY.is_busy)
    assert not ACTIVITY.is_busy
    assert QgsProject.instance().mapLayers() == {}


def until(ready, seconds=10):
    end = time.monotonic() + seconds
    while not ready() and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.01)


def test_one_thing_runs_at_a_time(page, scb):
    scb.fail("slow", times=1, where="GetFeature", seconds=1)
    drop(page.files, SAMPLE / "regso_2025.geojson", SAMPLE / "TAB6586.json")
    assert page.files.load_button.isEnabled()
    click(page.load_button)
    assert not page.files.load_button.isEnabled()
    wait_for(page.progress)
    until(page.files.load_button.isEnabled)
    assert page.files.load_button.isEnabled()


def test_results_do_not_go_into_another_project(page, scb):
    scb.fail("slow", times=1, where="GetFeature", seconds=1)
    click(page.load_button)
    until(lambda: scb.requests)
    QgsProject.instance().clear()
    wait_for(page.progress)
    assert QgsProject.instance().mapLayers() == {}


def test_a_run_that_ended_as_its_project_was_closed_is_no_failure(page, scb, tmp_path):  # noqa: ARG001
    from segregation_plugin.cartography import post_process

    said = []
    page.progress._iface.messageBar().pushMessage = lambda *arguments: said.append(arguments[1])
    assert QgsProject.instance().write(str(tmp_path / "plan.qgz"))
    click(page.load_button)
    end = time.monotonic() + 30
    while not (tmp_path / "plan_segregation.gpkg").exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.5)  # it ends in its thread; nobody is told before events are processed
    QgsProject.instance().clear()
    wait_for(page.progress)
    assert QgsProject.instance().mapLayers() == {}
    assert said == [
        "<span>Another project is open by now, so the results were not loaded: they belong to the one before.</span>"
    ]
    assert post_process._waiting == {}


def test_a_fault_while_results_are_loaded_ends_the_run(page, scb, monkeypatch):  # noqa: ARG001
    from segregation_plugin.gui import run

    said = []
    page.progress._iface.messageBar().pushMessage = lambda *arguments: said.append(arguments[1])

    def fail(*_):
        raise ValueError("a <b>bold</b> reason\nof two lines")

    monkeypatch.setattr(run, "arrange", fail)
    click(page.load_button)
    wait_for(page.progress)
    assert said == [
        "<span>The results could not be loaded: a &lt;b&gt;bold&lt;/b&gt; reason<br>of two lines</span>"
    ]
    assert page.load_button.isEnabled()


def test_a_cancel_between_files_leaves_the_chosen_areas(page):
    from tests.support import memory_layer

    fields, square = ["region_code:string", "area_type:integer"], "Polygon ((0 0, 9 0, 9 9, 0 0))"
    one, other = (memory_layer("Polygon", fields, [(square, ["1480R001", 1])], name) for name in "ab")
    QgsProject.instance().addMapLayers([one, other])
    page.state.areas = other
    drop(page.files, SAMPLE / "regso_2025.geojson", SAMPLE / "TAB6586.json")
    click(page.files.load_button)
    page.files.progress._run._task.waitForFinished(30_000)  # in its thread, before the cancel
    page.files.progress._run._feedback.cancel()
    wait_for(page.files.progress)
    assert page.state.areas == other
    assert page.files.progress.text.text() == "Cancelled; nothing was written."


def test_a_cancel_stops_the_files_that_are_left(page):
    drop(page.files, SAMPLE / "regso_2025.geojson", SAMPLE / "TAB6586.json", SAMPLE / "TAB6574.json")
    click(page.files.load_button)
    page.files.progress._run._feedback.cancel()  # while, or just after, the first step runs
    wait_for(page.files.progress)
    until(lambda: False, 0.3)
    assert not page.files.progress.is_busy
    assert QgsProject.instance().mapLayers() == {}


def test_a_project_in_a_geopackage_has_its_results_beside_it(qgis_new_project, qgis_app, tmp_path):  # noqa: ARG001
    from segregation_plugin.gui.destinations import results_file, unsaved_note

    assert results_file() is None
    assert unsaved_note()
    assert QgsProject.instance().write(f"geopackage:{tmp_path}/plan.gpkg?projectName=plan")
    assert results_file() == tmp_path / "plan_segregation.gpkg"
    assert unsaved_note() == ""
