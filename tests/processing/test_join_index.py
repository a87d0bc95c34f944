"""Join index as a user runs it: both divisions, the guard, populations, labels, years, bad input."""

from __future__ import annotations

import csv
import itertools
import json

import pytest
from qgis.core import NULL, QgsProcessing, QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from tests.support import memory_layer, rows_of

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
CONTENTS = {
    "000008IT": "socioeconomic_index",
    "000008IU": "area_type",
    "000008IV": "pre_upper_secondary",
    "000008IW": "low_economic_standard",
    "000008IX": "benefit_or_unemployed",
}
INDEX_TABLE = (
    "region_code:string",
    "division:string",
    "year:integer",
    "socioeconomic_index:double",
    "area_type:integer",
)
FIELDS = [
    *("region_code", "region_name", "municipality_code", "municipality_name", "county_code", "division"),
    *("region_version", "index_year", "socioeconomic_index", "area_type", "area_type_source"),
    *("version_mismatch", "low_economic_standard", "pre_upper_secondary", "benefit_or_unemployed"),
]
AREA_FIELDS = (
    "region_code:string",
    "region_name:string",
    "municipality_name:string",
    "division:string",
)


def square(x):
    return f"Polygon (({x} 0, {x + 1000} 0, {x + 1000} 1000, {x} 1000, {x} 0))"


def made_areas(*codes, division="RegSO 2025", names=None):
    """Squares side by side, called A, B, C … in Karlstad."""
    names = names or [chr(ord("A") + place) for place in range(len(codes))]
    return memory_layer(
        "Polygon",
        AREA_FIELDS,
        [
            (square(1000 * place), (code, name, "Karlstad", division))
            for place, (code, name) in enumerate(zip(codes, names, strict=True))
        ],
        "areas",
    )


def made_table(rows, fields=INDEX_TABLE, name="index"):
    """Make a table without geometry."""
    return memory_layer("None", fields, [(None, row) for row in rows], name)


def tab6586(path):
    """Return SCB's answer as table rows, read here and not by the plugin."""
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    codes = [list(content["dimension"][name]["category"]["index"]) for name in content["id"]]
    cells = dict(zip(itertools.product(*codes), content["value"], strict=True))
    rows = []
    for region, year in itertools.product(codes[0], codes[2]):
        figures = [cells[region, content_code, year] for content_code in CONTENTS]
        rows.append((region, int(year), *(NULL if figure is None else figure for figure in figures)))
    fields = ("region_code:string", "year:integer", *(f"{name}:double" for name in CONTENTS.values()))
    return made_table(rows, fields, "TAB6586"), cells


@pytest.fixture
def karlstad(shared_data, run):
    return run("prepareareas", INPUT=str(shared_data / "karlstad" / "geo_regso.json"), OUTPUT=TEMPORARY)[
        "OUTPUT"
    ]


@pytest.fixture
def gothenburg(shared_data, run):
    source = str(shared_data / "goteborgsregionen" / "regso_2025.gpkg")
    return run("prepareareas", INPUT=source, OUTPUT=TEMPORARY)["OUTPUT"]


@pytest.fixture
def types_2022(shared_data):
    """All 3 363 types of 2022 with codes, as text, as a table on disk has them."""
    path = shared_data / "national" / "regso2020_bakgrund_folkmangd_2022.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["RegSOkod_2020"], 2022, int(row["omradestyp_2022"])) for row in csv.DictReader(file)]
    return made_table(rows, ("region_code:string", "year:integer", "area_type:integer"), "types_2022")


def test_karlstad_joins_on_both_versions_codes(karlstad, shared_data, run):
    table, cells = tab6586(shared_data / "karlstad" / "regso_socioek.json")
    result = run("joinindex", AREAS=karlstad, TABLE=table, OUTPUT=TEMPORARY)
    assert [
        result[name] for name in ("MATCHED_COUNT", "UNMATCHED_AREAS", "UNMATCHED_ROWS", "VERSION_MISMATCH")
    ] == [31, 0, 0, 0]
    rows = rows_of(result["OUTPUT"])
    assert list(rows[0])[: len(FIELDS)] == FIELDS
    assert result["OUTPUT"].crs().authid() == "EPSG:3006"
    for row in rows:
        assert row["index_year"] == 2024
        region = f"{row['region_code']}_RegSO2025"
        assert row["socioeconomic_index"] == cells[region, "000008IT", "2024"]
        assert row["area_type"] == cells[region, "000008IU", "2024"]
        parts = [row["low_economic_standard"], row["pre_upper_secondary"], row["benefit_or_unemployed"]]
        assert row["socioeconomic_index"] == pytest.approx(sum(parts) / 3, abs=0.05)
        assert row["area_type_source"] == "published"


