"""The index of the selected areas over the years, as a line."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QPalette, QPen
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from .area_type_numbers import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

_LINES_HIGH = 5
_DOT, _SHOWN_DOT = 2.0, 4.0


class YearsChart(QWidget):
    """A small line from the first year to the last, from 0 upwards; a year without a value is a gap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[int, float] = {}
        self._year: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, values: Mapping[int, float], year: int | None) -> None:
        """Show an index by year (NaN where missing), one of the years being that on the map."""
        self._values, self._year = dict(values), year
        told = "\n".join(f"{of}: {number_text(value, 1)}" for of, value in values.items())
        self.setToolTip(told)
        self.setAccessibleDescription(told)
        self.setVisible(any(not math.isnan(value) for value in values.values()))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height that suits the font."""
        return QSize(160, _LINES_HIGH * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Return the height alone; it can be narrow."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt calls it so
        """Draw the axis, the line, the year on the map and the figures at both."""
        known = [value for value in self._values.values() if not math.isnan(value)]
        if not known:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self._place()
        self._draw_axis(painter, place)
        points = self._points(place, max(known) or 1.0)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1.5))
        years = list(self._values)
        for first, second in pairwise(years):
            if first in points and second in points:
                painter.drawLine(points[first], points[second])
        self._draw_dots(painter, points)
        painter.end()

    def _place(self) -> QRectF:
        """Return where the line goes: between figures above and years below."""
        line, side = self.fontMetrics().height(), self.fontMetrics().horizontalAdvance("0000") / 2
        return QRectF(self.rect()).adjusted(side, 1.5 * line, -side, -1.2 * line)

    def _points(self, place: QRectF, most: float) -> dict[int, QPointF]:
        first, last = min(self._values), max(self._values)
        return {
            year: QPointF(
                place.left() + place.width() * (year - first) / max(last - first, 1),
                place.bottom() - place.height() * value / most,
            )
            for year, value in self._values.items()
            if not math.isnan(value)
        }

    def _draw_axis(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        below = QRectF(0, place.bottom() + 1, self.width(), self.height() - place.bottom() - 1)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, str(min(self._values)))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, str(max(self._values)))

    def _draw_dots(self, painter: QPainter, points: Mapping[int, QPointF]) -> None:
        text, shown = (
            self.palette().color(role)
            for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Highlight)
        )
        for year, point in points.items():
            is_shown = year == self._year
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shown if is_shown else text)
            painter.drawEllipse(point, *([_SHOWN_DOT if is_shown else _DOT] * 2))
            if is_shown or (self._year not in points and year == max(points)):
                painter.setPen(text)
                painter.drawText(
                    self._above(point), Qt.AlignmentFlag.AlignCenter, number_text(self._values[year], 1)
                )

    def _above(self, point: QPointF) -> QRectF:
        """Return where the figure of a point is written, within the widget."""
        width, height = self.fontMetrics().horizontalAdvance("000,0"), self.fontMetrics().height()
        left = min(max(point.x() - width / 2, 0), self.width() - width)
        return QRectF(left, point.y() - height - _SHOWN_DOT, width, height)
