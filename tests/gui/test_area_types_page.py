"""Page Area types: every control by clicks and keys, what it does to the map by pixels, and the figures beside it."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsLayerTreeModel,
    QgsNullSymbolRenderer,
    QgsProject,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsTemporalNavigationObject,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QScrollArea

from segregation_plugin import settings
from segregation_plugin.core.area_types import PALETTES
from tests.gui.area_pages import (
    area,
    cells,
    choose,
    click,
    click_box,
    click_tick,
    drawn,
    made,
    one_of_each,
    several_years,
    ticks,
)
from tests.pictures import BACKGROUND, colours
from tests.support import Swedish, memory_layer

PURPLE_GREEN = list(PALETTES["purple_green"])


@pytest.fixture
def canvas(qgis_iface):
    canvas = qgis_iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    before = canvas.temporalRange()
    yield canvas
    canvas.setTemporalRange(before)


@pytest.fixture
def open_page(qgis_iface, qgis_parent, canvas):  # noqa: ARG001 - the page follows the map
    """Open pages in an empty project; all are taken out again."""
    from segregation_plugin.gui.area_types_page import AreaTypesPage
    from segregation_plugin.gui.state import ProjectState

    settings.LANGUAGE.value = "en"
    QgsProject.instance().clear()
    opened = []

    def open_page(desktop=qgis_iface):
        state = ProjectState()
        page = AreaTypesPage(state, desktop)
        scroller = QScrollArea(qgis_parent)  # as in the dock
        scroller.setWidgetResizable(True)
        scroller.setWidget(page)
        opened.append((scroller, page, state))
        scroller.resize(320, 700)
        scroller.show()
        QApplication.processEvents()
        return page

    try:
        yield open_page
    finally:
        for scroller, page, state in opened:
            page.take_out()
            state.disconnect_all()
            scroller.close()
            scroller.deleteLater()
        QgsProject.instance().clear()


@pytest.fixture
def swedish():
    settings.LANGUAGE.value = "sv"
    translator = Swedish()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


# The table


def test_counts_people_and_shares(open_page):
    made(one_of_each())
    assert cells(open_page()) == [
        ["1 Major challenges", "1", "1,000", "10.0"],
        ["2 Challenges", "1", "2,000", "20.0"],
        ["3 Mixed", "1", "3,000", "30.0"],
        ["4 Good", "1", "4,000", "40.0"],
        ["5 Very good", "1", "\N{EN DASH}", "\N{EN DASH}"],
        ["No type", "1", "\N{EN DASH}", "\N{EN DASH}"],
    ]


def test_an_impossible_type_is_counted_as_it_is_drawn(open_page):
    made([area(0, 1), area(1, 7), area(2, None), area(3, 1)])
    assert [row[1] for row in cells(open_page())] == ["2", "0", "0", "0", "0", "2"]


def test_a_population_that_is_known_in_part_says_so(open_page):
    made([area(0, 1, people=500.0), area(1, 1, people=None)])
    page = open_page()
    assert cells(page)[0] == ["1 Major challenges", "2", "500", "100.0"]
    told = page.classes.model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert told == "1 of 2 areas have no population figure."


def test_official_names_are_in_the_tooltips(open_page):
    made(one_of_each())
    model = open_page().classes.model
    told = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in (0, 5)]
    assert told == [
        "<span>1 \N{EN DASH} Areas with major socioeconomic challenges</span>",
        "No area type",
    ]


@pytest.mark.usefixtures("swedish")
def test_it_speaks_swedish(open_page):
    made(one_of_each())
    page = open_page()
    settings.LANGUAGE.value = "sv"
    page._read()
    assert cells(page)[0] == ["1 Stora utmaningar", "1", "1\N{NO-BREAK SPACE}000", "10,0"]
    choose(page.look.palette, "Gråskala")
    legend = [category.label() for category in page._layer.renderer().categories()]
    assert legend[0] == "1 \N{EN DASH} Områden med stora socioekonomiska utmaningar"
    assert legend[-1] == "Ingen områdestyp"


@pytest.mark.parametrize("row", range(6))
def test_a_tick_hides_a_type_on_the_map_and_shows_it_again(open_page, row):
    layer = made(one_of_each())
    page = open_page()
    before = drawn(layer, 6)
    assert before[:5] == PURPLE_GREEN
    click_tick(page.classes.view, row)
    assert ticks(page) == [at != row for at in range(6)]
    hidden = drawn(layer, 6)
    assert hidden[row] == BACKGROUND
    assert [colour for at, colour in enumerate(hidden) if at != row] == [
        colour for at, colour in enumerate(before) if at != row
    ]
    assert QgsProject.instance().isDirty()
    click_tick(page.classes.view, row)
    assert drawn(layer, 6) == before
    assert ticks(page) == [True] * 6


def test_the_space_bar_toggles_the_row_wherever_it_was_clicked(open_page):
    layer = made(one_of_each())
    page = open_page()
    view = page.classes.view
    people = view.visualRect(page.classes.model.index(1, 2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=people)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert ticks(page) == [True, False, True, True, True, True]
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert drawn(layer, 6)[:4] == [PURPLE_GREEN[0], BACKGROUND, BACKGROUND, PURPLE_GREEN[3]]


def test_only_the_challenged_all_and_none(open_page):
    layer = made(one_of_each())
    page = open_page()
    click(page.classes.only_challenged)
    assert drawn(layer, 6) == [*PURPLE_GREEN[:2], *[BACKGROUND] * 4]
    click(page.classes.none)
    assert drawn(layer, 6) == [BACKGROUND] * 6
    click(page.classes.all)
    assert drawn(layer, 6)[:5] == PURPLE_GREEN
    assert ticks(page) == [True] * 6


def test_page_and_layer_tree_follow_each_other(open_page):
    layer = made(one_of_each())
    page = open_page()
    root = QgsProject.instance().layerTreeRoot()
    tree = QgsLayerTreeModel(root)
    tree.setFlag(QgsLayerTreeModel.Flag.AllowLegendChangeState)

    def in_tree():
        nodes = tree.layerLegendNodes(root.findLayer(layer.id()))
        return [node.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked for node in nodes]

    node = tree.layerLegendNodes(root.findLayer(layer.id()))[0]
    node.setData(Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert ticks(page) == in_tree() == [False, *[True] * 5]
    told = []
    layer.legendChanged.connect(lambda: told.append(1))
    click_tick(page.classes.view, 4)
    assert ticks(page) == in_tree() == [False, True, True, True, False, True]
    assert told  # the tree draws itself anew


# Colours


@pytest.mark.parametrize(
    ("title", "palette"),
    [
        ("Orange\N{EN DASH}purple", "orange_purple"),
        ("Red\N{EN DASH}green (familiar)", "red_green"),
        ("Greyscale", "greyscale"),
        ("Purple\N{EN DASH}green", "purple_green"),
    ],
)
def test_a_palette_is_applied_at_once_and_what_is_hidden_stays_so(open_page, title, palette):
    from segregation_plugin.cartography.area_look import colour_areas

    layer = made(one_of_each())
    if palette == "purple_green":
        colour_areas(layer, "area_type", "greyscale", "en")
    page = open_page()
    click_tick(page.classes.view, 1)
    choose(page.look.palette, title)
    colours = PALETTES[palette]
    assert drawn(layer, 6)[:5] == [colours[0], BACKGROUND, *colours[2:]]
    assert ticks(page)[1] is False


@pytest.mark.parametrize(
    ("title", "legend", "most"),
    [
        ("Socioeconomic index", "Index ", 30),
        ("Low economic standard, %", "Low economic standard, %: ", 15),
    ],
)
def test_the_index_and_a_component_are_graduated(open_page, title, legend, most):
    from segregation_plugin.cartography.area_index_style import INDEX_PALETTES

    layer = made(one_of_each())
    page = open_page()
    choose(page.look.field, title)
    shades = INDEX_PALETTES["purple_green"]
    assert drawn(layer, 6)[:5] == [shades[4], shades[3], shades[2], shades[1], shades[0]]
    assert drawn(layer, 6)[5] != shades[0]
    assert [row[1] for row in cells(page)] == ["1"] * 6
    assert cells(page)[-1] == ["No value", "1", "\N{EN DASH}", "\N{EN DASH}"]
    assert not page.classes.only_challenged.isEnabled()
    assert cells(page)[4][0].endswith(f"\N{EN DASH}{most}.0")
    labels = [found.label() for found in layer.renderer().ranges()]
    assert all(label.startswith(legend) for label in labels[:5])
    assert labels[5] == "No value"
    choose(page.look.palette, "Greyscale")
    assert drawn(layer, 6)[0] == INDEX_PALETTES["greyscale"][4]
    click_tick(page.classes.view, 4)
    assert drawn(layer, 6)[0] == BACKGROUND
    choose(page.look.field, "Area type")
    assert drawn(layer, 6)[:5] == list(PALETTES["greyscale"])


def test_what_is_hidden_is_so_again_after_a_look_at_the_index(open_page):
    layer = made(one_of_each())
    page = open_page()
    click(page.classes.only_challenged)
    choose(page.look.field, "Socioeconomic index")
    assert ticks(page) == [True] * 6
    choose(page.look.field, "Area type")
    assert drawn(layer, 6) == [*PURPLE_GREEN[:2], *[BACKGROUND] * 4]
    assert ticks(page) == [True, True, False, False, False, False]


def test_types_that_are_texts(open_page):
    rows = [(area(at, 1)[0], [f"1480R00{at}", kind]) for at, kind in enumerate(("1", "2,0", "", None, "5"))]
    layer = memory_layer("Polygon", ["region_code:string", "area_type:string"], rows)
    QgsProject.instance().addMapLayer(layer)
    page = open_page()
    choose(page.look.field, "Area type")
    assert [row[1] for row in cells(page)] == ["1", "1", "0", "0", "1", "2"]
    click_tick(page.classes.view, 1)
    assert drawn(layer, 2) == [PURPLE_GREEN[0], BACKGROUND]
    assert page.year.text.text() == "Year not known"


def test_classes_of_the_index_stay_those_of_all_kommuner(open_page):
    layer = made(one_of_each())
    page = open_page()
    choose(page.place.municipality, "Mölndal")
    choose(page.look.field, "Socioeconomic index")
    assert len(cells(page)) == 6
    assert sum(int(row[1]) for row in cells(page)) == 2
    assert [found.upperValue() for found in layer.renderer().ranges()][4] == 30.0


@pytest.mark.parametrize("indices", [[None, None], [7.0, 7.0], [7.0, None], [0.0, 100.0]])
def test_an_index_with_hardly_any_values_is_drawn_all_the_same(open_page, indices):
    layer = made([area(at, 3, index) for at, index in enumerate(indices)])
    page = open_page()
    choose(page.look.field, "Socioeconomic index")
    assert sum(int(row[1]) for row in cells(page)) == 2
    assert BACKGROUND not in [
        colour for colour, index in zip(drawn(layer, 2), indices, strict=True) if index is not None
    ]


def test_a_layer_with_its_own_style_keeps_it_until_asked(open_page):
    layer = made(one_of_each(), styled=False)
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "#123456"})))
    page = open_page()
    assert page.look.field.currentText() == "Own style"
    assert ticks(page) == [None] * 6
    assert [row[1] for row in cells(page)] == ["1"] * 6
    assert not any(
        button.isEnabled() for button in (page.classes.only_challenged, page.classes.all, page.classes.none)
    )
    assert drawn(layer, 6) == ["#123456"] * 6
    choose(page.look.field, "Area type")
    assert drawn(layer, 6)[:5] == PURPLE_GREEN
    assert page.look.field.findText("Own style") < 0


def test_own_colours_are_told_as_such(open_page):
    layer = made(one_of_each())
    renderer = layer.renderer().clone()
    renderer.updateCategorySymbol(0, QgsFillSymbol.createSimple({"color": "#FF0000"}))
    layer.setRenderer(renderer)
    page = open_page()
    assert page.look.palette.currentText() == "Own colours"
    choose(page.look.palette, "Purple\N{EN DASH}green")
    assert drawn(layer, 6)[:5] == PURPLE_GREEN


def test_opacity_by_keys_and_from_outside(open_page):
    layer = made(one_of_each())
    page = open_page()
    page.look.opacity.setFocus()
    for _ in range(5):
        QTest.keyClick(page.look.opacity, Qt.Key.Key_PageDown)
    assert layer.opacity() == 0.5
    assert page.look.opacity_text.text() == "50\N{NO-BREAK SPACE}%"
    assert drawn(layer, 6)[0] not in (PURPLE_GREEN[0], BACKGROUND)
    layer.setOpacity(0.2)
    assert page.look.opacity.value() == 20


def test_labels_on_and_off(open_page):
    layer = made(one_of_each())
    page = open_page()
    without = ink(layer)
    click_box(page.look.labels)
    assert page.look.labels.isChecked()
    assert ink(layer) > without + 20
    click_box(page.look.labels)
    assert ink(layer) == without


def test_labels_of_somebody_else_are_kept(open_page):
    from qgis.core import QgsPalLayerSettings, QgsVectorLayerSimpleLabeling

    layer = made(one_of_each())
    own = QgsPalLayerSettings()
    own.fieldName = "region_code"
    layer.setLabeling(QgsVectorLayerSimpleLabeling(own))
    page = open_page()
    click_box(page.look.labels)
    assert layer.labelsEnabled()
    assert layer.labeling().settings().fieldName == "region_code"


def ink(layer):
    """Return how much nearly black there is on the map."""
    from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
    from qgis.PyQt.QtCore import QSize

    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(900, 150))
    settings.setExtent(QgsRectangle(0, 0, 6000, 1000))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    found = colours(job.renderedImage())
    return sum(count for colour, count in found.items() if max(bytes.fromhex(colour[1:])) < 60)


def test_fields_in_another_case(open_page):
    fields = ["Region_Code:string", "AREA_TYPE:integer", "Socioeconomic_Index:double", "POPULATION:double"]
    rows = [(area(at, 1)[0], [f"1480R00{at}", at + 1, 10.0 * at, 100.0]) for at in range(3)]
    layer = memory_layer("Polygon", fields, rows)
    QgsProject.instance().addMapLayer(layer)
    page = open_page()
    choose(page.look.field, "Area type")
    assert drawn(layer, 3) == PURPLE_GREEN[:3]
    assert [row[2] for row in cells(page)] == [
        "100",
        "100",
        "100",
        "\N{EN DASH}",
        "\N{EN DASH}",
        "\N{EN DASH}",
    ]
    choose(page.look.field, "Socioeconomic index")
    assert sum(int(row[1]) for row in cells(page)) == 3
    choose(page.look.field, "Area type")
    choose(page.place.municipality, "Göteborg")
    click(page.look.labels)
    click_tick(page.classes.view, 0)
    assert drawn(layer, 3) == [BACKGROUND, *PURPLE_GREEN[1:3]]


def odd_renderers():
    symbol = QgsFillSymbol.createSimple({"color": "#123456"})
    rule = QgsRuleBasedRenderer(symbol.clone())
    listed = [
        QgsRendererCategory([1, 2], symbol.clone(), "one or two"),
        QgsRendererCategory(3, symbol.clone(), "3"),
    ]
    texts = [QgsRendererCategory("1", symbol.clone(), "one"), QgsRendererCategory("x", symbol.clone(), "x")]
    return {
        "rules": rule,
        "lists": QgsCategorizedSymbolRenderer("area_type", listed),
        "texts": QgsCategorizedSymbolRenderer("area_type", texts),
        "no classes": QgsCategorizedSymbolRenderer("area_type", []),
        "another field": QgsCategorizedSymbolRenderer("region_code", texts),
        "graduated": QgsGraduatedSymbolRenderer("population", []),
        "nothing": QgsNullSymbolRenderer(),
    }


@pytest.mark.parametrize(
    "kind", ["rules", "lists", "texts", "no classes", "another field", "graduated", "nothing"]
)
def test_whatever_a_layer_is_drawn_by(open_page, kind):
    layer = made(one_of_each(), styled=False)
    page = open_page()
    layer.setRenderer(odd_renderers()[kind])
    for button in (page.classes.none, page.classes.all):
        click(button)
    choose(page.look.field, "Area type")
    choose(page.look.palette, "Purple\N{EN DASH}green")
    click(page.classes.all)
    assert drawn(layer, 6)[:5] == PURPLE_GREEN


# Kommun


def test_a_kommun_is_a_plain_filter_and_counts_follow(open_page):
    layer = made(one_of_each())
    page = open_page()
    offered = [page.place.municipality.itemText(at) for at in range(page.place.municipality.count())]
    assert offered == ["All 3", "Ale", "Göteborg", "Mölndal"]
    choose(page.place.municipality, "Mölndal")
    assert layer.subsetString() == "\"municipality_code\" = '1481'"
    assert [row[1] for row in cells(page)] == ["0", "0", "0", "1", "1", "0"]
    assert cells(page)[3][2:] == ["4,000", "100.0"]
    assert drawn(layer, 6) == [*[BACKGROUND] * 3, *PURPLE_GREEN[3:], BACKGROUND]
    assert page.place.municipality.count() == 4  # the others can still be chosen
    choose(page.place.municipality, "All 3")
    assert layer.subsetString() == ""
    assert drawn(layer, 6)[:5] == PURPLE_GREEN


def test_another_page_finds_the_kommun_that_is_chosen(open_page):
    made(one_of_each())
    choose(open_page().place.municipality, "Göteborg")
    assert open_page().place.municipality.currentText() == "Göteborg"


def test_a_filter_of_somebody_else_is_kept(open_page):
    layer = made(one_of_each())
    layer.setSubsetString('"area_type" < 5 OR "area_type" = 5')
    page = open_page()
    assert page.place.municipality.count() == 3  # all kommuner with a type, and "All"
    choose(page.place.municipality, "Mölndal")
    assert layer.featureCount() == 2
    choose(page.place.municipality, "All 2")
    assert layer.subsetString() == '"area_type" < 5 OR "area_type" = 5'
    assert layer.featureCount() == 5


def test_a_filter_that_comes_from_elsewhere_is_followed(open_page):
    layer = made(one_of_each())
    page = open_page()
    combo = page.place.municipality
    choose(combo, "Göteborg")
    layer.setSubsetString('"area_type" = 4')
    assert [combo.itemText(at) for at in range(combo.count())] == ["All", "Mölndal"]
    assert [row[1] for row in cells(page)] == ["0", "0", "0", "1", "0", "0"]
    layer.setSubsetString("")
    assert combo.count() == 4


def test_without_a_field_the_kommun_is_in_the_code(open_page):
    rows = [
        ("Polygon((0 0, 1000 0, 1000 1000, 0 1000, 0 0))", [code, 1]) for code in ("1480R001", "0180R001")
    ]
    layer = memory_layer("Polygon", ["region_code:string", "area_type:integer"], rows)
    QgsProject.instance().addMapLayer(layer)
    page = open_page()
    choose(page.place.municipality, "Stockholm")
    assert layer.featureCount() == 1
    assert page.place.municipality.currentText() == "Stockholm"
    choose(page.place.municipality, "All 2")
    assert layer.featureCount() == 2


def test_no_kommun_while_the_layer_is_edited(open_page):
    layer = made(one_of_each())
    page = open_page()
    assert not page.note.isVisibleTo(page)
    layer.startEditing()
    assert not page.place.municipality.isEnabled()
    assert page.note.text() == "Stop editing the layer to choose a kommun."
    assert page.note.isVisibleTo(page)
    layer.rollBack()
    assert page.place.municipality.isEnabled()
    assert not page.note.isVisibleTo(page)


def test_a_source_without_filters_is_told(open_page, monkeypatch):
    from segregation_plugin.gui import area_type_place

    monkeypatch.setattr(area_type_place, "can_filter", lambda _: False)
    made(one_of_each())
    page = open_page()
    assert not page.place.municipality.isEnabled()
    assert page.note.text() == "The source of this layer has no filters, so all kommuner are shown."


def test_a_filter_that_is_refused_is_told_and_nothing_changes(open_page, monkeypatch):
    layer = made(one_of_each())
    page = open_page()
    monkeypatch.setattr(type(layer), "setSubsetString", lambda *_: False)
    page.place.municipality.setCurrentIndex(1)
    page.place.municipality.activated.emit(1)
    assert page.place.municipality.currentText() == "All 3"
    assert page.note.text() == "The layer did not take the filter; all is shown as before."
    assert page.place.municipality.isEnabled()


def test_zoom_goes_to_what_is_shown(open_page, canvas):
    made(one_of_each())
    page = open_page()
    choose(page.place.municipality, "Mölndal")
    click(page.place.zoom)
    assert canvas.extent().contains(page._layer.extent())
    assert canvas.extent().center().x() == pytest.approx(4000)


# Years


def shown_years(page):
    return page.year.year, page.year.slider.value(), page.year.text.text()


def test_arrows_and_slider_go_through_the_years_there_are(open_page, canvas):
    layer = made(several_years())
    page = open_page()
    assert shown_years(page) == (2023, 2, "2023 · RegSO 2020")
    assert drawn(layer, 2, canvas.temporalRange()) == [PURPLE_GREEN[2], PURPLE_GREEN[3]]
    assert [row[1] for row in cells(page)] == ["0", "0", "1", "1", "0", "0"]
    assert not page.year.forward.isEnabled()
    click(page.year.back)
    assert shown_years(page) == (2022, 1, "2022 · RegSO 2020")
    assert drawn(layer, 2, canvas.temporalRange()) == [PURPLE_GREEN[1], PURPLE_GREEN[4]]
    assert [row[1] for row in cells(page)] == ["0", "1", "0", "0", "1", "0"]
    page.year.slider.setFocus()
    QTest.keyClick(page.year.slider, Qt.Key.Key_Left)
    assert shown_years(page)[:2] == (2020, 0)  # there is no 2021
    assert drawn(layer, 2, canvas.temporalRange()) == [PURPLE_GREEN[0], PURPLE_GREEN[4]]
    assert not page.year.back.isEnabled()
    click(page.year.forward)
    assert canvas.temporalRange().begin().date().year() == 2022


@pytest.fixture
def desktop(qgis_parent):
    """Stand in for QGIS with a temporal control, as its window has one."""
    canvas = QgsMapCanvas(qgis_parent)
    control = QgsTemporalNavigationObject(canvas)
    canvas.setTemporalController(control)
    yield SimpleNamespace(mapCanvas=lambda: canvas), canvas, control
    canvas.close()
    canvas.deleteLater()


def test_the_temporal_control_of_qgis_is_driven_and_followed(desktop, open_page):
    window, canvas, control = desktop
    made(several_years())
    page = open_page(window)
    assert control.temporalExtents().begin().date().year() == 2023
    click(page.year.back)
    assert control.temporalExtents().begin().date().year() == 2022
    assert canvas.temporalRange().begin().date().year() == 2022
    from segregation_plugin.cartography.area_years import period

    control.setTemporalExtents(period(2020))
    assert shown_years(page)[:2] == (2020, 0)
    control.setTemporalExtents(period(2021))
    assert page.year.year == 2020
    assert "no figures of" in page.warning.text()
    control.setNavigationMode(type(control).NavigationMode.NavigationOff)
    assert "The temporal control is off" in page.warning.text()
    click(page.year.forward)
    assert canvas.temporalRange().begin().date().year() == 2022
    assert not page.warning.isVisibleTo(page)


def test_years_without_dates_are_drawn_one_at_a_time(open_page, canvas):
    layer = made(several_years(), styled=False)
    layer.startEditing()
    layer.deleteAttributes([layer.fields().lookupField(name) for name in ("year_start", "year_end")])
    assert layer.commitChanges()
    page = open_page()
    choose(page.look.field, "Area type")
    click(page.year.back)
    assert drawn(layer, 2, canvas.temporalRange()) == [PURPLE_GREEN[1], PURPLE_GREEN[4]]


def test_one_year_is_a_text(open_page):
    made(one_of_each())
    page = open_page()
    assert page.year.text.text() == "2024 · RegSO 2025"
    assert not page.year.slider.isVisibleTo(page)
    assert not page.warning.isVisibleTo(page)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"mismatch": 1}, "Figures of another division"),
        ({"division": None}, "The division of the areas is not known"),
        ({"division": "NUTS 3"}, "The division of the areas is not known"),
    ],
)
def test_doubtful_figures_are_warned_of(open_page, figures, told):
    made([area(0, 1), area(1, 2, **figures)])
    page = open_page()
    assert told in page.warning.text()
    assert page.warning.isVisibleTo(page)


def test_an_area_that_is_there_twice_is_warned_of(open_page):
    made([area(0, 1), area(0, 1), area(1, 2)])
    page = open_page()
    assert "Code 1480R001 stands in several rows of a year" in page.warning.text()


def test_one_area_in_several_years_is_no_double(open_page):
    made(several_years())
    assert "stands in several rows" not in open_page().warning.text()


def test_rows_without_a_year_are_warned_of(open_page):
    layer = made([area(0, 1), area(1, 2)])
    place = layer.fields().lookupField("index_year")
    assert layer.dataProvider().changeAttributeValues({2: {place: None}})
    page = open_page()
    assert "Rows without a year that are not counted: 1." in page.warning.text()


# Selection


def test_a_mean_of_some_says_of_how_many(open_page):
    layer = made([area(0, 1, 30.0, 1000.0), area(1, None, None, 9000.0), area(2, 5, None, 1000.0)])
    page = open_page()
    layer.selectAll()
    assert page.selection.text.text().splitlines() == [
        "Mean index 30.0 · population 11,000",
        "2 of 3 areas have no index and are not in the mean.",
    ]


def test_figures_of_one_area(open_page):
    layer = made(one_of_each())
    page = open_page()
    assert page.selection.text.text() == "Select areas on the map to see their figures."
    layer.selectByIds([2])
    assert page.selection.name.text() == "Area 2 (Göteborg)"
    assert page.selection.text.text() == (
        "2 \N{EN DASH} Areas with socioeconomic challenges\nIndex 16.0 · population 2,000"
    )
    assert not page.selection.chart.isVisibleTo(page)
    layer.removeSelection()
    assert page.selection.text.text() == "Select areas on the map to see their figures."


def test_what_is_missing_is_a_dash(open_page):
    layer = made(one_of_each())
    page = open_page()
    layer.selectByIds([6])
    assert page.selection.text.text() == "No area type\nIndex \N{EN DASH} · population \N{EN DASH}"


def test_figures_of_several_areas_are_weighted(open_page):
    layer = made(one_of_each())
    page = open_page()
    layer.selectByIds([1, 4, 5])
    assert page.selection.name.text() == "3 areas"
    assert page.selection.text.text().splitlines() == [
        "Mean index 10.8 · population 5,000",  # (30 * 1000 + 6 * 4000) / 5000
        "1 of 3 areas have no population figure.",
    ]


def test_the_selected_area_over_the_years(open_page):
    layer = made(several_years())
    page = open_page()
    click(page.year.back)
    layer.selectByIds([3])
    chart = page.selection.chart
    assert chart.isVisibleTo(page)
    assert chart.toolTip() == "2020: 30.0\n2022: 18.0\n2023: \N{EN DASH}"
    assert page.selection.text.text().endswith("Index 18.0 · population 1,000")
    click(page.year.back)
    assert page.selection.text.text().endswith("Index 30.0 · population 1,000")
    layer.selectByIds([3, 4])
    assert chart.toolTip() == "2020: 11.3\n2022: 8.0\n2023: 6.0"
    assert dot_at(chart, 0.0, 0.3)  # 2020 is on the map
    click(page.year.forward)
    assert dot_at(chart, 0.5, 0.8)


def dot_at(chart, start, end):
    """Say whether the dot of the year on the map lies in this part of the chart's width, and nowhere else."""
    QApplication.processEvents()
    image = chart.grab().toImage()
    dot = chart.palette().color(QPalette.ColorRole.Highlight).name().upper()
    width = image.width()
    inside = colours(image, round(start * width), 0, round(end * width))[dot]
    return 0 < inside == colours(image)[dot]


