"""Years in the texts of tables, and the years a user asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.errors import InputError
from ..core.years import spans

if TYPE_CHECKING:
    from collections.abc import Collection

_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:\.0+)?")
_PERIOD = re.compile(r"((?:19|20)[0-9]{2})(?:[MKQ][0-9]{1,2}|\.0+)?")
_YEAR_INSIDE = re.compile(r"(?<!\d)((?:19|20)[0-9]{2})(?!\d)")
_ASKED = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")


def is_year(text: str) -> bool:
    """Say whether a text is a year and nothing else; pandas writes ``2024.0`` where some are missing."""
    return _YEAR.fullmatch(text) is not None


def year_of(text: str) -> int | None:
    """Return the year of ``2024``, ``2024M01`` or ``2024K1``; None for anything else."""
    found = _PERIOD.fullmatch(text)
    return int(found[1]) if found else None


def split_year(header: str) -> tuple[str, int] | None:
    """Return a column's name without the one year in it, and the year; None without exactly one."""
    years = _YEAR_INSIDE.findall(header)
    if len(years) != 1:
        return None
    return " ".join(_YEAR_INSIDE.sub(" ", header).replace("_", " ").split()), int(years[0])


def chosen_years(asked: str, available: Collection[int], file_name: str) -> list[int]:
    """Return the years that are asked for.

    Args:
        asked: ``2022``, ``2020,2022`` or ``2011-2024``; of a span, both ends have to exist.
        available: the years of the table.
        file_name: of the table.

    Raises:
        InputError: the text is no list of years, or the table does not have one of them.
    """
    if not available:
        raise InputError(
            "{file} has no years, so {asked} cannot be chosen; leave the years empty.",
            file=file_name,
            asked=asked,
        )
    chosen: set[int] = set()
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-\u2013]\s*", "-", asked))):
        found = _ASKED.fullmatch(part)
        if found is None or (found[2] and found[2] < found[1]):
            raise InputError(
                "Years {asked} cannot be read at {part}; write them as 2022, 2020,2022 or 2011-2024.",
                asked=asked,
                part=part,
            )
        first, last = int(found[1]), int(found[2] or found[1])
        for year in (first, last):
            if year not in available:
                raise InputError(
                    "{file} has no year {year}; it has {years}.",
                    file=file_name,
                    year=year,
                    years=spans(available),
                )
        chosen.update(year for year in available if first <= year <= last)
    return sorted(chosen)
