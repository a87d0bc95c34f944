import sqlite3
from contextlib import closing

import pytest
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt import sip

from segregation_plugin.core.area_types import (
    BORDER_COLOUR,
    NO_TYPE_COLOUR,
    PALETTES,
)
from tests.geopackages import opened, save_layers
from tests.pictures import BACKGROUND, colours_of_squares, squares
from tests.support import memory_layer

VALUES = [1, 2, 3, 4, 5, None, 7]
OFFICIAL_SV = [
    "1 \N{EN DASH} Områden med stora socioekonomiska utmaningar",
    "2 \N{EN DASH} Områden med socioekonomiska utmaningar",
    "3 \N{EN DASH} Socioekonomiskt blandade områden",
    "4 \N{EN DASH} Områden med goda socioekonomiska förutsättningar",
    "5 \N{EN DASH} Områden med mycket goda socioekonomiska förutsättningar",
    "Ingen områdestyp",
]
OFFICIAL_EN = [
    "1 \N{EN DASH} Areas with major socioeconomic challenges",
    "2 \N{EN DASH} Areas with socioeconomic challenges",
    "3 \N{EN DASH} Socioeconomically mixed areas",
    "4 \N{EN DASH} Areas with good socioeconomic conditions",
    "5 \N{EN DASH} Areas with very good socioeconomic conditions",
    "No area type",
]


def legend(layer):
    return [category.label() for category in layer.renderer().categories()]


@pytest.fixture
def algorithm():
    return QgsApplication.processingRegistry().createAlgorithmById("segregation:styleareatypes")


@pytest.fixture
def locale_of_qgis():
    """Set the language of the user interface, and take it back."""
    settings = QgsSettings()
    names = ("locale/overrideFlag", "locale/userLocale")
    before = [settings.value(name) for name in names]

    def set_locale(locale):
        for name, value in zip(names, (True, locale), strict=True):
            settings.setValue(name, value)

    yield set_locale
    for name, value in zip(names, before, strict=True):
        settings.remove(name) if value is None else settings.setValue(name, value)


@pytest.fixture
def geopackage(tmp_path):
    """A GeoPackage with two layers of squares, ``north`` and ``south``."""
    path = tmp_path / "areas.gpkg"
    save_layers(path, {"north": squares(VALUES), "south": squares(VALUES)})
    return path


# Declaration


def test_declaration(algorithm):
    tokens = {name: algorithm.parameterDefinition(name).options() for name in ("PALETTE", "LANGUAGE")}
    assert [definition.name() for definition in algorithm.parameterDefinitions()] == [
        *("INPUT", "FIELD", "PALETTE", "LANGUAGE", "SAVE_DEFAULT", "STYLE_FILE")
    ]
    assert algorithm.parameterDefinition("FIELD").defaultValue() == "area_type"
    assert tokens == {
        "PALETTE": ["purple_green", "orange_purple", "red_green", "greyscale"],
        "LANGUAGE": ["auto", "sv", "en"],
    }
    assert not algorithm.parameterDefinition("STYLE_FILE").createByDefault()
    assert {definition.name() for definition in algorithm.outputDefinitions()} == {
        *("OUTPUT", "OUTSIDE_COUNT", "STYLE_FILE")
    }


def test_a_layer_still_has_its_features_after_its_first_default_style(run, tmp_path):
    """QGIS empties a layer that was opened without the name of its table when the file gets a second table."""
    path = tmp_path / "single.gpkg"
    save_layers(path, {"single": squares(VALUES)})
    layer = QgsVectorLayer(str(path), "single", "ogr")
    run("styleareatypes", INPUT=layer, SAVE_DEFAULT=True)
    assert len(list(layer.getFeatures())) == len(VALUES)


def test_it_runs_in_the_thread_of_the_layer(algorithm):
    assert algorithm.flags() & Qgis.ProcessingAlgorithmFlag.NoThreading


# What is drawn


@pytest.mark.parametrize("palette", PALETTES)
def test_each_type_has_its_colour_on_the_map(run, palette):
    layer = squares(VALUES)
    run("styleareatypes", INPUT=layer, PALETTE=palette)
    drawn = colours_of_squares(layer, len(VALUES))
    assert [set(square) for square in drawn[:5]] == [{colour} for colour in PALETTES[palette]]


