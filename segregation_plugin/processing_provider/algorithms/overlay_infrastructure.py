"""Overlay infrastructure: length, count and ground of infrastructure per area and area type, adding up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...cartography.post_process import as_overlay
from ...core.errors import RunCancelledError
from ...core.field_lists import field_lists
from ...core.overlay import RULES
from ...core.overlay_table import LayerOverlay, group_areas
from ...geometry.areas import Areas, read_areas
from ...geometry.overlay.attributes import require_fields
from ...geometry.overlay.layer import Overlay, OverlayFields, OverlayRules
from ...geometry.steps import in_steps
from ...i18n import mark, tr
from .. import parameters as shared
from ..base import SegregationAlgorithm
from ..results.overlay import (
    area_result,
    log_reconciliation,
    reconciliation_result,
    set_aliases,
    summary_result,
)
from ..results.reading_report import log_notices, log_reading
from ..writing.output import write

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

    from ...geometry.reading import Reading

_TOLERANCE_M = 0.001


class OverlayInfrastructure(SegregationAlgorithm):
    """How much of each infrastructure layer lies in which area, area type and class."""

    ID: ClassVar[str] = "overlayinfrastructure"
    TITLE: ClassVar[str] = mark("Overlay infrastructure")
    GROUP: ClassVar[str] = "overlay_and_buffer"

    def declare(self) -> None:
        """Add the parameters and the outputs."""
        self.addParameter(shared.areas())
        for definition in shared.infrastructure():
            self.addParameter(definition)
        self._declare_fields()
        self._declare_rules()
        self._declare_outputs()

    def _declare_fields(self) -> None:
        for name, label in (
            (
                "CLASS_FIELD",
                tr(
                    "Class fields (comma-separated; each layer uses the first it has; or a list per layer, by semicolons)"
                ),
            ),
            (
                "TRAFFIC_FIELD",
                tr(
                    "Fields with vehicles a day (comma-separated; the first a layer has; or a list per layer, by semicolons)"
                ),
            ),
        ):
            self.addParameter(QgsProcessingParameterString(name, label, optional=True))

    def _declare_rules(self) -> None:
        self.addParameter(shared.tokens("BOUNDARY_RULE", tr("What lies on a shared border"), RULES))
        self.addParameter(
            QgsProcessingParameterBoolean(
                "DISSOLVE", tr("Count overlapping polygons of a class once"), defaultValue=True
            )
        )
        for definition in (
            QgsProcessingParameterNumber(
                "BORDER_TOLERANCE",
                tr("Distance within which a line lies on a border (metres)"),
                Qgis.ProcessingNumberParameterType.Double,
                defaultValue=_TOLERANCE_M,
                minValue=0,
            ),
            QgsProcessingParameterField(
                "BY_FIELD",
                tr("Field to group the areas by"),
                parentLayerParameterName=shared.AREAS,
                optional=True,
            ),
            *map(shared.schema_field, (shared.CODE_FIELD, shared.TYPE_FIELD, shared.POPULATION_FIELD)),
        ):
            self.addParameter(shared.advanced(definition))

    def _declare_outputs(self) -> None:
        for name, label, kind in (
            ("OUTPUT", tr("Areas with infrastructure"), QgsProcessing.SourceType.TypeVectorPolygon),
            ("SUMMARY", tr("Summary by area type"), QgsProcessing.SourceType.TypeVector),
            ("RECONCILIATION", tr("Reconciliation"), QgsProcessing.SourceType.TypeVector),
        ):
            self.addParameter(QgsProcessingParameterFeatureSink(name, label, kind))
        self.addOutput(QgsProcessingOutputNumber("REPAIRED_COUNT", tr("Number of repaired polygons")))
        self.addOutput(QgsProcessingOutputNumber("SKIPPED_COUNT", tr("Number of skipped features")))

    def prepare_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Take the infrastructure layers."""
        self._infrastructure = shared.read_infrastructure(self, parameters, context)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read the areas, lay every layer over them, then write."""
        areas = self._read_areas(parameters, context, feedback)
        groups = group_areas(
            areas.types,
            areas.groups(self.parameterAsString(parameters, "BY_FIELD", context)),
            areas.population,
            areas.land_m2,
        )
        layers, read = self._overlay(areas, parameters, context, feedback)
        chosen = shared.read_area_fields(self, parameters, context)
        results: dict[str, Any] = {
            "REPAIRED_COUNT": sum(reading.repaired for reading in (areas.features.reading, *read)),
            "SKIPPED_COUNT": sum(reading.skipped for reading in (areas.features.reading, *read)),
        }
        for name, result in (
            ("OUTPUT", area_result(areas, chosen, layers, feedback)),
            ("SUMMARY", summary_result(layers, groups, areas)),
            ("RECONCILIATION", reconciliation_result(layers, read, areas.features.reading)),
        ):
            results |= write(self, result, name, parameters, context, feedback)
        self._give_aliases(results["OUTPUT"], layers, context)
        return results

    def _give_aliases(self, output: str, layers: list[LayerOverlay], context: QgsProcessingContext) -> None:
        """Say in the aliases what the columns are: at once in memory, else when the areas are loaded."""

        def dress(layer: QgsVectorLayer) -> None:
            set_aliases(layer, layers)
            as_overlay(layer, {laid.word: quantity for laid in layers for quantity in laid.tallies})

        self.styles["OUTPUT"] = dress
        in_memory = context.temporaryLayerStore().mapLayer(output)
        if in_memory is not None:
            set_aliases(in_memory, layers)

    def _read_areas(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Areas:
        areas = read_areas(
            shared.read_layer(self, parameters, shared.AREAS, context),
            shared.read_area_fields(self, parameters, context),
            context.transformContext(),
            feedback,
        )
        areas.require_one_year()
        log_reading(areas.features.reading, feedback)
        return areas

    def _overlay(
        self,
        areas: Areas,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> tuple[list[LayerOverlay], list[Reading]]:
        """Return every layer laid over the areas, and what was read of it."""
        fields = [
            OverlayFields(classes, traffic)
            for classes, traffic in zip(
                self._fields("CLASS_FIELD", parameters, context),
                self._fields("TRAFFIC_FIELD", parameters, context),
                strict=True,
            )
        ]
        rules = OverlayRules(
            self.parameterAsString(parameters, "BOUNDARY_RULE", context),
            self.parameterAsDouble(parameters, "BORDER_TOLERANCE", context),
            self.parameterAsBoolean(parameters, "DISSOLVE", context),
        )
        overlay = Overlay(areas.geometries, areas.codes, rules, feedback)
        steps = in_steps(len(self._infrastructure), feedback)
        layers, read = [], []
        for step, (source, of_layer) in enumerate(zip(self._infrastructure, fields, strict=True)):
            if feedback.isCanceled():
                raise RunCancelledError
            steps.setCurrentStep(step)
            overlaid = overlay.of_layer(source, of_layer, context.transformContext(), steps)
            log_reading(overlaid.reading, steps)
            log_notices(overlaid.notices, steps)
            log_reconciliation(overlaid.layer, steps)
            layers.append(overlaid.layer)
            read.append(overlaid.reading)
        return layers, read

    def _fields(
        self, name: str, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> list[list[str]]:
        """Return the fields to look for in each layer."""
        lists = field_lists(self.parameterAsString(parameters, name, context), len(self._infrastructure))
        if all(names == lists[0] for names in lists):
            require_fields(lists[0], self._infrastructure)
        else:
            for names, layer in zip(lists, self._infrastructure, strict=True):
                require_fields(names, [layer])
        return lists