# What happens to layers and projects


def test_without_areas_nothing_can_be_done(open_page):
    page = open_page()
    assert page.hint.isVisibleTo(page)
    assert "load areas on page Data" in page.hint.text()
    controls = (
        page.look.field,
        page.look.palette,
        page.look.opacity,
        page.look.labels,
        page.place.municipality,
    )
    controls += (
        page.place.zoom,
        page.classes.only_challenged,
        page.classes.all,
        page.classes.none,
        page.classes.view,
    )
    assert not any(control.isEnabled() for control in controls)
    layer = made(one_of_each())
    assert not page.hint.isVisibleTo(page)
    assert page.look.field.isEnabled()
    QgsProject.instance().removeMapLayer(layer.id())
    assert page.hint.isVisibleTo(page)
    assert cells(page) == []


def test_a_layer_among_several_is_chosen(open_page):
    made([area(0, 1)], "first")
    page = open_page()
    assert not page.layers.isVisibleTo(page)
    second = made([area(0, 2), area(1, 2)], "second")
    assert page.layers.isVisibleTo(page)
    choose(page.layers, "second")
    assert [row[1] for row in cells(page)] == ["0", "2", "0", "0", "0", "0"]
    second.setName("renamed")
    assert page.layers.currentText() == "renamed"
    QgsProject.instance().removeMapLayer(second.id())
    assert [row[1] for row in cells(page)] == ["1", "0", "0", "0", "0", "0"]
    assert not page.layers.isVisibleTo(page)


