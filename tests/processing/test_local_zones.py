"""What share of areas lies within distances of features: exact, whatever the tiles, threads and distances asked for."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import shapely
from qgis.core import QgsFeedback, QgsGeometry

from segregation_plugin.core.apportionment import AREA, GRID, POINTS
from segregation_plugin.core.errors import InputError, RunCancelledError
from segregation_plugin.geometry import threads
from segregation_plugin.geometry.operations import union
from segregation_plugin.geometry.pieces import (
    built_up_parts,
    population_cells,
    population_points,
    whole_areas,
)
from segregation_plugin.geometry.zones import dissolve, local, overlap, seams, tiles
from segregation_plugin.geometry.zones.covered import Apportionment, covered_zones, rings, shares_within
from segregation_plugin.geometry.zones.index import ZoneIndex
from segregation_plugin.geometry.zones.style import BufferStyle
from tests.processing.test_zones import EAST, LAYOUTS, NORTH, ORIGIN, to_qgis, to_shapely, union_of_buffers

FIVE = (30.0, 90.0, 250.0, 600.0, 1500.0)


def curvy_areas():
    """Return areas that tile the plane with borders of many vertices, and some that lie over them."""
    random = np.random.default_rng(3)
    seeds = shapely.points(random.uniform(-1500, 4500, (40, 2)) + ORIGIN)
    around = shapely.box(EAST - 1500, NORTH - 1500, EAST + 4500, NORTH + 4500)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.geometrycollections(seeds), extend_to=around))
    bent = shapely.transform(
        shapely.segmentize(shapely.intersection(cells, around), 20.0),
        lambda xy: xy + 25 * np.sin(xy[:, ::-1] / 130),
    )
    with_hole = shapely.Point(EAST + 1500, NORTH + 1500).buffer(900, quad_segs=40)
    in_parts = [shapely.box(EAST + x, NORTH, EAST + x + 200, NORTH + 3000) for x in (0, 1000, 2500)]
    over_them = [
        with_hole.difference(with_hole.centroid.buffer(400)),
        shapely.MultiPolygon(in_parts),
        shapely.box(EAST + 90_000, NORTH, EAST + 91_000, NORTH + 100),
        shapely.box(EAST + 1400, NORTH + 1400, EAST + 1410, NORTH + 1410),
    ]
    return [*bent, *over_them]


AREAS = curvy_areas()


def expected_shares(shapes, distance, areas=AREAS):
    zone = union_of_buffers(shapes, distance)
    return shapely.area(shapely.intersection(areas, zone)) / shapely.area(areas)


def shares(shapes, distances, areas=AREAS, style=None, feedback=None):
    return shares_within(
        to_qgis(areas), to_qgis(shapes), distances, style or BufferStyle(), feedback or QgsFeedback()
    )


@pytest.fixture
def small_tiles(monkeypatch):
    monkeypatch.setattr(tiles, "_FEW", 5)
    monkeypatch.setattr(tiles, "_LEAST_REACHES", 1.0)
    monkeypatch.setattr(overlap, "_LITTLE", 500)
    monkeypatch.setattr(dissolve, "_AT_ONCE", 4)
    monkeypatch.setattr(seams, "union", None)  # what is for outlines that do not fit


@pytest.mark.parametrize("name", LAYOUTS)
def test_shares_area_by_area(name, small_tiles):  # noqa: ARG001
    found = shares(LAYOUTS[name], FIVE)
    for distance, of_areas in zip(FIVE, found, strict=True):
        expected = expected_shares(LAYOUTS[name], distance)
        assert of_areas == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-9), distance


@pytest.mark.parametrize(
    "name", ["a street grid in links", "lines that cross themselves", "a crowd of stops"]
)
def test_several_distances_at_once_are_each_alone(name):
    together = shares(LAYOUTS[name], FIVE)
    for distance, of_areas in zip(FIVE, together, strict=True):
        alone = shares(LAYOUTS[name], [distance])[0]  # in other tiles, so that areas are rounded otherwise
        assert of_areas == pytest.approx(alone.tolist(), rel=1e-10, abs=1e-10)
    assert np.all(np.diff(together, axis=0) >= -1e-10)


def test_distances_so_close_that_their_chords_do_not_nest():
    shapes, style = LAYOUTS["a star"], BufferStyle(segments=1)
    close = (300.0, 310.0, 380.0)
    assert not style.nests(close)
    together = shares(shapes, close, style=style)
    for distance, of_areas in zip(close, together, strict=True):
        zone = shapely.union_all(shapely.buffer(shapes, distance, quad_segs=1))
        expected = shapely.area(shapely.intersection(AREAS, zone)) / shapely.area(AREAS)
        assert of_areas == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("segments", [1, 2, 5, 16])
def test_zones_that_are_said_to_nest_do(segments):
    style = BufferStyle(segments)
    pairs = [(inner, 300.0) for inner in np.linspace(150, 299, 30)]
    nesting = [pair for pair in pairs if style.nests(pair)]
    assert nesting
    for inner, outer in nesting:
        for shape in (LAYOUTS["a cloverleaf"][0], *LAYOUTS["lines that cross themselves"]):
            drawn = [shapely.buffer(shape, distance, quad_segs=segments) for distance in (inner, outer)]
            assert drawn[1].contains(drawn[0])


@pytest.mark.parametrize("cores", [1, 2, 5])
def test_threads_change_nothing(cores, monkeypatch):
    expected = shares(LAYOUTS["a crowd of stops"], FIVE)
    monkeypatch.setattr(tiles, "_FEW", 20)
    monkeypatch.setattr(threads.os, "cpu_count", lambda: cores)
    found = shares(LAYOUTS["a crowd of stops"], FIVE)
    assert found == pytest.approx(expected, rel=1e-11, abs=1e-12)
    monkeypatch.setattr(threads.os, "cpu_count", lambda: 2)
    assert np.array_equal(found, shares(LAYOUTS["a crowd of stops"], FIVE))


def squares(size):
    sides = np.arange(-1000, 4000, size)
    return [shapely.box(EAST + x, NORTH + y, EAST + x + size, NORTH + y + size) for x in sides for y in sides]


def weights_by_shapely(areas, cells, people, zone):
    """Return the share of each area's people in a zone, people spread over cells by ground; loops, no index."""
    weights = []
    for area in areas:
        pieces = shapely.intersection(area, cells)
        ground = shapely.area(pieces)
        whole = sum(shapely.area(shapely.intersection(other, cells)) for other in areas)
        mass = np.divide(people * ground, whole, out=np.zeros(len(cells)), where=whole > 0)
        inside = np.divide(
            shapely.area(shapely.intersection(pieces, zone)),
            ground,
            out=np.zeros(len(cells)),
            where=ground > 0,
        )
        weights.append(float(mass @ inside / mass.sum()) if mass.sum() > 0 else np.nan)
    return np.array(weights)


