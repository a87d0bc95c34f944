"""Tiles: the ground around features, cut until each tile has few of them near."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..boxes import Box, box_around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_FEW = 300
_LEAST_REACHES = 4.0
"""A tile is at least so many distances long: what reaches in from outside is buffered for its neighbours as well."""
_REPEATED = 1.5


class Tile(NamedTuple):
    """A box and the features that may reach into it."""

    box: Box
    near: NDArray[np.intp]
    """Ascending, shape (features near,)."""


def tiles(boxes: NDArray[np.float64], reach_m: float) -> Iterator[Tile]:
    """Yield tiles that cover what lies within reach of features, none of them over another, from south-west on.

    A tile is cut in halves where it has many features, but no smaller than a few times the reach, and not where
    most of its features would be near both halves.

    Args:
        boxes: of the features: west, south, east, north; shape (features, 4), one or more.
        reach_m: the largest distance.
    """
    reached = boxes + np.array([-reach_m, -reach_m, reach_m, reach_m])
    waiting = [Tile(box_around(reached), np.arange(len(boxes)))]
    while waiting:
        tile = waiting.pop()
        cut = _halves(tile, reached) if _is_large(tile, reach_m) else None
        if cut is None:
            yield tile
        else:
            waiting += [half for half in cut[::-1] if half.near.size]


def _is_large(tile: Tile, reach_m: float) -> bool:
    return tile.near.size > _FEW and max(tile.box.width, tile.box.height) > _LEAST_REACHES * reach_m


def _halves(tile: Tile, reached: NDArray[np.float64]) -> tuple[Tile, Tile] | None:
    """Return both halves, or None where cutting would repeat more than it divides."""
    low, high = tile.box.halves()
    begins = reached[tile.near, 0 if tile.box.is_wide else 1]
    ends = reached[tile.near, 2 if tile.box.is_wide else 3]
    in_low, in_high = tile.near[begins < tile.box.middle], tile.near[ends > tile.box.middle]
    if in_low.size + in_high.size > _REPEATED * tile.near.size:
        return None
    return Tile(low, in_low), Tile(high, in_high)
