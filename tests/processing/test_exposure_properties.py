"""What exposure must hold for any roads: laid over the reference city, near and far, in any order and CRS."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeedback,
    QgsGeometry,
    QgsPointXY,
)

from segregation_plugin.geometry.crs import sweref99_tm
from segregation_plugin.geometry.pieces import whole_areas
from segregation_plugin.geometry.zones.covered import Apportionment, covered_zones, rings
from segregation_plugin.geometry.zones.style import BufferStyle
from tests.processing.test_exposure_reference import read_geojson

NEAR, FAR = 300.0, 900.0

places = st.tuples(st.integers(-500, 12_500), st.integers(-500, 12_500))
roads = st.lists(st.lists(places, min_size=2, max_size=5, unique=True), min_size=1, max_size=4).map(
    lambda lines: [
        QgsGeometry.fromPolylineXY([QgsPointXY(500_000 + x, 6_600_000 + y) for x, y in line])
        for line in lines
    ]
)


@pytest.fixture(scope="module")
def city():
    areas, rows = read_geojson("grid.geojson")
    return Apportionment("area", {"area": whole_areas(areas)}), np.array(
        [float(row["total"]) for row in rows]
    )


def zones(features, city):
    (found,) = covered_zones({"road": features}, [NEAR, FAR], BufferStyle(), city[0], QgsFeedback())
    return found


@settings(max_examples=40, derandomize=True)
@given(roads)
def test_exposure_of_any_roads(city, lines):
    near, far = zones(lines, city)
    for zone in (near, far):
        assert np.all((zone.coverage.weight >= 0) & (zone.coverage.weight <= 1))
    assert np.all(near.coverage.weight <= far.coverage.weight + 1e-9)  # area by area
    inner, ring = rings([near, far])
    people = city[1]
    assert people @ inner.coverage.weight + people @ ring.coverage.weight == pytest.approx(
        people @ far.coverage.weight
    )


@settings(max_examples=25, derandomize=True)
@given(roads)
def test_order_parts_and_crs_change_nothing(city, lines):
    expected = [zone.coverage.weight for zone in zones(lines, city)]
    there = QgsCoordinateTransform(
        sweref99_tm(), QgsCoordinateReferenceSystem("EPSG:3007"), QgsCoordinateTransformContext()
    )
    moved = [QgsGeometry(line) for line in lines]
    for line in moved:
        line.transform(there)
        line.transform(there, QgsCoordinateTransform.TransformDirection.ReverseTransform)
    for same in (lines[::-1], [QgsGeometry.collectGeometry(lines)], moved):
        for found, wanted in zip(zones(same, city), expected, strict=True):
            assert found.coverage.weight == pytest.approx(wanted.tolist(), abs=1e-6)
