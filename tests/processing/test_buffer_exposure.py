"""Buffer exposure as a user runs it: outputs, properties, bad input."""

from __future__ import annotations

from itertools import pairwise

import pytest
import shapely
from qgis.core import (
    NULL,
    QgsApplication,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeedback,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from segregation_plugin.geometry.zones.style import BufferStyle
from segregation_plugin.geometry.zones.zone import zone
from tests.conftest import ROOT
from tests.support import AREA_FIELDS, memory_layer, road_at, rows_of, squares_of_types

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
CONTRACT = {
    "AREAS", "INFRASTRUCTURE", "SELECTED_ONLY", "PROJECT_FIELD", "DISTANCES", "METHOD", "GRID", "GRID_FIELD",
    "MASK", "REFERENCE", "REFERENCE_AREAS", "CUMULATIVE", "SEGMENTS", "END_CAP", "SE_DELTA", "BY_FIELD",
    "CODE_FIELD", "TYPE_FIELD", "POPULATION_FIELD", "INDEX_FIELD", "ZONES", "EXPOSURE", "AREA_WEIGHTS",
}  # fmt: skip
COLUMNS = [
    "project",
    "by",
    "distance_from_m",
    "distance_to_m",
    "area_type",
    "people",
    "share",
    "people_reference",
    "share_reference",
    "location_quotient",
    "risk_ratio",
    "risk_difference",
    "excess_people",
    "dissimilarity",
    "mean_index",
    "index_percentile",
    "method",
    "bound_low",
    "bound_high",
    "interval_low",
    "interval_high",
    "method_spread",
    "certainty",
    "standard_error",
    "note",
]


@pytest.fixture
def expose(run, grid_areas, roads):
    def expose(**changes):
        parameters = {
            "AREAS": grid_areas,
            "INFRASTRUCTURE": [roads],
            "DISTANCES": "400,1200",
            "ZONES": TEMPORARY,
            "EXPOSURE": TEMPORARY,
            "AREA_WEIGHTS": TEMPORARY,
        }
        return run("bufferexposure", **{**parameters, **changes})

    return expose


def by_key(result):
    return {
        (row["project"], row["by"], row["distance_to_m"], row["area_type"]): row
        for row in rows_of(result["EXPOSURE"])
    }


def test_declaration():
    algorithm = QgsApplication.processingRegistry().algorithmById("segregation:bufferexposure")
    assert {definition.name() for definition in algorithm.parameterDefinitions()} == CONTRACT
    assert {output.name() for output in algorithm.outputDefinitions()} == {
        "ZONES", "EXPOSURE", "AREA_WEIGHTS", "PEOPLE_TOTAL",
    }  # fmt: skip
    assert algorithm.parameterDefinition("METHOD").options() == ["auto", "grid", "points", "mask", "area"]
    assert algorithm.parameterDefinition("DISTANCES").defaultValue() == "250,500,1000"


def test_tables_have_the_contracts_columns(expose):
    result = expose(PROJECT_FIELD="road")
    assert result["EXPOSURE"].fields().names() == COLUMNS
    rows = rows_of(result["EXPOSURE"])
    assert len(rows) == 3 * 2 * 8  # two roads and their union, two distances, eight groups
    assert [row["area_type"] for row in rows[:8]] == ["1", "2", "3", "4", "5", "1+2", "none", "all"]
    assert len(rows_of(result["ZONES"])) == 6
    assert result["ZONES"].crs().authid() == "EPSG:3006"


def test_weights_add_up_to_the_table_area_by_area(expose):
    result = expose()
    table = by_key(result)
    for distance in (400.0, 1200.0):
        weights = [
            row
            for row in rows_of(result["AREA_WEIGHTS"])
            if row["project"] == "all" and row["distance_to_m"] == distance
        ]
        assert all(0 < row["weight"] <= 1 for row in weights)
        total = table["all", None, distance, "all"]["people"]
        assert sum(row["people"] for row in weights) == pytest.approx(total)
    assert result["PEOPLE_TOTAL"] == pytest.approx(table["all", None, 1200.0, "all"]["people"])


def test_where_nobody_is_known_to_live_no_number_is_given(expose):
    areas = squares_of_types((1, NULL), (3, NULL), (3, 1000.0), (3, 500.0))
    result = expose(AREAS=areas, INFRASTRUCTURE=[road_at(500)], DISTANCES="100")
    assert result["PEOPLE_TOTAL"] is None
    assert {row["people"] for row in rows_of(result["ZONES"])} == {None}
    row = by_key(result)["all", None, 100.0, "1"]
    assert [row[name] for name in ("people", "people_reference", "share_reference", "excess_people")] == [
        None
    ] * 4
    assert by_key(result)["all", None, 100.0, "3"]["people_reference"] == 1500


def test_areas_to_compare_with_that_have_no_population_are_counted(expose):
    areas = squares_of_types((1, 500.0), (3, 500.0), *[(3, NULL)] * 8, *[(1, 500.0)] * 3, *[(5, NULL)] * 3)
    table = by_key(expose(AREAS=areas, INFRASTRUCTURE=[road_at(1000)], DISTANCES="500"))
    for group in ("1", "3", "all"):
        note = table["all", None, 500.0, group]["note"]
        assert "11 of the areas to compare with have no population and are left out" in note
    type_5 = table["all", None, 500.0, "5"]
    assert [type_5[name] for name in ("people_reference", "share_reference", "excess_people")] == [None] * 3
    assert table["all", None, 500.0, "2"]["people_reference"] == 0  # there is no area of type 2
    assert table["all", None, 500.0, "all"]["dissimilarity"] is None


@pytest.mark.parametrize(
    ("kind", "year"), [("string", "2024-12-31"), ("string", "HT 2024"), ("date", "2024-12-31")]
)
def test_what_is_no_year_is_not_known(expose, kind, year):
    def of(kind, year):
        return squares_of_types((1, 500.0), (3, 500.0), more=[f"index_year:{kind}"], values=[year])

    result = expose(AREAS=of(kind, year), REFERENCE_AREAS=of("integer", 2012), INFRASTRUCTURE=[road_at(500)])
    assert by_key(result)["all", None, 400.0, "1"]["share_reference"] == 0.5


def test_types_of_another_year_are_no_reference(expose):
    def of(year):
        return squares_of_types((1, 500.0), (3, 500.0), more=["index_year:double"], values=[year])

    with pytest.raises(
        QgsProcessingException, match=r"have types of 2024, those of layer areas .* types of 2012"
    ):
        expose(AREAS=of(2024), REFERENCE_AREAS=of(2012), INFRASTRUCTURE=[road_at(500)])
    unsaid = squares_of_types((1, 500.0), (3, 500.0))
    for reference in (of(2024), unsaid):
        table = by_key(expose(AREAS=of(2024), REFERENCE_AREAS=reference, INFRASTRUCTURE=[road_at(500)]))
        assert table["all", None, 400.0, "1"]["share_reference"] == 0.5


def test_union_counts_people_near_two_projects_once(expose):
    table = by_key(expose(PROJECT_FIELD="road"))
    each = [table[road, None, 1200.0, "all"]["people"] for road in ("A_on_boundary", "B_interior")]
    union = table["all", None, 1200.0, "all"]["people"]
    assert max(each) < union < sum(each)


def test_exposure_grows_with_distance_and_rings_sum_to_it(expose):
    cumulative, rings = by_key(expose()), by_key(expose(CUMULATIVE=False))
    for group in ("1", "2", "3", "4", "5", "1+2", "all"):
        near = cumulative["all", None, 400.0, group]["people"]
        far = cumulative["all", None, 1200.0, group]["people"]
        assert near <= far
        assert rings["all", None, 400.0, group]["people"] == pytest.approx(near)
        assert rings["all", None, 1200.0, group]["people"] == pytest.approx(far - near)
        assert rings["all", None, 1200.0, group]["distance_from_m"] == 400


def test_rings_are_disjoint_and_fill_the_zone(expose):
    whole = {
        f["distance_to_m"]: f.geometry() for f in expose()["ZONES"].getFeatures() if f["project"] == "all"
    }
    ring = {
        f["distance_to_m"]: f.geometry()
        for f in expose(CUMULATIVE=False)["ZONES"].getFeatures()
        if f["project"] == "all"
    }
    assert ring[400.0].intersection(ring[1200.0]).area() == pytest.approx(0, abs=1e-3)
    assert ring[400.0].area() + ring[1200.0].area() == pytest.approx(whole[1200.0].area())


def test_auto_takes_the_finest_and_states_the_spread(expose, population_grid):
    table = by_key(expose(GRID=population_grid, GRID_FIELD="pop"))
    row = table["all", None, 400.0, "all"]
    assert row["method"] == "grid"
    assert row["interval_low"] <= row["people"] <= row["interval_high"]
    assert row["bound_low"] <= row["people"] <= row["bound_high"]
    alone = by_key(expose())["all", None, 400.0, "all"]
    assert alone["method"] == "area"
    assert alone["interval_low"] is None
    assert alone["method_spread"] is None
    assert "water and forest" in alone["note"]


def test_points_spread_people_as_the_cells_they_stand_for(expose, population_grid):
    points = memory_layer(
        "Point",
        ["people:double"],
        [(cell.geometry().centroid(), [cell["pop"]]) for cell in population_grid.getFeatures()],
    )
    row = by_key(expose(GRID=points, GRID_FIELD="people"))["all", None, 1200.0, "all"]
    assert row["method"] == "points"
    grid = by_key(expose(GRID=population_grid, GRID_FIELD="pop"))["all", None, 1200.0, "all"]
    assert row["people"] == pytest.approx(grid["people"], rel=0.05)


def test_reference_is_the_kommuner_of_the_largest_zone(expose):
    station = memory_layer("Point", [], [("POINT (500500 6600500)", [])], "station")
    row = by_key(expose(INFRASTRUCTURE=[station], REFERENCE="municipalities"))["all", None, 400.0, "all"]
    west = by_key(expose(INFRASTRUCTURE=[station], BY_FIELD="municipality_code"))["all", "9901", 400.0, "all"]
    assert row["people_reference"] == west["people_reference"] < 19848
    assert "municipalities 9901" in row["note"]
    assert by_key(expose(REFERENCE="counties"))["all", None, 400.0, "all"]["people_reference"] == 19848


def test_other_areas_to_compare_with(expose, grid_areas):
    half = grid_areas.materialize(_request("region_code < '9902'"))
    row = by_key(expose(REFERENCE_AREAS=half))["all", None, 400.0, "all"]
    assert 0 < row["people_reference"] < 19848


def _request(expression):
    return QgsFeatureRequest().setFilterExpression(expression)


def test_groups_of_areas_add_up(expose):
    table = by_key(expose(BY_FIELD="municipality_code"))
    for group in ("1", "5", "1+2", "all"):
        parts = [table["all", by, 1200.0, group]["people"] for by in ("9901", "9902")]
        assert sum(parts) == pytest.approx(table["all", None, 1200.0, group]["people"])


def test_few_people_give_no_ratio_but_a_reason(expose):
    station = memory_layer("Point", [], [("POINT (500500 6600500)", [])], "station")
    row = by_key(expose(INFRASTRUCTURE=[station], DISTANCES="100"))["all", None, 100.0, "3"]
    assert 0 < row["people"] < 50
    assert row["location_quotient"] is None
    assert row["risk_ratio"] is None
    assert "fewer than 50 people" in row["note"]


def test_distance_zero_is_the_inside_of_polygons(expose):
    plan = memory_layer(
        "Polygon",
        [],
        [("POLYGON ((500000 6600000, 502000 6600000, 502000 6601000, 500000 6601000, 500000 6600000))", [])],
    )
    row = by_key(expose(INFRASTRUCTURE=[plan], DISTANCES="0"))["all", None, 0.0, "all"]
    assert row["people"] == row["bound_low"] == row["bound_high"]
    assert row["certainty"] == 1


def test_areas_without_type_stand_apart(expose, grid_areas):
    with_null = grid_areas.clone()
    provider = with_null.dataProvider()
    for feature in with_null.getFeatures():
        if feature["area_type"] == 1:
            provider.changeAttributeValues({feature.id(): {2: None}})
    table = by_key(expose(AREAS=with_null))
    assert table["all", None, 1200.0, "none"]["people"] > 0
    assert table["all", None, 1200.0, "1"]["people"] == 0
    shares = [table["all", None, 1200.0, str(code)]["share"] for code in range(1, 6)]
    assert sum(shares) == pytest.approx(1)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3007"])
def test_another_crs_gives_the_same(expose, roads, crs):
    moved = _reprojected(roads, crs)
    ours, theirs = by_key(expose()), by_key(expose(INFRASTRUCTURE=[moved]))
    for (_, by, distance, group), row in ours.items():
        other = theirs["all", by, distance, group]
        assert other["people"] == pytest.approx(row["people"], rel=1e-5, abs=1e-6)


def test_order_and_multipart_change_nothing(expose, roads, grid_areas):
    features = list(roads.getFeatures())
    together = memory_layer(
        "MultiLineString", [], [(QgsGeometry.collectGeometry([f.geometry() for f in features]), [])]
    )
    backwards = memory_layer(
        "Polygon",
        AREA_FIELDS,
        [(f.geometry(), f.attributes()) for f in reversed(list(grid_areas.getFeatures()))],
    )
    expected = by_key(expose())
    for changes in ({"INFRASTRUCTURE": [together]}, {"AREAS": backwards}):
        found = by_key(expose(**changes))
        for (project, by, distance, group), row in expected.items():
            if project == "all":
                assert found["all", by, distance, group]["people"] == pytest.approx(row["people"])


def _reprojected(layer, crs):
    import processing

    result = processing.run("native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": crs, "OUTPUT": TEMPORARY})
    return result["OUTPUT"]


