"""Corners that two areas mean to share but write down a hair apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .near import ROUNDING_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .rings import Rings


def snapped(rings: Rings) -> Rings:
    """Return the rings with corners less than ``ROUNDING_M`` apart moved onto one of them."""
    by_x = np.argsort(rings.x, kind="stable")
    column = np.empty(by_x.size, dtype=np.intp)
    column[by_x] = _runs(rings.x[by_x])
    order = np.lexsort((rings.y, column))
    corner = _runs(rings.y[order]) + column[order]  # both only ever grow, so that their sum tells them apart
    first = np.flatnonzero(np.diff(corner, prepend=-1))
    representative = order[np.repeat(first, np.diff(np.append(first, order.size)))]
    x, y = rings.x.copy(), rings.y.copy()
    x[order], y[order] = rings.x[representative], rings.y[representative]
    return replace(rings, x=x, y=y)


def _runs(values: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return for each value the run that it is of; a run ends where the step to the next is wide."""
    return np.cumsum(np.abs(np.diff(values, prepend=values[:1])) > ROUNDING_M)
