"""The local server that answers like SCB's two services: every rule and every fault, asked with urllib."""

from __future__ import annotations

import email.utils
import functools
import gzip
import http.client
import json
import socket
import ssl
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from segregation_plugin.core.municipalities import MUNICIPALITIES
from tools.fake_scb import KINDS, FakeScb, national_country, recorded_country, sample_country
from tools.fake_scb.limits import CallWindow, Limits
from tools.fake_scb.sweref99tm import SWEREF_99_TM, GaussKruger, reproject

ROOT = Path(__file__).resolve().parents[2]
MANY = {"max_calls_per_time_window": 100_000}
INDEX = {"valueCodes[Region]": "*", "valueCodes[ContentsCode]": "000008IT", "valueCodes[Tid]": "2024"}
PAGE = {"sortBy": "regsokod", "count": "10"}
OWS = "{http://www.opengis.net/ows/1.1}"


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


OPENER = build_opener(ProxyHandler({}))
STAYING = build_opener(ProxyHandler({}), NoRedirect())


class Got:
    """An answer read to its end."""

    def __init__(self, response):
        self.status, self.headers, self.url = response.status, response.headers, response.geturl()
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


def fetch(url, opener=OPENER, body=None, timeout=10):
    data = None if body is None else (body if isinstance(body, bytes) else json.dumps(body).encode())
    request = Request(url, data, {"Content-Type": "application/json"} if data else {})  # noqa: S310 - loopback
    try:
        return Got(opener.open(request, timeout=timeout))
    except HTTPError as error:
        return Got(error)


def wfs(scb, request="GetFeature", layer="stat:RegSO_2025", opener=OPENER, **parameters):
    query = {
        "service": "WFS",
        "version": "2.0.0",
        "request": request,
        "typeNames": layer,
        "outputFormat": "application/json",
        **parameters,
    }
    return fetch(f"{scb.wfs_url}?{urlencode(query)}", opener)


def data(scb, table="TAB6586", body=None, **parameters):
    address = f"{scb.pxweb_url}tables/{table}/data?lang=sv"
    if body is not None:
        return fetch(address, body={"selection": body})
    return fetch(f"{address}&{urlencode(parameters, quote_via=quote)}")


def codes_of(document, axis="Region"):
    return list(document["dimension"][axis]["category"]["index"])


def region_codes(answer):
    return [feature["properties"]["regsokod"] for feature in answer.json["features"]]


def exception_of(answer):
    root = ET.fromstring(answer.body)  # noqa: S314 - our own server
    assert root.tag == f"{OWS}ExceptionReport"
    return root.find(f"{OWS}Exception").get("exceptionCode")


@pytest.fixture(scope="module")
def sample():
    return sample_country()


@pytest.fixture(scope="module")
def national():
    return national_country()


@pytest.fixture
def scb(sample):
    with FakeScb(sample, **MANY) as server:
        yield server


@pytest.fixture(scope="module")
def karlstad(shared_data):
    with FakeScb(recorded_country(shared_data / "karlstad"), **MANY) as server:
        yield server


def recorded(shared_data, name):
    return json.loads((shared_data / name).read_text(encoding="utf-8-sig"))


class TestProjection:
    # Lantmäteriet: control points of SWEREF 99 TM, and the worked example of the guide to Krüger's formulas.
    POINTS = (
        (55.0, 14.25, 6095048.642, 452024.069),
        (57.0, 12.75, 6319636.937, 363331.554),
        (57.0, 19.5, 6326392.707, 773251.054),
        (59.0, 11.25, 6546096.724, 284626.066),
    )

    @pytest.mark.parametrize(("latitude", "longitude", "north", "east"), POINTS)
    def test_control_points_both_ways(self, latitude, longitude, north, east):
        assert SWEREF_99_TM.project(longitude, latitude) == pytest.approx((east, north), abs=6e-4)
        assert SWEREF_99_TM.unproject(east, north) == pytest.approx((longitude, latitude), abs=1e-8)

    def test_worked_example_of_the_guide(self):
        system = GaussKruger(13 + 35 / 60 + 7.692 / 3600, 1.00000254, -6226307.8640, 84182.8790)
        east, north = system.project(24.0, 66.0)
        assert (north, east) == pytest.approx((1135809.413803, 555304.016555), abs=1e-5)

    def test_there_and_back_over_all_of_sweden(self):
        corners = [[[267_000.5, 6_132_000.25], [918_000.0, 7_670_000.0]], [[500_000.0, 6_900_000.0]]]
        there = reproject(corners, 4326)
        for ring, again in zip(corners, reproject(there, 3006), strict=True):
            for point, back in zip(ring, again, strict=True):
                assert back == pytest.approx(point, abs=2e-3)  # eight decimals of a degree are a millimetre


