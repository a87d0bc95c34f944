"""Polygons in areas: area by area against shapely and QGIS's own tool, by the net of borders and one by one."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from qgis.core import QgsGeometry, QgsProcessing, QgsProcessingFeedback, QgsVectorLayer

from segregation_plugin.core.errors import RunCancelledError
from tests.support import AREA_FIELDS, memory_layer, rows_of

shapely = pytest.importorskip("shapely")

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
EAST, NORTH = 500_000, 6_600_000  # rounding is that of real coordinates
CORNER = np.array([EAST, NORTH], dtype=float)
OUTSIDE = -1


def square(column, row, size=1000):
    x, y = EAST + 1000 * column, NORTH + 1000 * row
    return shapely.box(x, y, x + size, y + size)


SQUARES = [square(column, row) for row in range(4) for column in range(4)]
REGION = shapely.union_all(SQUARES)


def to_wkb(shape):
    return shapely.to_wkb(shape, byte_order=1)


def to_qgis(shape):
    geometry = QgsGeometry()
    geometry.fromWkb(to_wkb(shape))
    return geometry


def strips_of(areas, cell_m=None):
    """Return the borders of areas as polygons meet them."""
    from segregation_plugin.geometry.coverage.net import border_net
    from segregation_plugin.geometry.overlay.polygon_borders import AreaStrips

    return AreaStrips.of(border_net([to_wkb(area) for area in areas], cell_m), QgsProcessingFeedback())


@pytest.fixture(scope="module")
def squares_in_strips():
    return strips_of(SQUARES)


def polygons_of(shape):
    """Return the polygons of a valid shape of any kind as one multi-polygon."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def table(ground, polygon_count, area_count):
    """Return square metres by polygon and area, the last column being outside."""
    found = np.zeros((polygon_count, area_count + 1))
    found[ground.polygon, ground.area] = ground.m2
    return found


def by_shapely(polygons, areas, region):
    inside = [shapely.area(shapely.intersection(areas, polygon)) for polygon in polygons]
    beyond = shapely.area(shapely.difference(polygons, region))
    return np.column_stack([np.array(inside), beyond])


def assert_agree(polygons, areas, strips, region, atol=1e-6):
    from segregation_plugin.geometry.overlay.polygon_ground import ground_of

    ground = ground_of([to_wkb(polygon) for polygon in polygons], strips)
    found, expected = table(ground, len(polygons), len(areas)), by_shapely(polygons, areas, region)
    scale = np.maximum(1.0, shapely.area(polygons)[:, None] * 1e-6)
    np.testing.assert_allclose(found / scale, expected / scale, rtol=1e-9, atol=atol)
    np.testing.assert_allclose(ground.own, shapely.area(polygons), rtol=1e-12, atol=1e-7)
    np.testing.assert_allclose(found.sum(axis=1), ground.own, rtol=1e-12, atol=1e-7)
    assert np.all(expected[found == 0] < 1e-6)  # nobody is left out
    assert np.all(expected[found > 1e-6] > 0)  # and nobody invented
    assert len(ground.m2) == np.count_nonzero(found)
    assert ground.m2.min() > 1e-9  # a corner that rounding puts beyond a border is nothing
    return ground


coordinates = st.one_of(
    st.sampled_from([0.0, 500.0, 1000.0, 2000.0, 3000.0, 4000.0]),
    st.floats(-1500, 5500),
    st.integers(-1, 5).map(lambda n: 1000.0 * n),
)
outlines = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=12, unique=True)


@st.composite
def wild_polygons(draw):
    """Draw valid polygons with holes and parts, many of their corners on those of the squares."""
    made = []
    for corners in draw(st.lists(outlines, min_size=1, max_size=4)):
        shape = polygons_of(shapely.Polygon(np.array(corners) + CORNER))
        if shape.area > 1e-3:
            made.append(shape)
    return made


