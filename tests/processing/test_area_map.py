"""The printed map of an area layer: judged by the pixels of what is exported, and by what a hostile layer does to it."""

from __future__ import annotations

import itertools

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeedback,
    QgsLayerMetadata,
    QgsLegendSettings,
    QgsProject,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QImage

from segregation_plugin.cartography.area_map import MapWish, default_title, make_area_map
from segregation_plugin.cartography.area_type_style import apply_area_type_style
from segregation_plugin.cartography.infrastructure_style import apply_infrastructure_style
from segregation_plugin.cartography.layout_export import export_map, files_of
from segregation_plugin.cartography.layout_page import PAPERS, Page
from segregation_plugin.cartography.post_process import as_area_types
from segregation_plugin.cartography.zone_style import apply_zone_style
from segregation_plugin.core.area_types import AREA_TYPES, NO_TYPE_COLOUR, PALETTES
from segregation_plugin.core.errors import InputError, RunCancelledError
from tests.pictures import SIDE, colours
from tests.support import memory_layer

PURPLE_GREEN = PALETTES["purple_green"]
ITEMS = ("title", "subtitle", "map", "legend", "scale bar", "north arrow", "source")
HOSTILE = 'O\'Brien "<b>&</b>" 100% [% 1+1 %] %] \\n'
FIELDS = [
    *("region_code:string", "municipality_code:string", "municipality_name:string", "division:string"),
    *(
        "index_year:integer",
        "area_type:integer",
        "area_type_source:string",
        "year_start:date",
        "year_end:date",
    ),
]
PAGES = [Page(paper, is_landscape) for paper in PAPERS for is_landscape in (True, False)]
DPI = 110


def square(column, row=0, side=SIDE):
    west, south = 600_000 + column * SIDE, 6_500_000 + row * SIDE
    east, north = west + side, south + side
    return f"Polygon(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"


def row(number, area_type, code="1480", name="Göteborg", year=2024):
    return [
        *(f"{code}R{number:03d}", code, name, "RegSO 2025", year, area_type, "published"),
        *(f"{year}-01-01", f"{year}-12-31"),
    ]


def areas_of(features, name="areas"):
    layer = memory_layer("Polygon", FIELDS, features, name)
    apply_area_type_style(layer, language="en")
    return layer


def two_kommuner():
    types = [(1, "1480", "Göteborg"), (2, "1480", "Göteborg"), (3, "1480", "Göteborg")]
    types += [(4, "1481", "Mölndal"), (5, "1481", "Mölndal"), (None, "1481", "Mölndal")]
    return [
        (square(place % 3 + (3 if place > 2 else 0), place % 2), row(place, area_type, code, name))
        for place, (area_type, code, name) in enumerate(types)
    ]


@pytest.fixture
def project():
    project = QgsProject()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    yield project
    project.clear()


@pytest.fixture
def areas(project):
    return add(project, areas_of(two_kommuner()))


def add(project, layer):
    project.addMapLayer(layer)
    return layer


def railway(project, name="Järnväg"):
    line = "LineString(600000 6500500, 606000 6501500)"
    layer = add(project, memory_layer("LineString", ["a:integer"], [(line, [1])], name))
    apply_infrastructure_style(layer, "railway")
    return layer


def drawn(layout, tmp_path, dpi=DPI):
    (path,) = export_map(layout, tmp_path / "map.png", dpi)
    return QImage(str(path))


def seen(image, layout, name):
    """Return the colours at the place of an item."""
    place = layout.itemById(name).sceneBoundingRect()
    by = image.width() / layout.pageCollection().page(0).pageSize().width()
    edges = (place.left(), place.top(), place.right(), place.bottom())
    return colours(image, *(round(edge * by) for edge in edges))


def ink(found):
    return sum(count for colour, count in found.items() if int(colour[1:3], 16) < 0x80)


def text(layout, name):
    return layout.itemById(name).currentText()


def legend_texts(layout):
    model = layout.itemById("legend").model()
    return [
        node.data(Qt.ItemDataRole.DisplayRole).replace("\n", " ")
        for layer in model.rootGroup().findLayers()
        for node in model.layerLegendNodes(layer)
    ]


