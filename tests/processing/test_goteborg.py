"""The Göteborg region on real data, area by area against an independent computation.

The types of 2022 are coded on RegSO 2020 and the polygons are RegSO 2025: a version mismatch, and marked as one.
"""

from __future__ import annotations

import csv

import pytest
import shapely
from qgis.core import QgsProcessing, QgsProcessingException

from tests.support import memory_layer, rows_of

pytestmark = [pytest.mark.shared, pytest.mark.slow]
TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
DISTANCES = (500.0, 1000.0)
TYPES_2022 = [
    "region_code:string",
    "region_name:string",
    "year:integer",
    "area_type:integer",
    "population:double",
]


def table_2022(shared_data):
    path = shared_data / "national" / "regso2020_bakgrund_folkmangd_2022.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            [r["RegSOkod_2020"], r["region"], 2022, int(r["omradestyp_2022"]), float(r["bef_totalt"])]
            for r in csv.DictReader(file)
        ]
    return memory_layer("NoGeometry", TYPES_2022, [(None, row) for row in rows], "types 2022")


@pytest.fixture
def region(run, shared_data):
    """The 300 areas with type and population of 2022, joined against the guard's advice."""
    areas = run(
        "prepareareas", INPUT=str(shared_data / "goteborgsregionen" / "regso_2025.gpkg"), OUTPUT=TEMPORARY
    )
    assert areas["AREA_COUNT"] == 300
    table = table_2022(shared_data)
    parameters = {"AREAS": areas["OUTPUT"], "TABLE": table, "YEAR": 2022, "POPULATION_TABLE": table}
    with pytest.raises(QgsProcessingException, match="RegSO 2020"):
        run("joinindex", **parameters, OUTPUT=TEMPORARY)
    joined = run("joinindex", **parameters, ALLOW_VERSION_MISMATCH=True, OUTPUT=TEMPORARY)
    assert joined["MATCHED_COUNT"] == 300
    assert joined["VERSION_MISMATCH"] == 1
    assert all(row["version_mismatch"] == 1 for row in rows_of(joined["OUTPUT"]))
    return joined["OUTPUT"]


def shapes(layer):
    return [shapely.from_wkb(bytes(feature.geometry().asWkb())) for feature in layer.getFeatures()]


def read(path):
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(path), "layer", "ogr")
    assert layer.isValid(), path
    return [shapely.make_valid(shape) for shape in shapes(layer)]


def test_people_near_stations_area_by_area(run, region, shared_data):
    infrastructure = shared_data / "infrastructure"
    stations = f"{infrastructure / 'njdb_rail.gpkg'}|layername=njdb_stations"
    mask = f"/vsizip/{infrastructure / 'tatorter_lantmateriet.zip'}"
    parameters = {
        "AREAS": region,
        "INFRASTRUCTURE": [stations],
        "DISTANCES": "500,1000",
        "ZONES": TEMPORARY,
        "EXPOSURE": TEMPORARY,
        "AREA_WEIGHTS": TEMPORARY,
    }
    by_method = {
        "area": run("bufferexposure", **parameters),
        "mask": run("bufferexposure", **parameters, MASK=mask),
    }
    outlines = dict(zip([row["region_code"] for row in rows_of(region)], shapes(region), strict=True))
    people = {row["region_code"]: row["population"] for row in rows_of(region)}
    expected = expected_people(outlines, people, read(stations), read(mask))
    for method, result in by_method.items():
        found = {
            (row["region_code"], row["distance_to_m"]): row["people"]
            for row in rows_of(result["AREA_WEIGHTS"])
            if row["project"] == "all"
        }
        for key, number in expected[method].items():
            assert found.get(key, 0.0) == pytest.approx(number, rel=1e-6, abs=1e-6), (method, key)
        for distance in DISTANCES:
            row = next(
                row
                for row in rows_of(result["EXPOSURE"])
                if (row["project"], row["area_type"], row["distance_to_m"]) == ("all", "all", distance)
            )
            total = sum(number for (_, d), number in expected[method].items() if d == distance)
            assert row["people"] == pytest.approx(total)
            assert row["method"] == method
            assert row["bound_low"] <= row["people"] <= row["bound_high"]


def expected_people(outlines, people, stations, mask):
    """Do the same with shapely: whole geometries, no index, no tiles."""
    region = shapely.box(*shapely.total_bounds(list(outlines.values()))).buffer(2000)
    built = shapely.union_all([shape for shape in mask if shape.intersects(region)])
    near = [shape for shape in stations if shape.intersects(region)]
    result = {"area": {}, "mask": {}}
    for distance in DISTANCES:
        zone = shapely.union_all([shape.buffer(distance, quad_segs=16) for shape in near])
        for code, outline in outlines.items():
            by_area = outline.intersection(zone).area / outline.area
            lived_in = outline.intersection(built)
            by_mask = lived_in.intersection(zone).area / lived_in.area if lived_in.area > 0 else by_area
            result["area"][code, distance] = people[code] * by_area
            result["mask"][code, distance] = people[code] * by_mask
    return result


def test_railway_per_area_and_type(run, region, shared_data):
    infrastructure = shared_data / "infrastructure"
    sources = {
        "bridges": f"{infrastructure / 'njdb_rail.gpkg'}|layername=bridges",
        "njdb_stations": f"{infrastructure / 'njdb_rail.gpkg'}|layername=njdb_stations",
        "rail_sections_schematic": str(infrastructure / "rail_sections_schematic.gpkg"),
    }
    result = run(
        "overlayinfrastructure",
        AREAS=region,
        INFRASTRUCTURE=list(sources.values()),
        OUTPUT=TEMPORARY,
        SUMMARY=TEMPORARY,
        RECONCILIATION=TEMPORARY,
    )
    reconciled = {(row["infrastructure"], row["quantity"]): row for row in rows_of(result["RECONCILIATION"])}
    areas = rows_of(result["OUTPUT"])
    outlines = shapes(region)
    for word in ("bridges", "rail_sections_schematic"):
        lines = read(sources[word])
        row = reconciled[word, "length_m"]
        assert row["measured"] == pytest.approx(sum(line.length for line in lines))
        assert row["inside"] + row["outside"] == pytest.approx(row["measured"], rel=1e-9)
        assert row["inside"] == pytest.approx(sum(area[f"{word}_length_m"] for area in areas))
        for area, outline in zip(areas, outlines, strict=True):
            near = [line for line in lines if line.intersects(outline)]
            length = sum(line.intersection(outline).length for line in near)
            # The border is 2 mm wide here and a line there half in each area: some millimetres a crossing.
            assert area[f"{word}_length_m"] == pytest.approx(length, rel=1e-6, abs=0.05), area["region_code"]
    stations = read(sources["njdb_stations"])
    for area, outline in zip(areas, outlines, strict=True):
        inside = sum(outline.intersects(station) for station in stations)
        assert area["njdb_stations_count"] == inside, area["region_code"]
    types = [row for row in rows_of(result["SUMMARY"]) if row["infrastructure"] == "bridges"]
    assert sum(row["length_m"] for row in types) == pytest.approx(reconciled["bridges", "length_m"]["inside"])
    assert sum(row["areas"] for row in types) == 300
