"""Reading layers: every geometry valid and in EPSG:3006, every repair and every skip counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsGeometryCollection,
    QgsProcessingFeatureSource,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..core.errors import InputError, Phrase, RunCancelledError
from ..core.tables import Table
from ..core.words import word
from .crs import to_sweref99_tm
from .readers.ogr_table import OgrTable
from .threads import freed_later, in_threads
from .values import is_null

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransformContext,
        QgsFeature,
        QgsFeatureSource,
        QgsFeedback,
        QgsFields,
    )

_CANCEL_EVERY = 256
_CHECKED_AT_ONCE = 64
_STRAIGHT_AND_FLAT = {
    Qgis.WkbType.Point,
    Qgis.WkbType.MultiPoint,
    Qgis.WkbType.LineString,
    Qgis.WkbType.MultiLineString,
}
"""Polygons are left out: QGIS writes into one when it looks whether it is valid, and a copy may be shared."""
_IN_WORDS = {
    frozenset({Qgis.GeometryType.Point}): Phrase("points"),
    frozenset({Qgis.GeometryType.Line}): Phrase("lines"),
    frozenset({Qgis.GeometryType.Polygon}): Phrase("polygons"),
    frozenset({Qgis.GeometryType.Point, Qgis.GeometryType.Polygon}): Phrase("points or polygons"),
    frozenset({Qgis.GeometryType.Point, Qgis.GeometryType.Line, Qgis.GeometryType.Polygon}): Phrase(
        "points, lines or polygons"
    ),
}


@dataclass
class LayerSource:
    """A vector layer made safe to read in another thread, with the filter, edits and selection it had."""

    name: str
    fields: QgsFields
    crs: QgsCoordinateReferenceSystem
    source: QgsFeatureSource | QgsVectorLayerFeatureSource
    word: str = ""
    selected: list[int] | None = None
    feature_count: int = -1
    geometry_type: Qgis.GeometryType = Qgis.GeometryType.Unknown
    table: OgrTable | Phrase = Phrase("it is the input of an algorithm")  # noqa: RUF009 - a text
    """The file's table behind the layer, or why it has to be read through QGIS."""

    @classmethod
    def of_layer(cls, layer: QgsVectorLayer, *, selected_only: bool = False) -> LayerSource:
        """Take a layer in the thread it lives in."""
        selected = list(layer.selectedFeatureIds()) if selected_only else None
        its_word = layer_word(layer)
        return cls(
            name=_full_name(layer.name(), its_word),
            fields=layer.fields(),
            # QGIS takes a layer of mixed geometries for a table and drops its CRS
            crs=layer.crs() if layer.isSpatial() else layer.dataProvider().crs(),
            source=QgsVectorLayerFeatureSource(layer),
            word=its_word,
            selected=selected,
            feature_count=len(selected) if selected is not None else layer.featureCount(),
            geometry_type=layer.geometryType(),
            table=OgrTable.of_layer(layer),
        )

    @classmethod
    def of_source(cls, source: QgsProcessingFeatureSource, table: str = "") -> LayerSource:
        """Take a feature source of a processing algorithm, and the table where its path names one."""
        return cls(
            name=_full_name(source.sourceName(), word(table or source.sourceName())),
            fields=source.fields(),
            crs=source.sourceCrs(),
            source=source,
            feature_count=source.featureCount(),
            geometry_type=QgsWkbTypes.geometryType(source.wkbType()),
        )

    def features(self, attributes: Sequence[int] | None = None) -> Iterator[QgsFeature]:
        """Iterate over the features as they are, with all attributes or those asked for.

        QGIS's own check of geometries is passed over: with it, an invalid one throws a C++ exception through
        Python and takes the process down.
        """
        request = QgsFeatureRequest()
        if attributes is not None:
            request.setSubsetOfAttributes(list(attributes))
        if self.selected is not None:
            request.setFilterFids(self.selected)
        if isinstance(self.source, QgsProcessingFeatureSource):
            found = self.source.getFeatures(
                request, Qgis.ProcessingFeatureSourceFlag.SkipGeometryValidityChecks
            )
        else:
            found = self.source.getFeatures(request)
        yield from found  # keeps the source alive as long as its iterator, which would end without a word


def _full_name(name: str, its_word: str) -> str:
    """Return a layer's name, and which one it is: layers loaded by path are all named after the file."""
    return name if word(name) == its_word else f"{name} ({its_word})"


