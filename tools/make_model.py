#!/usr/bin/env python3
"""Write ``resources/models/assessment.model3``: the main job as one model.

The model is built here rather than drawn, so that its defaults can be checked against those of the algorithms:
without a desktop, QGIS ignores the defaults of a model's parameters and a child takes its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildDependency,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from segregation_plugin.processing_provider.assessment import Assessment
from segregation_plugin.processing_provider.described import GROUPS
from segregation_plugin.processing_provider.provider import SegregationProvider

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "models" / f"{Assessment.ID}.model3"
LABELS = Assessment.LABELS
POLYGON, POINT = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorPoint

Source = QgsProcessingModelChildParameterSource
STEP_X, STEP_Y = 260.0, 120.0


def inputs() -> list[QgsProcessingParameterDefinition]:
    """Return the inputs of the model in the order of its dialog."""
    return [
        QgsProcessingParameterFeatureSource("AREAS", LABELS["AREAS"], [POLYGON]),
        QgsProcessingParameterFile("TABLE", LABELS["TABLE"]),
        QgsProcessingParameterNumber(
            "YEAR",
            LABELS["YEAR"],
            Qgis.ProcessingNumberParameterType.Integer,
            optional=True,
        ),
        QgsProcessingParameterFile("POPULATION_TABLE", LABELS["POPULATION_TABLE"], optional=True),
        QgsProcessingParameterMultipleLayers(
            "INFRASTRUCTURE", LABELS["INFRASTRUCTURE"], QgsProcessing.SourceType.TypeVectorAnyGeometry
        ),
        QgsProcessingParameterString("DISTANCES", LABELS["DISTANCES"], "250,500,1000"),
        QgsProcessingParameterFeatureSource("GRID", LABELS["GRID"], [POLYGON, POINT], optional=True),
        QgsProcessingParameterField(
            "GRID_FIELD", LABELS["GRID_FIELD"], parentLayerParameterName="GRID", optional=True
        ),
        QgsProcessingParameterFeatureSource("MASK", LABELS["MASK"], [POLYGON], optional=True),
    ]


def given(name: str) -> list[Source]:
    """Take a value from an input of the model."""
    return [Source.fromModelParameter(name)]


def made_by(child: str, output: str = "OUTPUT") -> list[Source]:
    """Take a value from an output of another step."""
    return [Source.fromChildOutput(child, output)]


def computed(expression: str) -> list[Source]:
    """Take a value from an expression."""
    return [Source.fromExpression(expression)]


STEPS: dict[str, tuple[str, str, dict[str, list[Source]], dict[str, str]]] = {
    "areas": ("segregation:prepareareas", "Prepare areas", {"INPUT": given("AREAS")}, {}),
    "index": ("segregation:importtable", "Import index", {"INPUT": given("TABLE")}, {}),
    "people": (
        "segregation:importtable",
        "Import population",
        # A step of a model cannot be left out: without a population table the index table is read once more.
        {"INPUT": computed("coalesce(nullif(@POPULATION_TABLE, ''), @TABLE)")},
        {},
    ),
    "joined": (
        "segregation:joinindex",
        "Join index",
        {
            "AREAS": made_by("areas"),
            "TABLE": made_by("index"),
            "YEAR": given("YEAR"),
            "POPULATION_TABLE": computed(
                "if(coalesce(@POPULATION_TABLE, '') = '', NULL, @Import_population_OUTPUT)"
            ),
        },
        {"OUTPUT": "JOINED"},
    ),
    "overlay": (
        "segregation:overlayinfrastructure",
        "Overlay infrastructure",
        {"AREAS": made_by("joined"), "INFRASTRUCTURE": given("INFRASTRUCTURE")},
        {"OUTPUT": "OVERLAY", "SUMMARY": "SUMMARY", "RECONCILIATION": "RECONCILIATION"},
    ),
    "exposure": (
        "segregation:bufferexposure",
        "Buffer exposure",
        {
            "AREAS": made_by("joined"),
            "INFRASTRUCTURE": given("INFRASTRUCTURE"),
            "DISTANCES": given("DISTANCES"),
            "GRID": given("GRID"),
            "GRID_FIELD": given("GRID_FIELD"),
            "MASK": given("MASK"),
        },
        {"ZONES": "ZONES", "EXPOSURE": "EXPOSURE"},
    ),
}
"""Child id: algorithm, description, where its parameters come from, which outputs are the model's."""

AFTER = {"joined": ["people"]}
"""Order that QGIS cannot see, since an expression names the step."""


def build() -> QgsProcessingModelAlgorithm:
    """Put the model together."""
    model = QgsProcessingModelAlgorithm(Assessment.ID, GROUPS[Assessment.GROUP], Assessment.GROUP)
    model.setName(Assessment.ID)
    for number, definition in enumerate(inputs()):
        parameter = QgsProcessingModelParameter(definition.name())
        parameter.setPosition(QPointF(number * STEP_X, 0))
        model.addModelParameter(definition, parameter)
    model.setParameterOrder([definition.name() for definition in inputs()])
    for number, (child_id, (algorithm, description, sources, outputs)) in enumerate(STEPS.items(), start=1):
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(child_id)
        child.setDescription(description)
        child.setPosition(QPointF(number * STEP_X, number * STEP_Y))
        for name, source in sources.items():
            child.addParameterSources(name, source)
        child.setDependencies([QgsProcessingModelChildDependency(other) for other in AFTER.get(child_id, [])])
        child.setModelOutputs({name: output(child_id, source, name) for source, name in outputs.items()})
        model.addChildAlgorithm(child)
    model.updateDestinationParameters()
    return model


def output(child_id: str, child_output: str, name: str) -> QgsProcessingModelOutput:
    """Return an output of the model; QGIS makes its id of the description."""
    result = QgsProcessingModelOutput(name, name)
    result.setChildId(child_id)
    result.setChildOutputName(child_output)
    return result


def main() -> None:
    """Write the model."""
    application = QgsApplication([], GUIenabled=False)
    application.initQgis()
    provider = SegregationProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    if not build().toFile(str(TARGET)):
        sys.exit(f"could not write {TARGET}")
    print(f"wrote {TARGET.relative_to(ROOT)}")
    QgsApplication.processingRegistry().removeProvider(provider)
    application.exitQgis()


if __name__ == "__main__":
    main()