def drawn_texts(layout):
    """Return the legend's texts as QGIS draws them, with expressions evaluated."""
    model, settings, context = (
        layout.itemById("legend").model(),
        QgsLegendSettings(),
        layout.createExpressionContext(),
    )
    nodes = [node for layer in model.rootGroup().findLayers() for node in model.layerLegendNodes(layer)]
    texts = [node.data(Qt.ItemDataRole.DisplayRole) for node in nodes] + headings(layout)
    return [" ".join(settings.evaluateItemText(text, context)) for text in texts]


def headings(layout):
    return [group.name() for group in layout.itemById("legend").model().rootGroup().findGroups()]


def check_places(layout, page):
    """Nothing overlaps, nothing leaves the page, and the legend stays in its place."""
    width, height = page.size_mm
    places = {
        name: layout.itemById(name).sceneBoundingRect().adjusted(0.2, 0.2, -0.2, -0.2) for name in ITEMS
    }
    inside = QRectF(4, 4, width - 8, height - 8)
    assert [name for name, place in places.items() if not inside.contains(place)] == []
    assert [(a, b) for a, b in itertools.combinations(ITEMS, 2) if places[a].intersects(places[b])] == []
    assert page.places()["legend"].adjusted(-0.3, -0.3, 0.3, 0.3).contains(places["legend"])


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.paper}-{page.is_landscape}")
def test_every_paper_in_both_languages(project, areas, page, language, tmp_path):
    railway(project)
    layout = make_area_map(project, MapWish(areas, "Karta", language, page))
    image = drawn(layout, tmp_path)
    size = tuple(round(side / 25.4 * DPI) for side in page.size_mm)
    assert (image.width(), image.height()) == pytest.approx(size, abs=2)
    on_map = seen(image, layout, "map")
    assert all(on_map[colour] > 200 for colour in PURPLE_GREEN)
    assert on_map[NO_TYPE_COLOUR] > 20
    assert all(seen(image, layout, "legend")[colour] > 10 for colour in PURPLE_GREEN)
    assert all(ink(seen(image, layout, name)) > 20 for name in ITEMS)
    check_places(layout, page)
    assert legend_texts(layout)[0] == f"1 \N{EN DASH} {AREA_TYPES[0].name(language)} [1]"


@pytest.mark.parametrize(
    ("language", "subtitle", "source"),
    [
        (
            "sv",
            "Göteborg och Mölndal · RegSO 2025 · index 2024",
            "Källa: SCB (RegSO 2025, index 2024, hämtad 2026-11-27). Palett: tilläggets egen (lila–grön); "  # noqa: RUF001
            "det finns inga officiella färger.",
        ),
        (
            "en",
            "Göteborg and Mölndal · RegSO 2025 · index 2024",
            "Source: Statistics Sweden (SCB) (RegSO 2025, index 2024, fetched 2026-11-27). Palette: the plugin's "
            "own (purple–green); there are no official colours.",  # noqa: RUF001
        ),
    ],
)
def test_texts_say_where_when_and_by_whom(project, areas, language, subtitle, source):
    metadata = QgsLayerMetadata()
    metadata.setHistory(
        ["Source: stat:RegSO_2025, SCB, fetched 2026-11-27", "2026-11-28 segregation:joinindex: {}"]
    )
    areas.setMetadata(metadata)
    layout = make_area_map(project, MapWish(areas, "Karta", language))
    assert text(layout, "subtitle") == subtitle
    assert text(layout, "source") == source


def test_another_source_is_not_taken_for_scb(project, areas):
    metadata = QgsLayerMetadata()
    metadata.setHistory(
        ["Source: TAB6586, Påhittat i SCB:s format, updated 2025-06-17T06:00:00Z, file a.json"]
    )
    areas.setMetadata(metadata)
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    assert text(layout, "source").startswith("Källa: Påhittat i SCB:s format (RegSO 2025, index 2024).")


