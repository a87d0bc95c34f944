"""Page *Data*: a year and a place from SCB, or files that lie on a disk, to styled areas in the project."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..core.municipalities import county_name, municipality_name
from ..core.region_codes import division_of_year
from ..i18n import tr
from ..processing_provider.scb_services import answer_cache
from .arrival import welcome
from .destinations import destination, unsaved_note
from .file_import import FileImport
from .place_line import PlaceLine
from .plain import plain_label
from .progress import ProgressLine

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .run import Outcome
    from .state import ProjectState

_FIRST_YEAR, _NEWEST_KNOWN = 2011, 2024
_MANY_PLACES = 3


class DataPage(QWidget):
    """What is wanted, what will be fetched, and one button that loads it."""

    def __init__(self, state: ProjectState, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._iface = iface
        self.level = QComboBox()
        self.level.addItems(["RegSO", "DeSO"])
        self.year = QSpinBox()
        self.year.setRange(_FIRST_YEAR, datetime.datetime.now(datetime.timezone.utc).year)
        self.year.setValue(_NEWEST_KNOWN)
        self.places = PlaceLine()
        self.within_map = QCheckBox(tr("Only what the map shows"))
        self.population = QCheckBox(tr("Population"))
        self.population.setChecked(True)
        self.grid = QCheckBox(tr("Population grid, 1 km"))
        self.mask = QCheckBox(tr("Built-up land"))
        self.all_years = QCheckBox(tr("All years of the division"))
        self.refresh = QCheckBox(tr("Fetch anew"))
        self.refresh.setToolTip(tr("Ask SCB again, whatever was kept"))
        self.summary = plain_label()
        self.load_button = QPushButton(tr("Load"))
        self.progress = ProgressLine(iface)
        self.files = FileImport(state, iface)
        self._arrange()
        self._connect()
        self._show_summary()

    def take_out(self) -> None:
        """End what runs."""
        for signal in (self._state.saved, self._state.project_changed):
            signal.disconnect(self._show_summary)
        self.progress.take_out()
        self.files.take_out()

    def _arrange(self) -> None:
        wanted = QFormLayout()
        wanted.addRow(tr("Areas"), self.level)
        wanted.addRow(tr("Year"), self.year)
        wanted.addRow(tr("Place"), self.places)
        scb = QGroupBox(tr("From SCB"))
        column = QVBoxLayout(scb)
        column.addLayout(wanted)
        for widget in (
            *(self.within_map, self.population, self.grid, self.mask, self.all_years, self.refresh),
            *(self.summary, self.load_button, self.progress),
        ):
            column.addWidget(widget)
        page = QVBoxLayout(self)
        page.addWidget(scb)
        page.addWidget(self.files)
        page.addStretch(1)

    def _connect(self) -> None:
        self.level.currentIndexChanged.connect(self._show_summary)
        self.year.valueChanged.connect(self._show_summary)
        self.places.textChanged.connect(self._show_summary)
        for box in (self.within_map, self.grid, self.mask, self.population, self.all_years):
            box.toggled.connect(self._show_summary)
        self.load_button.clicked.connect(self._load)
        self.progress.ended.connect(self._loaded)
        self.progress.busy_changed.connect(self._show_summary)
        for signal in (self._state.saved, self._state.project_changed):
            signal.connect(self._show_summary)

    def _show_summary(self, *_: Any) -> None:
        """Say what will be fetched, and how old is what is kept; or what is wrong with what is asked for."""
        self.places.setEnabled(not self.within_map.isChecked())
        fault = "" if self.within_map.isChecked() else self.places.fault
        self.load_button.setEnabled(not fault and self.progress.can_start)
        if fault:
            self.summary.setText(fault)
            return
        kept = answer_cache().contents()
        lines = [
            tr("{division}, {place}").format(division=self._division(), place=self._place()),
            tr("Nothing kept yet; everything comes from SCB.")
            if kept.newest is None
            else tr("{count} answers kept, the newest of {date}.").format(
                count=kept.count, date=f"{kept.newest:%Y-%m-%d}"
            ),
        ]
        self.summary.setText("\n".join(filter(None, [*lines, unsaved_note()])))

    def _division(self) -> str:
        return division_of_year("DeSO" if self.level.currentText() == "DeSO" else "RegSO", self.year.value())

    def _place(self) -> str:
        if self.within_map.isChecked():
            return tr("what the map shows")
        codes = self.places.codes
        names = [municipality_name(code) or county_name(code) or code for code in codes]
        if not names:
            return tr("the whole country")
        more = len(names) - _MANY_PLACES
        shown = ", ".join(names[:_MANY_PLACES])
        return tr("{places} and {count} more").format(places=shown, count=more) if more > 0 else shown

    def _load(self) -> None:
        self.progress.start("segregation:downloadscb", self.parameters())

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of Download from SCB, as the page stands."""
        year, place = self.year.value(), self._place()
        parameters = {
            "LEVEL": self.level.currentText(),
            "YEAR": year,
            "AREA_FILTER": "" if self.within_map.isChecked() else ",".join(self.places.codes),
            "ALL_YEARS": self.all_years.isChecked(),
            "POPULATION": self.population.isChecked(),
            "GRID": self.grid.isChecked(),
            "MASK": self.mask.isChecked(),
            "REFRESH": self.refresh.isChecked(),
            "OUTPUT": destination(
                tr("Areas {year}, {place}").format(year=f"{self._division()}, {year}", place=place)
            ),
        }
        if self.within_map.isChecked():
            parameters["EXTENT"] = self._extent()
        if self.grid.isChecked():
            parameters["GRID_OUTPUT"] = destination(tr("Population grid, {place}").format(place=place))
        if self.mask.isChecked():
            parameters["MASK_OUTPUT"] = destination(tr("Built-up land, {place}").format(place=place))
        return parameters

    def _extent(self) -> str:
        canvas = self._iface.mapCanvas()
        to_sweref = QgsCoordinateTransform(
            canvas.mapSettings().destinationCrs(),
            QgsCoordinateReferenceSystem("EPSG:3006"),
            QgsProject.instance(),
        )
        box = to_sweref.transformBoundingBox(canvas.extent())
        return f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()} [EPSG:3006]"

    def _loaded(self, outcome: Outcome) -> None:
        self._show_summary()
        welcome(outcome.layers, self._state, self._iface, zoom=not self.within_map.isChecked())
