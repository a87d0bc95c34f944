"""Page *Analyse*: inputs from the other pages, a run in the background, the first answer."""

from __future__ import annotations

import csv
import sys
import time

import openpyxl
import pytest
from qgis.core import QgsApplication, QgsFeature, QgsFeatureRequest, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox

from segregation_plugin.paths import resource_path

SAMPLE = resource_path("sample")


@pytest.fixture
def pages(qgis_iface, qgis_parent, qgis_new_project, provider):  # noqa: ARG001
    from segregation_plugin.gui.analyse_page import AnalysePage
    from segregation_plugin.gui.infrastructure_page import InfrastructurePage
    from segregation_plugin.gui.state import ProjectState

    state = ProjectState()
    infrastructure = InfrastructurePage(state, qgis_iface, qgis_parent)
    page = AnalysePage(state, qgis_iface, infrastructure, qgis_parent)
    page.resize(340, 1000)
    yield page, infrastructure
    for each in (page, infrastructure):
        each.take_out()
        each.close()
        each.deleteLater()
    state.disconnect_all()


@pytest.fixture(scope="module")
def areas(qgis_app, provider, tmp_path_factory):  # noqa: ARG001
    """The sample's areas with index and population."""
    import processing

    folder = tmp_path_factory.mktemp("areas")
    paths = {name: str(folder / f"{name}.gpkg") for name in ("areas", "index", "people", "joined")}
    for name, parameters in (
        ("prepareareas", {"INPUT": str(SAMPLE / "regso_2025.geojson"), "OUTPUT": paths["areas"]}),
        ("importtable", {"INPUT": str(SAMPLE / "TAB6586.json"), "OUTPUT": paths["index"]}),
        ("importtable", {"INPUT": str(SAMPLE / "TAB6574.json"), "OUTPUT": paths["people"]}),
        (
            "joinindex",
            {
                "AREAS": paths["areas"],
                "TABLE": paths["index"],
                "POPULATION_TABLE": paths["people"],
                "OUTPUT": paths["joined"],
            },
        ),
    ):
        processing.run(f"segregation:{name}", parameters)
    return paths["joined"]


@pytest.fixture
def project(areas):
    """The areas and the sample's railway in the open project."""
    layers = [
        QgsVectorLayer(areas, "areas", "ogr"),
        QgsVectorLayer(f"{SAMPLE / 'infrastructure.gpkg'}|layername=railway", "railway", "ogr"),
    ]
    assert all(layer.isValid() for layer in layers)
    QgsProject.instance().addMapLayers(layers)
    return layers


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))


def wait_for(line, seconds=30):
    end = time.monotonic() + seconds
    while line.is_busy and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.01)
    QgsApplication.processEvents()
    assert not line.is_busy


def test_it_says_what_is_missing(pages, areas):
    page, _ = pages
    assert page.inputs.text() == "Load areas on page Data first."
    assert not page.run_button.isEnabled()
    assert not page.toolbox_button.isEnabled()
    QgsProject.instance().addMapLayer(QgsVectorLayer(areas, "areas", "ogr"))
    assert page.inputs.text() == "Tick layers on page Infrastructure first."


def test_distances_that_are_none_are_named(pages, project):  # noqa: ARG001
    page, _ = pages
    assert page.run_button.isEnabled()
    page.distances.clear()
    QTest.keyClicks(page.distances, "500, far")
    assert "far" in page.inputs.text()
    assert not page.run_button.isEnabled()
    page.tool.setCurrentIndex(1)  # the overlay asks for none
    assert page.run_button.isEnabled()


def test_the_inputs_are_those_of_the_other_pages(pages, project):
    page, _ = pages
    assert page.inputs.text().splitlines() == [
        "areas; around railway",
        "The project is not saved: results are temporary layers.",
    ]
    page.reference.setCurrentIndex(2)
    parameters = page.parameters()
    assert parameters["AREAS"] == project[0].id()
    assert parameters["INFRASTRUCTURE"] == [project[1].id()]
    assert parameters["REFERENCE"] == "municipalities"
    assert "GRID" not in parameters


