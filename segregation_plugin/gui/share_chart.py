"""Bars: how something is spread over the area types, beside what it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QPainter, QPaintEvent
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ..cartography.area_type_style import DEFAULT_PALETTE
from ..cartography.number_text import localised_number
from ..core.area_types import BORDER_COLOUR, PALETTES
from ..i18n import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    Share = float | None

_ROW_LINES = 2.2
_LEGEND_LINES = 1.4
_COMPARED = 0.45
"""Of the height of a row: the lower, dotted bar."""
_DOTTED = Qt.BrushStyle.Dense5Pattern


class ShareChart(QWidget):
    """Two bars a type, and under them what each stands for."""

    def __init__(self, first: str, second: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = (first, second)
        self._shares: list[tuple[Share, Share]] = []
        self._colours = PALETTES[DEFAULT_PALETTE]
        self.setAccessibleName(f"{first}, {second}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: Sequence[tuple[Share, Share]]) -> None:
        """Show the shares of types 1 to 5, each with what it is compared with; None is missing."""
        self._shares = list(shares)
        self.updateGeometry()
        self.update()

    def show_palette(self, name: str) -> None:
        """Draw the types in the colours of a palette."""
        self._colours = PALETTES[name]
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all rows and the legend."""
        lines = len(self._shares) * _ROW_LINES + len(self._names) * _LEGEND_LINES
        return QSize(240, round(lines * self.fontMetrics().height()) + 4)

    def minimumSizeHint(self) -> QSize:
        """Return the same height at any width."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the bars and what they say."""
        most = max((share for pair in self._shares for share in pair if share), default=0.0)
        if not most:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        label = self.fontMetrics().horizontalAdvance("5  ")
        for row, shares in enumerate(self._shares):
            place = QRectF(label, row * _ROW_LINES * line + 2, self.width() - label, _ROW_LINES * line - 4)
            painter.setPen(self.palette().windowText().color())
            painter.drawText(
                QRectF(0, place.top(), label, place.height()), Qt.AlignmentFlag.AlignVCenter, str(row + 1)
            )
            self._draw_bars(painter, place, QColor(self._colours[row]), shares, most)
        self._draw_legend(painter, QRectF(label, len(self._shares) * _ROW_LINES * line, line, line))

    def _draw_bars(
        self, painter: QPainter, place: QRectF, colour: QColor, shares: tuple[Share, Share], most: float
    ) -> None:
        number = self.fontMetrics().horizontalAdvance(" 100 % (100 %)")
        room = max(place.width() - number, 10)
        split = place.height() * (1 - _COMPARED)
        painter.setPen(QColor(BORDER_COLOUR))
        for share, top, height, brush in (
            (shares[0], place.top(), split, QBrush(colour)),
            (shares[1], place.top() + split, place.height() - split, QBrush(colour, _DOTTED)),
        ):
            painter.setBrush(brush)
            painter.drawRect(QRectF(place.left(), top, room * (share or 0) / most, height))
        painter.setPen(self.palette().windowText().color())
        painter.drawText(
            QRectF(place.left() + room, place.top(), number, place.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            f"{_percent(shares[0])} ({_percent(shares[1])})",
        )

    def _draw_legend(self, painter: QPainter, swatch: QRectF) -> None:
        text_colour = self.palette().windowText().color()
        for name, brush in zip(self._names, (QBrush(text_colour), QBrush(text_colour, _DOTTED)), strict=True):
            painter.setPen(QColor(BORDER_COLOUR))
            painter.setBrush(brush)
            painter.drawRect(swatch.adjusted(0, 3, 0, -3))
            painter.setPen(text_colour)
            beside = QRectF(
                swatch.right() + 5, swatch.top(), self.width() - swatch.right() - 5, swatch.height()
            )
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, name)
            swatch.translate(0, _LEGEND_LINES * self.fontMetrics().height())


def _percent(share: Share) -> str:
    return "\N{EN DASH}" if share is None else f"{localised_number(100 * share, language())} %"
