import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QImage

from segregation_plugin.cartography.area_look import colour_areas
from segregation_plugin.cartography.area_map import default_title
from segregation_plugin.cartography.area_type_style import apply_area_type_style
from segregation_plugin.cartography.layout import LegendSection, MapTexts, Page, make_map_layout
from segregation_plugin.cartography.layout_export import export_map
from segregation_plugin.cartography.layout_facts import AreaFacts, attributions
from segregation_plugin.cartography.layout_sections import area_section
from segregation_plugin.core.area_types import PALETTES
from segregation_plugin.core.errors import InputError
from tests.pictures import SIDE, colours, squares
from tests.support import AREA_FIELDS, memory_layer

VALUES = [1, 2, 2, 3, 4, 5, None]
EXTENT = QgsRectangle(0, 0, len(VALUES) * SIDE, SIDE)
TEXTS = MapTexts("Who lives near?", "Made up, 2024", "Source: made up")
PAGE = Page()
PURPLE_GREEN = PALETTES["purple_green"]


@pytest.fixture
def project():
    project = QgsProject()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    yield project
    project.clear()


def add(project, layer):
    project.addMapLayer(layer)
    return layer


def add_areas(project, language="en"):
    layer = add(project, squares(VALUES))
    apply_area_type_style(layer, language=language)
    return layer


def picture_of(layout, tmp_path):
    path = tmp_path / "map.png"
    export_map(layout, path, dpi=150)
    return QImage(str(path))


def part(image, place):
    """Return the colours within a rectangle given in millimetres."""
    scale = image.width() / PAGE.size_mm[0]
    edges = (place.left(), place.top(), place.right(), place.bottom())
    return colours(image, *(round(edge * scale) for edge in edges))


def item(layout, name):
    return layout.itemById(name).sceneBoundingRect()


def first_row_of(image, place, colour):
    """Return the first row of pixels with enough of a colour for a symbol; letters have less of it."""
    scale = image.width() / PAGE.size_mm[0]
    left, right = round(place.left() * scale), round(place.right() * scale)
    return next(
        y
        for y in range(round(place.top() * scale), round(place.bottom() * scale))
        if colours(image, left, y, right, y + 1)[colour] >= 10
    )


@pytest.fixture
def drawn(project, tmp_path):
    sections = [area_section(AreaFacts.of_layer(add_areas(project)), "en")]
    layout = make_map_layout(project, "Map", sections, TEXTS, EXTENT)
    return layout, picture_of(layout, tmp_path)


def test_the_page_is_a4_at_150_dpi(drawn):
    _, image = drawn
    assert (image.width(), image.height()) == pytest.approx((1754, 1240), abs=1)


def test_the_map_fills_its_frame_with_the_areas(drawn):
    layout, image = drawn
    seen = part(image, item(layout, "map"))
    assert all(seen[colour] > 1000 for colour in PURPLE_GREEN)
    assert layout.itemById("map").extent().contains(EXTENT)
    assert layout.itemById("map").extent().width() == pytest.approx(EXTENT.width())


def test_the_legend_has_every_type_in_official_order(drawn):
    layout, image = drawn
    place = item(layout, "legend")
    rows = [first_row_of(image, place, colour) for colour in PURPLE_GREEN]
    assert rows == sorted(rows)
    below = QRectF(place.left(), rows[-1] * 25.4 / 150, 6, 15)
    assert "#BDBDBD" in part(image, below)  # the hatch


def test_the_legend_names_and_counts_the_areas_of_each_type(drawn):
    model = drawn[0].itemById("legend").model()
    (layer_node,) = model.rootGroup().findLayers()
    nodes = model.layerLegendNodes(layer_node)
    counts = [node.data(Qt.ItemDataRole.DisplayRole).rpartition(" ")[2] for node in nodes]
    assert counts == ["[1]", "[2]", "[1]", "[1]", "[1]", "[1]"]
    texts = [node.data(Qt.ItemDataRole.DisplayRole).replace("\n", " ") for node in nodes]
    assert texts[0] == "1 \N{EN DASH} Areas with major socioeconomic challenges [1]"
    assert texts[5] == "No area type [1]"


FACTS = (*AREA_FIELDS, "version_mismatch:integer", "municipality_name:string", "index_year:integer")
UNIT = "Polygon((0 0,1 0,1 1,0 1,0 0))"


def facts_of(*rows):
    """Return the facts of areas, each a code, whether it does not match, the name of its kommun, its year."""
    areas = [
        (UNIT, [code, "RegSO 2025", 1, 1.0, 10.0, code[:4], mismatch, name, year])
        for code, mismatch, name, year in rows
    ]
    layer = memory_layer("Polygon", FACTS, areas, "areas")
    apply_area_type_style(layer)
    return AreaFacts.of_layer(layer)


def test_kommuner_without_a_name_are_named_by_their_code():
    facts = facts_of(
        ("1480R001", 0, "Göteborg", 2024), ("0180R001", 0, None, 2024), ("1280R001", 0, None, 2024)
    )
    assert facts.place("sv") == "Göteborg, Malmö och Stockholm"


