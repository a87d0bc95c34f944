"""Joining the index and the area types to areas, with the division of the areas guarded.

The codes of RegSO 2020 and RegSO 2025 are nearly all the same while the ground of 288 of them is not: a join on
the wrong division looks almost perfect. So the year decides the division its figures are coded on, and that has
to be the polygons' own unless the user allows otherwise, in which case every row is marked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import schema
from .area_types import NO_TYPE, checked_types
from .errors import InputError
from .region_codes import division_of_year
from .region_table import NO_ROW, AreaKeys, RegionTable, match_regions
from .years import by_division, spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .tables import Table

_PERCENT = (schema.SOCIOECONOMIC_INDEX, *schema.COMPONENT_FIELDS)
_WHOLE = 100.0


@dataclass(frozen=True)
class YearChoice:
    """What the user says about the years."""

    year: int | None = None
    """None takes the newest that the areas' division has."""
    all_years: bool = False
    """Every year of the division of the chosen one."""
    allow_mismatch: bool = False


@dataclass(frozen=True)
class YearOfIndex:
    """The index of one year; all arrays have shape (areas,)."""

    year: int
    has_row: NDArray[np.bool_]
    figures: dict[str, NDArray[np.float64]]
    """``socioeconomic_index`` and the three components, 0 to 100, NaN where missing."""
    types: NDArray[np.int8]
    sources: list[str | None]
    """``area_type_source``, None where there is no type."""


@dataclass(frozen=True)
class IndexJoin:
    """The index joined to areas."""

    years: list[YearOfIndex]
    division: str
    """That the joined figures are coded on."""
    version_mismatch: bool
    unmatched_rows: int
    """Rows of the division and years without an area."""
    matched_on: str
    """The field of the table that was compared."""

    @property
    def has_row(self) -> NDArray[np.bool_]:
        """Which areas have a row in some year; shape (areas,)."""
        return np.asarray(np.any([year.has_row for year in self.years], axis=0), dtype=bool)


def join_index(table: Table, keys: AreaKeys, choice: YearChoice) -> IndexJoin:
    """Join a table of the index and the area types.

    Args:
        table: rows by region, division and year.
        keys: the areas.
        choice: the year or years.

    Raises:
        InputError: the table is of another subject, has no such year or no row for these areas; the year is
            coded on another division than the areas and that is not allowed; an area has two rows for a year;
            a type is not 1 to 5 or a percentage not 0 to 100.
    """
    if table.field(schema.SOCIOECONOMIC_INDEX, schema.AREA_TYPE) is None:
        raise InputError(
            "Table {table} has neither a field {index} nor a field {area_type}, only {fields}; choose the table of "
            "the socioeconomic index, read with Import table.",
            table=table.name,
            index=schema.SOCIOECONOMIC_INDEX,
            area_type=schema.AREA_TYPE,
            fields=", ".join(table.columns),
        )
    contents = (*_PERCENT, schema.AREA_TYPE)
    regions = match_regions(table, keys, contents, choice.year)
    figures = {name: table.figures(table.field(name)) for name in contents}
    division, years = _choose(regions, keys, choice, figures)
    selected = {year: regions.of(division, year) for year in years}
    joined = [_year(regions, figures, year, selected[year], len(keys.codes)) for year in years]
    join = IndexJoin(
        years=joined,
        division=division,
        version_mismatch=division != keys.division,
        unmatched_rows=sum(
            int(np.count_nonzero(rows & (regions.areas == NO_ROW))) for rows in selected.values()
        ),
        matched_on=regions.key_field,
    )
    _require_match(join, regions, keys)
    return join


def _choose(
    regions: RegionTable, keys: AreaKeys, choice: YearChoice, figures: dict[str, NDArray[np.float64]]
) -> tuple[str, list[int]]:
    """Return the division to join on and its years, oldest first."""
    if not regions.has_years:
        raise InputError(
            "Table {table} has no year; give the year of its figures as parameter.", table=regions.table.name
        )
    if keys.division is None and not choice.allow_mismatch:
        raise InputError(
            "It is not known which division the areas of layer {layer} belong to, so the year cannot be checked; "
            "run Prepare areas on it and choose the division, or allow a version mismatch.",
            layer=keys.layer,
        )
    divisions = _years_with_figures(regions, keys, figures)
    if not divisions and keys.level == "DeSO":
        raise InputError(
            "Table {table} has no index and no area type for DeSO, the areas in layer {layer}: SCB publishes them for RegSO; "
            "take polygons of RegSO, or Download from SCB, which gives DeSO the type of their RegSO.",
            table=regions.table.name,
            layer=keys.layer,
        )
    if not divisions:
        raise InputError(
            "Table {table} has no index and no area type for areas of {level}, the kind in layer {layer}; choose a "
            "table for them.",
            table=regions.table.name,
            level=keys.level,
            layer=keys.layer,
        )
    year = choice.year if choice.year is not None else _newest(divisions, regions, keys, choice)
    if year not in divisions:
        raise InputError(
            "Table {table} has no figures for {level} in {year}; it has {years}.",
            table=regions.table.name,
            level=keys.level,
            year=year,
            years=by_division(divisions),
        )
    division = divisions[year]
    if division != keys.division and not choice.allow_mismatch:
        raise _mismatch(year, division, divisions, keys)
    return division, sorted(y for y, d in divisions.items() if choice.all_years and d == division) or [year]


