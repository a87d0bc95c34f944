"""Overlay infrastructure as a user runs it: outputs, the reference road, every kind of layer, bad input."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
)

from tests.support import AREA_FIELDS, memory_layer, road_at, rows_of, squares_of_types

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
PARAMETERS = {
    "AREAS", "INFRASTRUCTURE", "SELECTED_ONLY", "CLASS_FIELD", "TRAFFIC_FIELD", "BOUNDARY_RULE",
    "BORDER_TOLERANCE", "DISSOLVE", "BY_FIELD", "CODE_FIELD", "TYPE_FIELD", "POPULATION_FIELD",
    "OUTPUT", "SUMMARY", "RECONCILIATION",
}  # fmt: skip
SUMMARY = [
    "infrastructure", "class", "area_type", "by", "areas", "population", "length_m", "count", "area_m2",
    "vehicle_km", "length_without_traffic_m", "km_per_10000", "km_per_km2",
    "areas_without_population", "note",
]  # fmt: skip
RECONCILIATION = [
    "infrastructure", "quantity", "measured", "inside", "outside", "on_borders", "difference", "note",
]  # fmt: skip
CROSSING = 0.002
"""Metres that the tolerance takes or gives where a line crosses a border or ends at it."""


@pytest.fixture
def overlay(run, grid_areas, roads):
    def overlay(*layers, **changes):
        parameters = {
            "AREAS": grid_areas,
            "INFRASTRUCTURE": list(layers) or [roads],
            "OUTPUT": TEMPORARY,
            "SUMMARY": TEMPORARY,
            "RECONCILIATION": TEMPORARY,
        }
        return run("overlayinfrastructure", **{**parameters, **changes})

    return overlay


def only_road(roads, name):
    return roads.materialize(QgsFeatureRequest().setFilterExpression(f"road = '{name}'"))


def summary(result):
    return {
        (row["infrastructure"], row["class"], row["area_type"]): row for row in rows_of(result["SUMMARY"])
    }


def reconciled(result):
    return {(row["infrastructure"], row["quantity"]): row for row in rows_of(result["RECONCILIATION"])}


def points(*places, name="stops"):
    return memory_layer("Point", [], [(f"POINT({x} {y})", []) for x, y in places], name)


def box(west, south, east, north):
    return f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"


def test_declaration():
    algorithm = QgsApplication.processingRegistry().algorithmById("segregation:overlayinfrastructure")
    assert {definition.name() for definition in algorithm.parameterDefinitions()} == PARAMETERS
    assert {output.name() for output in algorithm.outputDefinitions()} == {
        "OUTPUT", "SUMMARY", "RECONCILIATION", "REPAIRED_COUNT", "SKIPPED_COUNT",
    }  # fmt: skip
    assert algorithm.parameterDefinition("BOUNDARY_RULE").options() == ["split", "both"]
    assert algorithm.parameterDefinition("BORDER_TOLERANCE").defaultValue() == 0.001
    assert algorithm.parameterDefinition("DISSOLVE").defaultValue() is True
    assert algorithm.groupId() == "overlay_and_buffer"


def test_help_covers_every_parameter_and_output():
    from segregation_plugin.processing_provider.help import help_of

    algorithm = QgsApplication.processingRegistry().algorithmById("segregation:overlayinfrastructure")
    for language in ("en", "sv"):
        found = help_of("overlayinfrastructure", language)
        assert found.summary
        assert found.tags
        assert set(found.parameters) == PARAMETERS
        assert set(found.outputs) == {output.name() for output in algorithm.outputDefinitions()}


def test_reference_road_on_a_border_counts_once(overlay, roads, log):
    result = overlay(only_road(roads, "A_on_boundary"))
    row = reconciled(result)["roads", "length_m"]
    assert row["measured"] == pytest.approx(8000)
    assert row["inside"] == pytest.approx(8000, abs=1e-6)
    assert row["outside"] == 0
    assert row["on_borders"] == pytest.approx(8000, abs=0.1)
    assert abs(row["difference"]) <= 1e-6
    of_cell = {row["region_code"]: row["roads_length_m"] for row in rows_of(result["OUTPUT"])}
    touched = {code: metres for code, metres in of_cell.items() if metres > CROSSING}
    assert len(touched) == 16
    assert {row["region_code"] for row in rows_of(result["OUTPUT"]) if row["roads_count"]} == touched.keys()
    assert list(touched.values()) == pytest.approx([500] * 16, abs=CROSSING)
    assert sum(row["count"] for row in rows_of(result["SUMMARY"])) == 5
    assert any("8,000.0 m = 8,000.0 in the areas + 0.0 outside" in line for line in log.infos)


def test_reference_road_counts_twice_where_both_are_wanted(overlay, roads, log):
    row = reconciled(overlay(only_road(roads, "A_on_boundary"), BOUNDARY_RULE="both"))["roads", "length_m"]
    assert (row["measured"], row["inside"], row["difference"]) == pytest.approx((8000, 16_000, -8000))
    assert any("difference -8,000.0" in line for line in log.warnings)


def test_reference_road_inside(overlay, roads):
    result = overlay(only_road(roads, "B_interior"))
    assert reconciled(result)["roads", "length_m"]["inside"] == pytest.approx(7500)
    metres = sorted(row["roads_length_m"] for row in rows_of(result["OUTPUT"]) if row["roads_count"])
    assert metres == pytest.approx([750, 750, *[1000] * 6], abs=CROSSING)


@pytest.mark.parametrize(("offset", "cells"), [(0.0005, 16), (0.002, 8)])
def test_default_tolerance_is_a_millimetre(overlay, offset, cells):
    east = 504_000 - offset
    road = memory_layer("LineString", [], [(f"LINESTRING({east} 6601000, {east} 6609000)", [])], "road")
    found = [row["road_length_m"] for row in rows_of(overlay(road)["OUTPUT"])]
    assert sum(metres > CROSSING for metres in found) == cells
    assert sum(found) == pytest.approx(8000)


def test_output_keeps_the_areas_their_order_and_their_fields(overlay, grid_areas):
    output = overlay()["OUTPUT"]
    schema_order = [
        "region_code", "municipality_code", "division", "socioeconomic_index", "area_type", "population",
    ]  # fmt: skip
    assert output.fields().names() == [*schema_order, "roads_length_m", "roads_count"]
    assert [row["region_code"] for row in rows_of(output)] == [
        row["region_code"] for row in rows_of(grid_areas)
    ]
    assert output.crs().authid() == "EPSG:3006"
    geometries = zip(output.getFeatures(), grid_areas.getFeatures(), strict=True)
    assert all(ours.geometry().isGeosEqual(theirs.geometry()) for ours, theirs in geometries)


def test_aliases_say_what_a_length_is(overlay, log):
    output = overlay()["OUTPUT"]
    assert output.fields().field("roads_length_m").alias() == "roads: planar metres in EPSG:3006"
    assert not log.warnings


def test_areas_are_coloured_by_type_when_they_are_loaded(grid_areas, roads, log):
    import processing

    project, context = QgsProject(), QgsProcessingContext()
    context.setProject(project)
    result = processing.run(
        "segregation:overlayinfrastructure",
        {
            "AREAS": grid_areas,
            "INFRASTRUCTURE": [roads],
            "OUTPUT": QgsProcessingOutputLayerDefinition(TEMPORARY, project),
            "SUMMARY": TEMPORARY,
            "RECONCILIATION": TEMPORARY,
        },
        context=context,
        feedback=log,
    )
    output = result["OUTPUT"]
    context.layerToLoadOnCompletionDetails(output.id()).postProcessor().postProcessLayer(output, context, log)
    assert output.renderer().type() == "categorizedSymbol"
    assert "EPSG:3006" in output.fields().field("roads_length_m").alias()


def test_results_go_into_files(overlay, tmp_path):
    from qgis.core import QgsVectorLayer

    result = overlay(OUTPUT=str(tmp_path / "areas.gpkg"), SUMMARY=str(tmp_path / "summary.csv"))
    assert QgsVectorLayer(result["OUTPUT"], "areas", "ogr").featureCount() == 144
    assert QgsVectorLayer(result["SUMMARY"], "summary", "ogr").featureCount() == 5


def test_own_field_names_become_the_schemas_and_clashes_are_logged(run, roads, log):
    fields = [
        "fid:integer",
        "regsokod:string",
        "TYP:string",
        "folk:double",
        "Roads_Count:integer",
        "ort:string",
    ]
    rows = [
        (box(500_000, 6_600_000, 504_000, 6_612_000), [7, "0114R001", "2", 1200, 99, "Väsby"]),
        (box(504_000, 6_600_000, 512_000, 6_612_000), [7, "0114R002", None, None, 98, "Norr"]),
    ]
    result = run(
        "overlayinfrastructure",
        AREAS=memory_layer("Polygon", fields, rows, "mine"),
        CODE_FIELD="regsokod",
        TYPE_FIELD="TYP",
        POPULATION_FIELD="folk",
        INFRASTRUCTURE=[roads],
        OUTPUT=TEMPORARY,
        SUMMARY=TEMPORARY,
        RECONCILIATION=TEMPORARY,
    )
    found = rows_of(result["OUTPUT"])
    assert list(found[0]) == [
        "region_code", "area_type", "population", "regsokod", "TYP", "folk", "ort", "roads_length_m", "roads_count",
    ]  # fmt: skip
    assert [(row["region_code"], row["area_type"], row["population"]) for row in found] == [
        ("0114R001", 2, 1200),
        ("0114R002", None, None),
    ]
    assert any("Roads_Count" in line for line in log.infos)
    assert not any("region_code" in line for line in log.infos)


def test_summary_has_disjoint_rows_of_every_class_and_type(overlay, grid_areas):
    result = overlay(CLASS_FIELD="ROAD", BY_FIELD="municipality_code")
    assert result["SUMMARY"].fields().names() == SUMMARY
    assert result["RECONCILIATION"].fields().names() == RECONCILIATION
    rows = rows_of(result["SUMMARY"])
    keys = [(row["class"], row["by"], row["area_type"]) for row in rows]
    groups = {(row["municipality_code"], row["area_type"]) for row in rows_of(grid_areas)}
    assert len(set(keys)) == len(keys) == 2 * len(groups)
    assert sum(row["length_m"] for row in rows) == pytest.approx(15_500)
    assert any(row["length_m"] == 0 for row in rows)
    areas = rows_of(grid_areas)
    for row in rows:
        mine = [
            area
            for area in areas
            if (area["municipality_code"], area["area_type"]) == (row["by"], row["area_type"])
        ]
        assert row["areas"] == len(mine)
        assert row["population"] == sum(area["population"] for area in mine)
        assert row["km_per_km2"] == pytest.approx(row["length_m"] / 1000 / len(mine))
        assert row["km_per_10000"] == pytest.approx(row["length_m"] / 1000 / row["population"] * 1e4)
        assert "polygon area" in row["note"]


def test_a_class_wholly_outside_has_no_rows(overlay):
    lines = [("LINESTRING(500100 6600100,500900 6600100)", ["here"]), ("LINESTRING(0 0,9 0)", ["elsewhere"])]
    result = overlay(memory_layer("LineString", ["kind:string"], lines, "roads"), CLASS_FIELD="kind")
    assert {row["class"] for row in rows_of(result["SUMMARY"])} == {"here"}
    assert reconciled(result)["roads", "length_m"]["outside"] == pytest.approx(9)


def test_land_area_replaces_the_polygons(overlay):
    fields = [*AREA_FIELDS, "land_area_m2:double"]
    row = ["0114R001", "RegSO 2025", 1, None, 20.0, "0114", 5e6]
    areas = memory_layer("Polygon", fields, [(box(500_000, 6_600_000, 512_000, 6_612_000), row)], "areas")
    found = rows_of(overlay(AREAS=areas)["SUMMARY"])[0]
    assert found["km_per_km2"] == pytest.approx(15.5 / 5)
    assert found["population"] is None
    assert found["km_per_10000"] is None
    assert found["note"] == "population missing in 1 of 1 areas"


def test_traffic_gives_vehicle_kilometres_and_says_what_is_without(overlay):
    fields = ["Klass_181:integer", "ADT_f_117:integer"]
    lines = [
        ("LINESTRING(500100 6600500, 500900 6600500)", [1, 20_000]),
        ("LINESTRING(500100 6600600, 500600 6600600)", [1, None]),
        ("LINESTRING(500100 6600700, 500200 6600700)", [2, 0]),
    ]
    nvdb = memory_layer("LineString", fields, lines, "nvdb")
    stops = points((500_100, 6_600_100))
    result = overlay(nvdb, stops, CLASS_FIELD="klass_181", TRAFFIC_FIELD="ADT_f_117")
    found = {key: row for key, row in summary(result).items() if row["count"]}
    (first,) = [row for key, row in found.items() if key[:2] == ("nvdb", "1")]
    assert first["vehicle_km"] == pytest.approx(20_000 * 0.8)
    assert first["length_without_traffic_m"] == pytest.approx(500)
    (second,) = [row for key, row in found.items() if key[:2] == ("nvdb", "2")]
    assert (second["vehicle_km"], second["length_without_traffic_m"]) == (0, 0)
    (stop,) = [row for key, row in found.items() if key[0] == "stops"]
    assert (stop["length_m"], stop["vehicle_km"], stop["area_m2"], stop["class"]) == (None,) * 4


def test_each_layer_uses_the_first_class_field_it_has(overlay):
    def layer(name, fields, values):
        return memory_layer("Point", fields, [("POINT(500500 6600500)", values)], name)

    result = overlay(
        layer("a", ["kind:string", "sort:string"], ["x", "y"]),
        layer("b", ["sort:string"], ["z"]),
        CLASS_FIELD="kind, sort",
    )
    assert {key[:2] for key in summary(result)} == {("a", "x"), ("b", "z")}


def test_each_layer_may_have_its_own_class_fields(overlay):
    def layer(name):
        return memory_layer(
            "Point", ["kind:string", "sort:string"], [("POINT(500500 6600500)", ["x", "y"])], name
        )

    result = overlay(layer("a"), layer("b"), layer("c"), CLASS_FIELD="kind; sort;")
    assert {key[:2] for key in summary(result)} == {("a", "x"), ("b", "y"), ("c", None)}


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [("integer", 1, True), ("bool", True, True), ("bool", False, False), ("string", "no", False)],
)
def test_figures_of_another_division_are_told_in_the_summary(run, kind, value, told):
    areas = squares_of_types((1, 500.0), more=[f"version_mismatch:{kind}"], values=[value])
    outputs = dict.fromkeys(("OUTPUT", "SUMMARY", "RECONCILIATION"), TEMPORARY)
    result = run("overlayinfrastructure", AREAS=areas, INFRASTRUCTURE=[road_at(500)], **outputs)
    assert {"version mismatch" in row["note"] for row in rows_of(result["SUMMARY"])} == {told}


def test_a_tolerance_of_nothing_is_as_small_as_can_be(run):
    slanted = [
        (
            "Polygon((0 0,3333.3 1111.7,3000 4000,0 3000,0 0))",
            ["1480R001", "RegSO 2025", 1, 1.0, 1.0, "1480"],
        ),
        ("Polygon((0 0,3333.3 1111.7,5000 0,0 0))", ["1480R002", "RegSO 2025", 1, 1.0, 1.0, "1480"]),
    ]
    points = ", ".join(
        f"{3333.3 * part} {1111.7 * part}" for part in (0.1, 0.2345, 0.377, 0.5, 0.613, 0.77777, 0.9)
    )
    road = memory_layer("LineString", ["x:string"], [(f"LineString({points})", ["a"])], "road")
    outputs = dict.fromkeys(("OUTPUT", "SUMMARY", "RECONCILIATION"), TEMPORARY)
    areas = memory_layer("Polygon", AREA_FIELDS, slanted, "areas")
    result = run("overlayinfrastructure", AREAS=areas, INFRASTRUCTURE=[road], BORDER_TOLERANCE=0, **outputs)
    (row,) = [row for row in rows_of(result["RECONCILIATION"]) if row["quantity"] == "length_m"]
    assert (row["outside"], row["difference"]) == pytest.approx((0, 0), abs=1e-6)


def test_points_on_borders_and_corners_go_to_the_lowest_code(overlay):
    stops = points(
        (500_500, 6_600_500), (501_000, 6_600_500), (501_000, 6_601_000), (506_000, 6_600_500), (0, 0)
    )
    split, both = overlay(stops), overlay(stops, BOUNDARY_RULE="both")
    counted = {
        row["region_code"]: row["stops_count"] for row in rows_of(split["OUTPUT"]) if row["stops_count"]
    }
    assert counted == {"9901R000": 3, "9901R005": 1}
    row = reconciled(split)["stops", "count"]
    assert (row["measured"], row["inside"], row["outside"], row["on_borders"], row["difference"]) == (
        5,
        4,
        1,
        3,
        0,
    )
    row = reconciled(both)["stops", "count"]
    assert (row["measured"], row["inside"], row["outside"], row["difference"]) == (5, 9, 1, -5)


def test_each_part_of_a_multipoint_counts(overlay):
    stops = memory_layer("MultiPoint", [], [("MULTIPOINT((500500 6600500),(501500 6600500))", [])], "stops")
    assert reconciled(overlay(stops))["stops", "count"]["measured"] == 2


def test_polygons_dissolved_by_class_or_each_by_itself(overlay):
    noise = memory_layer(
        "Polygon",
        ["lden:integer"],
        [
            (box(500_500, 6_600_000, 501_500, 6_600_500), [55]),
            (box(500_500, 6_600_200, 501_500, 6_600_700), [55]),
            (box(500_500, 6_600_000, 501_500, 6_600_100), [65]),
        ],
        "noise",
    )
    dissolved, each = overlay(noise, CLASS_FIELD="lden"), overlay(noise, CLASS_FIELD="lden", DISSOLVE=False)
    assert reconciled(dissolved)["noise", "area_m2"]["measured"] == pytest.approx(700_000 + 100_000)
    assert reconciled(each)["noise", "area_m2"]["measured"] == pytest.approx(1_000_000 + 100_000)
    for result in (dissolved, each):
        assert abs(reconciled(result)["noise", "area_m2"]["difference"]) < 1e-3
        assert sorted(row["noise_count"] for row in rows_of(result["OUTPUT"]))[-3:] == [0, 3, 3]
    ground = [row["area_m2"] for row in rows_of(dissolved["SUMMARY"]) if row["class"] == "55"]
    assert sum(ground) == pytest.approx(700_000)


def test_a_mixed_layer_is_told_by_the_kind_of_its_parts(overlay):
    point, line = "POINT(500500 6600500)", "LINESTRING(500100 6600500, 500300 6600500)"
    triangle = "POLYGON((500000 6600000, 500100 6600000, 500100 6600100, 500000 6600000))"
    bow_tie = "POLYGON((500100 6600100, 500200 6600200, 500200 6600100, 500100 6600200, 500100 6600100))"
    mixed = memory_layer(
        "GeometryCollection",
        [],
        [
            (f"GEOMETRYCOLLECTION({point}, {line}, {triangle})", []),
            (f"GEOMETRYCOLLECTION({bow_tie}, {point})", []),
        ],
        "mixed",
    )
    result = overlay(mixed)
    (row,) = [row for row in rows_of(result["SUMMARY"]) if row["count"]]
    assert (row["length_m"], row["area_m2"], row["count"]) == (200, pytest.approx(5000 + 5000), 5)
    assert result["REPAIRED_COUNT"] == 1
    assert {row["quantity"]: row["inside"] for row in rows_of(result["RECONCILIATION"])} == {
        "length_m": 200,
        "area_m2": pytest.approx(10_000),
        "count": 2,
    }


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3007"])
def test_layers_in_another_crs_give_the_same(overlay, roads, crs):
    transform = QgsCoordinateTransform(roads.crs(), QgsCoordinateReferenceSystem(crs), QgsProject.instance())
    moved = []
    for feature in roads.getFeatures():
        geometry = feature.geometry()
        geometry.transform(transform)
        moved.append((geometry, feature.attributes()))
    other = memory_layer("LineString", ["road:string"], moved, "roads", crs=crs)
    ours, theirs = rows_of(overlay()["OUTPUT"]), rows_of(overlay(other)["OUTPUT"])
    for row, same in zip(ours, theirs, strict=True):
        assert same["roads_length_m"] == pytest.approx(row["roads_length_m"], abs=0.001)


def test_z_m_and_parts_make_no_difference(overlay, roads):
    a, b = (feature.geometry() for feature in roads.getFeatures())
    together = QgsGeometry.collectGeometry([a, b])
    together.get().addZValue(12)
    together.get().addMValue(3)
    zm = memory_layer("MultiLineStringZM", [], [(together, [])], "roads")
    ours, theirs = rows_of(overlay()["OUTPUT"]), rows_of(overlay(zm)["OUTPUT"])
    for row, same in zip(ours, theirs, strict=True):
        assert same["roads_length_m"] == pytest.approx(row["roads_length_m"], abs=1e-9)


def test_filter_and_selection_are_kept(overlay, roads):
    roads.selectByExpression("road = 'B_interior'")
    assert reconciled(overlay(SELECTED_ONLY=True))["roads", "length_m"]["measured"] == pytest.approx(7500)
    roads.setSubsetString("\"road\" = 'A_on_boundary'")
    assert reconciled(overlay())["roads", "length_m"]["measured"] == pytest.approx(8000)


def test_layers_of_one_name_get_words_of_their_own(overlay):
    result = overlay(points((500_500, 6_600_500)), points((501_500, 6_600_500)))
    assert {"stops_count", "stops_2_count"} <= set(result["OUTPUT"].fields().names())


def test_an_invalid_polygon_is_repaired_and_counted_under_the_toolboxs_settings(grid_areas, log):
    import processing
    from processing.tools import dataobjects

    bow_tie = "POLYGON((500100 6600100, 500200 6600200, 500200 6600100, 500100 6600200, 500100 6600100))"
    parks = memory_layer("Polygon", [], [(bow_tie, []), (None, [])], "parks")
    context = dataobjects.createContext()
    result = processing.run(
        "segregation:overlayinfrastructure",
        {
            "AREAS": grid_areas,
            "INFRASTRUCTURE": [parks],
            "OUTPUT": TEMPORARY,
            "SUMMARY": TEMPORARY,
            "RECONCILIATION": TEMPORARY,
        },
        context=context,
        feedback=log,
    )
    assert (result["REPAIRED_COUNT"], result["SKIPPED_COUNT"]) == (1, 1)
    row = reconciled(result)["parks", "area_m2"]
    assert row["inside"] == pytest.approx(5000)
    assert row["note"] == "features repaired: 1; features skipped: 1"
    assert any("repaired" in line for line in log.warnings)


def test_a_line_of_one_point_is_skipped_and_counted(overlay):
    lines = memory_layer(
        "LineString",
        [],
        [
            ("LINESTRING(500100 6600100, 500100 6600100)", []),
            ("LINESTRING(500100 6600100, 500200 6600100)", []),
        ],
        "paths",
    )
    result = overlay(lines)
    assert result["SKIPPED_COUNT"] == 1
    assert reconciled(result)["paths", "length_m"]["inside"] == pytest.approx(100)


AREA = box(500_000, 6_600_000, 512_000, 6_612_000)


def areas_of(*rows, kind="Polygon", crs="EPSG:3006", wkt=AREA):
    return memory_layer(
        kind, ["region_code:string", "population:double"], [(wkt, row) for row in rows], "mine", crs
    )


def one_line(values=(), fields=(), crs="EPSG:3006"):
    return memory_layer(
        "LineString", fields, [("LINESTRING(500100 6600100, 500900 6600100)", values)], "road", crs
    )


BAD_INPUT = {
    "lines as areas": (
        lambda: {"AREAS": areas_of(["a", 1], kind="LineString", wkt="LINESTRING(0 0, 1 1)")},
        ["mine", "polygon"],
    ),
    "infrastructure without crs": (lambda: {"INFRASTRUCTURE": [one_line(crs=None)]}, ["road", "coordinate"]),
    "areas without crs": (lambda: {"AREAS": areas_of(["a", 1], crs=None)}, ["mine", "coordinate"]),
    "empty infrastructure": (
        lambda: {"INFRASTRUCTURE": [memory_layer("LineString", [], [], "nothing")]},
        ["nothing", "no features"],
    ),
    "empty areas": (lambda: {"AREAS": areas_of()}, ["mine", "no features"]),
    "negative population": (
        lambda: {"AREAS": areas_of(["0114R001", 5], ["0114R002", -3])},
        ["0114R002", "mine", "population", "-3"],
    ),
    "duplicate code": (
        lambda: {"AREAS": areas_of(["0114R001", 5], ["0114R001", 3])},
        ["0114R001", "mine", "twice"],
    ),
    "no such code field": (lambda: {"CODE_FIELD": "kod"}, ["grid", "kod", "region_code"]),
    "no such by field": (lambda: {"BY_FIELD": "län"}, ["grid", "län"]),
    "class field of no layer": (
        lambda: {"INFRASTRUCTURE": [one_line(["x"], ["kind:string"])], "CLASS_FIELD": "kind,typ"},
        ["typ", "road: kind"],
    ),
    "class fields of other layers": (
        lambda: {"CLASS_FIELD": "kind;typ"},
        ["kind;typ", "2 layers", "there are 1"],
    ),
    "traffic that may be two numbers": (
        lambda: {"INFRASTRUCTURE": [one_line(["12,500"], ["adt:string"])], "TRAFFIC_FIELD": "adt"},
        ["Row 1", "road", "12,500", "adt", "thousands"],
    ),
    "traffic field of no layer": (lambda: {"TRAFFIC_FIELD": "adt"}, ["adt", "roads: road"]),
    "negative traffic": (
        lambda: {"INFRASTRUCTURE": [one_line([-5], ["adt:integer"])], "TRAFFIC_FIELD": "adt"},
        ["Row 1", "road", "adt", "-5"],
    ),
    "traffic in words": (
        lambda: {"INFRASTRUCTURE": [one_line(["many"], ["adt:string"])], "TRAFFIC_FIELD": "adt"},
        ["Row 1", "road", "adt", "many"],
    ),
    "no such layer": (lambda: {"INFRASTRUCTURE": ["/nowhere/roads.gpkg"]}, ["infrastructure"]),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_one_sentence_that_names_it_and_nothing_is_written(overlay, tmp_path, case):
    changes, words = BAD_INPUT[case]
    target = tmp_path / "areas.gpkg"
    with pytest.raises(QgsProcessingException) as caught:
        overlay(OUTPUT=str(target), **changes())
    message = str(caught.value)
    assert all(word.lower() in message.lower() for word in words), message
    assert "Traceback" not in message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "changes", [{"BORDER_TOLERANCE": -1}, {"BOUNDARY_RULE": "half"}, {"BOUNDARY_RULE": "SPLIT"}]
)
def test_values_out_of_range_are_refused(overlay, changes):
    with pytest.raises(QgsProcessingException, match=next(iter(changes))):
        overlay(**changes)


class CancelAt(QgsProcessingFeedback):
    """Cancels as soon as the progress has come so far."""

    def __init__(self, percent):
        super().__init__(logFeedback=False)
        self.progressChanged.connect(lambda progress: progress >= percent and self.cancel())


@pytest.mark.parametrize("kind", ["lines", "points", "polygons"])
def test_cancel_half_way_writes_nothing(grid_areas, tmp_path, kind):
    import processing

    shapes = {
        "lines": ("LineString", "LINESTRING(500100 {y}, 511000 {y})"),
        "points": ("Point", "POINT(500100 {y})"),
        "polygons": ("Polygon", "POLYGON((500100 {y}, 511000 {y}, 511000 6611900, 500100 {y}))"),
    }
    type_, wkt = shapes[kind]
    rows = [(wkt.format(y=6_600_100 + number), []) for number in range(600)]
    feedback = CancelAt(40)
    with pytest.raises(QgsProcessingException, match="cancelled"):
        processing.run(
            "segregation:overlayinfrastructure",
            {
                "AREAS": grid_areas,
                "INFRASTRUCTURE": [memory_layer(type_, [], rows, "many")],
                "OUTPUT": str(tmp_path / "a.gpkg"),
                "SUMMARY": str(tmp_path / "b.gpkg"),
                "RECONCILIATION": str(tmp_path / "c.gpkg"),
            },
            context=QgsProcessingContext(),
            feedback=feedback,
        )
    assert feedback.progress() >= 40
    assert feedback.progress() < 60 or kind == "lines"  # cut many at a time
    assert list(tmp_path.iterdir()) == []
