"""What the answers of the analyses have in common: one part at a time in a sentence, a chart and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QSignalBlocker
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from .combos import compact_combo
from .plain import plain_label
from .table_view import TableView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qgis.core import QgsVectorLayer

    from .result_table import Column
    from .share_chart import ShareChart

    Row = dict[str, Any]


class AnswerView(QWidget):
    """A result's table; an answer says which parts it has, and shows the one that is chosen.

    Args:
        chart: of the shares.
        columns: of the table.
        parent: of the widget.
    """

    NEEDED: Sequence[str] = ()
    """Fields by which the table of a result is known."""

    def __init__(self, chart: ShareChart, columns: list[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self.about, self.sentence, self.notes = plain_label(), plain_label(), plain_label()
        self.part = compact_combo()
        self.part.currentIndexChanged.connect(self._show_part)
        self.chart, self.table = chart, TableView(columns)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.about, self.part, self.sentence, self.notes, self.chart, self.table):
            column.addWidget(widget)
        self.hide()

    @classmethod
    def can_show(cls, layer: QgsVectorLayer) -> bool:
        """Say whether a layer is the table of such a result."""
        return all(layer.fields().lookupField(name) >= 0 for name in cls.NEEDED)

    def show_table(
        self,
        rows: list[Row],
        about: str = "",
        made: Sequence[str] = (),
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Show the rows of a result, by field names, None where missing; nothing without rows.

        Args:
            rows: of all parts.
            about: what went in, in words.
            made: how it was made, a line each.
            names: of the layers in the project, by the words that stand for them in the table.
        """
        self._rows = rows
        self.table.take(rows, [about, *made])
        self.about.setText(about)
        blocker = QSignalBlocker(self.part)
        self.part.clear()
        for text, data in self.parts(rows, names or {}):
            self.part.addItem(text, data)
        blocker.unblock()
        self._show_part()
        self.setVisible(bool(rows))

    def _show_part(self, *_: Any) -> None:
        notes = self.show_part(self._rows, self.part.currentData(), self.part.currentText())
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def parts(self, rows: list[Row], names: Mapping[str, str]) -> Iterable[tuple[str, object]]:
        """Return what can be chosen: a text, and what ``show_part`` knows it by."""
        raise NotImplementedError

    def show_part(self, rows: list[Row], part: Any, name: str) -> list[str]:
        """Show a part; return what is to be known of its figures, a line each."""
        raise NotImplementedError
