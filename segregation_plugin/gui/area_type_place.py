"""Which kommun the map shows: a plain filter of the layer, and a way to get there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, QSignalBlocker, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ..cartography.area_filter import (
    can_filter,
    choose_municipality,
    chosen_municipality,
    municipalities,
    other_filter,
)
from ..i18n import tr
from .combos import compact_combo, fill

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer
    from qgis.gui import QgsMapCanvas

_MARGIN = 1.05


class AreaTypePlace(QObject):
    """The choice of a kommun and the button Zoom."""

    refused = pyqtSignal()
    """The layer did not take a choice."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._layer: QgsVectorLayer | None = None
        self._names: dict[str, str] = {}
        self._other = ""
        self._was_refused = False
        self.municipality = compact_combo(tr("Show the areas of one kommun; kept as a filter of the layer."))
        self.municipality.activated.connect(self._choose)
        self.zoom = QPushButton(tr("&Zoom"))
        self.zoom.setToolTip(tr("Zoom the map to the areas that are shown."))
        self.zoom.clicked.connect(self._zoom)
        self.row = QWidget()
        line = QHBoxLayout(self.row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.municipality, 1)
        line.addWidget(self.zoom)
        self.row.setFocusProxy(self.municipality)

    def read_layer(self, layer: QgsVectorLayer | None) -> None:
        """Offer the kommuner of a layer, which is read for them."""
        self._layer, self._was_refused = layer, False
        self._names = {} if layer is None else municipalities(layer)
        self._other = "" if layer is None else other_filter(layer)
        self.show_filter()

    def read_filter(self) -> None:
        """Show the filter of the layer; another kommun is no reason to read the kommuner anew."""
        self._was_refused = False
        if self._layer is not None and other_filter(self._layer) != self._other:
            self.read_layer(self._layer)
        else:
            self.show_filter()

    def show_filter(self) -> None:
        """Show the kommun that the layer is filtered by, and whether another can be chosen."""
        blocker = QSignalBlocker(self.municipality)
        everything = tr("All {count}").format(count=len(self._names)) if len(self._names) > 1 else tr("All")
        chosen = "" if self._layer is None else chosen_municipality(self._layer)
        names = dict(self._names)
        if chosen:
            names.setdefault(chosen, chosen)
        fill(self.municipality, [(everything, ""), *((name, code) for code, name in names.items())], chosen)
        self.municipality.setEnabled(self._was_refused or not self.obstacle())
        blocker.unblock()

    def obstacle(self) -> str:
        """Say in one line why no kommun can be chosen; empty where one can."""
        if self._layer is None:
            return ""
        if self._layer.isEditable():
            return tr("Stop editing the layer to choose a kommun.")
        if not can_filter(self._layer):
            return tr("The source of this layer has no filters, so all kommuner are shown.")
        if self._was_refused:
            return tr("The layer did not take the filter; all is shown as before.")
        return ""

    def _choose(self) -> None:
        if self._layer is not None:
            self._was_refused = not choose_municipality(self._layer, self.municipality.currentData())
            self.show_filter()
            if self._was_refused:
                self.refused.emit()

    def _zoom(self) -> None:
        if self._layer is None or self._layer.extent().isEmpty():
            return
        extent = self._canvas.mapSettings().layerExtentToOutputExtent(self._layer, self._layer.extent())
        extent.scale(_MARGIN)
        self._canvas.setExtent(extent)
        self._canvas.refresh()