@settings(max_examples=300)
@example([square(1, 1)])
@example([square(0, 0, 4000)])
@example([square(-1, -1, 6000)])
@example([square(7, 7)])
@example([square(-1, 1)])  # touches one by a side
@example([square(-1, -1)])  # touches one by a corner
@example([shapely.difference(square(0, 0, 3000), square(1, 1))])
@example(
    [shapely.Polygon([(EAST, NORTH), (EAST + 4000, NORTH + 4000), (EAST, NORTH + 4000)])]
)  # through corners
@example(
    [shapely.box(EAST + 999.9999, NORTH - 5000, EAST + 1000.0001, NORTH + 9000)]
)  # a sliver along a border
@given(wild_polygons())
def test_wild_polygons_over_squares_agree_with_shapely(squares_in_strips, polygons):
    if polygons:
        assert_agree(polygons, SQUARES, squares_in_strips, REGION)


def test_what_only_touches_an_area_has_nothing_in_it(squares_in_strips):
    from segregation_plugin.geometry.overlay.polygon_ground import ground_of

    shapes = [square(1, 1), square(-1, 1), square(-1, -1), shapely.box(EAST, NORTH - 70, EAST + 4000, NORTH)]
    ground = ground_of([to_wkb(shape) for shape in shapes], squares_in_strips)
    assert sorted(zip(ground.polygon.tolist(), ground.area.tolist(), strict=True)) == [
        (0, 5),
        (1, OUTSIDE),
        (2, OUTSIDE),
        (3, OUTSIDE),
    ]
    assert ground.m2.tolist() == pytest.approx([1e6, 1e6, 1e6, 280_000])


def jagged(seed, count=60):
    """Return areas that tile a square: cells of a diagram around random places, with borders of many corners."""
    rng = np.random.default_rng(seed)
    window = shapely.box(EAST, NORTH, EAST + 9000, NORTH + 9000)
    places = shapely.MultiPoint(rng.uniform(0, 9000, (count, 2)) + CORNER)
    cells = shapely.intersection(
        shapely.get_parts(shapely.voronoi_polygons(places, extend_to=window)), window
    )
    lines = shapely.node(shapely.union_all(shapely.boundary(cells)))
    bent = []
    for line in shapely.get_parts(shapely.line_merge(lines)):
        points = shapely.get_coordinates(shapely.segmentize(line, 60.0))
        points[1:-1] += rng.normal(0, 6, points[1:-1].shape)
        bent.append(shapely.LineString(np.round(points, 2)))
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.node(shapely.union_all(bent)))))
    return [area for area in found if area.area > 1.0]


