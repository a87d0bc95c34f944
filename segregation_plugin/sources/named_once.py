"""Exports that name a region once, above the rows of its years, ages and sexes: whose each row is.

Only a table with a title can be one, as statistical databases export it, and only where no region is named twice: in all
others a row without a region is one that nobody knows the region of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .cells import is_figure, is_missing
from .years import year_of

if TYPE_CHECKING:
    from .columns import Roles
    from .grid import Grid

    Texts = list[str]


def named_in_every_row(grid: Grid, roles: Roles) -> Grid:
    """Return the grid with what is written once in every row it holds for; the grid as it is where that is not sure.

    Filled are the content, which no row can be without, and of rows without a region all that stands before what they
    say themselves. Rows at the end that say no region, and cannot be those of the last one, stay apart.

    Args:
        grid: as it stands in the file.
        roles: what its columns are.
    """
    if not grid.title:
        return grid
    grid = _with_contents(grid, roles)
    if not _is_named_once(grid, roles):
        return grid
    begin = min(roles.figures)
    rows: list[Texts] = []
    for row in grid.rows:
        rows.append(_filled(row, rows[-1], begin) if rows and not row[grid.region] else row)
    numbers, rest = list(grid.row_numbers), []
    for number, row in grid.unclaimed:
        if _fits(row, roles, begin):
            numbers.append(number)
            rows.append(_filled(row, rows[-1], begin))
        else:
            rest.append((number, row))
    return replace(grid, rows=rows, row_numbers=numbers, unclaimed=rest)


def _with_contents(grid: Grid, roles: Roles) -> Grid:
    place = roles.content
    if place is None:
        return grid
    rows, content = [], ""
    for row in grid.rows:
        content = row[place] or content
        rows.append([*row[:place], content, *row[place + 1 :]])
    return replace(grid, rows=rows)


def _is_named_once(grid: Grid, roles: Roles) -> bool:
    """Say whether every region that is written is written once, of each content."""
    named = [
        ("" if roles.content is None else row[roles.content], row[grid.region])
        for row in grid.rows
        if row[grid.region]
    ]
    return len(set(named)) == len(named)


def _filled(row: Texts, above: Texts, begin: int) -> Texts:
    """Return a row with what stands above before its first filled cell; a row of figures alone is nobody's."""
    first = next((place for place, text in enumerate(row) if text), begin)
    return above[:first] + row[first:] if 0 < first < begin else row


def _fits(row: Texts, roles: Roles, begin: int) -> bool:
    """Say whether a row behind the data is one of the last region: it says what of it, and holds figures or nothing."""
    if not any(row[:begin]) or (roles.year is not None and row[roles.year] and not year_of(row[roles.year])):
        return False  # figures alone, or a sum of all regions
    return all(not row[place] or is_figure(row[place]) or is_missing(row[place]) for place in roles.figures)
