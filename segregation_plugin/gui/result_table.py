"""A table of a result as a model of Qt, and its values as people and spreadsheets read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt

from ..cartography.number_text import localised_number
from ..i18n import language

if TYPE_CHECKING:
    from collections.abc import Sequence

_MISSING = "\N{EN DASH}"
_FORMULA = ("=", "+", "-", "@", '"')
"""What a spreadsheet takes for the beginning of a formula, or of a text with lines and tabs."""
SORT_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Column:
    """How a column is headed and written."""

    title: str
    decimals: int | None = None
    """Of figures; None for texts."""
    factor: float = 1.0
    unit: str = ""
    tip: str = ""


class ResultTable(QAbstractTableModel):
    """Rows of texts and figures; None is missing."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = list(columns)
        self._rows: list[Sequence[Any]] = []

    def show(self, rows: Sequence[Sequence[Any]]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column, or what it means."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        return {
            Qt.ItemDataRole.DisplayRole: column.title,
            Qt.ItemDataRole.ToolTipRole: column.tip or None,
        }.get(role)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell."""
        value, column = self._rows[index.row()][index.column()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return written(value, column)
        if role == SORT_ROLE:
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole and column.decimals is not None:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def as_text(self, rows: Sequence[int], places: Sequence[int]) -> str:
        """Return some rows and columns, in the order given, with tabs between cells: for the clipboard."""
        columns = [self._columns[place] for place in places]
        lines = [[f"{column.title}{column.unit}" for column in columns]]
        lines += [
            [copied(self._rows[row][place], column) for place, column in zip(places, columns, strict=True)]
            for row in rows
        ]
        return "\n".join(map("\t".join, lines))


def written(value: Any, column: Column) -> str:
    """Return a value as a person reads it."""
    if value is None:
        return _MISSING
    if column.decimals is None or isinstance(value, str):
        return str(value)
    return localised_number(value * column.factor, language(), column.decimals) + column.unit


def copied(value: Any, column: Column) -> str:
    """Return a value as a spreadsheet of the language takes it for a number: nothing between thousands, no unit."""
    if value is None or column.decimals is None or isinstance(value, str):
        return "" if value is None else harmless(str(value))
    number = f"{value * column.factor:.{column.decimals}f}"
    return number.replace(".", ",") if language() == "sv" else number


def harmless(text: str) -> str:
    """Return a text of one line that no spreadsheet takes for a formula or for quoted."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_FORMULA) else flat