class TestGeodata:
    def test_the_sample_comes_as_it_lies_in_the_file(self, scb):
        file = json.loads((ROOT / "resources/sample/regso_2025.geojson").read_text(encoding="utf-8"))
        answer = wfs(scb).json
        assert answer["features"] == file["features"]
        assert answer["crs"] == file["crs"]
        assert answer.keys() == file.keys()

    def test_pages_in_order_make_the_whole(self, scb):
        pages = [wfs(scb, sortBy="regsokod", count=50, startIndex=start) for start in (0, 50, 100, 150)]
        assert [page.json["numberReturned"] for page in pages] == [50, 50, 25, 0]
        assert {page.json["numberMatched"] for page in pages} == {125}
        codes = [code for page in pages for code in region_codes(page)]
        assert codes == sorted(set(codes))
        assert len(codes) == 125

    def test_the_server_hands_out_no_more_than_its_limit(self, sample):
        with FakeScb(sample, max_features=30) as scb:
            answer = wfs(scb, count=5000).json
        assert (answer["numberReturned"], answer["numberMatched"], answer["totalFeatures"]) == (30, 125, 125)

    def test_names_of_parameters_are_read_in_any_case(self, scb):
        query = "SERVICE=wfs&VERSION=2.0.0&REQUEST=getfeature&TYPENAMES=RegSO_2025&OutputFormat=application/json&COUNT=2"
        assert fetch(f"{scb.wfs_url}?{query}").json["numberReturned"] == 2

    def test_longitude_and_latitude_on_request(self, scb):
        plane, round_earth = (wfs(scb, count=1, srsName=name).json for name in ("EPSG:3006", "EPSG:4326"))
        assert round_earth["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::4326"
        (east, north), (longitude, latitude) = (
            page["features"][0]["geometry"]["coordinates"][0][0] for page in (plane, round_earth)
        )
        assert SWEREF_99_TM.project(longitude, latitude) == pytest.approx((east, north), abs=2e-3)
        assert 10 < longitude < 25
        assert 55 < latitude < 70

    @pytest.mark.parametrize(
        ("cql", "expected"),
        [
            ("kommunkod='9902'", {"9902"}),
            ("kommunkod IN ('9902','9903')", {"9902", "9903"}),
            ("lanskod in ('99')", {"9901", "9902", "9903"}),
            ("kommunkod = '9902' OR kommunkod IN ('9903')", {"9902", "9903"}),
            ("(kommunkod='9902' OR kommunkod='9903') AND kommunkod='9903'", {"9903"}),
            ("kommunkod='9902' OR kommunkod='9903' AND lanskod='01'", {"9902"}),
            ("kommunkod='0180'", set()),
        ],
    )
    def test_filters(self, scb, cql, expected):
        answer = wfs(scb, CQL_FILTER=cql)
        assert {code[:4] for code in region_codes(answer)} == expected
        assert answer.json["numberMatched"] == answer.json["numberReturned"]

    @pytest.mark.parametrize(
        "cql",
        [
            "kommunkod LIKE '99%'",
            "kommunkod='9902",
            "kommun='9902'",
            "kommunkod=9902",
            "kommunkod='1' kommunkod='2'",
            "kommunkod IN ('1'",
            "",
            "INTERSECTS(sp_geometry, POINT(1 2))",
        ],
    )
    def test_other_filters_are_refused(self, scb, cql):
        answer = wfs(scb, CQL_FILTER=cql)
        assert answer.status == 400
        assert exception_of(answer) == "InvalidParameterValue"

    def test_a_box(self, scb):
        (area,) = wfs(scb, count=1).json["features"]
        west, south, east, north = shape(area["geometry"]).bounds
        answer = wfs(scb, bbox=f"{west},{south},{east},{north},EPSG:3006")
        assert area["properties"]["regsokod"] in region_codes(answer)
        assert 1 < answer.json["numberReturned"] < 125
        assert wfs(scb, bbox="1,1,2,2,EPSG:3006").json["crs"] is None

    @pytest.mark.parametrize("box", ["1,2,3,4", "1,2,3,4,EPSG:4326", "1,2,3,EPSG:3006", "a,b,c,d,EPSG:3006"])
    def test_other_boxes_are_refused(self, scb, box):
        assert wfs(scb, bbox=box).status == 400

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"request": "Transaction"}, "OperationNotSupported"),
            ({"typeNames": "stat:Kommun"}, "InvalidParameterValue"),
            ({"typeNames": ""}, "MissingParameterValue"),
            ({"service": "WMS"}, "MissingParameterValue"),
            ({"version": "1.0.0"}, "VersionNegotiationFailed"),
            ({"outputFormat": "shape-zip"}, "InvalidParameterValue"),
            ({"srsName": "EPSG:3857"}, "InvalidParameterValue"),
            ({"sortBy": "bef"}, "InvalidParameterValue"),
            ({"count": "-1"}, "InvalidParameterValue"),
            ({"bbox": "1,1,2,2,EPSG:3006", "CQL_FILTER": "lanskod='99'"}, "NoApplicableCode"),
        ],
    )
    def test_what_is_refused(self, scb, change, code):
        answer = wfs(scb, **change)
        assert answer.status == 400
        assert exception_of(answer) == code

    def test_refusals_with_status_200_as_other_versions_do(self, sample):
        with FakeScb(sample, exception_status=200) as scb:
            answer = wfs(scb, layer="stat:Kommun")
        assert answer.status == 200
        assert exception_of(answer) == "InvalidParameterValue"

    def test_sorting_backwards_and_by_two(self, scb):
        codes = region_codes(wfs(scb, sortBy="kommunkod D,regsokod A"))
        assert codes == sorted(sorted(codes), key=lambda code: -int(code[:4]))

    def test_capabilities_name_the_layers(self, scb):
        answer = wfs(scb, "GetCapabilities")
        root = ET.fromstring(answer.body)  # noqa: S314 - our own server
        names = [element.text for element in root.iter() if element.tag.endswith("}Name")]
        assert {"stat:RegSO_2020", "stat:DeSO_2025", "stat:befolkning_1km_2025"} <= set(names)
        assert len(names) == 7

    def test_squares_have_their_corner_in_their_name(self, scb):
        squares = wfs(scb, layer="stat:befolkning_1km_2025").json["features"]
        assert sum(square["properties"]["beftotalt"] for square in squares) > 100_000
        for square in squares:
            west, south, east, north = shape(square["geometry"]).bounds
            assert square["properties"]["rutid_scb"] == f"{int(west):06d}{int(south):07d}"
            assert (east - west, north - south) == (1000, 1000)

    def test_built_up_areas_of_the_sample(self, scb):
        places = wfs(scb, layer="stat:Tatorter_2023").json["features"]
        assert [place["properties"]["tatort"] for place in places][:2] == ["Storköping", "Ekvik"]
        for place in places:
            hectares = shape(place["geometry"]).area / 10_000
            assert place["properties"]["area_ha"] == pytest.approx(hectares, abs=1)


