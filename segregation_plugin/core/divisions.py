"""Which division the rows of a table are coded on: one rule for files on their way in and for tables to join."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .region_codes import FIRST_YEAR_OF_NEW_DIVISION, NEW_DIVISION, OLD_DIVISION, Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NAMED_DIVISION = re.compile(r"(regso|deso)[^0-9]*(2018|2020|2025)", re.IGNORECASE)
_UNKNOWN, _OLD, _NEW = -1, 0, 1


@dataclass(frozen=True)
class RowFacts:
    """What tells the division of a row; all arrays have shape (rows,)."""

    levels: NDArray[np.object_]
    """``RegSO`` or ``DeSO``, None where it cannot be told."""
    stated: NDArray[np.object_]
    """The division that the code's suffix or a column of the table names, None without one."""
    has_code: NDArray[np.bool_]
    has_suffix: NDArray[np.bool_]
    years: NDArray[np.float64]
    """NaN where missing."""
    is_empty: NDArray[np.bool_]
    """No figure, or nothing but zeros."""
    has_zero: NDArray[np.bool_]


def emptiness(figures: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return ``is_empty`` and ``has_zero`` of rows.

    Args:
        figures: shape (rows, contents), NaN where missing.
    """
    is_zero = figures == 0
    return (is_zero | np.isnan(figures)).all(axis=1), is_zero.any(axis=1)


def division_in_name(column: str) -> str | None:
    """Return the division that a column's name tells: ``RegSOkod_2020`` holds codes of RegSO 2020."""
    found = _NAMED_DIVISION.search(column)
    if found is None:
        return None
    level: Level = "RegSO" if found[1].lower() == "regso" else "DeSO"
    return (NEW_DIVISION if found[2] == "2025" else OLD_DIVISION)[level]


def divisions_of_rows(
    facts: RowFacts, column_division: str | None = None, *, database_codes: bool = False
) -> NDArray[np.object_]:
    """Return the division of each row, None where nothing tells it.

    The first of these that says something:

    1. the suffix of the code, or the table's own column of divisions;
    2. the name of the code column, for rows of the level that it names;
    3. the lack of a suffix, in SCB's database and wherever some code carries one: it means the old division, also
       in years that this division does not cover;
    4. the year, except where the years of one division hold nothing but zeros and missing values: the rows are
       then all of the other.

    Args:
        facts: of the rows.
        column_division: the division named by the code column (``RegSOkod_2020``).
        database_codes: the codes are those of SCB's database.
    """
    divisions = facts.stated.copy()
    if column_division is not None:
        for row in np.flatnonzero(_is_open(facts, divisions)):
            if column_division.startswith(facts.levels[row]):
                divisions[row] = column_division
    if database_codes or facts.has_suffix.any():
        epochs: NDArray[np.intp] = np.full(len(divisions), _OLD, dtype=np.intp)
    else:
        epochs = _epochs_by_year(facts)
    for row in np.flatnonzero(_is_open(facts, divisions) & (epochs != _UNKNOWN)):
        divisions[row] = (NEW_DIVISION if epochs[row] == _NEW else OLD_DIVISION)[facts.levels[row]]
    return divisions


def _is_open(facts: RowFacts, divisions: NDArray[np.object_]) -> NDArray[np.bool_]:
    return np.array(
        [
            division is None and level is not None
            for division, level in zip(divisions, facts.levels, strict=True)
        ],
        dtype=bool,
    )


def _epochs_by_year(facts: RowFacts) -> NDArray[np.int_]:
    """Return the division of each row by its year, unless the figures say that the years cannot be believed.

    SCB's exports also hold the years that a division does not cover, as missing values or as zeros. So where all
    figures of the new division's years are such, the rows are of the old one, and the other way round. Rows with
    a code are looked at apart from rows with only a label: in exports of both divisions by label, only those of
    the new one carry the code.
    """
    epochs = np.full(len(facts.years), _UNKNOWN)
    for has_code in (True, False):
        group = (facts.has_code == has_code) & ~np.isnan(facts.years)
        late = group & (facts.years >= FIRST_YEAR_OF_NEW_DIVISION)
        early = group & ~late
        if late.any() and facts.is_empty[late].all():
            epochs[group] = _OLD
        elif early.any() and facts.is_empty[early].all() and (late.any() or facts.has_zero[early].any()):
            epochs[group] = _NEW
        else:
            epochs[early], epochs[late] = _OLD, _NEW
    return epochs