def test_the_layer_that_is_left_is_listened_to_no_more(open_page):
    first, _ = made(one_of_each(), "first"), made([area(0, 1)], "second")
    untouched = first.receivers(first.selectionChanged)
    page = open_page()
    assert first.receivers(first.selectionChanged) == untouched + 1
    choose(page.layers, "second")
    assert first.receivers(first.selectionChanged) == untouched


def test_edits_are_counted(open_page):
    layer = made(one_of_each())
    page = open_page()
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().lookupField("area_type"), 2)
    wait_until(lambda: cells(page)[0][1] == "0")
    assert cells(page)[1][1] == "2"
    layer.rollBack()
    wait_until(lambda: cells(page)[0][1] == "1")


def test_a_removal_while_figures_wait_to_be_read(open_page):
    layer = made(one_of_each())
    page = open_page()
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().lookupField("area_type"), 2)
    QgsProject.instance().removeMapLayer(layer.id())
    QTest.qWait(300)
    assert cells(page) == []


def test_a_layer_whose_source_is_lost(open_page, tmp_path):
    layer = made(one_of_each())
    page = open_page()
    layer.setDataSource(str(tmp_path / "gone.gpkg"), "areas", "ogr")
    assert page.hint.isVisibleTo(page)
    assert cells(page) == []


