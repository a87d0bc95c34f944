"""Import table as a user runs it: good files, what the log says, and every bad input."""

from __future__ import annotations

import json

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsVectorLayer,
)

from tests.made_tables import index_table, json_stat_old, px_text, pxweb_json, written, written_xlsx
from tests.support import Log, rows_of

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
INDEX_FIELDS = [
    *("region_code", "region_name", "division", "year", "socioeconomic_index", "area_type"),
    *("pre_upper_secondary", "low_economic_standard", "benefit_or_unemployed"),
]


def run(path, log=None, output=TEMPORARY, **more):
    import processing

    parameters = {"INPUT": str(path), "OUTPUT": output, **more}
    return processing.run("segregation:importtable", parameters, feedback=log or Log())


def algorithm():
    return QgsApplication.processingRegistry().algorithmById("segregation:importtable").create()


def test_declaration():
    declared = algorithm()
    assert [definition.name() for definition in declared.parameterDefinitions()] == [
        *("INPUT", "KEY_FILE", "YEARS", "OUTPUT"),
    ]
    assert {output.name(): output.type() for output in declared.outputDefinitions()} == {
        "OUTPUT": "outputVector",
        "ROW_COUNT": "outputNumber",
        "REJECTED_COUNT": "outputNumber",
        "UPDATED": "outputString",
    }
    assert (declared.groupId(), declared.displayName()) == ("data", "Import table")
    assert declared.canExecute() == (True, "")


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_parameter_and_output_has_help(language):
    from segregation_plugin.processing_provider.help import help_of

    declared, found = algorithm(), help_of("importtable", language)
    assert found.parameters.keys() == {
        definition.name() for definition in declared.parameterDefinitions()
    } - {"OUTPUT"}
    assert found.outputs.keys() == {output.name() for output in declared.outputDefinitions()}
    assert all([found.summary, found.text, found.tags, *found.parameters.values(), *found.outputs.values()])


@pytest.mark.parametrize("name", ["ImportTable", "DownloadScb"])
def test_a_qgis_without_pandas_is_told_so(monkeypatch, name):
    from segregation_plugin.processing_provider import algorithms, parameters

    algorithm = getattr(algorithms, name)()
    assert algorithm.canExecute() == (True, "")
    monkeypatch.setattr(parameters, "find_spec", lambda _: None)
    fine, reason = algorithm.canExecute()
    assert not fine
    assert reason == (
        f"{algorithm.displayName()} needs the Python package pandas, which this QGIS does not have; install it and start "
        "QGIS again."
    )


def test_json_stat(tmp_path):
    log = Log()
    results = run(written(tmp_path, index_table(), "t.json"), log)
    layer = results["OUTPUT"]
    assert layer.fields().names() == INDEX_FIELDS
    assert [field.typeName() for field in layer.fields()][3:6] == ["integer", "double", "integer"]
    assert not layer.isSpatial()
    assert (results["ROW_COUNT"], results["REJECTED_COUNT"]) == (4, 0)
    assert results["UPDATED"] == "2026-06-23T06:00:00Z"
    values = {
        (row["division"], row["year"]): (row["socioeconomic_index"], row["area_type"])
        for row in rows_of(layer)
    }
    assert values == {
        ("RegSO 2020", 2022): (4, 4),
        ("RegSO 2020", 2024): (None, None),
        ("RegSO 2025", 2022): (None, None),
        ("RegSO 2025", 2024): (4, 4),
    }
    assert log.infos[0] == "TAB6586, SCB, updated 2026-06-23T06:00:00Z, file t.json"
    assert "area_type (Områdestyp)" in log.infos[1]
    assert log.warnings == []


