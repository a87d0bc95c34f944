"""Rows gathered one by one into the arrays of ``core.overlay``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...core.overlay import Coverings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class CoveringRows:
    """Measures of units inside sets of areas, as they are found."""

    def __init__(self, units: int) -> None:
        self._unit: list[int] = []
        self._area: list[int] = []
        self._size: list[int] = []
        self._measure: list[float] = []
        self._outside = np.zeros(units)

    def add(self, unit: int, members: Sequence[int], measure: float) -> None:
        """Add a piece of a unit; the empty set is outside all areas."""
        if not members:
            self._outside[unit] += measure
            return
        for area in members:
            self._unit.append(unit)
            self._area.append(area)
            self._size.append(len(members))
            self._measure.append(measure)

    def coverings(self, own: Sequence[float] | NDArray[np.float64]) -> Coverings:
        """Return the arrays.

        Args:
            own: the measure of each whole unit, shape (units,).
        """
        return Coverings(
            unit=np.array(self._unit, dtype=np.intp),
            area=np.array(self._area, dtype=np.intp),
            size=np.array(self._size, dtype=np.intp),
            measure=np.array(self._measure, dtype=np.float64),
            own=np.array(own, dtype=np.float64),
            outside=self._outside,
        )
