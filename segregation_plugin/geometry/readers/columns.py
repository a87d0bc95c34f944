"""Values of a field to texts and figures, as ``values.text`` and ``Features.figures`` read them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...core.tables import sure_figure
from ..values import is_null, text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = list[Any] | "Coded" | np.ma.MaskedArray[Any, Any]
    """One of each feature: as QGIS gives them; the different ones and where they occur; plain numbers."""


class FigureError(Exception):
    """A value of a field is neither a number nor missing; the arguments are the field and the values."""


class Coded(NamedTuple):
    """Values of which many are the same."""

    values: list[Any]
    """The different ones."""
    place: NDArray[np.intp]
    """Which of them each feature has; shape (features,)."""


def taken(values: Values, places: NDArray[np.intp]) -> Values:
    """Return the values at places."""
    if isinstance(values, Coded):
        used, place = np.unique(values.place[places], return_inverse=True)
        return Coded([values.values[number] for number in used], place)
    return [values[place] for place in places.tolist()] if isinstance(values, list) else values[places]


def as_texts(values: Values) -> NDArray[np.object_]:
    """Return texts without the blanks around them, None where missing; shape (features,)."""
    if isinstance(values, Coded):
        return as_texts(values.values)[values.place]
    texts = np.empty(len(values), dtype=object)
    texts[:] = [_text(value) for value in _listed(values)]
    return texts


def _text(value: Any) -> str | None:
    if type(value) is str:
        return value.strip() or None
    return str(value) if type(value) is int else text(value)


def as_figures(values: Values, field: str) -> NDArray[np.float64]:
    """Return numbers, NaN where missing; shape (features,).

    Raises:
        FigureError: a value is neither a number nor missing.
    """
    try:
        if isinstance(values, Coded):
            return np.array(list(map(_figure, values.values)), dtype=np.float64)[values.place]
        if isinstance(values, list) or values.dtype.kind == "b":
            return np.array(list(map(_figure, _listed(values))), dtype=np.float64)
    except ValueError as error:
        raise FigureError(field, _listed(values)) from error
    figures = values.astype(np.float64).filled(math.nan)
    if np.isinf(figures).any():
        raise FigureError(field, _listed(values))
    return figures


def _figure(value: Any) -> float:
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return float(value)
    return math.nan if is_null(value) else sure_figure(value)


def _listed(values: Values) -> list[Any]:
    """Return the values as Python has them: of an array bool, int and float, None where masked."""
    if isinstance(values, Coded):
        return [values.values[place] for place in values.place]
    return values if isinstance(values, list) else values.tolist()