PX_KEYS = px_text(
    {"region": {"1780R001": "Karlstad (Alster)", "1780R002": "Karlstad (Råtorp)"}},
    {"år": {"2022": "2022"}},
    '"1780R001",5',
    'KEYS("region")=CODES;\nCONTENTS="Bilar";\n',
)


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (
            {"dataset": json_stat_old(index_table())},
            "t.json",
            ("Karlstad (Alster)", "socioeconomic_index", 4),
        ),
        (
            pxweb_json(["Region", "Tid"], ["Bilar"], [("1780R001", "2022", "5")]),
            "t.json",
            (None, "bilar", 5),
        ),
        (PX_KEYS, "t.px", ("Karlstad (Alster)", "bilar", 5)),
    ],
)
def test_the_other_formats_of_the_database(tmp_path, content, name, found):
    log = Log()
    layer = run(written(tmp_path, content, name), log, output=str(tmp_path / "out.gpkg"))["OUTPUT"]
    row = next(iter(rows_of(QgsVectorLayer(layer, "out", "ogr"))))
    label, column, figure = found
    assert (row["region_code"], row["division"], row["year"]) == ("1780R001", "RegSO 2020", 2022)
    assert (row["region_name"], row[column]) == (label, figure)
    told = any("1 cells are left out of the file" in info for info in log.infos)
    assert told == (content is PX_KEYS)


def test_one_year_into_a_geopackage(tmp_path):
    target = tmp_path / "out.gpkg"
    results = run(written(tmp_path, index_table(), "t.json"), YEARS="2024", output=str(target))
    layer = QgsVectorLayer(str(target), "out", "ogr")
    assert results["ROW_COUNT"] == layer.featureCount() == 2
    assert layer.fields().names() == ["fid", *INDEX_FIELDS]
    assert {row["area_type"] for row in rows_of(layer)} == {None, 4}


def test_excel_and_a_key(tmp_path):
    table = written_xlsx(
        tmp_path, [[None, 2022], ["Luleå (Tuna )", 4], ["Luleå (Ek)", 3], [], ["Sort:"], ["områdestyp"]]
    )
    key = written(tmp_path, "RegSOkod_2020;RegSO_2020\n2580R001;Tuna\n", "key.csv")
    log = Log()
    results = run(table, log, KEY_FILE=str(key))
    assert [
        (row["region_code"], row["region_name"], row["area_type"]) for row in rows_of(results["OUTPUT"])
    ] == [
        ("2580R001", "Luleå (Tuna )", 4),
        (None, "Luleå (Ek)", 3),
    ]
    assert any(
        "1 labels are not in the key" in warning and "Luleå (Ek)" in warning for warning in log.warnings
    )


def test_a_key_that_knows_every_label_is_told(tmp_path):
    key = written(tmp_path, "RegSOkod_2020;RegSO_2020\n2580R001;Tuna\n", "key.csv")
    log = Log()
    run(written(tmp_path, ",2022\nLuleå (Tuna),4\n"), log, KEY_FILE=str(key))
    assert "With the key, every row has a code." in log.infos
    assert log.warnings == []


def test_what_is_rejected_masked_or_without_a_code_is_told(tmp_path):
    log = Log()
    text = (
        "region;år;antal\n00 Riket;2022;9\n1780;2022;8\n1780R001;2022;7\n1780R001;2024;6\n"
        "1780R002_RegSO2025;2022;0\n1780R002_RegSO2025;2024;-\nKarlstad (Alster);2022;5\n"
    )
    results = run(written(tmp_path, text), log)
    assert (results["ROW_COUNT"], results["REJECTED_COUNT"], results["UPDATED"]) == (5, 2, "")
    warnings, infos = "\n".join(log.warnings), "\n".join(log.infos)
    assert "2 rows are neither RegSO nor DeSO and were rejected: 00 Riket, 1780." in warnings
    assert "2 values stood in years that their division does not cover" in infos
    assert "1 of these values were not 0" in warnings
    assert '1 cells hold "-"' in infos
    assert "1 labels have no code" in infos
    assert "RegSO 2020: 3 rows." in infos


def test_the_stamps_of_the_sources_are_kept_for_the_history(tmp_path):
    made = algorithm()
    key = written(tmp_path, "RegSOkod_2020;RegSO_2020\n2580R001;Tuna\n", "key.csv")
    parameters = {
        "INPUT": str(written(tmp_path, index_table(), "t.json")),
        "KEY_FILE": str(key),
        "OUTPUT": TEMPORARY,
    }
    context, log = QgsProcessingContext(), Log()
    assert made.prepare(parameters, context, log)
    made.runPrepared(parameters, context, log)
    assert made.source_stamps == [
        "TAB6586, SCB, updated 2026-06-23T06:00:00Z, file t.json",
        "key, file key.csv",
    ]


