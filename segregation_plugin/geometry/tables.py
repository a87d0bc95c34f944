"""Attributes of layers as tables of plain values, with or without geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from ..core.errors import RunCancelledError
from ..core.tables import Table
from .values import is_null

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsFeedback, QgsFields

    from .reading import Features, LayerSource

_CANCEL_EVERY = 1024


def read_attributes(layer: LayerSource, feedback: QgsFeedback) -> list[list[Any]]:
    """Read the attributes of all rows of a layer or table, in order.

    Raises:
        RunCancelledError: the user cancelled.
    """
    rows = []
    for number, feature in enumerate(layer.features()):
        if number % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        rows.append(feature.attributes())
    return rows


def read_table(layer: LayerSource, feedback: QgsFeedback) -> Table:
    """Read a layer or table without its geometry.

    Raises:
        RunCancelledError: the user cancelled.
    """
    return as_table(layer.name, layer.fields, read_attributes(layer, feedback))


def table_of(features: Features) -> Table:
    """Return the attributes of features that were read."""
    return as_table(features.name, features.fields, features.attributes)


def as_table(name: str, fields: QgsFields, attributes: Sequence[Sequence[Any]]) -> Table:
    """Return rows of attributes as a table of plain values."""
    columns = list(zip(*attributes, strict=True)) or [()] * len(fields)
    return Table(
        name,
        {
            field: [_plain(value) for value in column]
            for field, column in zip(fields.names(), columns, strict=True)
        },
    )


def _plain(value: Any) -> object:
    if is_null(value):
        return None
    if isinstance(value, (QDate, QDateTime)):
        return value.toString(Qt.DateFormat.ISODate)
    return value
