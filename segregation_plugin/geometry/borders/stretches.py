"""Which stretch of a straight piece lies near another: in its strip, in its stadium, behind a bend.

All are convex, so a straight piece has one stretch in each. Stretches are pairs of arrays ``start, end`` of shape
(pieces,), in metres from the start of the piece; where there is none, the start is infinite and the end is minus that.
Borders of a shape are inside it, and so is what lies within the rounding of them at the ends of a stretch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .straight import ROUNDING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .bends import Bends
    from .straight import Straights

    Numbers = NDArray[np.float64]
    Stretches = tuple[Numbers, Numbers]


def in_stadium(pieces: Straights, axes: Straights, radius: float) -> Stretches:
    """Return what of each piece lies within a distance of its axis, beyond the axis' ends too.

    Args:
        pieces: what is measured.
        axes: as many axes.
        radius: metres, 0 or more.
    """
    parts = (
        in_strip(pieces, axes, radius),
        in_disc(pieces, axes.x0, axes.y0, radius),
        in_disc(pieces, axes.x1, axes.y1, radius),
    )
    starts, ends = zip(*parts, strict=True)
    return np.minimum.reduce(starts), np.maximum.reduce(ends)


def in_strip(pieces: Straights, axes: Straights, radius: float) -> Stretches:
    """Return what of each piece lies within a distance of its axis and beside it: not beyond its ends.

    Args:
        pieces: what is measured.
        axes: as many axes.
        radius: metres, 0 or more.
    """
    east, north = pieces.x0 - axes.x0, pieces.y0 - axes.y0
    along, along_step = _turned(east, north, pieces, axes.ux, axes.uy)
    across, across_step = _turned(east, north, pieces, -axes.uy, axes.ux)
    stretch = np.zeros(len(pieces)), pieces.length
    stretch = _where_not_negative(stretch, along, along_step)
    stretch = _where_not_negative(stretch, axes.length - along, -along_step)
    stretch = _where_not_negative(stretch, radius - across, -across_step)
    return _where_not_negative(stretch, radius + across, across_step)


def in_disc(pieces: Straights, x: Numbers, y: Numbers, radius: float) -> Stretches:
    """Return what of each piece lies within a distance of its point.

    Args:
        pieces: what is measured.
        x: east of the points, shape (pieces,).
        y: north of the points, shape (pieces,).
        radius: metres, 0 or more.
    """
    east, north = x - pieces.x0, y - pieces.y0
    nearest = east * pieces.ux + north * pieces.uy
    height = np.abs(east * pieces.uy - north * pieces.ux)
    half = np.sqrt(np.maximum((radius - height) * (radius + height), 0.0))
    start, end = np.maximum(nearest - half, 0.0), np.minimum(nearest + half, pieces.length)
    return _or_none(start, end, (height <= radius) & (start <= end))


def in_wedge(pieces: Straights, bends: Bends, radius: float) -> Stretches:
    """Return what of each piece lies within a distance of a bend and behind both its sides.

    Args:
        pieces: what is measured.
        bends: as many bends.
        radius: metres, 0 or more.
    """
    stretch = in_disc(pieces, bends.x, bends.y, radius)
    east, north = pieces.x0 - bends.x, pieces.y0 - bends.y
    for ux, uy in (bends.sides[:2], bends.sides[2:]):
        ahead, step = _turned(east, north, pieces, ux, uy)
        stretch = _where_not_negative(stretch, -ahead, -step)
    return stretch


def _turned(
    east: Numbers, north: Numbers, pieces: Straights, ux: Numbers, uy: Numbers
) -> tuple[Numbers, Numbers]:
    """Return how far the start of each piece lies in a direction, and how much further each metre of it does."""
    return east * ux + north * uy, pieces.ux * ux + pieces.uy * uy


def _where_not_negative(stretch: Stretches, value: Numbers, step: Numbers) -> Stretches:
    """Return the part of each stretch where ``value + step * place`` is not negative.

    An end at which it is less than the rounding below 0 is taken to be at 0.
    """
    start, end = stretch
    with np.errstate(invalid="ignore", divide="ignore"):  # stretches that are none give NaN, and stay none
        at_start, at_end = value + step * start, value + step * end
        starts_in, ends_in = at_start >= -ROUNDING, at_end >= -ROUNDING
        share = at_start / (at_start - at_end)
        cut = start + (end - start) * np.clip(share, 0.0, 1.0)
    return _or_none(
        np.where(starts_in, start, cut),
        np.where(ends_in, end, cut),
        (start <= end) & (starts_in | ends_in),
    )


def _or_none(start: Numbers, end: Numbers, some: NDArray[np.bool_]) -> Stretches:
    return np.where(some, start, np.inf), np.where(some, end, -np.inf)
