"""Two results for the same areas, held against each other area by area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from .cases import Case


@dataclass(frozen=True)
class Agreement:
    """How far apart two results are."""

    areas: int
    """Areas with a figure other than 0 in either."""
    absolute: float
    """Largest difference of an area, in the unit of the figure."""
    relative: float
    """Largest difference of an area as a share of its figure."""
    beyond: int
    """Areas that differ by more than the tolerance."""
    worst: str
    """Code of the area with the largest difference."""


def compare(case: Case, ours: Path, other: Path) -> Agreement:
    """Compare the figures in two files that workers wrote."""
    codes, first, second = _aligned(ours, other)
    difference = np.abs(first - second)
    larger = np.maximum(np.abs(first), np.abs(second))
    tolerance = case.tolerance
    within = difference <= np.maximum(tolerance.absolute, tolerance.relative * larger)  # NaN is not
    return Agreement(
        areas=int(np.count_nonzero(larger)),
        absolute=float(difference.max(initial=0)),
        relative=float(
            np.divide(difference, larger, where=larger > 0, out=np.zeros_like(larger)).max(initial=0)
        ),
        beyond=int(np.count_nonzero(~within)),
        worst=str(codes[np.argmax(difference)]),
    )


def _aligned(ours: Path, other: Path) -> tuple[NDArray[np.str_], NDArray[np.float64], NDArray[np.float64]]:
    """Return the codes that either has, and the figures of both; without one it is 0."""
    (codes_1, figures_1), (codes_2, figures_2) = _load(ours), _load(other)
    codes, place = np.unique(np.concatenate([codes_1, codes_2]), return_inverse=True)
    first = np.bincount(place[: codes_1.size], figures_1, codes.size)
    second = np.bincount(place[codes_1.size :], figures_2, codes.size)
    return codes, first, second


def _load(path: Path) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    with np.load(path) as stored:
        return stored["codes"], stored["figures"]
