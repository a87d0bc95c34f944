"""Pages of GeoJSON as one layer in memory."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsFeature, QgsJsonUtils, QgsVariantUtils, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from ...core.errors import InputError, RunCancelledError
from ...core.tables import sure_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qgis.core import QgsGeometry

    from .wfs import Page, WfsLayer

_EAST, _NORTH = (100_000.0, 1_100_000.0), (5_900_000.0, 7_900_000.0)
"""Where Sweden lies in EPSG:3006, with room around it; the two do not meet, so that turned axes are seen."""
_TYPES = {str: "string", float: "double"}


@dataclass(frozen=True)
class Property:
    """What is taken of every feature."""

    name: str
    """Of the field in the layer that is made."""
    kind: type
    """``str`` or ``float``."""
    called: tuple[str, ...] = ()
    """What the service may call it, the likeliest first; by its own name where this is empty."""
    is_required: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What the service may call it."""
        return self.called or (self.name,)


def layer_of_pages(
    layer: WfsLayer, pages: Sequence[Page], properties: Sequence[Property], is_cancelled: Callable[[], bool]
) -> tuple[QgsVectorLayer, list[str]]:
    """Return the features of pages as multi-polygons in EPSG:3006, and the properties that none of them has.

    Coordinates that come north first are turned: services differ in what they make of the same question.

    Args:
        layer: that the pages are of.
        pages: GeoJSON each, one or more features in all.
        properties: to take; NULL where a feature lacks one.
        is_cancelled: asked for every page.

    Raises:
        InputError: no feature has a property that is required, one is no figure, or a feature has no polygon in Sweden.
        RunCancelledError: the user cancelled.
    """
    columns = "".join(f"&field={wanted.name}:{_TYPES[wanted.kind]}" for wanted in properties)
    made = QgsVectorLayer(f"MultiPolygon?crs=EPSG:3006{columns}", layer.name, "memory")
    absent = {wanted.name for wanted in properties}
    for page in pages:
        if is_cancelled():
            raise RunCancelledError
        reading = _PageReading(layer, page, properties)
        absent -= reading.present
        _, added = made.dataProvider().addFeatures(list(reading.features(made)))
        if len(added) < len(page.keys):
            raise InputError(
                "{found} of {count} features of a page of layer {layer} can be read; run again later.",
                found=len(added),
                count=len(page.keys),
                layer=layer.name,
            )
    missing = [wanted.name for wanted in properties if wanted.is_required and wanted.name in absent]
    if missing:
        raise InputError(
            "Layer {layer} has no field {field}; it may have been changed since this version of Segregation was made.",
            layer=layer.name,
            field=", ".join(missing),
        )
    return made, [wanted.name for wanted in properties if wanted.name in absent]


class _PageReading:
    """One page, with the place of each property in it."""

    def __init__(self, layer: WfsLayer, page: Page, properties: Sequence[Property]) -> None:
        self._layer = layer
        self._properties = properties
        self._text = page.body.decode("utf-8-sig")
        self._fields = QgsJsonUtils.stringToFields(self._text)
        self._places = [
            next((self._fields.indexOf(name) for name in wanted.names if self._fields.indexOf(name) >= 0), -1)
            for wanted in properties
        ]

    @property
    def present(self) -> set[str]:
        """The properties that some feature has."""
        pairs = zip(self._properties, self._places, strict=True)
        return {wanted.name for wanted, place in pairs if place >= 0}

    def features(self, made: QgsVectorLayer) -> Iterator[QgsFeature]:
        """Yield the features as the layer takes them."""
        for given in QgsJsonUtils.stringToFeatureList(self._text, self._fields):
            values = given.attributes()
            feature = QgsFeature(made.fields())
            feature.setAttributes(
                [
                    None if place < 0 else self._plain(values[place], wanted)
                    for wanted, place in zip(self._properties, self._places, strict=True)
                ]
            )
            feature.setGeometry(self._placed(given))
            yield feature

    def _plain(self, value: Any, wanted: Property) -> str | float | None:
        if QgsVariantUtils.isNull(value):
            return None
        if wanted.kind is str:
            is_date = isinstance(value, QDate | QDateTime)  # what looks like a date, GDAL takes for one
            return value.toString(Qt.DateFormat.ISODate) if is_date else str(value)
        try:
            figure = sure_figure(value)
        except ValueError as error:
            raise InputError(
                "Layer {layer} has {value} in field {field}; expected a number or nothing.",
                layer=self._layer.name,
                value=value,
                field=wanted.name,
            ) from error
        return None if math.isnan(figure) else figure

    def _placed(self, feature: QgsFeature) -> QgsGeometry:
        """Return a polygon as a multi-polygon with east first."""
        geometry = feature.geometry()
        if geometry.type() == Qgis.GeometryType.Polygon and not geometry.isEmpty():
            geometry.convertToMultiType()
            for _ in range(2):
                box = geometry.boundingBox()
                if (
                    _EAST[0] <= box.xMinimum() <= box.xMaximum() <= _EAST[1]
                    and _NORTH[0] <= box.yMinimum() <= box.yMaximum() <= _NORTH[1]
                ):
                    return geometry
                geometry.get().swapXy()
        raise InputError(
            "Feature {key} of layer {layer} has no polygon in Sweden; check the address in the settings of Segregation.",
            key=feature.attribute(self._layer.key) if self._layer.key else feature.id(),
            layer=self._layer.name,
        )