def test_weights_by_grid_and_mask_area_by_area(small_tiles):  # noqa: ARG001
    areas, feedback = AREAS[:12], QgsFeedback()
    cells = squares(250.0)
    people = np.random.default_rng(5).integers(1, 90, len(cells)).astype(float)
    outlines = to_qgis(areas)
    grid = population_cells(outlines, to_qgis(cells), people, feedback)
    apportionment = Apportionment(GRID, {GRID: grid, AREA: whole_areas(outlines)})
    shapes = LAYOUTS["lines that cross themselves"]
    (zones,) = covered_zones({"one": to_qgis(shapes)}, [90.0, 600.0], BufferStyle(), apportionment, feedback)
    for zone in zones:
        expected = weights_by_shapely(areas, cells, people, union_of_buffers(shapes, zone.distance_to_m))
        assert zone.coverage.weights[GRID] == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-9)
        by_index = grid.weights(ZoneIndex(zone.geometry), feedback)
        assert by_index == pytest.approx(zone.coverage.weights[GRID].tolist(), rel=1e-9, abs=1e-9)


def test_mask_polygons_that_overlap_count_once(small_tiles):  # noqa: ARG001
    areas, feedback = AREAS[:12], QgsFeedback()
    blobs = shapely.buffer(LAYOUTS["a crowd of stops"][:150], 140, quad_segs=3)
    built_up = shapely.union_all(blobs)
    found = built_up_parts(to_qgis(areas), to_qgis(blobs), feedback)
    ground = np.bincount(found.area_of_piece, found.mass, len(areas))
    expected = shapely.area(shapely.intersection(areas, built_up))
    assert ground == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-6)