def test_another_project(open_page):
    made(several_years())
    page = open_page()
    QgsProject.instance().clear()
    assert page.hint.isVisibleTo(page)
    made([area(0, 5)])
    assert [row[1] for row in cells(page)] == ["0", "0", "0", "0", "1", "0"]
    assert page.year.text.text() == "2024 · RegSO 2025"


def test_a_project_without_the_plugin_draws_the_same(open_page, tmp_path):
    from tests.geopackages import save_layers

    path = tmp_path / "areas.gpkg"
    save_layers(path, {"areas": made(one_of_each(), "made")})
    QgsProject.instance().clear()
    layer = QgsVectorLayer(f"{path}|layername=areas", "areas", "ogr")
    QgsProject.instance().addMapLayer(layer)
    page = open_page()
    choose(page.look.field, "Area type")
    choose(page.place.municipality, "Göteborg")
    click_tick(page.classes.view, 1)
    expected = [PURPLE_GREEN[0], BACKGROUND, PURPLE_GREEN[2], *[BACKGROUND] * 3]
    assert drawn(layer, 6) == expected
    assert QgsProject.instance().write(str(tmp_path / "p.qgz"))
    del layer
    other = QgsProject()
    assert other.read(str(tmp_path / "p.qgz"))
    assert drawn(next(iter(other.mapLayers().values())), 6) == expected