def test_a_grid_brings_its_field(pages, project):  # noqa: ARG001
    page, _ = pages
    grid = QgsVectorLayer(str(SAMPLE / "population_grid_250m.gpkg"), "grid", "ogr")
    QgsProject.instance().addMapLayer(grid)
    assert page.people.currentLayer() is None
    page.people.setLayer(grid)
    assert page.parameters()["GRID"] == grid.id()
    assert page.parameters()["GRID_FIELD"] in grid.fields().names()


def test_what_page_data_loads_is_filled_in(pages, project):  # noqa: ARG001
    from tests.support import memory_layer

    page, _ = pages
    square = "Polygon ((0 0, 1000 0, 1000 1000, 0 1000, 0 0))"
    grid = memory_layer("Polygon", ["grid_id:string", "population:double"], [(square, ["a", 1])], "grid")
    mask = memory_layer(
        "Polygon",
        ["kind:string", "code:string", "population:double"],
        [(square, ["tätort", "T1", 1])],
        "mask",
    )
    QgsProject.instance().addMapLayers([grid, mask])
    parameters = page.parameters()
    assert (parameters["GRID"], parameters["GRID_FIELD"]) == (grid.id(), "population")
    assert parameters["MASK"] == mask.id()


def test_the_first_answer_is_that_of_the_algorithm(pages, project):
    import processing

    page, _ = pages
    page.distances.clear()
    QTest.keyClicks(page.distances, "500, 1000")
    click(page.run_button)
    assert not page.run_button.isEnabled()
    wait_for(page.progress)
    expected = {
        (row["project"], row["distance_to_m"], row["area_type"]): row
        for row in _rows(
            processing.run(
                "segregation:bufferexposure",
                {
                    "AREAS": project[0],
                    "INFRASTRUCTURE": [project[1]],
                    "DISTANCES": "500,1000",
                    "ZONES": "TEMPORARY_OUTPUT",
                    "EXPOSURE": "TEMPORARY_OUTPUT",
                },
            )["EXPOSURE"]
        )
    }
    view = page.exposure
    assert [view.part.itemText(place) for place in range(view.part.count())] == [
        "railway, 500 m",
        "railway, 1,000 m",
    ]
    assert view.about.text() == "areas; around railway; against: all areas"
    for place in range(view.part.count()):
        view.part.setCurrentIndex(place)
        zone = view.part.currentData()
        people = [
            view.table.model.index(row, 1).data(Qt.ItemDataRole.UserRole)
            for row in range(view.table.model.rowCount())
        ]
        assert people == [row["people"] for key, row in expected.items() if key[:2] == zone]
    everyone = expected[(*view.part.currentData(), "all")]
    assert view.sentence.text().startswith(f"{everyone['people']:,.0f} people live here")
    group = QgsProject.instance().layerTreeRoot().findGroup("Segregation")
    assert [node.name() for node in group.children()] == ["Exposure", "Zones"]


def _rows(layer):
    from tests.support import rows_of

    return rows_of(layer)


def test_the_table_is_copied_saved_and_sorted(pages, project, tmp_path):  # noqa: ARG001
    page, _ = pages
    click(page.run_button)
    wait_for(page.progress)
    view, table = page.exposure, page.exposure.table
    click(table.copy_button)
    lines = QgsApplication.clipboard().text().split("\n")
    assert lines[0] == "areas; around railway; against: all areas; railway, 250 m"
    assert lines[1].split("\t") == ["Type", "People", "Share %", "Reference %", "LQ"]
    assert len(lines) == 2 + table.model.rowCount()
    assert all(cell == "" or float(cell) >= 0 for line in lines[2:] for cell in line.split("\t")[1:])
    table.save(tmp_path / "table.csv")
    assert table.told.text() == f"The table is saved in {tmp_path / 'table.csv'}."
    assert (tmp_path / "table.csv").read_bytes().startswith(b"\xef\xbb\xbfproject,")
    saved = list(csv.DictReader((tmp_path / "table.csv").read_text("utf-8-sig").splitlines()))
    assert len(saved) == len(view._rows)
    assert {row["distance_to_m"] for row in saved} == {"250.0", "500.0", "1000.0"}
    table.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    people = [
        table.view.model().index(row, 1).data(Qt.ItemDataRole.UserRole)
        for row in range(table.model.rowCount())
    ]
    assert people == sorted(people, key=lambda value: -1 if value is None else value, reverse=True)
    click(table.copy_button)
    copied = [line.split("\t")[1] for line in QgsApplication.clipboard().text().split("\n")[2:]]
    assert copied == ["" if value is None else f"{value:.0f}" for value in people]


