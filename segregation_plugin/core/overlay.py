"""Overlay: what of a layer lies in which area, so that nothing is counted twice and nothing is lost.

A unit is what is measured by itself: a line, a polygon, or all dissolved polygons of a class. Areas that share
ground, as neighbours do within the border tolerance, cover a piece of a unit together; the piece belongs to
each of the n areas by 1/n. With |U_T| the measure of unit U in all areas of set T, the share of area i follows
from inclusion and exclusion, since 1/n = sum over k of (-1)^k C(n-1, k) / (k+1):

    share_i = sum over sets T that hold i of (-1)^(|T|-1) / |T| * |U_T|

Borders, corners where four areas meet and overlapping areas are then one case, and the shares of all areas sum
to the measure of the unit inside their union.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Rule = Literal["split", "both"]
RULES: tuple[Rule, Rule] = ("split", "both")
Quantity = Literal["length_m", "area_m2", "count"]
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Coverings:
    """Measures of units inside sets of areas: one row per unit, set and area of the set.

    The first four arrays have shape (rows,), the last two (units,). Measures are metres or square metres.
    """

    unit: NDArray[np.intp]
    area: NDArray[np.intp]
    size: NDArray[np.intp]
    """How many areas the set holds."""
    measure: NDArray[np.float64]
    own: NDArray[np.float64]
    """The measure of each whole unit."""
    outside: NDArray[np.float64]
    """The measure of each unit outside all areas, taken by itself and not as a remainder."""


@dataclass(frozen=True)
class Stretches:
    """Pieces that units consist of, each in the same areas throughout; the pieces of a unit share nothing."""

    unit: NDArray[np.intp]
    """The unit of each piece, shape (pieces,)."""
    measure: NDArray[np.float64]
    """Metres, shape (pieces,)."""
    piece: NDArray[np.intp]
    """A piece for each area that it lies in; shape (coverings,)."""
    area: NDArray[np.intp]
    """That area."""
    own: NDArray[np.float64]
    """The measure of each whole unit, taken by itself; shape (units,)."""


@dataclass(frozen=True)
class Amounts:
    """One quantity of a layer, shared out over areas: one row per unit and area, and what it adds up to."""

    quantity: Quantity
    unit: NDArray[np.intp]
    area: NDArray[np.intp]
    amount: NDArray[np.float64]
    """Metres, square metres, or 1 per point."""
    measured: float
    """The layer's own total."""
    outside: float
    on_borders: float
    """What lies in two areas or more."""

    @property
    def inside(self) -> float:
        """The total over all areas."""
        return float(self.amount.sum())

    @property
    def difference(self) -> float:
        """What does not add up: 0, unless pieces on borders are counted in both areas."""
        return self.measured - self.inside - self.outside


@dataclass(frozen=True)
class Meetings:
    """Which features an area meets: shape (pairs,), every pair once."""

    feature: NDArray[np.intp]
    area: NDArray[np.intp]


def share_out(coverings: Coverings, quantity: Quantity, rule: Rule) -> Amounts:
    """Return what of each unit belongs to each area.

    Args:
        coverings: measures inside sets of areas.
        quantity: what they measure.
        rule: ``split`` gives each of n areas 1/n of what they cover together; ``both`` gives it in full to
            each, so that the areas sum to more than the layer has.
    """
    size = coverings.size
    in_full = np.where(size == 1, 1.0, 0.0)
    factor = in_full if rule == "both" else np.where(size % 2 == 1, 1.0, -1.0) / size
    keys, rows = _pairs(coverings.unit, coverings.area)
    return Amounts(
        quantity=quantity,
        unit=keys[0],
        area=keys[1],
        amount=sums(rows, factor * coverings.measure, keys[0].size),
        measured=float(coverings.own.sum()),
        outside=float(coverings.outside.sum()),
        on_borders=_covered_repeatedly(coverings),
    )


