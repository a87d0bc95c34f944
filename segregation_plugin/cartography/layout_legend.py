"""The legend of a printed map: sections of layers, made to fit."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qgis.core import (
    QgsLayoutExporter,
    QgsLayoutItemLegend,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayerLegendUtils,
)

from .layout_text import escaped, text_format

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import (
        QgsLayerTreeGroup,
        QgsLayerTreeLayer,
        QgsLayoutItemMap,
        QgsPrintLayout,
        QgsVectorLayer,
    )

    from .layout_page import Page

_SIZES_PT = (9.0, 8.0, 7.0, 6.0)
_CHARACTERS = 38  # of a line
_FILLED = 0.98  # letters are a little wider or narrower at another resolution
_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True)
class LegendSection:
    """Layers under one heading, those drawn at the map's scale."""

    title: str
    layers: Sequence[QgsVectorLayer]
    labels: Mapping[str, str] = field(default_factory=dict)
    """What is written for classes instead of their labels, by these."""
    endings: Mapping[str, str] = field(default_factory=dict)
    """What is added, as it is: it may hold expressions."""


def add_legend(
    layout: QgsPrintLayout, map_item: QgsLayoutItemMap, sections: Sequence[LegendSection], page: Page
) -> None:
    """Add the legend at its place, in letters as large as it allows; layers that find no room are counted only."""
    legend = QgsLayoutItemLegend(layout)
    legend.setId("legend")
    legend.setLinkedMap(map_item)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.removeAllChildren()
    for section in sections:
        for node in _add_section(root, section, map_item.scale()):
            legend.model().refreshLayerLegend(node)
    legend.setWrapString("\n")
    legend.setBackgroundEnabled(False)
    legend.setBoxSpace(0)
    legend.setColumnCount(page.legend_columns)
    legend.setColumnSpace(4 * page.enlargement)
    layout.addLayoutItem(legend)
    room = page.places()["legend"]
    legend.attemptResize(QgsLayoutSize(room.width(), room.height()))
    legend.attemptMove(QgsLayoutPoint(room.x(), room.y()))
    QgsLayoutExporter(layout).renderRegionToImage(
        room, dpi=25
    )  # a legend knows its size once it has been drawn
    _make_fit(legend, page)


def _make_fit(legend: QgsLayoutItemLegend, page: Page) -> None:
    room = page.places()["legend"]

    def fits() -> bool:
        size = legend.rect()
        return size.height() <= _FILLED * room.height() and size.width() <= _FILLED * room.width()

    for size in _SIZES_PT:
        _set_size(legend, size * page.enlargement)
        if fits():
            return
    left_out = 0
    groups = legend.model().rootGroup()
    while not fits() and len(groups.findLayers()) > 1:
        last = groups.findLayers()[-1]
        group = last.parent()
        group.removeChildNode(last)
        left_out += 1
        if not group.children():
            groups.removeChildNode(group)
        _tell_left_out(groups, left_out)
        legend.adjustBoxSize()


def _tell_left_out(groups: QgsLayerTreeGroup, count: int) -> None:
    """Name the last heading after how many layers are not below it."""
    last = groups.children()[-1]
    title = last.customProperty("segregation/title", None) or last.name()
    last.setCustomProperty("segregation/title", title)
    last.setName(f"{title} (+ {count})")


def _add_section(root: QgsLayerTreeGroup, section: LegendSection, scale: float) -> list[QgsLayerTreeLayer]:
    layers = [layer for layer in section.layers if layer.isInScaleRange(scale)]
    if not layers:
        return []
    group = root.addGroup(_wrapped(section.title))
    return [_add_layer(group, layer, section) for layer in layers]


def _add_layer(group: QgsLayerTreeGroup, layer: QgsVectorLayer, section: LegendSection) -> QgsLayerTreeLayer:
    node = group.addLayer(layer)
    classes = [] if layer.renderer() is None else layer.renderer().legendSymbolItems()
    names_itself = len(classes) > 1 and len(section.layers) > 1
    style = QgsLegendStyle.Style.Subgroup if names_itself else QgsLegendStyle.Style.Hidden
    QgsLegendRenderer.setNodeLegendStyle(node, style)
    node.setCustomProperty("legend/title-label", _wrapped(layer.name()))
    for number, one in enumerate(classes):
        QgsMapLayerLegendUtils.setLegendNodeUserLabel(
            node, number, _label(one.label() or layer.name(), section)
        )
    return node


def _label(label: str, section: LegendSection) -> str:
    return _wrapped(section.labels.get(label, label)) + section.endings.get(label, "")


def _wrapped(text: str) -> str:
    return escaped("\n".join(textwrap.wrap(text, _CHARACTERS)))


def _set_size(legend: QgsLayoutItemLegend, size_pt: float) -> None:
    """Set the size of letters, and of symbols and gaps with them."""
    text_mm = size_pt * _MM_PER_POINT
    legend.setSymbolWidth(2.0 * text_mm)
    legend.setSymbolHeight(1.3 * text_mm)
    for style, bold, gap in (
        (QgsLegendStyle.Style.Group, True, 1.4),
        (QgsLegendStyle.Style.Subgroup, False, 0.9),
        (QgsLegendStyle.Style.Symbol, False, 0.7),
        (QgsLegendStyle.Style.SymbolLabel, False, 0.0),
    ):
        legend.rstyle(style).setTextFormat(text_format(size_pt, bold=bold))
        legend.rstyle(style).setMargin(QgsLegendStyle.Side.Top, gap * text_mm)
    legend.adjustBoxSize()