def test_nothing_is_left_behind(qgis_iface, qgis_parent, canvas, open_page):
    from segregation_plugin.gui.area_types_page import AreaTypesPage
    from segregation_plugin.gui.state import ProjectState

    layer = made(several_years())
    signals = (layer.selectionChanged, layer.styleChanged, layer.repaintRequested, layer.nameChanged)
    before = [layer.receivers(signal) for signal in signals], canvas.receivers(canvas.temporalRangeChanged)
    for _ in range(2):
        state = ProjectState()
        page = AreaTypesPage(state, qgis_iface, qgis_parent)
        layer.startEditing()
        layer.rollBack()
        page.take_out()
        state.disconnect_all()
        layer.selectAll()
        page.close()
        page.deleteLater()
        QApplication.processEvents()
        after = [layer.receivers(signal) for signal in signals], canvas.receivers(canvas.temporalRangeChanged)
        assert after == before
    del open_page


def test_tab_goes_from_the_top_to_the_bottom(open_page):
    made(several_years())
    made(one_of_each(), "another")
    page = open_page()
    order, widget = [], page.layers
    for _ in range(40):
        if widget in (wanted := controls_of(page)):
            order.append(wanted.index(widget))
        widget = widget.nextInFocusChain()
        if widget is page.layers:
            break
    assert order == sorted(order)
    assert len(order) == len(controls_of(page))


