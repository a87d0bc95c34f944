"""Every row of the reference table of buffer exposure, made with other libraries, area type by area type."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsFeedback, QgsGeometry, QgsJsonUtils

from segregation_plugin.core.apportionment import AREA, GRID, MASK, Coverage, or_area
from segregation_plugin.core.exposure import GROUP_NAMES, Population, compare
from segregation_plugin.geometry.pieces import built_up_parts, population_cells, whole_areas
from segregation_plugin.geometry.zones.index import ZoneIndex
from segregation_plugin.geometry.zones.style import BufferStyle
from segregation_plugin.geometry.zones.zone import zone

DATA = Path(__file__).parent.parent / "data"
CENTROIDS = {"cell_centroid", "grid_centroid"}  # in the table to show what not to do


def read_geojson(name):
    content = json.loads((DATA / name).read_text(encoding="utf-8"))
    geometries = [
        QgsJsonUtils.geometryFromGeoJson(json.dumps(feature["geometry"])) for feature in content["features"]
    ]
    return geometries, [feature["properties"] for feature in content["features"]]


def reference_rows():
    with (DATA / "buffer_exposure.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["method"] not in CENTROIDS]


ROWS = reference_rows()


@pytest.fixture(scope="module")
def city():
    areas, rows = read_geojson("grid.geojson")
    cells, cell_rows = read_geojson("popgrid_250m.geojson")
    feedback = QgsFeedback()
    people = np.array([row["pop"] for row in cell_rows])
    built = [cell for cell, row in zip(cells, cell_rows, strict=True) if row["built"] == 1]
    population = Population(
        np.array([float(row["total"]) for row in rows]),
        np.array([row["otyp"] for row in rows], dtype=np.int8),
        np.array([row["idx"] for row in rows]),
    )
    pieces = {
        AREA: whole_areas(areas),
        GRID: population_cells(areas, cells, people, feedback),
        MASK: built_up_parts(areas, built, feedback),
    }
    return population, pieces


@pytest.fixture(scope="module")
def roads():
    geometries, rows = read_geojson("roads.geojson")
    return {row["road"]: geometry for geometry, row in zip(geometries, rows, strict=True)}


def buffer_of(name: str, roads: dict[str, QgsGeometry]) -> QgsGeometry:
    match = re.fullmatch(r"(?P<what>A\+B|A_on_boundary|B_interior)_(?P<distance>\d+)m_(?P<rest>.*)", name)
    what = list(roads.values()) if match["what"] == "A+B" else [roads[match["what"]]]
    segments = re.search(r"qs(\d+)", match["rest"])
    cap = "flat" if match["rest"] == "flat" else "round"
    style = BufferStyle(int(segments[1]) if segments else 16, cap)
    return zone(what, float(match["distance"]), style, QgsFeedback())


@pytest.fixture(scope="module")
def coverages(city, roads):
    _, pieces = city
    found = {}
    for name in {row["buffer"] for row in ROWS}:
        index = ZoneIndex(buffer_of(name, roads))
        by_area = pieces[AREA].weights(index, QgsFeedback())
        found[name] = {
            method: or_area(piece.weights(index, QgsFeedback()), by_area) for method, piece in pieces.items()
        }
    return found


def weight_of(row, coverages):
    weights = coverages[row["buffer"]]
    coverage = Coverage(AREA, weights)
    return {
        "area": weights[AREA],
        "grid_area": weights[GRID],
        "dasymetric_mask": weights[MASK],
        "lower_bound_contained": coverage.contained.astype(float),
        "upper_bound_touched": coverage.met.astype(float),
    }[row["method"]]


def test_reference_is_complete():
    assert len(ROWS) == 16 * 5 * 5


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['buffer']}-{row['method']}-{row['otyp']}")
def test_row(row, city, coverages):
    population, _ = city
    result = compare(population, weight_of(row, coverages), population)
    group = GROUP_NAMES.index(row["otyp"])
    ours = {
        "pop_in": result.people[group],
        "share_in": result.share[group],
        "share_ref": result.share_reference[group],
        "LQ": result.location_quotient[group],
        "RR": result.risk_ratio[group],
        "RD": result.risk_difference[group],
        "excess_persons": result.excess_people[group],
        "pop_in_total": result.people[GROUP_NAMES.index("all")],
        "dissimilarity_in_vs_ref": result.dissimilarity,
        "mean_idx_in": result.mean_index,
    }
    if result.people[GROUP_NAMES.index("all")] == 0:
        # The table has 0 here. Nobody inside cannot be like or unlike the reference: missing stays missing.
        assert np.isnan(ours.pop("dissimilarity_in_vs_ref"))
    for name, value in ours.items():
        assert value == pytest.approx(float(row[name] or "nan"), rel=1e-6, abs=1e-9, nan_ok=True), name