class TestStatistics:
    def test_config_says_the_limits(self, sample):
        with FakeScb(sample, max_data_cells=500, time_window=2) as scb:
            config = fetch(f"{scb.pxweb_url}config").json
        assert (config["maxDataCells"], config["maxCallsPerTimeWindow"], config["timeWindow"]) == (500, 3, 2)

    @pytest.mark.parametrize(
        ("regions", "codelist", "expected"),
        [
            ("*", "vs_RegSO2025", 125),
            ("*", "vs_RegSO2020", 125),
            ("*", "", 250),
            ("*_RegSO2025", "", 125),
            ("9902*", "", 42),
            ("9901R001,9901R002", "", 2),
            ("9901R00?", "vs_RegSO2020", 9),
        ],
    )
    def test_regions_are_chosen_by_wildcard_list_and_codelist(self, scb, regions, codelist, expected):
        choice = {**INDEX, "valueCodes[Region]": regions}
        if codelist:
            choice["codelist[Region]"] = codelist
        document = data(scb, **choice).json
        codes = codes_of(document)
        assert len(codes) == document["size"][0]
        if regions == "9902*":
            assert codes
            assert all(code.startswith("9902") for code in codes)
        else:
            assert len(codes) == expected
        if codelist == "vs_RegSO2025":
            assert all(code.endswith("_RegSO2025") for code in codes)

    def test_a_repeated_parameter_silently_keeps_the_last(self, scb):
        address = f"{scb.pxweb_url}tables/TAB6586/data?{urlencode(INDEX)}"
        assert codes_of(fetch(f"{address}&valueCodes[Region]=9901R001&valueCodes[Region]=9901R002").json) == [
            "9901R002"
        ]

    def test_the_body_says_the_same_as_the_address(self, scb):
        regions = ["9901R001", "9901R001_RegSO2025"]
        by_address = data(scb, **{**INDEX, "valueCodes[Region]": ",".join(regions)}).json
        body = [
            {"variableCode": "Region", "valueCodes": regions},
            {"variableCode": "ContentsCode", "valueCodes": ["000008IT"]},
            {"variableCode": "Tid", "valueCodes": ["2024"]},
        ]
        assert data(scb, body=body).json == by_address
        body[0] = {"variableCode": "Region", "codelist": "vs_RegSO2025", "valueCodes": ["9901*"]}
        assert all(code.endswith("_RegSO2025") for code in codes_of(data(scb, body=body).json))

    @pytest.mark.parametrize(
        ("expression", "years"),
        [
            ("top(1)", ["2024"]),
            ("TOP(2)", ["2023", "2024"]),
            ("bottom(2)", ["2020", "2021"]),
            ("from(2023)", ["2023", "2024"]),
            ("to(2021)", ["2020", "2021"]),
            ("*", ["2020", "2021", "2022", "2023", "2024"]),
            ("2024,2020", ["2020", "2024"]),
        ],
    )
    def test_years_by_expression(self, scb, expression, years):
        assert codes_of(data(scb, **{**INDEX, "valueCodes[Tid]": expression}).json, "Tid") == years

    def test_a_range_works_in_a_body_only(self, scb):
        answer = data(scb, **{**INDEX, "valueCodes[Tid]": "range(2021,2023)"})
        assert (answer.status, answer.json["title"]) == (400, "Illegal selection expression")
        body = [
            {"variableCode": "Region", "valueCodes": ["9901R001"]},
            {"variableCode": "ContentsCode", "valueCodes": ["*"]},
            {"variableCode": "Tid", "valueCodes": ["range(2021,2023)"]},
        ]
        assert codes_of(data(scb, body=body).json, "Tid") == ["2021", "2022", "2023"]

    @pytest.mark.parametrize(
        ("change", "title"),
        [
            ({"valueCodes[Region]": "0114R001"}, "Non-existent value"),
            ({"valueCodes[Region]": "0114*"}, "Non-existent value"),
            ({"valueCodes[Region]": "9901R001", "codelist[Region]": "vs_RegSO2025"}, "Non-existent value"),
            ({"codelist[Region]": "vs_RegSO2030"}, "Non-existent codelist"),
            ({"codelist[Region]": "vs_DeSO2025"}, "Non-existent codelist"),
            ({"codelist[Tid]": "vs_RegSO2025"}, "Non-existent codelist"),
            ({"valueCodes[Alder]": "totalt"}, "Non-existent variable"),
            ({"valueCodes[Tid]": "top(x)"}, "Illegal selection expression"),
            ({"valueCodes[Tid]": ""}, "Non-existent value"),
            ({"outputFormat": "csv"}, "Unsupported output format"),
            ({"lang": "no"}, "Unsupported language"),
        ],
    )
    def test_what_is_refused(self, scb, change, title):
        answer = data(scb, **{**INDEX, **change})
        assert answer.status == 400
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert answer.json["title"] == title

    @pytest.mark.parametrize("missing", INDEX)
    def test_an_axis_without_elimination_must_be_chosen(self, scb, missing):
        answer = data(scb, **{key: value for key, value in INDEX.items() if key != missing})
        assert (answer.status, answer.json["title"]) == (400, "Missing selection for mandantory variable")

    def test_an_axis_with_elimination_is_left_out_and_its_total_taken(self, scb):
        choice = {
            "valueCodes[Region]": "9901R001",
            "valueCodes[ContentsCode]": "*",
            "valueCodes[Tid]": "2023",
        }
        document = data(scb, "TAB6574", **choice).json
        assert document["id"] == ["Region", "ContentsCode", "Tid"]
        assert document["extension"]["px"]["stub"] == ["Region"]
        whole = data(
            scb, "TAB6574", **choice, **{"valueCodes[Alder]": "totalt", "valueCodes[Kon]": "1+2"}
        ).json
        assert whole["id"] == ["Region", "Alder", "Kon", "ContentsCode", "Tid"]
        assert whole["value"] == document["value"]

    def test_a_plus_sign_that_is_not_escaped_becomes_a_blank(self, scb):
        address = f"{scb.pxweb_url}tables/TAB6574/data?valueCodes[Region]=*&valueCodes[ContentsCode]=*&valueCodes[Tid]=*"
        assert fetch(f"{address}&valueCodes[Kon]=1%2B2").status == 200
        assert fetch(f"{address}&valueCodes[Kon]=1+2").status == 400

    @pytest.mark.parametrize("body", [b"nonsense", b"[]", b'{"selection":[{}]}', b'{"selection":[1]}'])
    def test_a_body_of_another_kind_is_refused(self, scb, body):
        assert fetch(f"{scb.pxweb_url}tables/TAB6586/data", body=body).status == 400

    def test_too_many_cells(self, sample):
        with FakeScb(sample, max_data_cells=249, **MANY) as scb:
            answer = data(scb, **INDEX)
            assert answer.status == 403
            assert answer.json["detail"] == "Too many cells selected"
            assert data(scb, **INDEX, **{"codelist[Region]": "vs_RegSO2020"}).status == 200
        with FakeScb(sample, max_data_cells=249, too_many_cells_status=400) as scb:
            assert data(scb, **INDEX).status == 400

    def test_a_long_address_is_refused_and_the_body_is_not(self, scb):
        codes = [f"9901R{number:03d}_RegSO2025" for number in range(1, 74)] * 2
        answer = data(scb, **{**INDEX, "valueCodes[Region]": ",".join(codes)})
        assert answer.status == 414
        body = [
            {"variableCode": "Region", "valueCodes": codes},
            {"variableCode": "ContentsCode", "valueCodes": ["000008IT"]},
            {"variableCode": "Tid", "valueCodes": ["2024"]},
        ]
        assert data(scb, body=body).json["size"] == [73, 1, 1]

    def test_the_call_window(self, sample):
        with FakeScb(sample, time_window=0.5) as scb:
            answers = [fetch(f"{scb.pxweb_url}config") for _ in range(4)]
            assert [answer.status for answer in answers] == [200, 200, 200, 429]
            assert answers[-1].headers["Retry-After"] == "1"
            assert wfs(scb, count=1).status == 200
            time.sleep(0.5)
            assert fetch(f"{scb.pxweb_url}config").status == 200

    def test_the_window_slides_and_refused_calls_do_not_count(self):
        clock = iter([0.0, 0.4, 0.6, 1.0, 1.1]).__next__
        window = CallWindow(Limits(max_calls_per_time_window=2), clock)
        assert [round(window.enter(), 6) for _ in range(5)] == [0, 0, 0.4, 0, 0.3]

    def test_a_year_of_the_other_division_is_missing_in_one_table_and_nought_in_the_other(self, scb):
        both = "9901R001,9901R001_RegSO2025"
        index = data(scb, **{**INDEX, "valueCodes[Region]": both, "valueCodes[Tid]": "2023,2024"}).json
        assert [value is None for value in index["value"]] == [False, True, True, False]
        assert index["status"] == {"1": "..", "2": ".."}
        choice = {"valueCodes[Region]": both, "valueCodes[ContentsCode]": "*", "valueCodes[Tid]": "2023,2024"}
        people = data(scb, "TAB6574", **choice).json
        assert [value == 0 for value in people["value"]] == [False, True, True, False]
        assert "status" not in people

    def test_metadata_describe_the_whole_table_without_figures(self, scb):
        document = fetch(f"{scb.pxweb_url}tables/TAB6586/metadata?lang=sv").json
        assert (document["size"], document["value"]) == ([250, 5, 5], [])
        assert document["label"] == "Socioekonomiskt index efter region. År 2020-2024"
        lists = document["dimension"]["Region"]["extension"]["codelists"]
        assert [entry["id"] for entry in lists] == ["vs_RegSO2020", "vs_RegSO2025"]
        codelist = fetch(lists[1]["links"][0]["href"]).json
        assert len(codelist["values"]) == 125
        assert codelist["values"][0]["valueMap"] == [codelist["values"][0]["code"]]

    def test_the_list_of_tables(self, scb):
        listing = fetch(f"{scb.pxweb_url}tables?lang=sv&query=socioekonomiskt").json
        (entry,) = listing["tables"]
        assert (entry["id"], entry["firstPeriod"], entry["lastPeriod"]) == ("TAB6586", "2020", "2024")
        pages = fetch(f"{scb.pxweb_url}tables?pageSize=1&pageNumber=1").json["page"]
        assert (pages["totalElements"], pages["totalPages"]) == (2, 2)
        assert fetch(f"{scb.pxweb_url}tables/tab6586").json["id"] == "TAB6586"

    @pytest.mark.parametrize(
        "path", ["tables/TAB1", "tables/TAB1/data", "codelists/vs_DeSO2025", "codelists/x", "no"]
    )
    def test_what_is_not_there(self, scb, path):
        assert fetch(scb.pxweb_url + path).status == 404


