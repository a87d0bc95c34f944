"""The Göteborg region's areas against real railways and built-up land, area by area against shapely."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from qgis.core import QgsProcessing, QgsVectorLayer

from tests.support import rows_of

shapely = pytest.importorskip("shapely")

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
TOLERANCE = 0.001
pytestmark = pytest.mark.shared


def shapes_of(layer):
    """Return the flat geometries of a layer, valid."""
    wkb = [feature.geometry().asWkb().data() for feature in layer.getFeatures() if feature.hasGeometry()]
    return shapely.make_valid(shapely.force_2d(shapely.from_wkb(wkb)))


def segments_of(line):
    """Return the straight pieces of a line: the only ones whose overlay never dissolves what runs over itself."""
    pieces = []
    for part in shapely.get_parts(line):
        points = shapely.get_coordinates(part)
        pieces += [shapely.LineString(pair) for pair in pairwise(points)]
    return pieces


@pytest.fixture(scope="module")
def areas(shared_data):
    layer = QgsVectorLayer(str(shared_data / "goteborgsregionen" / "regso_2025.gpkg"), "regso", "ogr")
    assert layer.featureCount() == 300
    return layer


@pytest.fixture
def overlay(run, areas):
    def overlay(layer, **changes):
        return run(
            "overlayinfrastructure",
            AREAS=areas,
            CODE_FIELD="regsokod",
            INFRASTRUCTURE=[layer],
            OUTPUT=TEMPORARY,
            SUMMARY=TEMPORARY,
            RECONCILIATION=TEMPORARY,
            **changes,
        )

    return overlay


def layer_at(path, table=None):
    layer = QgsVectorLayer(f"{path}|layername={table}" if table else str(path), table or path.stem, "ogr")
    assert layer.isValid()
    return layer


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("njdb_rail.gpkg", "bridges"),
        ("njdb_rail.gpkg", "tunnels"),
        ("rail_sections_schematic.gpkg", "rail_sections_schematic"),
    ],
)
def test_lengths_agree_with_shapely_area_by_area(overlay, areas, shared_data, file, table):
    path = shared_data / "infrastructure" / file
    layer = layer_at(path, table if file.startswith("njdb") else None)
    result = overlay(layer)
    found = [row[f"{table}_length_m"] for row in rows_of(result["OUTPUT"])]
    pieces = [piece for line in shapes_of(layer) for piece in segments_of(line)]
    tree = shapely.STRtree(pieces)
    outlines = shapes_of(areas)
    for outline, metres in zip(outlines, found, strict=True):
        near = [pieces[index] for index in tree.query(outline, predicate="intersects")]
        expected = math.fsum(shapely.length(shapely.intersection(near, outline)))
        crossings = shapely.get_num_geometries(shapely.intersection(near, outline.boundary)).sum()
        assert abs(metres - expected) <= 1e-6 * expected + 2 * TOLERANCE * crossings
    (row,) = rows_of(result["RECONCILIATION"])
    total = math.fsum(shapely.length(pieces))
    assert row["measured"] == pytest.approx(total, rel=1e-9)
    assert abs(row["difference"]) <= 1e-6 + 1e-9 * total
    region = shapely.union_all(outlines)
    beyond = math.fsum(shapely.length(shapely.difference(pieces, region)))
    assert row["outside"] == pytest.approx(beyond, rel=1e-6)


def test_stations_agree_with_shapely(overlay, areas, shared_data):
    layer = layer_at(shared_data / "infrastructure" / "njdb_rail.gpkg", "njdb_stations")
    found = [row["njdb_stations_count"] for row in rows_of(overlay(layer)["OUTPUT"])]
    tree = shapely.STRtree(shapes_of(layer))
    assert found == [len(tree.query(outline, predicate="covers")) for outline in shapes_of(areas)]
    assert sum(found) == 54


def test_built_up_ground_agrees_with_shapely_area_by_area(overlay, areas, shared_data):
    archive = shared_data / "infrastructure" / "tatorter_lantmateriet.zip"
    layer = QgsVectorLayer(f"/vsizip/{archive}", "built_up", "ogr")
    assert layer.featureCount() == 2978
    result = overlay(layer)
    output = rows_of(result["OUTPUT"])
    (name,) = [name for name in output[0] if name.endswith("_area_m2")]
    ground = shapely.union_all(shapes_of(layer))
    parts = shapely.get_parts(ground)
    tree = shapely.STRtree(parts)
    for outline, row in zip(shapes_of(areas), output, strict=True):
        near = parts[tree.query(outline, predicate="intersects")]
        assert row[name] == pytest.approx(shapely.area(shapely.intersection(near, outline)).sum(), abs=1e-3)
    (row,) = rows_of(result["RECONCILIATION"])
    assert row["measured"] == pytest.approx(ground.area, rel=1e-9)
    assert abs(row["difference"]) <= 1e-9 * ground.area
    assert result["REPAIRED_COUNT"] == 1
