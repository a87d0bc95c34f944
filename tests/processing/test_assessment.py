"""The shipped model: the main job end to end on the embedded sample, and the traps of models."""

from __future__ import annotations

import json

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)

from tests.conftest import ROOT
from tests.support import rows_of

SAMPLE = ROOT / "resources" / "sample"
OUTPUTS = ("JOINED", "OVERLAY", "SUMMARY", "RECONCILIATION", "ZONES", "EXPOSURE")
TEMPORARY = dict.fromkeys(OUTPUTS, QgsProcessing.TEMPORARY_OUTPUT)
MOTORWAY = f"{SAMPLE / 'infrastructure.gpkg'}|layername=motorway"
INPUTS = {
    "AREAS": str(SAMPLE / "regso_2025.geojson"),
    "TABLE": str(SAMPLE / "TAB6586.json"),
    "POPULATION_TABLE": str(SAMPLE / "TAB6574.json"),
    "INFRASTRUCTURE": [MOTORWAY],
    "DISTANCES": "500",
}


@pytest.fixture
def model():
    return QgsApplication.processingRegistry().algorithmById("segregation:assessment")


@pytest.fixture
def assess(run):
    def assess(**changes):
        return run("assessment", **{**INPUTS, **TEMPORARY, **changes})

    return assess


def test_it_is_described_as_the_algorithms_are(model):
    assert (model.name(), model.displayName()) == ("assessment", "Assessment")
    assert (model.groupId(), model.group()) == ("models", "Models")
    assert {"assessment", "bedömning"} <= set(model.tags())
    assert model.shortDescription().startswith("The main job in one run")
    assert model.shortDescription() in model.shortHelpString()
    assert model.svgIconPath().endswith("assessment.svg")
    assert not model.icon().isNull()
    definitions = (*model.parameterDefinitions(), *model.outputDefinitions())
    assert [one.name() for one in definitions if one.description() in ("", one.name())] == []
    assert [one.name() for one in model.parameterDefinitions() if not one.help()] == []


@pytest.mark.usefixtures("swedish")
def test_it_is_described_in_swedish_and_keeps_its_names(model):
    english = model
    model = english.create()
    assert (model.id(), model.displayName(), model.group()) == (
        "segregation:assessment",
        "Bedömning",
        "Modeller",
    )
    assert model.shortDescription().startswith("Hela kedjan")
    assert [one.name() for one in model.parameterDefinitions()] == [
        one.name() for one in english.parameterDefinitions()
    ]
    assert {one.name() for one in model.outputDefinitions()} == set(OUTPUTS)
    assert model.parameterDefinition("AREAS").description() == "Områden"
    assert model.outputDefinition("EXPOSURE").description() == "Befolkning i närheten efter områdestyp"
    for one, other in zip(model.parameterDefinitions(), english.parameterDefinitions(), strict=True):
        assert one.help()
        assert one.help() != other.help()


