"""The table of an answer in the panel: sorted by its headers, copied, saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QSortFilterProxyModel
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import InputError
from ..i18n import localised, tr
from .plain import plain_label
from .result_table import SORT_ROLE, Column, ResultTable, harmless
from .save_file import ask_where, file_name
from .table_file import CSV, EXCEL, save_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = dict[str, Any]


class TableView(QWidget):
    """Shows a part of a result, and saves all of it."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._made: list[str] = []
        self._about = ""
        self.model = ResultTable(columns)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setSortRole(SORT_ROLE)
        self.view = QTableView()
        self.view.setModel(self._sorted)
        self.view.setSortingEnabled(True)
        self.view.sortByColumn(-1, self.view.horizontalHeader().sortIndicatorOrder())
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 4)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.copy_button = QPushButton(tr("Copy"))
        self.copy_button.clicked.connect(self.copy)
        self.save_button = QPushButton(tr("Save…"))
        self.save_button.setToolTip(tr("Save every row of the result, as Excel or CSV"))
        self.save_button.clicked.connect(self._save_as)
        self.told = plain_label()
        self.told.hide()
        buttons = QHBoxLayout()
        for button in (self.copy_button, self.save_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        column.addLayout(buttons)
        column.addWidget(self.told)

    def take(self, rows: Sequence[Row], made: Sequence[str]) -> None:
        """Take another result.

        Args:
            rows: all of it, by the names of its fields, None where missing.
            made: how it was made, a line each; goes with what is saved.
        """
        self._rows, self._made = list(rows), list(made)
        self._tell("")

    def show_part(self, rows: Sequence[Sequence[Any]], about: str) -> None:
        """Show a part of the result.

        Args:
            rows: a value for each column, None where missing; a column without any is hidden.
            about: which part of what it is, in words; goes with what is copied.
        """
        self._about = about
        self.model.show(rows)
        for place in range(self.model.columnCount()):
            self.view.setColumnHidden(place, all(row[place] is None for row in rows))
        self.view.resizeColumnsToContents()

    def copy(self) -> None:
        """Put the part that is shown on the clipboard, as it is sorted, with what it is about."""
        rows = [
            self._sorted.mapToSource(self._sorted.index(row, 0)).row()
            for row in range(self._sorted.rowCount())
        ]
        places = [place for place in range(self.model.columnCount()) if not self.view.isColumnHidden(place)]
        QgsApplication.clipboard().setText(f"{harmless(self._about)}\n{self.model.as_text(rows, places)}")

    def save(self, path: Path) -> None:
        """Write the whole result, with every column under its own name; shares are parts of one."""
        names = list(self._rows[0]) if self._rows else []
        try:
            save_table(path, names, [[row[name] for name in names] for row in self._rows], self._made)
        except InputError as error:
            self._tell(localised(error))
        else:
            self._tell(tr("The table is saved in {path}.").format(path=path))

    def _save_as(self) -> None:
        suggested = Path(QgsProject.instance().homePath()) / file_name(self._about)
        kinds = {EXCEL: "Excel", CSV: "CSV"}
        path = ask_where(self, tr("Save table"), suggested, kinds)
        if path is not None:
            self.save(path)

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))
