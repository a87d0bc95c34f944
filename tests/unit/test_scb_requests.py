"""What is asked of SCB: the addresses as SCB documents them, parts no larger than allowed, codes of one division."""

from __future__ import annotations

import contextlib
import datetime
import json
import math
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segregation_plugin.core.errors import InputError
from segregation_plugin.core.region_codes import DESO_2018, DESO_2025, REGSO_2020, REGSO_2025
from segregation_plugin.sources.scb import catalogue
from segregation_plugin.sources.scb.messages import Answer, BrokenAnswerError, Request
from segregation_plugin.sources.scb.pxweb import (
    MAX_URL,
    TableInfo,
    Variable,
    _data,
    _limits,
    _metadata,
    _require_values,
    data_request,
    parts_of,
)
from segregation_plugin.sources.scb.service import Reply
from segregation_plugin.sources.scb.wfs import Contents, Page, Where, _misfit, _read_page, cql, page_request

WFS = "https://geodata.scb.se/geoserver/stat/wfs"
API = "https://statistikdatabasen.scb.se/api/v2/"
REGSO = catalogue.AREA_LAYERS[REGSO_2025]


# ---- WFS


def test_a_page_is_asked_for_as_documented():
    request = page_request(WFS, REGSO, Where(["0180"]), 400)
    assert request.body == b""
    assert unquote(request.url) == (
        f"{WFS}?service=WFS&version=2.0.0&request=GetFeature&typeNames=stat:RegSO_2025"
        "&outputFormat=application/json&srsName=EPSG:3006&count=200&startIndex=400&sortBy=regsokod"
        "&CQL_FILTER=kommunkod='0180'"
    )
    assert parse_qs(urlsplit(request.url).query)["CQL_FILTER"] == ["kommunkod='0180'"]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["0180"], "kommunkod='0180'"),
        (["01"], "lanskod='01'"),
        (["0180", "1480"], "kommunkod IN ('0180','1480')"),
        (["14", "0180", "01"], "lanskod IN ('14','01') OR kommunkod='0180'"),
    ],
)
def test_places_are_filtered_by_their_field(places, expected):
    assert cql(places) == expected


def test_an_extent_is_east_and_north_with_its_reference_system():
    request = page_request(WFS, REGSO, Where(box=(319000.5, 6397000, 320000, 6398000)), 0)
    assert request.url.endswith("&bbox=319000.50,6397000.00,320000.00,6398000.00,EPSG:3006")
    assert "CQL_FILTER" not in request.url


def test_an_address_with_a_query_of_its_own_keeps_it():
    assert page_request(WFS + "?map=1", REGSO, Where(), 0).url.startswith(WFS + "?map=1&service=WFS&")


@pytest.mark.parametrize(
    ("year", "level", "layer"),
    [
        (2023, "RegSO", "stat:RegSO_2020"),
        (2024, "RegSO", "stat:RegSO_2025"),
        (2019, "DeSO", "stat:DeSO_2018"),
        (2024, "DeSO", "stat:DeSO_2025"),
    ],
)
def test_the_layer_follows_from_the_year(year, level, layer):
    from segregation_plugin.core.region_codes import division_of_year

    assert catalogue.AREA_LAYERS[division_of_year(level, year)].name == layer


# ---- PxWebApi


def test_figures_are_asked_for_as_documented():
    selection = {
        "Region": ["0114R001_RegSO2025", "0114R002_RegSO2025"],
        "ContentsCode": ["000008IT", "000008IU"],
        "Tid": ["2024"],
    }
    assert data_request(API, "TAB6586", selection).url == (
        f"{API}tables/TAB6586/data?lang=sv&valueCodes[Region]=0114R001_RegSO2025,0114R002_RegSO2025"
        "&valueCodes[ContentsCode]=000008IT,000008IU&valueCodes[Tid]=2024&outputFormat=json-stat2"
    )


def test_a_plus_in_a_code_is_not_a_blank():
    request = data_request(API, "TAB6574", {"Kon": ["1+2"]})
    assert parse_qs(urlsplit(request.url).query)["valueCodes[Kon]"] == ["1+2"]


def test_a_long_question_is_posted_with_the_same_content():
    codes = [f"0114R{number:03d}_RegSO2025" for number in range(300)]
    selection = {"Region": codes, "Tid": ["2024"]}
    request = data_request(API, "TAB6586", selection)
    assert request.url == f"{API}tables/TAB6586/data?lang=sv&outputFormat=json-stat2"
    assert json.loads(request.body) == {
        "selection": [
            {"variableCode": "Region", "valueCodes": codes},
            {"variableCode": "Tid", "valueCodes": ["2024"]},
        ]
    }