def _mismatch(year: int, division: str, divisions: dict[int, str], keys: AreaKeys) -> InputError:
    facts = {"year": year, "division": division, "layer": keys.layer, "own": keys.division}
    own_years = [own for own, of in divisions.items() if of == keys.division]
    if own_years:
        return InputError(
            "The figures of {year} are coded on {division}, but layer {layer} holds areas of {own}: nearly all codes "
            "are the same while some borders are not; choose another year ({years}), take polygons of {division}, or "
            "allow a version mismatch.",
            years=spans(own_years),
            **facts,
        )
    return InputError(
        "The figures of {year} are coded on {division}, but layer {layer} holds areas of {own}: nearly all codes are "
        "the same while some borders are not; take polygons of {division}, or allow a version mismatch.",
        **facts,
    )


def _years_with_figures(
    regions: RegionTable, keys: AreaKeys, figures: dict[str, NDArray[np.float64]]
) -> dict[int, str]:
    """Return the years that have an index or a type on the division that carries them, with that division."""
    known = ~(np.isnan(figures[schema.SOCIOECONOMIC_INDEX]) & np.isnan(figures[schema.AREA_TYPE]))
    found = set(zip(regions.years[known].tolist(), regions.divisions[known].tolist(), strict=True))
    return {
        year: division
        for year, division in found
        if year is not None and division == division_of_year(keys.level, year)
    }


def _newest(divisions: dict[int, str], regions: RegionTable, keys: AreaKeys, choice: YearChoice) -> int:
    own = [year for year, division in divisions.items() if division == keys.division]
    if not own and choice.allow_mismatch:
        own = list(divisions)
    if not own:
        raise InputError(
            "Table {table} has no figures on {division}, the division of layer {layer}; it has {years}: take "
            "polygons of that division, or allow a version mismatch.",
            table=regions.table.name,
            division=keys.division or keys.level,
            layer=keys.layer,
            years=by_division(divisions),
        )
    return max(own)


def _year(
    regions: RegionTable,
    figures: dict[str, NDArray[np.float64]],
    year: int,
    selected: NDArray[np.bool_],
    area_count: int,
) -> YearOfIndex:
    rows = regions.row_of_each_area(selected, area_count, lambda _: None)
    has_row = rows != NO_ROW
    taken = {name: np.where(has_row, values[rows], math.nan) for name, values in figures.items()}
    for name in _PERCENT:
        _require_percent(taken[name], name, rows, regions, year)
    types = checked_types(
        taken.pop(schema.AREA_TYPE),
        lambda area: f"{regions.regions[rows[area]]}, {year}",
        regions.table.name,
        schema.AREA_TYPE,
    )
    stated = regions.table.texts(regions.table.field(schema.AREA_TYPE_SOURCE))
    sources = [
        None if code == NO_TYPE else stated[row] or schema.PUBLISHED
        for code, row in zip(types, map(int, rows), strict=True)
    ]
    return YearOfIndex(year, has_row, taken, types, sources)


def _require_percent(
    values: NDArray[np.float64], field: str, rows: NDArray[np.intp], regions: RegionTable, year: int
) -> None:
    wrong = np.flatnonzero((values < 0) | (values > _WHOLE))
    if wrong.size:
        raise InputError(
            "Region {region} has {value} in field {field} of table {table} in {year}; expected a percentage from 0 "
            "to 100.",
            region=regions.regions[rows[wrong[0]]],
            value=f"{values[wrong[0]]:g}",
            field=field,
            table=regions.table.name,
            year=year,
        )


def _require_match(join: IndexJoin, regions: RegionTable, keys: AreaKeys) -> None:
    if not join.has_row.any():
        raise InputError(
            "No area of layer {layer} has a row in table {table} for {years} ({division}), matched on field "
            "{field}; check that both cover the same places.",
            layer=keys.layer,
            table=regions.table.name,
            years=spans(year.year for year in join.years),
            division=join.division,
            field=regions.key_field,
        )