@pytest.mark.parametrize(("mismatch", "told"), [(None, False), (0, False), (1, True)])
def test_another_division_is_told_only_where_it_is_known(mismatch, told):
    facts = facts_of(("1480R001", mismatch, "Göteborg", 2024), ("1480R002", 0, "Göteborg", 2024))
    assert ("olika indelning" in facts.source("sv")) == told


def test_areas_of_several_years_on_each_other_are_not_counted_as_areas():
    facts = facts_of(*(("1480R001", 0, "Göteborg", year) for year in (2022, 2023)))
    section = area_section(facts, "sv")
    assert (section.title, section.endings) == ("Områdestyp", {})


def test_a_map_of_the_index_says_so(project):
    rows = [
        (UNIT, [f"1480R{place:03d}", "RegSO 2025", 1, 1.0, float(place), "1480", 0, "Göteborg", 2024])
        for place in range(1, 9)
    ]
    layer = add(project, memory_layer("Polygon", FACTS, rows, "areas"))
    colour_areas(layer, "socioeconomic_index", "purple_green", "sv")
    section = area_section(AreaFacts.of_layer(layer), "sv")
    assert (section.title, section.endings) == ("Socioekonomiskt index (högre: större utmaningar)", {})
    assert default_title(project, layer, "en") == "Socioeconomic index"
    apply_area_type_style(layer)
    assert default_title(project, layer, "en") == "Area types"


def test_results_are_not_named_as_sources_of_other_layers():
    layers = [memory_layer("Point", ["x:string"], [], name) for name in ("mine", "made")]
    for layer, history in zip(
        layers, ("", "2026-11-29 segregation:overlayinfrastructure with AREAS"), strict=True
    ):
        metadata = layer.metadata()
        metadata.setRights([f"Source of {layer.name()}"])
        metadata.setHistory([history] if history else [])
        layer.setMetadata(metadata)
    assert attributions(layers, "en") == "Other layers: Source of mine."


def test_layers_not_drawn_at_the_scale_are_not_in_the_legend(project):
    wkt, field = "LineString(0 0, 7000 1000)", ["a:integer"]
    streets, roads = (
        add(project, memory_layer("LineString", field, [(wkt, [1])], name)) for name in ("streets", "roads")
    )
    streets.setScaleBasedVisibility(True)
    streets.setMinimumScale(1000)
    sections = [LegendSection("Infrastructure", [streets, roads])]
    legend = make_map_layout(project, "Map", sections, TEXTS, EXTENT).itemById("legend")
    assert [node.layer().name() for node in legend.model().rootGroup().findLayers()] == ["roads"]


@pytest.mark.parametrize("name", ["title", "subtitle", "source", "scale bar", "north arrow"])
def test_texts_and_marks_are_drawn(drawn, name):
    layout, image = drawn
    seen = part(image, item(layout, name))
    ink = sum(count for colour, count in seen.items() if int(colour[1:3], 16) < 0x80)
    assert ink > 50


def test_nothing_reaches_the_edge_of_the_page(drawn):
    _, image = drawn
    width, height, edge = image.width(), image.height(), 30
    for sides in (
        (0, 0, width, edge),
        (0, height - edge, width, height),
        (0, 0, edge, height),
        (width - edge, 0, width, height),
    ):
        assert set(colours(image, *sides)) == {"#FFFFFF"}


def test_items_do_not_overlap(drawn):
    layout, _ = drawn
    names = ("map", "legend", "title", "subtitle", "source", "scale bar", "north arrow")
    places = {name: item(layout, name).adjusted(0.2, 0.2, -0.2, -0.2) for name in names}
    overlapping = [
        (one, other)
        for index, one in enumerate(names)
        for other in names[index + 1 :]
        if places[one].intersects(places[other])
    ]
    assert overlapping == []


def test_a_long_legend_is_made_to_fit(project):
    others = [
        add(project, memory_layer("Point", ["a:integer"], [("Point(0 0)", [1])], f"Layer number {number}"))
        for number in range(14)
    ]
    sections = [
        area_section(AreaFacts.of_layer(add_areas(project, "sv")), "sv"),
        LegendSection("Others", others),
    ]
    layout = make_map_layout(project, "Map", sections, TEXTS, EXTENT)
    assert item(layout, "legend").bottom() <= item(layout, "scale bar").top()
    assert item(layout, "legend").right() <= PAGE.size_mm[0] - 8


def test_a_layout_of_the_same_name_is_left_alone(project):
    sections = [LegendSection("Area type", [add_areas(project)])]
    for _ in range(2):
        make_map_layout(project, "Map", sections, TEXTS, EXTENT)
    assert [layout.name() for layout in project.layoutManager().printLayouts()] == ["Map", "Map 2"]


def test_a_png_that_cannot_be_written_is_told(drawn, tmp_path):
    layout, _ = drawn
    path = tmp_path / "absent" / "map.png"
    with pytest.raises(InputError, match=r"map\.png"):
        export_map(layout, path, dpi=150)