def blobs(seed, count, extent, reach, corners=30):
    """Return star-shaped polygons, some with a hole, some of two parts."""
    rng = np.random.default_rng(seed)
    west, south, east, north = extent
    made = []
    for number in range(count):
        angles = np.linspace(0, 2 * math.pi, corners, endpoint=False)
        radius = reach * np.exp(rng.normal(0, 0.6)) * rng.uniform(0.4, 1.0, corners)
        centre = rng.uniform([west, south], [east, north])
        ring = centre + radius[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
        shape = shapely.Polygon(np.round(ring, 2))
        if number % 5 == 0:
            shape = shapely.difference(shape, shapely.Point(centre).buffer(0.2 * reach))
        if number % 7 == 0:
            shape = shapely.union(shape, shapely.Point(centre + 3 * reach).buffer(0.3 * reach))
        made.append(polygons_of(shape))
    return made


@pytest.mark.parametrize(("strip", "pieces"), [(1, 1), (1, 7), (4, 2), (16, 1), (16, 5)])
@pytest.mark.parametrize("cell_m", [40.0, 150.0, 2000.0])
def test_strips_and_pieces_of_any_size_give_the_same(monkeypatch, cell_m, strip, pieces):
    module = "segregation_plugin.geometry.overlay.polygon_borders"
    monkeypatch.setattr(f"{module}._CELLS_PER_STRIP", strip)
    monkeypatch.setattr(f"{module}._PIECES_PER_CELL", pieces)
    areas = jagged(3)
    polygons = blobs(4, 60, (EAST - 500, NORTH - 500, EAST + 9500, NORTH + 9500), 500)
    polygons += [
        areas[7],
        polygons_of(shapely.union(areas[1], areas[2])),
        shapely.box(EAST - 99, NORTH - 99, EAST + 9999, NORTH + 9999),
    ]
    assert_agree(polygons, areas, strips_of(areas, cell_m), shapely.union_all(areas))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_round_it_is_the_same(turn):
    from segregation_plugin.geometry.overlay.polygon_ground import ground_of

    areas, extent = jagged(5, 30), (EAST, NORTH, EAST + 9000, NORTH + 9000)
    polygons = blobs(6, 80, extent, 700)
    origin = (EAST + 4500, NORTH + 4500)
    turned = [
        [shapely.transform(shape, lambda xy: np.round(rotated(xy, origin, turn), 6)) for shape in shapes]
        for shapes in (areas, polygons)
    ]
    found = [
        table(ground_of([to_wkb(shape) for shape in shapes], strips_of(tiles)), len(polygons), len(areas))
        for tiles, shapes in ((areas, polygons), turned)
    ]
    np.testing.assert_allclose(found[0], found[1], rtol=1e-9, atol=1e-2)


def rotated(xy, origin, degrees):
    turn = complex(round(math.cos(math.radians(degrees))), round(math.sin(math.radians(degrees))))
    moved = ((xy[:, 0] - origin[0]) + 1j * (xy[:, 1] - origin[1])) * turn
    return np.column_stack([moved.real + origin[0], moved.imag + origin[1]])


def test_areas_with_holes_islands_and_parts():
    ground, lake = square(0, 0, 3000), square(1, 1)
    island = shapely.box(EAST + 1400, NORTH + 1400, EAST + 1600, NORTH + 1600)
    areas = [
        polygons_of(shapely.union(shapely.difference(ground, lake), square(5, 0))),
        polygons_of(shapely.difference(lake, island)),
    ]
    polygons = blobs(8, 80, (EAST - 500, NORTH - 500, EAST + 6500, NORTH + 3500), 600)
    found = assert_agree(polygons, areas, strips_of(areas), shapely.union_all(areas))
    assert set(found.area.tolist()) == {0, 1, OUTSIDE}


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 0), (1000, 0), (1000, 1000)],
        [(-1e6, -1e6), (1e7, -1e6), (1e7, 1e8), (-1e6, 1e8)],
        [(EAST - 1e5, NORTH - 1e5), (EAST + 1e5, NORTH - 1e5), (EAST + 500, NORTH + 1e5)],
        [(EAST + 1e6, NORTH), (EAST + 2e6, NORTH + 500), (EAST + 1.5e6, NORTH + 9000)],
    ],
)
def test_polygons_far_away_and_far_larger_than_the_areas(squares_in_strips, corners):
    assert_agree([shapely.Polygon(corners)], SQUARES, squares_in_strips, REGION)


def test_what_is_lost_inside_shows_in_the_sum(squares_in_strips):
    from segregation_plugin.geometry.overlay.polygon_ground import ground_of

    shape = to_wkb(shapely.box(EAST - 500, NORTH + 100, EAST + 500, NORTH + 200))
    borders = squares_in_strips.borders
    nothing = replace(
        squares_in_strips,
        borders=replace(borders, keys=borders.keys + 1e9, label=borders.label * 0 + OUTSIDE),
    )
    whole, lost = ground_of([shape], squares_in_strips), ground_of([shape], nothing)
    assert dict(zip(whole.area.tolist(), whole.m2.tolist(), strict=True)) == pytest.approx(
        {0: 5e4, OUTSIDE: 5e4}
    )
    assert dict(zip(lost.area.tolist(), lost.m2.tolist(), strict=True)) == pytest.approx({OUTSIDE: 5e4})
    assert whole.own == lost.own == pytest.approx(1e5)


