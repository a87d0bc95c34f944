"""The table of classes beside the map, and the buttons under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QEvent, QModelIndex, QSize, Qt
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ..cartography.area_figures import total_of_each_class
from ..cartography.area_legend import legend_classes, show_classes, shown_field
from ..core.area_types import CHALLENGED
from ..core.schema import AREA_TYPE
from ..i18n import tr
from .area_type_model import ClassesModel, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsVectorLayer
    from qgis.PyQt.QtGui import QResizeEvent

    from ..cartography.area_figures import Area

_SWATCH = 0.9  # of the height of a line of text
_SHORTEST_NAME = "5 Very\N{HORIZONTAL ELLIPSIS}"


class ClassesView(QTreeView):
    """As high as its rows, so that all classes are seen at once; the page scrolls instead."""

    def __init__(self, model: ClassesModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setItemsExpandable(False)
        self.setAllColumnsShowFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for signal in (model.modelReset, model.dataChanged):
            signal.connect(self._share_width)
        self._suit_font()

    def sizeHint(self) -> QSize:
        """Return the size of all rows."""
        rows = self.model().rowCount() * max(self.sizeHintForRow(0), 0)
        height = self.header().sizeHint().height() + rows + 2 * self.frameWidth()
        if self.header().length() > self.viewport().width():
            height += self.horizontalScrollBar().sizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        """Return a size that can be narrow but not low."""
        return QSize(0, self.sizeHint().height())

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Keep to the column with the tick, so that the space bar works wherever the row was clicked."""
        super().currentChanged(current, previous)
        if current.column() > Column.NAME:
            self.setCurrentIndex(current.siblingAtColumn(Column.NAME))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._suit_font()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the panel."""
        super().resizeEvent(event)
        self._share_width()

    def _suit_font(self) -> None:
        side = round(_SWATCH * self.fontMetrics().height())
        self.setIconSize(QSize(side, side))
        self.model().set_swatch_size(QSize(side, side))
        self._share_width()

    def _share_width(self) -> None:
        """Give figures what they need and names the rest, but enough to be told apart; then the table scrolls."""
        left = self.viewport().width()
        for column in (Column.AREAS, Column.PEOPLE, Column.SHARE):
            width = max(self.sizeHintForColumn(column), self.header().sectionSizeHint(column))
            self.header().resizeSection(column, width)
            left -= width
        tick_and_swatch = 3 * self.iconSize().width()
        least = tick_and_swatch + self.fontMetrics().horizontalAdvance(_SHORTEST_NAME)
        self.header().resizeSection(Column.NAME, max(left, least))
        self.updateGeometry()


class AreaTypeClasses(QWidget):
    """Shows and hides classes on the map, and counts them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer: QgsVectorLayer | None = None
        self._areas: Sequence[Area] = ()
        self.model = ClassesModel(self)
        self.model.toggled.connect(self._toggle)
        self.view = ClassesView(self.model)
        self.view.setAccessibleName(tr("Classes on the map"))
        self.only_challenged = _button(
            tr("&Only 1\N{EN DASH}2"), tr("Show only areas with socioeconomic challenges, types 1 and 2.")
        )
        self.all = _button(tr("A&ll"), tr("Show all areas."))
        self.none = _button(tr("&None"), tr("Hide all areas."))
        self.only_challenged.clicked.connect(self._show_only_challenged)
        self.all.clicked.connect(lambda: self._show([True] * self.model.rowCount()))
        self.none.clicked.connect(lambda: self._show([False] * self.model.rowCount()))
        self._arrange()

    def show_areas(self, layer: QgsVectorLayer | None, areas: Sequence[Area]) -> None:
        """Show other areas; None for none at all."""
        self._layer, self._areas = layer, areas
        self.show_look()

    def show_look(self) -> None:
        """Show how the layer is coloured now."""
        if self._layer is None:
            self.model.show((), (), are_types=True)
            return
        field = shown_field(self._layer)
        classes = legend_classes(self._layer)
        totals = total_of_each_class(self._areas, field or AREA_TYPE, classes)
        self.model.show(classes, totals, are_types=field in (None, AREA_TYPE))
        self.only_challenged.setEnabled(field == AREA_TYPE)
        for button in (self.all, self.none):
            button.setEnabled(field is not None)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.only_challenged, self.all, self.none):
            buttons.addWidget(button, len(button.text()))  # so that the longest is the last to be cut
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        column.addLayout(buttons)

    def _toggle(self, row: int, is_shown: bool) -> None:  # noqa: FBT001 - Qt calls it so
        self._show([is_shown if at == row else found.is_shown for at, found in enumerate(self.model.classes)])

    def _show_only_challenged(self) -> None:
        self._show([found.lower in CHALLENGED for found in self.model.classes])

    def _show(self, shown: Sequence[bool]) -> None:
        if self._layer is not None:
            show_classes(self._layer, shown)


def _button(text: str, explanation: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(explanation)
    button.setMinimumWidth(0)
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return button
