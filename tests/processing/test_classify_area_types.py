"""Classify area types as a user runs it: published types found again, geometries kept, refusals."""

from __future__ import annotations

import json

import numpy as np
import pytest
from qgis.core import NULL, Qgis, QgsProcessing, QgsProcessingException

from tests.support import memory_layer, rows_of

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
VALUES = [2.0, 4.5, 6.0, 9.0, 10.0, 30.0]
COMPONENTS = {
    "LOW_ECONOMIC_STANDARD_FIELD": "v1",
    "PRE_UPPER_SECONDARY_FIELD": "v2",
    "BENEFIT_OR_UNEMPLOYED_FIELD": "v3",
}


def table(*values, fields=("socioeconomic_index:double",), name="index"):
    rows = [(None, value if isinstance(value, tuple) else (value,)) for value in values]
    return memory_layer("None", fields, rows, name)


def types_of(result):
    return [row["area_type"] for row in rows_of(result["OUTPUT"])]


def test_declares_the_contract(provider):
    algorithm = provider.algorithm("classifyareatypes")
    names = {definition.name() for definition in algorithm.parameterDefinitions()}
    assert names == {"INPUT", "INDEX_FIELD", *COMPONENTS, "MEAN", "STANDARD_DEVIATION", "SD_KIND", "OUTPUT"}
    outputs = {output.name() for output in algorithm.outputDefinitions()}
    assert outputs == {"OUTPUT", "MEAN", "STANDARD_DEVIATION", *(f"COUNT_{code}" for code in range(1, 6))}


def test_the_types_published_for_karlstad_2022_are_found_again(shared_data, run):
    """With the mean and standard deviation known for 2022, of which SCB's cuts are one source's word."""
    path = shared_data / "karlstad" / "regso_socioek.json"
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    regions, contents, years = (
        list(content["dimension"][name]["category"]["index"]) for name in content["id"]
    )
    cells = np.array(content["value"], dtype=float).reshape(len(regions), len(contents), len(years))
    old = [place for place, region in enumerate(regions) if "_" not in region]
    index, published = (
        cells[old, contents.index(code), years.index("2022")] for code in ("000008IT", "000008IU")
    )
    result = run(
        "classifyareatypes",
        INPUT=table(*index.tolist()),
        MEAN=9.10,
        STANDARD_DEVIATION=5.47,
        OUTPUT=TEMPORARY,
    )
    assert types_of(result) == published.astype(int).tolist()
    assert [result[f"COUNT_{code}"] for code in range(1, 6)] == [
        int((published == code).sum()) for code in range(1, 6)
    ]
    assert (result["MEAN"], result["STANDARD_DEVIATION"]) == (9.10, 5.47)


@pytest.mark.parametrize(("kind", "freedom"), [("sample", 1), ("population", 0)])
def test_mean_and_deviation_come_from_the_input(run, log, kind, freedom):
    result = run("classifyareatypes", INPUT=table(*VALUES, NULL), SD_KIND=kind, OUTPUT=TEMPORARY)
    assert result["MEAN"] == pytest.approx(np.mean(VALUES))
    assert result["STANDARD_DEVIATION"] == pytest.approx(np.std(VALUES, ddof=freedom))
    rows = rows_of(result["OUTPUT"])
    last = 2 if kind == "sample" else 1  # the cut of type 1 lies at 30.4 and 28.6
    assert [row["area_type"] for row in rows] == [4, 4, 4, 4, 4, last, None]
    assert [row["area_type_source"] for row in rows] == ["computed"] * 6 + [None]
    assert any(
        "not comparable with the official ones" in " ".join(warning.split()) for warning in log.warnings
    )


def test_a_value_on_a_cut_has_the_greater_challenges(run):
    layer = table(20.0, 15.0, 10.0, 5.0, 4.9, 19.9)
    result = run("classifyareatypes", INPUT=layer, MEAN=10, STANDARD_DEVIATION=5, OUTPUT=TEMPORARY)
    assert types_of(result) == [1, 2, 3, 4, 5, 2]


