"""The nearest feature of each point: against shapely and QGIS's own algorithm, point by point; ties, limits, cancel."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsFeedback, QgsGeometry, QgsPointXY

from segregation_plugin.core.errors import RunCancelledError
from segregation_plugin.geometry.nearest import NONE, nearest
from tests.support import memory_layer, rows_of

CORNER = np.array([500_000.0, 6_600_000.0])  # rounding is that of real coordinates


def geometry(wkt):
    return QgsGeometry.fromWkt(wkt)


def found(points, features, **limits):
    index, distance = nearest(np.array(points, dtype=float).reshape(-1, 2), features, QgsFeedback(), **limits)
    return index.tolist(), distance.tolist()


def streets(random, count):
    """Return so many winding streets over ten kilometres as shapely lines, some many times as long as others."""
    lines = []
    for _ in range(count):
        step = random.choice([5, 50, 400], p=[0.5, 0.4, 0.1])
        way = np.cumsum(random.normal(0, step, (random.integers(2, 30), 2)), axis=0)
        lines.append(shapely.LineString(CORNER + random.uniform(0, 10_000, 2) + way))
    return np.array(lines)


def mixed(random, count):
    """Return points, lines, polygons and multi-points."""
    kinds = (
        lambda line: shapely.Point(line.coords[0]),
        lambda line: line,
        lambda line: line.convex_hull.buffer(20),
        lambda line: shapely.MultiPoint(line.coords),
    )
    return np.array([kinds[place % 4](line) for place, line in enumerate(streets(random, count))])


def to_qgis(geometries):
    return [geometry(wkt) for wkt in shapely.to_wkt(geometries, rounding_precision=-1)]


@pytest.mark.parametrize("make", [streets, mixed])
@pytest.mark.parametrize("count", [1, 8, 9, 700, 5000])
def test_it_is_what_shapely_finds(make, count):
    random = np.random.default_rng(count)
    features = make(random, count)
    points = CORNER + random.uniform(-3000, 13_000, (1500, 2))
    index, distance = nearest(points, to_qgis(features), QgsFeedback())
    (row, match), expected = shapely.STRtree(features).query_nearest(
        shapely.points(points), return_distance=True, all_matches=True
    )
    first = np.lexsort((match, row))[np.unique(np.sort(row), return_index=True)[1]]
    assert row[first].tolist() == list(range(1500))
    assert index.tolist() == match[first].tolist()
    assert distance == pytest.approx(expected[first], abs=1e-9)


def test_it_is_what_qgis_joins():
    import processing

    random = np.random.default_rng(3)
    features, points = to_qgis(streets(random, 400)), CORNER + random.uniform(0, 10_000, (300, 2))
    index, distance = nearest(points, features, QgsFeedback())
    as_points = [QgsGeometry.fromPointXY(QgsPointXY(*point)) for point in points]
    parameters = {
        "INPUT": memory_layer("Point", ["point:integer"], [(g, [n]) for n, g in enumerate(as_points)]),
        "INPUT_2": memory_layer("LineString", ["street:integer"], [(g, [n]) for n, g in enumerate(features)]),
        "NEIGHBORS": 1,
        "OUTPUT": "TEMPORARY_OUTPUT",
    }
    rows = rows_of(processing.run("native:joinbynearest", parameters)["OUTPUT"])
    assert [row["point"] for row in rows] == list(range(300))
    assert [row["street"] for row in rows] == index.tolist()
    assert [row["distance"] for row in rows] == pytest.approx(distance.tolist(), abs=1e-9)


# Whole metres close together: points on lines, many of them equally near to several.
whole = st.integers(0, 12)
places = st.tuples(whole, whole)
shapes = st.lists(
    st.one_of(
        places.map(shapely.Point),
        st.lists(places, min_size=2, max_size=4).map(shapely.LineString),
        st.tuples(whole, whole, st.integers(1, 5)).map(
            lambda box: shapely.box(*box[:2], *np.add(box[:2], box[2]))
        ),
        st.just(shapely.LineString()),
        st.none(),
    ),
    max_size=40,
)


@settings(max_examples=150)
@given(shapes, st.lists(places, max_size=12), st.sampled_from([0, 1, 2.5, np.inf]), st.booleans())
def test_of_features_equally_near_it_is_the_first(features, points, limit, far_away):
    away = CORNER if far_away else np.zeros(2)
    moved = [shapely.transform(feature, lambda xy: xy + away) for feature in features]
    given_features = [QgsGeometry() if feature is None else geometry(feature.wkt) for feature in moved]
    index, distance = found([np.add(point, away) for point in points], given_features, max_distance_m=limit)
    for number, point in enumerate(points):
        metres = [shapely.distance(feature, shapely.Point(point)) for feature in features]
        metres = [value if value <= limit else np.inf for value in metres]  # NaN, of nothing, is not
        least = min(metres, default=np.inf)
        first = next((n for n, value in enumerate(metres) if value <= least + 1e-9), NONE)
        assert index[number] == (first if least < np.inf else NONE)
        assert distance[number] == pytest.approx(least, abs=1e-9)


def test_distances_that_differ_by_rounding_are_the_same():
    # two slanted roads either side of a point, as far away as coordinates allow, which are a nanometre apart
    point, along, aside = CORNER + 1 / 3, np.array([30.0, 40.0]), np.array([0.296, -0.222])
    roads = [
        QgsGeometry.fromPolylineXY([QgsPointXY(*(point + side * aside + end * along)) for end in ends])
        for side, ends in ((-1, (-0.713, 1.391)), (1, (-1.117, 0.937)))
    ]
    one, other = (road.distance(QgsGeometry.fromPointXY(QgsPointXY(*point))) for road in roads)
    assert 0 < abs(one - other) < 1e-8
    for order in (roads, roads[::-1]):
        assert found(point, order)[0] == [0]


def test_the_distance_limit_is_included():
    feature = geometry("LineString(0 3, 10 3)")
    assert found([(5, 0)], [feature], max_distance_m=3) == ([0], [3])
    assert found([(5, 0)], [feature], max_distance_m=2.999) == ([NONE], [np.inf])


def test_inside_a_polygon_the_distance_is_0_and_in_its_hole_it_is_not():
    ring = geometry("Polygon((0 0, 9 0, 9 9, 0 9, 0 0), (3 3, 6 3, 6 6, 3 6, 3 3))")
    assert found([(1, 1), (4, 4.5), (11, 9)], [ring]) == ([0, 0, 0], [0, 1, 2])


def test_what_is_not_there_is_not_near():
    feature = geometry("Point(1 1)")
    assert found([], [feature]) == ([], [])
    assert found([(0, 1)], []) == ([NONE], [np.inf])
    assert found([(0, 1)], [QgsGeometry(), geometry("LineString EMPTY")]) == ([NONE], [np.inf])
    assert found([(0, 1), (np.nan, 1)], [QgsGeometry(), feature]) == ([1, NONE], [1, np.inf])


class CancelledAt(QgsFeedback):
    """Is cancelled when asked for the so-manieth time."""

    def __init__(self, times):
        super().__init__()
        self.left = times

    def isCanceled(self):
        self.left -= 1
        return self.left <= 0


@pytest.mark.parametrize("times", [1, 2, 3, 100])
def test_cancel(times):
    random = np.random.default_rng(0)
    features = to_qgis(streets(random, 100))
    feedback = CancelledAt(times)
    with pytest.raises(RunCancelledError):
        nearest(CORNER + random.uniform(0, 10_000, (500, 2)), features, feedback)
    assert feedback.left == 0, "it stops when told so"


def test_progress_goes_to_100():
    feedback, told = QgsFeedback(), []
    feedback.progressChanged.connect(told.append)
    nearest(CORNER + np.random.default_rng(0).uniform(0, 100, (2500, 2)), [geometry("Point(0 0)")], feedback)
    assert told == sorted(told)
    assert len(told) == 3
    assert told[-1] == 100
