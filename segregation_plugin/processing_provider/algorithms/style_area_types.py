"""Style a layer by area type."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterVectorLayer,
)

from ... import i18n
from ...cartography.area_type_style import apply_area_type_style
from ...core.area_types import CODES, PALETTES
from ...core.errors import InputError, RunCancelledError
from ...core.schema import AREA_TYPE
from ...geometry.reading import LayerSource, field_index
from ...geometry.values import number, text
from ...i18n import tr
from ..base import SegregationAlgorithm
from ..parameters import require_one_layer, tokens

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

STYLE_NAME = "area_types"
_AUTO = "auto"
_CANCEL_EVERY = 256


class StyleAreaTypes(SegregationAlgorithm):
    """Give a polygon layer the colours and the legend of the five area types, in place."""

    ID = "styleareatypes"
    TITLE = "Style area types"
    GROUP = "data"

    def flags(self) -> Qgis.ProcessingAlgorithmFlags:
        """Run in the thread the layer lives in: it is changed in place."""
        return super().flags() | Qgis.ProcessingAlgorithmFlag.NoThreading

    def declare(self) -> None:
        """Add the parameters and outputs."""
        self.addParameter(
            QgsProcessingParameterVectorLayer(
                "INPUT", tr("Layer to style"), [QgsProcessing.SourceType.TypeVectorPolygon]
            )
        )
        self.addParameter(
            QgsProcessingParameterField(
                "FIELD",
                tr("Field with the area type"),
                defaultValue=AREA_TYPE,
                parentLayerParameterName="INPUT",
            )
        )
        self.addParameter(tokens("PALETTE", tr("Palette"), tuple(PALETTES)))
        self.addParameter(tokens("LANGUAGE", tr("Language of the legend"), (_AUTO, "sv", "en")))
        self.addParameter(
            QgsProcessingParameterBoolean(
                "SAVE_DEFAULT", tr("Save as the layer's default style in its GeoPackage"), defaultValue=False
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "STYLE_FILE", tr("Style file"), "QML (*.qml)", optional=True, createByDefault=False
            )
        )
        self.addOutput(QgsProcessingOutputVectorLayer("OUTPUT", tr("Styled layer")))
        self.addOutput(
            QgsProcessingOutputNumber("OUTSIDE_COUNT", tr("Features with a value that is no area type"))
        )

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Check the values, style the layer and save the style where asked."""
        require_one_layer(parameters.get("INPUT"))
        layer = self.parameterAsVectorLayer(parameters, "INPUT", context)
        if layer is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "INPUT"))
        field = _field(layer, self.parameterAsString(parameters, "FIELD", context) or AREA_TYPE)
        save_default = self.parameterAsBoolean(parameters, "SAVE_DEFAULT", context)
        style_file = self.parameterAsFileOutput(parameters, "STYLE_FILE", context)
        _check_layer(layer, must_be_geopackage=save_default)
        counts = _count(layer, field, feedback)
        counts.log(layer, field, feedback)

        language = self.parameterAsEnumString(parameters, "LANGUAGE", context)
        former = layer.renderer().clone()
        apply_area_type_style(
            layer,
            field,
            self.parameterAsEnumString(parameters, "PALETTE", context),
            i18n.language() if language == _AUTO else language,
        )
        try:
            if style_file:
                _save_file(layer, style_file)
            if save_default:
                _save_default(layer)
        except InputError:
            layer.setRenderer(former)
            raise
        if not (style_file or save_default or _lasts(layer, context)):
            feedback.pushWarning(
                tr(
                    "The style was not saved and layer {layer} is in no open project, so it lasts no longer than this "
                    "run; save it as the default style in a GeoPackage or in a style file."
                ).format(layer=layer.name())
            )
        results = {"OUTPUT": layer.id(), "OUTSIDE_COUNT": counts.outside}
        return {**results, "STYLE_FILE": style_file} if style_file else results


