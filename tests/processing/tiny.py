"""A small algorithm of the plugin's kind, with one of everything that the shared machinery deals with."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProcessingProvider,
)

from segregation_plugin.core.errors import InputError
from segregation_plugin.processing_provider.base import SegregationAlgorithm
from segregation_plugin.processing_provider.shipped_model import ShippedModel
from segregation_plugin.processing_provider.writing.output import Result, make_fields, write

CANCEL_AT = 300  # features, of the 500 that `squares` makes


class Tiny(SegregationAlgorithm):
    """Copies its input; fails where it is told to."""

    ID, TITLE, GROUP = "tiny", "Tiny", "data"

    def declare(self):
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        self.addParameter(QgsProcessingParameterFeatureSource("INPUT", "Areas", [polygons]))
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                "INFRASTRUCTURE",
                "Infrastructure",
                QgsProcessing.SourceType.TypeVectorAnyGeometry,
                optional=True,
            )
        )
        self.addParameter(QgsProcessingParameterFile("FILE", "Table", optional=True))
        self.addParameter(QgsProcessingParameterString("STAMP", "Stamp", optional=True))
        self.addParameter(QgsProcessingParameterString("FAIL", "Where to fail", defaultValue="never"))
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", "Copied areas", polygons))
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "SUMMARY",
                "Summary",
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "STYLE_FILE", "Style file", "QML (*.qml)", optional=True, createByDefault=False
            )
        )

    def execute(self, parameters, context, feedback):
        stamp = self.parameterAsString(parameters, "STAMP", context)
        self.source_stamps = [stamp] if stamp else []
        fail = self.parameterAsString(parameters, "FAIL", context)
        source = self.parameterAsSource(parameters, "INPUT", context)
        rows = list(source.getFeatures())
        style_file = self.parameterAsFileOutput(parameters, "STYLE_FILE", context)
        if style_file:
            Path(style_file).write_text("<qgis/>", encoding="utf-8")

        def geometries():
            for number, row in enumerate(rows):
                if fail == "cancel" and number == CANCEL_AT:
                    feedback.cancel()
                if fail == "crash" and number == CANCEL_AT:
                    raise ValueError("a fault in the program")
                yield row.geometry()

        areas = Result(source.fields(), [row.attributes() for row in rows], geometries(), source.wkbType())
        results = write(self, areas, "OUTPUT", parameters, context, feedback)
        if fail == "between":
            raise InputError("The {what} failed; run again.", what="second sink")
        summary = Result(make_fields({"count": int}), [[len(rows)]])
        results |= write(self, summary, "SUMMARY", parameters, context, feedback)
        return {**results, "STYLE_FILE": style_file} if style_file else results


class TwoSteps(ShippedModel):
    """The model made of two of them."""

    ID = "two_steps"
    TITLE = "two steps"


class TinyProvider(QgsProcessingProvider):
    """Provider ``tiny`` with the algorithm, and the model made of two of them."""

    def id(self):
        return "tiny"

    def name(self):
        return "Tiny"

    def loadAlgorithms(self):
        self.addAlgorithm(Tiny())
        if QgsApplication.processingRegistry().providerById("tiny") is not None:
            model = TwoSteps()
            model.loadVariant(two_steps().toVariant())
            self.addAlgorithm(model)


@contextmanager
def tiny_provider():
    provider = TinyProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    provider.refreshAlgorithms()
    try:
        yield provider
    finally:
        QgsApplication.processingRegistry().removeProvider(provider)


def two_steps():
    """Make the model: a first copy of AREAS, and a second one of that copy; both are outputs."""
    model = QgsProcessingModelAlgorithm("two_steps", "test")
    for definition in (
        QgsProcessingParameterFeatureSource("AREAS", "Areas"),
        QgsProcessingParameterMultipleLayers("LATER", "Read by the second step", optional=True),
        QgsProcessingParameterString("FAIL", "Where the second step fails", defaultValue="never"),
    ):
        model.addModelParameter(definition, QgsProcessingModelParameter(definition.name()))
    parameter = QgsProcessingModelChildParameterSource.fromModelParameter
    static = QgsProcessingModelChildParameterSource.fromStaticValue
    output = QgsProcessingModelChildParameterSource.fromChildOutput
    _add_step(
        model, "one", {"INPUT": parameter("AREAS"), "STAMP": static("TAB6586, SCB, updated 2026-06-23")}
    )
    second = {
        "INPUT": output("one", "OUTPUT"),
        "INFRASTRUCTURE": parameter("LATER"),
        "FAIL": parameter("FAIL"),
    }
    _add_step(model, "two", second)
    model.updateDestinationParameters()
    return model


def _add_step(model, name, sources):
    child = QgsProcessingModelChildAlgorithm("tiny:tiny")
    child.setChildId(name)
    child.setDescription(name)
    for parameter, source in sources.items():
        child.addParameterSources(parameter, [source])
    result = QgsProcessingModelOutput(f"{name} copy")
    result.setChildId(name)
    result.setChildOutputName("OUTPUT")
    child.setModelOutputs({f"{name} copy": result})
    model.addChildAlgorithm(child)
