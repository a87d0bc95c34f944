"""Pages of the geodata service as a layer, and which areas lie in which."""

from __future__ import annotations

import datetime
import json

import pytest
from qgis.core import QgsFeedback, QgsGeometry

from segregation_plugin.core.errors import InputError, RunCancelledError
from segregation_plugin.geometry.nesting import containing, meeting
from segregation_plugin.geometry.values import is_null
from segregation_plugin.sources.scb.page_layer import Property, layer_of_pages
from segregation_plugin.sources.scb.service import Reply
from segregation_plugin.sources.scb.wfs import Contents, Page, WfsLayer

LAYER = WfsLayer("stat:RegSO_2025", "regsokod", 200)
PROPERTIES = (Property("regsokod", str), Property("bef", float, ("bef", "folkmangd")))
EAST, NORTH = 320_000, 6_400_000
RING = [[EAST, NORTH], [EAST + 100, NORTH], [EAST + 100, NORTH + 100], [EAST, NORTH + 100], [EAST, NORTH]]


def page(*features):
    made = [
        {"type": "Feature", "properties": properties, "geometry": geometry}
        for properties, geometry in features
    ]
    body = json.dumps({"type": "FeatureCollection", "features": made, "numberMatched": len(made)}).encode()
    now = datetime.datetime.now(datetime.timezone.utc)
    keys = [str(properties.get("regsokod")) for properties, _ in features]
    return Page(Reply(Contents(keys, len(made)), body, now, is_kept=False))


def polygon(ring=RING):
    return {"type": "Polygon", "coordinates": [ring]}


def rows(*pages):
    layer, _ = layer_of_pages(LAYER, pages, PROPERTIES, lambda: False)
    return [
        (feature["regsokod"], feature["bef"] or None, feature.geometry()) for feature in layer.getFeatures()
    ]


def test_pages_follow_each_other_whatever_their_fields():
    found = rows(
        page(({"regsokod": "0114R001", "bef": 12}, polygon())),
        page(({"bef": None, "other": [1], "regsokod": "0114R002"}, polygon())),
        page(({"regsokod": 114, "bef": "7.5"}, polygon())),
        page(({"regsokod": "0114R004"}, {"type": "MultiPolygon", "coordinates": [[RING]]})),
    )
    assert [(code, people) for code, people, _ in found] == [
        ("0114R001", 12.0),
        ("0114R002", None),
        ("114", 7.5),
        ("0114R004", None),
    ]
    assert all(geometry.isMultipart() and geometry.area() == 10_000 for *_, geometry in found)


def test_a_field_may_have_another_name_and_its_lack_is_told():
    wanted = (*PROPERTIES, Property("namn", str))
    found, absent = layer_of_pages(
        LAYER, [page(({"regsokod": "a", "folkmangd": 5}, polygon()))], wanted, lambda: False
    )
    (feature,) = found.getFeatures()
    assert (feature["bef"], absent) == (5.0, ["namn"])
    with pytest.raises(InputError, match="Layer stat:RegSO_2025 has no field bef"):
        layer_of_pages(
            LAYER,
            [page(({"regsokod": "a"}, polygon()))],
            (Property("bef", float, is_required=True),),
            lambda: False,
        )


@pytest.mark.parametrize(
    ("value", "expected"), [("..", None), ("NaN", None), (None, None), (0, 0.0), ("12,5", 12.5), (-3, -3.0)]
)
def test_figures_are_read_strictly(value, expected):
    found, _ = layer_of_pages(
        LAYER, [page(({"regsokod": "a", "bef": value}, polygon()))], PROPERTIES, lambda: False
    )
    (feature,) = found.getFeatures()
    assert (None if is_null(feature["bef"]) else feature["bef"]) == expected


def test_a_word_among_figures_is_refused():
    with pytest.raises(InputError, match="Layer stat:RegSO_2025 has many in field bef"):
        rows(page(({"regsokod": "a", "bef": "many"}, polygon())))


def test_what_looks_like_a_date_stays_text():
    ((code, *_),) = rows(page(({"regsokod": "2025-01-01"}, polygon())))
    assert code == "2025-01-01"


def test_coordinates_with_north_first_are_turned():
    turned = [[north, east] for east, north in RING]
    ((_, _, geometry),) = rows(page(({"regsokod": "a"}, polygon(turned))))
    assert geometry.boundingBox().xMinimum() == EAST
    assert geometry.boundingBox().yMinimum() == NORTH


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [EAST, NORTH]},
        {"type": "LineString", "coordinates": RING},
        {"type": "Polygon", "coordinates": []},
        {"type": "GeometryCollection", "geometries": []},
        polygon([[13.5, 59.3], [13.6, 59.3], [13.6, 59.4], [13.5, 59.3]]),
        polygon([[1e300, 1e300], [1e301, 1e300], [1e301, 1e301], [1e300, 1e300]]),
        polygon([[EAST, NORTH], [5e9, NORTH], [EAST, NORTH + 100], [EAST, NORTH]]),
    ],
)
def test_what_is_no_polygon_in_sweden_is_refused(geometry):
    with pytest.raises(
        InputError, match=r"Feature 0114R001 of layer stat:RegSO_2025 has no polygon in Sweden"
    ):
        rows(page(({"regsokod": "0114R001"}, geometry)))


def test_a_cancel_is_asked_for_with_every_page():
    with pytest.raises(RunCancelledError):
        layer_of_pages(LAYER, [page(({"regsokod": "a"}, polygon()))], PROPERTIES, lambda: True)


def square(x, y, side):
    return QgsGeometry.fromWkt(
        f"Polygon (({x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y}))"
    )


def test_parts_are_found_in_the_wholes_whose_borders_they_share():
    wholes = [square(1000 * column, 1000 * row, 1000) for column in range(4) for row in range(4)]
    parts = [square(500 * column, 500 * row, 500) for column in range(8) for row in range(8)]
    found = containing([*parts, square(9000, 9000, 10)], wholes, QgsFeedback())
    assert found[:-1] == [4 * (column // 2) + row // 2 for column in range(8) for row in range(8)]
    assert found[-1] == -1


def test_a_part_whose_middle_lies_outside_itself_is_found():
    horseshoe = QgsGeometry.fromWkt("Polygon ((0 0, 100 0, 100 90, 90 90, 90 10, 10 10, 10 90, 0 90, 0 0))")
    around = QgsGeometry.fromWkt(
        "Polygon ((0 0, 100 0, 100 100, 0 100, 0 0), (10 10, 90 10, 90 80, 10 80, 10 10))"
    )
    assert containing([horseshoe], [square(10, 10, 70), around], QgsFeedback()) == [1]


def test_what_meets_areas_is_kept_in_order():
    areas = [square(0, 0, 1000), square(5000, 0, 1000)]
    shapes = [
        *(square(5900, 900, 300), square(3000, 0, 10), square(200, 200, 10)),
        *(square(1000, 0, 50), square(1001, 0, 50)),
    ]
    assert meeting(shapes, areas, QgsFeedback()) == [0, 2, 3]


def test_a_cancel_is_heard():
    feedback = QgsFeedback()
    feedback.cancel()
    with pytest.raises(RunCancelledError):
        containing([square(0, 0, 1)], [square(0, 0, 1)], feedback)
