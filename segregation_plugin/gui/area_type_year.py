"""Which year the map shows: QGIS's own temporal control, moved from year to year of the layer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsTemporalNavigationObject
from qgis.PyQt.QtCore import QObject, QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QSlider, QToolButton, QWidget

from ..cartography.area_years import one_year_at_a_time, period, year_of
from ..core.region_codes import DIVISIONS
from ..core.years import spans
from ..i18n import tr
from .listening import Listening

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsVectorLayer
    from qgis.gui import QgsMapCanvas

    from ..cartography.area_figures import Area, AreaFigures


class AreaTypeYear(QObject):
    """One year as a text; several with arrows and a slider."""

    changed = pyqtSignal()
    """The map shows another year."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._layer: QgsVectorLayer | None = None
        self._years: tuple[int, ...] = ()
        self._division = self._of_people = ""
        self.year: int | None = None
        self.text = QLabel()
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.back = _arrow(Qt.ArrowType.LeftArrow, tr("The year before"))
        self.forward = _arrow(Qt.ArrowType.RightArrow, tr("The year after"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setToolTip(tr("The year that the map shows, among those of the layer."))
        self.slider.setAccessibleName(tr("Year"))
        self.row = self._arranged()
        self.back.clicked.connect(lambda: self._move(-1))
        self.forward.clicked.connect(lambda: self._move(1))
        self.slider.valueChanged.connect(lambda at: self._go_to(self._years[at]))
        self._listening = Listening()
        self._listening.add(self._follow_map, self._canvas.temporalRangeChanged)

    def stop(self) -> None:
        """Follow the map no longer."""
        self._layer = None
        self._listening.stop()

    def show_years(self, layer: QgsVectorLayer | None, figures: AreaFigures) -> None:
        """Offer the years of a layer; the map shows the newest unless it shows one of them."""
        self._layer, self._years = layer, figures.years
        blocker = QSignalBlocker(self.slider)
        self.slider.setRange(0, max(len(self._years) - 1, 0))
        blocker.unblock()
        for widget in (self.back, self.forward, self.slider):
            widget.setVisible(self._has_several)
        self.year = self._years[-1] if self._years else None
        on_map = year_of(self._canvas.temporalRange())
        if self._has_several:
            if not layer.temporalProperties().isActive():
                one_year_at_a_time(layer)
            if on_map in self._years:
                self.year = on_map
            else:
                show_year(self._canvas, self.year)
        self._show()

    def show_division(self, areas: Sequence[Area]) -> None:
        """Write the division beside the year, and the year of the people where that is another one."""
        self._division = ", ".join(sorted({area.division for area in areas if area.division}))
        years = {int(area.population_year) for area in areas if not math.isnan(area.population_year)}
        others = "" if years <= {self.year} else spans(years)
        self._of_people = tr("people of {years}").format(years=others) if others else ""
        self._show()

    def warnings(self, areas: Sequence[Area]) -> list[str]:
        """Say what is doubtful in the figures of the shown year."""
        found = []
        if any(area.version_mismatch == 1 for area in areas):
            found.append(
                tr(
                    "Figures of another division than that of the areas: borders may differ, compare with care."
                )
            )
        if any(area.division not in DIVISIONS for area in areas):
            found.append(tr("The division of the areas is not known; run Prepare areas to find it."))
        if self._has_several and year_of(self._canvas.temporalRange()) is None:
            found.append(
                tr("The temporal control is off, so all years are drawn on each other; choose a year.")
            )
        elif self._has_several and year_of(self._canvas.temporalRange()) not in self._years:
            found.append(tr("The map shows a time that the layer has no figures of; choose a year."))
        return found

    @property
    def _has_several(self) -> bool:
        return len(self._years) > 1

    def _arranged(self) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.text, 0, 0, 1, 3)
        grid.addWidget(self.back, 1, 0)
        grid.addWidget(self.slider, 1, 1)
        grid.addWidget(self.forward, 1, 2)
        row.setFocusProxy(self.slider)
        return row

    def _move(self, steps: int) -> None:
        self._go_to(self._years[self._years.index(self.year) + steps])

    def _go_to(self, year: int) -> None:
        show_year(self._canvas, year)

    def _follow_map(self) -> None:
        if self._layer is None or not self._has_several:
            return
        on_map = year_of(self._canvas.temporalRange())
        if on_map in self._years:
            self.year = on_map
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        year = tr("Year not known") if self.year is None else str(self.year)
        nothing = "" if self._layer is None else year
        parts = [nothing, self._division, self._of_people] if nothing else []
        self.text.setText(" · ".join(filter(None, parts)))
        if not self._has_several:
            return
        blocker = QSignalBlocker(self.slider)
        self.slider.setValue(self._years.index(self.year))
        blocker.unblock()
        self.back.setEnabled(self.year != self._years[0])
        self.forward.setEnabled(self.year != self._years[-1])


def show_year(canvas: QgsMapCanvas, year: int) -> None:
    """Have the map show a year, through its temporal control where it has one."""
    control = canvas.temporalController()
    if not isinstance(control, QgsTemporalNavigationObject):
        canvas.setTemporalRange(period(year))
        return
    control.setTemporalExtents(period(year))
    control.setNavigationMode(Qgis.TemporalNavigationMode.FixedRange)


def _arrow(direction: Qt.ArrowType, explanation: str) -> QToolButton:
    button = QToolButton()
    button.setArrowType(direction)
    button.setToolTip(explanation)
    button.setAccessibleName(explanation)
    button.setAutoRepeat(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
