"""Prepare areas as a user runs it: every generation of SCB's files, repairs, refusals."""

from __future__ import annotations

import pytest
from qgis.core import NULL, Qgis, QgsProcessing, QgsProcessingException, QgsVectorLayer, QgsWkbTypes

from tests.support import Log, memory_layer, rows_of

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
IDENTITY = [
    *("region_code", "region_name", "municipality_code", "municipality_name", "county_code", "division"),
    "region_version",
]
SERVICE = (
    "regsokod:string",
    "regsonamn:string",
    "kommunkod:string",
    "version:string",
    "referensdatum:string",
)
BOW_TIE = "Polygon ((0 0, 1000 1000, 1000 0, 0 1000, 0 0))"


def square(place):
    x = 1000 * place
    return f"Polygon (({x} 0, {x + 1000} 0, {x + 1000} 1000, {x} 1000, {x} 0))"


def made(fields, *rows, name="made"):
    return memory_layer("Polygon", fields, [(square(place), row) for place, row in enumerate(rows)], name)


def prepare(run, layer, **parameters):
    result = run("prepareareas", INPUT=layer, OUTPUT=TEMPORARY, **parameters)
    return rows_of(result["OUTPUT"]), result


def test_declares_the_contract(provider):
    algorithm = provider.algorithm("prepareareas")
    names = {definition.name() for definition in algorithm.parameterDefinitions()}
    assert names == {"INPUT", "CODE_FIELD", "NAME_FIELD", "MUNICIPALITIES", "DIVISION", "OUTPUT"}
    division = algorithm.parameterDefinition("DIVISION")
    assert division.options() == ["auto", "RegSO 2020", "RegSO 2025", "DeSO 2018", "DeSO 2025"]
    assert division.usesStaticStrings()
    outputs = {output.name() for output in algorithm.outputDefinitions()}
    assert outputs == {"OUTPUT", "AREA_COUNT", "REPAIRED_COUNT", "REJECTED_COUNT"}


@pytest.mark.parametrize(
    ("path", "count", "kommuner", "division", "version"),
    [
        ("goteborgsregionen/regso_2025.gpkg", 300, 13, "RegSO 2025", "2025_v1"),
        ("goteborgsregionen/regso_2025_land.gpkg", 297, 13, "RegSO 2025", "2025_v1"),
        ("goteborgsregionen/deso_2025.gpkg", 584, 13, "DeSO 2025", "2025_v1"),
        ("karlstad/geo_regso.json", 31, 1, "RegSO 2025", "2025_v2"),
        ("karlstad/geo_deso.json", 57, 1, "DeSO 2025", "2025_v2"),
    ],
)
def test_real_layers(shared_data, run, path, count, kommuner, division, version):
    rows, result = prepare(run, str(shared_data / path))
    assert (result["AREA_COUNT"], result["REPAIRED_COUNT"], result["REJECTED_COUNT"]) == (count, 0, 0)
    assert list(rows[0])[:7] == IDENTITY
    assert "fid" not in rows[0]
    assert len({row["region_code"] for row in rows}) == count
    assert len({row["municipality_name"] for row in rows}) == kommuner
    assert {(row["division"], row["region_version"]) for row in rows} == {(division, version)}
    assert all(row["region_name"] for row in rows) == division.startswith("RegSO")
    assert result["OUTPUT"].wkbType() == Qgis.WkbType.MultiPolygon
    assert result["OUTPUT"].crs().authid() == "EPSG:3006"
    assert all(QgsWkbTypes.isMultiType(f.geometry().wkbType()) for f in result["OUTPUT"].getFeatures())


def test_real_area_is_that_of_the_file(shared_data, run):
    _, result = prepare(run, str(shared_data / "goteborgsregionen" / "regso_2025.gpkg"))
    area = sum(feature.geometry().area() for feature in result["OUTPUT"].getFeatures())
    assert area / 1e6 == pytest.approx(6907, abs=0.5)  # km², as counted when the file was described


def test_some_kommuner_of_a_real_layer(shared_data, run):
    path = str(shared_data / "goteborgsregionen" / "regso_2025.gpkg")
    rows, _ = prepare(run, path, MUNICIPALITIES="1480; 1402")
    assert {row["municipality_name"] for row in rows} == {"Göteborg", "Partille"}
    assert sum(row["municipality_code"] == "1480" for row in rows) == 147
    assert (
        prepare(run, path, MUNICIPALITIES="14")[1]["AREA_COUNT"] == 300 - 18
    )  # the 18 of Kungsbacka lie in Halland


