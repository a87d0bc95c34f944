"""The borders that two areas share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .straight import Straights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..coverage.edges import Edges


@dataclass(frozen=True)
class SharedBorders:
    """Every two areas that share a border, once, in order."""

    first: NDArray[np.intp]
    """The lower of the two areas, shape (borders,)."""
    second: NDArray[np.intp]
    """The higher of the two areas, shape (borders,)."""
    length: NDArray[np.float64]
    """Metres of each border, shape (borders,)."""
    edges: Straights
    """The edges of all borders, shape (edges,)."""
    border: NDArray[np.intp]
    """The border that each edge is of, shape (edges,)."""

    def __len__(self) -> int:
        return int(self.first.size)


def shared_borders(edges: Edges) -> SharedBorders:
    """Return the borders between two areas each; edges without length or with an area on one side only are none."""
    shared = (edges.left >= 0) & (edges.right >= 0) & (edges.left != edges.right)
    shared &= (edges.x0 != edges.x1) | (edges.y0 != edges.y1)
    straights = Straights.between(edges.x0[shared], edges.y0[shared], edges.x1[shared], edges.y1[shared])
    sides = edges.left[shared].astype(np.int64), edges.right[shared].astype(np.int64)
    low, high = np.minimum(*sides), np.maximum(*sides)
    areas = int(high.max(initial=0)) + 1
    keys, border = np.unique(low * areas + high, return_inverse=True)
    return SharedBorders(
        first=(keys // areas).astype(np.intp),
        second=(keys % areas).astype(np.intp),
        length=np.bincount(border, straights.length, keys.size).astype(np.float64),
        edges=straights,
        border=border.astype(np.intp),
    )