def test_points_inside_and_on_the_edge(small_tiles):  # noqa: ARG001
    feedback = QgsFeedback()
    zone = shapely.box(EAST + 100, NORTH + 100, EAST + 900, NORTH + 900)
    sides = np.arange(0, 1001, 50.0)
    homes = shapely.points(np.stack(np.meshgrid(sides, sides), axis=-1).reshape(-1, 2) + ORIGIN)
    area = shapely.box(EAST - 1, NORTH - 1, EAST + 1001, NORTH + 1001)
    points = population_points(to_qgis([area]), ["a"], to_qgis(homes), np.ones(len(homes)), feedback)
    apportionment = Apportionment(POINTS, {POINTS: points, AREA: whole_areas(to_qgis([area]))})
    (zones,) = covered_zones({"field": to_qgis([zone])}, [0.0], BufferStyle(), apportionment, feedback)
    assert zones[0].coverage.weight[0] == pytest.approx(np.mean(zone.intersects(homes)))


def test_zones_and_rings_have_the_ground_of_the_union(small_tiles):  # noqa: ARG001
    outlines = to_qgis(AREAS[:5])
    apportionment = Apportionment(AREA, {AREA: whole_areas(outlines)})
    shapes = LAYOUTS["a street grid in links"]
    (zones,) = covered_zones({"one": to_qgis(shapes)}, FIVE[:3], BufferStyle(), apportionment, QgsFeedback())
    expected = [union_of_buffers(shapes, distance) for distance in FIVE[:3]]
    for zone, whole in zip(zones, expected, strict=True):
        assert zone.multi_polygon().area() == pytest.approx(whole.area, rel=1e-9)
    inner = 0.0
    for ring, whole in zip(rings(zones), expected, strict=True):
        assert ring.geometry.area() == pytest.approx(whole.area - inner, rel=1e-9)
        assert to_shapely(ring.geometry).is_valid
        inner = whole.area


def test_a_list_of_features_is_computed_once_for_two_projects():
    features = to_qgis(LAYOUTS["a star"])
    apportionment = Apportionment(AREA, {AREA: whole_areas(to_qgis(AREAS))})
    found = dict.fromkeys(["star", "all"], features)
    star, everything = covered_zones(found, [90.0], BufferStyle(), apportionment, QgsFeedback())
    assert (star[0].project, everything[0].project) == ("star", "all")
    assert star[0].geometry is everything[0].geometry


class Reports(QgsFeedback):
    """Keeps the progress that is reported, and cancels once it is so far."""

    def __init__(self, until=200.0):
        super().__init__()
        self.reports = []
        self.progressChanged.connect(self.reports.append)
        self.progressChanged.connect(lambda percent: self.cancel() if percent >= until else None)


@pytest.mark.parametrize("projects", [1, 3])
def test_progress_rises_to_the_end(projects, small_tiles):  # noqa: ARG001
    apportionment = Apportionment(AREA, {AREA: whole_areas(to_qgis(AREAS))})
    names = ["a street grid in links", "a crowd of stops", "parallel tracks"][:projects]
    feedback = Reports()
    features = {name: to_qgis(LAYOUTS[name]) for name in names}
    list(covered_zones(features, [30.0, 90.0], BufferStyle(), apportionment, feedback))
    assert feedback.reports == sorted(feedback.reports)
    assert feedback.reports[-1] == pytest.approx(100)
    assert len(feedback.reports) > 10
    assert np.diff(feedback.reports).max() < 40


class CancelsAt:
    """Stands in for a function: cancels at one of its calls, and from then on waits until the run has ended."""

    def __init__(self, work, feedback, call):
        self.work, self.feedback, self.call = work, feedback, call
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.calls = 0

    def __call__(self, *given, **named):
        with self.lock:
            self.calls += 1
            now = self.calls
        if now == self.call:
            self.feedback.cancel()
        if now >= self.call:
            self.ended.wait(60)
        return self.work(*given, **named)


STAGES = {
    "buffers": (BufferStyle, "buffered"),
    "few drawn together": (local, "may_be_rounded"),
    "unions": (dissolve, "may_be_rounded"),
    "weights": (overlap, "overlaid"),
}


