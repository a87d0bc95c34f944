import gc

import pytest
from qgis.core import (
    QgsFeature,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProject,
)

from segregation_plugin.cartography import post_process
from segregation_plugin.cartography.area_look import colour_areas
from segregation_plugin.cartography.infrastructure_style import apply_infrastructure_style, draw_by_kind
from segregation_plugin.cartography.infrastructure_symbols import INFRASTRUCTURE_COLOUR
from segregation_plugin.cartography.overlay_style import AMOUNT_COLOURS, overlaid_layers
from segregation_plugin.cartography.zone_style import ZONE_COLOUR, apply_zone_style
from tests.pictures import PIXELS, colours_of_squares, squares
from tests.support import memory_layer

ZONE_FIELDS = ["project:string", "distance_from_m:double", "distance_to_m:double"]
CENTRE = "Point(500 500)"


def square_zone(reach):
    low, high = 500 - reach, 500 + reach
    return f"Polygon(({low} {low}, {high} {low}, {high} {high}, {low} {high}, {low} {low}))"


def zones(*distances):
    return memory_layer(
        "Polygon", ZONE_FIELDS, [(square_zone(to), ["all", start, to]) for start, to in distances], "zones"
    )


def labels(layer):
    return [category.label().replace("\N{NO-BREAK SPACE}", " ") for category in layer.renderer().categories()]


# Zones


def test_zones_are_named_by_distance_nearest_first():
    layer = zones((0, 1000), (0, 250))
    apply_zone_style(layer, "sv")
    assert labels(layer) == ["Inom 250 m", "Inom 1 000 m"]
    apply_zone_style(layer, "en")
    assert labels(layer) == ["Within 250 m", "Within 1,000 m"]


def test_rings_say_both_distances():
    layer = zones((0, 250), (250, 500), (500, 1000))
    apply_zone_style(layer, "en")
    assert labels(layer) == ["Within 250 m", "250 to 500 m", "500 to 1,000 m"]


def test_inside_is_said():
    layer = zones((0, 0), (0, 250))
    apply_zone_style(layer, "sv")
    assert labels(layer) == ["Innanför", "Inom 250 m"]


def lightness(name):
    return sum(int(name[place : place + 2], 16) for place in (1, 3, 5))


def test_the_nearest_zone_is_darkest_and_lies_on_top():
    layer = zones((0, 200), (0, 350))
    apply_zone_style(layer)
    drawn = colours_of_squares(layer, 1)[0]
    near, far, outside = sorted((name for name, _ in drawn.most_common(3)), key=lightness)
    assert outside == "#FFFFFF"
    assert (
        lightness(ZONE_COLOUR) + 400 < lightness(near) < lightness(far)
    )  # light: the area type shows through
    assert ZONE_COLOUR in drawn  # the near outline, in full strength


# Infrastructure


@pytest.mark.parametrize(
    ("geometry", "kind", "wkt"),
    [
        ("LineString", "road", "LineString(0 500, 1000 500)"),
        ("LineString", "street", "LineString(0 500, 1000 500)"),
        ("LineString", "railway", "LineString(0 500, 1000 500)"),
        ("LineString", "other", "LineString(0 500, 1000 500)"),
        ("Point", "station", CENTRE),
        ("Point", "crossing", CENTRE),
        ("Point", "stop", CENTRE),
        ("Point", "other", CENTRE),
        ("Polygon", "noise", square_zone(300)),
        ("Polygon", "other", square_zone(300)),
        ("Point", "railway", CENTRE),
        ("LineString", "never heard of", "LineString(0 500, 1000 500)"),
    ],
)
def test_infrastructure_is_drawn_in_one_hue(geometry, kind, wkt):
    layer = memory_layer(geometry, ["name:string"], [(wkt, ["x"])])
    apply_infrastructure_style(layer, kind)
    drawn = colours_of_squares(layer, 1)[0]
    darkest = min(drawn, key=lightness)
    assert lightness(darkest) < lightness(INFRASTRUCTURE_COLOUR) + 300
    assert int(darkest[5:], 16) >= int(darkest[1:3], 16)  # blue before red, also where lines are thin
    assert drawn["#FFFFFF"] > 0.8 * PIXELS**2 / 2


def test_kinds_are_told_apart():
    pictures = []
    for kind in ("road", "street", "railway", "other"):
        layer = memory_layer("LineString", ["name:string"], [("LineString(0 500, 1000 500)", ["x"])])
        apply_infrastructure_style(layer, kind)
        pictures.append(tuple(sorted(colours_of_squares(layer, 1)[0].items())))
    assert len(set(pictures)) == len(pictures)