@given(st.integers(1, 200), st.integers(1, 40))
def test_no_address_is_longer_than_the_service_takes(count, length):
    codes = ["x" * length] * count
    request = data_request(API, "TAB6586", {"Region": codes})
    assert len(request.url) <= MAX_URL
    assert bool(request.body) == ("valueCodes" not in request.url)


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(1, 9), min_size=1),
    st.integers(1, 100),
)
def test_parts_hold_every_cell_once_and_none_too_many(sizes, most):
    selection = {code: [f"{code}{number}" for number in range(size)] for code, size in sizes.items()}
    parts = list(parts_of(selection, most))
    assert all(math.prod(map(len, part.values())) <= most for part in parts)
    cells = [frozenset(cell) for part in parts for cell in _cells(part)]
    assert len(cells) == len(set(cells)) == math.prod(sizes.values())
    assert set(cells) == {frozenset(cell) for cell in _cells(selection)}


def _cells(selection):
    cells = [()]
    for codes in selection.values():
        cells = [(*cell, code) for cell in cells for code in codes]
    return cells


VALUES = [
    *("0114", "00", "0114R001", "0114R001_RegSO2025", "0114R002_RegSO2025", "0114R002"),
    *("0114A0010", "0114A0010_DeSO2025", "0114C1010_DeSO2025"),
]


@pytest.mark.parametrize(
    ("level", "division", "expected"),
    [
        ("RegSO", REGSO_2020, {"0114R001": "0114R001", "0114R002": "0114R002"}),
        ("RegSO", REGSO_2025, {"0114R001": "0114R001_RegSO2025", "0114R002": "0114R002_RegSO2025"}),
        ("DeSO", DESO_2018, {"0114A0010": "0114A0010"}),
        ("DeSO", DESO_2025, {"0114A0010": "0114A0010_DeSO2025", "0114C1010": "0114C1010_DeSO2025"}),
    ],
)
def test_codes_are_those_of_one_division(level, division, expected):
    assert catalogue.database_codes(level, division, VALUES) == expected


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        ({"Region": ["9999R001"], "Tid": ["2024"]}, "Table TAB6586 has no 9999R001 in Region"),
        ({"Region": ["0114R001"]}, "Table TAB6586 has a further variable Tid"),
        ({"Region": ["0114R001"], "Tid": []}, "Table TAB6586 has a further variable Tid"),
        ({"Area": ["0114R001"], "Tid": ["2024"]}, "Table TAB6586 has no variable Area, only Region, Tid"),
    ],
)
def test_what_a_table_does_not_have_is_not_asked_for(selection, words):
    table = TableInfo("TAB6586", "", "", [Variable("Region", ["0114R001"]), Variable("Tid", ["2024"])])
    with pytest.raises(InputError, match=words):
        _require_values(table, selection)


# ---- answers of any kind


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            [
                *("features", "numberMatched", "properties", "id", "dimension", "category", "index", "label"),
                *("value", "size", "Region", "Tid", "maxDataCells", "maxCallsPerTimeWindow", "timeWindow"),
            ]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=25,
)
READERS = [_limits, _metadata, _data({"Region": ["0114R001"]}), _read_page(REGSO)]


@pytest.mark.parametrize("read", READERS)
@given(content=JSON)
def test_any_json_is_taken_or_broken(read, content):
    with contextlib.suppress(BrokenAnswerError):
        read(Answer(200, "", json.dumps(content).encode()))


@pytest.mark.parametrize("read", READERS)
@given(body=st.binary(max_size=60))
def test_any_bytes_are_broken(read, body):
    with pytest.raises(BrokenAnswerError):
        read(Answer(200, "", body))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b"", b"null", b"\xef\xbb\xbf{}"])
def test_deep_and_empty_answers_are_broken(read, body):
    with pytest.raises(BrokenAnswerError):
        read(Answer(200, "", body))


RING = [[0, 0], [1, 0], [1, 1], [0, 0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}


def feature(code="0114R001", geometry=POLYGON):
    return {"id": "x.1", "properties": {"regsokod": code}, "geometry": geometry}


def read_page(content, layer=REGSO):
    return _read_page(layer)(Answer(200, "", json.dumps(content).encode()))


def test_a_page_is_read():
    page = {"features": [feature("a"), feature("b")], "numberMatched": 5}
    assert read_page(page) == Contents(["a", "b"], 5)


@pytest.mark.parametrize("total", ["unknown", None, True])
def test_a_service_need_not_count(total):
    assert read_page({"features": [feature()], "numberMatched": total}).total is None


def test_where_no_field_is_known_the_polygon_tells():
    other = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 0]]]}
    numbered = [
        {**feature(None, geometry), "id": f"x.{place}"}
        for place, geometry in enumerate((POLYGON, other, POLYGON))
    ]
    keys = read_page({"features": numbered, "numberMatched": 3}, catalogue.SMALL_LOCALITIES).keys
    assert keys[0] == keys[2] != keys[1]
    assert "sortBy" not in page_request(WFS, catalogue.SMALL_LOCALITIES, Where(), 0).url