def test_the_index_is_the_mean_of_its_components(run):
    layer = table(
        (30.0, 20.0, 10.0), (9.0, NULL, 3.0), (3.0, 6.0, 9.0), fields=("v1:double", "v2:double", "v3:double")
    )
    result = run(
        "classifyareatypes", INPUT=layer, MEAN=10, STANDARD_DEVIATION=5, OUTPUT=TEMPORARY, **COMPONENTS
    )
    rows = rows_of(result["OUTPUT"])
    assert [row["socioeconomic_index"] for row in rows] == [20, None, 6]
    assert [row["area_type"] for row in rows] == [1, None, 4]


def test_geometry_and_other_fields_are_kept_with_the_schema_first(run):
    layer = memory_layer(
        "Polygon",
        ("note:string", "Area_Type:integer", "Socioeconomic_Index:double", "region_code:string"),
        [
            (
                f"Polygon (({x} 0, {x + 10} 0, {x + 10} 10, {x} 10, {x} 0))",
                ("kept", 3, value, f"0180R00{x // 10}"),
            )
            for x, value in ((10, 1.0), (20, 25.0))
        ],
    )
    result = run("classifyareatypes", INPUT=layer, MEAN=10, STANDARD_DEVIATION=5, OUTPUT=TEMPORARY)
    rows = rows_of(result["OUTPUT"])
    assert list(rows[0]) == ["region_code", "socioeconomic_index", "area_type", "area_type_source", "note"]
    assert [row["area_type"] for row in rows] == [5, 1]
    assert result["OUTPUT"].wkbType() == Qgis.WkbType.MultiPolygon
    assert [feature.geometry().area() for feature in result["OUTPUT"].getFeatures()] == [100, 100]


def test_points_stay_points(run):
    layer = memory_layer(
        "Point", ("socioeconomic_index:double",), [("Point (1 2)", (5.0,)), ("Point (3 4)", (9.0,))]
    )
    result = run("classifyareatypes", INPUT=layer, OUTPUT=TEMPORARY)
    assert result["OUTPUT"].geometryType() == Qgis.GeometryType.Point
    assert result["OUTPUT"].featureCount() == 2


YEARS = ("region_code:string", "year:integer", "socioeconomic_index:double")


@pytest.mark.parametrize(
    ("layer", "parameters", "sentence"),
    [
        (lambda: table(("a",), fields=("name:string",)), {}, "no field socioeconomic_index; choose"),
        (lambda: table(5.0, 6.0), {"INDEX_FIELD": "nope"}, "no field nope; it has socioeconomic_index"),
        (lambda: table(5.0, 6.0), {"MEAN": 5}, "Only one of mean and standard deviation"),
        (lambda: table(5.0, 6.0), {"STANDARD_DEVIATION": 5}, "Only one of mean and standard deviation"),
        (lambda: table(5.0, 6.0), {"MEAN": 5, "STANDARD_DEVIATION": 0}, "standard deviation of the index is 0"),
        (lambda: table(5.0, 5.0), {}, "standard deviation of the index is 0"),
        (lambda: table(5.0), {}, "Only 1 areas have an index"),
        (lambda: table(NULL, NULL), {}, "Only 0 areas have an index"),
        (lambda: table(5.0, 101.0), {}, r"Row 2 .* has 101 in field socioeconomic_index"),
        (lambda: table(5.0, -1.0), {}, r"Row 2 .* has -1 in field socioeconomic_index"),
        (lambda: table("hög", fields=("socioeconomic_index:string",)), {}, "Row 1 of table index has hög"),
        (lambda: table(5.0), {"LOW_ECONOMIC_STANDARD_FIELD": "socioeconomic_index"}, "Only 1 of the three components"),
        (lambda: table(5.0), {"INDEX_FIELD": "socioeconomic_index", **COMPONENTS}, "Both the index"),
        (lambda: table(("0180R001", 2023, 5.0), ("0180R001", 2024, 6.0), fields=YEARS), {}, "several years"),
        (lambda: table(("0180R001", 2024, 5.0), ("0180R001", 2024, 6.0), fields=YEARS), {}, "0180R001 stands in several"),
        (table, {}, "has no rows"),
    ],
)  # fmt: skip
def test_bad_input_stops_with_one_sentence(run, layer, parameters, sentence, tmp_path):
    output = tmp_path / "types.gpkg"
    with pytest.raises(QgsProcessingException, match=sentence):
        run("classifyareatypes", INPUT=layer(), OUTPUT=str(output), **parameters)
    assert not output.exists()
