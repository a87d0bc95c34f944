"""Zones are the union of the buffers of all features, whatever the layout, in however many tiles they are made."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import Qgis, QgsFeedback, QgsGeometry, QgsLineString, QgsMultiLineString

from segregation_plugin.geometry.boxes import Box, BoxIndex, clipped, halves
from segregation_plugin.geometry.zones import dissolve, local, seams, tiles
from segregation_plugin.geometry.zones.style import BufferStyle
from segregation_plugin.geometry.zones.tiled import TiledZone
from segregation_plugin.geometry.zones.zone import zone

EAST, NORTH = 500_000.0, 6_600_000.0
ORIGIN = np.array([EAST, NORTH])


def line(*points):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in points])


def circle(x, y, radius, corners):
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return line(*zip(x + radius * np.cos(angles), y + radius * np.sin(angles), strict=True), (x + radius, y))


def wiggle(seed, count):
    random = np.random.default_rng(seed)
    return line(*(random.normal(0, 120, (count, 2)).cumsum(axis=0) + 1500))


LAYOUTS = {
    "rings": [circle(1500, 1500, radius, 24) for radius in (150, 320, 900)],
    "a track run round and round": [
        line(*(point for _ in range(3) for point in ((0, 0), (900, 0), (900, 400), (0, 400))), (0, 0))
    ],
    "a cloverleaf": [
        line((0, 1000), (2000, 1000)),
        line((1000, 0), (1000, 2000)),
        *(circle(1000 + x, 1000 + y, 200, 16) for x in (-200, 200) for y in (-200, 200)),
    ],
    "doubled lines": [line((0, 0), (1500, 700), (3000, 600))] * 3,
    "parallel tracks": [line((0, y), (1000, 40 + y), (3000, y)) for y in (0, 4, 8, 600, 604)],
    "a street grid in links": [
        shape
        for at in range(0, 3000, 300)
        for along in range(0, 3000, 300)
        for shape in (line((at, along), (at, along + 300)), line((along, at), (along + 300, at)))
    ],
    "a star": [line((1500, 1500), (1500 + 1400 * np.cos(a), 1500 + 1400 * np.sin(a))) for a in range(40)],
    "lines that cross themselves": [wiggle(seed, 12) for seed in range(6)],
    "stops, some of them twice": [
        shapely.Point(EAST + x, NORTH + y) for x, y in [(0, 0), (0, 0), (250, 0), (2000, 900), (2000, 901)]
    ],
    "a crowd of stops": shapely.points(np.random.default_rng(7).uniform(0, 3000, (400, 2)) + ORIGIN).tolist(),
    "fields that share borders": [
        shapely.box(EAST + x, NORTH + y, EAST + x + 500, NORTH + y + 500)
        for x in (0, 500, 1000)
        for y in (0, 500)
    ],
    "a lake with an island": [
        shapely.Point(EAST + 1500, NORTH + 1500)
        .buffer(1200)
        .difference(shapely.Point(EAST + 1500, NORTH + 1500).buffer(700))
    ],
}


def parts_of(shape):
    """Return what is buffered one by one: of a line that touches itself every segment."""
    if shape.geom_type == "LineString" and (shape.is_closed or not shape.is_simple):
        return [shapely.LineString(pair) for pair in pairwise(shape.coords) if pair[0] != pair[1]]
    return [shape]


def union_of_buffers(shapes, distance):
    return shapely.union_all(
        [shapely.buffer(part, distance, quad_segs=16) for shape in shapes for part in parts_of(shape)]
    )


def to_qgis(shapes):
    return [
        QgsGeometry.fromWkt(shape.wkt if len(shape.wkt) < 60 else shapely.to_wkt(shape, -1))
        for shape in shapes
    ]


def to_shapely(geometry):
    return shapely.from_wkb(geometry.asWkb().data())


@pytest.fixture
def small_tiles(monkeypatch):
    """Cut the ground into many tiles, some of them smaller than what reaches into them."""
    monkeypatch.setattr(tiles, "_FEW", 4)
    monkeypatch.setattr(tiles, "_LEAST_REACHES", 0.7)
    monkeypatch.setattr(tiles, "_REPEATED", 1.9)
    monkeypatch.setattr(seams, "union", None)  # what is for outlines that do not fit


@pytest.mark.parametrize("distance", [30.0, 250.0, 1000.0])
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_zone_is_the_union_of_all_buffers(name, distance, small_tiles):  # noqa: ARG001
    found = to_shapely(zone(to_qgis(LAYOUTS[name]), distance, BufferStyle(), QgsFeedback()))
    expected = union_of_buffers(LAYOUTS[name], distance)
    assert found.is_valid
    assert found.area == pytest.approx(expected.area, rel=1e-9)
    assert shapely.symmetric_difference(found, expected).area <= 1e-9 * expected.area
    assert shapely.get_num_geometries(found) == shapely.get_num_geometries(expected)


def test_tiles_change_nothing_but_vertices(small_tiles):  # noqa: ARG001
    features = to_qgis(LAYOUTS["a street grid in links"])
    in_tiles = to_shapely(zone(features, 40.0, BufferStyle(), QgsFeedback()))
    holes = sum(len(part.interiors) for part in shapely.get_parts(in_tiles))
    assert holes == 81  # the blocks between the streets
    assert in_tiles.area == pytest.approx(
        union_of_buffers(LAYOUTS["a street grid in links"], 40).area, rel=1e-9
    )


def test_tiles_that_are_wholly_inside_are_joined(small_tiles):  # noqa: ARG001
    crowd = LAYOUTS["a crowd of stops"]
    found = to_shapely(zone(to_qgis(crowd), 900.0, BufferStyle(), QgsFeedback()))
    assert shapely.get_num_geometries(found) == 1
    assert shapely.get_num_interior_rings(shapely.get_parts(found)[0]) == 0
    assert found.area == pytest.approx(union_of_buffers(crowd, 900).area, rel=1e-9)


places = st.tuples(st.integers(0, 40), st.integers(0, 40))
networks = st.lists(st.lists(places, min_size=2, max_size=4, unique=True), min_size=1, max_size=12)


@settings(max_examples=60, derandomize=True)
@given(networks, st.sampled_from([35.0, 100.0, 410.0]))
def test_any_lines_on_round_coordinates(lines, distance):
    """Where lines coincide, meet at corners and lie on a raster, as drawn ones do and random ones do not."""
    shapes = [line(*((50 * x, 50 * y) for x, y in points)) for points in lines]
    patch = pytest.MonkeyPatch()
    with patch.context() as context:
        context.setattr(tiles, "_FEW", 3)
        found = to_shapely(zone(to_qgis(shapes), distance, BufferStyle(), QgsFeedback()))
    assert found.is_valid
    assert found.area == pytest.approx(union_of_buffers(shapes, distance).area, rel=1e-9)


@pytest.mark.parametrize("cap", ["flat", "square"])
def test_caps_of_joined_lines_in_tiles(cap, small_tiles):  # noqa: ARG001
    points = [(0, 0), (400, 30), (900, 0), (1500, 200), (2600, 150), (3000, 0)]
    links = [line(*pair) for pair in pairwise(points)]
    found = zone(to_qgis(links), 120, BufferStyle(16, cap), QgsFeedback())
    expected = shapely.buffer(line(*points), 120, quad_segs=16, cap_style=cap)
    assert found.area() == pytest.approx(expected.area, rel=1e-9)


def test_square_caps_reach_further_at_a_slant(small_tiles):  # noqa: ARG001
    slants = [line((k * 900, 0), (k * 900 + 300, 300)) for k in range(12)]
    found = zone(to_qgis(slants), 200, BufferStyle(16, "square"), QgsFeedback())
    expected = shapely.union_all(shapely.buffer(slants, 200, quad_segs=16, cap_style="square"))
    assert found.area() == pytest.approx(expected.area, rel=1e-9)


def test_a_feature_across_many_tiles_is_buffered_once(small_tiles, monkeypatch):  # noqa: ARG001
    buffered = []
    draw = BufferStyle.buffered

    def counted(style, geometry, distance, **how):
        buffered.append(geometry.length())
        return draw(style, geometry, distance, **how)

    monkeypatch.setattr(BufferStyle, "buffered", counted)
    shapes = [line((0, 0), (9000, 50)), *(line((x, 10), (x + 20, 30)) for x in range(0, 9000, 150))]
    found = zone(to_qgis(shapes), 60, BufferStyle(), QgsFeedback())
    assert sum(length > 8000 for length in buffered) == 1
    assert found.area() == pytest.approx(union_of_buffers(shapes, 60).area, rel=1e-9)


@pytest.mark.parametrize("name", ["a crowd of stops", "a star"])
def test_what_geos_rounds_is_buffered_one_by_one(name, monkeypatch):
    monkeypatch.setattr(local, "may_be_rounded", lambda _: True)
    found = zone(to_qgis(LAYOUTS[name]), 250.0, BufferStyle(), QgsFeedback())
    assert found.area() == pytest.approx(union_of_buffers(LAYOUTS[name], 250.0).area, rel=1e-9)


@pytest.mark.parametrize("name", ["a crowd of stops", "a star"])
@pytest.mark.parametrize("drawn", [QgsGeometry(), QgsGeometry.fromWkt("POINT(0 0)").buffer(1.0, 5)])
def test_what_geos_cannot_draw_together_is_buffered_one_by_one(name, drawn, monkeypatch):
    draw = BufferStyle.buffered

    def only_alone(style, geometry, distance, **how):
        return drawn if geometry.isMultipart() else draw(style, geometry, distance, **how)

    monkeypatch.setattr(BufferStyle, "buffered", only_alone)
    found = zone(to_qgis(LAYOUTS[name]), 250.0, BufferStyle(), QgsFeedback())
    assert found.area() == pytest.approx(union_of_buffers(LAYOUTS[name], 250.0).area, rel=1e-9)


def test_an_empty_part_of_a_line_is_nothing():
    lines = QgsMultiLineString()
    for part in (QgsLineString(), QgsLineString([EAST, EAST + 300], [NORTH, NORTH])):
        lines.addGeometry(part)
    found = zone([QgsGeometry(lines)], 100.0, BufferStyle(), QgsFeedback())
    assert found.area() == pytest.approx(union_of_buffers([line((0, 0), (300, 0))], 100.0).area, rel=1e-9)


def test_nothing_is_no_zone():
    for features in ([], [QgsGeometry.fromWkt("POLYGON EMPTY")]):
        assert zone(features, 100, BufferStyle(), QgsFeedback()).isEmpty()


def test_what_does_not_fit_at_the_seams_is_dissolved():
    """Two tiles whose outlines end elsewhere on the seam between them: as rounding could leave them."""
    boxes = [Box(0, 0, 10, 10), Box(10, 0, 20, 10)]
    apart = [
        QgsGeometry.fromWkt(f"POLYGON (({a} 2, {b} 2, {b} 8, {a} 8, {a} 2))") for a, b in ((4, 10), (10, 14))
    ]
    apart[1] = QgsGeometry.fromWkt("POLYGON ((10 1, 14 1, 14 9, 10 9, 10 1))")
    whole = seams.joined(boxes, apart, QgsFeedback())
    assert whole.area() == pytest.approx(36 + 32)
    assert whole.isGeosValid()
    assert len(whole.asGeometryCollection()) == 1


def test_outlines_across_a_seam_are_joined():
    boxes = [Box(0, 0, 10, 10), Box(10, 0, 20, 10)]
    fitting = [
        QgsGeometry.fromWkt(f"POLYGON (({a} 2, {b} 2, {b} 8, {a} 8, {a} 2))") for a, b in ((4, 10), (10, 14))
    ]
    whole = seams.joined(boxes, fitting, QgsFeedback())
    assert whole.wkbType() == Qgis.WkbType.MultiPolygon
    assert to_shapely(whole).equals(shapely.box(4, 2, 14, 8))


def test_a_ring_between_two_zones_has_their_difference(small_tiles):  # noqa: ARG001
    from segregation_plugin.geometry.zones.local import LocalZones

    features = to_qgis(LAYOUTS["lines that cross themselves"])
    local = LocalZones(features, [100.0, 300.0], BufferStyle(), QgsFeedback())
    found = [zones for _, zones, _ in local.tile_by_tile(lambda *_: None, QgsFeedback())]
    near, far = (
        TiledZone([tile.box for tile in local.tiles], [zones[place] for zones in found], QgsFeedback())
        for place in range(2)
    )
    ring = to_shapely(far.minus(near).geometry)
    assert ring.is_valid
    assert ring.area == pytest.approx(far.geometry.area() - near.geometry.area(), rel=1e-9)
    assert shapely.intersection(ring, to_shapely(near.geometry)).area == pytest.approx(0, abs=1e-3)


def test_a_cut_through_a_vertex_loses_nothing():
    """Where GEOS may clip wrongly: a vertex on the line."""
    zone_ = union_of_buffers(LAYOUTS["a crowd of stops"], 80)
    polygon, (west, south, east, north) = to_qgis([zone_])[0], zone_.bounds
    for at in np.unique(shapely.get_coordinates(zone_)[:, 0])[10:-10:7]:
        parts = halves(polygon, at, across=True)
        sides = (shapely.box(west, south, at, north), shapely.box(at, south, east, north))
        for part, side in zip(parts, sides, strict=True):
            assert part.area() == pytest.approx(shapely.intersection(zone_, side).area, rel=1e-9)


def test_clipped_to_a_box():
    disc = QgsGeometry.fromWkt("POINT (0 0)").buffer(10, 16)
    assert clipped(disc, Box(-20, -20, 20, 20)) is disc
    assert clipped(disc, Box(11, 0, 20, 20)).isEmpty()
    quarter = clipped(disc, Box(0.0, 0.0, 20, 20))
    assert quarter.area() == pytest.approx(disc.area() / 4)


def test_what_geos_rounds_to_draw_is_dissolved_by_a_union(monkeypatch):
    squares = [QgsGeometry.fromWkt(shapely.box(x, 0, x + 2, 2).wkt) for x in range(4)]
    assert dissolve.dissolved(squares, lambda: False).area() == pytest.approx(10)
    wrongs = "POLYGON ((0 0, 5 0, 5 1, 0 2, 0 0))", "POLYGON ((0 0, 0.3333333 0, 1.7777777 1.2345678, 0 0))"
    for wrong in wrongs:  # rounded to the same box, and as if something had been lost
        monkeypatch.setattr(QgsGeometry, "buffer", lambda *_, wrong=wrong: QgsGeometry.fromWkt(wrong))
        assert dissolve.dissolved(squares, lambda: False).area() == pytest.approx(10)


boxes = st.lists(
    st.tuples(*[st.integers(-20, 20)] * 2, *[st.integers(0, 12)] * 2).map(
        lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
    ),
    min_size=1,
    max_size=30,
)


@given(boxes)
def test_boxes_are_found_by_place(found):
    table = np.array(found, dtype=float)
    index = BoxIndex(table)
    for west, south, east, north in found:
        expected = [
            row
            for row, (w, s, e, n) in enumerate(found)
            if w <= east and e >= west and s <= north and n >= south
        ]
        assert index.near((west, south, east, north)).tolist() == expected