def coast(vertices, seed=1):
    """Return a polygon of very many corners, and its ground to the last digit."""
    rng = np.random.default_rng(seed)
    angles = np.linspace(0, 2 * math.pi, vertices, endpoint=False)
    wave = sum(rng.normal() / n**1.1 * np.sin(n * angles + rng.uniform(0, 6)) for n in range(1, 400))
    radius = 1500 * (1 + 0.15 * wave)
    xy = np.column_stack([radius * np.cos(angles), radius * np.sin(angles)])
    shape = shapely.Polygon(xy + CORNER + 2000)
    assert shape.is_valid
    return shape


def test_one_polygon_of_200_000_corners(squares_in_strips):
    assert_agree([coast(200_000)], SQUARES, squares_in_strips, REGION)


def test_a_large_polygon_is_cut_in_pieces_that_add_up():
    from segregation_plugin.geometry.overlay.polygon_tiles import tiles_of

    shape = coast(50_000)
    tiles = list(tiles_of(to_qgis(shape), QgsProcessingFeedback()))
    shapes = [shapely.from_wkb(tile.asWkb().data()) for tile in tiles]
    assert len(tiles) > 20
    assert max(tile.constGet().nCoordinates() for tile in tiles) <= 2000
    assert all(tile.isGeosValid() for tile in tiles)
    assert math.fsum(shapely.area(shapes)) == pytest.approx(shape.area, abs=1e-6)
    assert shapely.union_all(shapes).symmetric_difference(shape).area < 1e-3
    (small,) = tiles_of(to_qgis(SQUARES[0]), QgsProcessingFeedback())
    assert small.equals(to_qgis(SQUARES[0]))


def test_a_star_whose_edges_all_meet_ends():
    from segregation_plugin.geometry.overlay.polygon_tiles import tiles_of

    angles = np.linspace(0, 2 * math.pi, 4001)
    rays = [
        shapely.Polygon(
            [(0, 0), (900 * math.cos(a), 900 * math.sin(a)), (900 * math.cos(b), 900 * math.sin(b))]
        )
        for a, b in zip(angles[:-1:2], angles[1::2], strict=True)
    ]
    outline = np.concatenate([shapely.get_coordinates(ray)[:3] for ray in rays])
    star = polygons_of(shapely.Polygon(outline + CORNER).buffer(1e-6))
    tiles = [
        tile
        for part in to_qgis(star).asGeometryCollection()
        for tile in tiles_of(part, QgsProcessingFeedback())
    ]
    assert sum(tile.area() for tile in tiles) == pytest.approx(star.area, rel=1e-6)


# Dissolved by class


def dissolve(shapes, classes=None, feedback=None):
    from segregation_plugin.geometry.overlay.polygon_dissolve import dissolve

    classes = np.zeros(len(shapes), dtype=np.intp) if classes is None else np.array(classes)
    geometries = [to_qgis(shape) for shape in shapes]
    found = dissolve(geometries, classes, feedback or QgsProcessingFeedback())
    return found, found.m2(geometries, classes, int(classes.max(initial=-1)) + 1)


@pytest.mark.parametrize("seed", range(3))
def test_dissolved_ground_of_each_class_agrees_with_shapely(seed):
    shapes = blobs(seed, 400, (EAST, NORTH, EAST + 12_000, NORTH + 12_000), 300)
    classes = np.random.default_rng(seed).integers(0, 4, len(shapes))
    found, ground = dissolve(shapes, classes)
    expected = [
        shapely.union_all([shape for shape, of in zip(shapes, classes, strict=True) if of == number])
        for number in range(4)
    ]
    assert ground.tolist() == pytest.approx(shapely.area(expected).tolist(), rel=1e-12)
    for place in found.alone:
        others = [
            shape
            for number, shape in enumerate(shapes)
            if number != place and classes[number] == classes[place]
        ]
        assert not shapely.intersects(shapes[place], others).any()
    united = [shapely.from_wkb(polygon.asWkb().data()) for polygon in found.united]
    for class_ in range(4):
        mine = [shape for shape, of in zip(united, found.class_, strict=True) if of == class_]
        tree = shapely.STRtree(mine)
        pairs = tree.query(mine, predicate="intersects").T
        assert all(one == other for one, other in pairs)
    assert len(found.alone) > 20
    assert len(found.united) > 20