def test_computed_types_and_other_colours_are_told(project, areas):
    place = areas.fields().lookupField("area_type_source")
    areas.dataProvider().changeAttributeValues({1: {place: "computed"}})
    areas.renderer().updateCategoryLabel(0, "Ett")
    categories = areas.renderer().categories()  # kept: they own their symbols
    symbol = categories[0].symbol().clone()
    symbol.setColor(Qt.GlobalColor.red)
    areas.renderer().updateCategorySymbol(0, symbol)
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    assert "Typerna är beräknade, inte publicerade." in text(layout, "source")
    assert "Palett" not in text(layout, "source")
    assert legend_texts(layout)[0] == "Ett [1]"


def test_attributions_of_other_layers_are_shown_as_text(project, areas):
    for name, attribution in (
        ("a", "<a href='x'>Trafikverket</a> &amp; co."),
        ("b", "Lantmäteriet"),
        ("c", ""),
    ):
        railway(project, name).serverProperties().setAttribution(attribution)
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    assert "Övriga lager: " in text(layout, "source")
    assert {"Trafikverket & co", "Lantmäteriet"} <= set(
        text(layout, "source").partition("Övriga lager: ")[2].partition(". ")[0].split("; ")
    )


@pytest.mark.parametrize(
    ("codes", "place"),
    [
        (["1480", "1481", "1402", "1401", "1407"], "Västra Götalands län, 5 kommuner"),
        (["0180", "1480", "1280", "2584", "0380"], "5 kommuner i 5 län"),
        (["9901", "9902"], "2 områden"),
        (["1480"], "Göteborg"),
    ],
)
def test_places_are_named_or_counted(project, codes, place):
    features = [(square(column), row(column, 1, code, None)) for column, code in enumerate(codes)]
    layout = make_area_map(project, MapWish(add(project, areas_of(features)), "Karta", "sv"))
    assert text(layout, "subtitle").startswith(f"{place} · ")


def test_the_legend_lists_what_is_shown_alone(project, areas):
    railway(project)
    zone = (square(0), [0.0, 500.0])
    zones = add(
        project, memory_layer("Polygon", ["distance_from_m:double", "distance_to_m:double"], [zone], "Runt")
    )
    apply_zone_style(zones, "en")
    hidden = railway(project, "Hidden")
    project.layerTreeRoot().findLayer(hidden).setItemVisibilityChecked(False)
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    assert headings(layout) == ["Områdestyp (antal områden)", "Zoner: Runt", "Infrastruktur"]
    assert legend_texts(layout)[5:] == ["Ingen områdestyp [1]", "Inom 500 m", "Järnväg"]


def test_no_infrastructure(project, areas):
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    assert headings(layout) == ["Områdestyp (antal områden)"]
    assert default_title(project, areas, "sv") == "Områdestyper"
    railway(project)
    assert default_title(project, areas, "en") == "Area types and infrastructure"


def test_the_map_stays_when_layers_are_switched_off(project, areas, tmp_path):
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    project.layerTreeRoot().findLayer(areas).setItemVisibilityChecked(False)
    railway(project)
    assert seen(drawn(layout, tmp_path), layout, "map")[PURPLE_GREEN[0]] > 200


def test_areas_that_are_switched_off_are_drawn_all_the_same(project, areas, tmp_path):
    project.layerTreeRoot().findLayer(areas).setItemVisibilityChecked(False)
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    assert seen(drawn(layout, tmp_path), layout, "map")[PURPLE_GREEN[0]] > 200


def test_existing_layouts_are_left_alone(project, areas):
    names = [make_area_map(project, MapWish(areas, "Karta", "sv")).name() for _ in range(3)]
    assert names == ["Karta", "Karta 2", "Karta 3"]
    assert [layout.name() for layout in project.layoutManager().printLayouts()] == names
    assert set(project.mapThemeCollection().mapThemes()) == set(names)