def test_declares_the_contract(provider):
    algorithm = provider.algorithm("joinindex")
    names = {definition.name() for definition in algorithm.parameterDefinitions()}
    assert names >= {
        *(
            "AREAS",
            "TABLE",
            "YEAR",
            "POPULATION_TABLE",
            "POPULATION_FIELD",
            "ALL_YEARS",
            "ALLOW_VERSION_MISMATCH",
        ),
        *("CODE_FIELD", "OUTPUT"),
    }
    outputs = {output.name() for output in algorithm.outputDefinitions()}
    assert outputs == {"OUTPUT", "MATCHED_COUNT", "UNMATCHED_AREAS", "UNMATCHED_ROWS", "VERSION_MISMATCH"}
    assert algorithm.parameterDefinition("POPULATION_FIELD").defaultValue() == "population"
    assert algorithm.parameterDefinition("YEAR").defaultValue() is None


def test_karlstad_of_the_old_division_joins_on_plain_codes(karlstad, shared_data, run):
    rows = [
        (feature.geometry(), (feature["region_code"], feature["region_name"], "Karlstad", "RegSO 2020"))
        for feature in karlstad.getFeatures()
    ]
    areas = memory_layer("MultiPolygon", AREA_FIELDS, rows, "regso_2020")
    table, cells = tab6586(shared_data / "karlstad" / "regso_socioek.json")
    result = run("joinindex", AREAS=areas, TABLE=table, OUTPUT=TEMPORARY)
    assert (result["MATCHED_COUNT"], result["VERSION_MISMATCH"]) == (31, 0)
    for row in rows_of(result["OUTPUT"]):
        assert row["index_year"] == 2023
        assert row["socioeconomic_index"] == cells[row["region_code"], "000008IT", "2023"]


def test_an_old_year_on_new_polygons_stops_and_writes_nothing(gothenburg, types_2022, run, tmp_path):
    output = tmp_path / "joined.gpkg"
    with pytest.raises(QgsProcessingException) as stopped:
        run("joinindex", AREAS=gothenburg, TABLE=types_2022, YEAR=2022, OUTPUT=str(output))
    message = str(stopped.value)
    for part in ("2022", "RegSO 2020", "RegSO 2025", "allow a version mismatch"):
        assert part in message
    assert not output.exists()


def test_without_a_year_new_polygons_find_no_old_year(gothenburg, types_2022, run):
    with pytest.raises(QgsProcessingException, match="no figures on RegSO 2025"):
        run("joinindex", AREAS=gothenburg, TABLE=types_2022, OUTPUT=TEMPORARY)


@pytest.mark.parametrize("year", [2022, None])
def test_an_allowed_mismatch_is_marked_in_every_row(gothenburg, types_2022, run, log, year):
    result = run(
        "joinindex",
        AREAS=gothenburg,
        TABLE=types_2022,
        YEAR=year,
        ALLOW_VERSION_MISMATCH=True,
        OUTPUT=TEMPORARY,
    )
    assert (result["MATCHED_COUNT"], result["UNMATCHED_ROWS"], result["VERSION_MISMATCH"]) == (300, 3063, 1)
    rows = rows_of(result["OUTPUT"])
    assert [row["version_mismatch"] for row in rows] == [1] * 300
    types = [row["area_type"] for row in rows if row["municipality_code"] == "1480"]
    assert [types.count(code) for code in (1, 2, 3, 4, 5)] == [15, 19, 19, 73, 21]  # published for Göteborg
    assert any("Version mismatch" in warning for warning in log.warnings)


def test_new_years_on_old_polygons_stop_too(run):
    areas = made_areas("1780R001", division="RegSO 2020")
    table = made_table([("1780R001", "RegSO 2025", 2024, 5.0, 4), ("1780R001", "RegSO 2020", 2023, 6.0, 4)])
    with pytest.raises(QgsProcessingException, match=r"2024 are coded on RegSO 2025.*another year \(2023\)"):
        run("joinindex", AREAS=areas, TABLE=table, YEAR=2024, OUTPUT=TEMPORARY)


