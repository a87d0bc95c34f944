"""Classify area types: the five types computed from an index, and labelled as computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

import numpy as np
from qgis.core import (
    Qgis,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...cartography.post_process import as_area_types
from ...core import schema
from ...core.area_types import CODES, NO_TYPE, SD_KINDS, classify, mean_and_sd
from ...core.errors import InputError
from ...core.socioeconomic_index import index_of_rows, require_one_row_per_area
from ...geometry.multipart import multipart
from ...geometry.reading import Features, LayerSource, read_features
from ...geometry.tables import read_attributes, table_of
from ...i18n import mark, tr
from .. import parameters as shared
from ..base import SegregationAlgorithm
from ..results.reading_report import log_reading
from ..results.remaining_fields import log_dropped, remaining_fields
from ..writing.output import Result, make_fields, write

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from ...core.area_types import SdKind
    from ...core.tables import Table

_COMPONENTS = (
    ("LOW_ECONOMIC_STANDARD_FIELD", mark("Field with the share with low economic standard (%)")),
    ("PRE_UPPER_SECONDARY_FIELD", mark("Field with the share with pre-upper-secondary education (%)")),
    ("BENEFIT_OR_UNEMPLOYED_FIELD", mark("Field with the share with assistance or long-term unemployed (%)")),
)
_COMPUTED_FIELDS = (schema.SOCIOECONOMIC_INDEX, schema.AREA_TYPE, schema.AREA_TYPE_SOURCE)


class ClassifyAreaTypes(SegregationAlgorithm):
    """Area types from the index or its components; not the official types."""

    ID: ClassVar[str] = "classifyareatypes"
    TITLE: ClassVar[str] = mark("Classify area types")
    GROUP: ClassVar[str] = "data"

    def declare(self) -> None:
        """Add the parameters and the outputs."""
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("Areas or table"), [QgsProcessing.SourceType.TypeVector]
            )
        )
        fields = ((shared.INDEX_FIELD, mark("Field with the socioeconomic index")), *_COMPONENTS)
        for name, label in fields:
            self.addParameter(
                QgsProcessingParameterField(name, tr(label), parentLayerParameterName="INPUT", optional=True)
            )
        for name, label in (
            ("MEAN", tr("Mean of the index in the reference (from the input when empty)")),
            ("STANDARD_DEVIATION", tr("Standard deviation of the index in the reference")),
        ):
            self.addParameter(
                QgsProcessingParameterNumber(
                    name, label, Qgis.ProcessingNumberParameterType.Double, optional=True, minValue=0
                )
            )
        self.addParameter(shared.tokens("SD_KIND", tr("Kind of standard deviation"), SD_KINDS))
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Classified areas"), QgsProcessing.SourceType.TypeVector
            )
        )
        self.addOutput(QgsProcessingOutputNumber("MEAN", tr("Mean")))
        self.addOutput(QgsProcessingOutputNumber("STANDARD_DEVIATION", tr("Standard deviation")))
        for code in CODES:
            self.addOutput(
                QgsProcessingOutputNumber(f"COUNT_{code}", tr("Areas of type {code}").format(code=code))
            )

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, classify, write."""
        layer = shared.read_layer(self, parameters, "INPUT", context)
        features, geometry_type = _read(layer, context, feedback)
        table = table_of(features)
        index = index_of_rows(
            table,
            self.parameterAsString(parameters, shared.INDEX_FIELD, context),
            [self.parameterAsString(parameters, name, context) for name, _ in _COMPONENTS],
        )
        mean, deviation = self._reference(table, index, parameters, context, feedback)
        types = classify(index, mean, deviation)
        self.source_stamps = [f"types computed with mean {mean:.6g} and standard deviation {deviation:.6g}"]
        counts = {f"COUNT_{code}": int(np.count_nonzero(types == code)) for code in CODES}
        _log_counts(counts, types, feedback)
        result = _result(features, geometry_type, index, types, feedback)
        self.styles["OUTPUT"] = as_area_types
        return {
            "MEAN": mean,
            "STANDARD_DEVIATION": deviation,
            **counts,
            **write(self, result, "OUTPUT", parameters, context, feedback),
        }

    def _reference(
        self,
        table: Table,
        index: NDArray[np.float64],
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> tuple[float, float]:
        """Return the mean and the standard deviation that the types are relative to."""
        given = [shared.is_given(parameters, name) for name in ("MEAN", "STANDARD_DEVIATION")]
        if any(given) and not all(given):
            raise InputError(
                "Only one of mean and standard deviation is given; give both, or neither to compute them from the "
                "input."
            )
        if all(given):
            return (
                self.parameterAsDouble(parameters, "MEAN", context),
                self.parameterAsDouble(parameters, "STANDARD_DEVIATION", context),
            )
        require_one_row_per_area(table, index)
        kind = self.parameterAsString(parameters, "SD_KIND", context)
        mean, deviation = mean_and_sd(index, cast("SdKind", kind))
        feedback.pushWarning(
            tr(
                "Types are relative: mean {mean:.2f} and standard deviation {deviation:.2f} come from the {count} rows "
                "of layer {layer}. Unless these are all areas of the country in one year, the types are not "
                "comparable with the official ones."
            ).format(
                mean=mean,
                deviation=deviation,
                count=int(np.count_nonzero(~np.isnan(index))),
                layer=table.name,
            )
        )
        return mean, deviation


def _read(
    layer: LayerSource, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> tuple[Features, Qgis.WkbType]:
    """Read a layer or a table, and tell the geometry to write."""
    geometry_type = QgsWkbTypes.geometryType(layer.source.wkbType())
    if geometry_type == Qgis.GeometryType.Null:
        attributes = read_attributes(layer, feedback)
        if not attributes:
            raise InputError("Table {table} has no rows; choose one with an index.", table=layer.name)
        return Features(layer.name, layer.fields, attributes=attributes), Qgis.WkbType.NoGeometry
    if geometry_type == Qgis.GeometryType.Unknown:
        geometry_type = Qgis.GeometryType.Polygon
    features = read_features(layer, (geometry_type,), context.transformContext(), feedback)
    log_reading(features.reading, feedback)
    return features, QgsWkbTypes.multiType(QgsWkbTypes.flatType(features.geometries[0].wkbType()))


def _result(
    features: Features,
    geometry_type: Qgis.WkbType,
    index: NDArray[np.float64],
    types: NDArray[np.int8],
    feedback: QgsProcessingFeedback,
) -> Result:
    """Return the input's rows with the schema's fields first, in the schema's order, the computed ones new."""
    remaining = remaining_fields(features.fields, _COMPUTED_FIELDS)
    log_dropped(remaining, features.name, feedback)
    columns = [
        (field, [row[place] for row in features.attributes])
        for field, place in zip(remaining.fields, remaining.places, strict=True)
    ]
    known = types != NO_TYPE
    computed = make_fields({name: schema.KINDS[name] for name in _COMPUTED_FIELDS})
    columns += [
        (computed.at(0), index.tolist()),
        (
            computed.at(1),
            [code if has_type else None for code, has_type in zip(types.tolist(), known, strict=True)],
        ),
        (computed.at(2), [schema.COMPUTED if has_type else None for has_type in known]),
    ]
    order = {name: place for place, name in enumerate(schema.KINDS)}
    columns.sort(key=lambda column: order.get(column[0].name().casefold(), len(order)))
    fields = QgsFields()
    for field, _ in columns:
        fields.append(field)
    rows = list(zip(*(values for _, values in columns), strict=True))
    if geometry_type == Qgis.WkbType.NoGeometry:
        return Result(fields, rows)
    return Result(fields, rows, [multipart(geometry) for geometry in features.geometries], geometry_type)


def _log_counts(counts: dict[str, int], types: NDArray[np.int8], feedback: QgsProcessingFeedback) -> None:
    feedback.pushInfo(
        tr("Areas of type 1 to 5: {counts}; without: {without}.").format(
            counts=", ".join(map(str, counts.values())), without=int(np.count_nonzero(types == NO_TYPE))
        )
    )