@pytest.mark.parametrize("page", PAGES[:2], ids=["lying", "standing"])
@pytest.mark.parametrize("by_municipality", [False, True], ids=["one", "atlas"])
def test_hostile_names_are_only_text(project, page, by_municipality, tmp_path):
    title = f"{HOSTILE} {'mycket lång rubrik ' * 20}"
    features = [(square(0), row(0, 1, "1480", HOSTILE)), (square(1), row(1, 5, "1481", "B"))]
    areas = add(project, areas_of(features, HOSTILE))
    railway(project, HOSTILE * 4).serverProperties().setAttribution("[% 1+1 %]")
    railway(project, "x" * 300)
    layout = make_area_map(project, MapWish(areas, title, "sv", page, by_municipality))
    assert text(layout, "title").startswith(HOSTILE)
    assert text(layout, "title").endswith("…")
    assert "[% 1+1 %]" in text(layout, "source")
    if by_municipality:
        layout.atlas().beginRender()
        layout.atlas().seekTo(1)
    assert HOSTILE in text(layout, "subtitle")
    assert "[% 1+1 %]" in " ".join(drawn_texts(layout))
    files = export_map(layout, tmp_path / "a.png", DPI)
    assert all(file.is_file() for file in files)
    check_places(layout, page)


@pytest.mark.parametrize("page", PAGES[:2], ids=["lying", "standing"])
def test_more_layers_than_fit_are_counted(project, areas, page, tmp_path):
    for number in range(60):
        railway(project, f"Line {number}")
    layout = make_area_map(project, MapWish(areas, "Karta", "sv", page))
    drawn(layout, tmp_path)
    check_places(layout, page)
    shown = len(legend_texts(layout)) - 6
    assert 5 < shown < 60
    assert headings(layout)[-1] == f"Infrastruktur (+ {60 - shown})"


@pytest.mark.parametrize(
    ("features", "unit"),
    [
        ([(square(0, 0, 3), row(0, 1))], "m"),
        ([(square(0, -150), row(0, 1)), (square(50, 1200), row(1, 5))], "km"),
    ],
    ids=["one tiny area", "far apart"],
)
def test_any_size_is_fitted(project, features, unit, tmp_path):
    areas = add(project, areas_of(features))
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    image, page = drawn(layout, tmp_path), Page()
    check_places(layout, page)
    assert layout.itemById("map").extent().contains(areas.extent())
    bar = layout.itemById("scale bar")
    assert bar.unitLabel() == unit
    assert str(int(bar.unitsPerSegment())).rstrip("0") in {"1", "2", "5"}
    assert bar.sceneBoundingRect().width() > 20
    assert ink(seen(image, layout, "scale bar")) > 20


def test_a_project_in_degrees_is_drawn_in_metres(project, areas):
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    assert layout.itemById("map").crs().authid() == "EPSG:3006"
    assert layout.itemById("map").extent().contains(areas.extent())


def test_a_layer_without_areas_is_refused(project):
    empty = add(project, areas_of([], "Tomt"))
    with pytest.raises(InputError, match="Tomt has no areas"):
        make_area_map(project, MapWish(empty, "Karta", "sv"))
    assert project.layoutManager().printLayouts() == []


@pytest.fixture
def years(project):
    """One area of type 1 in 2022, of type 5 in 2023, drawn a year at a time."""
    features = [(square(0), row(0, 1, year=2022)), (square(0), row(0, 5, year=2023))]
    layer = add(project, areas_of(features))
    as_area_types(layer)
    return layer


@pytest.mark.parametrize("by_municipality", [False, True])
def test_of_several_years_the_newest_is_shown(project, years, by_municipality, tmp_path):
    layout = make_area_map(project, MapWish(years, "Karta", "sv", by_municipality=by_municipality))
    export_map(layout, tmp_path / "a.png", DPI)
    (file,) = files_of(layout, tmp_path / "a.png")
    on_map = seen(QImage(str(file)), layout, "map")
    assert (on_map[PURPLE_GREEN[0]], on_map[PURPLE_GREEN[4]] > 200) == (0, True)
    assert text(layout, "subtitle") == "Göteborg · RegSO 2025 · index 2023"
    if not by_municipality:
        assert [label[-3:] for label in legend_texts(layout)] == ["[0]", "[0]", "[0]", "[0]", "[1]", "[0]"]


