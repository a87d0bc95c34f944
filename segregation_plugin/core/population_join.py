"""Joining the population to areas: of the index year where there is one, else of the nearest."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import schema
from .errors import InputError
from .field_guess import code_in
from .labels import is_region_label
from .region_codes import is_valid_year
from .region_table import NO_ROW, RegionTable
from .words import ascii_words
from .years import by_division

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .region_table import AreaKeys

_TOTALS = frozenset(
    {
        "totalt",
        "total",
        "1+2",
        "alla",
        "samtliga",
        "all",
        "båda könen",
        "both sexes",
        "kvinnor och män",
        "män och kvinnor",
    }
)
_TOLD = 3
_PARTIAL_TOTAL = "tot"  # tot16+, tot20-64: a total all the same, where there is no wider one
_DIMENSION_WORDS = frozenset({"alder", "kon", "age", "sex", "gender"})
"""Columns that divide people for sure, also where each area has a single row and none has a total."""
_OF_AREA = frozenset(
    {
        *("id", "kod", "namn", "name", "region", "regionnamn", "regso", "regsonamn", "deso", "desonamn"),
        *("kommun", "kommunkod", "kommunnamn", "lan", "lanskod", "lansnamn", "municipality", "county"),
    }
)
"""Columns beside those of the schema that follow from the area, and say nothing of whom its figure counts."""
_DIVISION_YEAR = re.compile(r"_?20\d\d$")


@dataclass(frozen=True)
class PopulationOfAreas:
    """The population joined to areas."""

    people: NDArray[np.float64]
    """Shape (areas,); NaN where missing."""
    year: int | None
    """None from a table without years."""
    division: str | None
    """That the figures are coded on; None from a table without years."""
    counted: dict[str, str]
    """Dimensions with one value throughout that is no total: whom the figures count (``alder``: ``20-64 år``)."""


def join_population(
    regions: RegionTable, keys: AreaKeys, field: str, index_year: int, divisions: tuple[str, ...]
) -> PopulationOfAreas:
    """Join the population of the index year, or of the nearest year of the same division.

    Of two years as near, the later one. A table without years serves any year. Of several rows for one area
    and year, by age or sex, the total is taken.

    Args:
        regions: the population table, matched with the areas.
        keys: the areas.
        field: the figure to take.
        index_year: the year of the index.
        divisions: that the figures may be coded on, in order of preference.

    Raises:
        InputError: the table has no such field, no year on these divisions or no figure for these areas; an
            area has several rows and none is the total; a population is negative.
    """
    field = regions.table.require(field)
    people = regions.table.figures(field)
    division, year = _choose(regions, people, index_year, divisions)
    dimensions = _dimensions(regions, field)
    rows = regions.row_of_each_area(
        regions.of(division, year), len(keys.codes), lambda rows: _total(rows, dimensions, people)
    )
    _require_alike(rows[rows != NO_ROW].tolist(), dimensions, regions.table.name)
    joined = np.where(rows != NO_ROW, people[rows], math.nan)
    _require_people(joined, rows, regions, keys, field, division)
    return PopulationOfAreas(
        joined,
        year,
        division if regions.has_years else None,
        _counted(dimensions, rows[rows != NO_ROW].tolist()),
    )


def _choose(
    regions: RegionTable, people: NDArray[np.float64], index_year: int, divisions: tuple[str, ...]
) -> tuple[str, int | None]:
    if not regions.has_years:
        return divisions[0], None
    usable = ~np.isnan(people) & (regions.areas != NO_ROW)
    found = {
        (year, division)
        for year, division in zip(
            regions.years[usable].tolist(), regions.divisions[usable].tolist(), strict=True
        )
        if year is not None and is_valid_year(division, year)
    }
    for division in divisions:
        years = [year for year, own in found if own == division]
        if years:
            return division, min(years, key=lambda year: (abs(year - index_year), -year))
    raise InputError(
        "Table {table} has no population of these areas on {division}, which the index of {year} is coded on; it has "
        "{years}.",
        table=regions.table.name,
        division=divisions[0],
        year=index_year,
        years=by_division(dict(found)) or "-",
    )


def _dimensions(regions: RegionTable, field: str) -> dict[str, list[str | None]]:
    """Return the text columns that may divide the people of an area: age, sex, background.

    What follows from the area is none: its kommun, its code or its name in another spelling, where its type comes from.
    """
    table = regions.table
    known = {name.casefold() for name in (*schema.KINDS, schema.YEAR, regions.key_field, field)}
    texts = {
        name: table.texts(name)
        for name in table.columns
        if name.casefold() not in known and _is_text(table.columns[name])
    }
    return {name: values for name, values in texts.items() if not _follows_from_area(name, values)}


def _follows_from_area(name: str, values: list[str | None]) -> bool:
    if _DIVISION_YEAR.sub("", ascii_words(name)) in _OF_AREA:
        return True
    given = [value for value in values if value]
    return bool(given) and all(code_in(value) or is_region_label(value) for value in given)


def _is_text(values: list[object]) -> bool:
    return any(isinstance(value, str) for value in values)


def _rank(value: str | None) -> int | None:
    """Return 0 for a total, 1 for a partial one, None for a part."""
    folded = (value or "").casefold()
    if folded in _TOTALS:
        return 0
    return 1 if folded.startswith(_PARTIAL_TOTAL) else None


def _total(
    rows: list[int], dimensions: dict[str, list[str | None]], people: NDArray[np.float64]
) -> int | None:
    """Return the row that is the total in every dimension in which the rows differ; None without exactly one.

    Rows that differ in nothing are the same people told twice: a layer of several index years repeats them.
    """
    differing = [values for values in dimensions.values() if len({values[row] for row in rows}) > 1]
    if not differing and np.unique(people[rows]).size == 1:
        return rows[0]
    totals: list[tuple[int, int]] = []
    for row in rows:
        ranks = [_rank(values[row]) for values in differing]
        known = [rank for rank in ranks if rank is not None]
        if ranks and len(known) == len(ranks):
            totals.append((sum(known), row))
    totals.sort()
    if not totals or (len(totals) > 1 and totals[0][0] == totals[1][0]):
        return None
    return totals[0][1]


def _require_alike(rows: list[int], dimensions: dict[str, list[str | None]], table_name: str) -> None:
    """Refuse one part of the people in one area and another part, or all of them, in another area.

    Of columns that divide people for sure: by their name, or by a total among these rows.
    """
    for name, values in dimensions.items():
        if ascii_words(name) not in _DIMENSION_WORDS and all(_rank(values[row]) is None for row in rows):
            continue  # nobody knows what it is; what it says of these rows is told
        kinds = {0 if _rank(values[row]) == 0 else (values[row] or "").casefold(): row for row in rows}
        if len(kinds) > 1:
            part = next(row for kind, row in kinds.items() if kind != 0)
            other = next(row for row in kinds.values() if row != part)
            raise InputError(
                "Row {row} of table {table} has {value} in field {field} where row {other} has {other_value}; give every "
                "area its total, or filter the table to one value.",
                row=part + 1,
                table=table_name,
                value=values[part],
                field=name,
                other=other + 1,
                other_value=values[other],
            )


def _counted(dimensions: dict[str, list[str | None]], rows: list[int]) -> dict[str, str]:
    """Return what the rows taken say in each column, where that is no total."""
    found = {name: sorted({values[row] or "-" for row in rows}) for name, values in dimensions.items()}
    return {
        name: ", ".join(values[:_TOLD]) + (" …" if len(values) > _TOLD else "")
        for name, values in found.items()
        if any(_rank(value) != 0 for value in values) and values != ["-"]
    }


def _require_people(
    people: NDArray[np.float64],
    rows: NDArray[np.intp],
    regions: RegionTable,
    keys: AreaKeys,
    field: str,
    division: str,
) -> None:
    if not np.any(~np.isnan(people)):
        raise InputError(
            "No area of layer {layer} has a population in field {field} of table {table}, matched on field {key} "
            "({division}); check that both cover the same places.",
            layer=keys.layer,
            field=field,
            table=regions.table.name,
            key=regions.key_field,
            division=division,
        )
    negative = np.flatnonzero(people < 0)
    if negative.size:
        raise InputError(
            "Region {region} has a negative population ({value}) in field {field} of table {table}; correct it and "
            "run again.",
            region=regions.regions[rows[negative[0]]],
            value=f"{people[negative[0]]:g}",
            field=field,
            table=regions.table.name,
        )
