"""The answer of an overlay: how much of each layer lies in areas of which type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..cartography.number_text import localised_number
from ..core.area_types import CHALLENGED, CODES
from ..core.overlay_spread import Spread, spread_over_types
from ..core.overlay_table import SUMMARY_FIELDS
from ..i18n import language, tr
from .answer_view import AnswerView
from .result_table import Column
from .share_chart import ShareChart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qgis.PyQt.QtWidgets import QWidget

    from .answer_view import Row

_UNITS = {"length_m": (1000.0, "km", 1), "area_m2": (1e6, "km²", 2), "count": (1.0, "", 0)}
"""In the order they are looked for, what a shown unit holds of the measured one, its name, its decimals."""


class OverlayView(AnswerView):
    """One layer at a time."""

    NEEDED = tuple(SUMMARY_FIELDS)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            ShareChart(tr("Of the infrastructure"), tr("Of the people")),
            [
                Column(tr("Class")),
                Column(tr("Type")),
                Column("km", 1, 1 / 1000),
                Column("km²", 2, 1e-6),
                Column(tr("Number"), 0),
                Column(tr("Vehicle-km"), 0, tip=tr("Vehicle-kilometres a day")),
                Column("km/10 000", 2, tip=tr("Kilometres per 10 000 people in areas of the type")),
                Column("km/km²", 2, tip=tr("Kilometres per square kilometre of areas of the type")),
            ],
            parent,
        )

    def parts(self, rows: list[Row], names: Mapping[str, str]) -> Iterator[tuple[str, object]]:
        """Yield the layers."""
        for word in dict.fromkeys(row["infrastructure"] for row in rows):
            yield names.get(word, word), word

    def show_part(self, rows: list[Row], part: Any, name: str) -> list[str]:
        """Show a layer."""
        of_layer = [row for row in rows if row["infrastructure"] == part]
        self.table.show_part(
            [
                (
                    row["class"],
                    tr("No type") if row["area_type"] is None else str(row["area_type"]),
                    *(row[quantity] for quantity in ("length_m", "area_m2", "count")),
                    *(row[measure] for measure in ("vehicle_km", "km_per_10000", "km_per_km2")),
                )
                for row in of_layer
            ],
            f"{self.about.text()}; {name}",
        )
        self._show_spread(name, of_layer)
        return list(dict.fromkeys(row["note"] for row in of_layer if row["note"]))

    def _show_spread(self, name: str, rows: list[Row]) -> None:
        quantity = next((unit for unit in _UNITS if any(row[unit] is not None for row in rows)), "count")
        adds_up = quantity != "area_m2" or len({row["class"] for row in rows}) == 1
        spread = spread_over_types(rows, quantity) if adds_up else Spread(0.0, {}, {})
        self.chart.show_shares([(spread.shares.get(code), spread.people_shares.get(code)) for code in CODES])
        self.chart.setVisible(adds_up)
        self.sentence.setText(_sentence(name, quantity, spread) if adds_up else "")
        self.sentence.setVisible(adds_up)


def _sentence(name: str, quantity: str, spread: Spread) -> str:
    per_unit, unit, decimals = _UNITS[quantity]
    amount = f"{localised_number(spread.total / per_unit, language(), decimals)} {unit}".strip()
    text = tr("{layer}: {amount} in the areas.").format(layer=name, amount=amount)
    if not spread.shares:
        return text
    counted = quantity == "count"
    if spread.people_shares:
        words = (
            tr("Types 1 and 2 hold {share} % of them and {people} % of the people.")
            if counted
            else tr("Types 1 and 2 hold {share} % of it and {people} % of the people.")
        )
    else:
        words = (
            tr("Types 1 and 2 hold {share} % of them.")
            if counted
            else tr("Types 1 and 2 hold {share} % of it.")
        )
    return f"{text} " + words.format(share=_percent(spread.shares), people=_percent(spread.people_shares))


def _percent(shares: dict[int | None, float]) -> str:
    return localised_number(100 * sum(shares.get(code, 0.0) for code in CHALLENGED), language())
