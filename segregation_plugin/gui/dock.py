"""The panel: four pages in a dock, from data to a first answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from ..i18n import tr
from .analyse_page import AnalysePage
from .area_types_page import AreaTypesPage
from .data_page import DataPage
from .infrastructure_page import InfrastructurePage
from .make_map import MakeMapDialog
from .state import ProjectState

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

PANEL_NAME = "Segregation"


class SegregationDock(QgsDockWidget):
    """Everything a planner needs beside the map; starts registered algorithms and computes nothing."""

    def __init__(self, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(PANEL_NAME, parent)
        self.setObjectName("SegregationDock")
        self.state = ProjectState(self)
        self.data = DataPage(self.state, iface)
        self.area_types = AreaTypesPage(self.state, iface)
        self.infrastructure = InfrastructurePage(self.state, iface)
        self.analyse = AnalysePage(self.state, iface, self.infrastructure)
        self.map_button = QPushButton(tr("Make map…"))
        self.map_button.setToolTip(tr("A printed map of what is shown, or one page for every kommun"))
        self.map_button.clicked.connect(lambda: MakeMapDialog(self.state, iface, self).exec())
        self.pages = QTabWidget()
        self.pages.setUsesScrollButtons(False)  # a narrow panel shortens the titles and hides none of them
        self.pages.setElideMode(Qt.TextElideMode.ElideRight)
        for page, title in (
            (self.data, tr("Data")),
            (self.area_types, tr("Area types")),
            (self.infrastructure, tr("Infrastructure")),
            (self.analyse, tr("Analyse")),
        ):
            self.pages.setTabToolTip(self.pages.addTab(_scrolling(page), title), title)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages, 1)
        column.addWidget(self.map_button)
        self.setWidget(whole)
        self.state.areas_changed.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        self.map_button.setEnabled(self.state.areas is not None)

    def take_out(self) -> None:
        """End what is running and listen to nothing more; before the panel is removed."""
        for page in (self.data, self.area_types, self.infrastructure, self.analyse):
            page.take_out()
        self.state.areas_changed.disconnect(self._enable)
        self.state.disconnect_all()


def _scrolling(page: QWidget) -> QScrollArea:
    """Return a page that can be scrolled where the panel is low or narrow."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(page)
    return area
