"""The printed map: title, legend with counts, scale bar, north arrow and sources around the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsBasicNumericFormat,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutMeasurement,
    QgsLayoutObject,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProperty,
)
from qgis.PyQt.QtGui import QColor

from .layout_legend import LegendSection, add_legend
from .layout_page import Page
from .layout_text import QUIET_COLOUR, TEXT_COLOUR, fitting_label, text_format
from .layout_theme import unique_name
from .number_text import separators

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsLayoutItem,
        QgsProject,
        QgsRectangle,
    )

__all__ = ["LegendSection", "MapTexts", "Page", "make_map_layout"]

_TITLE_PT, _SUBTITLE_PT, _SOURCE_PT = (17.0, 15.0, 13.0, 11.0, 9.0), (10.0, 9.0, 8.0), (7.0, 6.5, 6.0)
_NORTH_ARROW = ":/images/north_arrows/layout_default_north_arrow.svg"  # within QGIS
_IN_METRES_BELOW_M = 9000.0
"""Width of the ground on the map; half a kilometre would need a decimal sign."""
_ROUND_BOX = (
    "with_variable('most', map_get(item_variables('map'), 'map_extent_width') / 9 / {unit}, "
    "with_variable('power', 10 ^ floor(log10(@most)), "
    "@power * CASE WHEN @most >= 5 * @power THEN 5 WHEN @most >= 2 * @power THEN 2 ELSE 1 END))"
)
"""The length of a box: 1, 2 or 5 of a power of ten, at most a ninth of the map; anew when the map's scale changes."""


@dataclass(frozen=True)
class MapTexts:
    """What is written on the map besides the legend."""

    title: str
    subtitle: str
    source: str
    """Who made the data, which division and year, when fetched; the infrastructure's own source too."""
    language: str = "en"


def make_map_layout(
    project: QgsProject,
    name: str,
    legend: Sequence[LegendSection],
    texts: MapTexts,
    extent: QgsRectangle,
    page: Page | None = None,
    *,
    crs: QgsCoordinateReferenceSystem | None = None,
    theme: str = "",
) -> QgsPrintLayout:
    """Make a print layout, and keep it in the project.

    Args:
        project: keeps the layout.
        name: of the layout; with a number behind it where there is one of that name.
        legend: top to bottom.
        texts: title and sources.
        extent: what has to be on the map, in its CRS.
        page: the paper; A4, lying, when None.
        crs: of the map, a metric one; the project's when None.
        theme: the map theme that is drawn; what is visible in the project when empty.
    """
    page = page or Page()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    orientation = (
        QgsLayoutItemPage.Orientation.Landscape
        if page.is_landscape
        else QgsLayoutItemPage.Orientation.Portrait
    )
    layout.pageCollection().page(0).setPageSize(page.paper, orientation)
    layout.setName(unique_name(name, [other.name() for other in project.layoutManager().layouts()]))
    map_item = QgsLayoutItemMap(layout)
    if crs is not None:
        map_item.setCrs(crs)
    if theme:
        map_item.setFollowVisibilityPreset(True)
        map_item.setFollowVisibilityPresetName(theme)
    _place(layout, map_item, "map", page)
    map_item.zoomToExtent(extent)
    map_item.setFrameEnabled(True)
    map_item.setFrameStrokeColor(QColor(QUIET_COLOUR))
    map_item.setFrameStrokeWidth(QgsLayoutMeasurement(0.2))
    _add_texts(layout, texts, page)
    add_legend(layout, map_item, legend, page)
    _add_scale_bar(layout, map_item, texts.language, page)
    _add_north_arrow(layout, map_item, page)
    project.layoutManager().addLayout(layout)
    return layout


def _place(layout: QgsPrintLayout, item: QgsLayoutItem, name: str, page: Page) -> None:
    place = page.places()[name]
    item.setId(name)
    layout.addLayoutItem(item)
    item.attemptResize(QgsLayoutSize(place.width(), place.height()))  # before the move, or a map jumps
    item.attemptMove(QgsLayoutPoint(place.x(), place.y()))


def _add_texts(layout: QgsPrintLayout, texts: MapTexts, page: Page) -> None:
    for name, text, sizes, colour, bold in (
        ("title", texts.title, _TITLE_PT, TEXT_COLOUR, True),
        ("subtitle", texts.subtitle, _SUBTITLE_PT, QUIET_COLOUR, False),
        ("source", texts.source, _SOURCE_PT, QUIET_COLOUR, False),
    ):
        formats = [text_format(size * page.enlargement, colour, bold=bold) for size in sizes]
        _place(layout, fitting_label(layout, text, page.places()[name], formats), name, page)


def _add_scale_bar(layout: QgsPrintLayout, map_item: QgsLayoutItemMap, language: str, page: Page) -> None:
    """Add a bar of two boxes, each a round number of metres or kilometres long, whatever the scale becomes."""
    in_metres = map_item.extent().width() < _IN_METRES_BELOW_M
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(map_item)
    bar.setStyle("Single Box")
    bar.setBoxContentSpace(0)
    bar.setUnits(Qgis.DistanceUnit.Meters if in_metres else Qgis.DistanceUnit.Kilometers)
    bar.setUnitLabel("m" if in_metres else "km")
    bar.setMapUnitsPerScaleBarUnit(1)
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setHeight(2.5 * page.enlargement)
    bar.setNumericFormat(_number_format(language))
    bar.setTextFormat(text_format(8 * page.enlargement))
    _place(layout, bar, "scale bar", page)
    bar.dataDefinedProperties().setProperty(
        QgsLayoutObject.DataDefinedProperty.ScalebarSegmentWidth,
        QgsProperty.fromExpression(_ROUND_BOX.format(unit=1 if in_metres else 1000)),
    )
    bar.refreshDataDefinedProperty(QgsLayoutObject.DataDefinedProperty.ScalebarSegmentWidth)


def _number_format(language: str) -> QgsBasicNumericFormat:
    decimal, thousands = separators(language)
    number_format = QgsBasicNumericFormat()
    number_format.setDecimalSeparator(decimal)
    number_format.setThousandsSeparator(thousands)
    number_format.setShowTrailingZeros(False)
    return number_format


def _add_north_arrow(layout: QgsPrintLayout, map_item: QgsLayoutItemMap, page: Page) -> None:
    arrow = QgsLayoutItemPicture(layout)
    arrow.setPicturePath(_NORTH_ARROW)
    arrow.setLinkedMap(map_item)
    arrow.setNorthMode(QgsLayoutItemPicture.NorthMode.GridNorth)
    _place(layout, arrow, "north arrow", page)