def test_all_of_the_result_is_saved_as_excel_with_how_it_was_made(pages, project, tmp_path, monkeypatch):  # noqa: ARG001
    page, _ = pages
    click(page.run_button)
    wait_for(page.progress)
    table = page.exposure.table
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "near"), "Excel (*.xlsx)"))
    click(table.save_button)
    book = openpyxl.load_workbook(tmp_path / "near.xlsx")
    assert book.sheetnames == ["Result", "How it was made"]
    names, *rows = book["Result"].iter_rows(values_only=True)
    assert list(names) == list(page.exposure._rows[0])
    for row, expected in zip(rows, page.exposure._rows, strict=True):
        figures = [value for value in row if not isinstance(value, str)]
        assert figures == pytest.approx(
            [value for value in expected.values() if not isinstance(value, str)], rel=1e-15
        )
        assert [value for value in row if isinstance(value, str)] == [
            value for value in expected.values() if isinstance(value, str)
        ]
    made = [row[0] for row in book["How it was made"].iter_rows(values_only=True)]
    assert made[0] == "areas; around railway; against: all areas"
    assert any("segregation:bufferexposure" in line for line in made)


def test_nothing_is_replaced_that_nobody_was_asked_about(pages, project, tmp_path, monkeypatch):  # noqa: ARG001
    page, _ = pages
    click(page.run_button)
    wait_for(page.progress)
    (tmp_path / "near.csv").write_text("before")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "near"), "CSV (*.csv)"))
    for answer in ("No", "Yes"):
        monkeypatch.setattr(
            QMessageBox, "question", lambda *_, answer=answer: getattr(QMessageBox.StandardButton, answer)
        )
        click(page.exposure.table.save_button)
        assert ((tmp_path / "near.csv").read_bytes() == b"before") is (answer == "No")


def test_a_table_that_cannot_be_written_is_told(pages, project, tmp_path, monkeypatch):  # noqa: ARG001
    page, _ = pages
    click(page.run_button)
    wait_for(page.progress)
    table = page.exposure.table
    table.save(tmp_path / "absent" / "near.csv")
    assert table.told.text().startswith(
        f"The table could not be written into {tmp_path / 'absent' / 'near.csv'}"
    )
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    table.save(tmp_path / "near.xlsx")
    assert "openpyxl" in table.told.text()
    assert list(tmp_path.iterdir()) == []


def test_the_chart_shows_the_colours_of_the_types_that_are_there(pages, project):  # noqa: ARG001
    from segregation_plugin.core.area_types import PALETTES

    page, _ = pages
    click(page.run_button)
    wait_for(page.progress)
    page.exposure.chart.resize(300, 300)
    image = page.exposure.chart.grab().toImage()
    colours = {image.pixelColor(x, y).name().upper() for x in range(0, 300, 2) for y in range(image.height())}
    shares = page.exposure.chart._shares
    for colour, (near, _) in zip(next(iter(PALETTES.values())), shares, strict=True):
        assert (colour in colours) == bool(near and near > 0.01)