def test_the_same_polygon_twice_nested_ones_and_chains():
    chain = [shapely.box(EAST + 90 * n, NORTH, EAST + 90 * n + 100, NORTH + 10) for n in range(700)]
    found, ground = dissolve([square(0, 1), square(0, 1), square(0.2, 1.2, 100), *chain])
    assert len(found.alone) == 0
    assert len(found.united) == 2
    assert ground.tolist() == pytest.approx([1e6 + 10 * (90 * 699 + 100)])


def test_nothing_to_dissolve():
    found, ground = dissolve([])
    assert (found.alone.size, found.united, ground.size) == (0, [], 0)
    found, ground = dissolve([square(0, 0), square(3, 3)])
    assert found.alone.tolist() == [0, 1]
    assert ground.tolist() == [2e6]


class Progress(QgsProcessingFeedback):
    """Remembers the progress, and cancels when it has come so far."""

    def __init__(self, cancel_at=1000.0):
        super().__init__(logFeedback=False)
        self.seen = []
        self.progressChanged.connect(self.seen.append)
        self.progressChanged.connect(lambda value: self.cancel() if value >= cancel_at else None)


@pytest.mark.parametrize("at", [1, 30, 60])
def test_dissolving_tells_its_progress_and_can_be_cancelled(at):
    shapes = blobs(1, 1500, (EAST, NORTH, EAST + 20_000, NORTH + 20_000), 300)
    progress = Progress()
    dissolve(shapes, feedback=progress)
    assert progress.seen == sorted(progress.seen)
    assert progress.seen[-1] == pytest.approx(100)
    assert len(progress.seen) > 20
    cancelled = Progress(at)
    with pytest.raises(RunCancelledError):
        dissolve(shapes, feedback=cancelled)
    assert cancelled.seen[-1] < at + 30


sides = st.tuples(*[st.integers(0, 30)] * 4).map(
    lambda s: (min(s[0], s[2]), min(s[1], s[3]), max(s[0], s[2]), max(s[1], s[3]))
)


@given(st.lists(st.tuples(sides, st.integers(0, 2)), max_size=40), st.sampled_from([1, 10, 1000]))
def test_boxes_that_meet_are_found_once_each(given_boxes, at_once):
    from segregation_plugin.geometry.overlay import polygon_boxes, polygon_chunks

    boxes = np.array([box for box, _ in given_boxes], dtype=float).reshape(-1, 4)
    groups = np.array([group for _, group in given_boxes], dtype=np.intp)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            polygon_boxes, "spread_in_chunks", lambda counts: polygon_chunks.spread_in_chunks(counts, at_once)
        )
        chunks = list(polygon_boxes.meeting_boxes(boxes, groups))
    pairs = sorted(
        tuple(sorted(pair))
        for one, other, _ in chunks
        for pair in zip(one.tolist(), other.tolist(), strict=True)
    )
    assert pairs == [
        (a, b)
        for a in range(len(boxes))
        for b in range(a + 1, len(boxes))
        if groups[a] == groups[b]
        and np.all(boxes[a, :2] <= boxes[b, 2:])
        and np.all(boxes[b, :2] <= boxes[a, 2:])
    ]
    done = [share for _, _, share in chunks]
    assert done == sorted(done)
    assert all(share <= 1 for share in done)


# As a user runs it


@pytest.fixture(autouse=True)
def own_store(monkeypatch, tmp_path):
    """Keep the nets of a test to the test."""
    from segregation_plugin.geometry.coverage.store import NetStore

    store = NetStore(tmp_path / "nets")
    monkeypatch.setattr("segregation_plugin.geometry.overlay.nets.net_store", lambda: store)


@pytest.fixture
def one_by_one(monkeypatch):
    """Cut every polygon by the areas near it."""

    def choose():
        monkeypatch.setattr("segregation_plugin.geometry.overlay.nets.Nets._is_worth_it", lambda *_: False)

    return choose