def test_an_unknown_division_stops_or_is_marked(run):
    areas = made_areas("1780R001", division=NULL)
    table = made_table([("1780R001", "RegSO 2025", 2024, 5.0, 4)])
    with pytest.raises(QgsProcessingException, match="not known which division"):
        run("joinindex", AREAS=areas, TABLE=table, OUTPUT=TEMPORARY)
    result = run("joinindex", AREAS=areas, TABLE=table, ALLOW_VERSION_MISMATCH=True, OUTPUT=TEMPORARY)
    assert result["VERSION_MISMATCH"] == 1
    assert rows_of(result["OUTPUT"])[0]["version_mismatch"] == 1


def test_labels_match_with_blanks_dashes_and_case_folded(run):
    names = ["Tuna", "Väse-Karlstads östra landsbygd", "Norrstrand", "Uteglömd"]
    areas = made_areas("1780R001", "1780R002", "1780R003", "1780R004", names=names)
    labels = [
        "Karlstad (Tuna )",
        "Karlstad  (väse \N{EN DASH} Karlstads Östra landsbygd)",
        " Karlstad (Norrstrand)",
        "Kil (Uteglömd)",
    ]
    fields = ("region_code:string", "region_name:string", "year:integer", "area_type:integer")
    table = made_table([(NULL, label, 2024, place) for place, label in enumerate(labels, start=1)], fields)
    result = run("joinindex", AREAS=areas, TABLE=table, OUTPUT=TEMPORARY)
    assert [row["area_type"] for row in rows_of(result["OUTPUT"])] == [1, 2, 3, None]
    assert [result[name] for name in ("MATCHED_COUNT", "UNMATCHED_AREAS", "UNMATCHED_ROWS")] == [3, 1, 1]


def test_a_handmade_table_needs_code_year_and_type_only(run):
    table = made_table(
        [("180R001", 2024, 1), ("0180R002", 2024, NULL)],
        ("region_code:string", "year:integer", "area_type:integer"),
    )
    result = run("joinindex", AREAS=made_areas("0180R001", "0180R002"), TABLE=table, OUTPUT=TEMPORARY)
    first, second = rows_of(result["OUTPUT"])
    assert (first["area_type"], first["area_type_source"], first["socioeconomic_index"]) == (
        1,
        "published",
        None,
    )
    assert (second["area_type"], second["area_type_source"]) == (None, None)  # missing stays missing
    assert (first["municipality_code"], first["county_code"]) == ("0180", "01")


def test_a_csv_file_is_a_table(run, tmp_path):
    path = tmp_path / "types.csv"
    path.write_text(
        "region_code;year;area_type;socioeconomic_index\n0180R001;2024;2;15,5\n", encoding="utf-8"
    )
    result = run("joinindex", AREAS=made_areas("0180R001"), TABLE=str(path), OUTPUT=TEMPORARY)
    row = rows_of(result["OUTPUT"])[0]
    assert (row["area_type"], row["socioeconomic_index"]) == (2, 15.5)


def test_a_table_without_years_needs_the_year_stated(run, log):
    table = made_table([("0180R001", 3)], ("region_code:string", "area_type:integer"))
    with pytest.raises(QgsProcessingException, match="has no year"):
        run("joinindex", AREAS=made_areas("0180R001"), TABLE=table, OUTPUT=TEMPORARY)
    result = run("joinindex", AREAS=made_areas("0180R001"), TABLE=table, YEAR=2024, OUTPUT=TEMPORARY)
    assert rows_of(result["OUTPUT"])[0]["index_year"] == 2024
    assert any("as stated" in info for info in log.infos)
    with pytest.raises(QgsProcessingException, match="RegSO 2020"):
        run("joinindex", AREAS=made_areas("0180R001"), TABLE=table, YEAR=2021, OUTPUT=TEMPORARY)


def test_all_years_give_a_feature_per_area_and_year_of_the_own_division(karlstad, shared_data, run, tmp_path):
    rows = [
        (feature.geometry(), (feature["region_code"], feature["region_name"], "Karlstad", "RegSO 2020"))
        for feature in karlstad.getFeatures()
    ]
    areas = memory_layer(
        "MultiPolygon", (*AREA_FIELDS, "fid:integer"), [(g, (*r, 1)) for g, r in rows], "regso"
    )
    table, cells = tab6586(shared_data / "karlstad" / "regso_socioek.json")
    path = str(tmp_path / "years.gpkg")
    result = run("joinindex", AREAS=areas, TABLE=table, ALL_YEARS=True, OUTPUT=path)
    joined = rows_of(QgsVectorLayer(path, "years", "ogr"))
    assert len(joined) == 31 * 13  # 2011 to 2023: nothing is lost to a repeated fid
    assert {row["index_year"] for row in joined} == set(range(2011, 2024))
    assert (result["MATCHED_COUNT"], result["UNMATCHED_ROWS"], result["VERSION_MISMATCH"]) == (31, 0, 0)
    for row in joined:
        assert row["socioeconomic_index"] == cells[row["region_code"], "000008IT", str(row["index_year"])]
        assert row["year_start"] == QDate(row["index_year"], 1, 1)
        assert row["year_end"] == QDate(row["index_year"], 12, 31)


