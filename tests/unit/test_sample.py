"""The embedded sample, read with nothing of ours: json, csv, sqlite3 and shapely."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
GPKG_TABLES = {
    "infrastructure.gpkg": (
        "motorway",
        "railway",
        "local_streets",
        "crossings",
        "stations",
        "bus_stops",
        "noise",
    ),
    "population_grid_250m.gpkg": ("population_grid_250m",),
    "built_up_mask.gpkg": ("built_up_mask",),
    "water.gpkg": ("water",),
}
TEXT_FILES = (
    "regso_2020.geojson",
    "regso_2025.geojson",
    "TAB6574.json",
    "TAB6586.json",
    "omradestyp_2023_labels.csv",
    "key_deso2018_regso2020.csv",
)
MEAN, STANDARD_DEVIATION = 9.1, 5.47
YEARS = ["2020", "2021", "2022", "2023", "2024"]


def load(name):
    return json.loads((SAMPLE / name).read_text(encoding="utf-8"))


def polygons(document):
    return {feature["properties"]["regsokod"]: shape(feature["geometry"]) for feature in document["features"]}


def edges(geometry):
    """The edges of a geometry as pairs of coordinates, exactly as they stand in the file."""
    rings = (
        [geometry]
        if geometry.geom_type == "LineString"
        else [ring for part in shapely.get_parts(geometry) for ring in (part.exterior, *part.interiors)]
    )
    return [frozenset(pair) for ring in rings for pair in pairwise(ring.coords)]


def length(edge):
    (x1, y1), (x2, y2) = edge
    return float(np.hypot(x2 - x1, y2 - y1))


def table(folder, file, name):
    """The rows of a GeoPackage table: geometry and the other columns."""
    with closing(sqlite3.connect(folder / file)) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY fid')]  # noqa: S608 - own names
    envelope = (0, 32, 48, 48, 64)
    blobs = [row.pop("geom") for row in rows]
    geometries = shapely.from_wkb([blob[8 + envelope[blob[3] >> 1 & 7] :] for blob in blobs])
    return list(geometries), rows


def figures(name):
    """The values of a json-stat table as an array, and the place of each region."""
    document = load(name)
    values = np.array([np.nan if value is None else value for value in document["value"]], dtype=float)
    return values.reshape(document["size"]), document["dimension"]["Region"]["category"]["index"]


@pytest.fixture(scope="module")
def areas():
    return polygons(load("regso_2025.geojson"))


@pytest.fixture(scope="module")
def types_2024():
    values, place = figures("TAB6586.json")
    return {code.partition("_")[0]: values[row, 1, 4] for code, row in place.items() if "_" in code}


@pytest.fixture(scope="module")
def sides(areas):
    """The areas on both sides of every edge."""
    found = defaultdict(list)
    for code, geometry in areas.items():
        for edge in edges(geometry):
            found[edge].append(code)
    return found


def test_sample_is_complete_and_small():
    opened = ("-shm", "-wal")  # what SQLite leaves beside a file while QGIS has it open
    names = {path.name for path in SAMPLE.iterdir() if not path.name.endswith(opened)}
    assert names == {*GPKG_TABLES, *TEXT_FILES, "README.md"}
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) <= 6e6


@pytest.mark.parametrize(("year", "version"), [(2020, "2020_v3"), (2025, "2025_v2")])
def test_areas_are_those_of_three_kommuner_that_do_not_exist(year, version):
    document = load(f"regso_{year}.geojson")
    rows = [feature["properties"] for feature in document["features"]]
    assert 110 <= len(rows) <= 130
    assert document["numberReturned"] == document["totalFeatures"] == len(rows)
    assert {row["kommunkod"] for row in rows} == {"9901", "9902", "9903"}
    assert {row["version"] for row in rows} == {version}
    assert all(row["regsokod"].startswith(row["kommunkod"] + "R") for row in rows)
    assert len({row["regsokod"] for row in rows}) == len({row["regsonamn"] for row in rows}) == len(rows)
    assert [feature["id"] for feature in document["features"]] == [
        f"RegSO_{year}.{row['objectid']}" for row in rows
    ]


@pytest.mark.parametrize("year", [2020, 2025])
def test_areas_tile_their_region_without_overlaps_and_gaps(year):
    shapes = list(polygons(load(f"regso_{year}.geojson")).values())
    assert all(geometry.is_valid for geometry in shapes)
    together = shapely.union_all(shapes)
    assert together.geom_type == "Polygon"
    assert not together.interiors
    assert sum(geometry.area for geometry in shapes) == pytest.approx(together.area, rel=1e-12)


@pytest.mark.parametrize("year", [2020, 2025])
def test_each_kommun_hangs_together(year):
    shapes = defaultdict(list)
    for code, geometry in polygons(load(f"regso_{year}.geojson")).items():
        shapes[code[:4]].append(geometry)
    assert {shapely.union_all(group).geom_type for group in shapes.values()} == {"Polygon"}


def test_neighbours_share_every_vertex(areas, sides):
    assert max(len(codes) for codes in sides.values()) == 2
    outline = sum(length(edge) for edge, codes in sides.items() if len(codes) == 1)
    assert outline == pytest.approx(shapely.union_all(list(areas.values())).length, rel=1e-9)


def test_borders_are_curves(sides):
    """A border between two areas is a chain of many short edges, longer than the straight way between its ends."""
    lengths = [length(edge) for edge, codes in sides.items() if len(codes) == 2]
    assert np.percentile(lengths, 95) < 100
    borders = defaultdict(list)
    for edge, codes in sides.items():
        borders[tuple(sorted(codes))].append(edge)
    whole = [
        shapely.line_merge(shapely.MultiLineString([tuple(e) for e in some])) for some in borders.values()
    ]
    detour = [
        line.length / shapely.Point(line.coords[0]).distance(shapely.Point(line.coords[-1]))
        for line in whole
        if line.geom_type == "LineString" and not line.is_ring
    ]
    assert len(detour) > 200
    assert np.median(detour) > 1.03


def test_one_area_is_in_two_parts_and_areas_hold_water(areas):
    assert [geometry.geom_type for geometry in areas.values()].count("MultiPolygon") == 1
    water = shapely.union_all(table(SAMPLE, "water.gpkg", "water")[0])
    shares = [geometry.intersection(water).area / geometry.area for geometry in areas.values()]
    assert sum(0.1 < share < 0.95 for share in shares) > 5


def test_the_divisions_differ_behind_equal_codes(areas):
    old = polygons(load("regso_2020.geojson"))
    (ended,), (new,) = set(old) - set(areas), set(areas) - set(old)
    changed = [code for code in old if code in areas and not old[code].equals(areas[code])]
    assert 5 <= len(changed) <= 10
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert f"{len(areas)} areas" in readme
    assert f"{len(changed)} codes" in readme
    assert ended in readme
    assert new in readme


@pytest.mark.parametrize(("layer", "at_least"), [("motorway", 8_000), ("railway", 8_000)])
def test_barrier_runs_along_borders_and_through_areas(areas, sides, layer, at_least):
    lines, _ = table(SAMPLE, "infrastructure.gpkg", layer)
    on_border = [edge for line in lines for edge in edges(line) if len(sides.get(edge, ())) == 2]
    assert sum(length(edge) for edge in on_border) > at_least
    inside = shapely.union_all(lines).intersection(shapely.union_all(list(areas.values()))).length
    assert inside - sum(length(edge) for edge in on_border) > 8_000
    assert sum(line.length for line in lines) > inside + 1_000  # it goes on outside the areas


@pytest.mark.parametrize("layer", ["motorway", "railway"])
def test_barrier_parts_unlike_areas(sides, types_2024, layer):
    lines, _ = table(SAMPLE, "infrastructure.gpkg", layer)
    gaps = Counter()
    for edge in (edge for line in lines for edge in edges(line) if len(sides.get(edge, ())) == 2):
        first, second = (types_2024[code] for code in sides[edge])
        gaps[abs(first - second)] += length(edge)
    assert sum(metres for gap, metres in gaps.items() if gap >= 2) > 3_000


def test_all_five_types_and_one_area_without(types_2024):
    counts = Counter(None if np.isnan(code) else int(code) for code in types_2024.values())
    assert set(counts) == {1, 2, 3, 4, 5, None}
    assert counts[None] == 1
    assert min(counts[code] for code in (1, 2, 3, 4, 5)) >= 5


@pytest.mark.parametrize("name", ["TAB6574.json", "TAB6586.json"])
def test_json_stat_is_consistent(name):
    document = load(name)
    sizes = [len(document["dimension"][code]["category"]["index"]) for code in document["id"]]
    assert document["size"] == sizes
    assert len(document["value"]) == np.prod(sizes)
    for code in document["id"]:
        category = document["dimension"][code]["category"]
        assert list(category["index"].values()) == list(range(len(category["index"])))
        assert set(category["label"]) == set(category["index"])
    missing = {str(place) for place, value in enumerate(document["value"]) if value is None}
    assert set(document.get("status", {})) == missing
    assert list(document["dimension"]["Tid"]["category"]["index"]) == YEARS


def test_tables_carry_the_codes_of_both_divisions(areas):
    old = polygons(load("regso_2020.geojson"))
    for name in ("TAB6574.json", "TAB6586.json"):
        _, place = figures(name)
        assert set(place) == set(old) | {f"{code}_RegSO2025" for code in areas}


def test_years_outside_a_division_are_missing_in_one_table_and_zero_in_the_other():
    index, place = figures("TAB6586.json")
    population, _ = figures("TAB6574.json")
    new = np.array(["_" in code for code in place])
    for invalid in (np.ix_(new, range(5), range(4)), np.ix_(~new, range(5), [4])):
        assert np.isnan(index[invalid]).all()
    by_year = population[:, 0, 0, 0, :]
    assert (by_year[new][:, :4] == 0).all()
    assert (by_year[~new][:, 4] == 0).all()
    assert by_year[new][:, 4].sum() > 200_000
    assert (by_year[new][:, 4] == 0).sum() == 1  # the area that was cleared


def test_index_is_the_mean_of_its_components_and_gives_the_type():
    values, _ = figures("TAB6586.json")
    index, kind = values[:, 0, :], values[:, 1, :]
    known = ~np.isnan(index)
    assert known.sum() > 500
    assert np.abs(index - values[:, 2:, :].mean(axis=1))[known].max() <= 0.0501
    above = (index[known] - MEAN) / STANDARD_DEVIATION
    expected = np.select([above >= 2, above >= 1, above >= 0, above >= -1], [1, 2, 3, 4], 5)
    assert (kind[known] == expected).all()


def test_labels_find_their_codes_in_the_key_but_for_a_blank_and_a_dash():
    text = (SAMPLE / "omradestyp_2023_labels.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf,2023\r\n")
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines()))
    end = rows.index(["", ""])
    with (SAMPLE / "key_deso2018_regso2020.csv").open(encoding="utf-8-sig", newline="") as file:
        key = list(csv.DictReader(file))
    known = {f"{row['Kommunnamn']} ({row['RegSO_2020']})": row["RegSOkod_2020"] for row in key}
    assert len({row["DeSO_2018"] for row in key}) == len(key) > len(known)
    strange = [label for label, _ in rows[1:end] if label not in known]
    assert strange == ["Ekvik (Tuna )", "Sjöholm (Gullmarsö\u2013Hamnön)"]
    values, place = figures("TAB6586.json")
    for label, kind in rows[1:end]:
        code = known[label.replace(" )", ")").replace("\u2013", "-")]
        published = values[place[code], 1, 3]
        assert kind == (".." if np.isnan(published) else str(int(published)))
    assert ["Sort:", ""] in rows[end:]
    assert ["områdestyp", ""] in rows[end:]
    assert end - 1 == len(known) == len(polygons(load("regso_2020.geojson")))


def test_grid_holds_about_the_official_people_and_none_on_water(areas):
    cells, rows = table(SAMPLE, "population_grid_250m.gpkg", "population_grid_250m")
    for cell, row in zip(cells, rows, strict=True):
        east, north = cell.bounds[:2]
        assert row["rutid_scb"] == f"{east:06.0f}{north:07.0f}"
        assert cell.bounds[2:] == (east + 250, north + 250)
    assert len({row["rutid_scb"] for row in rows}) == len(rows)
    people = np.array([row["beftotalt"] for row in rows])
    assert people.min() > 0
    population, place = figures("TAB6574.json")
    official = {code: population[place[f"{code}_RegSO2025"], 0, 0, 0, 4] for code in areas}
    total = sum(official.values())
    assert people.sum() == pytest.approx(total, rel=0.05)
    assert people.sum() != total
    tree = shapely.STRtree(cells)
    off = []
    for code, area in areas.items():
        near = tree.query(area)
        gridded = people[near] @ shapely.area(shapely.intersection(np.array(cells)[near], area)) / 250**2
        off.append(abs(gridded - official[code]) / max(official[code], 1))
    assert 0.01 < np.median(off) < 0.1
    assert np.percentile(off, 90) < 0.35  # small areas share cells with populous neighbours
    water = shapely.union_all(table(SAMPLE, "water.gpkg", "water")[0])
    assert shapely.area(shapely.intersection(cells, water)).max() < 0.9 * 250**2


def test_people_live_in_built_up_land_that_is_dry():
    towns, rows = table(SAMPLE, "built_up_mask.gpkg", "built_up_mask")
    assert all(town.is_valid for town in towns)
    assert all(
        row["area_ha"] == pytest.approx(town.area / 1e4, abs=1) for town, row in zip(towns, rows, strict=True)
    )
    built_up = shapely.union_all(towns)
    water = shapely.union_all(table(SAMPLE, "water.gpkg", "water")[0])
    assert built_up.intersection(water).area < 1_000  # both are drawn to the decimetre
    cells, people = table(SAMPLE, "population_grid_250m.gpkg", "population_grid_250m")
    people = np.array([row["beftotalt"] for row in people])
    assert people[shapely.intersects(cells, built_up)].sum() > 0.8 * people.sum()


def test_infrastructure_has_the_fields_of_the_databases():
    lines, motorway = table(SAMPLE, "infrastructure.gpkg", "motorway")
    assert {"Klass_181", "ADT_f_117", "Vagha_6", "F_Hogst_225"} <= set(motorway[0])
    assert 1 <= sum(row["ADT_f_117"] is None for row in motorway) < len(motorway) / 4
    assert {line.geom_type for line in lines} == {"LineString"}
    streets, fields = table(SAMPLE, "infrastructure.gpkg", "local_streets")
    assert 500 < len(streets) < 3_000
    _, crossings = table(SAMPLE, "infrastructure.gpkg", "crossings")
    assert sum(row["crossing"] for row in fields) == len(crossings) > 20
    _, noise = table(SAMPLE, "infrastructure.gpkg", "noise")
    assert {row["klass"] for row in noise} == {"55-60", "60-65", "65-70", "70-75"}


def test_streets_cross_the_barriers_only_where_they_are_said_to():
    streets, fields = table(SAMPLE, "infrastructure.gpkg", "local_streets")
    said = np.array([row["crossing"] == 1 for row in fields])
    barriers = [
        shapely.union_all(table(SAMPLE, "infrastructure.gpkg", name)[0]) for name in ("motorway", "railway")
    ]
    assert (shapely.intersects(streets, shapely.union_all(barriers)) == said).all()
    points, crossings = table(SAMPLE, "infrastructure.gpkg", "crossings")
    for point, row in zip(points, crossings, strict=True):
        assert barriers[row["barrier"] == "railway"].distance(point) == 0


def test_stations_lie_on_the_railway():
    railway = shapely.union_all(table(SAMPLE, "infrastructure.gpkg", "railway")[0])
    stations, rows = table(SAMPLE, "infrastructure.gpkg", "stations")
    assert len(stations) >= 5
    assert all(railway.distance(station) == 0 for station in stations)
    assert all(row["name"] for row in rows)


def shape_of(value, path=""):
    """The keys and kinds of a JSON document; of lists and of dicts by code, only that they are there."""
    if isinstance(value, dict) and path.rsplit("/", 1)[-1] not in {
        "index",
        "label",
        "status",
        "noteMandatory",
    }:
        return {path}.union(*(shape_of(item, f"{path}/{key}") for key, item in value.items()))
    return {f"{path}: {type(value).__name__}"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("made", "real"),
    [("TAB6586.json", "regso_socioek.json"), ("TAB6574.json", "omraden_befolkning.json")],
)
def test_tables_have_the_structure_of_the_real_ones(shared_data, made, real):
    answer = json.loads((shared_data / "karlstad" / real).read_text(encoding="utf-8-sig"))
    assert list(load(made)) == list(answer)
    assert shape_of(load(made)) == shape_of(answer)


@pytest.mark.shared
def test_geometry_has_the_structure_of_the_real_one(shared_data):
    answer = json.loads((shared_data / "karlstad" / "geo_regso.json").read_text(encoding="utf-8-sig"))
    for year in (2020, 2025):
        document = load(f"regso_{year}.geojson")
        assert list(document) == list(answer)
        for mine, real in zip(document["features"], answer["features"], strict=False):
            assert list(mine) == list(real)
            kinds = [(key, type(value)) for key, value in mine["properties"].items()]
            assert kinds == [(key, type(value)) for key, value in real["properties"].items()]


@pytest.mark.slow
def test_making_it_again_gives_the_same(tmp_path):
    environment = {**os.environ, "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen"}
    script = ROOT / "tools" / "make_sample.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, env=environment, timeout=300)
    assert {path.name for path in tmp_path.iterdir()} == {*GPKG_TABLES, *TEXT_FILES}
    for name in TEXT_FILES:
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name
    for file, names in GPKG_TABLES.items():
        for name in names:
            geometries, rows = table(tmp_path, file, name)
            kept_geometries, kept_rows = table(SAMPLE, file, name)
            assert rows == kept_rows, name
            assert all(map(alike, geometries, kept_geometries)), name
        if same_sqlite(tmp_path / file, SAMPLE / file):
            assert (tmp_path / file).read_bytes() == (SAMPLE / file).read_bytes(), file


def alike(first, second):
    """Say whether two geometries are the same; a buffer may differ a little between versions of GEOS."""
    if first.equals_exact(second, tolerance=0.02):
        return True
    return first.area > 0 and first.symmetric_difference(second).area < 1e-3 * first.area


def same_sqlite(first, second):
    """Say whether two files were written by the same version of SQLite, which stamps it into the header."""
    return first.read_bytes()[96:100] == second.read_bytes()[96:100]