def share_out_stretches(
    stretches: Stretches, quantity: Quantity, rule: Rule, least: float
) -> tuple[Amounts, Meetings]:
    """Return what of each unit belongs to each area, and which units count in which areas.

    Args:
        stretches: what units consist of.
        quantity: what they measure.
        rule: ``split`` gives each of n areas 1/n of a piece, ``both`` gives it in full to each.
        least: what a unit has to have in an area to count in it, unless it has all of itself there.
    """
    areas = np.bincount(stretches.piece, minlength=stretches.measure.size)
    share = stretches.measure if rule == "both" else stretches.measure / np.maximum(areas, 1)
    keys, rows = _pairs(stretches.unit[stretches.piece], stretches.area)
    inside = sums(rows, stretches.measure[stretches.piece], keys[0].size)
    amounts = Amounts(
        quantity=quantity,
        unit=keys[0],
        area=keys[1],
        amount=sums(rows, share[stretches.piece], keys[0].size),
        measured=float(stretches.own.sum()),
        outside=float(stretches.measure[areas == 0].sum()),
        on_borders=float(stretches.measure[areas > 1].sum()),
    )
    return amounts, _met(keys, inside, stretches.own, least)


def all_amounts(parts: Sequence[Amounts]) -> Amounts:
    """Return the amounts of several sets of units, one or more, as those of all."""
    return Amounts(
        quantity=parts[0].quantity,
        unit=np.concatenate([part.unit for part in parts]),
        area=np.concatenate([part.area for part in parts]),
        amount=np.concatenate([part.amount for part in parts]),
        measured=math.fsum(part.measured for part in parts),
        outside=math.fsum(part.outside for part in parts),
        on_borders=math.fsum(part.on_borders for part in parts),
    )


def all_meetings(parts: Sequence[Meetings]) -> Meetings:
    """Return the meetings of several sets of features as those of all."""
    return Meetings(
        np.concatenate([part.feature for part in parts]), np.concatenate([part.area for part in parts])
    )


def _covered_repeatedly(coverings: Coverings) -> float:
    """Return the measure covered by two areas or more: sum over sets T of (-1)^|T| (|T| - 1) |U_T|."""
    size = coverings.size
    sign = np.where(size % 2 == 0, 1.0, -1.0)
    return float(np.sum(sign * (size - 1) / size * coverings.measure))


def share_out_points(covering: Sequence[Sequence[int]], codes: Sequence[str], rule: Rule) -> Amounts:
    """Return which points belong to which area.

    Args:
        covering: the areas that hold each point, on the border included; shape (points,) of indices.
        codes: shape (areas,).
        rule: ``split`` gives a point on a border to the area with the lowest code, ``both`` to each.
    """
    rank = np.argsort(np.argsort(codes))
    pairs = [
        (point, area)
        for point, areas in enumerate(covering)
        for area in (areas if rule == "both" else sorted(areas, key=rank.__getitem__)[:1])
    ]
    return Amounts(
        quantity="count",
        unit=np.array([point for point, _ in pairs], dtype=np.intp),
        area=np.array([area for _, area in pairs], dtype=np.intp),
        amount=np.ones(len(pairs)),
        measured=float(len(covering)),
        outside=float(sum(not areas for areas in covering)),
        on_borders=float(sum(len(areas) > 1 for areas in covering)),
    )


def meetings(coverings: Coverings, least: float) -> Meetings:
    """Return which units count in which areas.

    A unit counts in an area that holds the whole of it or at least ``least`` of it. Within a tolerance t of
    a border, a line that ends at the border has t beyond it; that alone does not make it a line of both.

    Args:
        coverings: measures inside sets of areas; the units are features.
        least: metres or square metres.
    """
    alone = coverings.size == 1
    keys, rows = _pairs(coverings.unit[alone], coverings.area[alone])
    return _met(keys, sums(rows, coverings.measure[alone], keys[0].size), coverings.own, least)


def _met(
    keys: tuple[NDArray[np.intp], NDArray[np.intp]],
    inside: NDArray[np.float64],
    own: NDArray[np.float64],
    least: float,
) -> Meetings:
    met = inside >= np.minimum(least, own[keys[0]] * (1 - _ROUNDING))
    return Meetings(keys[0][met], keys[1][met])


def sums(places: NDArray[np.intp], values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return the sum of the values of each place, shape (count,); of none, zeros of the right kind."""
    return np.bincount(places, values, count).astype(np.float64)


def _pairs(
    first: NDArray[np.intp], second: NDArray[np.intp]
) -> tuple[tuple[NDArray[np.intp], NDArray[np.intp]], NDArray[np.intp]]:
    """Return the distinct pairs in order, and for each row the place of its pair."""
    width = int(second.max(initial=0)) + 1
    keys, rows = np.unique(first * width + second, return_inverse=True)
    return (keys // width, keys % width), rows.astype(np.intp)