def test_what_an_earlier_join_left_is_replaced(run, log):
    areas = memory_layer(
        "Polygon",
        (*AREA_FIELDS, "Area_Type:integer", "index_year:integer", "year_start:date", "note:string"),
        [(square(0), ("0180R001", "A", "Stockholm", "RegSO 2025", 5, 2011, QDate(2011, 1, 1), "kept"))],
    )
    table = made_table([("0180R001", "RegSO 2025", 2024, 20.0, 1)])
    result = run("joinindex", AREAS=areas, TABLE=table, OUTPUT=TEMPORARY)
    assert result["OUTPUT"].fields().names() == [*FIELDS, "note"]
    row = rows_of(result["OUTPUT"])[0]
    assert (row["area_type"], row["index_year"], row["note"]) == (1, 2024, "kept")
    assert any("Area_Type" in info for info in log.infos)


POPULATION = ("region_code:string", "year:integer", "population:double")


def joined_with_people(run, rows, fields=POPULATION, **parameters):
    areas = parameters.pop("AREAS", None) or made_areas("0180R001", "0180R002")
    table = made_table([("0180R001", "RegSO 2025", 2024, 20.0, 1), ("0180R002", "RegSO 2025", 2024, 9.0, 3)])
    people = made_table(rows, fields, "people")
    result = run(
        "joinindex", AREAS=areas, TABLE=table, POPULATION_TABLE=people, OUTPUT=TEMPORARY, **parameters
    )
    return [(row["population"], row["population_year"]) for row in rows_of(result["OUTPUT"])]


def test_population_of_the_index_year(run):
    rows = [("0180R001", 2024, 1200), ("0180R002", 2024, NULL), ("0180R001", 2025, 1300)]
    assert joined_with_people(run, rows) == [(1200, 2024), (None, 2024)]


def test_population_of_the_nearest_year_of_the_same_division(run, log):
    rows = [
        (code, year, people)
        for code in ("0180R001", "0180R002")
        for year, people in ((2023, 900), (2026, 1000))
    ]
    assert joined_with_people(run, rows) == [(1000, 2026)] * 2  # 2023 is nearer, but coded on RegSO 2020
    assert any("2026" in warning and "nearest" in warning for warning in log.warnings)


def test_zeros_of_the_other_division_are_no_population(run):
    rows = [("0180R001", 2024, 0), ("0180R001_RegSO2025", 2024, 1200), ("0180R002_RegSO2025", 2024, 800)]
    assert joined_with_people(run, rows) == [(1200, 2024), (800, 2024)]


def test_population_without_years_serves_any(run, log):
    fields = ("region_code:string", "folk:string")
    rows = [("0180R001", "1 200"), ("0180R002", "..")]
    assert joined_with_people(run, rows, fields, POPULATION_FIELD="folk") == [(1200, None), (None, None)]
    assert any("has no year" in warning for warning in log.warnings)


def test_the_total_is_taken_among_ages_and_sexes(run):
    fields = ("region_code:string", "year:integer", "alder:string", "kon:string", "population:double")
    rows = [
        (code, 2024, age, sex, people)
        for code in ("0180R001", "0180R002")
        for age, sex, people in (
            ("0-19", "1+2", 300),
            ("totalt", "1", 600),
            ("totalt", "1+2", 1200),
            ("tot16+", "1+2", 950),
        )
    ]
    assert joined_with_people(run, rows, fields) == [(1200, 2024)] * 2


def test_parts_without_a_total_stop(run):
    fields = ("region_code:string", "year:integer", "kon:string", "population:double")
    rows = [("0180R001", 2024, "män", 600), ("0180R001", 2024, "kvinnor", 610)]
    with pytest.raises(QgsProcessingException, match=r"2 rows for 0180R001 and year 2024"):
        joined_with_people(run, rows, fields)


