"""The classes on the map as rows of a table: shown or not, colour, name, areas, people, share of the people."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from qgis.core import QgsSymbolLayerUtils
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QSize, Qt, pyqtSignal

from ..cartography.area_index_style import span_text
from ..core.area_types import NO_TYPE_NAMES
from ..i18n import language, mark, tr
from .area_type_numbers import number_text, percent_text
from .plain import as_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.PyQt.QtCore import QObject

    from ..cartography.area_figures import Total
    from ..cartography.area_legend import LegendClass

_SHORT_NAMES = {
    1: mark("Major challenges"),
    2: mark("Challenges"),
    3: mark("Mixed"),
    4: mark("Good"),
    5: mark("Very good"),
}
_NO_INDEX = QModelIndex()


class Column(IntEnum):
    """The columns of the table."""

    NAME, AREAS, PEOPLE, SHARE = range(4)


_HEADERS = {
    Column.NAME: (mark("On the map"), mark("Untick a row to hide its areas on the map.")),
    Column.AREAS: (mark("Count"), mark("Number of areas, in the chosen kommun and year.")),
    Column.PEOPLE: (mark("People"), mark("Population of these areas; \N{EN DASH} where it is not known.")),
    Column.SHARE: (mark("%"), mark("Share of the population of all areas in the table.")),
}


class ClassesModel(QAbstractTableModel):
    """Rows are the classes of the legend; a tick that is changed is only asked for, the map then says what it shows."""

    toggled = pyqtSignal(int, bool)
    """A row is to be shown or hidden."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.classes: list[LegendClass] = []
        self.totals: list[Total] = []
        self._are_types = True
        self._swatch = QSize(16, 16)
        self._swatches: list[Any] = []

    def set_swatch_size(self, size: QSize) -> None:
        """Draw the colours as large as the text is."""
        self._swatch = size

    def show(self, classes: Sequence[LegendClass], totals: Sequence[Total], *, are_types: bool) -> None:
        """Show other classes or other figures; the current row stays where there are as many rows."""
        as_many = len(classes) == len(self.classes)
        if not as_many:
            self.beginResetModel()
        self.classes, self.totals, self._are_types = list(classes), list(totals), are_types
        self._swatches = [self._drawn(found) for found in classes]
        if as_many:
            self.dataChanged.emit(self.index(0, 0), self.index(len(classes) - 1, len(Column) - 1))
        else:
            self.endResetModel()

    def rowCount(self, parent: QModelIndex = _NO_INDEX) -> int:
        """Return the number of classes."""
        return 0 if parent.isValid() else len(self.classes)

    def columnCount(self, parent: QModelIndex = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Let rows be ticked where the map is coloured by them."""
        flags = super().flags(index)
        if index.isValid() and index.column() == Column.NAME and self.classes[index.row()].symbol is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the head of a column, and what it means."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        name, meaning = _HEADERS[Column(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(meaning)
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._explanation(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if column == Column.NAME and self.classes[row].symbol is not None:
            if role == Qt.ItemDataRole.DecorationRole:
                return self._swatches[row]
            if role == Qt.ItemDataRole.CheckStateRole:
                shown = self.classes[row].is_shown
                return Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask that a class be shown or hidden."""
        if role != Qt.ItemDataRole.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        self.toggled.emit(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _text(self, row: int, column: int) -> str:
        total = self.totals[row]
        if column == Column.NAME:
            return self._name(row)
        if column == Column.AREAS:
            return number_text(total.count)
        if column == Column.PEOPLE:
            return number_text(total.people)
        return percent_text(
            total.people, sum(one.people for one in self.totals if not math.isnan(one.people))
        )

    def _name(self, row: int) -> str:
        found = self.classes[row]
        if found.is_rest:
            return tr("No type") if self._are_types else found.label
        if not self._are_types:
            return span_text(found.lower, found.upper, language())
        code = int(found.lower)
        return f"{code} {tr(_SHORT_NAMES[code])}" if code in _SHORT_NAMES else found.label

    def _explanation(self, row: int, column: int) -> str | None:
        found, total = self.classes[row], self.totals[row]
        if column == Column.NAME:
            return NO_TYPE_NAMES[language()] if self._are_types and found.is_rest else as_html(found.label)
        if column != Column.AREAS and total.without_population:
            return tr("{missing} of {count} areas have no population figure.").format(
                missing=number_text(total.without_population), count=number_text(total.count)
            )
        return None

    def _drawn(self, found: LegendClass) -> Any:
        if found.symbol is None:
            return None
        return QgsSymbolLayerUtils.symbolPreviewPixmap(found.symbol, self._swatch)


def _alignment(column: int) -> Any:
    side = Qt.AlignmentFlag.AlignLeft if column == Column.NAME else Qt.AlignmentFlag.AlignRight
    flags = side | Qt.AlignmentFlag.AlignVCenter
    return flags if hasattr(flags, "value") else int(flags)  # in Qt 5 views take only a plain number