@pytest.mark.parametrize(
    ("stage", "call"),
    [
        *(("buffers", 1), ("buffers", 40), ("few drawn together", 1), ("few drawn together", 40)),
        *(("unions", 1), ("unions", 4), ("weights", 1), ("weights", 40)),
    ],
)
def test_cancel_ends_the_run_and_then_its_threads(stage, call, small_tiles, monkeypatch):  # noqa: ARG001
    """The run returns while threads are still in GEOS; they begin nothing more but what is in hand."""
    place, name = STAGES[stage]
    feedback = QgsFeedback()
    counted = CancelsAt(getattr(place, name), feedback, call)
    monkeypatch.setattr(place, name, lambda *given, **named: counted(*given, **named))
    with pytest.raises(RunCancelledError):
        shares(LAYOUTS["a street grid in links"], FIVE, feedback=feedback)
    at_the_end = counted.calls
    counted.ended.set()
    running = [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPoolExecutor")]
    for thread in running:
        thread.join(60)
        assert not thread.is_alive()
    assert counted.calls <= at_the_end + 8 * len(running)


def test_cancel_before_anything_is_computed():
    feedback = QgsFeedback()
    feedback.cancel()
    with pytest.raises(RunCancelledError):
        shares(LAYOUTS["a star"], FIVE, feedback=feedback)


@pytest.mark.parametrize("percent", [3.0, 30.0, 80.0])
def test_cancel_at_any_progress(percent, small_tiles):  # noqa: ARG001
    feedback = Reports(until=percent)
    with pytest.raises(RunCancelledError):
        shares(LAYOUTS["a street grid in links"], FIVE[:2], feedback=feedback)
    assert feedback.reports[-1] < 100


def test_cancel_while_a_zone_is_put_together(small_tiles):  # noqa: ARG001
    apportionment = Apportionment(AREA, {AREA: whole_areas(to_qgis(AREAS))})
    feedback = QgsFeedback()
    features = {"one": to_qgis(LAYOUTS["a street grid in links"])}
    ((zone,),) = covered_zones(features, [90.0], BufferStyle(), apportionment, feedback)
    feedback.cancel()
    with pytest.raises(RunCancelledError):
        _ = zone.geometry


def test_a_fault_in_a_thread_is_raised(monkeypatch):
    def fail(*_):
        raise InputError("Nothing works.")

    monkeypatch.setattr(local, "dissolved_in_rounds", fail)
    with pytest.raises(InputError, match="Nothing works"):
        shares(LAYOUTS["a star"], [90.0])


def test_what_geos_cannot_dissolve_or_overlay_is_said(monkeypatch):
    null = QgsGeometry()
    monkeypatch.setattr(QgsGeometry, "unaryUnion", lambda *_: null)
    monkeypatch.setattr(dissolve, "may_be_rounded", lambda _: True)
    with pytest.raises(InputError, match="could not be dissolved"):
        shares(LAYOUTS["a star"], [90.0])
    monkeypatch.undo()
    monkeypatch.setattr(QgsGeometry, "intersection", lambda *_: null)
    with pytest.raises(InputError, match="could not be overlaid"):
        shares(LAYOUTS["a star"], [90.0])


def test_a_misfit_at_a_seam_gives_the_same_ground(small_tiles, monkeypatch):  # noqa: ARG001
    apportionment = Apportionment(AREA, {AREA: whole_areas(to_qgis(AREAS))})
    shapes = LAYOUTS["a street grid in links"]

    def zone():
        found = covered_zones({"one": to_qgis(shapes)}, [40.0], BufferStyle(), apportionment, QgsFeedback())
        return to_shapely(next(found)[0].geometry)

    joined = zone()
    monkeypatch.setattr(seams, "union", union)
    monkeypatch.setattr(seams, "_SAME_M", -1.0)
    dissolved = zone()
    assert dissolved.area == pytest.approx(joined.area, rel=1e-12)
    assert len(dissolved.geoms) == len(joined.geoms) == 1


def test_areas_that_only_touch_or_are_wholly_inside():
    field = shapely.box(EAST, NORTH, EAST + 1000, NORTH + 1000)
    areas = [
        shapely.box(EAST + 1000, NORTH, EAST + 2000, NORTH + 1000),
        shapely.box(EAST + 100, NORTH + 100, EAST + 900, NORTH + 900),
        field,
        shapely.box(EAST + 500, NORTH, EAST + 1500, NORTH + 1000),
        shapely.box(EAST + 1000 - 1e-7, NORTH, EAST + 2000, NORTH + 1000),
        shapely.box(EAST, NORTH, EAST + 1000 + 1e-7, NORTH + 1000),
    ]
    assert shares([field], [0.0], areas)[0].tolist() == [0.0, 1.0, 1.0, 0.5, 0.0, 1.0]