@pytest.mark.usefixtures("swedish")
def test_its_layers_are_loaded_under_the_labels_of_its_outputs(model):
    project, context = QgsProject(), QgsProcessingContext()
    context.setProject(project)
    outputs = {name: QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", project) for name in OUTPUTS}
    _, succeeded = model.create().run({**INPUTS, **outputs}, context, QgsProcessingFeedback())
    assert succeeded
    names = {details.name for details in context.layersToLoadOnCompletion().values()}
    assert names == {
        "Kopplade områden", "Områden med infrastruktur", "Sammanfattning efter områdestyp", "Avstämning", "Zoner",
        "Befolkning i närheten efter områdestyp",
    }  # fmt: skip


def test_inputs_and_outputs_have_the_promised_names(model):
    names = [definition.name() for definition in model.parameterDefinitions()]
    assert names[:9] == [
        "AREAS", "TABLE", "YEAR", "POPULATION_TABLE", "INFRASTRUCTURE", "DISTANCES", "GRID", "GRID_FIELD", "MASK",
    ]  # fmt: skip
    assert set(names[9:]) == set(OUTPUTS)
    assert {output.name() for output in model.outputDefinitions()} == set(OUTPUTS)
    copy = model.create()
    assert {output.name() for output in copy.outputDefinitions()} == set(OUTPUTS)


def test_defaults_are_those_of_the_algorithms(model):
    """Without a desktop QGIS ignores a model's defaults and the steps take their own."""
    registry = QgsApplication.processingRegistry()
    checked = []
    for child in model.childAlgorithms().values():
        algorithm = registry.algorithmById(child.algorithmId())
        for name, sources in child.parameterSources().items():
            given = model.parameterDefinition(sources[0].parameterName())
            if sources[0].parameterName() and given.defaultValue() is not None:
                assert given.defaultValue() == algorithm.parameterDefinition(name).defaultValue()
                checked.append(name)
    assert checked == ["DISTANCES"]


def test_the_model_file_is_what_its_maker_writes(tmp_path):
    import tools.make_model as maker

    target = tmp_path / "assessment.model3"
    assert maker.build().toFile(str(target))
    built, shipped = (_steps(path) for path in (target, maker.TARGET))
    assert built == shipped


def _steps(path):
    from qgis.core import QgsProcessingModelAlgorithm

    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(path))
    return {
        key: (
            child.algorithmId(),
            {n: [s.toVariant() for s in v] for n, v in child.parameterSources().items()},
        )
        for key, child in model.childAlgorithms().items()
    }


def test_main_job_on_the_sample(assess):
    result = assess()
    assert set(OUTPUTS) <= set(result)
    joined = rows_of(result["JOINED"])
    assert len(joined) == 125
    assert {row["index_year"] for row in joined} == {2024}
    assert [sum(row["area_type"] == code for row in joined) for code in range(1, 6)] == [9, 11, 23, 70, 11]
    road = {row["quantity"]: row for row in rows_of(result["RECONCILIATION"])}["length_m"]
    assert road["inside"] + road["outside"] == pytest.approx(road["measured"])
    people = {row["area_type"]: row for row in rows_of(result["EXPOSURE"]) if row["project"] == "all"}
    official = sum(row["population"] for row in joined)
    assert people["all"]["people_reference"] == pytest.approx(official)
    assert people["1+2"]["location_quotient"] > 1.2  # the story the sample tells


def test_year_of_the_other_division_stops_the_run_and_writes_nothing(assess, tmp_path):
    outputs = {name: str(tmp_path / f"{name}.gpkg") for name in OUTPUTS}
    with pytest.raises(QgsProcessingException, match="The figures of 2023 are coded on RegSO 2020"):
        assess(YEAR=2023, **outputs)
    assert list(tmp_path.iterdir()) == []


def test_without_a_population_table_the_run_says_what_is_missing(assess):
    with pytest.raises(QgsProcessingException, match="has no field population"):
        assess(POPULATION_TABLE=None)


def test_without_a_population_table_the_areas_own_population_serves(assess, tmp_path):
    content = json.loads((SAMPLE / "regso_2025.geojson").read_text(encoding="utf-8"))
    for feature in content["features"]:
        feature["properties"]["population"] = 100.0
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    result = assess(AREAS=str(path), POPULATION_TABLE=None)
    row = next(row for row in rows_of(result["EXPOSURE"]) if row["area_type"] == "all")
    assert row["people_reference"] == pytest.approx(12_500)


def test_everything_goes_into_one_geopackage(assess, tmp_path):
    path = tmp_path / "all.gpkg"
    tables = {"SUMMARY", "RECONCILIATION", "EXPOSURE"}
    outputs = {
        name: f"ogr:dbname='{path}' table=\"{name.lower()}\"" + ("" if name in tables else " (geom)")
        for name in OUTPUTS
    }
    assess(**outputs)
    assess(**outputs)  # again, over what is there
    for name in OUTPUTS:
        assert QgsVectorLayer(f"{path}|layername={name.lower()}", name, "ogr").featureCount() > 0
    assert [file.name for file in tmp_path.iterdir()] == ["all.gpkg"]
