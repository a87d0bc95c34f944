"""The printed map: A4 landscape with title, legend with counts, scale bar, north arrow and sources."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsPrintLayout,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor, QFont

from ..core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qgis.core import (
        QgsLayerTreeGroup,
        QgsLayerTreeLayer,
        QgsLayoutItem,
        QgsProject,
        QgsRectangle,
        QgsVectorLayer,
    )

PAGE_MM = (297.0, 210.0)
"""A4, lying."""

_PLACES = {  # left, top, width, height in mm; the legend takes what it needs of its place
    "title": QRectF(8, 7, 281, 9),
    "subtitle": QRectF(8, 17, 281, 7),
    "map": QRectF(8, 26, 197, 169),
    "legend": QRectF(211, 26, 78, 152),
    "scale bar": QRectF(211, 181, 62, 14),
    "north arrow": QRectF(277, 181, 12, 14),
    "source": QRectF(8, 197, 281, 7),
}
_LEGEND_SIZES_PT = (9.0, 8.0, 7.0, 6.0)
_CHARACTERS = 38  # of a line in the legend
_TEXT_COLOUR, _QUIET_COLOUR = "#1A1A1A", "#555555"
_NORTH_ARROW = ":/images/north_arrows/layout_default_north_arrow.svg"  # within QGIS
_DPI = 150
_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True)
class MapTexts:
    """What is written on the map besides the legend."""

    title: str
    subtitle: str
    source: str
    """Who made the data, which division and year, when fetched; the infrastructure's own source too."""


@dataclass(frozen=True)
class LegendSection:
    """Layers under one heading, those drawn at the map's scale; ``counted`` adds the number of features to each class."""

    title: str
    layers: Sequence[QgsVectorLayer]
    counted: bool = False


def make_map_layout(
    project: QgsProject, name: str, legend: Sequence[LegendSection], texts: MapTexts, extent: QgsRectangle
) -> QgsPrintLayout:
    """Make a print layout of the layers that are visible in the project, and keep it in the project.

    Args:
        project: its layer tree says what is drawn, its CRS in which projection; a metric one.
        name: of the layout; one of that name is replaced.
        legend: top to bottom.
        texts: title and sources.
        extent: what has to be on the map, in the project's CRS.
    """
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(name)
    map_item = _add_map(layout, extent)
    for place, text, text_format in (
        ("title", texts.title, _format(17, bold=True)),
        ("subtitle", texts.subtitle, _format(10, _QUIET_COLOUR)),
        ("source", texts.source, _format(7, _QUIET_COLOUR)),
    ):
        _add_text(layout, place, text, text_format)
    _add_legend(layout, map_item, legend)
    _add_scale_bar(layout, map_item)
    _add_north_arrow(layout, map_item)
    manager = project.layoutManager()
    former = manager.layoutByName(name)
    if former is not None:
        manager.removeLayout(former)
    manager.addLayout(layout)
    return layout


def export_png(layout: QgsPrintLayout, path: Path) -> None:
    """Draw the layout's page into a PNG file at 150 dpi.

    Raises:
        InputError: the file cannot be written.
    """
    image = QgsLayoutExporter(layout).renderPageToImage(0, dpi=_DPI)
    if not image.save(str(path), "PNG"):
        raise InputError(
            "The map could not be drawn into {path}; choose a file in a folder that can be written to.",
            path=path,
        )


def _format(size_pt: float, colour: str = _TEXT_COLOUR, *, bold: bool = False) -> QgsTextFormat:
    font = QFont()
    font.setBold(bold)
    text_format = QgsTextFormat()
    text_format.setFont(font)
    text_format.setSize(size_pt)
    text_format.setSizeUnit(Qgis.RenderUnit.Points)
    text_format.setColor(QColor(colour))
    return text_format


def _place(layout: QgsPrintLayout, item: QgsLayoutItem, name: str) -> None:
    place = _PLACES[name]
    item.setId(name)
    layout.addLayoutItem(item)
    item.attemptResize(QgsLayoutSize(place.width(), place.height()))  # before the move, or a map jumps
    item.attemptMove(QgsLayoutPoint(place.x(), place.y()))