@pytest.mark.parametrize("palette", ["purple_green", "orange_purple", "greyscale"])
@pytest.mark.parametrize("square", [5, 6])
def test_no_type_and_an_impossible_one_are_hatched_and_never_the_middle_colour(run, palette, square):
    layer = squares(VALUES)
    run("styleareatypes", INPUT=layer, PALETTE=palette)
    drawn = colours_of_squares(layer, len(VALUES))[square]
    pixels = sum(drawn.values())
    assert drawn[PALETTES[palette][2]] < 0.05 * pixels
    assert 0.1 * pixels < drawn[BACKGROUND] < 0.8 * pixels  # seen between the lines
    darkest = min(drawn, key=lambda name: int(name[1:3], 16))
    assert darkest == NO_TYPE_COLOUR
    assert drawn[NO_TYPE_COLOUR] > 0.01 * pixels


def test_the_hatch_shows_in_a_small_area(run):
    layer = squares([None] * 40)
    run("styleareatypes", INPUT=layer)
    drawn = colours_of_squares(layer, 40)
    assert all(set(square) != {BACKGROUND} for square in drawn)


def test_borders_are_thin_and_grey(run):
    layer = squares(VALUES)
    run("styleareatypes", INPUT=layer)
    for category in layer.renderer().categories():
        border = category.symbol().symbolLayers()[-1]
        assert border.strokeColor().name().upper() == BORDER_COLOUR
        assert (border.strokeWidth(), border.strokeWidthUnit()) == (0.1, Qgis.RenderUnit.Millimeters)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("area_type:string", ["1", "2", "3", "4", "5", None, "x"]),
        ("area_type:string", [" 1", "2.0", "3,0", "4 ", "5", "", "1.7"]),
        ("area_type:double", [1.0, 2.0, 3.0, 4.0, 5.0, None, 1.7]),
    ],
)
def test_types_as_texts_or_decimals_are_drawn_as_types(run, field, values):
    layer = squares(values, field)
    results = run("styleareatypes", INPUT=layer)
    drawn = colours_of_squares(layer, len(values))
    assert [square.most_common(1)[0][0] for square in drawn[:5]] == list(PALETTES["purple_green"])
    assert all(NO_TYPE_COLOUR in square for square in drawn[5:])
    assert results["OUTSIDE_COUNT"] == 1


def test_another_field_in_any_case(run):
    layer = squares([2, 4], "Otyp:integer")
    run("styleareatypes", INPUT=layer, FIELD="otyp")
    assert [set(square) for square in colours_of_squares(layer, 2)] == [{"#C2A5CF"}, {"#A6DBA0"}]


# Legend


@pytest.mark.parametrize(("language", "expected"), [("sv", OFFICIAL_SV), ("en", OFFICIAL_EN)])
def test_legend_in_official_order_and_language(run, language, expected):
    layer = squares([5, 3, 1])
    run("styleareatypes", INPUT=layer, LANGUAGE=language)
    assert legend(layer) == expected


@pytest.mark.parametrize(("locale", "expected"), [("sv_SE", OFFICIAL_SV), ("de_DE", OFFICIAL_EN)])
def test_auto_follows_the_language_of_qgis(run, locale_of_qgis, locale, expected):
    locale_of_qgis(locale)
    layer = squares(VALUES)
    run("styleareatypes", INPUT=layer)
    assert legend(layer) == expected


# What it says


def run_in_open_project(layer, log):
    import processing

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    QgsProject.instance().addMapLayer(layer)
    results = processing.run(
        "segregation:styleareatypes", {"INPUT": layer.id(), "LANGUAGE": "sv"}, context=context, feedback=log
    )
    return QgsProject.instance().mapLayer(results["OUTPUT"])


@pytest.fixture
def open_project():
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.mark.usefixtures("open_project")
def test_the_layer_of_the_open_project_comes_back_styled(log):
    styled = run_in_open_project(squares(VALUES[:5]), log)
    assert legend(styled) == OFFICIAL_SV
    assert log.warnings == []


def test_counts_are_in_the_log(run, log):
    results = run("styleareatypes", INPUT=squares([*VALUES, 0, -1]))
    assert results["OUTSIDE_COUNT"] == 3
    assert any("5 features have an area type, 1 have none" in line for line in log.infos)
    assert any("3 features of layer squares" in line and "such as 7" in line for line in log.warnings)


def test_a_style_that_is_kept_nowhere_is_told(run, log):
    run("styleareatypes", INPUT=squares(VALUES[:5]))
    assert any("lasts no longer than this run" in line for line in log.warnings)


# Saved