def controls_of(page):
    look, place, year, classes = page.look, page.place, page.year, page.classes
    above = [page.layers, look.field, place.municipality, place.zoom, year.back, year.slider, year.forward]
    table = [classes.view, classes.only_challenged, classes.all, classes.none]
    return [*above, *table, look.palette, look.opacity, look.labels]


def test_every_control_says_what_it_does(open_page):
    page = open_page()
    assert [control for control in controls_of(page) if not control.toolTip()] == [page.classes.view]
    header = page.classes.model.headerData
    told = [header(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) for at in range(4)]
    assert all(told)


@pytest.mark.parametrize("points", [9, 18])
def test_it_is_narrow(open_page, points):
    made(several_years())
    font = QApplication.font()
    larger = QApplication.font()
    larger.setPointSize(points)
    QApplication.setFont(larger)
    try:
        assert open_page().minimumSizeHint().width() <= 300
    finally:
        QApplication.setFont(font)


def wait_until(is_so, seconds=3):
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        QTest.qWait(20)
    assert is_so()


# Speed


def test_how_long_a_toggle_takes_for_the_whole_country(open_page):
    """Print, on a layer as large as RegSO, how long the page takes to open, to toggle and to draw."""
    rows = [
        area(at, at % 5 + 1, at % 40, 3000.0, kommun=("1480", "1481", "1440")[at % 3]) for at in range(3363)
    ]
    layer = made(rows)
    began = time.perf_counter()
    page = open_page()
    opened = time.perf_counter()
    for row in range(6):
        click_tick(page.classes.view, row)
    toggled = time.perf_counter()
    choose(page.place.municipality, "Mölndal")
    filtered = time.perf_counter()
    choose(page.place.municipality, "All 3")
    click(page.classes.all)
    drawing = time.perf_counter()
    assert BACKGROUND not in drawn(layer, 20)  # all are there again
    print(  # noqa: T201 - a measurement to be read
        f"\n3 363 areas: page {1000 * (opened - began):.0f} ms, toggle {1000 * (toggled - opened) / 6:.1f} ms, "
        f"kommun {1000 * (filtered - toggled):.0f} ms, map {1000 * (time.perf_counter() - drawing):.0f} ms"
    )