def _add_map(layout: QgsPrintLayout, extent: QgsRectangle) -> QgsLayoutItemMap:
    map_item = QgsLayoutItemMap(layout)
    _place(layout, map_item, "map")
    map_item.zoomToExtent(extent)
    map_item.setFrameEnabled(True)
    map_item.setFrameStrokeColor(QColor(_QUIET_COLOUR))
    map_item.setFrameStrokeWidth(QgsLayoutMeasurement(0.2))
    return map_item


def _add_text(layout: QgsPrintLayout, name: str, text: str, text_format: QgsTextFormat) -> None:
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    label.setTextFormat(text_format)
    label.setMarginX(0)
    _place(layout, label, name)


def _add_legend(
    layout: QgsPrintLayout, map_item: QgsLayoutItemMap, sections: Sequence[LegendSection]
) -> None:
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(map_item)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.removeAllChildren()
    scale = map_item.scale()
    for section in sections:
        for node in _add_section(root, section, scale):
            legend.model().refreshLayerLegend(node)
    legend.setWrapString("\n")
    legend.setBackgroundEnabled(False)
    legend.setBoxSpace(0)
    _place(layout, legend, "legend")
    room = _PLACES["legend"]
    for size in _LEGEND_SIZES_PT:
        _set_size(legend, size)
        if legend.rect().height() <= room.height() and legend.rect().width() <= room.width():
            break


def _add_section(root: QgsLayerTreeGroup, section: LegendSection, scale: float) -> list[QgsLayerTreeLayer]:
    group = root.addGroup("\n".join(textwrap.wrap(section.title, _CHARACTERS)))
    nodes = []
    for layer in (layer for layer in section.layers if layer.isInScaleRange(scale)):
        node = group.addLayer(layer)
        QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Style.Hidden)
        node.setLabelExpression(f"wordwrap(@symbol_label, {_CHARACTERS})")
        if section.counted:
            node.setCustomProperty("showFeatureCount", 1)
            _count(layer)
        nodes.append(node)
    return nodes


def _count(layer: QgsVectorLayer) -> None:
    """Have the features of each class counted now; QGIS would do it in the background, after the drawing."""
    task = layer.countSymbolFeatures()
    if task is not None:  # None: they are counted already
        task.waitForFinished()


def _set_size(legend: QgsLayoutItemLegend, size_pt: float) -> None:
    """Set the size of letters, and of symbols and gaps with them."""
    text_mm = size_pt * _MM_PER_POINT
    legend.setSymbolWidth(2.0 * text_mm)
    legend.setSymbolHeight(1.3 * text_mm)
    for style, bold, gap in (
        (QgsLegendStyle.Style.Group, True, 1.4),
        (QgsLegendStyle.Style.Symbol, False, 0.7),
        (QgsLegendStyle.Style.SymbolLabel, False, 0.0),
    ):
        legend.rstyle(style).setTextFormat(_format(size_pt, bold=bold))
        legend.rstyle(style).setMargin(QgsLegendStyle.Side.Top, gap * text_mm)
    legend.adjustBoxSize()


def _add_scale_bar(layout: QgsPrintLayout, map_item: QgsLayoutItemMap) -> None:
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(map_item)
    bar.setStyle("Single Box")
    bar.setBoxContentSpace(0)
    bar.applyDefaultSize(Qgis.DistanceUnit.Kilometers)
    # One box as long as the two QGIS takes: 5 km instead of 2.5 and 5, which would need a decimal sign.
    bar.setNumberOfSegments(1)
    bar.setUnitsPerSegment(2 * bar.unitsPerSegment())
    bar.setTextFormat(_format(8))
    _place(layout, bar, "scale bar")


def _add_north_arrow(layout: QgsPrintLayout, map_item: QgsLayoutItemMap) -> None:
    arrow = QgsLayoutItemPicture(layout)
    arrow.setPicturePath(_NORTH_ARROW)
    arrow.setLinkedMap(map_item)
    arrow.setNorthMode(QgsLayoutItemPicture.NorthMode.GridNorth)
    _place(layout, arrow, "north arrow")