@dataclass
class _Counts:
    """Features with an area type, without one, and with a value that is none."""

    typed: int = 0
    missing: int = 0
    outside: int = 0
    example: str = ""

    def log(self, layer: QgsVectorLayer, field: str, feedback: QgsProcessingFeedback) -> None:
        """Say what was found; refuse a field that holds something else than types."""
        if self.outside and not self.typed:
            raise InputError(
                "Field {field} of layer {layer} has no area type in any row (it has {example}); choose the field "
                "with the types 1 to 5.",
                field=field,
                layer=layer.name(),
                example=self.example,
            )
        feedback.pushInfo(
            tr("{typed} features have an area type, {missing} have none.").format(
                typed=self.typed, missing=self.missing
            )
        )
        if self.outside:
            feedback.pushWarning(
                tr(
                    "{outside} features of layer {layer} have a value in field {field} that is no area type "
                    "(such as {example}); they are drawn as having none."
                ).format(outside=self.outside, layer=layer.name(), field=field, example=self.example)
            )


def _check_layer(layer: QgsVectorLayer, *, must_be_geopackage: bool) -> None:
    if layer.geometryType() != Qgis.GeometryType.Polygon:
        raise InputError(
            "Layer {layer} has no polygons; choose the layer of areas to style.", layer=layer.name()
        )
    if must_be_geopackage and layer.dataProvider().storageType() != "GPKG":
        raise InputError(
            "Layer {layer} is not stored in a GeoPackage, so it cannot carry a default style; save the layer in one "
            "first, or give a style file instead.",
            layer=layer.name(),
        )


def _field(layer: QgsVectorLayer, name: str) -> str:
    """Return the field's name as the layer spells it."""
    return layer.fields()[field_index(layer.fields(), name, layer.name())].name()


def _count(layer: QgsVectorLayer, field: str, feedback: QgsProcessingFeedback) -> _Counts:
    index = layer.fields().indexOf(field)
    source = LayerSource.of_layer(layer)  # kept: its features end when it goes
    counts = _Counts()
    for row, feature in enumerate(source.features()):
        if row % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        value = feature[index]
        if number(value) in CODES:
            counts.typed += 1
        elif text(value) is None:
            counts.missing += 1
        else:
            counts.outside += 1
            counts.example = counts.example or str(value).removesuffix(".0")
    return counts


def _save_file(layer: QgsVectorLayer, path: str) -> None:
    if Path(path).suffix.lower() != ".qml":
        raise InputError("Style file {path} must end in .qml; give it such a name.", path=path)
    message, saved = layer.saveNamedStyle(path, QgsMapLayer.StyleCategory.Symbology)
    if not saved:
        raise InputError(
            "Style file {path} could not be written ({reason}); choose a file in a folder that can be written to.",
            path=path,
            reason=message,
        )


def _save_default(layer: QgsVectorLayer) -> None:
    """Save as the default style of the layer; styles of other names stay, without being the default."""
    message = layer.saveStyleToDatabase(
        STYLE_NAME, "", useAsDefault=True, uiFileContent="", categories=QgsMapLayer.StyleCategory.Symbology
    )
    if message:
        raise InputError(
            "The style could not be saved in the GeoPackage of layer {layer} ({reason}); check that the file can be "
            "written to and is not locked by another program.",
            layer=layer.name(),
            reason=message,
        )
    # The first style makes a table in the file, and a layer opened without a table's name would then give no features.
    layer.dataProvider().reloadData()


def _lasts(layer: QgsVectorLayer, context: QgsProcessingContext) -> bool:
    """Say whether somebody still has the layer, with its style, after the run."""
    if QgsApplication.platform() == "qgis_process":
        return False
    project = context.project()
    in_project = project is not None and project.mapLayer(layer.id()) is not None
    return in_project or any(map(context.willLoadLayerOnCompletion, (layer.id(), layer.source())))
