"""The rows of a layer as lists of values, read in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsExpression, QgsVectorLayerUtils

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qgis.core import QgsVectorLayer


def layer_rows(
    layer: QgsVectorLayer, names: Iterable[str], *, selected_only: bool = False
) -> list[list[object]]:
    """Return the values of fields, NULL for a field that the layer has not; shape (rows, names).

    Rows are those that the layer's filter lets through, what is being edited included; none of a layer that cannot be
    read.
    """
    fields = layer.fields()
    places = [fields.lookupField(name) for name in names]
    columns = [QgsExpression.quotedColumnRef(fields[at].name()) if at >= 0 else "NULL" for at in places]
    rows, readable = QgsVectorLayerUtils.getValues(layer, f"array({','.join(columns)})", selected_only)
    return rows if readable else []
