"""What the map of areas shows and in which colours: field, palette, opacity, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, QSignalBlocker, QSize, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPixmap
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QWidget

from ..cartography.area_index_style import INDEX_PALETTES
from ..cartography.area_labels import label_areas
from ..cartography.area_legend import showable_fields, shown_field
from ..cartography.area_look import colour_areas, palette_of
from ..core import schema
from ..core.area_types import PALETTES
from ..i18n import language, mark, tr
from .combos import compact_combo, fill

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

_FIELDS = {
    schema.AREA_TYPE: mark("Area type"),
    schema.SOCIOECONOMIC_INDEX: mark("Socioeconomic index"),
    schema.LOW_ECONOMIC_STANDARD: mark("Low economic standard, %"),
    schema.PRE_UPPER_SECONDARY: mark("Pre-upper-secondary education, %"),
    schema.BENEFIT_OR_UNEMPLOYED: mark("Economic assistance or unemployed, %"),
}
_PALETTES = {
    "purple_green": mark("Purple\N{EN DASH}green"),
    "orange_purple": mark("Orange\N{EN DASH}purple"),
    "red_green": mark("Red\N{EN DASH}green (familiar)"),
    "greyscale": mark("Greyscale"),
}
_OWN = ""
"""Data of the entry that stands for a look the plugin did not make."""


class AreaTypeLook(QObject):
    """The controls, and what they do to the layer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layer: QgsVectorLayer | None = None
        self.field = compact_combo(tr("What the areas are coloured by."))
        self.palette = compact_combo(
            tr("Colours on the map; the plugin's own, since there are no official ones.")
        )
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        self.opacity.setToolTip(tr("How much of the map below is hidden by the areas."))
        self.opacity_text = QLabel()
        self.opacity_row = _beside(self.opacity, self.opacity_text)
        self.labels = QCheckBox(tr("L&abels on the map"))
        self.labels.setToolTip(tr("Write the name of each area on the map."))
        self.field.activated.connect(self._colour)
        self.palette.activated.connect(self._colour)
        self.opacity.valueChanged.connect(self._set_opacity)
        self.labels.toggled.connect(self._label)

    def show_layer(self, layer: QgsVectorLayer | None) -> None:
        """Show the look of a layer as it is now."""
        self._layer = layer
        blockers = [
            QSignalBlocker(widget) for widget in (self.field, self.palette, self.opacity, self.labels)
        ]
        field = None if layer is None else shown_field(layer)
        self._show_fields(field)
        self._show_palettes(field)
        self.opacity.setValue(100 if layer is None else round(100 * layer.opacity()))
        self.opacity_text.setText(f"{self.opacity.value()}\N{NO-BREAK SPACE}%")
        self.labels.setChecked(layer is not None and layer.labelsEnabled())
        for blocker in blockers:
            blocker.unblock()

    def _show_fields(self, field: str | None) -> None:
        offered = [] if self._layer is None else showable_fields(self._layer)
        entries = [(tr(_FIELDS[name]), name) for name in offered]
        if self._layer is not None and field is None:
            entries.insert(0, (tr("Own style"), _OWN))
        fill(self.field, entries, field or _OWN)

    def _show_palettes(self, field: str | None) -> None:
        palette = None if self._layer is None else palette_of(self._layer)
        entries = [(tr(title), name) for name, title in _PALETTES.items()]
        if palette is None and self._layer is not None:
            entries.insert(0, (tr("Own colours"), _OWN))
        fill(self.palette, entries, palette or _OWN)
        colours = PALETTES if field in (None, schema.AREA_TYPE) else INDEX_PALETTES
        self.palette.setIconSize(
            QSize(3 * self.palette.fontMetrics().height(), self.palette.fontMetrics().height())
        )
        for at in range(self.palette.count()):
            name = self.palette.itemData(at)
            self.palette.setItemIcon(at, _strip(colours[name], self.palette.iconSize()) if name else QIcon())
        self.palette.setEnabled(field is not None)

    def _colour(self) -> None:
        field = self.field.currentData()
        if self._layer is None or not field:
            return
        palette = self.palette.currentData() or next(iter(PALETTES))
        colour_areas(self._layer, field, palette, language())

    def _set_opacity(self, percent: int) -> None:
        if self._layer is not None:
            self._layer.setOpacity(percent / 100)
            self._layer.triggerRepaint()

    def _label(self, shown: bool) -> None:  # noqa: FBT001 - Qt calls it so
        if self._layer is not None:
            label_areas(self._layer, shown=shown)


def _beside(field: QWidget, text: QLabel) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(field, 1)
    line.addWidget(text)
    row.setFocusProxy(field)
    text.setMinimumWidth(text.fontMetrics().horizontalAdvance("100\N{NO-BREAK SPACE}%"))
    text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return row


def _strip(colours: tuple[str, ...], size: QSize) -> QIcon:
    """Return the colours of a palette side by side."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    width = size.width() / len(colours)
    for at, colour in enumerate(colours):
        painter.fillRect(round(at * width), 2, round(width), size.height() - 4, QColor(colour))
    painter.end()
    return QIcon(pixmap)