@pytest.fixture
def by_net(monkeypatch):
    """Count the batches that are measured by the net, so that no test takes the other way unseen."""
    from segregation_plugin.geometry.overlay import polygon_layer

    calls, measure = [], polygon_layer.ground_of

    def counted(polygons, areas):
        calls.append(len(polygons))
        return measure(polygons, areas)

    monkeypatch.setattr(polygon_layer, "ground_of", counted)
    return calls


@pytest.fixture
def overlay(run):
    def overlay(areas, *layers, **changes):
        return run(
            "overlayinfrastructure",
            AREAS=areas,
            INFRASTRUCTURE=list(layers),
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


@pytest.fixture(scope="module")
def real_outlines(real_areas):
    wkb = [feature.geometry().asWkb().data() for feature in real_areas.getFeatures()]
    return shapely.make_valid(shapely.force_2d(shapely.from_wkb(wkb)))


@pytest.fixture
def squares():
    rows = [
        (to_qgis(shape), [f"0114R{number + 1:03d}", "RegSO 2025", 1 + number % 5, 1000, 50, "0114"])
        for number, shape in enumerate(SQUARES)
    ]
    return memory_layer("Polygon", AREA_FIELDS, rows, "areas")


def layer_of(shapes, classes=None, name="land"):
    rows = [
        (to_qgis(shape), [None if classes is None else str(classes[number])])
        for number, shape in enumerate(shapes)
    ]
    return memory_layer("MultiPolygon", ["use:string"], rows, name)


def column(result, name):
    return np.array([row[name] for row in rows_of(result["OUTPUT"])])


def mixture(outlines, count, seed=11):
    """Return polygons over real areas: blobs, whole areas, two of them together, rims, boxes along their borders."""
    west, south, east, north = shapely.total_bounds(outlines)
    shapes = blobs(seed, count, (west, south, east, north), 900, corners=24)
    shapes += [polygons_of(outline) for outline in outlines[::37]]
    shapes += [
        polygons_of(outlines[number].buffer(40).difference(outlines[number])) for number in (3, 50, 200)
    ]
    return [*shapes, shapely.box(west - 100, south - 100, (west + east) / 2, north)]


@pytest.mark.shared
@pytest.mark.parametrize("dissolve", [True, False])
def test_real_areas_agree_with_shapely_area_by_area(overlay, real_areas, real_outlines, by_net, dissolve):
    shapes = mixture(real_outlines, 500)
    classes = np.random.default_rng(2).integers(0, 3, len(shapes))
    result = overlay(
        real_areas, layer_of(shapes, classes), CODE_FIELD="regsokod", CLASS_FIELD="use", DISSOLVE=dissolve
    )
    assert sum(by_net) >= len(shapes)
    if dissolve:
        ground = [
            shapely.union_all([s for s, of in zip(shapes, classes, strict=True) if of == n]) for n in range(3)
        ]
    else:
        ground = shapes
    expected = sum(shapely.area(shapely.intersection(real_outlines, shape)) for shape in ground)
    np.testing.assert_allclose(column(result, "land_area_m2"), expected, rtol=1e-9, atol=1e-4)
    tree = shapely.STRtree(shapes)
    met = [
        np.count_nonzero(shapely.area(shapely.intersection(np.array(shapes)[tree.query(one)], one)) >= 1e-6)
        for one in real_outlines
    ]
    assert column(result, "land_count").tolist() == met
    (row,) = rows_of(result["RECONCILIATION"])
    own = math.fsum(shape.area for shape in ground)
    assert row["measured"] == pytest.approx(own, rel=1e-12)
    region = shapely.union_all(real_outlines)
    beyond = math.fsum(shapely.area(shapely.difference(ground, region)))
    assert row["outside"] == pytest.approx(beyond, rel=1e-9)
    assert abs(row["difference"]) <= 1e-12 * own
    assert row["on_borders"] == pytest.approx(0, abs=1e-2)
    assert sum(r["area_m2"] for r in rows_of(result["SUMMARY"])) == pytest.approx(row["inside"], rel=1e-12)


@pytest.mark.shared
def test_real_areas_agree_with_native_area_by_area(overlay, real_areas, real_outlines, by_net):
    import processing

    land = layer_of(mixture(real_outlines, 400, seed=12))
    found = column(overlay(real_areas, land, CODE_FIELD="regsokod"), "land_area_m2")
    assert by_net
    native = processing.run(
        "native:calculatevectoroverlaps", {"INPUT": real_areas, "LAYERS": [land], "OUTPUT": TEMPORARY}
    )["OUTPUT"]
    np.testing.assert_allclose(found, [row["land_area"] for row in rows_of(native)], rtol=1e-8, atol=1e-3)


@pytest.mark.shared
@pytest.mark.parametrize(
    "changes", [{}, {"DISSOLVE": False}, {"BOUNDARY_RULE": "both"}, {"CLASS_FIELD": "use"}]
)
def test_net_and_one_by_one_agree_in_everything(
    overlay, real_areas, real_outlines, by_net, one_by_one, changes
):
    shapes = mixture(real_outlines, 150, seed=13)
    land = layer_of(shapes, [number % 4 for number in range(len(shapes))])
    given_ = {"CODE_FIELD": "regsokod", **changes}
    net = overlay(real_areas, land, **given_)
    assert by_net
    by_net.clear()
    one_by_one()
    each = overlay(real_areas, land, **given_)
    assert not by_net
    for output in ("OUTPUT", "SUMMARY", "RECONCILIATION"):
        for row, other in zip(rows_of(net[output]), rows_of(each[output]), strict=True):
            assert row == {
                key: pytest.approx(value, rel=1e-9, abs=1e-2) if isinstance(value, float) else value
                for key, value in other.items()
            }


@pytest.mark.parametrize("dissolve", [True, False])
def test_areas_that_overlap_share_by_inclusion_and_exclusion(overlay, by_net, log, dissolve):
    extra = [square(1.5, 1.5, 1300), square(0.25, 0.25, 500)]
    areas = memory_layer(
        "Polygon",
        AREA_FIELDS,
        [
            (to_qgis(shape), [f"0114R{n:03d}", "RegSO 2025", 3, 10, 50, "0114"])
            for n, shape in enumerate([*SQUARES, *extra])
        ],
        "areas",
    )
    shapes = blobs(5, 60, (EAST - 300, NORTH - 300, EAST + 4300, NORTH + 4300), 400)
    result = overlay(areas, layer_of(shapes), DISSOLVE=dissolve)
    assert not by_net
    assert not log.warnings
    ground = [shapely.union_all(shapes)] if dissolve else shapes
    # an extra square takes half of what it covers from the square below it
    expected = np.array(
        [sum(shapely.intersection(shape, one).area for shape in ground) for one in [*SQUARES, *extra]]
    )
    for number, one in enumerate(extra):
        shared = [
            sum(shapely.intersection(shape, one.intersection(below)).area for shape in ground) / 2
            for below in SQUARES
        ]
        expected[: len(SQUARES)] -= shared
        expected[len(SQUARES) + number] -= sum(shared)
    np.testing.assert_allclose(column(result, "land_area_m2"), expected, rtol=1e-9, atol=1e-3)
    (row,) = rows_of(result["RECONCILIATION"])
    assert row["on_borders"] == pytest.approx(
        sum(shapely.intersection(shape, one).area for shape in ground for one in extra)
    )
    assert row["difference"] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("overlapping", [False, True])
def test_a_huge_polygon_over_many_areas(overlay, by_net, overlapping):
    small = [square(x / 4, y / 4, 250) for y in range(16) for x in range(16)]
    extra = [square(1.1, 1.1, 100)] if overlapping else []
    areas = memory_layer(
        "Polygon",
        AREA_FIELDS,
        [
            (to_qgis(shape), [f"0114R{n:03d}", "RegSO 2025", 3, 10, 50, "0114"])
            for n, shape in enumerate([*small, *extra])
        ],
        "areas",
    )
    shape = coast(60_000, seed=4)
    result = overlay(areas, layer_of([shape, square(0, 0)]))
    assert bool(by_net) != overlapping
    ground = shapely.union(shape, square(0, 0))
    expected = shapely.area(shapely.intersection(small, ground))
    for number in range(len(small)):
        expected[number] -= sum(shapely.intersection(small[number], one).area / 2 for one in extra)
    np.testing.assert_allclose(column(result, "land_area_m2")[: len(small)], expected, rtol=1e-9, atol=1e-4)
    (row,) = rows_of(result["RECONCILIATION"])
    assert row["measured"] == pytest.approx(ground.area, rel=1e-10)
    assert abs(row["difference"]) < (1e-6 if not overlapping else 1e-3)


def test_a_class_counts_overlaps_once_and_another_apart(overlay, squares, by_net):
    shapes = [
        square(0.5, 0),
        square(0.7, 0),
        square(0.5, 0),
        square(3, 3),
        shapely.difference(square(1, 2), square(1.2, 2.2, 600)),
    ]
    result = overlay(squares, layer_of(shapes, ["a", "a", "b", "a", "b"]), CLASS_FIELD="use")
    assert by_net
    summed = {}
    for row in rows_of(result["SUMMARY"]):
        summed[row["class"]] = summed.get(row["class"], 0) + row["area_m2"]
    assert summed == pytest.approx({"a": 1.2e6 + 1e6, "b": 1e6 + 0.64e6})
    counts = column(result, "land_count")
    assert counts.tolist() == [3, 3] + [0] * 7 + [1] + [0] * 5 + [1]


def test_touching_only_does_not_count(overlay, squares, by_net):
    shapes = [square(1, 1), shapely.box(EAST - 500, NORTH, EAST, NORTH + 4000)]
    result = overlay(squares, layer_of(shapes))
    assert by_net
    assert column(result, "land_count").tolist() == [0] * 5 + [1] + [0] * 10
    assert column(result, "land_area_m2").tolist() == pytest.approx([0] * 5 + [1e6] + [0] * 10)
    assert np.count_nonzero(column(result, "land_area_m2")) == 1


def test_few_polygons_over_large_areas_are_cut_one_by_one(overlay, by_net, real_areas, real_outlines):
    overlay(real_areas, layer_of(mixture(real_outlines, 3)[:3]), CODE_FIELD="regsokod")
    assert not by_net


def test_several_layers_use_one_net(overlay, squares, monkeypatch):
    from segregation_plugin.geometry.overlay.polygon_borders import AreaStrips

    made, make = [], AreaStrips.of
    monkeypatch.setattr(AreaStrips, "of", lambda *given_: made.append(make(*given_)) or made[-1])
    overlay(squares, layer_of([square(0, 0), square(1, 1)], name="a"), layer_of([square(2, 2)] * 2, name="b"))
    assert len(made) == 1


@pytest.mark.parametrize("overlapping", [False, True])
@pytest.mark.parametrize("at", [5, 40, 80])
def test_cancel_ends_it_at_any_time(overlapping, at, tmp_path):
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingException

    shapes = [*SQUARES, *([square(1.1, 1.1)] if overlapping else [])]
    rows = [
        (to_qgis(shape), [f"0114R{n:03d}", "RegSO 2025", 3, 10, 50, "0114"]) for n, shape in enumerate(shapes)
    ]
    feedback = Progress(at)
    with pytest.raises(QgsProcessingException, match="cancelled"):
        processing.run(
            "segregation:overlayinfrastructure",
            {
                "AREAS": memory_layer("Polygon", AREA_FIELDS, rows, "areas"),
                "INFRASTRUCTURE": [layer_of(blobs(3, 700, (EAST, NORTH, EAST + 4000, NORTH + 4000), 60))],
                "OUTPUT": str(tmp_path / "a.gpkg"),
                "SUMMARY": str(tmp_path / "b.gpkg"),
                "RECONCILIATION": str(tmp_path / "c.gpkg"),
            },
            context=QgsProcessingContext(),
            feedback=feedback,
        )
    assert feedback.seen[-1] < at + 25
    assert not list(tmp_path.glob("*.gpkg"))