@dataclass
class Reading:
    """How many features of a layer were read, repaired and skipped."""

    name: str
    count: int
    repaired: int = 0
    skipped: int = 0


@dataclass
class Features:
    """The features of a layer that have a geometry: valid, in EPSG:3006, without Z, M and curves."""

    name: str
    fields: QgsFields
    word: str = ""
    geometries: list[QgsGeometry] = field(default_factory=list)
    attributes: list[list[Any]] = field(default_factory=list)
    repaired: int = 0
    skipped: int = 0

    @property
    def reading(self) -> Reading:
        """How the layer was read."""
        return Reading(self.name, len(self.geometries), self.repaired, self.skipped)

    def column(self, field_name: str) -> list[Any]:
        """Return the values of a field.

        Raises:
            InputError: the layer has no such field.
        """
        index = field_index(self.fields, field_name, self.name)
        return [row[index] for row in self.attributes]

    def figures(self, field_name: str) -> NDArray[np.float64]:
        """Return the values of a field as numbers, NaN where missing, shape (features,).

        Raises:
            InputError: the layer has no such field, or a value is neither a number nor missing.
        """
        values = [None if is_null(value) else value for value in self.column(field_name)]
        return Table(self.name, {field_name: values}).figures(field_name)


def field_index(fields: QgsFields, field_name: str, layer_name: str) -> int:
    """Return the place of a field, upper and lower case alike.

    Raises:
        InputError: there is no such field.
    """
    index = fields.lookupField(field_name)
    if index < 0:
        raise InputError(
            "Layer {layer} has no field {field}; it has {fields}.",
            layer=layer_name,
            field=field_name,
            fields=", ".join(fields.names()) or Phrase("no fields"),
        )
    return index


def read_features(
    layer: LayerSource,
    geometry_types: tuple[Qgis.GeometryType, ...],
    transform_context: QgsCoordinateTransformContext,
    feedback: QgsFeedback,
    fields: Sequence[str] | None = None,
) -> Features:
    """Read all features of a layer.

    Features without a geometry, or with none left after repair, are skipped and counted.

    Args:
        layer: what to read.
        geometry_types: what is expected; of a mixed geometry, the parts of these types are kept.
        transform_context: the project's choice of datum transformations.
        feedback: asked for cancel.
        fields: those whose values will be asked for, where the layer has them; all when None.

    Raises:
        InputError: the layer has no CRS, holds nothing, holds another type of geometry, or cannot be
            transformed.
        RunCancelledError: the user cancelled.
    """
    if layer.geometry_type == Qgis.GeometryType.Null and not layer.crs.isValid():
        raise InputError(
            "Layer {layer} is a table without geometries; give a layer of {expected}.",
            layer=layer.name,
            expected=_IN_WORDS.get(frozenset(geometry_types), Phrase("geometries")),
        )
    transform = to_sweref99_tm(layer.crs, layer.name, transform_context)
    found = Features(layer.name, layer.fields, layer.word)
    wrong_type = 0
    rows = _placed_features(layer, transform, found, feedback, fields)
    with freed_later(found.geometries, found.attributes):
        for geometry, is_valid, attributes in _checked(rows, feedback):
            repaired = geometry if is_valid else geometry.makeValid(Qgis.MakeValidMethod.Structure)
            kept = of_types(repaired, geometry_types)
            if kept is None:
                wrong_type += repaired.type() not in geometry_types
                found.skipped += 1
                continue
            found.repaired += not is_valid
            found.geometries.append(kept)
            found.attributes.append(attributes)
    require_some(found, wrong_type, geometry_types)
    return found


def _placed_features(
    layer: LayerSource,
    transform: QgsCoordinateTransform,
    found: Features,
    feedback: QgsFeedback,
    fields: Sequence[str] | None,
) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    """Yield the geometries there are, and their attributes; count the features without one as skipped."""
    wanted = (
        None if fields is None else [place for place in map(layer.fields.lookupField, fields) if place >= 0]
    )
    none: list[Any] = []  # one for all: a million lists take as long to be freed as to be read
    for number, feature in enumerate(layer.features(wanted)):
        if number % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            found.skipped += 1
        else:
            attributes = none if wanted == [] else feature.attributes()
            yield _placed(geometry, transform, layer.name, feature.id()), attributes


