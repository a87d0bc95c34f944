"""The first answer: who lives near, by area type, against the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..cartography.number_text import localised_number
from ..i18n import language, tr
from .combos import compact_combo
from .plain import plain_label
from .result_table import Column
from .share_chart import ShareChart
from .table_view import TableView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsVectorLayer

    Row = dict[str, Any]

_ALL = "all"
_NOBODY = 0.5
"""People; fewer are shown as none."""
_TYPES = ("1", "2", "3", "4", "5")
_NEEDED = ("project", "distance_to_m", "area_type", "people", "share", "share_reference", "location_quotient")


class ExposureView(QWidget):
    """One zone at a time: a sentence, a chart, a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self.zone = compact_combo()
        self.zone.currentIndexChanged.connect(self._show_zone)
        self.about, self.sentence, self.notes = plain_label(), plain_label(), plain_label()
        self.chart = ShareChart(tr("Near the infrastructure"), tr("In the reference"))
        self.table = TableView(
            [
                Column(tr("Type")),
                Column(tr("People"), 0),
                Column(tr("Share"), 0, 100, " %"),
                Column(tr("Reference"), 0, 100, " %"),
                Column("LQ", 2, tip=tr("Location quotient: share divided by reference")),
                Column(tr("Low"), 0, tip=tr("The lowest of the methods at hand")),
                Column(tr("High"), 0, tip=tr("The highest of the methods at hand")),
            ]
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.about, self.zone, self.sentence, self.notes, self.chart, self.table):
            column.addWidget(widget)
        self.hide()

    @staticmethod
    def can_show(layer: QgsVectorLayer) -> bool:
        """Say whether a layer is an exposure table."""
        return all(layer.fields().lookupField(name) >= 0 for name in _NEEDED)

    def show_table(
        self,
        rows: list[Row],
        about: str = "",
        made: Sequence[str] = (),
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Show the rows of an exposure table, by field names, None where missing; nothing without rows.

        Args:
            rows: of all zones.
            about: what went in, in words.
            made: how it was made, a line each.
            names: of the layers in the project, by the words that stand for them in the table.
        """
        self._rows = rows
        self.table.take(rows, [about, *made])
        self.about.setText(about)
        self.zone.blockSignals(True)  # noqa: FBT003 - Qt has it by place
        self.zone.clear()
        zones = dict.fromkeys((row["project"], row["distance_to_m"]) for row in rows)
        is_one = len({project for project, _ in zones}) == 2  # noqa: PLR2004 - the only one, and all of it again
        for project, distance in zones:
            if project == _ALL and is_one:
                continue
            metres = localised_number(distance, language())
            name = tr("All together") if project == _ALL else (names or {}).get(project, project)
            self.zone.addItem(
                tr("{project}, {distance} m").format(project=name, distance=metres), (project, distance)
            )
        self.zone.blockSignals(False)  # noqa: FBT003
        self._show_zone()
        self.setVisible(bool(rows))

    def _show_zone(self, *_: Any) -> None:
        chosen = self.zone.currentData()
        of_zone = [row for row in self._rows if (row["project"], row["distance_to_m"]) == chosen]
        rows = [row for row in of_zone if row.get("by") is None]  # all areas together, not a group of them
        by_type = {row["area_type"]: row for row in rows}
        self.table.show_part(
            [
                (
                    _type_text(row["area_type"]),
                    *(row[name] for name in ("people", "share", "share_reference", "location_quotient")),
                    *(row.get(name) for name in ("interval_low", "interval_high")),
                )
                for row in rows
            ],
            f"{self.about.text()}; {self.zone.currentText()}",
        )
        shares = [by_type.get(code, {}) for code in _TYPES]
        self.chart.show_shares([(row.get("share"), row.get("share_reference")) for row in shares])
        self.sentence.setText(_sentence(by_type))
        self.notes.setText(_notes(by_type.get(_ALL, {}).get("note") or ""))
        self.notes.setVisible(bool(self.notes.text()))


def _type_text(code: str) -> str:
    return {"none": tr("No type"), "all": tr("All")}.get(code, code)


def _sentence(by_type: dict[str, Row]) -> str:
    everyone, challenged = by_type.get("all"), by_type.get("1+2")
    if not everyone or everyone["people"] is None:
        return ""
    low, high = everyone.get("interval_low"), everyone.get("interval_high")
    people = localised_number(everyone["people"], language())
    text = (
        tr("{people} people live here.").format(people=people)
        if low is None or high is None
        else tr("{people} people live here ({low} to {high} by method).").format(
            people=people, low=localised_number(low, language()), high=localised_number(high, language())
        )
    )
    if challenged and challenged["share"] is not None and challenged["share_reference"] is not None:
        text += f" {_challenged(challenged, by_type.get('none', {}).get('people') or 0.0)}"
    return text


def _notes(note: str) -> str:
    """Return what weakens the figures, a line each; that all areas are the reference is said above."""
    said = tr("compared with {units}").format(units=tr("all areas"))
    return "\n".join(part for part in note.split("; ") if part != said)


def _challenged(row: Row, without_type: float) -> str:
    """Say the share of types 1 and 2; it is one of the people in areas that have a type."""
    words = (
        tr("Types 1 and 2 are {share} % of them, against {reference} % in the reference.")
        if without_type < _NOBODY
        else tr(
            "{people} of them live in areas without a type; of the others, types 1 and 2 are {share} %, against "
            "{reference} % in the reference."
        )
    )
    return words.format(
        people=localised_number(without_type, language()),
        share=localised_number(100 * row["share"], language()),
        reference=localised_number(100 * row["share_reference"], language()),
    )
