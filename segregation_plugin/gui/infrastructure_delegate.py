"""A list to choose from in the cell of an item view, with an arrow that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QRect, Qt, QTimer
from qgis.PyQt.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from .infrastructure_model import OPTIONS

if TYPE_CHECKING:
    from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex
    from qgis.PyQt.QtGui import QPainter
    from qgis.PyQt.QtWidgets import QWidget


class ChoiceDelegate(QStyledItemDelegate):
    """Edits the cells that have options; draws all others as they are."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex) -> QComboBox:  # noqa: ARG002
        """Return a list that opens at once and ends the editing when something is chosen."""
        editor = QComboBox(parent)
        for label, value in index.data(OPTIONS):
            editor.addItem(label, value)
        editor.view().setMinimumWidth(
            editor.view().sizeHintForColumn(0)
        )  # names may be wider than their cell
        editor.activated.connect(lambda _: self._end(editor))
        opening = QTimer(editor)  # it goes with the editor, which may be gone before it has opened
        opening.setSingleShot(True)
        opening.timeout.connect(editor.showPopup)
        opening.start(0)
        return editor

    def setEditorData(self, editor: QComboBox, index: QModelIndex) -> None:
        """Start with the value of the cell."""
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QComboBox, model: QAbstractItemModel, index: QModelIndex) -> None:
        """Hand over what was chosen."""
        if editor.currentIndex() >= 0:
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw a value with an arrow behind it."""
        if index.data(OPTIONS) is None:
            super().paint(painter, option, index)
            return
        box = QStyleOptionViewItem(option)
        self.initStyleOption(box, index)
        style = box.widget.style()
        side = _arrow_side(option)
        arrow = QStyleOptionViewItem(box)
        arrow.rect = QRect(
            box.rect.right() - side, box.rect.top() + (box.rect.height() - side) // 2, side, side
        )
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, box, painter, box.widget)
        box.rect.setRight(box.rect.right() - side - 1)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, box, painter, box.widget)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorArrowDown, arrow, painter, box.widget)

    def _end(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


def _arrow_side(option: QStyleOptionViewItem) -> int:
    return option.fontMetrics.height() * 2 // 3