def test_a_part_of_one_area_beside_the_total_of_another_stops(run):
    fields = ("region_code:string", "year:integer", "kon:string", "population:double")
    rows = [("0180R001", 2024, "totalt", 1200), ("0180R002", 2024, "män", 7)]
    with pytest.raises(QgsProcessingException, match="Row 2 of table people has män in field kon"):
        joined_with_people(run, rows, fields)


def test_the_areas_own_population_stays(run):
    areas = memory_layer(
        "Polygon",
        (*AREA_FIELDS, "population:double"),
        [(square(0), ("0180R001", "A", "S", "RegSO 2025", 77))],
    )
    table = made_table([("0180R001", "RegSO 2025", 2024, 20.0, 1)])
    row = rows_of(run("joinindex", AREAS=areas, TABLE=table, OUTPUT=TEMPORARY)["OUTPUT"])[0]
    assert (row["population"], row["population_year"]) == (77, None)


@pytest.mark.parametrize(
    ("rows", "fields", "sentence"),
    [
        ([("0180R001", 2024, -5)], POPULATION, "0180R001 has a negative population"),
        ([("0180R001", 2024, NULL)], POPULATION, "no population of these areas"),
        ([("0180R001", 2022, 5)], POPULATION, r"RegSO 2025.*it has 2022 \(RegSO 2020\)"),
        (
            [("0180R001", 2024, 5)],
            ("region_code:string", "year:integer", "households:double"),
            "no field population; it has",
        ),
        (
            [("0180R001", NULL)],
            ("region_code:string", "population:double"),
            "No area of layer areas has a population",
        ),
        (
            [("0180R001", 2024, "många")],
            (*POPULATION[:2], "population:string"),
            "Row 1 of table people has många",
        ),
        ([("9999R001", 2024, 5)], POPULATION, "no population of these areas"),
    ],
)
def test_bad_populations_stop(run, rows, fields, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        joined_with_people(run, rows, fields)


@pytest.mark.parametrize(
    ("rows", "fields", "parameters", "sentence"),
    [
        ([("0180R001", 5)], ("region_code:string", "income:double"), {}, "neither a field socioeconomic_index"),
        ([("a", 1)], ("colour:string", "area_type:integer"), {}, "no field with RegSO or DeSO codes"),
        ([], INDEX_TABLE, {}, "Table index has no rows"),
        ([("0180R001", "RegSO 2025", 2024, 5, 6)], INDEX_TABLE, {}, "0180R001, 2024 of index has 6 in field area_type"),
        ([("0180R001", "RegSO 2025", 2024, 150, 1)], INDEX_TABLE, {}, "0180R001 has 150 in field socioeconomic_index"),
        ([("0180R001", "RegSO 2025", 2024, 5, 1)], INDEX_TABLE, {"YEAR": 2030}, r"in 2030; it has 2024"),
        ([("0180R001", "RegSO 2025", 2024, 5, 1)] * 2, INDEX_TABLE, {}, "2 rows for 0180R001 and year 2024"),
        ([("0114R001", "RegSO 2025", 2024, 5, 1)], INDEX_TABLE, {}, "No area of layer areas has a row"),
        ([("0180C1010", "DeSO 2025", 2024, 5, 1)], INDEX_TABLE, {}, "no area type for areas of RegSO"),
        ([("0180R001", "ett", 1)], ("region_code:string", "year:string", "area_type:integer"), {}, "Row 1 .* has ett"),
        ([("0180R001", 2024, "Typ 1")], ("region_code:string", "year:integer", "area_type:string"), {}, "Typ 1"),
        ([("0180R001", "RegSO 2025", 2024, 5, 1)], INDEX_TABLE, {"CODE_FIELD": "kod"}, "no field kod"),
    ],
)  # fmt: skip
def test_bad_tables_stop_with_one_sentence(run, rows, fields, parameters, sentence, tmp_path):
    output = tmp_path / "joined.gpkg"
    with pytest.raises(QgsProcessingException, match=sentence):
        run(
            "joinindex",
            AREAS=made_areas("0180R001"),
            TABLE=made_table(rows, fields),
            OUTPUT=str(output),
            **parameters,
        )
    assert not output.exists()


@pytest.mark.parametrize(
    ("areas", "sentence"),
    [
        (made_areas, "has no features"),
        (lambda: made_areas("0180R001", "0180R001"), "0180R001 appears twice"),
        (lambda: made_areas("0114R001", "114R001"), "0114R001 appears twice"),
        (lambda: made_areas("0180R001", "0180C1010"), r"mixes RegSO and DeSO codes .0180C1010, 0180R001."),
        (lambda: made_areas("Norrmalm"), "has Norrmalm where"),
        (lambda: made_areas("0180R001", division="RegSO 2018"), "has RegSO 2018 in field division"),
        (lambda: memory_layer("LineString", AREA_FIELDS, [("LineString (0 0, 1 1)", ("0180R001", "A", "S", "RegSO 2025"))]), "has no polygon"),
        (lambda: memory_layer("Polygon", AREA_FIELDS, [(square(0), ("0180R001", "A", "S", "RegSO 2025"))], crs=""), "no coordinate reference system"),
    ],
)  # fmt: skip
def test_bad_areas_stop_with_one_sentence(run, areas, sentence):
    table = made_table([("0180R001", "RegSO 2025", 2024, 20.0, 1)])
    with pytest.raises(QgsProcessingException, match=sentence):
        run("joinindex", AREAS=areas(), TABLE=table, OUTPUT=TEMPORARY)


def test_a_missing_table_stops(run, tmp_path):
    with pytest.raises(QgsProcessingException, match="TABLE"):
        run("joinindex", AREAS=made_areas("0180R001"), TABLE=str(tmp_path / "none.gpkg"), OUTPUT=TEMPORARY)


def test_imported_files_join_without_a_hand(karlstad, shared_data, run):
    folder = shared_data / "karlstad"
    index = run("importtable", INPUT=str(folder / "regso_socioek.json"), OUTPUT=TEMPORARY)["OUTPUT"]
    people = run("importtable", INPUT=str(folder / "omraden_befolkning.json"), OUTPUT=TEMPORARY)["OUTPUT"]
    result = run("joinindex", AREAS=karlstad, TABLE=index, POPULATION_TABLE=people, OUTPUT=TEMPORARY)
    assert [result[name] for name in ("MATCHED_COUNT", "UNMATCHED_AREAS", "UNMATCHED_ROWS")] == [31, 0, 0]
    rows = rows_of(result["OUTPUT"])
    assert {(row["index_year"], row["population_year"], row["version_mismatch"]) for row in rows} == {
        (2024, 2025, 0)
    }
    assert sum(row["population"] for row in rows) == pytest.approx(
        99007, abs=31
    )  # the kommun's total; SCB adds noise
    _, cells = tab6586(folder / "regso_socioek.json")
    for row in rows:
        assert row["area_type"] == cells[f"{row['region_code']}_RegSO2025", "000008IU", "2024"]
        assert row["low_economic_standard"] == cells[f"{row['region_code']}_RegSO2025", "000008IW", "2024"]


def test_an_imported_table_of_labels_joins(gothenburg, shared_data, run):
    path = str(shared_data / "national" / "omradestyp_2022.csv")
    table = run("importtable", INPUT=path, OUTPUT=TEMPORARY)["OUTPUT"]
    result = run("joinindex", AREAS=gothenburg, TABLE=table, ALLOW_VERSION_MISMATCH=True, OUTPUT=TEMPORARY)
    assert (result["MATCHED_COUNT"], result["UNMATCHED_ROWS"]) == (300, 3063)
    types = [row["area_type"] for row in rows_of(result["OUTPUT"]) if row["municipality_code"] == "1480"]
    assert [types.count(code) for code in (1, 2, 3, 4, 5)] == [15, 19, 19, 73, 21]


@pytest.mark.parametrize(
    ("field", "expected"), [("bef_totalt", 7.0), ("Folkmangd", 7.0), ("households", None)]
)
def test_a_population_is_known_by_its_name(run, log, field, expected):
    index = made_table([("1480R001", "RegSO 2025", 2024, 10.0, 3)])
    people = made_table(
        [("1480R001", "RegSO 2025", 2024, 7.0)],
        ("region_code:string", "division:string", "year:integer", f"{field}:double"),
        "people",
    )
    parameters = {"AREAS": made_areas("1480R001"), "TABLE": index, "POPULATION_TABLE": people}
    if expected is None:
        with pytest.raises(QgsProcessingException, match="has no field population; it has"):
            run("joinindex", **parameters, OUTPUT=QgsProcessing.TEMPORARY_OUTPUT)
        return
    (row,) = rows_of(run("joinindex", **parameters, OUTPUT=QgsProcessing.TEMPORARY_OUTPUT)["OUTPUT"])
    assert row["population"] == expected
    assert any(f"from field {field}" in line for line in log.infos)
