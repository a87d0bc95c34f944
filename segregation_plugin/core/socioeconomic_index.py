"""The socioeconomic index of the rows of a table: as it stands there, or from its three components."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import schema
from .errors import InputError
from .field_guess import code_in
from .years import spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .tables import Table

_WHOLE = 100.0


def index_of_rows(table: Table, index_field: str, component_fields: Sequence[str]) -> NDArray[np.float64]:
    """Return the index of every row.

    From components it is their mean, (V1 + V2 + V3) / 3 (SCB), missing where one of them is.

    Args:
        table: the rows.
        index_field: the field with the index; empty for the components, or for the schema's field.
        component_fields: the three fields, each empty when it is not given.

    Returns:
        Shape (rows,), 0 to 100, NaN where missing.

    Raises:
        InputError: a field does not exist, index and components are both given, a component is not, there is
            neither, or a value is no percentage.
    """
    given = [field for field in component_fields if field]
    if index_field and given:
        raise InputError(
            "Both the index ({index}) and components ({components}) are given; choose the index or all three "
            "components.",
            index=index_field,
            components=", ".join(given),
        )
    if not given:
        return percentages(table, _index_field(table, index_field))
    if len(given) < len(component_fields):
        raise InputError(
            "Only {count} of the three components of the index are given ({fields}); give all three, or the field "
            "with the index.",
            count=len(given),
            fields=", ".join(given),
        )
    return np.asarray(np.mean([percentages(table, table.require(field)) for field in given], axis=0))


def _index_field(table: Table, given: str) -> str:
    if given:
        return table.require(given)
    found = table.field(schema.SOCIOECONOMIC_INDEX)
    if found is None:
        raise InputError(
            "Layer {layer} has no field {field}; choose the field with the index, or the three fields with its "
            "components.",
            layer=table.name,
            field=schema.SOCIOECONOMIC_INDEX,
        )
    return found


def percentages(table: Table, field: str) -> NDArray[np.float64]:
    """Return a column as percentages, NaN where missing.

    Raises:
        InputError: a value is not from 0 to 100.
    """
    values = table.figures(field)
    wrong = np.flatnonzero((values < 0) | (values > _WHOLE))
    if wrong.size:
        row = int(wrong[0])
        raise InputError(
            "Row {row} of layer {layer} has {value} in field {field}; expected a percentage from 0 to 100.",
            row=row + 1,
            layer=table.name,
            value=f"{values[row]:g}",
            field=field,
        )
    return values


def require_one_row_per_area(table: Table, index: NDArray[np.float64]) -> None:
    """Refuse a reference that would count an area twice: several years, or copies of a code.

    Raises:
        InputError: the rows with an index are of several years, or a code repeats.
    """
    known = [int(row) for row in np.flatnonzero(~np.isnan(index))]
    years = table.years(table.field(schema.INDEX_YEAR, schema.YEAR))
    found = {year for row in known if (year := years[row]) is not None}
    if len(found) > 1:
        raise InputError(
            "Layer {layer} has rows of several years ({years}), while a type is relative to the areas of one year; "
            "filter it to one year, or give the mean and the standard deviation.",
            layer=table.name,
            years=spans(found),
        )
    codes = table.texts(table.field(schema.REGION_CODE))
    seen: set[str] = set()
    for row in known:
        region = code_in(codes[row])
        code = region[0] if region else codes[row]
        if code is not None and code in seen:
            raise InputError(
                "Code {code} stands in several rows of layer {layer} and would count twice in the mean; filter it to "
                "one row per area, or give the mean and the standard deviation.",
                code=code,
                layer=table.name,
            )
        seen.add(code or "")
