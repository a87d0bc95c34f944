"""Buffer exposure: how many people live near infrastructure, by area type, and how sure that is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...cartography.post_process import as_zones
from ...core.distances import parse_distances
from ...core.errors import InputError
from ...core.reference_region import REFERENCES
from ...core.years import spans
from ...geometry.areas import Areas, read_areas
from ...geometry.people import METHODS, apportionment
from ...geometry.projects import by_project
from ...geometry.reading import Features, LayerSource, read_features
from ...geometry.threads import freed_later
from ...geometry.zones.covered import CoveredZone, covered_zones, rings
from ...geometry.zones.style import END_CAPS, BufferStyle
from ...i18n import tr
from .. import parameters as shared
from ..base import SegregationAlgorithm
from ..results.exposure import ExposureTable, exposure_result, total_people, weight_result, zone_result
from ..results.reading_report import log_reading
from ..writing.output import write

if TYPE_CHECKING:
    from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingFeedback

_PEOPLE_TYPES = (Qgis.GeometryType.Polygon, Qgis.GeometryType.Point)
_GEOMETRY_TYPES = (Qgis.GeometryType.Point, Qgis.GeometryType.Line, Qgis.GeometryType.Polygon)


class BufferExposure(SegregationAlgorithm):
    """People within given distances by area type, against a reference region."""

    ID: ClassVar[str] = "bufferexposure"
    TITLE: ClassVar[str] = "Buffer exposure"
    GROUP: ClassVar[str] = "overlay_and_buffer"

    def declare(self) -> None:
        """Add the parameters and the outputs."""
        self.addParameter(shared.areas())
        for definition in shared.infrastructure():
            self.addParameter(definition)
        self.addParameter(
            QgsProcessingParameterString("DISTANCES", tr("Distances (metres)"), defaultValue="250,500,1000")
        )
        self._declare_people()
        self._declare_reference()
        self._declare_advanced()
        self._declare_outputs()

    def _declare_people(self) -> None:
        self.addParameter(shared.tokens("METHOD", tr("How people are distributed"), METHODS))
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "GRID",
                tr("Population grid, finer areas or address points"),
                [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorPoint],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterField(
                "GRID_FIELD",
                tr("Field with people in the grid or points"),
                parentLayerParameterName="GRID",
                type=Qgis.ProcessingFieldParameterDataType.Numeric,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "MASK",
                tr("Built-up mask"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            )
        )

    def _declare_reference(self) -> None:
        self.addParameter(shared.tokens("REFERENCE", tr("Compare with"), REFERENCES))
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "REFERENCE_AREAS",
                tr("Areas to compare with (the areas themselves when empty)"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                "CUMULATIVE", tr("Cumulative distances (off: rings)"), defaultValue=True
            )
        )

    def _declare_advanced(self) -> None:
        definitions = [
            QgsProcessingParameterString("PROJECT_FIELD", tr("Field with the project"), optional=True),
            QgsProcessingParameterField(
                "BY_FIELD",
                tr("Field to group the areas by"),
                parentLayerParameterName=shared.AREAS,
                optional=True,
            ),
            QgsProcessingParameterNumber(
                "SEGMENTS", tr("Segments per quarter circle"), defaultValue=16, minValue=1, maxValue=1000
            ),
            shared.tokens("END_CAP", tr("End caps of lines"), tuple(END_CAPS)),
            QgsProcessingParameterNumber(
                "SE_DELTA",
                tr("Calibrated overdispersion for the standard error"),
                Qgis.ProcessingNumberParameterType.Double,
                optional=True,
                minValue=0,
            ),
            *(
                shared.schema_field(name)
                for name in (
                    shared.CODE_FIELD,
                    shared.TYPE_FIELD,
                    shared.POPULATION_FIELD,
                    shared.INDEX_FIELD,
                )
            ),
        ]
        for definition in definitions:
            self.addParameter(shared.advanced(definition))

    def _declare_outputs(self) -> None:
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "ZONES", tr("Zones"), QgsProcessing.SourceType.TypeVectorPolygon
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink("EXPOSURE", tr("Exposure"), QgsProcessing.SourceType.TypeVector)
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "AREA_WEIGHTS",
                tr("Area weights"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            )
        )
        self.addOutput(
            QgsProcessingOutputNumber(
                "PEOPLE_TOTAL", tr("People within the largest distance of all projects")
            )
        )

    def prepare_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Take the infrastructure layers."""
        self._infrastructure = shared.read_infrastructure(self, parameters, context)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, compute every zone and every row, then write."""
        distances = parse_distances(self.parameterAsString(parameters, "DISTANCES", context))
        style = BufferStyle(
            self.parameterAsInt(parameters, "SEGMENTS", context),
            self.parameterAsString(parameters, "END_CAP", context),
        )
        cumulative = self.parameterAsBoolean(parameters, "CUMULATIVE", context)
        table = self._table(parameters, context, feedback)
        projects = self._projects(parameters, context, feedback)
        zones: list[CoveredZone] = []
        rows: list[list[object]] = []
        with freed_later(*projects.values()):
            for of_project in covered_zones(projects, distances, style, table.shares, feedback):
                largest = of_project[-1]
                _warn_if_far_off(largest, feedback)
                wanted = of_project if cumulative else rings(of_project)
                zones += wanted
                rows += table.rows(wanted, largest, feedback)
            self.styles["ZONES"] = as_zones
            people = total_people(largest, table.areas)  # the union of all comes last
            results: dict[str, Any] = {"PEOPLE_TOTAL": None if math.isnan(people) else people}
            results |= write(
                self, zone_result(zones, table.areas, style), "ZONES", parameters, context, feedback
            )
            results |= write(self, exposure_result(rows), "EXPOSURE", parameters, context, feedback)
            results |= write(self, weight_result(table, zones), "AREA_WEIGHTS", parameters, context, feedback)
            return results

    def _table(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> ExposureTable:
        """Read the areas, what they are compared with, and where people live in them."""
        areas = compared = self._read_areas(shared.AREAS, parameters, context, feedback)
        if shared.is_given(parameters, "REFERENCE_AREAS"):
            compared = self._read_areas("REFERENCE_AREAS", parameters, context, feedback)
            _require_same_year(areas, compared)
        has_delta = shared.is_given(parameters, "SE_DELTA")
        return ExposureTable(
            areas,
            compared,
            apportionment(
                self.parameterAsString(parameters, "METHOD", context),
                areas,
                self._read_optional("GRID", _PEOPLE_TYPES, None, parameters, context, feedback),
                self.parameterAsString(parameters, "GRID_FIELD", context),
                self._read_optional("MASK", _PEOPLE_TYPES[:1], [], parameters, context, feedback),
                feedback,
            ),
            self.parameterAsString(parameters, "REFERENCE", context),
            self.parameterAsString(parameters, "BY_FIELD", context),
            self.parameterAsDouble(parameters, "SE_DELTA", context) if has_delta else None,
        )

    def _read_areas(
        self,
        name: str,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Areas:
        areas = read_areas(
            shared.read_layer(self, parameters, name, context),
            shared.read_area_fields(self, parameters, context),
            context.transformContext(),
            feedback,
            population_required=True,
        )
        areas.require_one_year()
        log_reading(areas.features.reading, feedback)
        return areas

    def _read_optional(
        self,
        name: str,
        types: tuple[Qgis.GeometryType, ...],
        fields: list[str] | None,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Features | None:
        if not shared.is_given(parameters, name):
            return None
        layer = shared.read_layer(self, parameters, name, context)
        return self._read(layer, types, fields, context, feedback)

    def _projects(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, list[QgsGeometry]]:
        field = self.parameterAsString(parameters, "PROJECT_FIELD", context)
        layers = [
            self._read(layer, _GEOMETRY_TYPES, [field], context, feedback) for layer in self._infrastructure
        ]
        return by_project(layers, field)

    @staticmethod
    def _read(
        layer: LayerSource,
        types: tuple[Qgis.GeometryType, ...],
        fields: list[str] | None,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Features:
        features = read_features(layer, types, context.transformContext(), feedback, fields)
        log_reading(features.reading, feedback)
        return features


def _require_same_year(areas: Areas, compared: Areas) -> None:
    """Refuse to compare types of different years: each year has its own limits.

    Raises:
        InputError: both layers say their years, and they differ.
    """
    if areas.years and compared.years and areas.years != compared.years:
        raise InputError(
            "The areas of layer {layer} have types of {year}, those of layer {other} to compare with types of "
            "{other_year}; types are relative to a year, so give both of the same.",
            layer=areas.features.name,
            year=spans(areas.years),
            other=compared.features.name,
            other_year=spans(compared.years),
        )


def _warn_if_far_off(zone: CoveredZone, feedback: QgsProcessingFeedback) -> None:
    """Warn of a project that is near none of the areas."""
    if not zone.coverage.met.any():
        feedback.pushWarning(
            tr(
                "No zone of project {project} meets any of the areas; check the coordinate reference systems."
            ).format(project=zone.project)
        )