def test_names_that_a_geopackage_takes_for_one_are_told_apart(tmp_path):
    table = written(tmp_path, "region;år;Year;fid;FID;Antal;antal\n1780R001;2022;1;2;3;4;5\n")
    target = tmp_path / "out.gpkg"
    run(table, output=str(target))
    names = QgsVectorLayer(str(target), "out", "ogr").fields().names()
    assert len({name.lower() for name in names}) == len(names)


BAD = {
    "gone": (None, "t.csv", "There is no file"),
    "empty": ("", "t.csv", "t.csv is empty"),
    "not a table": (b"\x89PNG\r\n\x1a\n\x00\x00", "t.csv", "t.csv is no text file"),
    "another subject": ("school,white\nA,3\n", "t.csv", "t.csv has no column of RegSO or DeSO"),
    "wrong encoding": (
        "region;antal\nGöteborg (Ö);1".encode("cp850"),
        "t.csv",
        "t.csv is in another encoding",
    ),
    "GeoJSON": (
        json.dumps({"type": "FeatureCollection", "features": []}),
        "t.json",
        "t.json is JSON, but no table of statistics in json-stat or PxWeb's json",
    ),
    "not JSON": ("{", "t.json", "t.json is no JSON"),
    "no zip": ("region;antal", "t.xlsx", "t.xlsx is no Excel file"),
    "PxWeb's json": (
        '{"columns": [], "data": []}',
        "t.json",
        "t.json describes a table but holds no figures",
    ),
    "older json-stat": (
        '{"x": {"dimension": {}}}',
        "t.json",
        "t.json is json-stat, but damaged: it lacks id",
    ),
    "PC-Axis": ('CHARSET="ANSI";', "t.px", "t.px is PC-Axis, but damaged: it lacks DATA"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_in_one_sentence_and_nothing_is_written(tmp_path, case):
    content, name, sentence = BAD[case]
    path = tmp_path / name if content is None else written(tmp_path, content, name)
    target = tmp_path / "out.gpkg"
    with pytest.raises(QgsProcessingException) as caught:
        run(path, output=str(target))
    message = str(caught.value)
    assert sentence in message
    assert message.strip().endswith(".")
    assert "\n" not in message.strip()
    assert not target.exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"YEARS": "2030"}, "t.json has no year 2030; it has 2022, 2024."),
        ({"YEARS": "last"}, "write them as 2022, 2020,2022 or 2011-2024"),
        ({"KEY_FILE": "/no/such/key.csv"}, "There is no file"),
    ],
)
def test_bad_parameters(tmp_path, more, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        run(written(tmp_path, index_table(), "t.json"), **more)


def test_an_output_that_is_the_input_is_refused(tmp_path):
    path = written(tmp_path, "region,2022\n1780R001,5\n")
    with pytest.raises(QgsProcessingException):
        run(path, output=str(path))
    assert path.read_text() == "region,2022\n1780R001,5\n"


def test_a_cancelled_run_writes_nothing(tmp_path):
    log, target = Log(), tmp_path / "out.gpkg"
    log.cancel()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(written(tmp_path, "region,2022\n1780R001,5\n"), log, output=str(target))
    assert not target.exists()


def test_karlstad_joins_both_divisions(shared_data):
    areas = QgsVectorLayer(str(shared_data / "karlstad/geo_regso.json"), "areas", "ogr")
    codes = {feature["regsokod"] for feature in areas.getFeatures()}
    results = run(shared_data / "karlstad/regso_socioek.json")
    assert results["ROW_COUNT"] == 62 * 14
    for division, year in (("RegSO 2020", 2022), ("RegSO 2025", 2024)):
        found = {
            row["region_code"]
            for row in rows_of(results["OUTPUT"])
            if row["division"] == division and row["year"] == year and row["area_type"] is not None
        }
        assert len(found & codes) == len(codes) == 31
