"""Values as QGIS hands them over, NULL included, to values as Python computes with them, and back."""

from __future__ import annotations

import math
from typing import Any

from qgis.core import NULL, QgsVariantUtils
from qgis.PyQt.QtCore import QDate

from ..core.tables import sure_figure

_NEVER_NULL = (str, int, bool)


def is_null(value: Any) -> bool:
    """Say whether a value is missing: None, NULL or not a number."""
    if type(value) in _NEVER_NULL:  # most values; to ask QGIS takes ten times as long
        return False
    return QgsVariantUtils.isNull(value) or (isinstance(value, float) and math.isnan(value))


def number(value: Any) -> float:
    """Return a number to show or to colour by, NaN where it is missing or no number.

    What is computed with is read by ``Features.figures``, which refuses what is no number.
    """
    try:
        return sure_figure(None if is_null(value) else value)
    except ValueError:
        return math.nan


def text(value: Any) -> str | None:
    """Return a text without the blanks around it, None where it is missing or blank; a whole number without ``.0``."""
    if is_null(value):
        return None
    if (
        type(value) is float and value.is_integer()
    ):  # the same group or project as where the field is of integers
        return str(int(value))
    return str(value).strip() or None


def to_qgis(value: Any) -> Any:
    """Return what a sink stores: missing stays missing, numpy's scalars become Python's."""
    if is_null(value):
        return NULL
    if hasattr(value, "isoformat"):
        return QDate(value.year, value.month, value.day)
    scalar = value.item() if hasattr(value, "item") else value
    return NULL if is_null(scalar) else scalar
