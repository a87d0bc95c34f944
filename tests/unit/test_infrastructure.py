"""What layers are guessed to hold, by the names of NVDB, NJDB, GTFS, OpenStreetMap and Swedish planners."""

from __future__ import annotations

import sqlite3

import pytest

from segregation_plugin.core.infrastructure import KINDS, fields_of_kind, guess, is_built_up, is_statistics

NVDB = (
    "ROUTE_ID",
    "Klass_181",
    "ADT_a_113",
    "ADT_l_115",
    "ADT_f_117",
    "Vagtr_474",
    "FPV_k_309",
    "Vagha_6",
    "F_Hogst_225",
)
NVDB_LONG = ("FunkVagklass_Klass", "Trafik_ADT_lastbilar", "Trafik_ADT_fordon", "Vaghallare_Vaghallartyp")
GTFS = ("stop_id", "stop_name", "stop_lat", "stop_lon", "location_type")

SURE = [
    ("NVDB_Goteborg", "line", NVDB, "road", "Klass_181", "ADT_f_117"),
    ("Leverans 17", "line", NVDB, "road", "Klass_181", "ADT_f_117"),
    ("Leverans 17", "line", ("Klass_99", "ADT_f_1", "ADT_l_2"), "road", "Klass_99", "ADT_f_1"),
    ("nvdb_fixat", "line", NVDB_LONG, "road", "FunkVagklass_Klass", "Trafik_ADT_fordon"),
    ("TNE_FT_VAGDATA", "line", ("klass_181", "vagtr_474"), "road", "klass_181", ""),
    ("homo_2024", "line", ("route_id", "funktionel", "f_hogst_22"), "road", "funktionel", ""),
    ("Vägnät", "line", ("Funktionell vägklass/Klass", "ÅDT"), "road", "Funktionell vägklass/Klass", "ÅDT"),
    ("Trafik", "line", ("Vägtrafiknät/Nättyp", "ÅDT fordon"), "road", "Vägtrafiknät/Nättyp", "ÅDT fordon"),
    ("gator", "line", ("namn",), "road", "", ""),
    ("Huvudvägar i Mölndal", "line", (), "road", "", ""),
    ("E6", "line", (), "road", "", ""),
    ("gis_osm_roads_free_1", "line", ("osm_id", "fclass", "maxspeed"), "road", "fclass", ""),
    ("highway_residential_Karlstad", "line", ("highway", "name"), "road", "highway", ""),
    ("map", "line", ("osm_id", "highway"), "road", "highway", ""),
    ("railway", "line", ("osm_id", "railway"), "rail", "railway", ""),
    ("Järnvägar", "line", (), "rail", "", ""),
    ("Ja\u0308rnva\u0308g", "line", (), "rail", "", ""),  # decomposed, as macOS writes names
    ("Spårväg", "line", (), "rail", "", ""),
    ("spårnät 2030", "line", (), "rail", "", ""),
    ("Västkustbanan", "line", (), "rail", "", ""),
    ("njdb_rail — bridges", "line", ("id", "trackId", "type"), "rail", "type", ""),
    ("tunnels", "line", ("id", "name", "trackId"), "rail", "", ""),
    ("njdb_stations", "point", ("id", "signature", "type"), "station", "type", ""),
    ("railway_station", "point", ("railway",), "station", "railway", ""),
    ("Järnvägsstationer", "point", (), "station", "", ""),
    ("platser", "point", ("Plats_sign", "Platstyp"), "station", "Platstyp", ""),
    ("gtfs_sweden stops", "point", GTFS, "stop", "location_type", ""),
    ("text", "point", GTFS, "stop", "location_type", ""),
    ("Hållplatser", "point", ("avgångar",), "stop", "", ""),
    ("busshållplatslägen", "point", ("hallplats_id",), "stop", "", ""),
    ("highway_bus_stop", "point", ("highway",), "stop", "", ""),
    ("NVDB-GCM_passage", "point", ("Passa_85", "Trafi_86"), "crossing", "Passa_85", ""),
    ("NVDB", "point", ("Passa_85",), "crossing", "Passa_85", ""),
    ("Plats för passage", "point", (), "crossing", "", ""),
    ("Plankorsningar", "point", (), "crossing", "", ""),
    ("railway crossings", "point", (), "crossing", "", ""),
    ("Gångbroar", "line", (), "crossing", "", ""),
    ("Bullerzon väg", "polygon", ("Lden",), "noise", "Lden", ""),
    ("trafikbuller_2022", "polygon", ("DB_Lo",), "noise", "DB_Lo", ""),
    ("kartering", "polygon", ("Lnight",), "noise", "Lnight", ""),
    ("Projekt Västlänken", "line", ("projektnamn",), "project", "projektnamn", ""),
    ("Vägplan E20", "polygon", ("status",), "project", "status", ""),
]
UNSURE = [
    ("Detaljplaner", "polygon", ("status",), "project", "status"),
    ("Cykelvägar", "line", (), "road", ""),
    ("gc_nät", "line", (), "other", ""),
    ("Järnväg 100 m", "polygon", (), "rail", ""),  # a zone about a railway
    ("Stationer upptagningsområde", "polygon", (), "station", ""),
    ("njdb_rail — switches", "point", ("id",), "rail", ""),
    ("hållplats", "line", (), "stop", ""),
    ("Trafikplatser", "point", (), "station", ""),
    ("Bullerskydd", "line", (), "other", ""),
    ("parks", "polygon", ("id", "name"), "other", ""),
    ("geo_motionsspar", "line", ("id", "guid", "source", "name"), "other", ""),
    ("Elljusspår", "line", (), "other", ""),
    ("Laddstationer", "point", (), "other", ""),
    ("charging stations", "point", (), "other", ""),
    ("Vattenvägar", "line", (), "other", ""),
    ("bike trails", "line", (), "other", ""),
    (
        "lines",
        "line",
        ("osm_id", "highway", "waterway", "railway"),
        "other",
        "",
    ),  # a whole OpenStreetMap extract
    ("tatorter", "polygon", ("KKOD", "BEF"), "other", ""),
    ("", "point", (), "other", ""),
]


