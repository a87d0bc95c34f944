"""Apportionment: how many of an area's people are inside a zone, and how sure that is.

Every method cuts an area into pieces that carry a mass: the whole area (``area``), its built-up part (``mask``),
its share of each population cell (``grid``), the addresses inside it (``points``). The weight of an area is the
share of that mass inside the zone, so the official figure of the area is only distributed, never replaced
(Tobler 1979: volume preserving; Wright 1936; Mennis & Hultgren 2006).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Method = Literal["grid", "points", "mask", "area"]
GRID: Final = "grid"
POINTS: Final = "points"
MASK: Final = "mask"
AREA: Final = "area"
PREFERENCE: tuple[Method, ...] = (GRID, POINTS, MASK, AREA)
"""From the finest information to the last fallback: what ``auto`` takes first."""

NOTHING = 1e-9
"""A share below this is rounding, not overlap: a thousandth of a square metre in a square kilometre."""


def weights(
    area_of_piece: NDArray[np.intp],
    mass: NDArray[np.float64],
    inside: NDArray[np.float64],
    area_count: int,
) -> NDArray[np.float64]:
    """Return the weight w_i of each area: the share of its mass that lies inside the zone.

    Args:
        area_of_piece: shape (pieces,), index of the area that a piece is cut from.
        mass: shape (pieces,), square metres or people, 0 or more.
        inside: shape (pieces,), share of each piece inside the zone, 0 to 1.
        area_count: number of areas.

    Returns:
        Shape (areas,), 0 to 1; NaN where an area has no mass.
    """
    total = np.bincount(area_of_piece, mass, area_count)
    within = np.bincount(area_of_piece, mass * inside, area_count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, np.clip(within / total, 0.0, 1.0), np.nan)


def cell_masses(
    cell_of_piece: NDArray[np.intp], overlap_m2: NDArray[np.float64], people: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Split the people of each population cell over the areas it lies in, by area.

    b_gi = b_g · |g∩A_i| / Σ_j |g∩A_j|

    Args:
        cell_of_piece: shape (pieces,), index of the cell.
        overlap_m2: shape (pieces,), |g∩A_i|.
        people: shape (cells,), b_g; 0 where missing.

    Returns:
        Shape (pieces,), people.
    """
    whole = np.bincount(cell_of_piece, overlap_m2, people.size)
    return people[cell_of_piece] * overlap_m2 / whole[cell_of_piece]


def or_area(by_method: NDArray[np.float64], by_area: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a method, and those of ``area`` where the method has no mass in an area."""
    return np.where(np.isnan(by_method), by_area, by_method)


@dataclass(frozen=True)
class Coverage:
    """How far one zone covers each area, by every method at hand.

    ``weights`` holds arrays of shape (areas,), 0 to 1, with ``area`` filled in where a method has no mass;
    ``area`` itself is always among them. ``method`` is the one that the figures are given by.
    """

    method: Method
    weights: Mapping[Method, NDArray[np.float64]]
    stood_in: Mapping[Method, NDArray[np.bool_]] = field(default_factory=dict)
    """Areas where the raw area stands in for a method that has no mass there, shape (areas,)."""

    @property
    def weight(self) -> NDArray[np.float64]:
        """The weights of the chosen method, shape (areas,)."""
        return self.weights[self.method]

    @property
    def extent(self) -> NDArray[np.float64]:
        """The share of the ground where people may live: of the mask for method ``mask``, else of the polygon."""
        return self.weights[MASK if self.method == MASK else AREA]

    @property
    def contained(self) -> NDArray[np.bool_]:
        """Areas that lie wholly inside the zone."""
        return self.extent >= 1 - NOTHING

    @property
    def met(self) -> NDArray[np.bool_]:
        """Areas that overlap the zone, where touching is no overlap, and those of whose points one lies on its edge."""
        return (self.extent > NOTHING) | (self.weight > NOTHING)

    def minus(self, inner: Coverage) -> Coverage:
        """Return the coverage of the ring between this zone and one inside it."""
        ring = {
            method: np.clip(weight - inner.weights[method], 0.0, 1.0)
            for method, weight in self.weights.items()
        }
        return Coverage(self.method, ring, self.stood_in)

    def where(self, chosen: NDArray[np.bool_]) -> Coverage:
        """Return the coverage of the chosen areas only."""
        return Coverage(
            self.method,
            {method: weight[chosen] for method, weight in self.weights.items()},
            {method: stood_in[chosen] for method, stood_in in self.stood_in.items()},
        )
