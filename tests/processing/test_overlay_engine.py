"""Lines cut by the net of borders: area by area as QGIS's own tool and as each line by itself, and when it is used."""

from __future__ import annotations

import math

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsLineString, QgsProcessing, QgsVectorLayer

from tests.support import AREA_FIELDS, Log, memory_layer, rows_of

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
EAST, NORTH = 500_000, 6_600_000
ABSOLUTE_M, RELATIVE = 1e-4, 1e-8


@pytest.fixture(autouse=True)
def own_store(monkeypatch, tmp_path):
    """Keep the nets of a test to the test."""
    from segregation_plugin.geometry.coverage.store import NetStore

    store = NetStore(tmp_path / "nets")
    monkeypatch.setattr("segregation_plugin.geometry.overlay.nets.net_store", lambda: store)
    return store


@pytest.fixture
def one_by_one(monkeypatch):
    """Cut every line by the areas near it."""

    def choose():
        monkeypatch.setattr("segregation_plugin.geometry.overlay.nets.Nets._is_worth_it", lambda *_: False)

    return choose


@pytest.fixture
def overlay(run):
    def overlay(areas, lines, **changes):
        return run(
            "overlayinfrastructure",
            AREAS=areas,
            INFRASTRUCTURE=[lines],
            OUTPUT=TEMPORARY,
            SUMMARY=TEMPORARY,
            RECONCILIATION=TEMPORARY,
            **changes,
        )

    return overlay


@pytest.fixture(scope="module")
def real_areas(shared_data):
    layer = QgsVectorLayer(str(shared_data / "goteborgsregionen" / "regso_2025.gpkg"), "regso", "ogr")
    assert layer.featureCount() == 300
    return layer


def random_lines(extent, count, seed, step=60.0):
    """Return lines of 2 to 12 vertices that wander from random places."""
    rng = np.random.default_rng(seed)
    lines = []
    for _ in range(count):
        vertices = int(rng.integers(2, 13))
        start = rng.uniform([extent.xMinimum(), extent.yMinimum()], [extent.xMaximum(), extent.yMaximum()])
        turns = rng.uniform(0, 2 * math.pi) + np.cumsum(rng.normal(0, 0.5, vertices - 1))
        steps = rng.exponential(step, vertices - 1)[:, None] * np.column_stack([np.cos(turns), np.sin(turns)])
        xy = np.vstack([start, start + np.cumsum(steps, axis=0)])
        lines.append(QgsGeometry(QgsLineString(xy[:, 0].tolist(), xy[:, 1].tolist())))
    return lines


def along_borders(areas, count, seed):
    """Return stretches of the areas' own borders: what both neighbours hold in full."""
    rng = np.random.default_rng(seed)
    rings = [
        ring
        for feature in areas.getFeatures()
        for polygon in feature.geometry().asGeometryCollection()
        for ring in polygon.asPolygon()
    ]
    lines = []
    for _ in range(count):
        ring = rings[int(rng.integers(len(rings)))]
        first = int(rng.integers(len(ring) - 1))
        lines.append(QgsGeometry.fromPolylineXY(ring[first : first + int(rng.integers(2, 9))]))
    return [line for line in lines if line.length() > 0]


def layer_of(lines, name="roads"):
    return memory_layer("LineString", [], [(line, []) for line in lines], name)


def lengths(result, word="roads"):
    return np.array([row[f"{word}_length_m"] for row in rows_of(result["OUTPUT"])])


def assert_close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=RELATIVE, atol=ABSOLUTE_M)


def native(areas, lines):
    """Return the metres of lines in each area as QGIS's own tool finds them, without an ellipsoid."""
    import processing

    found = processing.run(
        "native:sumlinelengths",
        {"POLYGONS": areas, "LINES": lines, "LEN_FIELD": "metres", "COUNT_FIELD": "n", "OUTPUT": TEMPORARY},
    )["OUTPUT"]
    return np.array([row["metres"] for row in rows_of(found)])


