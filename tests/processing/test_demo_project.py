import shutil
import subprocess
import sys
from zipfile import ZipFile

import pytest
from qgis.core import NULL, QgsProject
from qgis.PyQt.QtGui import QImage

from segregation_plugin.core.area_types import PALETTES
from segregation_plugin.core.exposure_table import FIELDS
from tests.conftest import ROOT
from tests.geopackages import opened, save_layers
from tests.pictures import SIDE, colours
from tests.support import memory_layer
from tools.demo_project import where_people_live

TYPES = [1, 2, 3, 4, 5, None]
AREA_FIELDS = [
    *("region_code:string", "municipality_name:string", "division:string"),
    *("index_year:integer", "area_type:integer", "population:double"),
]
ROAD = f"LineString(-100 500, {len(TYPES) * SIDE + 100} 500)"


def square(west, south=0, side=SIDE):
    east, north = west + side, south + side
    return f"Polygon(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"


def areas():
    rows = [
        (square(column * SIDE), [f"9901R{column:03d}", "Ankeby", "RegSO 2025", 2024, area_type, 1000])
        for column, area_type in enumerate(TYPES)
    ]
    return memory_layer("Polygon", AREA_FIELDS, rows)


def exposure_row(**values):
    return [values.get(name, NULL) for name in FIELDS]


def exposure():
    kinds = {str: "string", float: "double"}
    common = {
        "project": "all",
        "distance_from_m": 0.0,
        "distance_to_m": 500.0,
        "note": "compared with all areas",
    }
    rows = [
        exposure_row(
            **common,
            area_type="1+2",
            people=7250.4,
            share=0.314,
            share_reference=0.178,
            location_quotient=1.764,
            interval_low=6100.0,
            interval_high=8000.0,
        ),
        exposure_row(**{**common, "note": "few people; compared with all areas"}, area_type="5", people=12.0),
        exposure_row(**common, area_type="all", people=23400.0, interval_low=19900.0, interval_high=27100.0),
        exposure_row(**common, area_type="all", people=99999.0, by="Ankeby"),
        exposure_row(**{**common, "project": "motorway"}, area_type="all", people=11111.0),
        exposure_row(
            **{**common, "project": "motorway"},
            area_type="1+2",
            people=5000.0,
            share=0.45,
            share_reference=0.178,
            location_quotient=2.53,
        ),
        exposure_row(**{**common, "project": "stations"}, area_type="all", people=500.0),
        exposure_row(**{**common, "project": "stations"}, area_type="1+2", people=40.0, share=0.08),
    ]
    fields = [f"{name}:{kinds[kind]}" for name, kind in FIELDS.items()]
    return memory_layer("None", fields, [(None, row) for row in rows])


def zones():
    fields = ["project:string", "distance_from_m:double", "distance_to_m:double"]
    rows = [(square(0, 200, 600), [project, 0, 500]) for project in ("all", "motorway", "stations")]
    return memory_layer("Polygon", fields, rows)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What the script makes of a results folder, moved to another place since; and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "before"
    folder.mkdir()
    table = memory_layer("None", ["infrastructure:string"], [(None, ["motorway"])])
    results = {"joined": areas(), "overlay": areas(), "zones": zones(), "exposure": exposure()}
    save_layers(folder / "assessment.gpkg", {**results, "summary": table, "reconciliation": table})
    infrastructure = folder.parent / "infrastructure.gpkg"
    roads = memory_layer("LineString", ["name:string"], [(ROAD, ["E99"])])
    stations = memory_layer("Point", ["name:string"], [("Point(1500 500)", ["A"])])
    save_layers(infrastructure, {"motorway": roads, "stations": stations})
    for _ in range(2):  # a second run on the same folder replaces what the first one made
        run = script(folder, "--infrastructure", infrastructure, "--language", "sv")
        assert run.returncode == 0, run.stderr
    infrastructure.unlink()
    return shutil.move(folder, folder.parent / "after"), run.stdout


def script(*arguments):
    command = [sys.executable, ROOT / "tools" / "demo_project.py", *arguments]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)


@pytest.fixture
def project(made):
    project = QgsProject()
    assert project.read(str(made[0] / "demo.qgz"))
    yield project
    project.clear()


def test_the_project_opens_where_it_was_moved_to(project):
    layers = project.mapLayers().values()
    assert len(layers) == 10
    assert all(layer.isValid() for layer in layers)
    assert project.crs().authid() == "EPSG:3006"


