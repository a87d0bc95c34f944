"""Sentences that name files and layers, which are shown as they are."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QStyle, QWidget

from .plain import plain_label


class WarningText(QFrame):
    """What went wrong, beside a sign; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        side = self.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)
        sign = QLabel()
        sign.setPixmap(QgsApplication.getThemeIcon("/mIconWarning.svg").pixmap(side, side))
        self._sentences = plain_label()
        row = QHBoxLayout(self)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentences, 1)
        self.hide()

    def tell(self, text: str) -> None:
        """Show a text; nothing when it is empty."""
        self._sentences.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """Return what is told."""
        return self._sentences.text()
