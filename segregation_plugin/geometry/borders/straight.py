"""Straight pieces as arrays: the segments of lines, and the edges of borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-8
"""Metres within which a place is on an edge, and an end is where it should be.

Coordinates of seven million metres are a nanometre apart, and a place computed from several of them is a few of
those off.
"""


@dataclass(frozen=True)
class Straights:
    """Straight pieces with a start, a direction and a length above 0; all arrays have shape (pieces,)."""

    x0: NDArray[np.float64]
    """East of the start, metres."""
    y0: NDArray[np.float64]
    """North of the start, metres."""
    x1: NDArray[np.float64]
    """East of the end, metres."""
    y1: NDArray[np.float64]
    """North of the end, metres."""
    ux: NDArray[np.float64]
    """East part of the direction, a unit vector."""
    uy: NDArray[np.float64]
    """North part of the direction."""
    length: NDArray[np.float64]
    """Metres."""

    @classmethod
    def between(
        cls,
        x0: NDArray[np.float64],
        y0: NDArray[np.float64],
        x1: NDArray[np.float64],
        y1: NDArray[np.float64],
    ) -> Straights:
        """Return the pieces between two ends each; the ends differ."""
        east, north = x1 - x0, y1 - y0
        length = np.hypot(east, north)
        return cls(x0, y0, x1, y1, east / length, north / length, length)

    def __len__(self) -> int:
        return int(self.x0.size)

    def take(self, rows: NDArray[np.intp]) -> Straights:
        """Return the pieces at these places, in this order."""
        columns = (self.x0, self.y0, self.x1, self.y1, self.ux, self.uy, self.length)
        return Straights(*(column[rows] for column in columns))


def within_angle(some: Straights, others: Straights, degrees: float) -> NDArray[np.bool_]:
    """Say of which pieces the directions, either way, differ by an angle or less.

    An angle is the same as the limit when to move an end by the rounding would make it so.

    Args:
        some: pieces.
        others: as many pieces.
        degrees: 0 to 90.
    """
    sine = np.abs(some.ux * others.uy - some.uy * others.ux)
    cosine = np.abs(some.ux * others.ux + some.uy * others.uy)
    limit = np.radians(degrees)
    # the sine of the difference: exact near the limit, whatever the limit
    beyond = sine * np.cos(limit) - cosine * np.sin(limit)
    return beyond <= ROUNDING * (1 / some.length + 1 / others.length)
