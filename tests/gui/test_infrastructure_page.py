"""The page Infrastructure: what it lists, what a person can change, what the project keeps, files that become layers."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QFileDialog, QStyle, QStyleOptionViewItem

from tests.support import Swedish, memory_layer

NVDB = ("Klass_181:integer", "ADT_l_115:integer", "ADT_f_117:integer", "Namn:string")
LINE, POINT, POLYGON = (
    "LineString (0 0, 9 9)",
    "Point (1 1)",
    "Polygon ((0 0, 9 0, 9 9, 0 0))",
)
DASH = "\N{EN DASH}"
with_layers = pytest.mark.usefixtures("layers")
STOPS = (
    "\ufeffstop_id,stop_name,stop_lat,stop_lon,location_type\n007,Gröna torget,57.7,11.9,0\n008,Ingång,,,2\n"
)


def line_layer(name, fields=()):
    return memory_layer("LineString", fields, [(LINE, [None] * len(fields))], name)


@pytest.fixture
def project(qgis_new_project):  # noqa: ARG001 - an empty one
    return QgsProject.instance()


@pytest.fixture
def layers(project):
    made = [
        line_layer("NVDB_Goteborg", NVDB),
        memory_layer("Polygon", ["id:integer"], [(POLYGON, [1])], "parks"),
        memory_layer(
            "Polygon", ["region_code:string", "area_type:integer"], [(POLYGON, ["0114R001", 1])], "areas"
        ),
        memory_layer("Point", ["id:integer", "type:string"], [(POINT, [1, "x"])], "njdb_stations"),
        QgsVectorLayer("NoGeometry?field=a:integer", "table", "memory"),
    ]
    project.addMapLayers(made)
    return {layer.name(): layer.id() for layer in made}


@pytest.fixture
def page(project, qgis_iface, qgis_parent):  # noqa: ARG001 - an empty project
    yield from opened(qgis_iface, qgis_parent)


def opened(desktop, parent):
    from segregation_plugin.gui.infrastructure_page import InfrastructurePage
    from segregation_plugin.gui.state import ProjectState

    state = ProjectState()
    page = InfrastructurePage(state, desktop, parent)
    page.resize(300, 500)
    page.show()
    QApplication.processEvents()
    yield page
    page.take_out()
    state.disconnect_all()
    page.close()
    page.deleteLater()


def index_of(page, name, column=0, part=None):
    """Return the index of a layer, or of one of its fields."""
    row = next(row for row, listed in enumerate(page.model.layers) if listed.name == name)
    if part is None:
        return page.model.index(row, column)
    return page.model.index(("class_field", "traffic_field").index(part), column, page.model.index(row, 0))


def shown(page):
    """Return the rows as a person sees them."""
    rows = []
    for row in range(page.model.rowCount()):
        layer = page.model.index(row, 0)
        ticked = Qt.CheckState(layer.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        below = [
            page.model.index(place, 0, layer).data(Qt.ItemDataRole.EditRole)
            for place in range(page.model.rowCount(layer))
        ]
        rows.append((ticked, layer.data(), page.model.index(row, 1).data(), *below))
    return rows


def chosen(page):
    return [
        (choice.layer.name(), choice.kind, choice.class_field, choice.traffic_field)
        for choice in page.chosen()
    ]


def click_box(page, name):
    index = index_of(page, name)
    option = QStyleOptionViewItem()
    option.rect = page.view.visualRect(index)
    option.features = (
        QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        | QStyleOptionViewItem.ViewItemFeature.HasDisplay
        | QStyleOptionViewItem.ViewItemFeature.HasDecoration
    )
    box = page.view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, page.view)
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def choose_in_list(page, label):
    """Choose in the list that is open, with the keys."""
    QApplication.processEvents()
    editor = page.view.findChild(QComboBox)
    assert editor.view().isVisible()
    wanted, at = editor.findText(label), editor.currentIndex()
    key = Qt.Key.Key_Down if wanted > at else Qt.Key.Key_Up
    for _ in range(abs(wanted - at)):
        QTest.keyClick(editor.view(), key)
    QTest.keyClick(editor.view(), Qt.Key.Key_Return)
    QApplication.processEvents()


def click(page, index):
    page.view.scrollTo(index)
    QTest.mouseClick(
        page.view.viewport(), Qt.MouseButton.LeftButton, pos=page.view.visualRect(index).center()
    )


def is_italic(index):
    return index.data(Qt.ItemDataRole.FontRole).italic()


def drop(page, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    entering = QDragEnterEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(page, entering)
    if not entering.isAccepted():
        return False
    QApplication.sendEvent(
        page,
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )
    QApplication.processEvents()
    return True


@with_layers
def test_it_lists_what_may_be_infrastructure_with_guesses(page):
    assert shown(page) == [
        (True, "njdb_stations", "Station", "type"),
        (True, "NVDB_Goteborg", "Road", "Klass_181", "ADT_f_117"),
        (False, "parks", "Other", ""),
    ]
    assert chosen(page) == [
        ("njdb_stations", "station", "type", ""),
        ("NVDB_Goteborg", "road", "Klass_181", "ADT_f_117"),
    ]
    assert page.summary.text().startswith("2 of 3 layers chosen.")


def test_an_empty_project(page):
    assert shown(page) == []
    assert (page.chosen(), page.summary.text(), page.guess_button.isEnabled()) == ([], "", False)
    page.grab()  # draws what to do


@with_layers
def test_a_guess_looks_like_one_until_it_is_changed(page):
    kind = index_of(page, "NVDB_Goteborg", 1)
    assert is_italic(kind)
    assert "NVDB" in kind.data(Qt.ItemDataRole.ToolTipRole)
    click(page, kind)
    choose_in_list(page, "Project")
    kind = index_of(page, "NVDB_Goteborg", 1)
    assert (kind.data(), is_italic(kind)) == ("Project", False)
    assert "Chosen by you" in kind.data(Qt.ItemDataRole.ToolTipRole)
    assert is_italic(index_of(page, "njdb_stations", 1))


@with_layers
def test_choosing_what_was_guessed_makes_it_ones_own(page):
    click(page, index_of(page, "NVDB_Goteborg", 1))
    choose_in_list(page, "Road")
    assert not is_italic(index_of(page, "NVDB_Goteborg", 1))


@with_layers
def test_leaving_the_list_changes_nothing(page):
    click(page, index_of(page, "parks", 1))
    QApplication.processEvents()
    QTest.keyClick(page.view.findChild(QComboBox).view(), Qt.Key.Key_Escape)
    assert index_of(page, "parks", 1).data() == "Other"
    assert is_italic(index_of(page, "parks", 1))
    assert not page.guess_button.isEnabled()


@with_layers
def test_the_box_is_clicked(page):
    said = []
    page.changed.connect(lambda: said.append(True))
    click_box(page, "parks")
    assert [name for name, *_ in chosen(page)] == ["njdb_stations", "NVDB_Goteborg", "parks"]
    click_box(page, "NVDB_Goteborg")
    assert [name for name, *_ in chosen(page)] == ["njdb_stations", "parks"]
    assert len(said) == 2


@with_layers
def test_fields_are_chosen_with_the_mouse(page):
    click(page, index_of(page, "NVDB_Goteborg", part="class_field"))
    choose_in_list(page, "Namn")
    click(page, index_of(page, "NVDB_Goteborg", part="traffic_field"))
    choose_in_list(page, DASH)
    assert chosen(page)[1] == ("NVDB_Goteborg", "road", "Namn", "")
    assert is_italic(index_of(page, "njdb_stations", part="class_field"))
    assert not is_italic(index_of(page, "NVDB_Goteborg", part="traffic_field"))


@with_layers
def test_the_keys_are_enough(page):
    page.view.setFocus()
    page.view.setCurrentIndex(index_of(page, "njdb_stations"))
    QTest.keyClick(page.view, Qt.Key.Key_Space)
    assert [name for name, *_ in chosen(page)] == ["NVDB_Goteborg"]
    for _ in range(3):  # its class, the roads, their class
        QTest.keyClick(page.view, Qt.Key.Key_Down)
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    choose_in_list(page, "ADT_l_115")
    assert chosen(page) == [("NVDB_Goteborg", "road", "ADT_l_115", "ADT_f_117")]
    QTest.keyClick(page.view, Qt.Key.Key_Space)  # on a field: its layer
    assert chosen(page) == []


@with_layers
def test_folding_stays_when_layers_come(page, project):
    page.view.setCurrentIndex(index_of(page, "NVDB_Goteborg"))
    assert page.view.isExpanded(index_of(page, "NVDB_Goteborg"))
    assert not page.view.isExpanded(index_of(page, "parks"))
    QTest.keyClick(page.view, Qt.Key.Key_Left)
    project.addMapLayer(line_layer("Järnväg"))
    assert not page.view.isExpanded(index_of(page, "NVDB_Goteborg"))
    assert page.view.currentIndex() == index_of(page, "NVDB_Goteborg")


def test_ticking_unfolds_the_fields(project, page):
    project.addMapLayer(line_layer("Cykelvägar", ["klass:integer"]))
    assert not page.view.isExpanded(index_of(page, "Cykelvägar"))
    click_box(page, "Cykelvägar")
    assert page.view.isExpanded(index_of(page, "Cykelvägar"))
    assert chosen(page) == [("Cykelvägar", "road", "klass", "")]


def test_the_fields_follow_a_chosen_kind(project, page):
    project.addMapLayer(line_layer("osm", ["railway:string", "highway:string", "waterway:string"]))
    click_box(page, "osm")
    click(page, index_of(page, "osm", 1))
    choose_in_list(page, "Railway")
    assert chosen(page) == [("osm", "rail", "railway", "")]


@with_layers
def test_ticked_layers_are_drawn_by_kind_and_keep_their_style(page, project, layers):
    from segregation_plugin.cartography.infrastructure_symbols import INFRASTRUCTURE_COLOUR

    road, station = (project.mapLayer(layers[name]) for name in ("NVDB_Goteborg", "njdb_stations"))
    park = project.mapLayer(layers["parks"])
    before = {layer: layer.renderer().symbol().color().name() for layer in (road, station, park)}
    assert {name for name, *_ in chosen(page)} == {"NVDB_Goteborg", "njdb_stations"}
    for _ in range(2):  # a second time is the same
        QTest.mouseClick(page.draw_button, Qt.MouseButton.LeftButton)
        for layer in (road, station):
            assert set(layer.styleManager().styles()) == {"default", "Segregation"}
            assert not layer.hasScaleBasedVisibility()
    assert station.renderer().symbol().color().name().upper() == INFRASTRUCTURE_COLOUR
    assert park.styleManager().styles() == ["default"]
    for layer in (road, station):
        layer.styleManager().setCurrentStyle("default")
    assert before == {layer: layer.renderer().symbol().color().name() for layer in (road, station, park)}


@with_layers
def test_guessing_again_forgets_what_was_chosen(page):
    before = shown(page)
    click_box(page, "NVDB_Goteborg")
    assert page.guess_button.isEnabled()
    QTest.mouseClick(page.guess_button, Qt.MouseButton.LeftButton)
    assert shown(page) == before
    assert not page.guess_button.isEnabled()


def test_choices_are_kept_in_the_project_file(tmp_path, project, page):
    path = tmp_path / "roads.gpkg"
    write(line_layer("x", NVDB), path)
    project.addMapLayer(QgsVectorLayer(str(path), "Gator", "ogr"))
    click(page, index_of(page, "Gator", 1))
    choose_in_list(page, "Other")
    click(page, index_of(page, "Gator", part="class_field"))
    choose_in_list(page, "Namn")
    click_box(page, "Gator")
    assert project.isDirty()
    kept = shown(page)
    assert kept == [(False, "Gator", "Other", "Namn", "")]
    assert project.write(str(tmp_path / "p.qgz"))
    project.clear()
    assert shown(page) == []
    assert project.read(str(tmp_path / "p.qgz"))
    assert shown(page) == kept
    assert not project.isDirty()


def test_choices_survive_a_new_name_and_a_moved_file(tmp_path, project, page):
    path = tmp_path / "roads.gpkg"
    write(line_layer("x", NVDB), path)
    project.addMapLayer(QgsVectorLayer(str(path), "Gator", "ogr"))
    click(page, index_of(page, "Gator", part="class_field"))
    choose_in_list(page, "Namn")
    project.mapLayersByName("Gator")[0].setName("Annat")
    assert shown(page) == [(True, "Annat", "Road", "Namn", "ADT_f_117")]
    assert project.write(str(tmp_path / "p.qgz"))
    project.clear()
    path.rename(tmp_path / "moved.gpkg")
    project.read(str(tmp_path / "p.qgz"))
    assert page.chosen() == []
    assert shown(page) == [
        (False, "Annat", "Other", "", "")
    ]  # its fields are unknown while it cannot be read
    assert "cannot be read" in index_of(page, "Annat").data(Qt.ItemDataRole.ToolTipRole)
    page.grab()
    layer = project.mapLayersByName("Annat")[0]
    assert not layer.isValid()
    layer.setDataSource(str(tmp_path / "moved.gpkg"), "Annat", "ogr")
    assert chosen(page) == [("Annat", "road", "Namn", "ADT_f_117")]


def test_a_field_that_has_gone_is_guessed_again(layers, page, project):
    click(page, index_of(page, "NVDB_Goteborg", part="class_field"))
    choose_in_list(page, "Namn")
    layer = project.mapLayer(layers["NVDB_Goteborg"])
    layer.dataProvider().deleteAttributes([layer.fields().lookupField("Namn")])
    layer.updateFields()
    assert index_of(page, "NVDB_Goteborg", part="class_field").data(Qt.ItemDataRole.EditRole) == "Klass_181"
    assert is_italic(index_of(page, "NVDB_Goteborg", part="class_field"))


@pytest.mark.parametrize(
    "kept",
    [
        "{not json",
        "[]",
        '{"ID": []}',
        '{"ID": {"kind": "motorway", "chosen": "yes", "class_field": 7, "traffic_field": "gone"}}',
        '{"ID": {"kind": ["road"], "chosen": null, "class_field": {}, "traffic_field": null}}',
    ],
)
def test_rubbish_in_the_project_counts_for_nothing(kept, layers, page, project):
    before = shown(page)
    project.writeEntry("Segregation", "infrastructure", kept.replace("ID", layers["NVDB_Goteborg"]))
    project.layersAdded.emit([])
    assert shown(page) == before
    click_box(page, "NVDB_Goteborg")
    assert [name for name, *_ in chosen(page)] == ["njdb_stations"]


def test_what_is_kept_of_removed_layers_goes_with_the_next_choice(layers, page, project):
    click_box(page, "parks")
    project.removeMapLayer(layers["parks"])
    click_box(page, "njdb_stations")
    kept = json.loads(project.readEntry("Segregation", "infrastructure", "")[0])
    assert kept == {layers["njdb_stations"]: {"chosen": False}}


def test_layers_come_and_go_while_a_list_is_open(layers, page, project):
    click(page, index_of(page, "NVDB_Goteborg", 1))
    QApplication.processEvents()
    project.removeMapLayer(layers["NVDB_Goteborg"])
    QApplication.processEvents()
    assert [row[1] for row in shown(page)] == ["njdb_stations", "parks"]
    project.clear()
    assert (shown(page), page.chosen()) == ([], [])


def test_nothing_is_listened_to_once_it_is_taken_out(layers, project, qgis_iface, qgis_parent):
    open_page = opened(qgis_iface, qgis_parent)
    page = next(open_page)
    said = []
    page.changed.connect(lambda: said.append(True))
    layer = project.mapLayer(layers["parks"])
    followed = [layer.receivers(signal) for signal in (layer.nameChanged, layer.updatedFields)]
    page.take_out()
    assert [layer.receivers(signal) for signal in (layer.nameChanged, layer.updatedFields)] == [
        count - 1 for count in followed
    ]
    layer.setName("x")
    project.addMapLayer(line_layer("y"))
    project.clear()
    assert said == []
    page._state.disconnect_all()
    page.close()
    page.deleteLater()


def write(layer, path, name=None, *, add=False):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = QgsVectorFileWriter.driverForExtension(path.suffix)
    options.layerName = name or path.stem
    if add:
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    context = QgsProject.instance().transformContext()
    assert QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), context, options)[0] == 0


@pytest.mark.parametrize("folder", ["gtfs", "å 100%25 & #1? 'q\" + {x} <b>"])
def test_stops_of_gtfs_become_points(folder, tmp_path, page, project):
    path = tmp_path / folder / "stops.txt"
    path.parent.mkdir()
    path.write_text(STOPS, encoding="utf-8")
    assert drop(page, path)
    assert chosen(page) == [(f"{folder} stops", "stop", "location_type", "")]
    layer = page.chosen()[0].layer
    assert layer.crs() == QgsCoordinateReferenceSystem("EPSG:4326")
    features = list(layer.getFeatures())
    assert [feature["stop_id"] for feature in features] == ["007", "008"]
    assert [feature.hasGeometry() for feature in features] == [True, False]
    assert features[0].geometry().asPoint().toString(1) == "11.9,57.7"
    assert project.write(str(tmp_path / folder / "p.qgz"))
    project.clear()
    assert project.read(str(tmp_path / folder / "p.qgz"))
    assert [choice.layer.featureCount() for choice in page.chosen()] == [2]


def test_a_folder_with_stops_is_enough(tmp_path, page):
    (tmp_path / "västtrafik").mkdir()
    (tmp_path / "västtrafik" / "stops.txt").write_text(STOPS, encoding="utf-8")
    assert drop(page, tmp_path / "västtrafik")
    assert [name for name, *_ in chosen(page)] == ["västtrafik stops"]


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp"])
@pytest.mark.parametrize("stem", ["parker", "å 100% & #1? {x} <b>"])
def test_files_become_layers_and_are_chosen(stem, suffix, tmp_path, page):
    path = tmp_path / f"{stem}{suffix}"
    write(line_layer("x", ["a:integer"]), path)
    assert drop(page, path)
    assert chosen(page) == [(stem, "other", "", "")]
    assert page.chosen()[0].layer.featureCount() == 1
    assert page.message.isHidden()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_points_are_drawn_over_lines_over_areas(order, tmp_path, page, project):
    made = (
        (memory_layer("Point", [], [(POINT, [])]), "stations"),
        (line_layer("x"), "roads"),
        (memory_layer("Polygon", [], [(POLYGON, [])]), "parks"),
    )
    paths = []
    for place in order:
        layer, name = made[place]
        paths.append(tmp_path / f"{name}.geojson")
        write(layer, paths[-1])
    assert drop(page, *paths)
    assert [layer.name() for layer in project.layerTreeRoot().layerOrder()] == ["stations", "roads", "parks"]


def test_built_up_land_is_not_taken_for_infrastructure(tmp_path, page, project):
    path = tmp_path / "tätorter 2023.geojson"
    write(memory_layer("Polygon", ["name:string"], [(POLYGON, ["Karlstad"])]), path)
    drop(page, path)
    assert chosen(page) == []
    assert "looks like built-up land" in page.message.text()
    (node,) = project.layerTreeRoot().findLayers()
    assert not node.itemVisibilityChecked()


def several(path):
    write(line_layer("x"), path, "Vägar")
    write(memory_layer("Point", [], [(POINT, [])]), path, "Hållplatser", add=True)
    write(QgsVectorLayer("NoGeometry?field=a:integer", "t", "memory"), path, "tabell", add=True)
    return path


def test_of_several_layers_the_wanted_ones_are_added(tmp_path, page, monkeypatch):
    from segregation_plugin.gui import infrastructure_page

    asked = []

    def ask(_):
        return lambda path, found: asked.append((path, [one.name() for one in found])) or found[:1]

    monkeypatch.setattr(infrastructure_page, "ask", ask)
    path = several(tmp_path / "leverans.gpkg")
    assert drop(page, path)
    assert asked == [(path, ["Vägar", "Hållplatser"])]
    assert chosen(page) == [("leverans — Vägar", "road", "", "")]


def test_the_window_for_several_layers_is_that_of_qgis(tmp_path, page, monkeypatch):
    from qgis.gui import QgsProviderSublayersDialog

    answers = iter((1, 0))
    monkeypatch.setattr(QgsProviderSublayersDialog, "exec", lambda _: next(answers))
    path = several(tmp_path / "leverans.gpkg")
    page.add_files([path])
    assert {name for name, *_ in chosen(page)} == {"leverans — Vägar", "leverans — Hållplatser"}
    page.add_files([path])
    assert len(page.chosen()) == 2
    assert page.message.isHidden()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.gpkg", b"rubbish", "x.gpkg holds no points, lines or areas that QGIS can read."),
        ("empty.geojson", b"", "empty.geojson holds no points, lines or areas that QGIS can read."),
        ("table.csv", b"a;b\n1;2\n", "table.csv holds no points, lines or areas that QGIS can read."),
        ("stops.txt", b"stop_id,name\n1,x\n", "stops.txt lacks the columns stop_lat, stop_lon;"),
        (
            "stops.txt",
            b"stop_id,stop_lat,stop_lon\n",
            "stops.txt holds no stops with coordinates in degrees.",
        ),
        ("stops.txt", b"\xff\xfe\x00", "stops.txt lacks the columns stop_id,"),
        (
            "stops.txt",
            b"stop_id,stop_lat,stop_lon\n1,6400000,320000\n",
            "holds no stops with coordinates in degrees.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_added(name, content, sentence, tmp_path, page, project):
    (tmp_path / name).write_bytes(content)
    page.add_files([tmp_path / name])
    assert sentence in page.message.text()
    assert not page.message.isHidden()
    assert project.mapLayers() == {}


def test_a_path_that_is_too_long_is_told(page):
    page.add_files([Path("/" + "a" * 5000)])
    assert "cannot be read: File name too long" in page.message.text()


def test_areas_are_added_but_not_listed(tmp_path, page, project):
    write(memory_layer("Polygon", ["regsokod:string"], [(POLYGON, ["0114R001"])]), tmp_path / "regso.geojson")
    page.add_files([tmp_path / "regso.geojson"])
    assert [layer.name() for layer in project.mapLayers().values()] == ["regso"]
    assert shown(page) == []
    assert page.message.text().startswith("regso is in the project, but")


@with_layers
def test_it_can_be_asked_before_the_list_has_heard_of_what_is_gone(page, project, layers):
    heard = []
    page._state.layers_changed.disconnect(page._refresh)
    page._state.layers_changed.connect(lambda: heard.append(chosen(page)))
    page._state.layers_changed.connect(page._refresh)
    project.removeMapLayer(layers["NVDB_Goteborg"])
    assert [name for name, *_ in heard[0]] == ["njdb_stations"]


@pytest.fixture
def swedish():
    translator = Swedish()
    QApplication.installTranslator(translator)
    yield
    QApplication.removeTranslator(translator)


@pytest.mark.usefixtures("swedish", "layers")
def test_it_speaks_swedish(page):
    assert [row[2] for row in shown(page)] == ["Station", "Väg", "Annat"]
    assert page.model.headerData(1, Qt.Orientation.Horizontal) == "Slag"
    assert index_of(page, "NVDB_Goteborg", part="traffic_field").data() == "Trafik: ADT_f_117"
    assert page.summary.text().startswith("2 av 3 lager valda.")


@pytest.mark.parametrize("inside", [".", "flöde {1}"])
@pytest.mark.parametrize("name", ["gtfs", "å 100% & #1? {x} <b>"])
def test_a_packed_timetable_is_read_as_it_comes(name, inside, tmp_path, page, project):
    feed = tmp_path / "feed" / inside
    feed.mkdir(parents=True)
    (feed / "agency.txt").write_text("agency_id\n1\n", encoding="utf-8")
    (feed / "stops.txt").write_text(STOPS, encoding="utf-8")
    assert drop(page, Path(shutil.make_archive(str(tmp_path / name), "zip", tmp_path / "feed")))
    assert page.message.text() == ""
    assert chosen(page) == [(f"{name} stops", "stop", "location_type", "")]
    assert project.write(str(tmp_path / "p.qgz"))
    project.clear()
    assert project.read(str(tmp_path / "p.qgz"))
    layer = page.chosen()[0].layer
    assert layer.crs() == QgsCoordinateReferenceSystem("EPSG:4326")
    features = list(layer.getFeatures())
    assert [feature["stop_id"] for feature in features] == ["007", "008"]
    assert [feature.hasGeometry() for feature in features] == [True, False]
    assert features[0].geometry().asPoint().toString(1) == "11.9,57.7"


@pytest.mark.parametrize(
    ("stops", "sentence"),
    [
        ("stop_id,stop_lat\n1,57.7\n", "gtfs.zip lacks the columns stop_lon; a stops.txt of GTFS"),
        (
            "stop_id,stop_lat,stop_lon\n1,6400000,320000\n",
            "gtfs.zip holds no stops with coordinates in degrees.",
        ),
    ],
)
def test_a_packed_timetable_without_stops_is_told(stops, sentence, tmp_path, page, project):
    with zipfile.ZipFile(tmp_path / "gtfs.zip", "w") as packed:
        packed.writestr("stops.txt", stops)
    page.add_files([tmp_path / "gtfs.zip"])
    assert sentence in page.message.text()
    assert project.mapLayers() == {}


def test_many_unreadable_files_are_told_in_short(tmp_path, page):
    good = tmp_path / "good.geojson"
    write(line_layer("x"), good)
    page.add_files([*(tmp_path / f"{number}.txt" for number in range(5)), good])
    assert page.message.text().count("\n") == 3
    assert page.message.text().endswith("More such files: 2.")
    assert [name for name, *_ in chosen(page)] == ["good"]
    page.add_files([good])
    assert page.message.isHidden()


def test_files_are_asked_for(tmp_path, page, monkeypatch):
    path = tmp_path / "spår.geojson"
    write(line_layer("x"), path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    QTest.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    assert chosen(page) == [("spår", "rail", "", "")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    QTest.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    assert len(page.chosen()) == 1


def test_the_list_leaves_what_is_dropped_on_it_to_the_page(page):
    assert page.acceptDrops()
    assert not page.view.acceptDrops()
    assert not page.view.viewport().acceptDrops()


def test_what_is_no_file_is_not_taken(page):
    data = QMimeData()
    data.setText("x")
    event = QDragEnterEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(page, event)
    assert not event.isAccepted()


def test_names_are_shown_as_they_are(project, page):
    project.addMapLayer(line_layer("<b>väg</b> & <img src=x>"))
    tip = index_of(page, "<b>väg</b> & <img src=x>").data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img src=x&gt;" in tip
    assert "<img" not in tip