LINE = [("LINESTRING (500000 6600500, 512000 6600500)", [])]
BAD_INPUT = {
    "letters as distance": ({"DISTANCES": "a,b"}, '"a" in distances "a,b" is no distance'),
    "negative distance": ({"DISTANCES": "-5"}, "is no distance"),
    "zero around lines": ({"DISTANCES": "0"}, "Distance 0 means inside"),
    "no project field": ({"PROJECT_FIELD": "plan"}, "No infrastructure layer has the project field plan"),
    "grid without a grid": ({"METHOD": "grid"}, "Method grid needs a population grid"),
    "mask without a mask": ({"METHOD": "mask"}, "Method mask needs a built-up mask"),
    "no such field": ({"POPULATION_FIELD": "folk"}, "has no field folk"),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_parameter(expose, name, tmp_path):
    changes, sentence = BAD_INPUT[name]
    target = tmp_path / "zones.gpkg"
    with pytest.raises(QgsProcessingException, match=sentence):
        expose(**changes, ZONES=str(target))
    assert list(tmp_path.iterdir()) == []


def altered(layer, column, value, rows=None):
    features = []
    for number, feature in enumerate(layer.getFeatures()):
        attributes = feature.attributes()
        if rows is None or number in rows:
            attributes[column] = value
        features.append((feature.geometry(), attributes))
    return memory_layer("Polygon", AREA_FIELDS, features, "changed")


def test_bad_areas(expose, grid_areas):
    cases = [
        (altered(grid_areas, 3, None), "Field population of layer changed has no population in any row"),
        (altered(grid_areas, 3, -7.0, {4}), "has a negative population \\(-7\\)"),
        (altered(grid_areas, 0, "9901R001", {4, 5}), "Code 9901R001 appears twice in layer changed"),
        (altered(grid_areas, 0, None, {4}), "Row 5 of layer changed has no code"),
        (altered(grid_areas, 2, 7, {4}), "has 7 in field area_type"),
        (memory_layer("LineString", AREA_FIELDS, [], "empty"), "Layer empty has no features"),
        (memory_layer("Polygon", AREA_FIELDS, [], "empty"), "Layer empty has no features"),
        (
            memory_layer("Polygon", AREA_FIELDS, [("POLYGON ((0 0, 1 0, 1 1, 0 0))", [])], "lost", crs=""),
            "Layer lost has no coordinate reference system",
        ),
    ]
    for areas, sentence in cases:
        with pytest.raises(QgsProcessingException, match=sentence):
            expose(AREAS=areas)


def test_bad_infrastructure(expose, tmp_path):
    nowhere = memory_layer("LineString", [], LINE, "nowhere", crs="")
    with pytest.raises(QgsProcessingException, match="Layer nowhere has no coordinate reference system"):
        expose(INFRASTRUCTURE=[nowhere])
    with pytest.raises(QgsProcessingException):
        expose(INFRASTRUCTURE=[str(tmp_path / "missing.gpkg")])
    with pytest.raises(QgsProcessingException, match="Layer empty has no features"):
        expose(INFRASTRUCTURE=[memory_layer("LineString", [], [], "empty")])


def test_bad_grid(expose):
    cell = "POLYGON ((500000 6600000, 500250 6600000, 500250 6600250, 500000 6600250, 500000 6600000))"
    negative = memory_layer("Polygon", ["beftotalt:double"], [(cell, [-1.0])], "cells")
    nobody = memory_layer("Polygon", ["beftotalt:double"], [(cell, [None])], "cells")
    unnamed = memory_layer("Polygon", ["number:double"], [(cell, [1.0])], "cells")
    for grid, sentence in (
        (negative, "Row 1 of layer cells has a negative number of people"),
        (nobody, "has people in no row"),
        (unnamed, "has none of the fields beftotalt"),
    ):
        with pytest.raises(QgsProcessingException, match=sentence):
            expose(GRID=grid)


def test_invalid_polygon_is_repaired_and_counted_under_the_toolbox_settings(grid_areas, roads, log):
    """The toolbox stops at an invalid geometry by throwing through Python: the process would be gone."""
    import processing
    from processing.tools.dataobjects import createContext

    bow_tie = "POLYGON ((520000 6600000, 521000 6601000, 521000 6600000, 520000 6601000, 520000 6600000))"
    features = [(f.geometry(), f.attributes()) for f in grid_areas.getFeatures()]
    features.append((bow_tie, ["9903R001", "RegSO 2025", 3, 10.0, 9.0, "9903"]))
    areas = memory_layer("Polygon", AREA_FIELDS, features, "bow tie")
    result = processing.run(
        "segregation:bufferexposure",
        {"AREAS": areas, "INFRASTRUCTURE": [roads], "ZONES": TEMPORARY, "EXPOSURE": TEMPORARY},
        context=createContext(log),
        feedback=log,
    )
    assert result["PEOPLE_TOTAL"] > 0
    assert any("1 invalid polygons were repaired" in warning for warning in log.warnings)


def test_numbers_as_people_write_them(expose, population_grid):
    """Text with blanks in thousands and a decimal comma is a number; what is none stops the run."""
    expected = by_key(expose(GRID=population_grid, GRID_FIELD="pop"))["all", None, 400.0, "all"]["people"]

    def cells(write):
        rows = [(cell.geometry(), [write(1000 * cell["pop"])]) for cell in population_grid.getFeatures()]
        return memory_layer("Polygon", ["people:string"], rows, "cells")

    written = cells(lambda people: f"{people:,.3f}".replace(",", " ").replace(".", ","))
    row = by_key(expose(GRID=written, GRID_FIELD="people"))["all", None, 400.0, "all"]
    assert row["people"] == pytest.approx(expected)
    for bad in ("about 20", "inf"):
        with pytest.raises(QgsProcessingException, match=f"Row 1 of table cells has {bad} in field people"):
            expose(GRID=cells(lambda _, bad=bad: bad), GRID_FIELD="people")


@pytest.mark.parametrize("name", ["TYPE_FIELD", "INDEX_FIELD", "POPULATION_FIELD", "CODE_FIELD"])
def test_a_field_that_is_named_has_to_be_there(expose, name):
    with pytest.raises(QgsProcessingException, match="Layer grid has no field nope"):
        expose(**{name: "nope"})


FAR = "POLYGON ((900000 7000000, 900250 7000000, 900250 7000250, 900000 7000250, 900000 7000000))"


def test_a_layer_that_covers_no_area_is_no_method(expose):
    far = memory_layer("Polygon", ["beftotalt:double"], [(FAR, [10.0])], "far")
    for name in ("GRID", "MASK"):
        with pytest.raises(QgsProcessingException, match="Layer far has nothing in any of the areas"):
            expose(**{name: far})
    points = memory_layer("Point", [], [("POINT (500500 6600500)", [])], "addresses")
    with pytest.raises(QgsProcessingException, match="Layer addresses has no polygon"):
        expose(MASK=points)


def test_a_method_without_information_where_the_zone_is_gives_no_interval(expose):
    corner = "POLYGON ((511000 6611000, 512000 6611000, 512000 6612000, 511000 6612000, 511000 6611000))"
    mask = memory_layer("Polygon", [], [(corner, [])], "mask")
    near = memory_layer("Point", [], [("POINT (500500 6600500)", [])], "station")
    row = by_key(expose(MASK=mask, INFRASTRUCTURE=[near]))["all", None, 400.0, "all"]
    assert row["people"] > 0
    assert row["interval_low"] is None
    assert "by raw area, since mask has nothing in them" in row["note"]


@pytest.mark.parametrize("nothing", [None, ""])
def test_optional_inputs_may_be_given_as_nothing(expose, nothing):
    expected = by_key(expose())
    found = by_key(expose(GRID=nothing, MASK=nothing, REFERENCE_AREAS=nothing, SE_DELTA=nothing))
    assert found == expected
    assert all(row["standard_error"] is None for row in found.values())


def test_counties_need_codes_that_name_them(expose, grid_areas):
    odd = altered(grid_areas, 0, "west", {4})
    with pytest.raises(QgsProcessingException, match="Area code west is neither RegSO nor DeSO"):
        expose(AREAS=odd, REFERENCE="counties")


SELF_TOUCHING = {
    "closed": "LINESTRING (505000 6605000, 507000 6605000, 507000 6606000, 505000 6606500, 505000 6605000)",
    "out and back": "LINESTRING (505000 6605000, 506000 6605300, 505500 6607000, 506000 6605300, 505000 6605000)",
    "crossing itself": "LINESTRING (505000 6605000, 507000 6607000, 507000 6605000, 505000 6607000)",
    "back on its own tracks": "LINESTRING (505000 6605000, 507000 6605100, 506000 6605050, 506200 6607000)",
}


@pytest.mark.parametrize("name", SELF_TOUCHING)
def test_a_line_that_touches_itself_loses_no_ground(name):
    """GEOS alone loses up to a third; the union of the buffers of all segments is what it should be."""
    line = shapely.from_wkt(SELF_TOUCHING[name])
    points = list(line.coords)
    segments = [shapely.LineString(pair).buffer(800, quad_segs=16) for pair in pairwise(points)]
    made = zone([QgsGeometry.fromWkt(SELF_TOUCHING[name])], 800, BufferStyle(), QgsFeedback())
    assert made.area() == pytest.approx(shapely.union_all(segments).area, rel=1e-6)


@pytest.mark.parametrize("cap", ["round", "flat", "square"])
def test_a_line_that_is_there_twice_changes_nothing(cap):
    line = QgsGeometry.fromWkt("LINESTRING (500786.5 6401000.4, 500612 6400811.6, 500955.5 6400483)")
    once, twice = (zone(lines, 500, BufferStyle(16, cap), QgsFeedback()) for lines in ([line], [line, line]))
    assert twice.area() == pytest.approx(once.area())


def test_caps_are_for_the_ends_of_lines_alone():
    point, flat = QgsGeometry.fromWkt("POINT (0 0)"), BufferStyle(16, "flat")
    assert zone([point], 100, flat, QgsFeedback()).area() == pytest.approx(31365.5, rel=1e-4)
    dot = QgsGeometry.fromWkt("LINESTRING (0 0, 0 0)")
    assert zone([dot], 100, flat, QgsFeedback()).area() == pytest.approx(31365.5, rel=1e-4)
    back = QgsGeometry.fromWkt("LINESTRING (0 0, 1000 0, 500 0)")
    assert zone([back], 100, flat, QgsFeedback()).area() == pytest.approx(200_000 + 31365.5 / 2, rel=1e-4)


def test_every_part_of_a_mixed_feature_counts():
    kinds = ["POINT (0 0)", "LINESTRING (5000 0, 6000 0)", "POLYGON ((9000 0, 9100 0, 9100 100, 9000 0))"]
    mixed = QgsGeometry.fromWkt(f"GEOMETRYCOLLECTION ({', '.join(kinds)})")
    apart = [QgsGeometry.fromWkt(kind) for kind in kinds]
    areas = [zone(features, 100, BufferStyle(), QgsFeedback()).area() for features in ([mixed], apart)]
    assert areas[0] == pytest.approx(areas[1])


def test_a_file_with_several_layers_has_to_say_which(expose):
    several = str(ROOT / "resources" / "sample" / "infrastructure.gpkg")
    with pytest.raises(QgsProcessingException, match=r"holds the layers bus_stops, .*\|layername=bus_stops"):
        expose(INFRASTRUCTURE=[several])
    with pytest.raises(QgsProcessingException, match="holds the layers"):
        expose(AREAS=several)


def test_a_zone_that_meets_no_area_is_warned_of(expose, log):
    far = memory_layer("Point", [], [("POINT (900000 7000000)", [])], "far")
    row = by_key(expose(INFRASTRUCTURE=[far]))["all", None, 400.0, "all"]
    assert row["people"] == 0
    assert "the zone meets none of the areas" in row["note"]
    assert any("No zone of project far meets any of the areas" in warning for warning in log.warnings)


class _CancelsAfter(QgsProcessingFeedback):
    """Cancels once progress has been reported a few times."""

    def __init__(self, progress):
        super().__init__(logFeedback=False)
        self.progressChanged.connect(lambda value: self.cancel() if value >= progress else None)


def test_cancel_writes_nothing(grid_areas, roads, tmp_path):
    import processing

    target = tmp_path / "zones.gpkg"
    with pytest.raises(QgsProcessingException, match="cancelled"):
        processing.run(
            "segregation:bufferexposure",
            {
                "AREAS": grid_areas,
                "INFRASTRUCTURE": [roads],
                "ZONES": str(target),
                "EXPOSURE": str(tmp_path / "exposure.gpkg"),
            },
            context=QgsProcessingContext(),
            feedback=_CancelsAfter(40),
        )
    assert list(tmp_path.iterdir()) == []


def test_selected_only(expose, roads):
    roads.selectByIds([next(f.id() for f in roads.getFeatures() if f["road"] == "A_on_boundary")])
    row = by_key(expose(SELECTED_ONLY=True))["all", None, 400.0, "all"]
    whole = by_key(expose())["all", None, 400.0, "all"]
    assert 0 < row["people"] < whole["people"]
    roads.removeSelection()


def test_edits_and_filter_of_the_project_are_seen(expose, roads):
    roads.setSubsetString("road = 'A_on_boundary'")
    filtered = by_key(expose())["all", None, 400.0, "all"]["people"]
    roads.setSubsetString("")
    edited = roads.materialize(_request("road = 'A_on_boundary'"))
    edited.startEditing()
    extra = QgsFeature(edited.fields())
    extra.setGeometry(QgsGeometry.fromWkt(LINE[0][0]))
    edited.addFeature(extra)
    assert by_key(expose(INFRASTRUCTURE=[edited]))["all", None, 400.0, "all"]["people"] > filtered
    edited.rollBack()