def test_the_summary_of_an_overlay_is_shown(pages, project):  # noqa: ARG001
    page, _ = pages
    stations = QgsVectorLayer(f"{SAMPLE / 'infrastructure.gpkg'}|layername=stations", "stations", "ogr")
    QgsProject.instance().addMapLayer(stations)
    page.tool.setCurrentIndex(1)
    click(page.run_button)
    wait_for(page.progress)
    view = page.overlay
    assert page.exposure.isHidden()
    assert not view.isHidden()
    names = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
    rows, areas = _rows(names["Summary by area type"]), _rows(names["Areas with infrastructure"])
    assert [view.part.itemText(place) for place in range(view.part.count())] == ["railway", "stations"]
    for name, quantity, unit, hidden in (
        ("railway", "railway_length_m", 1000, {"km²", "Vehicle-km"}),
        ("stations", "stations_count", 1, {"km", "km²", "Vehicle-km", "km/10 000", "km/km²"}),
    ):
        view.part.setCurrentText(name)
        model = view.table.model
        shown = [row for row in rows if row["infrastructure"] == name]
        assert model.rowCount() == len(shown)
        titles = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
        assert {
            title for place, title in enumerate(titles) if view.table.view.isColumnHidden(place)
        } == hidden
        total = sum(row[quantity] for row in areas)
        challenged = sum(row[quantity] for row in areas if row["area_type"] in (1, 2))
        people = sum(row["population"] for row in areas)
        of_them = sum(row["population"] for row in areas if row["area_type"] in (1, 2))
        amount = f"{total / unit:,.1f} km" if unit > 1 else f"{total:,.0f}"
        assert view.sentence.text() == (
            f"{name}: {amount} in the areas. Types 1 and 2 hold {100 * challenged / total:.0f} % of {'it' if unit > 1 else 'them'} and "
            f"{100 * of_them / people:.0f} % of the people."
        )
    click(view.table.copy_button)
    assert QgsApplication.clipboard().text().split("\n")[1].split("\t") == ["Class", "Type", "Number"]


def test_the_charts_have_the_colours_of_the_map(pages, project):
    from segregation_plugin.cartography.area_look import colour_areas
    from segregation_plugin.core.area_types import PALETTES

    page, _ = pages
    colour_areas(project[0], "area_type", "red_green", "en")
    click(page.run_button)
    wait_for(page.progress)
    assert page.exposure.chart._colours == PALETTES["red_green"]
    colour_areas(project[0], "area_type", "greyscale", "en")
    QgsApplication.sendEvent(page, QShowEvent())
    assert page.exposure.chart._colours == PALETTES["greyscale"]


def test_the_toolbox_opens_with_what_the_page_says(pages, project, monkeypatch):  # noqa: ARG001
    import processing

    page, _ = pages
    asked = []
    monkeypatch.setattr(processing, "execAlgorithmDialog", lambda *given: asked.append(given))
    for tool in (0, 1):
        page.tool.setCurrentIndex(tool)
        click(page.toolbox_button)
        algorithm, parameters = asked[-1]
        assert parameters == page.parameters()
        declared = QgsApplication.processingRegistry().algorithmById(algorithm).parameterDefinitions()
        assert set(parameters) <= {definition.name() for definition in declared}
    assert [algorithm for algorithm, _ in asked] == [
        "segregation:bufferexposure",
        "segregation:overlayinfrastructure",
    ]