def test_the_year_of_the_canvas_is_taken(project, years, tmp_path):
    from segregation_plugin.cartography.area_map import _moment

    layout = make_area_map(project, MapWish(years, "Karta", "sv", moment=_moment(2022)))
    assert seen(drawn(layout, tmp_path), layout, "map")[PURPLE_GREEN[0]] > 200
    assert text(layout, "subtitle").endswith("index 2022")


def test_years_on_top_of_each_other_are_told(project, years):
    years.temporalProperties().setIsActive(False)
    layout = make_area_map(project, MapWish(years, "Karta", "sv"))
    assert text(layout, "subtitle").endswith("index 2022\N{EN DASH}2023")


def test_an_atlas_has_a_page_for_each_kommun(project, areas, tmp_path):
    layout = make_area_map(project, MapWish(areas, "Karta", "sv", by_municipality=True))
    atlas = layout.atlas()
    assert atlas.updateFeatures() == 2
    assert [atlas.nameForPage(page) for page in range(2)] == ["Göteborg", "Mölndal"]
    files = export_map(layout, tmp_path / "a.png", DPI)
    assert [file.name for file in files] == ["a_Göteborg.png", "a_Mölndal.png"]
    first, second = (seen(QImage(str(file)), layout, "map") for file in files)
    assert all(first[colour] > 200 for colour in PURPLE_GREEN[:3])
    assert all(second[colour] > 200 for colour in PURPLE_GREEN[3:])
    assert first[PURPLE_GREEN[4]] == second[PURPLE_GREEN[0]] == 0, "what is not the page's is pale"


def test_the_subtitle_and_the_counts_follow_the_page(project, areas):
    layout = make_area_map(project, MapWish(areas, "Karta", "sv", by_municipality=True))
    assert text(layout, "subtitle") == "Göteborg och Mölndal · RegSO 2025 · index 2024"
    layout.atlas().beginRender()
    subtitles, first_rows = [], []
    for page in range(2):
        layout.atlas().seekTo(page)
        subtitles.append(text(layout, "subtitle"))
        first_rows.append(drawn_texts(layout)[0][-3:])
    layout.atlas().endRender()
    assert subtitles == ["Göteborg · RegSO 2025 · index 2024", "Mölndal · RegSO 2025 · index 2024"]
    assert first_rows == ["[1]", "[0]"]
    pages = layout.atlas().coverageLayer()
    counted = {
        feature["municipality_name"]: [feature[name] for name in ("type_1", "type_3", "type_5", "no_type")]
        for feature in pages.getFeatures()
    }
    assert counted == {"Göteborg": [1, 1, 0, 0], "Mölndal": [0, 0, 1, 1]}
    assert not project.layerTreeRoot().findLayer(pages).isVisible()


def test_without_a_page_nothing_is_pale(project, areas, tmp_path):
    layout = make_area_map(project, MapWish(areas, "Karta", "sv", by_municipality=True))
    layout.atlas().setEnabled(False)
    layout.itemById("map").zoomToExtent(areas.extent())
    on_map = seen(drawn(layout, tmp_path), layout, "map")
    assert all(on_map[colour] > 200 for colour in PURPLE_GREEN)


def test_an_atlas_needs_kommuner(project):
    areas = add(project, areas_of([(square(0), ["A", None, None, None, 2024, 1, None, None, None])], "Utan"))
    with pytest.raises(InputError, match="No area of layer Utan"):
        make_area_map(project, MapWish(areas, "Karta", "sv", by_municipality=True))
    assert project.layoutManager().printLayouts() == []
    assert list(project.mapLayers().values()) == [areas]


