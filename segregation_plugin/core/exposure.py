"""Exposure by area type: people inside a zone, compared with a reference region, with the uncertainty.

Definitions: ``docs/methods.md`` sections 1 and 2. Figures per type are sums over areas, so they are computed once
per type and then added up for the groups ``1`` … ``5``, ``1+2``, ``none`` and ``all``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .apportionment import AREA, NOTHING
from .area_types import CHALLENGED, CODES, NO_TYPE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .apportionment import Coverage, Method

    Floats = NDArray[np.float64]

GROUPS: dict[str, tuple[int, ...]] = {
    **{str(code): (code,) for code in CODES},
    "+".join(map(str, CHALLENGED)): CHALLENGED,
    "none": (NO_TYPE,),
    "all": (NO_TYPE, *CODES),
}
"""Rows of an exposure table and the types in each."""
GROUP_NAMES = tuple(GROUPS)
ALL = GROUP_NAMES.index("all")

MINIMUM_EXPOSED = 50
MINIMUM_REFERENCE_AREAS = 3
FEW_EXPOSED, FEW_REFERENCE_AREAS = "few_exposed", "few_reference_areas"

_SLOTS = len(CODES) + 1  # the types, and slot 0 for areas without one
_MEMBERS = np.array([[float(slot in types) for slot in range(_SLOTS)] for types in GROUPS.values()])
_SINGLE = [GROUP_NAMES.index(str(code)) for code in CODES]
_COMPARED = np.array([NO_TYPE not in types for types in GROUPS.values()])


@dataclass(frozen=True)
class Population:
    """Areas as exposure sees them; all arrays have shape (areas,)."""

    people: Floats
    """n_i; NaN where missing, and then left out of every sum."""
    types: NDArray[np.int8]
    """t_i, 1 to 5 or ``NO_TYPE``."""
    index: Floats
    """s_i, 0 to 100; NaN where missing."""

    def where(self, chosen: NDArray[np.bool_]) -> Population:
        """Return the chosen areas only."""
        return Population(self.people[chosen], self.types[chosen], self.index[chosen])


@dataclass(frozen=True)
class Comparison:
    """People inside a zone against a reference; arrays of shape (groups,), NaN where not defined."""

    people: Floats
    people_reference: Floats
    share: Floats
    """q_t = E_t / E, over areas that have a type."""
    share_reference: Floats
    """p_t = N_t / N, over areas that have a type."""
    location_quotient: Floats
    """q_t / p_t."""
    risk_ratio: Floats
    """r_t / ((E - E_t) / (N - N_t)) with r_t = E_t / N_t."""
    risk_difference: Floats
    excess_people: Floats
    """X_t = E_t - E·p_t."""
    reference_areas: Floats
    """Number of areas with a population in the reference."""
    dissimilarity: float
    """D_Z = ½ Σ_t |q_t - p_t|."""
    mean_index: float
    """s̄_Z = Σ n_i w_i s_i / Σ n_i w_i over areas with an index."""
    index_percentile: float
    """Share of the reference's people, in percent, in areas with a lower index than s̄_Z (ties count half)."""


def by_group(values: Floats, types: NDArray[np.int8]) -> Floats:
    """Sum values of shape (areas,) by group; missing values are left out. Returns shape (groups,)."""
    by_type = np.bincount(types, np.nan_to_num(values), _SLOTS)
    return np.asarray(_MEMBERS @ by_type, dtype=np.float64)


def compare(areas: Population, weight: Floats, reference: Population) -> Comparison:
    """Compare the people inside a zone with those of a reference region.

    Args:
        areas: the areas around the zone.
        weight: shape (areas,), w_i.
        reference: the areas of the reference region R.

    Returns:
        The figures, unsuppressed.
    """
    exposed = _known(by_group(areas.people * weight, areas.types), areas, weight > 0)
    everywhere = np.ones(len(reference.people), dtype=np.bool_)
    total = _known(by_group(reference.people, reference.types), reference, everywhere)
    if not everywhere.size:  # a group of areas that the reference has not got: nothing to compare with
        total = np.full(len(GROUPS), np.nan)
    exposed_typed, total_typed = _typed(exposed), _typed(total)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(_COMPARED, exposed / exposed_typed, np.nan)
        share_reference = np.where(_COMPARED, total / total_typed, np.nan)
        rate = _finite(exposed / total)
        rate_of_rest = _finite((exposed_typed - exposed) / (total_typed - total))
        risk_ratio = _finite(rate / rate_of_rest)
    mean_index = _mean_index(areas, weight)
    return Comparison(
        people=exposed,
        people_reference=total,
        share=share,
        share_reference=share_reference,
        location_quotient=_finite(_divide(share, share_reference)),
        risk_ratio=np.where(_COMPARED, risk_ratio, np.nan),
        risk_difference=np.where(_COMPARED, _finite(rate - rate_of_rest), np.nan),
        excess_people=np.where(_COMPARED, exposed - exposed_typed * share_reference, np.nan),
        reference_areas=by_group((reference.people >= 0).astype(np.float64), reference.types),
        dissimilarity=float(np.abs(share[_SINGLE] - share_reference[_SINGLE]).sum() / 2),
        mean_index=mean_index,
        index_percentile=_percentile(mean_index, reference),
    )


