"""From arrays and rows to sinks: the one place that writes features."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import InputError, RunCancelledError
from ...geometry.crs import sweref99_tm
from ...geometry.values import to_qgis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback

    from ...core.schema import Kind

_TYPES = {
    str: QMetaType.Type.QString,
    int: QMetaType.Type.Int,
    float: QMetaType.Type.Double,
    datetime.date: QMetaType.Type.QDate,
}
_CANCEL_EVERY = 200
_ROW_OF_GEOPACKAGE_BYTES = 1_000_000_000
"""What SQLite takes at most, unless it was built otherwise."""


def make_fields(kinds: Mapping[str, Kind], aliases: Mapping[str, str] | None = None) -> QgsFields:
    """Make QGIS fields from names and kinds, in order."""
    fields = QgsFields()
    for name, kind in kinds.items():
        field = QgsField(name, _TYPES[kind])
        field.setAlias((aliases or {}).get(name, ""))
        fields.append(field)
    return fields


@dataclass
class Result:
    """Rows on their way to a sink; ``geometries`` is None for a table."""

    fields: QgsFields
    rows: Sequence[Sequence[Any]]
    geometries: Iterable[QgsGeometry] | None = None
    geometry_type: Qgis.WkbType = Qgis.WkbType.MultiPolygon


def write(
    algorithm: QgsProcessingAlgorithm,
    result: Result,
    name: str,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> dict[str, str]:
    """Write a result to the sink parameter ``name``; an optional sink that is not wanted is passed over.

    Returns:
        The output under its name, to be merged into the algorithm's results; empty when it was not wanted.

    Raises:
        QgsProcessingException: the sink cannot be opened, or refuses a row.
        RunCancelledError: the user cancelled.
    """
    wkb_type = Qgis.WkbType.NoGeometry if result.geometries is None else result.geometry_type
    sink, destination = algorithm.parameterAsSink(
        parameters, name, context, result.fields, wkb_type, sweref99_tm()
    )
    if sink is None:
        if algorithm.parameterDefinition(name).flags() & Qgis.ProcessingParameterFlag.Optional:
            return {}
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
    geometries = iter(result.geometries) if result.geometries is not None else None
    for number, row in enumerate(result.rows):
        if number % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        feature = QgsFeature(result.fields)
        feature.setAttributes([to_qgis(value) for value in row])
        if geometries is not None:
            feature.setGeometry(next(geometries))
            _require_room(feature.geometry(), destination, name)
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(algorithm.writeFeatureError(sink, parameters, name))
    if not sink.flushBuffer():
        raise QgsProcessingException(algorithm.writeFeatureError(sink, parameters, name))
    del sink  # closes the file
    _require_whole(destination, len(result.rows), name, context)
    return {name: destination}


def _require_room(geometry: QgsGeometry, destination: str, name: str) -> None:
    """Tell what a GeoPackage could not hold in words, where its writer would speak of strings and blobs."""
    if geometry.isNull() or ".gpkg" not in destination.casefold():
        return
    size = geometry.constGet().wkbSize()
    if size > _ROW_OF_GEOPACKAGE_BYTES:
        raise InputError(
            "A feature of output {name} has {size} MB, more than the {limit} MB that a row of a GeoPackage holds; leave "
            "this output empty, choose another format, or run on fewer features or areas.",
            name=name,
            size=size // 1_000_000,
            limit=_ROW_OF_GEOPACKAGE_BYTES // 1_000_000,
        )


def _require_whole(destination: str, count: int, name: str, context: QgsProcessingContext) -> None:
    """Read a written file back: on a full disk, a writer reports success and leaves a broken one."""
    in_memory = context.temporaryLayerStore().mapLayer(destination) is not None
    if in_memory or QgsProcessingUtils.decodeProviderKeyAndUri(destination)[0]:
        return
    layer = QgsVectorLayer(destination, "", "ogr")
    found = layer.featureCount() if layer.isValid() else 0
    if found < count:
        raise InputError(
            "Output {name} could not be written whole ({found} of {count} rows can be read back); see that the disk "
            "has room and that the format takes such a table, and run again.",
            name=name,
            found=found,
            count=count,
        )
