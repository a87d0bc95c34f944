"""Download from SCB as a user runs it, against a server on loopback that answers like SCB's two services."""

from __future__ import annotations

import base64
import datetime
import json
import os
import subprocess
import sys
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsGeometry,
    QgsNetworkAccessManager,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QThread

from segregation_plugin import settings
from segregation_plugin.paths import resource_path
from segregation_plugin.sources.scb import network, service
from tests.support import Log, rows_of
from tools.fake_scb import FakeScb, national_country, recorded_country, sample_country

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
SAMPLE_FIELDS = (
    *("region_name", "municipality_code", "county_code", "division", "region_version", "index_year"),
    *("socioeconomic_index", "area_type", "area_type_source", "version_mismatch"),
    *(
        "low_economic_standard",
        "pre_upper_secondary",
        "benefit_or_unemployed",
        "population",
        "population_year",
    ),
)
HASTE = {"max_calls_per_time_window": 1000}
WFS, TABLE = "GetFeature", "TAB6586/data"


@pytest.fixture(scope="module")
def sample():
    return sample_country()


@pytest.fixture(scope="module")
def national():
    return national_country()


@pytest.fixture(scope="module")
def sample_folder():
    return resource_path("sample")


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    """Give every test a cache of its own, and haste in what it waits for."""
    settings.CACHE_FOLDER.value = str(tmp_path / "kept")
    monkeypatch.setattr(service, "_FIRST_PAUSE_S", 0.02)
    yield
    for setting in vars(settings).values():
        if isinstance(setting, settings.Setting):
            setting.value = setting.default


def use(scb):
    settings.WFS_ADDRESS.value, settings.PXWEB_ADDRESS.value = scb.wfs_url, scb.pxweb_url


@pytest.fixture
def scb(sample):
    with FakeScb(sample, **HASTE) as server:
        use(server)
        yield server


def asked(server, path):
    return [seen for seen in server.requests if path in f"{seen.path}?{seen.query}"]


def by_code(layer):
    return {row["region_code"]: row for row in rows_of(layer)}


def kept(tmp_path):
    folder = tmp_path / "kept"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


# ---- what it gives


@pytest.mark.parametrize("year", [2020, 2023, 2024])
def test_one_step_gives_what_the_three_tools_give(scb, run, sample_folder, year):  # noqa: ARG001
    division = 2025 if year >= 2024 else 2020
    prepared = run("prepareareas", INPUT=str(sample_folder / f"regso_{division}.geojson"), OUTPUT=TEMPORARY)
    tables = {
        name: run("importtable", INPUT=str(sample_folder / f"{name}.json"), OUTPUT=TEMPORARY)["OUTPUT"]
        for name in ("TAB6586", "TAB6574")
    }
    joined = run(
        "joinindex",
        AREAS=prepared["OUTPUT"],
        TABLE=tables["TAB6586"],
        YEAR=year,
        POPULATION_TABLE=tables["TAB6574"],
        OUTPUT=TEMPORARY,
    )["OUTPUT"]
    downloaded = run("downloadscb", YEAR=year, OUTPUT=TEMPORARY)
    expected, found = by_code(joined), by_code(downloaded["OUTPUT"])
    assert found.keys() == expected.keys()
    for code, row in found.items():
        assert [row[name] for name in SAMPLE_FIELDS] == [expected[code][name] for name in SAMPLE_FIELDS], code
    shapes = {feature["region_code"]: feature.geometry() for feature in joined.getFeatures()}
    for feature in downloaded["OUTPUT"].getFeatures():
        assert feature.geometry().area() == pytest.approx(shapes[feature["region_code"]].area(), rel=1e-9)
    assert downloaded["DIVISION"] == f"RegSO {division}"
    assert downloaded["AREA_COUNT"] == len(found)


def test_all_years_are_those_of_the_division(scb, run):  # noqa: ARG001
    rows = rows_of(run("downloadscb", YEAR=2021, ALL_YEARS=True, OUTPUT=TEMPORARY)["OUTPUT"])
    years = Counter(row["index_year"] for row in rows)
    assert sorted(years) == [2020, 2021, 2022, 2023]
    assert len(set(years.values())) == 1
    assert {row["division"] for row in rows} == {"RegSO 2020"}
    assert all(row["year_start"].year() == row["index_year"] for row in rows)
    assert all(row["population_year"] == row["index_year"] for row in rows)


