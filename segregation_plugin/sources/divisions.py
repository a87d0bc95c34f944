"""Which division each row of a table is coded on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..core.region_codes import DIVISIONS, FIRST_YEAR_OF_NEW_DIVISION, NEW_DIVISION, OLD_DIVISION, Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNKNOWN, _OLD, _NEW = -1, 0, 1


@dataclass(frozen=True)
class RowFacts:
    """What tells the division of a row; all arrays have shape (rows,)."""

    levels: NDArray[np.object_]
    """``RegSO`` or ``DeSO``, None where it cannot be told."""
    stated: NDArray[np.object_]
    """The division that the code's suffix or a column of the file names, None without one."""
    has_code: NDArray[np.bool_]
    has_suffix: NDArray[np.bool_]
    years: NDArray[np.float64]
    """NaN where missing."""
    is_empty: NDArray[np.bool_]
    """No figure, or nothing but zeros."""
    has_zero: NDArray[np.bool_]


def divisions_of_rows(
    facts: RowFacts, column_division: str | None = None, *, database_codes: bool = False
) -> NDArray[np.object_]:
    """Return the division of each row, None where nothing tells it.

    The first of these that says something: the suffix of the code, or the file's own column; the name of the
    code column; in SCB's database, and wherever some codes carry a suffix, the lack of one, which means the old
    division; the year.

    Args:
        facts: of the rows.
        column_division: the division named by the code column (``RegSOkod_2020``).
        database_codes: the codes are those of SCB's database.
    """
    divisions = facts.stated.copy()
    if column_division is not None:
        named = _is_open(facts, divisions) & (facts.levels == _level(column_division))
        divisions[named] = column_division
    if database_codes or facts.has_suffix.any():
        epochs = np.full(len(divisions), _OLD)
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


def _level(division: str) -> Level:
    return "RegSO" if division in DIVISIONS[:2] else "DeSO"


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
