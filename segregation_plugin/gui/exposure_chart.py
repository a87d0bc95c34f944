"""Bars: how people near infrastructure are spread over the area types, beside the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ..cartography.number_text import localised_number
from ..core.area_types import BORDER_COLOUR, PALETTES
from ..i18n import language, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLOURS = next(iter(PALETTES.values()))
_ROW_LINES = 2.2
_REFERENCE = 0.45
"""Of the height of a row: the lower, lighter bar."""


class ExposureChart(QWidget):
    """Two bars a type: within the distance, and in the reference."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: list[tuple[float | None, float | None]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: Sequence[tuple[float | None, float | None]]) -> None:
        """Show the shares of types 1 to 5: near the infrastructure, and in the reference; None is missing."""
        self._shares = list(shares)
        self.setAccessibleName(tr("Shares of the area types near the infrastructure and in the reference"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(240, round(len(self._shares) * self._row_height()) + 4)

    def minimumSizeHint(self) -> QSize:
        """Return the same height at any width."""
        return QSize(120, self.sizeHint().height())

    def _row_height(self) -> float:
        return self.fontMetrics().height() * _ROW_LINES

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the bars and what they say."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((share for pair in self._shares for share in pair if share), default=0.0)
        if not most:
            return
        label = self.fontMetrics().horizontalAdvance("5  ")
        number = self.fontMetrics().horizontalAdvance(" 100 % (100 %)")
        room = max(self.width() - label - number, 10)
        for row, (near, reference) in enumerate(self._shares):
            top, height = row * self._row_height() + 2, self._row_height() - 4
            painter.setPen(self.palette().windowText().color())
            painter.drawText(QRectF(0, top, label, height), Qt.AlignmentFlag.AlignVCenter, str(row + 1))
            painter.setPen(QColor(BORDER_COLOUR))
            painter.setBrush(QColor(_COLOURS[row]))
            split = height * (1 - _REFERENCE)
            painter.drawRect(QRectF(label, top, room * (near or 0) / most, split))
            painter.setBrush(Qt.BrushStyle.Dense5Pattern)
            painter.drawRect(QRectF(label, top + split, room * (reference or 0) / most, height - split))
            painter.setPen(self.palette().windowText().color())
            painter.drawText(
                QRectF(label + room, top, number, height),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                f"{_percent(near)} ({_percent(reference)})",
            )


def _percent(share: float | None) -> str:
    return "\N{EN DASH}" if share is None else f"{localised_number(100 * share, language())} %"