def test_results_say_where_they_come_from(scb, run):  # noqa: ARG001
    layer = run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["OUTPUT"]
    history = layer.metadata().history()
    assert history[0].startswith("Source: stat:RegSO_2025, 127.0.0.1, 20")
    assert any(line.startswith("Source: TAB6586, ") and "updated" in line for line in history)
    assert any(line.startswith("Source: TAB6574, ") for line in history)
    assert all("127.0.0.1" in line for line in history if line.startswith("Source: TAB"))


@pytest.mark.shared
def test_who_answers_is_told_and_what_scb_published_is_scbs(run, log, shared_data):
    with FakeScb(recorded_country(shared_data / "karlstad"), **HASTE) as server:
        use(server)
        layer = run("downloadscb", YEAR=2024, AREA_FILTER="1780", OUTPUT=TEMPORARY)["OUTPUT"]
    assert (
        log.warnings.count("127.0.0.1 answers, not SCB's own service; see the settings of Segregation.") == 1
    )
    assert layer.metadata().rights() == ["Källa: SCB"]  # the table says so


def test_the_old_figures_of_2024_are_warned_of(scb, run, log):  # noqa: ARG001
    run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)
    assert any("was corrected on 2026-06-23" in warning for warning in log.warnings)
    log.warnings.clear()
    run("downloadscb", YEAR=2023, OUTPUT=TEMPORARY)
    assert not any("was corrected" in warning for warning in log.warnings)


def test_without_population_its_fields_are_absent(scb, run):
    layer = run("downloadscb", YEAR=2024, POPULATION=False, OUTPUT=TEMPORARY)["OUTPUT"]
    assert "population" not in layer.fields().names()
    assert asked(scb, "TAB6574") == []


def _corner_beside(feature):
    """Return a corner of the box around an area that the area itself does not reach; None where it does."""
    around = feature.geometry().boundingBox()
    corner = QgsRectangle(
        around.xMinimum(), around.yMinimum(), around.xMinimum() + 20, around.yMinimum() + 20
    )
    return None if feature.geometry().intersects(QgsGeometry.fromRect(corner)) else corner


def test_an_extent_gives_the_areas_it_meets(scb, run, sample_folder):
    every = QgsVectorLayer(str(sample_folder / "regso_2025.geojson"), "every", "ogr")
    box = next(filter(None, map(_corner_beside, every.getFeatures())))
    extent = f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()} [EPSG:3006]"
    found = by_code(run("downloadscb", YEAR=2024, EXTENT=extent, OUTPUT=TEMPORARY)["OUTPUT"])
    rectangle = QgsGeometry.fromRect(box)
    meets = {
        feature["regsokod"] for feature in every.getFeatures() if feature.geometry().intersects(rectangle)
    }
    assert found.keys() == meets
    assert len(meets) < asked(scb, WFS)[0].count  # the service hands out more


# ---- real answers


@pytest.mark.shared
def test_karlstad_comes_as_scb_published_it(run, shared_data):
    folder = shared_data / "karlstad"
    with FakeScb(recorded_country(folder), **HASTE) as server:
        use(server)
        found = by_code(
            run("downloadscb", YEAR=2024, AREA_FILTER="1780", POPULATION=True, OUTPUT=TEMPORARY)["OUTPUT"]
        )
    index = json.loads((folder / "regso_socioek.json").read_text(encoding="utf-8-sig"))
    codes = {name: index["dimension"][name]["category"]["index"] for name in index["id"]}
    sizes = index["size"]

    def cell(code, content):
        place = codes["Region"][f"{code}_RegSO2025"]
        place = place * sizes[1] + codes["ContentsCode"][content]
        return index["value"][place * sizes[2] + codes["Tid"]["2024"]]

    assert len(found) == 31
    for code, row in found.items():
        assert row["socioeconomic_index"] == cell(code, "000008IT")
        assert row["area_type"] == cell(code, "000008IU")
        assert row["low_economic_standard"] == cell(code, "000008IW")
        assert row["pre_upper_secondary"] == cell(code, "000008IV")
        assert row["benefit_or_unemployed"] == cell(code, "000008IX")
        assert row["population_year"] == 2025  # the only one that was recorded
    assert sum(row["population"] for row in found.values()) == pytest.approx(97_000, abs=5_000)