def _checked(
    rows: Iterator[tuple[QgsGeometry, list[Any]]], feedback: QgsFeedback
) -> Iterator[tuple[QgsGeometry, bool, list[Any]]]:
    """Yield geometries with whether each is valid; QGIS releases Python's lock while it looks, and reading goes on."""

    def look(some: list[tuple[QgsGeometry, list[Any]]]) -> list[tuple[QgsGeometry, bool, list[Any]]]:
        return [(geometry, _is_valid(geometry), attributes) for geometry, attributes in some]

    chunks = iter(lambda: list(islice(rows, _CHECKED_AT_ONCE)), [])
    for chunk in in_threads(look, chunks, feedback):
        yield from chunk


def _is_valid(geometry: QgsGeometry) -> bool:
    may_be_invalid = geometry.type() in (Qgis.GeometryType.Polygon, Qgis.GeometryType.Unknown)
    return not may_be_invalid or geometry.isGeosValid()


def require_some(found: Features, wrong_type: int, expected: tuple[Qgis.GeometryType, ...]) -> None:
    """Refuse a layer of which nothing is left.

    Args:
        found: what was read.
        wrong_type: how many features have a geometry of another type.
        expected: the types.

    Raises:
        InputError: there is no feature.
    """
    if found.geometries:
        return
    if wrong_type:
        raise InputError(
            "Layer {layer} has no {expected}; choose a layer with that type of geometry.",
            layer=found.name,
            expected=_IN_WORDS[frozenset(expected)],
        )
    raise InputError(
        "Layer {layer} has no features with a geometry to work on; repair it or leave it out.",
        layer=found.name,
    )


def cleaned(
    geometry: QgsGeometry, transform: QgsCoordinateTransform, layer_name: str, feature_id: int
) -> tuple[QgsGeometry, bool]:
    """Return the geometry flat, straight, in EPSG:3006 and valid, and whether it had to be repaired."""
    geometry = _placed(geometry, transform, layer_name, feature_id)
    if _is_valid(geometry):
        return geometry, False
    return geometry.makeValid(Qgis.MakeValidMethod.Structure), True


def _placed(
    geometry: QgsGeometry, transform: QgsCoordinateTransform, layer_name: str, feature_id: int
) -> QgsGeometry:
    """Return the geometry flat, straight and in EPSG:3006."""
    geometry = straight_and_flat(geometry)
    try:
        if not transform.isShortCircuited():
            geometry.transform(transform)
    except QgsCsException as error:
        raise InputError(
            "Feature {feature} of layer {layer} lies where {crs} cannot be transformed to EPSG:3006; check the "
            "coordinate reference system of the layer.",
            feature=feature_id,
            layer=layer_name,
            crs=transform.sourceCrs().authid() or Phrase("its own coordinate reference system"),
        ) from error
    return geometry


def straight_and_flat(geometry: QgsGeometry) -> QgsGeometry:
    """Return a copy without curves, Z and M."""
    if geometry.wkbType() in _STRAIGHT_AND_FLAT:
        return QgsGeometry(geometry)
    shape = geometry.constGet()
    shape = shape.segmentize() if shape.hasCurvedSegments() else shape.clone()
    shape.dropZValue()
    shape.dropMValue()
    return QgsGeometry(shape)


def of_types(geometry: QgsGeometry, types: tuple[Qgis.GeometryType, ...]) -> QgsGeometry | None:
    """Return the parts of the wanted types; None when nothing is left."""
    if geometry.isNull() or geometry.isEmpty():
        return None
    if geometry.type() in types:
        return geometry
    parts = [part for part in geometry.asGeometryCollection() if part.type() in types and not part.isEmpty()]
    return _collected(parts) if parts else None


def _collected(parts: list[QgsGeometry]) -> QgsGeometry:
    """Return the parts as one geometry; QGIS's own function keeps those of the first part's type alone."""
    if len({part.type() for part in parts}) == 1:
        return QgsGeometry.collectGeometry(parts)
    collection = QgsGeometryCollection()
    for part in parts:
        collection.addGeometry(part.constGet().clone())
    return QgsGeometry(collection)


def layer_word(layer: QgsVectorLayer) -> str:
    """Return the word that stands for a layer in field names and tables.

    The source's ``layername`` where it has one, since layers loaded by path are all named after the file, else
    the layer's name.
    """
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return word(str(parts.get("layerName") or layer.name()))