@pytest.mark.parametrize(
    "content",
    [
        {"features": [feature()], "numberMatched": 10**9},
        {"features": [feature()], "numberMatched": -1},
        {"features": [feature(None)], "numberMatched": 1},
        {"features": [{"properties": None, "geometry": POLYGON}], "numberMatched": 1},
        {"features": [feature(geometry=None)], "numberMatched": 1},
        {"features": [feature(geometry={"type": "Point", "coordinates": [0, 0]})], "numberMatched": 1},
        {"features": [feature(geometry={"type": "Polygon", "coordinates": []})], "numberMatched": 1},
        {"features": ["0114R001"], "numberMatched": 1},
        {"features": {}, "numberMatched": 0},
    ],
)
def test_pages_that_cannot_be_are_broken(content):
    with pytest.raises(BrokenAnswerError):
        read_page(content)


NOW = datetime.datetime(2026, 11, 28, tzinfo=datetime.timezone.utc)


def pages(*parts, total=4, days=0):
    return [
        Page(
            Reply(
                Contents(list(keys), total), b"", NOW - datetime.timedelta(days=days * number), is_kept=False
            )
        )
        for number, keys in enumerate(parts)
    ]


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (pages("ab", "cd"), ""),
        (pages("ab", "c", total=None), ""),
        (pages("ab", "c", "", total=None), ""),
        (pages("ab", total=None), ""),
        (pages("", total=None), ""),
        (pages("ab", "cd", total=None), "nobody says whether a page is missing"),
        (pages("ab", "cd", "", total=None), "nobody says whether a page is missing"),
        (pages([str(number) for number in range(200)], total=None), "nobody says whether a page is missing"),
        (pages("ab", "bc"), "regsokod b is there 2 times"),
        (pages("ab", "c"), "3 of 4 features"),
        (pages("ab", "cde"), "5 of 4 features"),
        (pages("ab", "cd", days=6), "fetched from 2026-11-22 to 2026-11-28"),
        ([*pages("ab"), *pages("cd", total=5)], "the number of features changed"),
    ],
)
def test_pages_fit_or_it_is_said_why_not(found, fault):
    assert _misfit(REGSO, found) == fault


def test_an_answer_without_a_region_or_a_cell_is_broken():
    def answer(codes, values, size=None):
        category = {"category": {"index": {code: place for place, code in enumerate(codes)}}}
        made = {
            "id": ["Region"],
            "size": [len(codes)] if size is None else size,
            "dimension": {"Region": category},
            "value": values,
        }
        return Answer(200, "", json.dumps(made).encode())

    read = _data({"Region": ["a", "b"]})
    read(answer(["a", "b"], [1, 2]))
    read(answer(["b", "a"], {"0": 1}))
    for broken in (
        answer(["a"], [1]),
        answer(["a", "b"], [1]),
        answer(["a", "c"], [1, 2]),
        answer(["a", "b"], [1, 2], [7]),
        answer(["a", "b"], {"2": 1}),
        answer(["a", "b"], {"-1": 1}),
        answer(["a", "b"], {"x": 1}),
        answer(["a", "b"], 3),
    ):
        with pytest.raises(BrokenAnswerError):
            read(broken)


@pytest.mark.parametrize("value", [0, 0.5, -1, True, None, "3", float("inf")])
@pytest.mark.parametrize("name", ["maxDataCells", "maxCallsPerTimeWindow", "timeWindow"])
def test_limits_that_are_none_are_broken(name, value):
    content = {"maxDataCells": 150_000, "maxCallsPerTimeWindow": 3, "timeWindow": 1, name: value}
    with pytest.raises(BrokenAnswerError):
        _limits(Answer(200, "", json.dumps(content).encode()))


def test_an_origin_is_scheme_machine_and_port():
    assert Request("https://anna:x@Example.org:8443/a").origin == ("https", "example.org:8443")
    assert Request("http://example.org/a").origin != Request("https://example.org/a").origin
    assert Request("http://example.org/a").origin != Request("http://example.org:8080/a").origin


@pytest.mark.parametrize(
    ("host", "own"), [("geodata.scb.se", True), ("scb.se", True), ("notscb.se", False), ("127.0.0.1", False)]
)
def test_scb_is_told_by_its_machines(host, own):
    assert catalogue.is_own(host) == own