def dark_of_road(value, field="Klass_181", kind="string", class_field=None, language="en"):
    """How dark a road makes a square."""
    layer = memory_layer("LineString", [f"{field}:{kind}"], [("LineString(0 500, 1000 500)", [value])])
    draw_by_kind(layer, "road", field if class_field is None else class_field, language)
    drawn = colours_of_squares(layer, 1)[0]
    return sum(count * (lightness("#FFFFFF") - lightness(colour)) for colour, count in drawn.items())


@pytest.mark.parametrize(
    ("field", "kind", "major", "medium", "minor"),
    [
        ("Klass_181", "string", ("0", "1"), ("2", "4"), ("5", "9", None, "", "x")),
        ("Klass_181", "integer", (0, 1), (2, 3, 4), (5, 9, 10, None)),
        ("funktionel", "double", (0.0, 1.0), (4.0,), (5.0, None)),
        ("highway", "string", ("motorway", "Trunk_Link"), ("primary", "secondary"), ("residential", None)),
        ("fclass", "string", ("trunk",), ("primary_link",), ("primaryish", "track")),
    ],
)
def test_roads_are_as_wide_as_their_class_is_important(field, kind, major, medium, minor):
    widths = [{dark_of_road(value, field, kind) for value in step} for step in (major, medium, minor)]
    assert all(len(found) <= 1 for found in widths)
    found = [next(iter(of_step)) for of_step in widths if of_step]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("class_field", ["", "Vagha_6", "typ"])
def test_roads_without_a_known_class_are_all_wide(class_field):
    assert dark_of_road("9", class_field=class_field) == dark_of_road("0")


def test_the_legend_of_roads_says_the_classes():
    layer = memory_layer("LineString", ["Klass_181:string"], [("LineString(0 500, 1000 500)", ["0"])])
    draw_by_kind(layer, "road", "Klass_181", "sv")
    labels = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert labels == [
        "Funktionell vägklass 0 och 1",
        "Funktionell vägklass 2 till 4",
        "Funktionell vägklass 5 till 9, eller ingen angiven",
    ]
    assert set(layer.styleManager().styles()) == {"default", "Segregation"}


def test_a_wide_road_is_drawn_over_a_narrow_one_whatever_their_order():
    lines = [("LineString(0 500, 1000 500)", ["0"]), ("LineString(500 0, 500 1000)", ["9"])]
    pictures = []
    for order in (lines, lines[::-1]):
        layer = memory_layer("LineString", ["Klass_181:string"], order)
        draw_by_kind(layer, "road", "Klass_181", "en")
        pictures.append(dict(colours_of_squares(layer, 1)[0]))
    assert pictures[0] == pictures[1]


# Styled when loaded


class Copying(QgsProcessingAlgorithm):
    """Writes a layer and asks for it to be styled."""

    def __init__(self, layer, style):
        super().__init__()
        self.layer, self.style = layer, style

    def name(self):
        return "copying"

    def displayName(self):
        return "Copying"

    def createInstance(self):
        return Copying(self.layer, self.style)

    def initAlgorithm(self, configuration=None):  # noqa: ARG002 - QGIS calls it so
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", "Output"))

    def processAlgorithm(self, parameters, context, feedback):  # noqa: ARG002
        sink, destination = self.parameterAsSink(
            parameters, "OUTPUT", context, self.layer.fields(), self.layer.wkbType(), self.layer.crs()
        )
        for feature in self.layer.getFeatures():
            sink.addFeature(QgsFeature(feature))
        del sink
        post_process.style_on_load(context, destination, self.style)
        gc.collect()  # as good a moment as any to lose a post-processor
        return {"OUTPUT": destination}


@pytest.fixture
def loaded():
    """Run an algorithm as the toolbox does, into a project, and return the loaded layer."""
    from processing.gui.Postprocessing import handleAlgorithmResults

    project = QgsProject()
    context = QgsProcessingContext()
    context.setProject(project)
    feedback = QgsProcessingFeedback()

    def loaded(layer, style):
        algorithm = Copying(layer, style)
        algorithm.initAlgorithm()
        destination = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", project)
        parameters = {"OUTPUT": destination}
        results, fine = algorithm.run(parameters, context, feedback)
        assert fine
        assert handleAlgorithmResults(algorithm, context, feedback, parameters=parameters)
        return project.mapLayer(results["OUTPUT"])

    yield loaded
    project.clear()


def test_areas_are_styled_when_loaded(loaded):
    layer = loaded(squares([1, 5]), post_process.as_area_types)
    assert [set(square) for square in colours_of_squares(layer, 2)] == [{"#7B3294"}, {"#008837"}]
    assert post_process._waiting == {}


def test_zones_are_styled_when_loaded(loaded):
    layer = loaded(zones((0, 250), (0, 450)), post_process.as_zones)
    assert len(labels(layer)) == 2
    assert post_process._waiting == {}


