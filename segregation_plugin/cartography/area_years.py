"""Areas of several years in one layer: drawn one year at a time, by QGIS's own temporal control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsDateTimeRange, QgsExpression
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ..core.schema import INDEX_YEAR, YEAR_END, YEAR_START
from .area_type_style import field_of

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer


def one_year_at_a_time(layer: QgsVectorLayer) -> None:
    """Let the temporal control choose the year; all years would lie on top of each other."""
    temporal = layer.temporalProperties()
    if all(layer.fields().lookupField(name) >= 0 for name in (YEAR_START, YEAR_END)):
        temporal.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromFields)
        temporal.setStartField(YEAR_START)
        temporal.setEndField(YEAR_END)
    else:
        year = QgsExpression.quotedColumnRef(field_of(layer, INDEX_YEAR).name())
        temporal.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromExpressions)
        temporal.setStartExpression(f"make_date({year}, 1, 1)")
        temporal.setEndExpression(f"make_date({year}, 12, 31)")
    temporal.setIsActive(True)
    layer.triggerRepaint()


def period(year: int) -> QgsDateTimeRange:
    """Return the time of a year, its first and its last second included."""
    return QgsDateTimeRange(
        QDateTime(QDate(year, 1, 1), QTime(0, 0)), QDateTime(QDate(year, 12, 31), QTime(23, 59, 59))
    )


def year_of(shown: QgsDateTimeRange) -> int | None:
    """Return the year that a period begins in, None for all time."""
    return shown.begin().date().year() if shown.begin().isValid() else None
