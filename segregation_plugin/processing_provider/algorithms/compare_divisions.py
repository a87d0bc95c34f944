"""Compare divisions: which codes stand for other ground in the newer division, and where the ground went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
)

from ...core.division_changes import DivisionAreas, compare_divisions, status_counts
from ...core.division_pair import compared_municipalities, require_two_divisions
from ...geometry.division_overlay import PlacedAreas, shared_ground
from ...i18n import mark, tr
from .. import parameters as shared
from ..base import SegregationAlgorithm
from ..recognised import RecognisedAreas, read_recognised
from ..results.division_changes import changes_result, log_changes, log_layers, overlaps_result
from ..writing.output import write

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

_TOLERANCE_M = 0.5
_LEAST_TOLERANCE_M = 0.001


class CompareDivisions(SegregationAlgorithm):
    """The codes of an older and a newer division, held against each other by their ground."""

    ID: ClassVar[str] = "comparedivisions"
    TITLE: ClassVar[str] = mark("Compare divisions")
    GROUP: ClassVar[str] = "data"

    def declare(self) -> None:
        """Add the parameters and the outputs."""
        for name, label in (
            ("OLD", tr("Areas of the older division")),
            ("NEW", tr("Areas of the newer division")),
        ):
            self.addParameter(
                QgsProcessingParameterFeatureSource(name, label, [QgsProcessing.SourceType.TypeVectorPolygon])
            )
        self.addParameter(
            QgsProcessingParameterNumber(
                "TOLERANCE",
                tr("Width up to which borders differ by rounding only (metres)"),
                Qgis.ProcessingNumberParameterType.Double,
                defaultValue=_TOLERANCE_M,
                minValue=_LEAST_TOLERANCE_M,
            )
        )
        for name, label, parent in (
            ("OLD_CODE_FIELD", tr("Field with the code in the older areas (guessed when empty)"), "OLD"),
            ("NEW_CODE_FIELD", tr("Field with the code in the newer areas (guessed when empty)"), "NEW"),
        ):
            self.addParameter(
                shared.advanced(
                    QgsProcessingParameterField(name, label, parentLayerParameterName=parent, optional=True)
                )
            )
        self._declare_outputs()

    def _declare_outputs(self) -> None:
        table = QgsProcessing.SourceType.TypeVector
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Changes of codes"), table))
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OVERLAPS",
                tr("Ground of old codes in new codes"),
                table,
                optional=True,
                createByDefault=False,
            )
        )
        for name, label in (
            ("UNCHANGED_COUNT", tr("Codes with the same ground")),
            ("CHANGED_COUNT", tr("Codes with other ground")),
            ("ENDED_COUNT", tr("Codes that ended")),
            ("NEW_COUNT", tr("Codes that are new")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read both layers, overlay what differs, write."""
        tolerance_m = self.parameterAsDouble(parameters, "TOLERANCE", context)
        old, new = (self._read(name, parameters, context, feedback) for name in ("OLD", "NEW"))
        require_two_divisions(old.areas, new.areas)
        compared = compared_municipalities(old.areas, new.areas)
        log_layers(old.areas, new.areas, compared, feedback)
        self.source_stamps = [f"old {old.stamp}", f"new {new.stamp}"]
        ground = shared_ground(_placed(old), _placed(new), tolerance_m, feedback)
        sides = _measured(old), _measured(new)
        changes = compare_divisions(*sides, ground, compared)
        log_changes(changes, old.areas.layer, new.areas.layer, f"{tolerance_m:g}", feedback)
        results: dict[str, Any] = {
            f"{status.upper()}_COUNT": count for status, count in status_counts(changes).items()
        }
        for name, result in (
            ("OUTPUT", changes_result(changes)),
            ("OVERLAPS", overlaps_result(*sides, ground, compared)),
        ):
            results |= write(self, result, name, parameters, context, feedback)
        return results

    def _read(
        self,
        name: str,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> RecognisedAreas:
        code_field = self.parameterAsString(parameters, f"{name}_CODE_FIELD", context)
        return read_recognised(
            shared.read_layer(self, parameters, name, context), context, feedback, fields=(code_field, "")
        )


def _placed(areas: RecognisedAreas) -> PlacedAreas:
    return PlacedAreas(areas.areas.keys.codes, areas.geometries)


def _measured(areas: RecognisedAreas) -> DivisionAreas:
    return DivisionAreas(
        codes=areas.areas.keys.codes,
        names=[name for _, name, *_ in areas.areas.values],
        m2=np.array([geometry.area() for geometry in areas.geometries]),
    )
