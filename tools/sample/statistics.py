"""The figures of each area: socioeconomic index with its components, area type, population."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from segregation_plugin.core.area_types import classify

from . import plan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .areas import Area
    from .division import Division
    from .people import People

YEARS = (2020, 2021, 2022, 2023, 2024)
FIRST_NEW_YEAR = 2024
"""From here on figures are coded on the division of 2025."""
MEAN, STANDARD_DEVIATION = 9.1, 5.47
"""Of the index in the made-up country, the same in every year: so the types can be checked against the index."""

_LOW = np.array([1.3, 1.35, 0.35])
_HIGH = np.array([1.6, 0.95, 0.45])
"""Parts of low economic standard, pre-upper-secondary education and benefit or unemployment at index 0 and 30."""
_HIGHEST = 30.0
_PLACE_SPREAD = (0.13, 0.42)  # in towns, in the country
_YEAR_SPREAD, _TREND = 0.03, 0.012
_GROWTH = 0.008
_DIFFERENCE_TO_GRID = 0.03
_CLEARED = (655, 540, 410, 150, 0)
"""People in the harbour that was cleared, by year."""


def division_year(year: int) -> int:
    """Return which division, 2020 or 2025, carries a year."""
    return 2025 if year >= FIRST_NEW_YEAR else 2020


def index_table(area: Area) -> NDArray[np.float64]:
    """Return the figures of an area by year, shape (5, years), NaN where not published.

    Rows: index, area type, pre-upper-secondary education, low economic standard, benefit or unemployment, the
    order of SCB's table. The index is the mean of the components as they are printed, to one decimal.
    """
    rng = plan.chance(f"index {area.code} {area.name}")
    place = 1 + _PLACE_SPREAD[area.kind == "country"] * (2 * rng.random() - 1)
    mix = _LOW + (_HIGH - _LOW) * min(1.0, area.index / _HIGHEST)
    mix *= 1 + 0.15 * (2 * rng.random(3) - 1)
    mix *= 3 / mix.sum()
    past = np.array(YEARS[-1]) - np.array(YEARS)
    level = area.index * place * (1 + _TREND * past)
    components = np.outer(mix, level) * (1 + _YEAR_SPREAD * (2 * rng.random((3, len(YEARS))) - 1))
    if area.kind == "industry":
        return np.full((5, len(YEARS)), np.nan)
    low, education, benefit = np.round(components, 1)
    index = np.round((low + education + benefit) / 3, 1)
    types = classify(index, MEAN, STANDARD_DEVIATION).astype(float)
    return np.array([index, types, education, low, benefit])


def population(area: Area, division: Division, people: People) -> NDArray[np.int_]:
    """Return the official population of an area by year, shape (years,); near to that of the grid, not equal."""
    if area.kind == "harbour":
        return np.array(_CLEARED)
    rng = plan.chance(f"population {area.code}")
    of_blocks = people.of_blocks(len(division.mesh.blocks))
    gridded = of_blocks[division.owner == area.number].sum()
    official = gridded * (1 + _DIFFERENCE_TO_GRID * (rng.random() - 0.5))
    past = YEARS[-1] - np.array(YEARS)
    growth = 1 - _GROWTH * past * (0.5 + rng.random())
    return np.rint(official * growth).astype(int)
