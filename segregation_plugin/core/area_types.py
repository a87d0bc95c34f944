"""The five area types: the one definition that maps, legends, reports and figures read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from .errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SdKind = Literal["sample", "population"]
SD_KINDS: tuple[SdKind, SdKind] = ("sample", "population")
NO_TYPE = 0
"""Stands for NULL in integer arrays of types; never written out."""


@dataclass(frozen=True)
class AreaType:
    """One official area type: its code in the statistics and its name in both languages."""

    code: int
    name_en: str
    name_sv: str

    def name(self, language: str) -> str:
        """Return the name in ``sv`` or ``en``."""
        return self.name_sv if language == "sv" else self.name_en


AREA_TYPES = (
    AreaType(1, "Areas with major socioeconomic challenges", "Områden med stora socioekonomiska utmaningar"),
    AreaType(2, "Areas with socioeconomic challenges", "Områden med socioekonomiska utmaningar"),
    AreaType(3, "Socioeconomically mixed areas", "Socioekonomiskt blandade områden"),
    AreaType(
        4, "Areas with good socioeconomic conditions", "Områden med goda socioekonomiska förutsättningar"
    ),
    AreaType(
        5,
        "Areas with very good socioeconomic conditions",
        "Områden med mycket goda socioekonomiska förutsättningar",
    ),
)
"""In official order. Source: SCB, note to table TAB6586."""

NO_TYPE_NAMES = {"en": "No area type", "sv": "Ingen områdestyp"}
CODES = tuple(area_type.code for area_type in AREA_TYPES)
CHALLENGED = (1, 2)
"""The types called "områden med socioekonomiska utmaningar" when taken together."""

NO_TYPE_COLOUR = "#BDBDBD"
BORDER_COLOUR = "#8A8A8A"
PALETTES: dict[str, tuple[str, str, str, str, str]] = {
    "purple_green": ("#7B3294", "#C2A5CF", "#F7F7F7", "#A6DBA0", "#008837"),
    "orange_purple": ("#E66101", "#FDB863", "#F7F7F7", "#B2ABD2", "#5E3C99"),
    "red_green": ("#D57667", "#EABAB3", "#FFFFFF", "#A4D0B8", "#4AA271"),
    "greyscale": ("#252525", "#636363", "#969696", "#CCCCCC", "#F7F7F7"),
}
"""Colours of types 1 to 5; the plugin's own, since no official ones are published. The first is the default."""


def checked_types(
    values: NDArray[np.float64], name_of_row: Callable[[int], str], where: str, field: str
) -> NDArray[np.int8]:
    """Return figures as area types.

    Args:
        values: as they were read, shape (rows,), NaN where missing.
        name_of_row: tells what a row is, from its place: its area, and its year where there are several.
        where: the name of the layer, table or file.
        field: that holds them.

    Returns:
        Shape (rows,): 1 to 5, and ``NO_TYPE`` where missing.

    Raises:
        InputError: a figure is no area type.
    """
    missing = np.isnan(values)
    wrong = np.flatnonzero(~missing & ~np.isin(values, CODES))
    if wrong.size:
        row = int(wrong[0])
        raise InputError(
            "{row} of {where} has {value} in field {field}; an area type is 1, 2, 3, 4 or 5: correct it and run again.",
            row=name_of_row(row),
            where=where,
            value=f"{values[row]:g}",
            field=field,
        )
    return np.where(missing, NO_TYPE, values).astype(np.int8)


def mean_and_sd(index: NDArray[np.float64], sd_kind: SdKind = "sample") -> tuple[float, float]:
    """Return the unweighted mean and standard deviation of the index over the areas that have one.

    Args:
        index: shape (areas,), 0 to 100, NaN where missing.
        sd_kind: ``sample`` divides by n - 1, ``population`` by n. Which one SCB uses is not known.

    Raises:
        InputError: fewer than two areas have an index.
    """
    known = index[~np.isnan(index)]
    if known.size < 2:  # noqa: PLR2004 - a spread needs two values
        raise InputError(
            "Only {count} areas have an index; at least two are needed to compute a mean and a standard "
            "deviation, so give both as parameters.",
            count=known.size,
        )
    return float(known.mean()), float(known.std(ddof=1 if sd_kind == "sample" else 0))


def classify(index: NDArray[np.float64], mean: float, standard_deviation: float) -> NDArray[np.int8]:
    """Return the area type of each index value.

    Cuts: 1 at mean + 2 sd and above, 2 at mean + 1 sd, 3 at the mean, 4 at mean - 1 sd, 5 below; a value on a
    cut belongs to the type with the greater challenges. Source: one party that cites SCB; it fits the counts
    published for 2022, but ties and the kind of standard deviation are not official.

    Args:
        index: shape (areas,), NaN where missing.
        mean: the mean of the index in the reference (the country and year).
        standard_deviation: of the same, above 0.

    Returns:
        Shape (areas,): 1 to 5, and ``NO_TYPE`` where the index is missing.

    Raises:
        InputError: the standard deviation is not a positive number.
    """
    if not (np.isfinite(mean) and np.isfinite(standard_deviation) and standard_deviation > 0):
        raise InputError(
            "The standard deviation of the index is {value}; it must be a number above 0 to form area types.",
            value=standard_deviation,
        )
    cuts = mean + standard_deviation * np.array([-1.0, 0.0, 1.0, 2.0])
    types = (5 - np.searchsorted(cuts, index, side="right")).astype(np.int8)
    types[np.isnan(index)] = NO_TYPE
    return types