def test_the_default_style_is_there_when_the_geopackage_is_opened_again(run, geopackage, log):
    run("styleareatypes", INPUT=opened(geopackage, "north"), PALETTE="greyscale", SAVE_DEFAULT=True)
    again = opened(geopackage, "north")
    drawn = colours_of_squares(again, len(VALUES))
    assert [set(square) for square in drawn[:5]] == [{colour} for colour in PALETTES["greyscale"]]
    assert NO_TYPE_COLOUR in drawn[5]
    assert not any("lasts no longer" in line for line in log.warnings)


def test_other_layers_and_other_styles_of_the_geopackage_stay(run, geopackage):
    for name in ("north", "south"):
        layer = opened(geopackage, name)
        assert layer.saveStyleToDatabase("mine", "", useAsDefault=True, uiFileContent="") == ""
    for palette in ("greyscale", "purple_green"):
        run("styleareatypes", INPUT=opened(geopackage, "north"), PALETTE=palette, SAVE_DEFAULT=True)
    with closing(sqlite3.connect(geopackage)) as database:
        styles = database.execute(
            "SELECT f_table_name, styleName, useAsDefault FROM layer_styles ORDER BY 1, 2"
        ).fetchall()
    assert styles == [("north", "area_types", 1), ("north", "mine", 0), ("south", "mine", 1)]
    assert legend(opened(geopackage, "north")) == OFFICIAL_EN
    assert opened(geopackage, "south").renderer().type() == "singleSymbol"


def test_a_style_file_can_be_given_to_another_layer(run, tmp_path):
    path = tmp_path / "types.qml"
    results = run("styleareatypes", INPUT=squares(VALUES), LANGUAGE="sv", STYLE_FILE=str(path))
    assert results["STYLE_FILE"] == str(path)
    other = squares([3, 1])
    assert other.loadNamedStyle(str(path))[1]
    assert [set(square) for square in colours_of_squares(other, 2)] == [{"#F7F7F7"}, {"#7B3294"}]
    assert legend(other) == OFFICIAL_SV


# Bad input


def refusal(run, layer, **parameters):
    """Return the sentence, having seen that the layer is drawn as before."""
    before = layer.renderer().type()
    with pytest.raises(QgsProcessingException) as caught:
        run("styleareatypes", INPUT=layer, **parameters)
    assert layer.renderer().type() == before
    return str(caught.value)


def test_a_missing_field_is_named_with_those_there_are(run):
    message = refusal(run, squares(VALUES, "kind:integer"))
    assert "Layer squares has no field area_type; it has kind." in message


def test_a_field_without_any_type_is_refused(run):
    message = refusal(run, squares([1234, 87], "population:integer"), FIELD="population")
    assert "Field population of layer squares has no area type in any row (it has 1234)" in message


def test_lines_are_refused(run):
    layer = memory_layer("LineString", ["area_type:integer"], [("LineString(0 0, 1 1)", [1])], "roads")
    assert "Layer roads has no polygons" in refusal(run, layer)


def test_a_default_style_needs_a_geopackage(run):
    message = refusal(run, squares(VALUES), SAVE_DEFAULT=True)
    assert "Layer squares is not stored in a GeoPackage" in message


def test_a_style_file_in_no_folder_is_refused(run, tmp_path):
    path = tmp_path / "absent" / "types.qml"
    assert str(path) in refusal(run, squares(VALUES), STYLE_FILE=str(path))
    assert not path.exists()


def test_a_style_file_of_another_kind_is_refused(run, tmp_path):
    path = tmp_path / "types.txt"
    assert "must end in .qml" in refusal(run, squares(VALUES), STYLE_FILE=str(path))


def test_a_locked_geopackage_is_refused_and_stays_as_it_was(run, geopackage, monkeypatch):
    monkeypatch.setenv("SQLITE_BUSY_TIMEOUT", "100")
    layer = opened(geopackage, "north")
    with closing(sqlite3.connect(geopackage)) as other_program:
        other_program.execute("BEGIN EXCLUSIVE")
        message = refusal(run, layer, SAVE_DEFAULT=True)
        other_program.rollback()
    sip.delete(layer)  # QGIS keeps the exception of a failed run, and with it the layer, beyond its own end
    assert "The style could not be saved in the GeoPackage of layer north" in message
    assert opened(geopackage, "north").featureCount() == len(VALUES)


@pytest.mark.parametrize(
    "parameters", [{"PALETTE": "rainbow"}, {"PALETTE": 1}, {"LANGUAGE": "SV"}, {"INPUT": "absent.gpkg"}]
)
def test_wrong_parameters(run, parameters):
    with pytest.raises(QgsProcessingException):
        run("styleareatypes", **{"INPUT": squares(VALUES), **parameters})