@pytest.mark.parametrize(
    ("fields", "row", "expected", "division"),
    [
        (
            (
                "id:string",
                "regso:string",
                "kommun:string",
                "kommunnamn:string",
                "lan:string",
                "version:string",
            ),
            ("0114R001", "Bollstanäs", "0114", "Upplands Väsby", "01", "2018_v2"),
            ("0114R001", "Bollstanäs", "0114", "Upplands Väsby", "01"),
            "RegSO 2020",
        ),
        (
            ("regsokod:string", "regso:string", "kommunregso:string"),
            ("114R001", "Bollstanäs", "0114R001 Bollstanäs"),
            ("0114R001", "Bollstanäs", "0114", "Upplands Väsby", "01"),
            None,
        ),
        (
            ("kommunregso:string",),
            ("0114R001 Bollstanäs",),
            ("0114R001", None, "0114", "Upplands Väsby", "01"),
            None,
        ),
        (
            SERVICE,
            ("1780R006", "Herrhagen", "1780", "2020_v3", "20200101"),
            ("1780R006", "Herrhagen", "1780", "Karlstad", "17"),
            "RegSO 2020",
        ),
        (
            SERVICE,
            ("1780R006", "Herrhagen", "1780", NULL, "20250101"),
            ("1780R006", "Herrhagen", "1780", "Karlstad", "17"),
            "RegSO 2025",
        ),
        (
            ("RegSOkod_2025:string", "RegSO_2025:string", "RegSO_2020:string"),
            ("1780R006_RegSO2025", "Herrhagen", "Haga"),
            ("1780R006", "Herrhagen", "1780", "Karlstad", "17"),
            "RegSO 2025",
        ),
        (
            ("deso:string", "kommun:string", "version:string"),
            ("0114c1010", "0114", "2018_v2"),
            ("0114C1010", None, "0114", "Upplands Väsby", "01"),
            "DeSO 2018",
        ),
        (
            ("DeSO_2018:string", "RegSOkod_2020:string", "RegSO_2020:string"),
            ("0114C1010", "0114R001", "Bollstanäs"),
            ("0114C1010", None, "0114", "Upplands Väsby", "01"),
            "DeSO 2018",
        ),
        (
            ("REGSOKOD:string", "REGSONAMN:string", "KOMMUNNAMN:string"),
            ("9999R001", "Ingenstans", "Påhittad"),
            ("9999R001", "Ingenstans", "9999", "Påhittad", "99"),
            None,
        ),
    ],
)
def test_every_generation_of_fields(run, fields, row, expected, division):
    rows, _ = prepare(run, made(fields, row))
    assert tuple(rows[0][name] for name in IDENTITY[:5]) == expected
    assert rows[0]["division"] == division


def test_prepared_areas_can_be_prepared_again(shared_data, run):
    once, first = prepare(run, str(shared_data / "karlstad" / "geo_regso.json"))
    twice, _ = prepare(run, first["OUTPUT"])
    assert twice == once


def test_the_guess_is_told(run, log):
    prepare(run, made(SERVICE, ("1780R006", "Herrhagen", "1780", "2025_v1", "")))
    assert any("regsokod" in info and "regsonamn" in info and "version" in info for info in log.infos)


def test_named_fields_win(run):
    layer = made(
        ("regsokod:string", "regsonamn:string", "kod:string", "text:string"),
        ("0114R001", "A", "0180R002", "B"),
    )
    rows, _ = prepare(run, layer, CODE_FIELD="kod", NAME_FIELD="text")
    assert (rows[0]["region_code"], rows[0]["region_name"], rows[0]["municipality_name"]) == (
        "0180R002",
        "B",
        "Stockholm",
    )


def test_an_unknown_division_stays_empty_with_a_warning(run, log):
    rows, _ = prepare(run, made(("regsokod:string",), ("0114R001",)))
    assert rows[0]["division"] is None
    assert any("does not say which division" in warning for warning in log.warnings)


def test_a_stated_division_fills_what_the_layer_does_not_say(run):
    rows, _ = prepare(run, made(("regsokod:string",), ("0114R001",)), DIVISION="RegSO 2020")
    assert rows[0]["division"] == "RegSO 2020"


def test_a_bow_tie_is_repaired_under_the_toolbox_default(provider):  # noqa: ARG001 - registers the algorithms
    import processing
    from processing.tools import dataobjects

    log = Log()
    context = dataobjects.createContext(log)
    layer = memory_layer(
        "Polygon",
        ("regsokod:string",),
        [(BOW_TIE, ("0114R001",)), (square(1), ("0114R002",)), (square(2), ("0114R003",))],
    )
    assert context.invalidGeometryCheck() == Qgis.InvalidGeometryCheck.AbortOnInvalid
    result = processing.run(
        "segregation:prepareareas", {"INPUT": layer, "OUTPUT": TEMPORARY}, context=context, feedback=log
    )
    assert (result["AREA_COUNT"], result["REPAIRED_COUNT"], result["REJECTED_COUNT"]) == (3, 1, 0)
    repaired = next(f.geometry() for f in result["OUTPUT"].getFeatures() if f["region_code"] == "0114R001")
    assert repaired.isGeosValid()
    assert repaired.area() == pytest.approx(500_000)
    assert any("repaired" in warning for warning in log.warnings)