@pytest.mark.parametrize(("name", "geometry", "fields", "kind", "class_field", "traffic_field"), SURE)
def test_what_names_and_geometry_agree_on(name, geometry, fields, kind, class_field, traffic_field):
    found = guess(name, geometry, fields)
    assert (found.kind, found.class_field, found.traffic_field) == (kind, class_field, traffic_field)
    assert found.is_sure


@pytest.mark.parametrize(("name", "geometry", "fields", "kind", "class_field"), UNSURE)
def test_what_is_not_sure(name, geometry, fields, kind, class_field):
    found = guess(name, geometry, fields)
    assert (found.kind, found.class_field, found.is_sure) == (kind, class_field, False)


@pytest.mark.parametrize(
    ("name", "fields", "why"),
    [
        ("gamla_Vägar", (), "Guessed from the word “Vägar” in the name."),
        ("x", ("Klass_181",), "Guessed from the field Klass_181."),
        ("x", (), "Neither its name nor its fields say what it is."),
    ],
)
def test_it_says_why(name, fields, why):
    assert str(guess(name, "line", fields).why) == why


def test_lorries_and_axles_are_no_traffic():
    assert fields_of_kind("road", "line", ["ADT_l_115", "ADT_a_113"]) == ("", "")


def test_the_fields_follow_the_kind():
    fields = ["railway", "highway", "ADT_f_117"]
    assert fields_of_kind("rail", "line", fields) == ("railway", "")
    assert fields_of_kind("road", "line", fields) == ("highway", "ADT_f_117")
    assert fields_of_kind("road", "polygon", fields) == ("highway", "")
    assert fields_of_kind("other", "line", fields) == ("", "")


def test_every_kind_can_be_asked_for_its_fields():
    assert {fields_of_kind(kind, "point", []) for kind in KINDS} == {("", "")}


@pytest.mark.parametrize(
    "fields",
    [
        ("region_code", "area_type", "population"),
        ("region_code", "division"),
        ("project", "distance_from_m", "distance_to_m", "people"),
        ("OBJECTID", "RegSOkod"),
        ("rutid_scb", "beftotalt"),
        ("kind", "code", "name", "population"),
    ],
)
def test_areas_and_results_are_told_by_their_fields(fields):
    assert is_statistics(fields)


@pytest.mark.parametrize("fields", [NVDB, GTFS, ("project", "cost"), ("population",), ()])
def test_infrastructure_is_no_statistics(fields):
    assert not is_statistics(fields)


def test_a_very_long_name_takes_no_time():
    assert guess("vag" * 30_000 + "x" + "_väx" * 1000, "line", ["b" * 100_000]).kind == "other"


@pytest.mark.shared
def test_real_rail(shared_data):
    path = shared_data / "infrastructure" / "njdb_rail.gpkg"
    forms = {"LINESTRING": "line", "POINT": "point"}
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as file:
        layers = file.execute("select table_name, geometry_type_name from gpkg_geometry_columns").fetchall()
        fields = {
            layer: [row[1] for row in file.execute(f'pragma table_info("{layer}")')] for layer, _ in layers
        }
    found = {layer: guess(layer, forms[form], fields[layer]) for layer, form in layers}
    assert {layer: (found[layer].kind, found[layer].is_sure) for layer in found} == {
        "bridges": ("rail", True),
        "tunnels": ("rail", True),
        "njdb_stations": ("station", True),
        "switches": ("other", False),
    }


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["geo_motionsspar", "geo_elljusspar", "geo_parker", "geo_tomter", "geo_stadsdelar"]
)
def test_what_a_kommun_has_besides(shared_data, name):
    import json

    first = json.loads((shared_data / "karlstad" / f"{name}.json").read_text(encoding="utf-8-sig"))[
        "features"
    ][0]
    forms = {"P": "polygon", "L": "line"}
    geometry = forms[first["geometry"]["type"].removeprefix("Multi")[0]]
    found = guess(name, geometry, list(first["properties"]))
    assert (found.kind, found.is_sure) == ("other", False)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(
            (name, True)
            for name in ("Tätorter 2023", "built_up", "built-up areas", "Smaorter_2023", "localities")
        ),
        *((name, False) for name in ("Tätortsnära natur", "Bebyggelseskydd", "parker", "stationer")),
    ],
)
def test_built_up_land_is_told_by_its_name(name, expected):
    assert is_built_up(name, "polygon") == expected
    assert not is_built_up(name, "line")
