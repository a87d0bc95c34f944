"""The first answer: who lives near, by area type, against the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..cartography.number_text import localised_number
from ..i18n import language, tr
from .answer_view import AnswerView
from .result_table import Column
from .share_chart import ShareChart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qgis.PyQt.QtWidgets import QWidget

    from .answer_view import Row

_ALL = "all"
_NOBODY = 0.5
"""People; fewer are shown as none."""
_TYPES = ("1", "2", "3", "4", "5")


class ExposureView(AnswerView):
    """One zone at a time."""

    NEEDED = (
        *("project", "distance_to_m", "area_type", "people"),
        *("share", "share_reference", "location_quotient"),
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            ShareChart(tr("Near the infrastructure"), tr("In the reference")),
            [
                Column(tr("Type")),
                Column(tr("People"), 0),
                Column(tr("Share"), 0, 100, " %"),
                Column(tr("Reference"), 0, 100, " %"),
                Column("LQ", 2, tip=tr("Location quotient: share divided by reference")),
                Column(tr("Low"), 0, tip=tr("The lowest of the methods at hand")),
                Column(tr("High"), 0, tip=tr("The highest of the methods at hand")),
            ],
            parent,
        )

    def parts(self, rows: list[Row], names: Mapping[str, str]) -> Iterator[tuple[str, object]]:
        """Yield the zones; of a single project not once more as all together."""
        zones = dict.fromkeys((row["project"], row["distance_to_m"]) for row in rows)
        is_one = len({project for project, _ in zones}) == 2  # noqa: PLR2004 - the only one, and all of it again
        for project, distance in zones:
            if project == _ALL and is_one:
                continue
            metres = localised_number(distance, language())
            name = tr("All together") if project == _ALL else names.get(project, project)
            yield tr("{project}, {distance} m").format(project=name, distance=metres), (project, distance)

    def show_part(self, rows: list[Row], part: Any, name: str) -> list[str]:
        """Show a zone, all areas together and not a group of them."""
        of_zone = [
            row for row in rows if (row["project"], row["distance_to_m"]) == part and row.get("by") is None
        ]
        by_type = {row["area_type"]: row for row in of_zone}
        self.table.show_part(
            [
                (
                    _type_text(row["area_type"]),
                    *(row[field] for field in ("people", "share", "share_reference", "location_quotient")),
                    *(row.get(field) for field in ("interval_low", "interval_high")),
                )
                for row in of_zone
            ],
            f"{self.about.text()}; {name}",
        )
        shares = [by_type.get(code, {}) for code in _TYPES]
        self.chart.show_shares([(row.get("share"), row.get("share_reference")) for row in shares])
        self.sentence.setText(_sentence(by_type))
        return _notes(by_type.get(_ALL, {}).get("note") or "")


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


def _notes(note: str) -> list[str]:
    """Return what weakens the figures; that all areas are the reference is said above."""
    said = tr("compared with {units}").format(units=tr("all areas"))
    return [part for part in note.split("; ") if part not in ("", said)]


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