def test_the_overlay_lands_in_the_project(pages, project):  # noqa: ARG001
    page, _ = pages
    page.tool.setCurrentIndex(1)
    click(page.run_button)
    wait_for(page.progress)
    page.tool.setCurrentIndex(0)
    click(page.run_button)
    wait_for(page.progress)
    page.tool.setCurrentIndex(1)
    click(page.run_button)
    wait_for(page.progress)
    group = QgsProject.instance().layerTreeRoot().findGroup("Segregation")
    names = [node.name() for node in group.children()]
    assert sorted(names[:5]) == [
        *("Exposure", "Reconciliation", "Reconciliation 2", "Summary by area type", "Summary by area type 2")
    ]
    assert names[5:] == ["Zones", "Areas with infrastructure 2", "Areas with infrastructure"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(text, tmp_path):
    from segregation_plugin.gui.result_table import Column, ResultTable
    from segregation_plugin.gui.table_file import save_table

    given = (["Project", "People"], [(text, -5.0), ("a\tb\x00", None)], [text])
    save_table(tmp_path / "a.csv", *given)
    rows = list(csv.reader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1] == [f"'{text}", "-5.0"]  # a figure stays a figure
    assert rows[2] == ["a b\x00", ""]
    save_table(tmp_path / "a.xlsx", *given)
    for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx"):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["Result"]["A2"].value == text
    table = ResultTable([Column("Project"), Column("People", 0)])
    table.show([(text, -5.0)])
    assert table.as_text([0], [0, 1]).split("\n")[1] == f"'{text}\t-5"


@pytest.mark.parametrize("text", ['a\n=HYPERLINK("http://x")', "\n=2", "\t=2", '"=2\t', " @x"])
def test_a_text_stays_in_its_cell(text):
    from segregation_plugin.gui.result_table import Column, ResultTable

    table = ResultTable([Column("Project"), Column("People", 0)])
    table.show([(text, 5.0)])
    (line,) = table.as_text([0], [0, 1]).split("\n")[1:]
    cell, people = line.split("\t")
    assert people == "5"
    assert cell[0] in "'a"


def test_the_answer_goes_with_what_it_was_about(pages, project):  # noqa: ARG001
    page, _ = pages
    click(page.run_button)
    wait_for(page.progress)
    assert not page.exposure.isHidden()
    QgsProject.instance().clear()
    assert page.exposure.isHidden()


def test_of_several_years_one_is_taken_and_a_filter_is_told(pages, project):
    from tests.support import rows_of

    page, _ = pages
    areas = project[0]
    every = QgsVectorLayer(areas.source(), "every", "ogr").materialize(QgsFeatureRequest())
    fields = every.fields()
    place = fields.lookupField("index_year")
    again = []
    for feature in every.getFeatures():
        other = QgsFeature(feature)
        other.setAttribute(place, 2030)
        again.append(other)
    every.dataProvider().addFeatures(again)
    QgsProject.instance().addMapLayer(every)
    page._state.areas = every
    assert [page.year.itemText(row) for row in range(page.year.count())] == ["2030", "2024"]
    assert not page._year_only.isHidden()
    for year in ("2030", "2024"):
        page.year.setCurrentText(year)
        click(page.run_button)
        wait_for(page.progress)
        assert page.exposure.about.text() == f"every; around railway; {year}; against: all areas"
        everyone = [row for row in page.exposure._rows if row["area_type"] == "all"]
        assert everyone
        assert everyone[0]["people"] < sum(row["population"] or 0 for row in rows_of(areas))
    every.setSubsetString("index_year = 2024")
    assert page._year_only.isHidden()
    assert "Only the areas that the filter of the layer lets through: index_year = 2024" in page.inputs.text()
    page._state.areas = areas
    assert page._year_only.isHidden()
    assert page.parameters()["AREAS"] == areas.id()
    areas.setSubsetString("area_type = 1")
    assert "Only the areas that the filter of the layer lets through: area_type = 1" in page.inputs.text()


def test_a_field_of_texts_is_not_offered(pages, project):  # noqa: ARG001
    page, _ = pages
    grid = QgsVectorLayer(str(SAMPLE / "population_grid_250m.gpkg"), "grid", "ogr")
    QgsProject.instance().addMapLayer(grid)
    page.people.setLayer(grid)
    offered = [page.people_field.itemText(place) for place in range(page.people_field.count())]
    assert offered[0] == ""
    assert len(offered) > 1
    assert all(grid.fields().field(name.split(" (")[0]).isNumeric() for name in offered[1:])
    page.people_field.setField("")
    assert "Choose the field with people of layer grid." in page.inputs.text()
    assert not page.run_button.isEnabled()


SQUARE = "Polygon((0 0,1000 0,1000 1000,0 1000,0 0))"


@pytest.mark.parametrize(("field", "chosen"), [("beftotalt", "beftotalt"), ("Bef", "Bef"), ("antal", "")])
def test_people_are_never_taken_from_a_row_number(field, chosen, pages, project, tmp_path):  # noqa: ARG001
    from tests.geopackages import opened, save_layers
    from tests.support import memory_layer

    page, _ = pages
    cells = memory_layer(
        "Polygon", ["rutid_scb:string", f"{field}:double"], [(SQUARE, ["a", 900.0])], "cells"
    )
    save_layers(tmp_path / "cells.gpkg", {"cells": cells})
    grid = opened(tmp_path / "cells.gpkg", "cells")
    QgsProject.instance().addMapLayer(grid)
    page.people.setLayer(grid)
    assert page.people_field.currentField() == chosen
    assert page.run_button.isEnabled() == bool(chosen)
    if chosen:
        assert page.parameters()["GRID_FIELD"] == chosen
        assert f"people by cells, field {chosen}" in page._in_words("segregation:bufferexposure")
    else:
        assert page.inputs.text() == "Choose the field with people of layer cells."


def test_areas_without_a_population_are_told_and_the_toolbox_may_name_another_field(pages):
    from tests.support import AREA_FIELDS, memory_layer, road_at

    page, _ = pages
    fields = [field.replace("population:", "invanare_2024:") for field in AREA_FIELDS]
    row = ["1480R001", "RegSO 2025", 1, 1000.0, 20.0, "1480"]
    QgsProject.instance().addMapLayers(
        [memory_layer("Polygon", fields, [(SQUARE, row)], "areas"), road_at(0)]
    )
    assert page.inputs.text().startswith("The areas have no population; load them with it on page Data")
    assert (page.run_button.isEnabled(), page.toolbox_button.isEnabled()) == (False, True)
    page.tool.setCurrentIndex(1)
    assert page.run_button.isEnabled()


def test_what_a_run_warns_of_is_told_and_saved(pages, project):  # noqa: ARG001
    from tests.support import memory_layer

    page, infrastructure = pages
    bow_tie = "Polygon((319000 6399000,321000 6401000,321000 6399000,319000 6401000,319000 6399000))"
    flat = "Polygon((319000 6399000,319000 6399000,319000 6399000,319000 6399000))"
    parks = memory_layer("Polygon", ["x:string"], [(bow_tie, ["a"]), (flat, ["b"])], "parks")
    QgsProject.instance().addMapLayer(parks)
    infrastructure.model.edited.emit(parks.id(), "chosen", True)  # noqa: FBT003
    click(page.run_button)
    wait_for(page.progress)
    told = page.progress.text.text()
    assert "Layer parks: 1 invalid polygons were repaired." in told
    assert "Layer parks: 1 features without a usable geometry were skipped." in told
    assert any("were skipped" in line for line in page.exposure.table._made)
    click(page.run_button)  # a new run begins with nothing told
    assert "parks" not in page.progress.text.text()
    wait_for(page.progress)


def test_an_empty_choice_stays_empty(pages, project):  # noqa: ARG001
    from tests.support import memory_layer

    def added(name, fields, values):
        layer = memory_layer("Polygon", fields, [(SQUARE, values)], name)
        QgsProject.instance().addMapLayer(layer)
        QgsApplication.processEvents()
        return layer

    page, _ = pages
    grid = added("grid", ["grid_id:string", "population:double"], ["a", 1])
    assert page.people.currentLayer() == grid
    page.people.setLayer(None)
    page.people.activated.emit(0)  # as a click does
    added("mask", ["kind:string", "code:string", "population:double"], ["tätort", "x", 1])
    assert page.people.currentLayer() is None
    assert "people spread over mask" in page._in_words("segregation:bufferexposure")
    page.people.setLayer(grid)
    page.people.activated.emit(1)
    assert page.parameters()["GRID"] == grid.id()


def test_the_answers_name_layers_as_the_project_does(pages, project):
    page, _ = pages
    project[1].setName("Järnvägen")
    click(page.run_button)
    wait_for(page.progress)
    assert page.exposure.part.itemText(0).startswith("Järnvägen, ")
    page.tool.setCurrentIndex(1)
    click(page.run_button)
    wait_for(page.progress)
    assert page.overlay.sentence.text().startswith("Järnvägen: ")


def test_points_without_a_field_are_one_person_each(pages, project):  # noqa: ARG001
    from tests.support import memory_layer

    page, _ = pages
    addresses = memory_layer("Point", ["id:integer"], [("Point(1 1)", [7])], "addresses")
    QgsProject.instance().addMapLayer(addresses)
    page.people.setLayer(addresses)
    assert page.people_field.currentField() == ""
    assert page.run_button.isEnabled()
    assert not page.parameters()["GRID_FIELD"]
    assert "one person at each point of addresses" in page._in_words("segregation:bufferexposure")


@pytest.mark.parametrize(
    ("of_b", "expected"), [(("Kateg_380", "ADT_l_115"), ("E", 1000.0)), (("", ""), (None, None))]
)
def test_every_layer_is_measured_by_the_fields_chosen_for_it(of_b, expected, pages):
    from tests.support import AREA_FIELDS, memory_layer

    page, infrastructure = pages
    areas = memory_layer(
        "Polygon", AREA_FIELDS, [(SQUARE, ["1480R001", "RegSO 2025", 1, 1000.0, 20.0, "1480"])], "areas"
    )
    fields = ("ADT_f_117:double", "ADT_l_115:double", "Klass_181:string", "Kateg_380:string")
    a, b = (
        memory_layer(
            "LineString",
            fields,
            [(f"LineString(0 {y},1000 {y})", [10000.0, 1000.0, "1", "E"])],
            f"road {name}",
        )
        for y, name in ((100, "a"), (200, "b"))
    )
    QgsProject.instance().addMapLayers([areas, a, b])
    for layer, chosen in ((a, ("Klass_181", "ADT_f_117")), (b, of_b)):
        for part, value in zip(("chosen", "class_field", "traffic_field"), (True, *chosen), strict=True):
            infrastructure.model.edited.emit(layer.id(), part, value)
    page.tool.setCurrentIndex(1)
    click(page.run_button)
    wait_for(page.progress)
    found = {row["infrastructure"]: (row["class"], row["vehicle_km"]) for row in page.overlay._rows}
    assert found == {"road_a": ("1", 10000.0), "road_b": expected}


def test_names_are_no_html(pages, project):
    page, _ = pages
    project[1].setName("<img src='file:///x'><b>A</b>")
    page._show_inputs()
    assert page.inputs.textFormat() == Qt.TextFormat.PlainText
    assert "<b>A</b>" in page.inputs.text()


def test_a_result_does_not_take_the_place_of_the_areas(pages, project):
    page, _ = pages
    page.tool.setCurrentIndex(1)
    click(page.run_button)
    wait_for(page.progress)
    QgsProject.instance().removeMapLayer(project[0].id())
    assert page._state.areas is None
    assert not page.run_button.isEnabled()


def test_years_may_be_written_as_decimals(pages, project):  # noqa: ARG001
    from tests.support import memory_layer

    page, _ = pages
    fields = ["region_code:string", "area_type:integer", "index_year:double"]
    square = "Polygon ((0 0, 1000 0, 1000 1000, 0 1000, 0 0))"
    rows = [(square, ["1480R001", 1, year]) for year in (2023.0, 2024.0, None)]
    layer = memory_layer("Polygon", fields, rows, "decimals")
    QgsProject.instance().addMapLayer(layer)
    page._state.areas = layer
    assert [page.year.itemText(row) for row in range(page.year.count())] == ["2024", "2023"]


def test_it_says_that_results_are_kept_once_the_project_is_saved(pages, project, tmp_path):  # noqa: ARG001
    page, _ = pages
    assert "The project is not saved" in page.inputs.text()
    QgsProject.instance().write(str(tmp_path / "plan.qgz"))
    assert "The project is not saved" not in page.inputs.text()


def test_a_long_name_does_not_widen_the_panel(pages, project):
    page, _ = pages
    before = page.minimumSizeHint().width()
    project[1].setName("NJDB_jarnvag_huvudlinjer_" * 10)
    page._show_inputs()
    assert page.minimumSizeHint().width() == before
    assert before <= 380


def test_areas_with_fields_of_their_own_are_areas(pages):
    from tests.support import memory_layer

    page, _ = pages
    fields = ["region_code:string", "area_type:integer", "household_count:integer"]
    square = "Polygon ((0 0, 1000 0, 1000 1000, 0 1000, 0 0))"
    QgsProject.instance().addMapLayer(memory_layer("Polygon", fields, [(square, ["1480R001", 1, 5])], "own"))
    assert page._state.areas.name() == "own"
