"""The tree of layers: usable with keys alone, and telling what to do where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPainter, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTreeView

from ..i18n import tr
from .infrastructure_delegate import ChoiceDelegate
from .infrastructure_model import KIND, KIND_NAMES, LAYER, OPTIONS

if TYPE_CHECKING:
    from qgis.PyQt.QtCore import QModelIndex
    from qgis.PyQt.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
    from qgis.PyQt.QtWidgets import QWidget

    from .infrastructure_choices import ListedLayer
    from .infrastructure_model import InfrastructureModel

_INDENTATION = 16
"""Pixels; the panel is narrow, and the names are what one reads."""


class InfrastructureView(QTreeView):
    """Space ticks a layer, Enter or F2 opens the list of its kind or of a field, left and right fold a layer."""

    def __init__(self, model: InfrastructureModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self._is_open: dict[str, bool] = {}
        self.setItemDelegate(ChoiceDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.NoEditTriggers
        )  # see below: a click on a value, Enter, F2
        self.setAllColumnsShowFocus(True)
        self.setIndentation(_INDENTATION)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # layers of one file differ at the end
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Infrastructure layers"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(LAYER, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(KIND, QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._clicked)
        self.expanded.connect(lambda index: self._remember(index, is_open=True))
        self.collapsed.connect(lambda index: self._remember(index, is_open=False))

    def show_layers(self, layers: list[ListedLayer]) -> None:
        """Show layers; the current one stays current, and what is folded stays folded."""
        current = self.currentIndex()
        here = self._model.listed(current).layer_id if current.isValid() else ""
        scrolled = self.verticalScrollBar().value()
        if self._model.show(layers):
            for row, listed in enumerate(layers):
                index = self._model.index(row, LAYER)
                for field in range(self._model.rowCount(index)):
                    self.setFirstColumnSpanned(field, index, True)  # noqa: FBT003 - Qt has it by place
                self.setExpanded(index, self._is_open.get(listed.layer_id, has_fields(listed)))
                if listed.layer_id == here:
                    self.setCurrentIndex(index)
            self.verticalScrollBar().setValue(scrolled)
        self._fit()
        self.viewport().update()

    def unfold(self, row: int) -> None:
        """Show the fields of a layer."""
        self.setExpanded(self._model.index(row, LAYER), True)  # noqa: FBT003 - Qt has it by place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit and tick the current row, in whichever column one is."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit(index.siblingAtColumn(LAYER if index.parent().isValid() else KIND))
        elif index.isValid() and event.key() == Qt.Key.Key_Space:
            self._tick(index.parent() if index.parent().isValid() else index.siblingAtColumn(LAYER))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room between the columns anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say what to do where there is nothing to show."""
        super().paintEvent(event)
        if self._model.rowCount():
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        margin = self.fontMetrics().height()
        room = self.viewport().rect().adjusted(margin, margin, -margin, -margin)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(
            room,
            flags,
            tr("The project holds no roads, railways, stops or the like yet. Drop files here, or add them."),
        )
        painter.end()

    def _clicked(self, index: QModelIndex) -> None:
        if index.data(OPTIONS) is not None:
            self.edit(index)

    def _tick(self, index: QModelIndex) -> None:
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        wanted = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        self._model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)

    def _remember(self, index: QModelIndex, *, is_open: bool) -> None:
        self._is_open[self._model.listed(index).layer_id] = is_open

    def _fit(self) -> None:
        """Give the kinds the room that the longest needs, but the names at least half."""
        metrics = self.fontMetrics()
        longest = max(metrics.horizontalAdvance(tr(name)) for name in KIND_NAMES.values())
        self.header().resizeSection(KIND, min(longest + 2 * metrics.height(), self.viewport().width() // 2))


def has_fields(listed: ListedLayer) -> bool:
    """Say whether a layer is shown with its fields at first: where they say something of infrastructure."""
    return listed.is_chosen and bool(listed.field("class_field") or listed.field("traffic_field"))
