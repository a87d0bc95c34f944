"""Pages of GeoJSON as one layer in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsFeature, QgsJsonUtils, QgsVariantUtils, QgsVectorLayer

from ...core.errors import InputError, RunCancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from qgis.core import QgsGeometry

    from .wfs import Page, WfsLayer

_EAST, _NORTH = (100_000.0, 1_100_000.0), (5_900_000.0, 7_900_000.0)
"""Where Sweden lies in EPSG:3006, with room around it; the two do not meet, so that turned axes are seen."""
_TYPES = {str: "string", int: "int8", float: "double"}


def layer_of_pages(
    layer: WfsLayer, pages: Sequence[Page], fields: Mapping[str, type], is_cancelled: Callable[[], bool]
) -> QgsVectorLayer:
    """Return the features of pages as multi-polygons in EPSG:3006.

    Coordinates that come north first are turned: services differ in what they make of the same question.

    Args:
        layer: that the pages are of.
        pages: GeoJSON each.
        fields: the properties to take, with their kinds; those that a feature lacks are NULL.
        is_cancelled: asked for every page.

    Raises:
        InputError: a feature has no polygon, or one that is not in Sweden.
        RunCancelledError: the user cancelled.
    """
    columns = "".join(f"&field={name}:{_TYPES[kind]}" for name, kind in fields.items())
    made = QgsVectorLayer(f"MultiPolygon?crs=EPSG:3006{columns}", layer.name, "memory")
    for page in pages:
        if is_cancelled():
            raise RunCancelledError
        _, added = made.dataProvider().addFeatures(list(_features(layer, page, made, fields)))
        if len(added) < len(page.keys):
            raise InputError(
                "{found} of {count} features of a page of layer {layer} can be read; run again later.",
                found=len(added),
                count=len(page.keys),
                layer=layer.name,
            )
    return made


def _features(
    layer: WfsLayer, page: Page, made: QgsVectorLayer, fields: Mapping[str, type]
) -> Iterator[QgsFeature]:
    text = page.body.decode("utf-8-sig")
    found = QgsJsonUtils.stringToFields(text)
    places = [found.lookupField(name) for name in fields]
    for given in QgsJsonUtils.stringToFeatureList(text, found):
        feature = QgsFeature(made.fields())
        values = given.attributes()
        feature.setAttributes(
            [
                None if place < 0 or QgsVariantUtils.isNull(values[place]) else kind(values[place])
                for place, kind in zip(places, fields.values(), strict=True)
            ]
        )
        feature.setGeometry(_placed(given.geometry(), layer, given))
        yield feature


def _placed(geometry: QgsGeometry, layer: WfsLayer, feature: QgsFeature) -> QgsGeometry:
    """Return a polygon as a multi-polygon with east first."""
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
        key=feature.attribute(layer.key),
        layer=layer.name,
    )