def test_no_path_leads_out_of_the_folder(made):
    with ZipFile(made[0] / "demo.qgz") as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".qgs")]
        text = archive.read(name).decode()
    assert "before" not in text
    assert str(ROOT) not in text
    assert "./assessment.gpkg|layername=motorway" in text


def test_layers_are_grouped_with_infrastructure_over_zones_over_areas(project):
    groups = {
        group.name(): [(node.name(), node.isVisible()) for node in group.findLayers()]
        for group in project.layerTreeRoot().children()
    }
    assert list(groups) == ["Infrastruktur", "Zoner", "Områden", "Tabeller"]
    assert groups["Infrastruktur"] == [("Stationer", True), ("Motorväg", True)]
    assert groups["Zoner"] == [("Motorväg eller stationer", True), ("Motorväg", False), ("Stationer", False)]
    assert groups["Områden"] == [("Områdestyper 2024", True), ("Infrastruktur per område", False)]
    assert len(groups["Tabeller"]) == 3


def test_zones_of_one_project_each(project):
    for layer in project.mapLayers().values():
        if "zones" in layer.source():
            assert layer.featureCount() == 1


def test_the_print_layout_comes_along(project):
    assert [layout.name() for layout in project.layoutManager().printLayouts()] == ["Karta"]


def test_the_picture_shows_every_type(made):
    seen = colours(QImage(str(made[0] / "map.png")))
    assert all(seen[colour] > 1000 for colour in PALETTES["purple_green"])


def test_the_geopackage_is_one_file_that_can_be_read_anywhere(made):
    assert sorted(path.name for path in made[0].iterdir()) == ["assessment.gpkg", "demo.qgz", "map.png"]
    assert (made[0] / "assessment.gpkg").read_bytes()[18:20] == b"\x01\x01"  # not in write-ahead mode
    assert opened(made[0] / "assessment.gpkg", "joined").featureCount() == len(TYPES)


def test_what_a_planner_reads(made):
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in made[1].splitlines()]
    assert "Befolkning inom 500 m från motorväg eller stationer" in lines
    (challenged,) = [line for line in lines if line.strip().startswith("1+2")]
    assert challenged.split()[-10:] == [
        "7",
        "250",
        "31",
        "%",
        "18",
        "%",
        "1,8",
        "6",
        "100\N{EN DASH}8",
        "000",
    ]
    (motorway,) = [line for line in lines if line.strip().startswith("motorväg  ")]
    assert motorway.split() == [
        *("motorväg", "500", "m", "11", "111", "\N{EN DASH}"),
        *("5", "000", "45", "%", "18", "%", "2,5"),
    ]
    (very_good,) = [line for line in lines if line.strip().startswith("5 ")]
    assert very_good.split()[-5:] == ["12", *"\N{EN DASH}" * 4]
    (everyone,) = [line for line in lines if line.strip().startswith("Alla")]
    assert everyone.split()[1:3] == ["23", "400"]
    assert lines[-2:] == ["  * compared with all areas", "  * few people"]


def test_a_folder_without_results_is_told(tmp_path):
    run = script(tmp_path)
    assert run.returncode == 1
    assert "holds the layers joined, zones, exposure" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_project_without_zones_is_told(made, tmp_path):
    shutil.copy(made[0] / "assessment.gpkg", tmp_path)
    run = script(tmp_path, "--project", "canal")
    assert run.returncode == 1
    assert "no zones of project canal; choose one of all, motorway, stations" in run.stderr


def test_infrastructure_that_is_not_there_is_told(made, tmp_path):
    shutil.copy(made[0] / "assessment.gpkg", tmp_path)
    run = script(tmp_path, "--infrastructure", tmp_path / "absent.gpkg")
    assert run.returncode == 1
    assert "absent.gpkg holds no layers" in run.stderr


def test_the_map_is_of_where_people_live():
    town = [(square(column * SIDE), ["", "", "", 2024, 1, 5000]) for column in range(3)]
    forest = [(square(20 * SIDE, side=30 * SIDE), ["", "", "", 2024, 4, 900])]
    extent = where_people_live(memory_layer("Polygon", AREA_FIELDS, forest + town))
    assert extent.xMinimum() == pytest.approx(0, abs=100)
    assert extent.xMaximum() == pytest.approx(3 * SIDE, abs=100)


def test_without_populations_the_map_is_of_all_areas():
    layer = memory_layer("Polygon", AREA_FIELDS, [(square(0), ["", "", "", 2024, 1, NULL])])
    assert where_people_live(layer) == layer.extent()