class TestLog:
    def test_what_was_asked_is_remembered(self, scb):
        before = time.monotonic()
        data(scb, **INDEX)
        data(scb, body=[])
        wfs(scb, count=7)
        figures, refused, areas = scb.requests
        assert (figures.method, figures.path) == ("GET", "/api/v2/tables/TAB6586/data")
        assert "valueCodes%5BRegion%5D=%2A" in figures.query
        assert (figures.status, figures.count) == (200, 250)
        assert (refused.method, refused.body, refused.status) == ("POST", '{"selection": []}', 400)
        assert (areas.status, areas.count) == (200, 7)
        assert before < figures.time < areas.time < time.monotonic()

    def test_connections_are_kept(self, scb):
        place = urlsplit(scb.pxweb_url)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=5)
        start = time.monotonic()
        for _ in range(10):
            connection.request("GET", "/api/v2/config")
            assert connection.getresponse().read()
        assert time.monotonic() - start < 0.3  # a delayed acknowledgement would take 40 ms each
        first = connection.sock
        connection.request("GET", "/nowhere")
        assert connection.getresponse().status == 404
        assert connection.sock is first
        connection.close()


class TestFaults:
    def test_a_fault_befalls_the_requests_it_is_meant_for(self, scb):
        scb.fail("503", times=2, where="TAB6586")
        scb.fail("500", where="valueCodes[Tid]=2023")
        assert data(scb, "TAB6574", **INDEX).status == 400
        assert [data(scb, **INDEX).status for _ in range(3)] == [503, 503, 200]
        assert data(scb, **{**INDEX, "valueCodes[Tid]": "2023"}).status == 500

    def test_an_unknown_fault_is_an_error(self, scb):
        with pytest.raises(ValueError, match="no fault earthquake"):
            scb.fail("earthquake")

    def test_every_fault_has_a_test(self):
        text = Path(__file__).read_text(encoding="utf-8")
        assert [kind for kind in KINDS if f'fail("{kind}"' not in text] == []

    def test_too_many_requests_in_seconds_and_as_a_date(self, scb):
        scb.fail("429", seconds=3)
        scb.fail("429_date", seconds=100)
        assert data(scb, **INDEX).headers["Retry-After"] == "3"
        date = email.utils.parsedate_to_datetime(data(scb, **INDEX).headers["Retry-After"])
        assert 95 < date.timestamp() - time.time() < 102

    def test_unavailable_with_and_without_a_time(self, scb):
        scb.fail("503")
        scb.fail("503", seconds=7)
        assert [data(scb, **INDEX).headers["Retry-After"] for _ in range(2)] == [None, "7"]

    @pytest.mark.parametrize("kind", ["wrong_type", "html", "empty", "exception_report", "bad_json"])
    def test_answers_that_are_none(self, scb, kind):
        scb.fail(kind)
        answer = wfs(scb)
        assert answer.status == 200
        with pytest.raises(ValueError, match=r"."):
            answer.json  # noqa: B018 - the property raises
        assert wfs(scb).json["numberMatched"] == 125

    def test_their_types(self, scb):
        types = {}
        scb.fail("wrong_type")
        types["wrong_type"] = wfs(scb).headers["Content-Type"]
        scb.fail("html")
        types["html"] = wfs(scb).headers["Content-Type"]
        scb.fail("exception_report")
        types["exception_report"] = wfs(scb).headers["Content-Type"]
        scb.fail("empty")
        assert wfs(scb).headers["Content-Length"] == "0"
        scb.fail("bad_json")
        assert wfs(scb).headers["Content-Type"].startswith("application/json")
        assert types == {
            "wrong_type": "binary/octet-stream",
            "html": "text/html; charset=utf-8",
            "exception_report": "application/xml",
        }

    def test_slow(self, scb):
        scb.fail("slow", seconds=0.4)
        start = time.monotonic()
        assert wfs(scb).json["numberMatched"] == 125
        assert 0.35 < time.monotonic() - start < 2

    def test_a_stalled_answer_gives_the_headers_and_then_nothing(self, scb):
        scb.fail("stall", seconds=20)
        connection = http.client.HTTPConnection(*_place(scb), timeout=0.3)
        connection.request("GET", "/api/v2/config")
        response = connection.getresponse()
        assert response.status == 200
        with pytest.raises(socket.timeout):
            response.read()
        connection.close()

    def test_a_server_stops_in_the_midst_of_a_stalled_answer(self, sample):
        with FakeScb(sample) as scb:
            scb.fail("stall", seconds=20)
            connection = http.client.HTTPConnection(*_place(scb), timeout=5)
            connection.request("GET", "/api/v2/config")
            response = connection.getresponse()
            start = time.monotonic()
        assert time.monotonic() - start < 1
        with pytest.raises(http.client.IncompleteRead):
            response.read()

    def test_cut(self, scb):
        scb.fail("cut")
        scb.fail("cut_chunked")
        for _ in range(2):
            with pytest.raises(http.client.IncompleteRead):
                wfs(scb)
        assert wfs(scb).status == 200

    def test_packed(self, scb):
        plain = data(scb, **INDEX).body
        scb.fail("gzip")
        scb.fail("truncated_gzip")
        whole, cut = data(scb, **INDEX), data(scb, **INDEX)
        assert whole.headers["Content-Encoding"] == cut.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(whole.body) == plain
        with pytest.raises(EOFError):
            gzip.decompress(cut.body)

    def test_redirects(self, scb):
        scb.fail("redirect")
        answer = wfs(scb, count=1)
        assert answer.status == 200
        assert answer.url.endswith("&redirected=1")
        assert [asked.status for asked in scb.requests] == [302, 200]
        scb.fail("redirect_file")
        assert wfs(scb, opener=STAYING).headers["Location"] == "file:///etc/passwd"

    def test_a_loop_of_redirects_never_ends(self, scb):
        scb.fail("redirect_loop")
        answer = wfs(scb, opener=STAYING)
        for _ in range(5):
            assert answer.status == 302
            answer = fetch(f"http://{':'.join(map(str, _place(scb)))}{answer.headers['Location']}", STAYING)
        assert answer.status == 302
        assert wfs(scb, count=1).status == 200

    def test_an_endless_answer(self, scb):
        scb.fail("huge")
        with OPENER.open(f"{scb.pxweb_url}config", timeout=5) as response:
            assert int(response.headers["Content-Length"]) > 10**9
            assert len(response.read(20_000_000)) == 20_000_000

    def test_the_count_changes_between_pages(self, scb):
        scb.fail("changed_count")
        counts = [wfs(scb, **PAGE, startIndex=start).json["numberMatched"] for start in (0, 10, 20)]
        assert counts == [125, 126, 125]

    def test_a_page_comes_again(self, scb):
        scb.fail("repeated_page")
        pages = [region_codes(wfs(scb, **PAGE, startIndex=start)) for start in (0, 10, 20)]
        assert pages[0] == pages[1] != pages[2]

    def test_some_regions_lack(self, scb):
        whole = data(scb, **{**INDEX, "valueCodes[Tid]": "*"}).json
        scb.fail("missing_codes")
        wfs(scb)
        part = data(scb, **{**INDEX, "valueCodes[Tid]": "*"}).json
        kept = codes_of(part)
        assert len(kept) == part["size"][0] == 200
        assert len(part["value"]) == 1000
        for code in kept[:20]:
            mine, theirs = (codes_of(document).index(code) * 5 for document in (part, whole))
            assert part["value"][mine : mine + 5] == whole["value"][theirs : theirs + 5]
            for year in range(5):
                assert part["status"].get(str(mine + year)) == whole["status"].get(str(theirs + year))


