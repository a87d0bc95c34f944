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

_LINES_HIGH = 4
_TEXT = 1.3  # of a line of text
_LINE, _DOT, _SHOWN_DOT = 1.5, 2.0, 4.0


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
        told = "\n".join(map(self._told, self._values))
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
        """Draw the axis with its ends in figures, the line, and the year on the map."""
        known = [value for value in self._values.values() if not math.isnan(value)]
        if not known:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self._place()
        self._draw_axis(painter, place)
        points = self._points(place, max(known) or 1.0)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), _LINE))
        for first, second in pairwise(self._values):
            if first in points and second in points:
                painter.drawLine(points[first], points[second])
        self._draw_dots(painter, points)
        painter.end()

    def _place(self) -> QRectF:
        """Return where the line goes: above the figures, with room for a dot on each side."""
        margin = _SHOWN_DOT + _LINE
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -_TEXT * self.fontMetrics().height())

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
        below = QRectF(self.rect())
        for year, side in (
            (min(self._values), Qt.AlignmentFlag.AlignLeft),
            (max(self._values), Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(below, side | Qt.AlignmentFlag.AlignBottom, self._told(year))

    def _draw_dots(self, painter: QPainter, points: Mapping[int, QPointF]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for year, point in points.items():
            is_shown = year == self._year
            role = QPalette.ColorRole.Highlight if is_shown else QPalette.ColorRole.WindowText
            painter.setBrush(self.palette().color(role))
            radius = _SHOWN_DOT if is_shown else _DOT
            painter.drawEllipse(point, radius, radius)

    def _told(self, year: int) -> str:
        return f"{year}: {number_text(self._values[year], 1)}"
