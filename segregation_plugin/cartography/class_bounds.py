"""Bounds of classes on a map: as many values in each, in round figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qgis.core import QgsClassificationQuantile

if TYPE_CHECKING:
    from collections.abc import Sequence


def quantile_bounds(values: Sequence[float], classes: int, decimals: int) -> list[float]:
    """Return the bounds of classes with about as many values each, ascending, none twice; none of no values.

    Args:
        values: known ones.
        classes: how many; fewer where values are alike.
        decimals: of the bounds; the outer ones are rounded outward.
    """
    if not values:
        return []
    found = QgsClassificationQuantile().classes(list(values), classes)
    scale = 10**decimals
    inner = [round(one.upperBound(), decimals) for one in found[:-1]]
    least, most = math.floor(min(values) * scale) / scale, math.ceil(max(values) * scale) / scale
    cuts = sorted({least, *inner, most})
    return cuts if len(cuts) > 1 else [least, most]
