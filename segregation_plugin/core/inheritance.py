"""Area types handed down: a DeSO has no index of its own, but lies in one RegSO that has."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from . import schema
from .area_types import NO_TYPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .index_join import IndexJoin, YearOfIndex

NO_PARENT = -1
"""Stands for "in none" in arrays of places."""


def inherited(join: IndexJoin, parents: Sequence[int]) -> IndexJoin:
    """Return the area types of areas by those of the areas they lie in, marked as inherited.

    The index and its components are not handed down: they are published for RegSO alone, and say nothing about a part
    of one.

    Args:
        join: of the larger areas.
        parents: the place of the larger area of each area, ``NO_PARENT`` where it lies in none; shape (areas,).
    """
    places = np.asarray(parents, dtype=np.intp)
    return replace(join, years=[_handed_down(year, places) for year in join.years])


def _handed_down(year: YearOfIndex, places: np.ndarray[tuple[int], np.dtype[np.intp]]) -> YearOfIndex:
    has_parent = places != NO_PARENT
    types = np.where(has_parent, year.types[places], NO_TYPE).astype(year.types.dtype)
    return replace(
        year,
        has_row=has_parent & year.has_row[places],
        figures={name: np.full(places.size, math.nan) for name in year.figures},
        types=types,
        sources=[None if code == NO_TYPE else schema.INHERITED for code in types],
    )
