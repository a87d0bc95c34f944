"""Page Area types of the panel: what the map shows, in which colours, and the figures beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSignalBlocker, QTimer
from qgis.PyQt.QtWidgets import QFormLayout, QFrame, QLabel, QVBoxLayout, QWidget

from ..cartography.area_figures import AreaFigures, read_area_figures, repeated_code
from ..i18n import tr
from .area_type_classes import AreaTypeClasses
from .area_type_look import AreaTypeLook
from .area_type_place import AreaTypePlace
from .area_type_selection import AreaTypeSelection
from .area_type_year import AreaTypeYear
from .combos import compact_combo, fill
from .listening import Listening
from .plain import plain_label

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer
    from qgis.gui import QgisInterface

    from .state import ProjectState

_REREAD_AFTER_MS = 200  # an edit of many areas says so once for each
# Its own colours, which stand out from a light and from a dark panel.
_WARNING_STYLE = "background: #FFF3CD; color: #4D3B00; padding: 4px; border-radius: 3px;"


class AreaTypesPage(QWidget):
    """Page Area types; holds nothing that the layer does not say, so it follows whoever changes the layer."""

    def __init__(self, state: ProjectState, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._layer: QgsVectorLayer | None = None
        self._figures = AreaFigures()
        self.hint = plain_label()
        self.hint.setText(tr("No areas yet: load areas on page Data, or run Join index."))
        self.layers = compact_combo(tr("The layer of areas that the panel works on."))
        self.look = AreaTypeLook(self)
        self.place = AreaTypePlace(iface.mapCanvas(), self)
        self.year = AreaTypeYear(iface.mapCanvas(), self)
        self.warning, self.note = plain_label(), plain_label()
        self.warning.setStyleSheet(_WARNING_STYLE)
        self.classes = AreaTypeClasses()
        self.selection = AreaTypeSelection()
        self.body = self._arranged()
        self._reread = QTimer(self)
        self._reread.setSingleShot(True)
        self._reread.setInterval(_REREAD_AFTER_MS)
        self._reread.timeout.connect(self._read)
        self.layers.activated.connect(self._choose_layer)
        self.year.changed.connect(self._show_year)
        self.place.refused.connect(self._show_notes)
        self._to_state, self._to_names, self._to_layer = Listening(), Listening(), Listening()
        self._to_state.add(self._show_layers, state.areas_changed)
        self._show_layers()

    def take_out(self) -> None:
        """Listen to nothing more; before the panel is removed."""
        self._reread.stop()
        self.year.stop()
        for listening in (self._to_state, self._to_names, self._to_layer):
            listening.stop()
        self._layer = None

    def _arranged(self) -> QWidget:
        body = QWidget()
        self.top = _form()
        self.top.addRow(tr("A&reas"), self.layers)
        self.top.addRow(tr("&Show"), self.look.field)
        self.top.addRow(tr("&Kommun"), self.place.row)
        self.top.addRow(tr("&Year"), self.year.row)
        colours = _form()
        colours.addRow(tr("&Palette"), self.look.palette)
        colours.addRow(tr("Opa&city"), self.look.opacity_row)
        colours.addRow(self.look.labels)
        parts = QVBoxLayout(body)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.addLayout(self.top)
        parts.addWidget(self.warning)
        parts.addWidget(self.note)
        parts.addWidget(self.classes)
        parts.addLayout(colours)
        parts.addWidget(_rule())
        parts.addWidget(self.selection)
        page = QVBoxLayout(self)
        page.addWidget(self.hint)
        page.addWidget(body)
        page.addStretch(1)
        return body

    def _choose_layer(self) -> None:
        chosen = self.layers.currentData()
        self._state.areas = next((layer for layer in self._state.area_layers() if layer.id() == chosen), None)

    def _show_layers(self) -> None:
        """Offer the area layers of the project, and work on the one the state says."""
        layers = self._state.area_layers()
        self._to_names.stop()
        for layer in layers:
            self._to_names.add(self._show_names, layer.nameChanged)
        self._show_names()
        self._work_on(self._state.areas)

    def _show_names(self) -> None:
        layers = self._state.area_layers()
        current = self._state.areas
        blocker = QSignalBlocker(self.layers)
        fill(self.layers, [(layer.name(), layer.id()) for layer in layers], current.id() if current else "")
        blocker.unblock()
        _show_row(self.top, self.layers, shown=len(layers) > 1)

    def _work_on(self, layer: QgsVectorLayer | None) -> None:
        self.hint.setVisible(layer is None)
        self.body.setEnabled(layer is not None)
        if layer is self._layer and layer is not None:
            return
        self._to_layer.stop()
        self._layer = layer
        if layer is not None:
            self._listen_to(layer)
        self._read()

    def _listen_to(self, layer: QgsVectorLayer) -> None:
        self._to_layer.add(self._show_look, layer.styleChanged, layer.repaintRequested, layer.opacityChanged)
        self._to_layer.add(self._show_selection, layer.selectionChanged)
        self._to_layer.add(self._read, layer.dataSourceChanged, layer.updatedFields)
        self._to_layer.add(self._read_filtered, layer.subsetStringChanged)
        self._to_layer.add(self._reread.start, layer.layerModified, layer.dataChanged, layer.afterRollBack)
        self._to_layer.add(self._show_editing, layer.editingStarted, layer.editingStopped)

    def _read(self) -> None:
        """Read the layer's figures anew, and show all there is to show."""
        if self._layer is not None and (sip.isdeleted(self._layer) or self._state.areas is not self._layer):
            self._show_layers()
            return
        self.place.read_layer(self._layer)
        self._read_figures()

    def _read_filtered(self) -> None:
        """Read what another filter lets through."""
        self.place.read_filter()
        self._read_figures()

    def _read_figures(self) -> None:
        self._reread.stop()
        self._figures = AreaFigures() if self._layer is None else read_area_figures(self._layer)
        self.look.show_layer(self._layer)
        self.year.show_years(self._layer, self._figures)
        self._show_year()

    def _show_year(self) -> None:
        areas = self._figures.of_year(self.year.year)
        self.year.show_division(areas)
        self.classes.show_areas(self._layer, areas)
        self._show_notes()
        self._show_selection()

    def _show_look(self) -> None:
        self.look.show_layer(self._layer)
        self.classes.show_look()

    def _show_editing(self) -> None:
        self.place.show_filter()
        self._show_notes()

    def _show_notes(self) -> None:
        warnings = [] if self._layer is None else self._warnings()
        _tell(self.warning, "\n".join(f"\N{WARNING SIGN} {warning}" for warning in warnings))
        _tell(self.note, self.place.obstacle())

    def _warnings(self) -> list[str]:
        """Return what makes the figures of the page other than they look."""
        areas = self._figures.of_year(self.year.year)
        warnings = self.year.warnings(areas)
        code = repeated_code(areas)
        if code is not None:
            warnings.append(
                tr("Code {code} stands in several rows of a year: its people count several times.").format(
                    code=code
                )
            )
        if self._figures.without_year:
            warnings.append(
                tr("Rows without a year that are not counted: {count}.").format(
                    count=self._figures.without_year
                )
            )
        return warnings

    def _show_selection(self) -> None:
        self.selection.show_selection(self._layer, self._figures, self.year.year)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return form


def _show_row(form: QFormLayout, field: QWidget, *, shown: bool) -> None:
    field.setVisible(shown)
    form.labelForField(field).setVisible(shown)


def _tell(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _rule() -> QFrame:
    rule = QFrame()
    rule.setFrameShape(QFrame.Shape.HLine)
    rule.setFrameShadow(QFrame.Shadow.Sunken)
    return rule