def suppression(comparison: Comparison) -> list[tuple[str, ...]]:
    """Say for each group why its location quotient and risk ratio must not be given.

    Too few people exposed (E_t < 50) or too few areas of the type in the reference (< 3) make a ratio that
    looks exact and is chance.

    Returns:
        One tuple of reasons per group; empty where the ratios stand.
    """
    reasons = []
    for group, compared in enumerate(_COMPARED):
        few_people = compared and comparison.people[group] < MINIMUM_EXPOSED
        few_areas = compared and comparison.reference_areas[group] < MINIMUM_REFERENCE_AREAS
        reasons.append((FEW_EXPOSED,) * bool(few_people) + (FEW_REFERENCE_AREAS,) * bool(few_areas))
    return reasons


@dataclass(frozen=True)
class Uncertainty:
    """What the figure could be; arrays of shape (groups,), NaN where not known."""

    bound_low: Floats
    """L = Σ n_i over areas wholly inside."""
    bound_high: Floats
    """U = Σ n_i over areas that overlap."""
    interval_low: Floats
    """The lowest figure among the methods that have something to go by; NaN with only one."""
    interval_high: Floats
    certainty: Floats
    """c = Σ n_i [w_i = 1] / Σ n_i w_i."""
    standard_error: Floats
    """√(δ Σ n_i w_i (1 - w_i)); NaN without a calibrated δ."""

    @property
    def method_spread(self) -> Floats:
        """The width of the interval, people."""
        return self.interval_high - self.interval_low


def uncertainty(areas: Population, coverage: Coverage, delta: float | None = None) -> Uncertainty:
    """Return bounds, interval over the methods, certainty and standard error.

    Args:
        areas: the areas around the zone.
        coverage: the zone's weights by every method at hand.
        delta: calibrated overdispersion δ, or None.
    """
    people, types, weight = areas.people, areas.types, coverage.weight
    figures = np.array(
        [
            np.where(_informed(coverage, method, types), by_group(people * by_method, types), np.nan)
            for method, by_method in coverage.weights.items()
        ]
    )
    several = np.count_nonzero(~np.isnan(figures), axis=0) > 1
    unknown = np.full(len(GROUPS), math.nan)
    within = by_group(people * weight, types)
    variance = by_group(people * weight * (1 - weight), types)
    return Uncertainty(
        bound_low=_known(by_group(people * coverage.contained, types), areas, coverage.met),
        bound_high=_known(by_group(people * coverage.met, types), areas, coverage.met),
        interval_low=_known(np.where(several, np.fmin.reduce(figures), unknown), areas, coverage.met),
        interval_high=_known(np.where(several, np.fmax.reduce(figures), unknown), areas, coverage.met),
        certainty=_finite(_divide(by_group(people * (weight == 1), types), within)),
        standard_error=unknown if delta is None else _known(np.sqrt(delta * variance), areas, coverage.met),
    )


def _informed(coverage: Coverage, method: Method, types: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Say for each group whether a method knows something of its own about an area that the zone meets."""
    if method == AREA or method not in coverage.stood_in:
        return np.ones(len(GROUPS), dtype=np.bool_)
    met = coverage.weights[AREA] > NOTHING
    return by_group((met & ~coverage.stood_in[method]).astype(np.float64), types) > 0


def _typed(by_groups: Floats) -> float:
    """Return the sum over areas that have a type; "all" less "none" would cancel digits."""
    return float(np.nansum(by_groups[_SINGLE]))


def _known(figures: Floats, areas: Population, met: NDArray[np.bool_]) -> Floats:
    """Return figures by group, NaN where a group has areas among those met and none of them has a population."""
    there = by_group(met.astype(np.float64), areas.types)
    known = by_group((met & ~np.isnan(areas.people)).astype(np.float64), areas.types)
    return np.where((there > 0) & (known == 0), np.nan, figures)


def _mean_index(areas: Population, weight: Floats) -> float:
    known = ~np.isnan(areas.index) & ~np.isnan(areas.people)
    inside = areas.people[known] * weight[known]
    return float(inside @ areas.index[known] / inside.sum()) if inside.sum() > 0 else math.nan


def _percentile(value: float, reference: Population) -> float:
    known = ~np.isnan(reference.index) & ~np.isnan(reference.people)
    people, index = reference.people[known], reference.index[known]
    if math.isnan(value) or people.sum() == 0:
        return math.nan
    tied = np.isclose(index, value, rtol=1e-9, atol=1e-9)  # a mean of equal values is off by rounding
    below = people[(index < value) & ~tied].sum() + people[tied].sum() / 2
    return float(100 * below / people.sum())


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        quotient: Floats = numerator / denominator
    return quotient


def _finite(values: Floats) -> Floats:
    """Return the values with infinities, which mean "nothing to compare with", as NaN."""
    return np.where(np.isfinite(values), values, np.nan)