@pytest.mark.shared
def test_deso_inherit_the_type_by_their_key(run, shared_data):
    with FakeScb(recorded_country(shared_data / "karlstad"), **HASTE) as server:
        use(server)
        regso = by_code(run("downloadscb", YEAR=2024, AREA_FILTER="1780", OUTPUT=TEMPORARY)["OUTPUT"])
        deso = by_code(
            run("downloadscb", LEVEL="DeSO", YEAR=2024, AREA_FILTER="1780", OUTPUT=TEMPORARY)["OUTPUT"]
        )
    layer = json.loads((shared_data / "karlstad" / "geo_deso.json").read_text(encoding="utf-8-sig"))
    keys = {
        feature["properties"]["desokod"]: feature["properties"]["regsokod"] for feature in layer["features"]
    }
    assert deso.keys() == keys.keys()
    for code, row in deso.items():
        assert row["area_type"] == regso[keys[code]]["area_type"]
        assert row["area_type_source"] == "inherited"
        assert row["socioeconomic_index"] is None
        assert row["division"] == "DeSO 2025"


# ---- the country


@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "places", "count"),
    [(2019, "", 3363), (2023, "0180", None), (2024, "01", None), (2024, "", 3363)],
)
def test_a_country_is_complete_and_no_limit_is_passed(national, run, year, places, count):
    with FakeScb(national, max_data_cells=5000) as server:
        use(server)
        result = run("downloadscb", YEAR=year, AREA_FILTER=places, OUTPUT=TEMPORARY)
    rows = rows_of(result["OUTPUT"])
    codes = {row["region_code"] for row in rows}
    assert len(codes) == len(rows) == result["AREA_COUNT"]
    assert count is None or len(rows) == count
    assert all(code.startswith(places) for code in codes)
    assert {row["division"] for row in rows} == {"RegSO 2025" if year >= 2024 else "RegSO 2020"}
    assert ("2584R001" in codes) == (places == "" and year < 2024)
    assert ("2523R011" in codes) == (places == "" and year >= 2024)
    assert all(row["population"] is not None for row in rows)
    data = asked(server, "/data")
    assert {seen.status for seen in server.requests} == {200}
    assert all(seen.count <= 5000 for seen in data)
    assert sum(seen.count for seen in asked(server, "TAB6586/data")) == 5 * len(rows)
    times = [seen.time for seen in server.requests if "/api/v2/" in seen.path]
    assert all(sum(at <= other < at + 1.0 for other in times) <= 3 for at in times)


def test_the_whole_index_comes_in_parts(national):
    from segregation_plugin.core.region_codes import REGSO_2020
    from segregation_plugin.sources.scb.catalogue import INDEX_TABLE
    from segregation_plugin.sources.scb.network import QgisNetwork
    from segregation_plugin.sources.scb.pxweb import StatisticalDatabase
    from segregation_plugin.sources.scb.service import Freshness, Service
    from segregation_plugin.sources.scb_tables import table_of_answers

    with FakeScb(national, **HASTE) as server:
        log = Log()
        freshness = Freshness(datetime.timedelta(0))
        database = StatisticalDatabase(
            Service(QgisNetwork(log, 60).send, log.isCanceled, None, freshness), server.pxweb_url
        )
        info = database.table(INDEX_TABLE)
        selection = {variable.code: variable.values for variable in info.variables}
        answers = database.data(info, selection)
    table = table_of_answers(answers, INDEX_TABLE)
    data = asked(server, "/data")
    assert sum(seen.count for seen in data) == 6726 * 5 * 14 == 470_820
    assert all(seen.count <= 150_000 for seen in data)
    assert len(table.data) == 6726 * 14
    assert table.rows_by_division()[REGSO_2020] == 3363 * 14


