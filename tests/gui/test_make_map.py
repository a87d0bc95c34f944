"""The dialog for printed maps: what is set ends up in a layout or a file, and what fails is told in a sentence."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from qgis.core import QgsMapSettings, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox

from segregation_plugin import settings
from segregation_plugin.cartography.area_type_style import apply_area_type_style
from tests.support import AREA_FIELDS, memory_layer


@pytest.fixture
def areas(qgis_new_project):  # noqa: ARG001 - an empty project
    features = [
        (
            f"Polygon(({x} 0, {x + 1000} 0, {x + 1000} 1000, {x} 1000, {x} 0))",
            [code, "RegSO 2025", kind, 1, 1, code[:4]],
        )
        for x, code, kind in ((0, "1480R001", 1), (1000, "1481R001", 5))
    ]
    layer = memory_layer("Polygon", AREA_FIELDS, features, "areas")
    apply_area_type_style(layer)
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def window():
    opened = []

    def open_designer(layout):
        opened.append(layout.name())
        return SimpleNamespace(setAtlasPreviewEnabled=lambda on: opened.append(on))

    canvas = SimpleNamespace(mapSettings=QgsMapSettings)
    return SimpleNamespace(openLayoutDesigner=open_designer, mapCanvas=lambda: canvas, opened=opened)


@pytest.fixture
def dialog_of(qgis_parent, window):
    from segregation_plugin.gui.make_map import MakeMapDialog

    made = []

    def make(layer):
        made.append(MakeMapDialog(SimpleNamespace(areas=layer), window, qgis_parent))
        return made[-1]

    yield make
    for dialog in made:
        dialog.close()
        dialog.deleteLater()
    QgsProject.instance().clear()


def layouts():
    return [layout.name() for layout in QgsProject.instance().layoutManager().printLayouts()]


def choose(box, token):
    box.setCurrentIndex(box.findData(token))


def test_what_is_set_is_what_is_made(dialog_of, areas):
    dialog = dialog_of(areas)
    QTest.keyClicks(dialog.map_title, "My map")
    choose(dialog.paper, "A3")
    choose(dialog.orientation, "portrait")
    choose(dialog.language, "sv")
    QTest.mouseClick(dialog.make_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == dialog.DialogCode.Accepted
    (layout,) = QgsProject.instance().layoutManager().printLayouts()
    size = layout.pageCollection().page(0).pageSize()
    assert (layout.name(), size.width(), size.height()) == ("My map", 297, 420)
    assert layout.itemById("source").currentText().startswith("Källa: SCB")


@pytest.mark.parametrize("by_municipality", [False, True])
def test_the_designer_is_opened(dialog_of, areas, window, by_municipality):
    dialog = dialog_of(areas)
    dialog.by_municipality.setChecked(by_municipality)
    dialog.make()
    assert window.opened == ["Area types", True] if by_municipality else ["Area types"]


@pytest.mark.parametrize(("lang", "title"), [("sv", "Områdestyper"), ("en", "Area types")])
def test_the_language_of_the_plugin_is_suggested(dialog_of, areas, lang, title):
    settings.LANGUAGE.value = lang
    dialog = dialog_of(areas)
    assert (dialog.language.currentData(), dialog.map_title.placeholderText()) == (lang, title)
    assert dialog.wish().title == title


def test_the_title_follows_the_language_of_the_map(dialog_of, areas):
    dialog = dialog_of(areas)
    choose(dialog.language, "sv")
    assert dialog.wish().title == "Områdestyper"


def test_without_areas_nothing_can_be_made(dialog_of, qgis_new_project):  # noqa: ARG001
    dialog = dialog_of(None)
    assert not any(
        button.isEnabled() for button in (dialog.make_button, dialog.pdf_button, dialog.png_button)
    )
    assert "load some first" in dialog.told.text()


def test_files_are_drawn_from_one_layout(dialog_of, areas, tmp_path):
    dialog = dialog_of(areas)
    for name in ("a.png", "a.pdf"):
        dialog.export(tmp_path / name)
        assert dialog.told.text() == f"The map is drawn into {tmp_path / name}."
    assert sorted(path.name for path in tmp_path.glob("a.*")) == ["a.pdf", "a.png"]
    assert layouts() == ["Area types"]
    dialog.map_title.setText("Another")
    dialog.export(tmp_path / "b.png")
    assert layouts() == ["Area types", "Another"]


@pytest.mark.parametrize("chosen", ["map", "map.pdf"])
def test_the_chosen_file_gets_its_ending(dialog_of, areas, tmp_path, monkeypatch, chosen):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / chosen), ""))
    QTest.mouseClick(dialog_of(areas).pdf_button, Qt.MouseButton.LeftButton)
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")


def test_no_file_chosen_is_nothing_done(dialog_of, areas, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    QTest.mouseClick(dialog_of(areas).png_button, Qt.MouseButton.LeftButton)
    assert layouts() == []


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_pages_that_exist_are_replaced_only_when_asked(dialog_of, areas, tmp_path, monkeypatch, answer):
    asked = []

    def ask(_parent, _title, question):
        asked.append(question)
        return getattr(QMessageBox.StandardButton, answer)

    monkeypatch.setattr(QMessageBox, "question", ask)
    page = tmp_path / "a_Göteborg.png"
    page.write_text("before")
    dialog = dialog_of(areas)
    dialog.by_municipality.setChecked(True)
    dialog.export(tmp_path / "a.png")
    assert asked == ["<span>a_Göteborg.png exists. Replace it?</span>"]
    assert (page.read_bytes() == b"before") is (answer == "No")
    assert (tmp_path / "a_Mölndal.png").exists() is (answer == "Yes")


def test_a_failure_is_one_sentence(dialog_of, areas, tmp_path):
    dialog = dialog_of(areas)
    dialog.export(tmp_path / "absent" / "a.png")
    assert dialog.told.text().startswith("The map could not be drawn into ")
    areas.dataProvider().truncate()
    dialog.map_title.setText("Empty")
    dialog.make()
    assert dialog.told.text() == "Layer areas has no areas to draw a map of."
    assert dialog.result() != dialog.DialogCode.Accepted
