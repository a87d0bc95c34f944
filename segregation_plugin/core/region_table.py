"""Rows of a statistical table matched with areas: by code, or by label where the table has no codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import schema
from .divisions import RowFacts, division_in_name, divisions_of_rows, emptiness
from .errors import InputError
from .field_guess import code_in, guess_fields, has_codes
from .labels import fold_label
from .region_codes import Level, level_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from .tables import Table

NO_ROW = -1
"""Stands for "no area" and "no row" in arrays of places."""

Code = tuple[str, str | None] | None
"""A code and the division that its suffix names."""


@dataclass(frozen=True)
class AreaKeys:
    """The areas that rows are matched with."""

    layer: str
    codes: list[str]
    labels: list[str | None]
    """``Kommun (name)``, None where either is missing."""
    level: Level
    division: str | None
    """Of the polygons; None when it is not known."""


@dataclass(frozen=True)
class RegionTable:
    """A table with the region, division and year of every row told; all arrays have shape (rows,)."""

    table: Table
    key_field: str
    """The field with the codes, or with the labels."""
    areas: NDArray[np.intp]
    """Place of the row's area, ``NO_ROW`` where the layer has none."""
    regions: list[str]
    """The row's region in words, for messages."""
    divisions: NDArray[np.object_]
    years: NDArray[np.object_]
    has_years: bool

    def of(self, division: str, year: int | None) -> NDArray[np.bool_]:
        """Return which rows are of a division and a year; of a table without years, of any or no division."""
        if not self.has_years:
            return np.array([own in (None, division) for own in self.divisions], dtype=bool)
        return np.asarray((self.divisions == division) & (self.years == year), dtype=bool)

    def row_of_each_area(
        self, selected: NDArray[np.bool_], area_count: int, choose: Callable[[list[int]], int | None]
    ) -> NDArray[np.intp]:
        """Return the row of each area among the selected ones, ``NO_ROW`` where there is none.

        Args:
            selected: shape (rows,).
            area_count: number of areas.
            choose: tells which of several rows of one area is meant; None when it cannot be told.

        Raises:
            InputError: an area has several rows and none can be chosen.
        """
        rows = np.full(area_count, NO_ROW, dtype=np.intp)
        several: dict[int, list[int]] = {}
        for row in map(int, np.flatnonzero(selected & (self.areas != NO_ROW))):
            area = int(self.areas[row])
            if rows[area] == NO_ROW:
                rows[area] = row
            else:
                several.setdefault(area, [int(rows[area])]).append(row)
        for area, candidates in several.items():
            chosen = choose(candidates)
            if chosen is None:
                raise self._ambiguous(candidates)
            rows[area] = chosen
        return rows

    def _ambiguous(self, rows: list[int]) -> InputError:
        first = rows[0]
        return InputError(
            "Table {table} has {count} rows for {region} and year {year}, and no total among them; filter it to "
            "one row per region and year (one age, one sex, one division).",
            table=self.table.name,
            count=len(rows),
            region=self.regions[first],
            year=self.years[first] if self.has_years else "?",
        )


def match_regions(
    table: Table, keys: AreaKeys, contents: Sequence[str], stated_year: int | None = None
) -> RegionTable:
    """Tell the area, division and year of every row.

    Args:
        table: with ``region_code`` (or a field of codes known from SCB's files) or ``region_name`` labels; with
            or without ``division`` and ``year``.
        keys: the areas.
        contents: the figures that will be taken, which tell where a year holds nothing; the table may lack some.
        stated_year: the year of the figures of a table that has none.

    Raises:
        InputError: the table is empty, has neither codes nor labels, or a year or figure cannot be read.
    """
    if not len(table):
        raise InputError(
            "Table {table} has no rows; choose a table with figures by region.", table=table.name
        )
    years = table.years(table.field(schema.YEAR, schema.INDEX_YEAR))
    if schema.AREA_TYPE not in contents:  # a population may be of another year than the index beside it
        own_years = table.years(table.field(schema.POPULATION_YEAR))
        years = [year if own is None else own for own, year in zip(own_years, years, strict=True)]
    has_years = any(year is not None for year in years)
    if not has_years and stated_year is not None:
        years, has_years = [stated_year] * len(table), True
    key_field, codes = _codes(table)
    labels = table.texts(table.field(schema.REGION_NAME))
    return RegionTable(
        table=table,
        key_field=key_field,
        areas=_areas(codes, labels, keys),
        regions=[(code[0] if code else label) or "?" for code, label in zip(codes, labels, strict=True)],
        divisions=_divisions(table, key_field, codes, years, contents, keys.level),
        years=_as_objects(years),
        has_years=has_years,
    )


def _codes(table: Table) -> tuple[str, list[Code]]:
    """Return the key field and the code of each row; all None where there are only labels."""
    own, label = table.field(schema.REGION_CODE), table.field(schema.REGION_NAME)
    if own is None or not any(table.texts(own)):
        if label is not None and not has_codes(table):
            return label, [None] * len(table)
        own = guess_fields(table).code
    return own, [code_in(text) for text in table.texts(own)]


def _areas(codes: list[Code], labels: list[str | None], keys: AreaKeys) -> NDArray[np.intp]:
    by_code = {code: place for place, code in enumerate(keys.codes)}
    by_label = {} if all(codes) else _places_of_labels(keys)
    return np.array(
        [
            by_code.get(code[0], NO_ROW) if code else by_label.get(fold_label(label or ""), NO_ROW)
            for code, label in zip(codes, labels, strict=True)
        ],
        dtype=np.intp,
    )


def _places_of_labels(keys: AreaKeys) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, label in enumerate(keys.labels):
        if label is None:
            continue
        other = places.setdefault(fold_label(label), place)
        if other != place:
            raise InputError(
                "Areas {first} and {second} of layer {layer} are both called {label}, so a table without codes "
                "cannot tell them apart; use a table with codes.",
                first=keys.codes[other],
                second=keys.codes[place],
                layer=keys.layer,
                label=label,
            )
    return places


def _divisions(
    table: Table,
    key_field: str,
    codes: list[Code],
    years: list[int | None],
    contents: Sequence[str],
    default: Level,
) -> NDArray[np.object_]:
    figures = np.array([table.figures(table.field(name)) for name in contents], dtype=np.float64)
    is_empty, has_zero = emptiness(figures.reshape(len(contents), len(table)).T)
    stated = table.texts(table.field(schema.DIVISION))
    facts = RowFacts(
        levels=_as_objects([(level_of(code[0]) if code else None) or default for code in codes]),
        stated=_as_objects(
            [(code[1] if code else None) or own for code, own in zip(codes, stated, strict=True)]
        ),
        has_code=np.array([code is not None for code in codes], dtype=bool),
        has_suffix=np.array([code is not None and code[1] is not None for code in codes], dtype=bool),
        years=np.array(years, dtype=np.float64),
        is_empty=is_empty,
        has_zero=has_zero,
    )
    return divisions_of_rows(facts, division_in_name(key_field))


def _as_objects(values: Sequence[object]) -> NDArray[np.object_]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
