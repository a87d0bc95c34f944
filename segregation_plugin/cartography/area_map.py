"""From an area layer in a project to its printed map, in one call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsDateTimeRange,
    QgsFeedback,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ..core.errors import InputError
from ..core.schema import AREA_TYPE
from ..geometry.crs import sweref99_tm
from ..geometry.municipalities import municipalities_of
from . import layout_atlas
from .area_legend import shown_field
from .layout import MapTexts, Page, make_map_layout
from .layout_facts import AreaFacts, attributions, palette_line
from .layout_sections import legend_sections
from .layout_theme import add_theme, visible_layers
from .layout_words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsMapLayer,
        QgsPrintLayout,
        QgsProject,
        QgsVectorLayer,
    )

    from ..geometry.municipalities import Municipality

_SEPARATOR = " · "
_MARGIN = 0.04
"""Of the longer side of the areas, around them."""
_NARROWEST_M = 500.0
"""What a map shows at least, around a single small area."""


@dataclass(frozen=True)
class MapWish:
    """What a person wants on paper."""

    areas: QgsVectorLayer
    title: str
    language: str = "sv"
    page: Page = field(default_factory=Page)
    by_municipality: bool = False
    moment: QgsDateTimeRange | None = None
    """What the map canvas shows, where the areas are of several years."""


def default_title(project: QgsProject, areas: QgsVectorLayer | None, language: str) -> str:
    """Return a title that says what is drawn."""
    has_lines = any(
        layer is not areas
        and getattr(layer, "geometryType", lambda: None)()
        in (Qgis.GeometryType.Line, Qgis.GeometryType.Point)
        for layer in visible_layers(project)
    )
    field = None if areas is None else shown_field(areas)
    title = say(language, "title" if field in (None, AREA_TYPE) else f"{field}_title")
    return say(language, "title_with_infrastructure", areas=title) if has_lines else title


def make_area_map(project: QgsProject, wish: MapWish, feedback: QgsFeedback | None = None) -> QgsPrintLayout:
    """Make a print layout of the areas and of everything that is visible with them, and keep it in the project.

    Args:
        project: which the area layer is in.
        wish: what it shows.
        feedback: asked for cancel while kommuner are dissolved.

    Raises:
        InputError: there is nothing to draw, or no kommun to make pages of.
        RunCancelledError: the user cancelled.
    """
    crs = _metric(project.crs())
    facts = AreaFacts.of_layer(wish.areas, wish.moment)
    shown = visible_layers(project)
    extent = _drawable(wish.areas.extent(), wish.areas, wish.areas.crs(), crs, project)
    pages = None
    if wish.by_municipality:
        found = _municipalities(project, wish, facts, feedback or QgsFeedback())
        pages = _page_layer(project, found, wish.language)
        extent = _drawable(layout_atlas.typical_extent(found), wish.areas, pages.crs(), crs, project)
    hidden = [layer for layer in (pages, wish.areas) if layer is not None and layer not in shown]
    layout = make_map_layout(
        project,
        wish.title,
        legend_sections(facts, shown, wish.language, by_page=pages is not None),
        _texts(wish, facts, shown),
        _with_margin(extent),
        wish.page,
        crs=crs,
        theme=add_theme(project, wish.title, hidden),
    )
    map_item = layout.itemById("map")
    if facts.year is not None:
        map_item.setIsTemporal(True)
        map_item.setTemporalRange(_moment(facts.year))
    if pages is not None:
        layout_atlas.one_page_each(map_item, pages)
        rest = facts.version(wish.language)
        layout_atlas.name_page(
            layout.itemById("subtitle"), facts.place(wish.language), f"{_SEPARATOR}{rest}" if rest else ""
        )
    return layout


def _metric(crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """Return the project's CRS, SWEREF 99 TM where that is none or has degrees."""
    return crs if crs.isValid() and not crs.isGeographic() else sweref99_tm()


def _drawable(
    extent: QgsRectangle,
    areas: QgsVectorLayer,
    own: QgsCoordinateReferenceSystem,
    crs: QgsCoordinateReferenceSystem,
    project: QgsProject,
) -> QgsRectangle:
    """Return an extent of areas in the map's CRS."""
    if areas.featureCount() == 0 or extent.isNull() or not extent.isFinite():
        raise InputError("Layer {layer} has no areas to draw a map of.", layer=areas.name())
    try:
        return QgsCoordinateTransform(own, crs, project).transformBoundingBox(extent)
    except QgsCsException as error:
        raise InputError(
            "Layer {layer} lies where it cannot be drawn in {crs}; check its coordinate reference system.",
            layer=areas.name(),
            crs=crs.authid(),
        ) from error


def _with_margin(extent: QgsRectangle) -> QgsRectangle:
    longest = max(extent.width(), extent.height())
    return extent.buffered(max(_MARGIN * longest, (_NARROWEST_M - longest) / 2))


def _municipalities(
    project: QgsProject, wish: MapWish, facts: AreaFacts, feedback: QgsFeedback
) -> list[Municipality]:
    found = municipalities_of(wish.areas, facts.year, facts.type_field, project.transformContext(), feedback)
    if not found:
        raise InputError(
            "No area of layer {layer} has the code of a kommun, so there is nothing to make pages of; run Prepare "
            "areas on the layer, or make one map of all areas.",
            layer=wish.areas.name(),
        )
    return found


def _page_layer(project: QgsProject, found: Sequence[Municipality], language: str) -> QgsVectorLayer:
    pages = layout_atlas.kept_with(project, layout_atlas.page_layer(found, say(language, "pages")))
    layout_atlas.veil(pages)
    layout_atlas.hide_on_top(project, pages)
    return pages


def _texts(wish: MapWish, facts: AreaFacts, layers: Sequence[QgsMapLayer]) -> MapTexts:
    others = [layer for layer in layers if layer is not wish.areas]
    lines = (
        facts.source(wish.language),
        attributions(others, wish.language),
        palette_line(wish.areas, wish.language),
    )
    return MapTexts(
        title=wish.title,
        subtitle=_SEPARATOR.join(filter(None, (facts.place(wish.language), facts.version(wish.language)))),
        source=" ".join(filter(None, lines)),
        language=wish.language,
    )


def _moment(year: int) -> QgsDateTimeRange:
    """Return a moment in the middle of a year, which belongs to no other."""
    middle = QDateTime(QDate(year, 7, 1), QTime(0, 0))
    return QgsDateTimeRange(middle, middle)
