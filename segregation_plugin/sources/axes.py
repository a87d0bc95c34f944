"""The dimensions of a table that is described as a cube: which is the region, the content, the time; and its rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..core import schema
from ..core.errors import InputError, Phrase
from ..core.words import ascii_words, repeated
from .headers import CONTENT_WORDS, YEAR_WORDS
from .regions import REGION_WORDS, parse_region
from .years import is_year, year_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Axis:
    """One dimension: what it is called, and its categories in order."""

    id: str
    label: str
    codes: list[str]
    labels: list[str]

    def holds_areas(self) -> bool:
        """Say whether a category is a RegSO or DeSO by its code."""
        return any(parse_region(code).code for code in self.codes)


@dataclass(frozen=True)
class Roles:
    """The ids of the dimensions that a source says stand for places, contents and time."""

    region: Collection[str] = ()
    metric: Collection[str] = ()
    time: Collection[str] = ()


@dataclass(frozen=True)
class Axes:
    """The dimensions by what they stand for."""

    all: list[Axis]
    region: Axis
    metric: Axis | None
    time: Axis | None

    @property
    def others(self) -> list[Axis]:
        """The further dimensions; the time is among them where it tells more than the year."""
        only_years = self.time is not None and all(map(is_year, self.time.codes))
        known = (self.region, self.metric, self.time if only_years else None)
        return [axis for axis in self.all if axis not in known]

    @property
    def of_rows(self) -> list[Axis]:
        """All dimensions but the contents, which become columns."""
        return [axis for axis in self.all if axis is not self.metric]

    @property
    def shape(self) -> list[int]:
        """The number of categories of each dimension."""
        return [len(axis.codes) for axis in self.all]

    def frame(
        self,
        places: Sequence[NDArray[np.intp]],
        figures: NDArray[np.float64],
        dimensions: list[str],
        contents: list[str],
    ) -> pd.DataFrame:
        """Return the rows of the table.

        Args:
            places: for each of ``of_rows``, the category of each row.
            figures: shape (rows, contents), NaN where missing.
            dimensions: the columns of ``others``.
            contents: the columns of the figures.
        """
        import pandas as pd  # noqa: PLC0415 - not every QGIS has it; imported where a table is made

        place_of = {axis.id: place for axis, place in zip(self.of_rows, places, strict=True)}

        def spread(axis: Axis, values: list[str]) -> NDArray[np.object_]:
            return np.array(values, dtype=object)[place_of[axis.id]]

        years = [float(year_of(code) or math.nan) for code in self.time.codes] if self.time else []
        return pd.DataFrame(
            {
                schema.REGION_CODE: spread(self.region, self.region.codes),
                schema.REGION_NAME: spread(self.region, self.region.labels),
                schema.DIVISION: np.full(len(figures), None, dtype=object),
                schema.YEAR: np.array(years)[place_of[self.time.id]] if self.time else math.nan,
                **{
                    name: spread(axis, axis.labels)
                    for name, axis in zip(dimensions, self.others, strict=True)
                },
                **{name: figures[:, place] for place, name in enumerate(contents)},
            }
        )


def axes_by_role(axes: list[Axis], roles: Roles, file_name: str) -> Axes:
    """Tell the dimensions apart: by what the source says, else by their names.

    Raises:
        InputError: none is the region, or two categories or dimensions have one name.
    """
    _check_names([axis.id for axis in axes], file_name)
    for axis in axes:
        _check_names(axis.codes, file_name)
    return Axes(
        axes,
        _region(axes, roles, file_name),
        _with_role(axes, roles.metric, CONTENT_WORDS),
        _with_role(axes, roles.time, YEAR_WORDS),
    )


def _check_names(names: list[str], file_name: str) -> None:
    twice = repeated(names)
    if twice is not None:
        raise InputError(
            "{file} is damaged: {name} stands twice in one list of its description; download the table again.",
            file=file_name,
            name=twice,
        )


def _with_role(axes: list[Axis], given: Collection[str], words: frozenset[str]) -> Axis | None:
    with_role = [axis for axis in axes if axis.id in given]
    with_word = [axis for axis in axes if {ascii_words(axis.id), ascii_words(axis.label)} & words]
    return next(iter([*with_role, *with_word]), None)


def _region(axes: list[Axis], roles: Roles, file_name: str) -> Axis:
    """Return the axis with RegSO or DeSO codes, else the one that is called the region."""
    found = next((axis for axis in axes if axis.holds_areas()), None) or _with_role(
        axes, roles.region, REGION_WORDS
    )
    if found is None:
        raise InputError(
            "{file} has no dimension of regions, only {dimensions}; choose a table by RegSO or DeSO.",
            file=file_name,
            dimensions=", ".join(axis.label for axis in axes) or Phrase("an empty list"),
        )
    return found
