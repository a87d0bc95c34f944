"""From a table as a reader found it to the tidy one: codes, divisions, masked years, chosen years."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from ..core import schema
from ..core.area_types import checked_types
from ..core.divisions import RowFacts, divisions_of_rows, emptiness
from ..core.errors import InputError, Phrase
from ..core.region_codes import is_valid_year
from .regions import Region, RegionKind, parse_region
from .stat_table import Counts, StatTable, TableDescription
from .years import chosen_years

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .key_file import LabelKey
    from .stat_table import RawTable

_EXAMPLES = 5


def resolve(raw: RawTable, key: LabelKey | None = None, years: str = "") -> StatTable:
    """Tell region and division of every row, and make the years missing that its division does not cover.

    Args:
        raw: the table.
        key: codes of labels, for rows without a code.
        years: the years to keep; all of them when empty.

    Raises:
        InputError: no row is a RegSO or DeSO, a year that is asked for does not exist, a row appears twice, or
            an area type is not 1 to 5.
    """
    regions = _regions(raw)
    kept = np.array([region.kind in (RegionKind.AREA, RegionKind.LABEL) for region in regions], dtype=bool)
    _require_areas(raw, regions)
    counts = Counts(nil_signs=raw.nil_signs, left_out=raw.left_out)
    table = _tidy(raw, [region for region, keep in zip(regions, kept, strict=True) if keep], kept, key)
    rejected = raw.frame[~kept]
    if years.strip():
        available = {int(year) for year in table[schema.YEAR].dropna()}
        chosen = chosen_years(years, available, raw.file_name)
        table, rejected = (part[part[schema.YEAR].isin(chosen)] for part in (table, rejected))
    _count(counts, table, rejected)
    counts.rejected += raw.unclaimed
    table = _masked(table, raw.content_columns, counts)
    _check(table, raw)
    table = table.reset_index(drop=True)[raw.columns].astype({schema.YEAR: "Int64"})
    if schema.AREA_TYPE in raw.content_columns:
        table = table.astype({schema.AREA_TYPE: "Int64"})
    description = {item.name: getattr(raw, item.name) for item in fields(TableDescription)}
    return StatTable(**description, data=table, counts=counts, key_file=key.file_name if key else "")


def _regions(raw: RawTable) -> list[Region]:
    """Return the region of each row, its label completed from the column of labels."""
    known: dict[tuple[str, str], Region] = {}
    regions = []
    for pair in zip(raw.frame[schema.REGION_CODE], raw.frame[schema.REGION_NAME], strict=True):
        if pair not in known:
            known[pair] = _region(*pair, database_codes=raw.has_database_codes)
        regions.append(known[pair])
    return regions


def _region(code: str, label: str, *, database_codes: bool) -> Region:
    region = parse_region(code)
    if region.kind is RegionKind.LABEL and database_codes:
        return Region(RegionKind.OTHER, label=code)
    own_label = region.label or (parse_region(label).label if label else None)
    return Region(region.kind, region.code, own_label, region.division)


def _require_areas(raw: RawTable, regions: list[Region]) -> None:
    if not any(region.level for region in regions):
        examples = list(dict.fromkeys(raw.frame[schema.REGION_CODE]))[:_EXAMPLES]
        raise InputError(
            "{file} has no RegSO and no DeSO: its regions are {examples}; choose a table by RegSO or DeSO.",
            file=raw.file_name,
            examples=", ".join(examples),
        )


def _tidy(
    raw: RawTable, regions: list[Region], kept: NDArray[np.bool_], key: LabelKey | None
) -> pd.DataFrame:
    table = raw.frame[kept].copy()
    divisions = _divisions(raw, regions, table)
    codes = [region.code for region in regions]
    for row, region in enumerate(regions):
        if key is not None and region.code is None and region.label is not None:
            codes[row] = key.code_of(region.label, divisions[row])
            divisions[row] = divisions[row] or (key.only_division if codes[row] else None)
    table[schema.REGION_CODE] = np.array(codes, dtype=object)
    table[schema.REGION_NAME] = np.array([region.label for region in regions], dtype=object)
    table[schema.DIVISION] = divisions
    return table


def _divisions(raw: RawTable, regions: list[Region], table: pd.DataFrame) -> NDArray[np.object_]:
    is_empty, has_zero = emptiness(table[raw.content_columns].to_numpy(dtype=np.float64))
    stated = [region.division or own for region, own in zip(regions, table[schema.DIVISION], strict=True)]
    facts = RowFacts(
        levels=np.array([region.level for region in regions], dtype=object),
        stated=np.array(stated, dtype=object),
        has_code=np.array([region.code is not None for region in regions], dtype=bool),
        has_suffix=np.array([region.division is not None for region in regions], dtype=bool),
        years=table[schema.YEAR].to_numpy(dtype=np.float64, na_value=np.nan),
        is_empty=is_empty,
        has_zero=has_zero,
    )
    return divisions_of_rows(facts, raw.stated_division, database_codes=raw.has_database_codes)


def _count(counts: Counts, table: pd.DataFrame, rejected: pd.DataFrame) -> None:
    counts.rejected = len(rejected)
    names = rejected[schema.REGION_CODE].where(
        rejected[schema.REGION_CODE] != "", rejected[schema.REGION_NAME]
    )
    counts.rejected_examples = list(dict.fromkeys(name or Phrase("(blank)") for name in names))[:_EXAMPLES]
    without_code = table.loc[table[schema.REGION_CODE].isna(), schema.REGION_NAME]
    counts.labels_without_code = list(dict.fromkeys(without_code))


def _masked(table: pd.DataFrame, contents: list[str], counts: Counts) -> pd.DataFrame:
    """Return the table without the figures of years that a row's division does not cover.

    The index table has ``..`` there, the population table 0: neither is a figure.
    """
    outside = [
        division is not None and year == year and not is_valid_year(division, int(year))  # noqa: PLR0124 - NaN is not itself
        for division, year in zip(table[schema.DIVISION], table[schema.YEAR].astype(float), strict=True)
    ]
    figures = table.loc[outside, contents]
    counts.masked = int(figures.notna().to_numpy().sum())
    counts.masked_nonzero = int((figures.fillna(0) != 0).to_numpy().sum())
    table = table.copy()
    table.loc[outside, contents] = np.nan
    return table


def _check(table: pd.DataFrame, raw: RawTable) -> None:
    key = [schema.REGION_CODE, schema.DIVISION, schema.YEAR, *raw.dimensions]
    coded = table[table[schema.REGION_CODE].notna()]
    twice = coded[coded.duplicated(key)]
    if len(twice):
        raise InputError(
            "{file} has two rows for {row}; keep one row per region, division, year and dimension (export it with "
            "codes if it holds both divisions).",
            file=raw.file_name,
            row=_row_name(twice.iloc[0], key),
        )
    if schema.AREA_TYPE in raw.content_columns:
        named = [schema.REGION_CODE, schema.REGION_NAME, schema.YEAR]
        checked_types(
            table[schema.AREA_TYPE].to_numpy(dtype=np.float64),
            lambda row: _row_name(table.iloc[row], named),
            raw.file_name,
            next(content.label for content in raw.contents if content.column == schema.AREA_TYPE),
        )


def _row_name(row: pd.Series, columns: list[str]) -> str:
    known = row[columns].dropna()
    return ", ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in known)