def _place(scb):
    place = urlsplit(scb.wfs_url)
    return place.hostname, place.port


class TestTls:
    def test_a_certificate_that_can_be_trusted(self, sample):
        with FakeScb(sample, https=True) as scb:
            with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
                fetch(f"{scb.pxweb_url}config")
            context = ssl.create_default_context(cafile=str(scb.certificate))
            opener = build_opener(ProxyHandler({}), HTTPSHandler(context=context))
            assert fetch(f"{scb.pxweb_url}config", opener).status == 200
            assert scb.pxweb_url.startswith("https://127.0.0.1:")
        assert not scb.certificate.exists()

    def test_a_certificate_whose_time_is_over(self, sample):
        with FakeScb(sample, https=True, expired=True) as scb:
            context = ssl.create_default_context(cafile=str(scb.certificate))
            opener = build_opener(ProxyHandler({}), HTTPSHandler(context=context))
            with pytest.raises(URLError, match="certificate has expired"):
                fetch(f"{scb.pxweb_url}config", opener)

    def test_without_the_openssl_program_it_says_so(self, sample, monkeypatch):
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(RuntimeError, match="needs the openssl program"), FakeScb(sample, https=True):
            pass


@pytest.mark.shared
class TestRecorded:
    def test_the_areas_come_as_they_were_recorded(self, karlstad, shared_data):
        for layer, name in (("RegSO_2025", "geo_regso.json"), ("DeSO_2025", "geo_deso.json")):
            answer = wfs(karlstad, layer=layer, CQL_FILTER="kommunkod='1780'", srsName="EPSG:4326").json
            file = recorded(shared_data, f"karlstad/{name}")
            assert answer.pop("timeStamp") != file.pop("timeStamp")
            assert answer == file

    def test_the_description_of_a_layer(self, karlstad, shared_data):
        answer = wfs(karlstad, "DescribeFeatureType").json
        assert answer == recorded(shared_data, "karlstad/wfs_describe_regso_2025.json")

    def test_the_index_comes_as_it_was_recorded(self, karlstad, shared_data):
        choice = {"valueCodes[Region]": "1780*", "valueCodes[ContentsCode]": "*", "valueCodes[Tid]": "*"}
        document = data(karlstad, **choice).json
        assert document == recorded(shared_data, "karlstad/regso_socioek.json")
        assert list(document) == list(recorded(shared_data, "karlstad/regso_socioek.json"))

    def test_the_population_comes_as_it_was_recorded(self, karlstad, shared_data):
        axes = {"Region": "*", "Alder": "*", "Kon": "1+2", "ContentsCode": "000007Y7", "Tid": "top(1)"}
        document = data(
            karlstad, "TAB6574", **{f"valueCodes[{axis}]": value for axis, value in axes.items()}
        ).json
        assert document == recorded(shared_data, "karlstad/omraden_befolkning.json")

    def test_a_month_comes_as_it_was_recorded(self, karlstad, shared_data):
        file = recorded(shared_data, "pxweb/TAB6471_data.json")
        body = [{"variableCode": axis, "valueCodes": codes_of(file, axis)} for axis in file["id"]]
        assert data(karlstad, "TAB6471", body=body).json == file

    def test_the_configuration_and_what_metadata_say(self, karlstad, shared_data):
        config = recorded(shared_data, "pxweb/config.json")
        answer = fetch(f"{karlstad.pxweb_url}config").json
        assert answer == {**config, "maxCallsPerTimeWindow": MANY["max_calls_per_time_window"]}
        metadata = fetch(f"{karlstad.pxweb_url}tables/TAB6471/metadata").json
        assert metadata.keys() == recorded(shared_data, "pxweb/TAB6471_metadata.json").keys()
        entry = fetch(f"{karlstad.pxweb_url}tables").json["tables"][0]
        assert entry.keys() == recorded(shared_data, "pxweb/tables.json")["tables"][0].keys()

    def test_a_part_of_what_was_recorded(self, karlstad, shared_data):
        file = recorded(shared_data, "karlstad/regso_socioek.json")
        choice = {**INDEX, "codelist[Region]": "vs_RegSO2025", "valueCodes[Tid]": "2024"}
        document = data(karlstad, **choice).json
        assert document["size"] == [31, 1, 1]
        place = codes_of(file).index("1780R002_RegSO2025") * 5 * 14 + 13
        assert document["value"][1] == file["value"][place]
        assert list(document["dimension"]["ContentsCode"]["category"]["unit"]) == ["000008IT"]

    def test_what_was_not_recorded_is_empty(self, karlstad):
        answer = wfs(karlstad, layer="RegSO_2020").json
        assert (answer["numberMatched"], answer["features"]) == (0, [])

    def test_easting_and_northing_of_recorded_areas(self, karlstad):
        areas = wfs(karlstad, srsName="EPSG:3006").json["features"]
        west, south, east, north = shapely.unary_union([shape(area["geometry"]) for area in areas]).bounds
        assert (380_000 < west < east < 450_000, 6_540_000 < south < north < 6_640_000) == (True, True)