def overlaid(lengths, land):
    """Squares of a square kilometre with metres of railway; some with land."""
    fields = ["area_type:integer", "land_area_m2:double", "railway_length_m:double", "railway_count:double"]
    shapes = [feature.geometry().asWkt() for feature in squares([1] * len(lengths)).getFeatures()]
    rows = [(shape, [1, m2, length, 1]) for shape, m2, length in zip(shapes, land, lengths, strict=True)]
    return memory_layer("Polygon", fields, rows, "overlaid")


def test_an_overlay_has_a_style_for_each_layer_laid_over_the_areas(loaded):
    layer = loaded(overlaid([0, 100, 200, 300, 400, 500], [1e6] * 6), post_process.as_overlay)
    styles = layer.styleManager()
    assert styles.styles() == ["Area type", "railway, km per km²"]
    assert styles.currentStyle() == "Area type"
    assert {name for square in colours_of_squares(layer, 6) for name in square} == {"#7B3294"}
    styles.setCurrentStyle("railway, km per km²")
    drawn = [set(square) for square in colours_of_squares(layer, 6)]
    assert drawn == [{"#FFFFFF"}, *({colour} for colour in AMOUNT_COLOURS)]
    assert [found.label() for found in layer.renderer().ranges()][:2] == [
        "0 km per km²",
        "0.10\N{EN DASH}0.18 km per km²",
    ]


def test_another_palette_leaves_the_amounts_alone(loaded):
    layer = loaded(overlaid([0, 100], [1e6] * 2), post_process.as_overlay)
    layer.styleManager().setCurrentStyle("railway, km per km²")
    colour_areas(layer, "area_type", "red_green", "en")
    assert layer.styleManager().currentStyle() == "Area type"
    assert layer.renderer().type() == "categorizedSymbol"
    layer.styleManager().setCurrentStyle("railway, km per km²")
    assert layer.renderer().type() == "graduatedSymbol"


def test_only_what_was_overlaid_last_has_a_style():
    fields = ["household_count:integer", "remark_count:string", "land_area_m2:double", "area_type:integer"]
    fields += ["note:string", "road_length_m:double", "road_count:double", "stop_count:double"]
    layer = memory_layer("Polygon", [*fields, "land_use_area_m2:double", "land_use_count:double"], [], "own")
    assert overlaid_layers(layer) == {"road": "length_m", "stop": "count", "land_use": "area_m2"}


def test_areas_without_types_keep_the_name_of_their_style(loaded):
    layer = squares([1, 2], "railway_count:double")
    assert loaded(layer, post_process.as_overlay).styleManager().styles() == [
        "default",
        "railway, per km², water included",
    ]


def test_a_fault_of_a_style_does_not_stop_the_loading(loaded):
    def fail(_):
        raise ValueError

    assert loaded(squares([1, 5]), fail).isValid()


def test_amounts_are_per_land_where_it_is_known(loaded):
    layer = loaded(overlaid([100, 100], [1e6, 0.5e6]), post_process.as_overlay)
    layer.styleManager().setCurrentStyle("railway, km per km²")
    bounds = [(found.lowerValue(), found.upperValue()) for found in layer.renderer().ranges()]
    assert bounds[0] == (0, 0)
    assert (bounds[1][0], bounds[-1][1]) == (0.1, 0.2)


@pytest.mark.parametrize("land", [0.0, None])
def test_where_the_land_of_an_area_is_not_known_all_are_measured_by_their_polygons(loaded, land):
    layer = loaded(overlaid([100, 200], [0.5e6, land]), post_process.as_overlay)
    assert layer.styleManager().styles()[-1] == "railway, km per km², water included"
    layer.styleManager().setCurrentStyle("railway, km per km², water included")
    ranges = layer.renderer().ranges()
    assert (ranges[1].lowerValue(), ranges[-1].upperValue()) == (0.1, 0.2)


@pytest.mark.parametrize(
    ("distances", "expected"),
    [
        ([(0, 0), (0, 2.5), (2.5, 62.5)], ["Inside", "0 to 2.5 m", "2.5 to 62.5 m"]),
        ([(0, 0), (0, 2.5), (0, 62.5)], ["Inside", "Within 2.5 m", "Within 62.5 m"]),
        ([(0, 100), (100, 1000)], ["Within 100 m", "100 to 1,000 m"]),
    ],
)
def test_distances_are_written_as_they_are(distances, expected):
    layer = zones(*distances)
    apply_zone_style(layer)
    assert labels(layer) == expected


def test_areas_without_types_are_loaded_as_they_are(loaded):
    layer = loaded(squares([1, 5], "other:integer"), post_process.as_area_types)
    assert layer.renderer().type() == "singleSymbol"


def test_what_is_not_loaded_leaves_nothing_behind():
    context = QgsProcessingContext()
    post_process.style_on_load(context, "memory:nowhere", post_process.as_zones)
    post_process.style_on_load(context, None, post_process.as_zones)
    assert post_process._waiting == {}
