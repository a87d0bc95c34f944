"""Page Analyse of the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtWidgets import QWidget

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .state import ProjectState


class AnalysePage(QWidget):
    """Page Analyse."""

    def __init__(self, state: ProjectState, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._iface = iface

    def take_out(self) -> None:
        """Leave nothing behind."""
