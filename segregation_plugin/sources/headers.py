"""What the headers above figures say: which year, which content, which value of a dimension."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.words import ascii_words
from .years import is_year, split_year, year_of

CONTENT_WORDS = frozenset({"tabellinnehall", "contents", "contentscode", "observations"})
YEAR_WORDS = frozenset({"ar", "year", "tid", "time", "index_year"})


@dataclass(frozen=True)
class ValueColumn:
    """What the figures of a column are about."""

    content: str
    """Empty where the table does not name it."""
    year: int | None = None
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Headers:
    """The columns with figures, and the dimensions that only the headers tell."""

    columns: list[ValueColumn]
    dimensions: list[str]


@dataclass(frozen=True)
class _Level:
    """One header row: years, a dimension with a name, or (both not) a part of the content's name."""

    cells: list[str]
    is_years: bool
    dimension: str = ""


def read_headers(rows: list[list[str]], titled: list[str], *, has_year: bool) -> Headers:
    """Read the headers above the figures.

    Args:
        rows: the header rows from the top, for the columns with figures.
        titled: the dimensions that the title lists for the headers, from the top. Where they fit, each row is what
            it is called; where they do not, what is no year is the content's name.
        has_year: the years stand in a column of their own.
    """
    filled = [_filled(row) for row in rows if any(row)] if len(rows) > 1 else rows
    levels = _levels(filled or rows[:1], titled, has_year=has_year)
    columns = [_column(levels, place) for place in range(len(rows[0]))]
    if not has_year and not any(level.is_years for level in levels):
        columns = _years_told_apart(columns)
    return Headers(columns, [level.dimension for level in levels if level.dimension])


def _column(levels: list[_Level], place: int) -> ValueColumn:
    parts = [level.cells[place] for level in levels if not level.is_years and not level.dimension]
    return ValueColumn(
        content=" ".join(filter(None, parts)),
        year=next((year_of(level.cells[place]) for level in levels if level.is_years), None),
        dimensions=tuple(level.cells[place] for level in levels if level.dimension),
    )


def _filled(row: list[str]) -> list[str]:
    """Return a row with merged cells written out."""
    filled, last = [], ""
    for cell in row:
        last = cell or last
        filled.append(last)
    return filled


def _levels(rows: list[list[str]], titled: list[str], *, has_year: bool) -> list[_Level]:
    years = [not has_year and bool(row) and all(map(is_year, row)) for row in rows]
    words = [ascii_words(name) for name in titled]
    fits = len(words) == len(rows) and years == [word in YEAR_WORDS for word in words]
    levels = []
    for number, row in enumerate(rows):
        is_years = years[number] and not any(level.is_years for level in levels)
        is_dimension = fits and not is_years and words[number] not in CONTENT_WORDS
        levels.append(_Level(row, is_years, titled[number] if is_dimension else ""))
    return levels


def _years_told_apart(columns: list[ValueColumn]) -> list[ValueColumn]:
    """Return the columns with the year taken out of the content's name, where every column has one."""
    split = [split_year(column.content) for column in columns]
    if not all(split):
        return columns
    return [
        ValueColumn(found[0], found[1], column.dimensions)
        for found, column in zip(split, columns, strict=True)
        if found
    ]
