"""Prepare areas: any generation of RegSO or DeSO polygons to the one schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)

from ...core import schema
from ...core.municipalities import parse_place_codes
from ...core.region_codes import DIVISIONS
from ...geometry.multipart import multipart
from ...i18n import mark, tr
from .. import parameters as shared
from ..base import SegregationAlgorithm
from ..recognised import RecognisedAreas, read_recognised
from ..results.remaining_fields import log_dropped, remaining_fields
from ..writing.output import Result, make_fields, write

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from ...core.area_identity import FoundAreas

_AUTO = "auto"


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
        found = read_recognised(
            shared.read_layer(self, parameters, "INPUT", context),
            context,
            feedback,
            fields=(
                self.parameterAsString(parameters, "CODE_FIELD", context),
                self.parameterAsString(parameters, "NAME_FIELD", context),
            ),
            division=None if division == _AUTO else division,
            places=places,
        )
        _warn_of_no_division(found.areas, feedback)
        self.source_stamps = [found.stamp]
        return {
            "AREA_COUNT": len(found.areas.rows),
            "REPAIRED_COUNT": found.features.repaired,
            "REJECTED_COUNT": len(found.areas.rejected) + found.features.skipped,
            **write(self, _result(found, feedback), "OUTPUT", parameters, context, feedback),
        }


def _result(found: RecognisedAreas, feedback: QgsProcessingFeedback) -> Result:
    features = found.features
    remaining = remaining_fields(features.fields, schema.IDENTITY_FIELDS)
    log_dropped(remaining, features.name, feedback)
    fields = make_fields({name: schema.KINDS[name] for name in schema.IDENTITY_FIELDS})
    for field in remaining.fields:
        fields.append(field)
    return Result(
        fields=fields,
        rows=[
            [*values, *remaining.values(features.attributes[row])]
            for row, values in zip(found.areas.rows, found.areas.values, strict=True)
        ],
        geometries=[multipart(geometry) for geometry in found.geometries],
    )


def _warn_of_no_division(areas: FoundAreas, feedback: QgsProcessingFeedback) -> None:
    if areas.division is None:
        feedback.pushWarning(
            tr(
                "Layer {layer} does not say which division it holds, so the field division stays empty and no year "
                "can be checked against it; choose the division if you know it."
            ).format(layer=areas.layer)
        )