@pytest.mark.shared
def test_real_areas_agree_with_native_area_by_area(overlay, real_areas, log):
    lines = layer_of([*random_lines(real_areas.extent(), 6000, 1), *along_borders(real_areas, 300, 2)])
    found = lengths(overlay(real_areas, lines, CODE_FIELD="regsokod", BOUNDARY_RULE="both"))
    assert any("net of" in info for info in log.infos)
    assert_close(found, native(real_areas, lines))
    assert (found > 0).sum() > 250


@pytest.mark.shared
@pytest.mark.parametrize("rule", ["split", "both"])
def test_net_and_one_by_one_agree_in_everything(overlay, real_areas, one_by_one, rule):
    lines = layer_of([*random_lines(real_areas.extent(), 1500, 3), *along_borders(real_areas, 150, 4)])
    given = {"CODE_FIELD": "regsokod", "BOUNDARY_RULE": rule}
    by_net = overlay(real_areas, lines, **given)
    one_by_one()
    each = overlay(real_areas, lines, **given)
    # the margin around a corner is an arc for one and a polyline for the other
    np.testing.assert_allclose(lengths(by_net), lengths(each), rtol=1e-8, atol=2e-4)
    counts = [[row["roads_count"] for row in rows_of(result["OUTPUT"])] for result in (by_net, each)]
    assert counts[0] == counts[1]
    for row, other in zip(rows_of(by_net["RECONCILIATION"]), rows_of(each["RECONCILIATION"]), strict=True):
        for column in ("measured", "inside", "outside", "on_borders", "difference"):
            assert row[column] == pytest.approx(other[column], abs=0.01), column


def grid_of_squares(size=6, side=1000):
    rows = []
    for row in range(size):
        for column in range(size):
            x, y = EAST + side * column, NORTH + side * row
            wkt = f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"
            rows.append((wkt, [f"0114R{size * row + column + 1:03d}", "RegSO 2025", 3, 1000, 50, "0114"]))
    return rows


@pytest.fixture
def squares():
    return memory_layer("Polygon", AREA_FIELDS, grid_of_squares(), "areas")


def test_summary_by_class_and_traffic_is_the_same_either_way(overlay, squares, one_by_one):
    rows = [
        (line, [["main", "local", None, " main "][number % 4], [1000, None, 0][number % 3]])
        for number, line in enumerate(random_lines(squares.extent(), 400, 5))
    ]
    roads = memory_layer("LineString", ["class:string", "traffic:integer"], rows, "roads")
    by_net = rows_of(overlay(squares, roads, CLASS_FIELD="class", TRAFFIC_FIELD="traffic")["SUMMARY"])
    one_by_one()
    each = rows_of(overlay(squares, roads, CLASS_FIELD="class", TRAFFIC_FIELD="traffic")["SUMMARY"])
    assert [row["class"] for row in by_net] == ["local", "main", None]
    for row, other in zip(by_net, each, strict=True):
        assert row == {
            key: value if not isinstance(value, float) else pytest.approx(value, abs=1e-3)
            for key, value in other.items()
        }


@pytest.mark.parametrize(
    ("extra", "inside_twice"),
    [
        ("POLYGON((502500 6602500,503500 6602500,503500 6603500,502500 6603500,502500 6602500))", True),
        ("POLYGON((502600 6602600,502700 6602600,502700 6602700,502600 6602700,502600 6602600))", True),
        (
            "POLYGON((506000.5 6600000,507000 6600000,507000 6601000,506000.5 6601000,506000.5 6600000))",
            False,
        ),
    ],
    ids=["across borders", "within an area", "half a metre beside, which is a gap"],
)
def test_overlaps_and_gaps_give_what_each_line_by_itself_gives(overlay, one_by_one, log, extra, inside_twice):
    areas = memory_layer(
        "Polygon",
        AREA_FIELDS,
        [*grid_of_squares(), (extra, ["0114R099", "RegSO 2025", 1, 10, 50, "0114"])],
        "areas",
    )
    roads = layer_of(random_lines(areas.extent(), 800, 6))
    by_net = overlay(areas, roads, BOUNDARY_RULE="both")
    assert any("areas overlap" in info for info in log.infos) == inside_twice
    one_by_one()
    each = overlay(areas, roads, BOUNDARY_RULE="both")
    assert_close(lengths(by_net), lengths(each))
    assert_close(lengths(each), native(areas, roads))


