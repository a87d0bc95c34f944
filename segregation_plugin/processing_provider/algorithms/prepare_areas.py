"""Prepare areas: any generation of RegSO or DeSO polygons to the one schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ...core import schema
from ...core.area_identity import FoundAreas, identify
from ...core.field_guess import FieldGuess, guess_fields
from ...core.municipalities import parse_place_codes
from ...core.region_codes import DIVISIONS
from ...geometry.multipart import multipart
from ...geometry.reading import Features, read_features
from ...geometry.tables import table_of
from ...i18n import mark, tr
from .. import parameters as shared
from ..base import SegregationAlgorithm
from ..results.reading_report import log_reading
from ..results.remaining_fields import log_dropped, remaining_fields
from ..writing.output import Result, make_fields, write

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

_AUTO = "auto"
_EXAMPLES = 5


class PrepareAreas(SegregationAlgorithm):
    """Polygons as SCB or others deliver them, with fields recognised, repaired, and checked for duplicates."""

    ID: ClassVar[str] = "prepareareas"
    TITLE: ClassVar[str] = mark("Prepare areas")
    GROUP: ClassVar[str] = "data"

    def declare(self) -> None:
        """Add the parameters and the outputs."""
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("RegSO or DeSO polygons"), [QgsProcessing.SourceType.TypeVectorPolygon]
            )
        )
        for name, label in (
            ("CODE_FIELD", tr("Field with the area code (guessed when empty)")),
            ("NAME_FIELD", tr("Field with the area name (guessed when empty)")),
        ):
            self.addParameter(
                QgsProcessingParameterField(name, label, parentLayerParameterName="INPUT", optional=True)
            )
        self.addParameter(
            QgsProcessingParameterString(
                "MUNICIPALITIES", tr("Only these kommuner or län (codes; all when empty)"), optional=True
            )
        )
        self.addParameter(shared.tokens("DIVISION", tr("Division"), (_AUTO, *DIVISIONS)))
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Prepared areas"), QgsProcessing.SourceType.TypeVectorPolygon
            )
        )
        self.addOutput(QgsProcessingOutputNumber("AREA_COUNT", tr("Number of areas")))
        self.addOutput(QgsProcessingOutputNumber("REPAIRED_COUNT", tr("Number of repaired polygons")))
        self.addOutput(QgsProcessingOutputNumber("REJECTED_COUNT", tr("Number of rejected rows")))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read and repair, recognise the fields, write."""
        places = parse_place_codes(self.parameterAsString(parameters, "MUNICIPALITIES", context))
        division = self.parameterAsString(parameters, "DIVISION", context)
        features = read_features(
            shared.read_layer(self, parameters, "INPUT", context),
            (Qgis.GeometryType.Polygon,),
            context.transformContext(),
            feedback,
        )
        log_reading(features.reading, feedback)
        table = table_of(features)
        guess = guess_fields(
            table,
            self.parameterAsString(parameters, "CODE_FIELD", context),
            self.parameterAsString(parameters, "NAME_FIELD", context),
        )
        _log_guess(guess, features.name, feedback)
        areas = identify(table, guess, None if division == _AUTO else division, places)
        _log_areas(areas, features.name, feedback)
        self.source_stamps = [f"areas: {len(areas.rows)} of {areas.division or 'unknown division'}"]
        return {
            "AREA_COUNT": len(areas.rows),
            "REPAIRED_COUNT": features.repaired,
            "REJECTED_COUNT": len(areas.rejected) + features.skipped,
            **write(self, _result(features, areas, feedback), "OUTPUT", parameters, context, feedback),
        }


def _result(features: Features, areas: FoundAreas, feedback: QgsProcessingFeedback) -> Result:
    remaining = remaining_fields(features.fields, schema.IDENTITY_FIELDS)
    log_dropped(remaining, features.name, feedback)
    fields = make_fields({name: schema.KINDS[name] for name in schema.IDENTITY_FIELDS})
    for field in remaining.fields:
        fields.append(field)
    return Result(
        fields=fields,
        rows=[
            [*values, *remaining.values(features.attributes[row])]
            for row, values in zip(areas.rows, areas.values, strict=True)
        ],
        geometries=[multipart(features.geometries[row]) for row in areas.rows],
    )


def _log_guess(guess: FieldGuess, layer: str, feedback: QgsProcessingFeedback) -> None:
    nothing = tr("none")
    feedback.pushInfo(
        tr(
            "Layer {layer}: code from field {code}, name from {name}, kommun's name from {municipality}, version from "
            "{version}."
        ).format(
            layer=layer,
            code=guess.code,
            name=guess.name or nothing,
            municipality=guess.municipality_name or nothing,
            version=guess.version or guess.reference_date or nothing,
        )
    )


def _log_areas(areas: FoundAreas, layer: str, feedback: QgsProcessingFeedback) -> None:
    if areas.rejected:
        feedback.pushWarning(
            tr("Layer {layer}: {count} rows without a valid code were rejected ({examples}).").format(
                layer=layer,
                count=len(areas.rejected),
                examples=", ".join(text or "NULL" for text in areas.rejected[:_EXAMPLES]),
            )
        )
    if areas.division is None:
        feedback.pushWarning(
            tr(
                "Layer {layer} does not say which division it holds, so the field division stays empty and no year "
                "can be checked against it; choose the division if you know it."
            ).format(layer=layer)
        )
    else:
        feedback.pushInfo(
            tr("{count} areas of {division}.").format(count=len(areas.rows), division=areas.division)
        )
