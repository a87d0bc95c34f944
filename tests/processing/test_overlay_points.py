"""Points in areas: against shapely and QGIS's own tool, on borders and corners, overlapping areas, odd points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from qgis.core import QgsFeedback, QgsGeometry, QgsPointXY, QgsProcessing, QgsVectorLayer

from segregation_plugin.core.errors import RunCancelledError
from tests.support import AREA_FIELDS, memory_layer, rows_of

shapely = pytest.importorskip("shapely")

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
EAST, NORTH = 500_000, 6_600_000  # rounding is that of real coordinates
SQUARES = [
    shapely.box(EAST + x, NORTH + y, EAST + x + 1000, NORTH + y + 1000)
    for y in (0, 1000, 2000)
    for x in (0, 1000, 2000)
]


def to_qgis(shape):
    geometry = QgsGeometry()
    geometry.fromWkb(shapely.to_wkb(shape, byte_order=1))
    return geometry


def point(x, y):
    return QgsGeometry.fromPointXY(QgsPointXY(x, y))


def found(places, areas=SQUARES, tolerance=0.001, feedback=None):
    """Return the areas of each place, by the plugin."""
    from segregation_plugin.geometry.overlay.cover import AreaCover
    from segregation_plugin.geometry.overlay.points import areas_of_points

    feedback = feedback or QgsFeedback()
    cover = AreaCover([to_qgis(area) for area in areas], tolerance, feedback)
    return areas_of_points([point(x, y) for x, y in places], cover, feedback)


def expected(places, areas, tolerance):
    """Return the areas within the tolerance of each place, by shapely."""
    shapes = shapely.points(np.array(places))
    near = [
        shapely.intersects(area, shapes) if tolerance == 0 else shapely.dwithin(area, shapes, tolerance)
        for area in areas
    ]
    return [tuple(np.flatnonzero(of_place).tolist()) for of_place in np.array(near).T]


def is_decided_by_rounding(places, areas, tolerance):
    """Say of each place whether it lies as far from an area as the tolerance is, to a tenth of a micrometre."""
    shapes = shapely.points(np.array(places))
    apart = np.array([shapely.distance(area.boundary, shapes) for area in areas])
    return np.any(np.abs(apart - tolerance) < 1e-7, axis=0) & (tolerance > 0)


def rings(seed, count, centre, reach):
    """Return wild polygons, valid and with holes."""
    rng = np.random.default_rng(seed)
    shapes = []
    for _ in range(count):
        corners = np.array(centre) + rng.uniform(-reach, reach, (int(rng.integers(3, 40)), 2))
        valid = shapely.make_valid(shapely.Polygon(np.round(corners, int(rng.integers(0, 4)))))
        shapes.append(
            shapely.MultiPolygon([part for part in every_part(valid) if part.geom_type == "Polygon"])
        )
    return [shape for shape in shapes if not shape.is_empty]


def every_part(shape):
    if hasattr(shape, "geoms"):
        return [part for member in shape.geoms for part in every_part(member)]
    return [shape]


@pytest.mark.parametrize("tolerance", [0.0, 1e-7, 0.001, 25.0])
@pytest.mark.parametrize("seed", range(4))
def test_wild_areas_that_overlap_agree_with_shapely(seed, tolerance):
    areas = rings(seed, 30, (EAST, NORTH), 3000)
    rng = np.random.default_rng(seed)
    on_vertices = np.concatenate([shapely.get_coordinates(area)[:20] for area in areas])
    on_borders = np.array(
        [
            area.boundary.interpolate(share, normalized=True).coords[0]
            for area in areas
            for share in rng.uniform(0, 1, 5)
        ]
    )
    anywhere = np.array([EAST, NORTH]) + rng.uniform(-4000, 4000, (3000, 2))
    places = np.concatenate(
        [on_vertices, on_borders, on_borders + 1e-3 * rng.normal(size=on_borders.shape), anywhere]
    ).tolist()
    ours, theirs = found(places, areas, tolerance), expected(places, areas, tolerance)
    unclear = is_decided_by_rounding(places, areas, tolerance)
    assert unclear.mean() < 0.1
    assert [one for one, left_out in zip(ours, unclear, strict=True) if not left_out] == [
        one for one, left_out in zip(theirs, unclear, strict=True) if not left_out
    ]
    assert max(map(len, theirs)) > 3


grid_numbers = st.one_of(
    st.sampled_from([0.0, 1000.0, 2000.0, 3000.0]),
    st.floats(-10, 3010),
    st.sampled_from([1000 + 5e-4, 1000 - 5e-4, 2000 + 2e-3, 3000 + 1e-9, -1e-9, -0.5]),
)


@example([(1000.0, 1000.0)], 0.0)
@example([(3000 + 1e-9, 500.0)], 0.0)
@given(
    st.lists(st.tuples(grid_numbers, grid_numbers), min_size=1, max_size=30),
    st.sampled_from([0.0, 0.001, 1.0]),
)
def test_squares_with_shared_corners_agree_with_shapely(offsets, tolerance):
    places = [(EAST + x, NORTH + y) for x, y in offsets]
    unclear = is_decided_by_rounding(places, SQUARES, tolerance)
    for ours, theirs, left_out in zip(
        found(places, tolerance=tolerance), expected(places, SQUARES, tolerance), unclear, strict=True
    ):
        assert left_out or ours == theirs


def test_without_a_tolerance_only_what_is_exactly_on_the_border_is_of_both():
    places = [
        (EAST + 1000, NORTH + 500),
        (EAST + 1000 + 1e-9, NORTH + 500),
        (EAST + 1000 - 1e-9, NORTH + 500),
    ]
    assert found(places, tolerance=0.0) == [(0, 1), (1,), (0,)]


@pytest.mark.parametrize("tolerance", [0.001, 0.003, 0.7, 12.3])
def test_as_far_as_the_tolerance_is_within_it(tolerance):
    ways = [(-tolerance, 500), (3000 + tolerance, 500), (500, -tolerance), (500, 3000 + tolerance)]
    places = [(EAST + x, NORTH + y) for x, y in ways]
    assert found(places, tolerance=tolerance) == [(0,), (2,), (0,), (6,)]
    between = [(EAST + 1000 + tolerance, NORTH + 500), (EAST + 500, NORTH + 1000 - tolerance)]
    assert found(between, tolerance=tolerance) == [(0, 1), (0, 3)]


def test_around_a_corner_the_tolerance_is_a_circle():
    def aside(part):
        return (EAST - 10 * part, NORTH - 10 * part)

    assert found([aside(0.70), aside(0.72)], tolerance=10.0) == [(0,), ()]


def test_holes_islands_and_areas_of_several_parts():
    ground = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)
    lake = shapely.box(EAST + 20, NORTH + 20, EAST + 80, NORTH + 80)
    island = shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60)
    areas = [shapely.union(shapely.difference(ground, lake), island), lake]
    places = [(EAST + x, NORTH + 50) for x in (10, 20, 30, 40, 50, 60, 70, 90, 100, 110)]
    assert found(places, areas) == [(0,), (0, 1), (1,), (0, 1), (0, 1), (0, 1), (1,), (0,), (0,), ()]


@pytest.mark.parametrize("place", [(0.0, 0.0), (EAST + 500.0, -1e7), (1e9, 1e9)])
def test_points_far_away_are_outside(place):
    assert found([place, (EAST + 500, NORTH + 500)]) == [(), (0,)]


def test_one_point_many_of_one_place_and_none():
    assert found([(EAST + 500, NORTH + 500)]) == [(0,)]
    assert found([(EAST + 1500, NORTH + 500)] * 1000) == [(1,)] * 1000
    assert found([(EAST - 500, NORTH - 500)] * 3) == [()] * 3


def test_points_in_a_row_and_thousands_of_small_areas():
    areas = [shapely.box(EAST + 10 * x, NORTH, EAST + 10 * x + 10, NORTH + 10) for x in range(20_000)]
    places = [(EAST + 10 * x + 5, NORTH + 5) for x in range(20_000)]
    assert found(places, areas) == [(number,) for number in range(20_000)]


def test_corners_of_thousands_of_areas_far_from_each_other():
    from segregation_plugin.geometry.overlay.point_location import holding
    from segregation_plugin.geometry.overlay.point_rows import PointRows

    souths = np.linspace(6_100_000, 7_700_000, 12_000) + np.random.default_rng(3).uniform(0, 100, 12_000)
    areas = [shapely.box(EAST, y, EAST + 0.1, y + 0.1) for y in souths]
    corners = np.array([shapely.get_coordinates(area)[number % 4] for number, area in enumerate(areas)])
    found = holding(shapely.to_wkb(areas, byte_order=1), PointRows.of(*corners.T, 100.0), 0.0)
    order = np.argsort(found.polygon)
    assert found.polygon[order].tolist() == found.point[order].tolist() == list(range(12_000))
    assert not found.certain.any()


class Progress(QgsFeedback):
    def __init__(self, cancel_at=1000.0):
        super().__init__()
        self.seen = []
        self.progressChanged.connect(self.seen.append)
        self.progressChanged.connect(lambda value: self.cancel() if value >= cancel_at else None)


def test_progress_grows_and_cancel_ends_it():
    areas = rings(1, 40, (EAST, NORTH), 3000)
    places = (np.array([EAST, NORTH]) + np.random.default_rng(1).uniform(-3000, 3000, (500, 2))).tolist()
    progress = Progress()
    found(places, areas, feedback=progress)
    assert progress.seen == sorted(progress.seen)
    assert len(progress.seen) > 8
    assert progress.seen[-1] == 100
    halfway = Progress(cancel_at=40)
    with pytest.raises(RunCancelledError):
        found(places, areas, feedback=halfway)
    assert halfway.seen[-1] < 60


@pytest.fixture
def overlay(run):
    def overlay(areas, points, **changes):
        return run(
            "overlayinfrastructure",
            AREAS=areas,
            INFRASTRUCTURE=[points],
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


def point_layer(places, name="stops"):
    return memory_layer("Point", [], [(point(x, y), []) for x, y in places], name)


@pytest.mark.shared
def test_real_areas_agree_with_native_and_shapely_area_by_area(overlay, real_areas):
    import processing

    extent = real_areas.extent()
    rng = np.random.default_rng(5)
    places = rng.uniform(
        [extent.xMinimum(), extent.yMinimum()], [extent.xMaximum(), extent.yMaximum()], (20_000, 2)
    )
    stops = point_layer(places.tolist())
    ours = [
        row["stops_count"] for row in rows_of(overlay(real_areas, stops, CODE_FIELD="regsokod")["OUTPUT"])
    ]
    native = processing.run(
        "native:countpointsinpolygon",
        {"POLYGONS": real_areas, "POINTS": stops, "FIELD": "n", "OUTPUT": TEMPORARY},
    )["OUTPUT"]
    assert ours == [row["n"] for row in rows_of(native)]
    outlines = [shapely.from_wkb(feature.geometry().asWkb().data()) for feature in real_areas.getFeatures()]
    tree = shapely.STRtree(shapely.points(places))
    assert ours == [len(tree.query(outline, predicate="intersects")) for outline in outlines]
    assert 5000 < sum(ours) < 20_000


@pytest.mark.shared
@pytest.mark.parametrize("rule", ["split", "both"])
def test_points_on_real_borders_go_to_the_lowest_code_or_to_each(overlay, real_areas, rule):
    outlines = [
        shapely.force_2d(shapely.from_wkb(f.geometry().asWkb().data())) for f in real_areas.getFeatures()
    ]
    places = np.concatenate([shapely.get_coordinates(outline)[::97] for outline in outlines])
    result = overlay(real_areas, point_layer(places.tolist()), CODE_FIELD="regsokod", BOUNDARY_RULE=rule)
    tree = shapely.STRtree(outlines)
    codes = [row["region_code"] for row in rows_of(result["OUTPUT"])]
    number, area = tree.query(
        shapely.points(places), predicate="dwithin", distance=0.001 if rule == "split" else 0.0
    )
    counted = dict.fromkeys(codes, 0)
    for place in range(len(places)):
        holders = sorted(codes[one] for one in area[number == place])
        for code in holders if rule == "both" else holders[:1]:
            counted[code] += 1
    assert {row["region_code"]: row["stops_count"] for row in rows_of(result["OUTPUT"])} == counted
    (row,) = rows_of(result["RECONCILIATION"])
    assert row["measured"] == len(places)
    assert row["outside"] == 0
    assert row["on_borders"] > 0.3 * len(places)
    assert row["difference"] == (0 if rule == "split" else len(places) - sum(counted.values()))


def test_multi_points_count_by_part_and_classes_stay_with_them(overlay):
    squares = [
        (f"POLYGON(({x} {NORTH},{x + 1000} {NORTH},{x + 1000} {NORTH + 1000},{x} {NORTH + 1000},{x} {NORTH}))",
         [f"0114R00{number}", "RegSO 2025", number, 1000, 50, "0114"])
        for number, x in ((1, EAST), (2, EAST + 1000))
    ]  # fmt: skip
    rows = [
        (f"MULTIPOINT(({EAST + 500} {NORTH + 500}),({EAST + 1500} {NORTH + 500}))", ["bus"]),
        (f"MULTIPOINT(({EAST + 600} {NORTH + 600}),({EAST - 600} {NORTH + 600}))", ["tram"]),
        (f"MULTIPOINT(({EAST + 700} {NORTH + 700}))", [None]),
    ]
    stops = memory_layer("MultiPoint", ["kind:string"], rows, "stops")
    result = overlay(memory_layer("Polygon", AREA_FIELDS, squares, "areas"), stops, CLASS_FIELD="kind")
    counted = {(row["class"], row["area_type"]): row["count"] for row in rows_of(result["SUMMARY"])}
    assert counted == {
        ("bus", 1): 1,
        ("bus", 2): 1,
        ("tram", 1): 1,
        ("tram", 2): 0,
        (None, 1): 1,
        (None, 2): 0,
    }
    (row,) = rows_of(result["RECONCILIATION"])
    assert (row["measured"], row["inside"], row["outside"]) == (5, 4, 1)


boxes = st.tuples(*[st.integers(0, 20)] * 4).map(
    lambda s: (min(s[0], s[2]), min(s[1], s[3]), max(s[0], s[2]), max(s[1], s[3]))
)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=40),
    st.lists(boxes, min_size=1, max_size=10),
    st.sampled_from([0.1, 1.0, 7.0, 100.0]),
)
def test_points_in_boxes_are_found_in_rows(places, asked, row_m):
    from segregation_plugin.geometry.overlay.point_rows import PointRows

    x, y = np.array(places, dtype=float).T
    rows = PointRows.of(x, y, row_m)
    box, place = rows.within(np.array(asked, dtype=float))
    pairs = sorted(zip(box.tolist(), rows.point[place].tolist(), strict=True))
    assert pairs == [
        (number, point)
        for number, (west, south, east, north) in enumerate(asked)
        for point in range(len(places))
        if west <= x[point] <= east and south <= y[point] <= north
    ]