@pytest.mark.slow
def test_grid_and_built_up_land_meet_the_areas(national, run):
    with FakeScb(national, **HASTE) as server:
        use(server)
        result = run(
            "downloadscb",
            YEAR=2024,
            AREA_FILTER="1480",
            GRID=True,
            MASK=True,
            OUTPUT=TEMPORARY,
            GRID_OUTPUT=TEMPORARY,
            MASK_OUTPUT=TEMPORARY,
        )
    areas = QgsGeometry.unaryUnion([feature.geometry() for feature in result["OUTPUT"].getFeatures()])
    cells = list(result["GRID_OUTPUT"].getFeatures())
    assert result["GRID_OUTPUT"].fields().names() == ["grid_id", "population", "population_year"]
    found = {cell["grid_id"] for cell in cells}
    expected = {
        feature.properties["rutid_scb"]
        for feature in national.layers["befolkning_1km_2025"].features
        if QgsGeometry.fromRect(QgsRectangle(*feature.box)).intersects(areas)
    }
    assert len(cells) == len(found) > 100
    assert found == expected
    for cell in cells[::50]:
        east, north = int(cell["grid_id"][:6]), int(cell["grid_id"][6:])
        box = cell.geometry().boundingBox()
        assert (box.xMinimum(), box.yMinimum(), box.width()) == (east, north, 1000)
    localities = rows_of(result["MASK_OUTPUT"])
    assert {row["kind"] for row in localities} <= {"tätort", "småort"}
    assert all(row["code"] and row["name"] and row["population_year"] == 2023 for row in localities)
    assert localities


# ---- faults


@pytest.mark.parametrize("where", [WFS, TABLE])
@pytest.mark.parametrize(
    "kind",
    [
        *("429", "429_date", "503", "500", "cut", "cut_chunked", "wrong_type", "html", "truncated_gzip"),
        *("gzip", "redirect", "empty", "bad_json", "exception_report", "slow"),
    ],
)
def test_a_fault_that_passes_does_no_harm(scb, run, kind, where):
    scb.fail(kind, times=2, where=where, seconds=0.2)
    result = run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)
    assert result["AREA_COUNT"] == 125
    rows = rows_of(result["OUTPUT"])
    assert sum(row["socioeconomic_index"] is not None for row in rows) >= 120


def test_regions_that_are_missing_are_asked_for_again(scb, run):
    scb.fail("missing_codes", times=1, where=TABLE)
    rows = rows_of(run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["OUTPUT"])
    assert sum(row["socioeconomic_index"] is not None for row in rows) >= 120
    assert len(asked(scb, TABLE)) == 2


@pytest.mark.parametrize("kind", ["repeated_page", "changed_count"])
def test_pages_that_do_not_fit_are_all_fetched_anew(sample, run, kind):
    with FakeScb(sample, max_features=50, **HASTE) as server:
        use(server)
        server.fail(kind, times=1, where=WFS)
        codes = [
            row["region_code"] for row in rows_of(run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["OUTPUT"])
        ]
    assert len(codes) == len(set(codes)) == 125


@pytest.mark.parametrize("where", [WFS, TABLE, "config", "metadata"])
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("503", "does not answer as it should (503"),
        ("cut", "cannot be reached (Connection closed)"),
        ("cut_chunked", "cannot be reached (Connection closed)"),
        ("html", "does not answer as it should (no JSON, but: "),
        ("truncated_gzip", "does not answer as it should (no JSON, but: "),
        ("bad_json", "does not answer as it should (no JSON"),
        ("empty", "does not answer as it should (no JSON"),
        ("redirect_loop", "cannot be reached (Too many redirects)"),
        ("redirect_file", "cannot be reached (it redirects to file:///etc/passwd)"),
    ],
)
def test_a_fault_that_stays_ends_in_one_sentence_and_leaves_nothing(scb, run, tmp_path, kind, words, where):
    target = tmp_path / "areas.gpkg"
    scb.fail(kind, times=99, where=where, seconds=0)
    with pytest.raises(QgsProcessingException) as error:
        run("downloadscb", YEAR=2024, OUTPUT=str(target))
    sentence = str(error.value)
    assert words in sentence
    assert "Traceback" not in sentence
    assert sentence.endswith(".")
    assert not target.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name != "kept"] == []