def test_kommuner_are_told_by_the_codes_of_areas_and_broken_polygons_are_repaired(project):
    bow_tie = "Polygon((600000 6500000, 601000 6501000, 601000 6500000, 600000 6501000, 600000 6500000))"
    features = [
        (bow_tie, row(0, 1, "1480", None)),
        (square(1), row(1, 2, "1480", None)),
        (square(2), ["x", None, None, "RegSO 2025", 2024, 3, None, None, None]),
    ]
    for _, values in features[:2]:
        values[1] = None
    areas = add(project, areas_of(features))
    layout = make_area_map(project, MapWish(areas, "Karta", "sv", by_municipality=True))
    (page,) = layout.atlas().coverageLayer().getFeatures()
    assert [page[name] for name in ("municipality_name", "type_1", "type_2", "type_3")] == [
        "Göteborg",
        1,
        1,
        0,
    ]
    assert page.geometry().isGeosValid()
    assert page.geometry().area() == pytest.approx(1.5 * SIDE**2)


def test_pages_lie_beside_the_project_and_replace_nothing(project, areas, tmp_path):
    project.write(str(tmp_path / "plan.qgz"))
    for _ in range(2):
        make_area_map(project, MapWish(areas, "Karta", "sv", by_municipality=True))
    assert sorted(path.name for path in tmp_path.glob("*.gpkg")) == [
        "plan_kommuner.gpkg",
        "plan_kommuner_2.gpkg",
    ]


def test_the_map_comes_back_with_the_project(project, tmp_path):
    stored = tmp_path / "areas.geojson"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GeoJSON"
    QgsVectorFileWriter.writeAsVectorFormatV3(
        areas_of(two_kommuner()), str(stored), QgsCoordinateTransformContext(), options
    )
    areas = add(project, QgsVectorLayer(str(stored), "areas", "ogr"))
    apply_area_type_style(areas, language="sv")
    project.write(str(tmp_path / "plan.qgz"))
    make_area_map(project, MapWish(areas, "Karta", "sv", by_municipality=True))
    project.write()
    again = QgsProject()
    assert again.read(str(tmp_path / "plan.qgz"))
    layout = again.layoutManager().layoutByName("Karta")
    files = export_map(layout, tmp_path / "a.png", DPI)
    on_page = seen(QImage(str(files[0])), layout, "map")
    assert on_page[PURPLE_GREEN[0]] > 200
    assert on_page[PURPLE_GREEN[4]] == 0
    again.clear()


@pytest.mark.parametrize("by_municipality", [False, True])
def test_a_pdf_holds_all_pages(project, areas, by_municipality, tmp_path):
    layout = make_area_map(project, MapWish(areas, "Karta", "sv", by_municipality=by_municipality))
    (path,) = export_map(layout, tmp_path / "a.pdf")
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == (2 if by_municipality else 1)
    assert [file.name for file in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_a_file_that_cannot_be_written_is_told(project, areas, ending, tmp_path):
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    with pytest.raises(InputError, match=rf"map\.{ending}"):
        export_map(layout, tmp_path / "absent" / f"map.{ending}", DPI)


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_a_cancel_leaves_what_was_there(project, areas, ending, tmp_path):
    layout = make_area_map(project, MapWish(areas, "Karta", "sv", by_municipality=True))
    before = files_of(layout, tmp_path / f"a.{ending}")[0]
    before.write_text("before")
    feedback = QgsFeedback()
    feedback.cancel()
    with pytest.raises(RunCancelledError):
        export_map(layout, tmp_path / f"a.{ending}", DPI, feedback)
    assert [path.name for path in tmp_path.iterdir()] == [before.name]
    assert before.read_text() == "before"


def test_a_raster_background_is_drawn_and_not_listed(project, areas, tmp_path):
    from osgeo import gdal

    path = tmp_path / "background.tif"
    raster = gdal.GetDriverByName("GTiff").Create(str(path), 10, 10, 1)
    raster.SetGeoTransform([599_000, 1000, 0, 6_505_000, 0, -1000])
    raster.SetProjection(areas.crs().toWkt())
    raster.FlushCache()
    del raster
    background = QgsRasterLayer(str(path), "Background")
    project.addMapLayer(background, addToLegend=False)
    project.layerTreeRoot().addLayer(background)
    layout = make_area_map(project, MapWish(areas, "Karta", "sv"))
    assert headings(layout) == ["Områdestyp (antal områden)"]
    assert seen(drawn(layout, tmp_path), layout, "map")[PURPLE_GREEN[0]] > 200
