"""One page for each kommun: the layer that says which there are, and a veil over everything else."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsFillSymbol,
    QgsInvertedPolygonRenderer,
    QgsLayoutItemMap,
    QgsMemoryProviderUtils,
    QgsRuleBasedRenderer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from ..core.schema import MUNICIPALITY_CODE, MUNICIPALITY_NAME
from ..geometry.crs import sweref99_tm
from .layout_sections import COUNT_FIELDS
from .layout_text import escaped, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsLayoutItemLabel, QgsProject, QgsRectangle

    from ..geometry.municipalities import Municipality

_VEIL, _EDGE = "255,255,255,170", "#1A1A1A"
_EDGE_MM = "0.5"
_MARGIN = 0.06
"""Of the page's kommun, around it."""


def page_layer(municipalities: Sequence[Municipality], name: str) -> QgsVectorLayer:
    """Return a layer in memory with one feature for each page: code, name and the number of areas of each type."""
    fields = QgsFields()
    for text in (MUNICIPALITY_CODE, MUNICIPALITY_NAME):
        fields.append(QgsField(text, QMetaType.Type.QString))
    for areas in COUNT_FIELDS.values():
        fields.append(QgsField(areas, QMetaType.Type.Int))
    layer = QgsMemoryProviderUtils.createMemoryLayer(name, fields, Qgis.WkbType.MultiPolygon, sweref99_tm())
    features = []
    for one in municipalities:
        feature = QgsFeature(fields)
        geometry = one.geometry
        geometry.convertToMultiType()
        feature.setGeometry(geometry)
        feature.setAttributes([one.code, one.name, *(one.counts.get(code, 0) for code in COUNT_FIELDS)])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def veil(layer: QgsVectorLayer) -> None:
    """Draw what lies outside the page's kommun pale; nothing where no page is shown."""
    symbol = QgsFillSymbol.createSimple(
        {"color": _VEIL, "outline_color": _EDGE, "outline_width": _EDGE_MM, "outline_width_unit": "MM"}
    )
    rules = QgsRuleBasedRenderer.Rule(None)
    rule = QgsRuleBasedRenderer.Rule(symbol)
    rule.setFilterExpression(f"\"{MUNICIPALITY_CODE}\" = attribute(@atlas_feature, '{MUNICIPALITY_CODE}')")
    rules.appendChild(rule)
    layer.setRenderer(QgsInvertedPolygonRenderer(QgsRuleBasedRenderer(rules)))


def kept_with(project: QgsProject, layer: QgsVectorLayer) -> QgsVectorLayer:
    """Return the layer in a new GeoPackage beside the project's file; as it is where the project has none.

    QGIS itself warns of layers in memory when the project is closed.
    """
    file = Path(project.fileName())
    if not project.fileName() or not os.access(file.parent, os.W_OK):
        return layer
    path = _free(file.with_name(f"{file.stem}_kommuner.gpkg"))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "pages"
    result, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), project.transformContext(), options
    )
    stored = QgsVectorLayer(f"{path}|layername=pages", layer.name(), "ogr")
    return stored if result == QgsVectorFileWriter.WriterError.NoError and stored.isValid() else layer


def _free(path: Path) -> Path:
    """Return a path where nothing is yet."""
    names = (path.with_name(f"{path.stem}_{number}{path.suffix}") for number in count(2))
    return path if not path.exists() else next(name for name in names if not name.exists())


def hide_on_top(project: QgsProject, layer: QgsVectorLayer) -> None:
    """Add the layer on top of all others, switched off: only the layout draws it."""
    project.addMapLayer(layer, addToLegend=False)
    root = project.layerTreeRoot()
    root.insertLayer(0, layer).setItemVisibilityChecked(False)
    if root.hasCustomLayerOrder():
        root.setCustomLayerOrder([layer, *(other for other in root.customLayerOrder() if other != layer)])


def typical_extent(municipalities: Sequence[Municipality]) -> QgsRectangle:
    """Return the extent of the page of middle size: its scale says which layers and which units suit most pages."""
    boxes = [one.geometry.boundingBox() for one in municipalities]
    return sorted(boxes, key=lambda box: max(box.width(), box.height()))[len(boxes) // 2]


def one_page_each(map_item: QgsLayoutItemMap, layer: QgsVectorLayer) -> None:
    """Make the map's layout an atlas: a page for each feature, fitted to it, named after it, in order of the names."""
    atlas = map_item.layout().atlas()
    atlas.setCoverageLayer(layer)
    atlas.setHideCoverage(False)
    atlas.setPageNameExpression(f'"{MUNICIPALITY_NAME}"')
    atlas.setSortFeatures(True)
    atlas.setSortExpression(f'"{MUNICIPALITY_NAME}"')
    atlas.setSortAscending(True)
    atlas.setFilenameExpression(
        f"regexp_replace(\"{MUNICIPALITY_CODE}\" || '_' || \"{MUNICIPALITY_NAME}\", '[^\\\\w-]+', '_')"
    )
    atlas.setEnabled(True)
    map_item.setAtlasDriven(True)
    map_item.setAtlasScalingMode(QgsLayoutItemMap.AtlasScalingMode.Auto)
    map_item.setAtlasMargin(_MARGIN)
    atlas.updateFeatures()


def name_page(label: QgsLayoutItemLabel, place: str, rest: str) -> None:
    """Have a label say which kommun its page is of; the place of all where no page is shown."""
    name = f"attribute(@atlas_feature, '{MUNICIPALITY_NAME}')"
    label.setText(f"[% coalesce({name}, {quoted(place)}) %]{escaped(rest)}")