def test_rows_without_a_code_or_a_geometry_are_rejected_and_counted(run, log):
    layer = memory_layer(
        "Polygon",
        ("regsokod:string",),
        [(square(0), ("0114R001",)), (square(1), ("Kungälv",)), (square(2), (NULL,)), (None, ("0114R004",))],
    )
    rows, result = prepare(run, layer, CODE_FIELD="regsokod")
    assert [row["region_code"] for row in rows] == ["0114R001"]
    assert result["REJECTED_COUNT"] == 3
    assert any("2 rows without a valid code" in warning and "Kungälv" in warning for warning in log.warnings)
    assert any("1 features without a usable geometry" in warning for warning in log.warnings)


def test_other_fields_follow_and_clashes_are_told(run, log):
    layer = made(
        ("regsokod:string", "fid:integer", "Region_Name:string", "Area:double", "kommunnamn:string"),
        ("0114R001", 1, "Bollstanäs", 3.5, "X"),
        ("0114R002", 1, "Hammarby", 2.5, "X"),
    )
    rows, _ = prepare(run, layer)
    assert list(rows[0]) == [*IDENTITY, "regsokod", "Area", "kommunnamn"]
    assert rows[0]["region_name"] == "Bollstanäs"
    assert any("Region_Name" in info for info in log.infos)


def test_repeated_row_numbers_lose_nothing(run, tmp_path):
    layer = made(("regsokod:string", "fid:integer"), ("0114R001", 1), ("0114R002", 1), ("0114R003", 1))
    path = str(tmp_path / "areas.gpkg")
    run("prepareareas", INPUT=layer, OUTPUT=path)
    assert QgsVectorLayer(path, "areas", "ogr").featureCount() == 3


TWO = ("regsokod:string", "version:string")


@pytest.mark.parametrize(
    ("layer", "parameters", "sentence"),
    [
        (lambda: made(TWO, ("0114R001", "2025_v1"), ("114R001", "2025_v1")), {}, "Code 0114R001 stands in 2 rows of layer made"),
        (lambda: made(TWO, ("0114R001", "2025_v1"), ("0114R002", "2020_v3")), {}, r"mixes areas of RegSO 2020 \+ RegSO 2025"),
        (lambda: made(TWO, ("0114R001", "2025_v1"), ("0114C1010", "2025_v1")), {}, "mixes RegSO and DeSO codes"),
        (lambda: made(TWO, ("0114R001", "2025_v1")), {"DIVISION": "RegSO 2020"}, "areas of RegSO 2025, not of RegSO 2020"),
        (lambda: made(TWO, ("0114R001", "")), {"DIVISION": "DeSO 2025"}, "areas of RegSO, not of DeSO 2025"),
        (lambda: made(TWO, ("0114R001", "")), {"MUNICIPALITIES": "0114 0999"}, "0999 is no kommun"),
        (lambda: made(TWO, ("0114R001", "")), {"MUNICIPALITIES": "0114 0180"}, "lies in 0180 Stockholm"),
        (lambda: made(TWO, ("0114R001", "")), {"CODE_FIELD": "kod"}, "has no field kod"),
        (lambda: made(TWO, ("x", "")), {"CODE_FIELD": "regsokod"}, "No row of layer made has a RegSO or DeSO code"),
        (lambda: made(TWO, ("x", "")), {}, "has no field with RegSO or DeSO codes"),
        (lambda: made(("RegSOkod_2020:string", "RegSOkod_2025:string"), ("0114R001", "0114R001")), {}, "choose the field"),
        (lambda: made(TWO), {}, "has no features"),
        (lambda: memory_layer("LineString", TWO, [("LineString (0 0, 1 1)", ("0114R001", ""))]), {}, "has no polygon"),
        (lambda: memory_layer("Polygon", TWO, [(square(0), ("0114R001", ""))], crs=""), {}, "no coordinate reference system"),
    ],
)  # fmt: skip
def test_bad_input_stops_with_one_sentence(run, layer, parameters, sentence, tmp_path):
    output = tmp_path / "areas.gpkg"
    with pytest.raises(QgsProcessingException, match=sentence):
        run("prepareareas", INPUT=layer(), OUTPUT=str(output), **parameters)
    assert not output.exists()


def test_a_missing_file_stops(run, tmp_path):
    with pytest.raises(QgsProcessingException, match="INPUT"):
        run("prepareareas", INPUT=str(tmp_path / "none.gpkg"), OUTPUT=TEMPORARY)


def test_an_existing_file_survives_a_refused_run(run, tmp_path):
    path = tmp_path / "areas.gpkg"
    run("prepareareas", INPUT=made(TWO, ("0114R001", "")), OUTPUT=str(path))
    with pytest.raises(QgsProcessingException):
        run("prepareareas", INPUT=made(TWO, ("x", "")), OUTPUT=str(path))
    assert QgsVectorLayer(str(path), "areas", "ogr").featureCount() == 1


def test_cancel_writes_nothing(run, log, tmp_path):
    output = tmp_path / "areas.gpkg"
    log.cancel()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run("prepareareas", INPUT=made(TWO, ("0114R001", "")), OUTPUT=str(output))
    assert not output.exists()