def features_of(country, layer):
    return country.layers[layer].features


@pytest.fixture(scope="module")
def polygons(national):
    """The polygons of a layer by code, each layer made once."""

    @functools.cache
    def of(layer):
        key = "desokod" if layer.startswith("DeSO") else "regsokod"
        return {
            feature.properties[key]: shapely.Polygon(feature.coordinates(3006)[0])
            for feature in features_of(national, layer)
        }

    return of


def edge_counts(shapes):
    """How many areas each edge bounds, shape (edges,)."""
    points, area = shapely.get_coordinates(shapes, return_index=True)
    one, other = points[:-1], points[1:]
    swapped = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    edges = np.where(swapped[:, None], np.hstack([other, one]), np.hstack([one, other]))
    edges = edges[area[:-1] == area[1:]]
    edges = edges[np.lexsort(edges.T)]
    is_first = np.append([True], (np.diff(edges, axis=0) != 0).any(axis=1))
    return np.diff(np.append(np.flatnonzero(is_first), len(edges)))


class TestNational:
    def test_as_many_areas_as_there_are(self, national):
        counts = {name: len(layer.features) for name, layer in national.layers.items()}
        assert (counts["RegSO_2020"], counts["RegSO_2025"]) == (3363, 3363)
        assert (counts["DeSO_2018"], counts["DeSO_2025"]) == (5984, 6160)
        for layer in ("RegSO_2020", "DeSO_2025"):
            kommuner = {feature.properties["kommunkod"] for feature in features_of(national, layer)}
            assert kommuner == MUNICIPALITIES.keys()

    def test_the_divisions_differ_as_the_real_ones_do(self, polygons):
        old, new = polygons("RegSO_2020"), polygons("RegSO_2025")
        assert old.keys() - new.keys() == {"2584R001"}
        assert new.keys() - old.keys() == {"2523R011"}
        other = {code for code in old.keys() & new.keys() if not old[code].equals_exact(new[code], 0)}
        assert len(other) == 288
        assert len({code[:4] for code in other}) == 99

    @pytest.mark.parametrize("layer", ["RegSO_2020", "RegSO_2025", "DeSO_2018", "DeSO_2025"])
    def test_areas_tile_the_plane(self, national, polygons, layer):
        shapes = list(polygons(layer).values())
        assert len(shapes) == len(features_of(national, layer))  # codes are unique
        assert shapely.is_valid(shapes).all()
        counts = edge_counts(shapes)
        assert counts.max() == 2
        assert (counts == 1).sum() < 3_500  # the outside of the country only
        assert shapely.get_num_coordinates(shapes).min() >= 20

    def test_deso_lie_in_their_regso(self, national, polygons):
        regso, deso = polygons("RegSO_2025"), polygons("DeSO_2025")
        parts = Counter()
        for feature in features_of(national, "DeSO_2025"):
            parts[feature.properties["regsokod"]] += deso[feature.properties["desokod"]].area
        assert parts.keys() == regso.keys()
        assert [parts[code] for code in regso] == pytest.approx([polygon.area for polygon in regso.values()])

    def test_the_tables_are_of_real_size_and_add_up(self, national):
        index, people = national.tables["TAB6586"], national.tables["TAB6574"]
        assert len(index.values) == 470_820
        assert sum(value is None for value in index.values) > 235_000
        regions = people.dimension("Region")
        row = {code: people.values[place * 14 : place * 14 + 14] for code, place in regions.place.items()}
        regso = [row[code] for code in regions.codes if "R" in code]
        deso = [row[code] for code in regions.codes if len(code) > 8 and "C" in code]
        assert [sum(years) for years in zip(*regso, strict=True)] == row["00"]
        assert [sum(years) for years in zip(*deso, strict=True)] == row["00"]
        assert row["0114R001"][-1] == row["0114R001_RegSO2025"][0] == 0
        assert regions.labels["0114R001_RegSO2025"] == "0114R001 Upplands Väsby (Norra)"

    def test_the_index_is_the_mean_of_what_is_printed(self, national):
        values = national.tables["TAB6586"].values
        for start in range(0, len(values), 70 * 101):
            index, types, *components = (values[start + 14 * row : start + 14 * row + 14] for row in range(5))
            for year in range(14):
                if index[year] is not None:
                    assert index[year] == pytest.approx(sum(one[year] for one in components) / 3, abs=0.051)
                    assert types[year] in range(1, 6)

    def test_it_is_quick(self, national):
        with FakeScb(national, **MANY) as scb:
            start = time.monotonic()
            page = wfs(scb, sortBy="regsokod", count=500, srsName="EPSG:4326")
            assert page.json["numberReturned"] == 500
            choice = {**INDEX, "codelist[Region]": "vs_RegSO2020", "valueCodes[ContentsCode]": "*"}
            answer = data(scb, **{**choice, "valueCodes[Tid]": "2016,2017,2018,2019,2020,2021,2022,2023"})
            assert answer.json["size"] == [3363, 5, 8]
            assert data(scb, **{**choice, "valueCodes[Tid]": "*"}).status == 403
            assert time.monotonic() - start < 5


class TestByHand:
    @pytest.mark.parametrize("arguments", [("--data", "/nowhere"), ("--national", "--data", ".")])
    def test_it_says_what_is_wrong(self, arguments):
        command = [sys.executable, "-m", "tools.fake_scb", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert "error:" in done.stderr

    def test_it_says_what_to_fill_in(self):
        command = [sys.executable, "-m", "tools.fake_scb", "--port", "0"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            lines = [process.stdout.readline() for _ in range(5)]
            address = lines[3].split()[-1]
            answer = fetch(f"{address}?service=WFS&request=GetCapabilities")
            said = next(line for line in process.stdout if line.strip())
            process.terminate()
        assert answer.status == 200
        assert "geodata service (WFS)" in lines[3]
        assert "PxWebApi v2" in lines[4]
        assert said.startswith("200       0  GET /geoserver/stat/wfs")
