"""Figures of the made-up country: people, index, components and types of each cell."""

from __future__ import annotations

import random
import statistics

YEARS = tuple(range(2011, 2025))
_FEWEST, _MOST = 650, 23_000
_WITHOUT_INDEX = 500
"""Every so many cells have no index, as areas with few residents."""
Figures = list[float | None]


def people(cells: int) -> list[list[int]]:
    """Return the people of each cell in each year, shape (cells, years)."""
    chance = random.Random(6574)  # noqa: S311 - the same country every time
    rows = []
    for _ in range(cells):
        start = min(max(int(chance.lognormvariate(7.9, 0.45)), _FEWEST), _MOST // 2)
        growth = chance.uniform(0.99, 1.03)
        rows.append([int(start * growth**step) for step in range(len(YEARS))])
    return rows


def indices(cells: int) -> list[list[Figures]]:
    """Return index, type (still missing) and the three components, shape (cells, 5, years), as the table orders them.

    Components and index have one decimal; the index is the mean of the components as printed.
    """
    chance = random.Random(6586)  # noqa: S311 - the same country every time
    table = []
    for cell in range(cells):
        level = chance.lognormvariate(2.05, 0.55)
        without = cell % _WITHOUT_INDEX == _WITHOUT_INDEX - 1
        years = [[None] * 5 if without else _year(level, chance) for _ in YEARS]
        table.append([list(row) for row in zip(*years, strict=True)])
    return table


def _year(level: float, chance: random.Random) -> Figures:
    education = round(level * chance.uniform(1.15, 1.35), 1)
    standard = round(level * chance.uniform(1.05, 1.25), 1)
    benefit = round(level * chance.uniform(0.45, 0.65), 1)
    return [round((education + standard + benefit) / 3, 1), None, education, standard, benefit]


def area_types(indices_of_year: Figures) -> Figures:
    """Return the types of the areas of one division and year, by how far the index lies from its mean."""
    known = [index for index in indices_of_year if index is not None]
    mean, deviation = statistics.fmean(known), statistics.pstdev(known)
    bounds = [mean + 2 * deviation, mean + deviation, mean, mean - deviation]
    return [
        None if index is None else 1 + sum(index < bound for bound in bounds) for index in indices_of_year
    ]


def shared_out(total: int, parts: int) -> list[int]:
    """Return whole numbers that add up to a total, as even as can be."""
    return [total * (part + 1) // parts - total * part // parts for part in range(parts)]
