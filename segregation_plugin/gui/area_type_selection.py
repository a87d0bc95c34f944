"""The figures of the areas that are selected on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ..cartography.area_figures import mean_index, selected_codes, total
from ..cartography.area_type_style import legend_text
from ..core.area_types import AREA_TYPES, NO_TYPE_NAMES
from ..i18n import language, tr
from .area_type_chart import YearsChart
from .area_type_numbers import number_text

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

    from ..cartography.area_figures import Area, AreaFigures


class AreaTypeSelection(QWidget):
    """One area with its name and type, several taken together; over the years where there are several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.text, self.caption = _label(), _label(), _label()
        bold = self.name.font()
        bold.setBold(True)
        self.name.setFont(bold)
        self.chart = YearsChart()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.name, self.text, self.caption, self.chart):
            column.addWidget(widget)

    def show_selection(self, layer: QgsVectorLayer | None, figures: AreaFigures, year: int | None) -> None:
        """Show the figures of what is selected in a layer, for the year on the map."""
        codes = set() if layer is None else selected_codes(layer)
        areas = figures.of_codes(codes, year) if codes else []
        self.name.setText(_name(areas))
        self.name.setVisible(bool(areas))
        self.text.setText(_text(areas, has_selection=bool(codes)))
        over_years = {of: mean_index(figures.of_codes(codes, of)) for of in figures.years} if codes else {}
        self.chart.show_values(over_years if len(over_years) > 1 else {}, year)
        self.caption.setVisible(self.chart.isVisibleTo(self))
        self.caption.setText(tr("Index by year, {year} on the map").format(year=year))


def _label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _name(areas: list[Area]) -> str:
    if len(areas) != 1:
        return tr("{count} areas").format(count=number_text(len(areas)))
    name = areas[0].region_name or areas[0].region_code
    return f"{name} ({areas[0].municipality_name})" if areas[0].municipality_name else name


def _text(areas: list[Area], *, has_selection: bool) -> str:
    if not areas:
        if has_selection:
            return tr("The selected areas have no figures of this year.")
        return tr("Select areas on the map to see their figures.")
    return _of_one(areas[0]) if len(areas) == 1 else _of_several(areas)


def _of_one(area: Area) -> str:
    found = next((one for one in AREA_TYPES if one.code == area.area_type), None)
    kind = legend_text(found, language()) if found else NO_TYPE_NAMES[language()]
    figures = tr("Index {index} · population {people}").format(
        index=number_text(area.socioeconomic_index, 1), people=number_text(area.population)
    )
    return f"{kind}\n{figures}"


def _of_several(areas: list[Area]) -> str:
    together = total(areas)
    lines = [
        tr("Mean index {index} · population {people}").format(
            index=number_text(together.index, 1), people=number_text(together.people)
        )
    ]
    if 0 < together.without_index < together.count:
        lines.append(
            tr("{missing} of {count} areas have no index and are not in the mean.").format(
                missing=number_text(together.without_index), count=number_text(together.count)
            )
        )
    if together.without_population:
        lines.append(
            tr("{missing} of {count} areas have no population figure.").format(
                missing=number_text(together.without_population), count=number_text(together.count)
            )
        )
    return "\n".join(lines)