def test_wide_tolerance_is_taken_line_by_line(overlay, squares, log):
    roads = layer_of(random_lines(squares.extent(), 50, 7))
    result = overlay(squares, roads, BORDER_TOLERANCE=900)
    assert any("tolerance is wide" in info for info in log.infos)
    (row,) = rows_of(result["RECONCILIATION"])
    assert row["difference"] == pytest.approx(0, abs=1e-6)


def test_few_lines_are_cut_one_by_one_unless_the_net_is_there(overlay, own_store, log, real_areas):
    few, many = (layer_of(random_lines(real_areas.extent(), count, 8)) for count in (20, 2000))
    overlay(real_areas, few, CODE_FIELD="regsokod")
    assert any("few lines" in info for info in log.infos)
    overlay(real_areas, many, CODE_FIELD="regsokod")
    log.infos.clear()
    overlay(real_areas, few, CODE_FIELD="regsokod")
    assert any("net of" in info for info in log.infos)
    assert own_store is not None


def test_few_but_long_lines_are_worth_the_net(overlay, one_by_one, log, real_areas):
    extent = real_areas.extent()
    north = np.linspace(extent.yMinimum(), extent.yMaximum(), 22_000)
    long = [
        QgsGeometry(QgsLineString((east + 400 * np.sin(north / 300)).tolist(), north.tolist()))
        for east in np.linspace(extent.xMinimum(), extent.xMaximum(), 7)[1:-1]
    ]
    by_net = overlay(real_areas, layer_of(long), CODE_FIELD="regsokod")
    assert any("net of" in info for info in log.infos)
    one_by_one()
    assert_close(lengths(by_net), lengths(overlay(real_areas, layer_of(long), CODE_FIELD="regsokod")))


def test_edited_areas_get_a_net_of_their_own(overlay, squares):
    roads = layer_of([QgsGeometry.fromWkt("LINESTRING(500100 6600500, 501900 6600500)")] * 200)
    before = lengths(overlay(squares, roads))
    assert before[0] == pytest.approx(200 * 900)
    squares.startEditing()
    first = next(squares.getFeatures())
    squares.changeGeometry(
        first.id(),
        QgsGeometry.fromWkt(
            "POLYGON((500000 6600000,500600 6600000,500600 6601000,500000 6601000,500000 6600000))"
        ),
    )
    after = lengths(overlay(squares, roads))
    squares.rollBack()
    assert after[0] == pytest.approx(200 * 500, abs=1)
    assert after[1] == pytest.approx(before[1], abs=1)


class CancelledWhen(Log):
    """Cancels as soon as a sentence is logged or a progress reached."""

    def __init__(self, progress):
        super().__init__()
        self.progressChanged.connect(lambda value: self.cancel() if value >= progress else None)


@pytest.mark.parametrize("progress", [0.0001, 30])
def test_cancel_stops_a_run_with_many_lines(squares, tmp_path, progress):
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingException

    lines = memory_layer(
        "LineString", [], [(line, []) for line in random_lines(squares.extent(), 3000, 9)], "roads"
    )
    feedback = CancelledWhen(progress)
    with pytest.raises(QgsProcessingException, match="cancelled"):
        processing.run(
            "segregation:overlayinfrastructure",
            {
                "AREAS": squares,
                "INFRASTRUCTURE": [lines, lines],
                "OUTPUT": str(tmp_path / "a.gpkg"),
                "SUMMARY": str(tmp_path / "b.gpkg"),
                "RECONCILIATION": str(tmp_path / "c.gpkg"),
            },
            context=QgsProcessingContext(),
            feedback=feedback,
        )
    assert not list(tmp_path.glob("*.gpkg"))


