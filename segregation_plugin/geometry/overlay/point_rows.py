"""Points in rows from south to north, so that those in a box are found at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..coverage.ragged import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.intp]
    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class PointRows:
    """Points, row by row from west to east; the arrays have shape (points,)."""

    x: Numbers
    y: Numbers
    point: Indices
    """The number that each had when it was given."""
    south: float
    row_m: float
    rows: int
    places: NDArray[np.complex128]
    """The row, and as imaginary part x; ascending."""

    @classmethod
    def of(cls, x: Numbers, y: Numbers, row_m: float) -> PointRows:
        """Put one point or more into rows.

        Args:
            x: east, metres, shape (points,).
            y: north.
            row_m: the height of a row; well chosen, that of the boxes that will be asked for.
        """
        south = float(y.min())
        row_m = max(row_m, float(np.ptp(y)) / x.size, np.finfo(np.float64).eps)
        row = np.floor((y - south) / row_m)
        order = np.lexsort((x, row))
        places = row[order] + 1j * x[order]
        return cls(x[order], y[order], order, south, row_m, int(row.max()) + 1, places)

    def within(self, boxes: NDArray[np.float64]) -> tuple[Indices, Indices]:
        """Return the pairs of a box and a point in it, box by box; the points by their places here.

        Args:
            boxes: west, south, east, north; shape (boxes, 4).
        """
        west, south, east, north = boxes.T
        first, last = (
            np.clip(np.floor((side - self.south) / self.row_m), low, high).astype(np.intp)
            for side, low, high in ((south, 0, self.rows), (north, -1, self.rows - 1))
        )
        box, rank = spread(np.maximum(last - first + 1, 0))
        row = first[box] + rank
        begin = np.searchsorted(self.places, row + 1j * west[box])
        end = np.searchsorted(self.places, row + 1j * east[box], side="right")
        of_row, rank = spread(end - begin)
        box, point = box[of_row], begin[of_row] + rank
        inside = np.flatnonzero((self.y[point] >= south[box]) & (self.y[point] <= north[box]))
        return box[inside], point[inside]