def test_an_answer_without_end_is_not_read_to_its_end(scb, run, monkeypatch):
    monkeypatch.setattr(network.QgisNetwork.__init__, "__defaults__", ("", 3_000_000))
    scb.fail("huge", times=9, where=WFS)
    with pytest.raises(QgsProcessingException, match="answered with more than 3 MB"):
        run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)


def test_nothing_for_as_long_as_the_settings_say_is_given_up(scb, run):
    settings.TIMEOUT_S.value = 1
    scb.fail("stall", times=1, where=WFS, seconds=30)
    began = time.monotonic()
    assert run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["AREA_COUNT"] == 125
    assert time.monotonic() - began < 10


def test_the_time_limit_of_the_settings_holds_instead_of_that_of_qgis(scb, run):
    settings.TIMEOUT_S.value = 20
    before = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(1000)
    try:
        scb.fail("stall", times=1, where=WFS, seconds=3)
        assert run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["AREA_COUNT"] == 125
    finally:
        QgsNetworkAccessManager.setTimeout(before)


@pytest.fixture
def logins():
    """Logins in QGIS's own store, by names of users."""
    manager = QgsApplication.authManager()
    assert manager.setMasterPassword("only for this test", True)  # noqa: FBT003 - QGIS has it by place
    made = {}
    for user in ("anna", "bo"):
        config = QgsAuthMethodConfig("Basic")
        config.setName(user)
        config.setConfig("username", user)
        config.setConfig("password", "x")
        assert manager.storeAuthenticationConfig(config)[0]
        made[user] = config.id()
    yield made
    for authcfg in made.values():
        manager.removeAuthenticationConfig(authcfg)


def test_each_service_gets_its_own_login_alone(sample, run, logins):
    settings.WFS_AUTHENTICATION.value, settings.PXWEB_AUTHENTICATION.value = logins["anna"], logins["bo"]
    with FakeScb(sample, **HASTE) as server:
        use(server)
        run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)
    users = {
        (seen.path.split("/")[1], base64.b64decode(seen.login.split()[-1]).decode())
        for seen in server.requests
    }
    assert users == {("geoserver", "anna:x"), ("api", "bo:x")}


def test_a_login_does_not_follow_to_another_machine(sample, logins):
    from segregation_plugin.sources.scb.messages import Request
    from segregation_plugin.sources.scb.network import QgisNetwork

    seen = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.headers.get("Authorization"))
            self.send_response(302)
            self.send_header("Location", there.pxweb_url + "config")
            self.end_headers()

        def log_message(self, *_):
            pass

    with FakeScb(sample, **HASTE) as there, HTTPServer(("127.0.0.1", 0), Elsewhere) as here:
        Thread(target=here.serve_forever, daemon=True).start()
        request = Request(f"http://127.0.0.1:{here.server_port}/api/config")
        assert QgisNetwork(Log(), 10, logins["anna"]).send(request).status == 200
        here.shutdown()
        assert seen[0].startswith("Basic ")
        assert [asked.login for asked in there.requests] == [""]


def test_an_expired_certificate_is_refused(sample, run):
    with FakeScb(sample, https=True, expired=True, **HASTE) as server:
        use(server)
        with pytest.raises(QgsProcessingException, match=r"cannot be reached \(SSL handshake failed\)"):
            run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)


# ---- what is kept


def test_the_second_run_asks_nothing(scb, run, log):
    first = by_code(run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["OUTPUT"])
    count = len(scb.requests)
    assert by_code(run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["OUTPUT"]) == first
    assert len(scb.requests) == count
    assert any("had been kept, the oldest since 20" in info for info in log.infos)
    run("downloadscb", YEAR=2024, REFRESH=True, OUTPUT=TEMPORARY)
    assert len(scb.requests) == 2 * count


def test_without_a_network_it_serves_what_it_has_and_says_how_old(sample, run, log, tmp_path):
    with FakeScb(sample, **HASTE) as server:
        use(server)
        first = by_code(run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["OUTPUT"])
    settings.CACHE_DAYS.value = 0
    assert by_code(run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["OUTPUT"]) == first
    assert any(
        "cannot be asked (Connection refused); its answer of 20" in warning for warning in log.warnings
    )
    with pytest.raises(QgsProcessingException, match="and no earlier answer can be used"):
        run("downloadscb", YEAR=2023, OUTPUT=TEMPORARY)
    assert kept(tmp_path)