def test_parts_curves_z_m_empty_and_missing_geometries(overlay, squares):
    roads = QgsVectorLayer("MultiCurveZM?crs=EPSG:3006", "roads", "memory")
    wkts = [
        "MULTILINESTRING ZM((500100 6600100 1 2, 500200 6600100 3 4),(501100 6600100 0 0, 501300 6600100 0 0))",
        "COMPOUNDCURVE ZM(CIRCULARSTRING ZM(500100 6600500 0 0, 500200 6600600 0 0, 500300 6600500 0 0))",
        None,
        "MULTILINESTRING EMPTY",
        "LINESTRING(500500 6600500, 500500 6600500)",
    ]
    features = []
    for wkt in wkts:
        feature = QgsFeature(roads.fields())
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    assert roads.dataProvider().addFeatures(features)[0]
    result = overlay(squares, roads)
    found = lengths(result)
    assert found[0] == pytest.approx(100 + math.pi * 100, rel=1e-4)
    assert found[1] == pytest.approx(200)
    assert result["SKIPPED_COUNT"] == 3


def test_one_line_of_100_000_vertices(overlay, squares):
    angles = np.linspace(0, 400 * math.pi, 100_000)
    radius = np.linspace(10, 2900, 100_000)
    x, y = EAST + 3000 + radius * np.cos(angles), NORTH + 3000 + radius * np.sin(angles)
    roads = layer_of([QgsGeometry(QgsLineString(x.tolist(), y.tolist()))])
    result = overlay(squares, roads, BOUNDARY_RULE="both")
    assert_close(lengths(result), native(squares, roads))


def batches_of_lines(count, lines):
    """Yield batches over the squares and remember how many there have been."""
    from segregation_plugin.geometry.line_arrays import LineArrays

    rng = np.random.default_rng(10)
    for number in range(count):
        batches_of_lines.made = number + 1
        x = EAST + rng.uniform(0, 6000, (lines, 1)) + np.cumsum(rng.normal(0, 30, (lines, 10)), axis=1)
        y = NORTH + rng.uniform(0, 6000, (lines, 1)) + np.cumsum(rng.normal(0, 30, (lines, 10)), axis=1)
        starts = np.arange(0, 10 * lines + 1, 10)
        yield LineArrays(x.ravel(), y.ravel(), starts, np.arange(lines), lines)


def test_memory_grows_with_results_and_not_with_the_lines_read(squares):
    """A hundred batches of 1.6 MB: what is kept of them is a tenth, and few are waiting at a time."""
    import tracemalloc

    from qgis.core import QgsFeedback

    from segregation_plugin.geometry.coverage.net import border_net
    from segregation_plugin.geometry.overlay.cover import AreaCover
    from segregation_plugin.geometry.overlay.line_layer import _BATCHES_AHEAD, LineRule, overlay_lines

    areas = [feature.geometry() for feature in squares.getFeatures()]
    net = border_net([area.asWkb().data() for area in areas])
    feedback, ahead, done = QgsFeedback(), [], []

    def count_ahead(progress):
        done.append(progress)
        ahead.append(batches_of_lines.made - round(progress))

    feedback.progressChanged.connect(count_ahead)
    tracemalloc.start()
    amounts, met = overlay_lines(
        batches_of_lines(100, 10_000),
        1_000_000,
        lambda: net,
        AreaCover(areas, 0.0, feedback),
        LineRule("both", 0.0),
        feedback,
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert amounts.unit.max() >= 990_000
    assert amounts.measured == pytest.approx(amounts.inside + amounts.outside)
    assert met.feature.size >= amounts.unit.size * 0.99
    assert max(ahead) <= _BATCHES_AHEAD + 2
    assert done == sorted(done)
    assert done[-1] == pytest.approx(100)
    assert (
        peak < 350e6
    )  # all lines at once would be 160 MB of coordinates alone, and ten times that on the way