def test_what_was_tampered_with_is_fetched_again(scb, run, tmp_path):
    first = by_code(run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["OUTPUT"])
    count = len(scb.requests)
    for path in (tmp_path / "kept").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b" ")
    assert by_code(run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["OUTPUT"]) == first
    assert len(scb.requests) == 2 * count


def test_a_run_that_broke_off_goes_on_where_it_was(sample, run):
    with FakeScb(sample, max_features=25, **HASTE) as server:
        use(server)
        server.fail("500", times=5, where="startIndex=75")
        with pytest.raises(QgsProcessingException):
            run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)
        assert run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)["AREA_COUNT"] == 125
        assert len(asked(server, "startIndex=0")) == 1
        assert len(asked(server, "startIndex=50")) == 1


# ---- a process of its own


def child(server, tmp_path, *parameters):
    """Start a download with its own QGIS profile."""
    home = tmp_path / "home"
    (home / "run").mkdir(parents=True, mode=0o700, exist_ok=True)
    return subprocess.Popen(
        [
            *(
                sys.executable,
                str(Path(__file__).parent / "download_child.py"),
                server.wfs_url,
                server.pxweb_url,
            ),
            *(str(tmp_path / "kept"), str(tmp_path / "areas.gpkg"), *parameters),
        ],
        env={**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_a_country_fits_into_half_a_gigabyte(national, tmp_path):
    with FakeScb(national, **HASTE) as server:
        answer = child(server, tmp_path, "YEAR=2024").communicate(timeout=120)[0]
    found = json.loads(answer.splitlines()[-1])
    assert (found["fine"], found["count"]) == (True, 3363)
    assert found["peak_kb"] < 500_000


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_nothing_half_and_the_next_goes_on(national, tmp_path):
    with FakeScb(national, max_features=200, **HASTE) as server:
        server.fail("stall", times=1, where="startIndex=1000", seconds=60)
        first = child(server, tmp_path, "YEAR=2024")
        deadline = time.monotonic() + 60
        while not asked(server, "startIndex=1000") and time.monotonic() < deadline:
            time.sleep(0.02)
        first.kill()
        first.communicate()
        assert not (tmp_path / "areas.gpkg").exists()
        before = len(server.requests)
        second = child(server, tmp_path, "YEAR=2024").communicate(timeout=120)[0]
    assert json.loads(second.splitlines()[-1])["count"] == 3363
    assert "startIndex=1000" in server.requests[before].query  # the five pages before are kept
    assert QgsVectorLayer(str(tmp_path / "areas.gpkg"), "areas", "ogr").featureCount() == 3363


# ---- what has changed since


def test_a_year_that_was_published_since_is_found(national, run, monkeypatch):
    from segregation_plugin.sources.scb import tables

    with FakeScb(national, **HASTE) as server:
        use(server)
        years = tables._years
        monkeypatch.setattr(
            tables,
            "_years",
            lambda info, division: [] if info.is_kept and info.id == "TAB6586" else years(info, division),
        )
        assert run("downloadscb", YEAR=2024, AREA_FILTER="0114", OUTPUT=TEMPORARY)["AREA_COUNT"] > 0
        metadata = len(asked(server, "TAB6586/metadata"))
        assert run("downloadscb", YEAR=2024, AREA_FILTER="0114", OUTPUT=TEMPORARY)["AREA_COUNT"] > 0
        assert len(asked(server, "TAB6586/metadata")) == metadata + 1


@pytest.mark.parametrize("parameters", [{"YEAR": 2030}, {"GRID": True}, {"MASK": True}])
def test_what_cannot_be_is_refused_before_anything_large_is_fetched(scb, run, parameters):
    with pytest.raises(QgsProcessingException):
        run("downloadscb", **{"YEAR": 2024, "OUTPUT": TEMPORARY, **parameters})
    assert asked(scb, WFS) == []


def test_no_square_around_areas_is_an_error_and_no_locality_a_warning(sample, run, log):
    with FakeScb(sample, **HASTE) as server:
        use(server)
        kept_cells = sample.layers["befolkning_1km_2025"].features
        sample.layers["befolkning_1km_2025"].features = []
        try:
            with pytest.raises(QgsProcessingException, match="has no squares where the areas are"):
                run("downloadscb", YEAR=2024, GRID=True, GRID_OUTPUT=TEMPORARY, OUTPUT=TEMPORARY)
        finally:
            sample.layers["befolkning_1km_2025"].features = kept_cells
        run("downloadscb", YEAR=2024, MASK=True, MASK_OUTPUT=TEMPORARY, OUTPUT=TEMPORARY)
    assert "Layer stat:Smaorter_2023 has nothing around the areas." in log.warnings


# ---- cancel


class Runner(QThread):
    """Runs the download where QGIS runs it: in a thread."""

    def __init__(self, log, parameters):
        super().__init__()
        self.log, self.parameters, self.done, self.error = log, parameters, None, ""

    def run(self):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("segregation:downloadscb")
        try:
            self.done = algorithm.run(self.parameters, QgsProcessingContext(), self.log, {}, False)  # noqa: FBT003
        except QgsProcessingException as error:
            self.error = str(error)


@pytest.mark.parametrize("where", [WFS, TABLE])
@pytest.mark.parametrize("kind", ["stall", "slow", "429", "huge"])
def test_a_cancel_is_heard_within_a_second(scb, log, tmp_path, kind, where):
    scb.fail(kind, times=99, where=where, seconds=30)
    runner = Runner(log, {"YEAR": 2024, "OUTPUT": str(tmp_path / "areas.gpkg")})
    runner.start()
    deadline = time.monotonic() + 20
    while not asked(scb, where) and time.monotonic() < deadline:
        QgsApplication.processEvents()
        time.sleep(0.01)
    time.sleep(0.2)
    assert asked(scb, where)
    assert runner.isRunning()
    began = time.monotonic()
    log.cancel()
    while runner.isRunning() and time.monotonic() < began + 10:
        QgsApplication.processEvents()
        time.sleep(0.01)
    assert time.monotonic() - began < 1
    assert runner.wait(1000)
    assert [path.name for path in tmp_path.iterdir() if path.name != "kept"] == []


def test_a_cancel_before_it_begins_is_heard(scb, log, tmp_path):
    log.cancel()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        QgsApplication.processingRegistry().createAlgorithmById("segregation:downloadscb").run(
            {"YEAR": 2024, "OUTPUT": str(tmp_path / "areas.gpkg")},
            QgsProcessingContext(),
            log,
            {},
            False,  # noqa: FBT003
        )
    assert len(scb.requests) <= 1


# ---- bad input


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"YEAR": 2030}, "Table TAB6586 has no figures of 2030 on RegSO 2025; it has 2024."),
        (
            {"YEAR": 2005},
            "Table TAB6586 has no figures of 2005 on RegSO 2020; it has 2020-2023.",
        ),
        (
            {"AREA_FILTER": "0114", "EXTENT": "0,1,0,1 [EPSG:3006]"},
            "Give kommuner and län, or an extent, not both.",
        ),
        (
            {"EXTENT": "300000,300010,7000000,7000010 [EPSG:3006]"},
            "Layer stat:RegSO_2025 has nothing in the places asked for; check the codes of kommuner and län, or the "
            "extent.",
        ),
        (
            {"GRID": True},
            'Nothing is given for output "Population grid"; give a file or a temporary layer, or do not fetch it.',
        ),
    ],
)
def test_bad_input_is_refused_in_one_sentence(scb, run, parameters, sentence):  # noqa: ARG001
    with pytest.raises(QgsProcessingException) as error:
        run("downloadscb", **{"YEAR": 2024, "OUTPUT": TEMPORARY, **parameters})
    assert str(error.value) == sentence


@pytest.mark.parametrize("address", ["file:///etc/passwd", "rubbish", "ftp://example.org/", "https://"])
def test_an_address_that_is_none_is_refused(scb, run, address):  # noqa: ARG001
    settings.WFS_ADDRESS.value = address
    with pytest.raises(QgsProcessingException, match="is no address of a service; write it as https://"):
        run("downloadscb", YEAR=2024, OUTPUT=TEMPORARY)
