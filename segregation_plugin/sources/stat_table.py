"""The one shape that every source of statistics is brought into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core import schema
from ..core.tables import Table

if TYPE_CHECKING:
    import pandas as pd

    from ..core.schema import Kind

KEY_COLUMNS = (schema.REGION_CODE, schema.REGION_NAME, schema.DIVISION, schema.YEAR)
"""What every table begins with, in this order."""


@dataclass(frozen=True)
class Content:
    """One figure of a table: its code in the source (empty without one), its label and its column."""

    code: str
    label: str
    column: str


@dataclass(kw_only=True)
class TableDescription:
    """What a source says about a table."""

    file_name: str
    title: str = ""
    table_id: str = ""
    updated: str = ""
    """As the source writes it; empty when it does not say."""
    source: str = ""
    notes: list[str] = field(default_factory=list)
    dimensions: list[str] = field(default_factory=list)
    """Columns beside region, division and year: age, sex …"""
    contents: list[Content] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The columns of the data, in order."""
        return [*KEY_COLUMNS, *self.dimensions, *self.content_columns]

    @property
    def content_columns(self) -> list[str]:
        """The columns with figures."""
        return [content.column for content in self.contents]

    def stamp(self) -> str:
        """Return one line that says which table this is: ``TAB6586, SCB, updated 2026-06-23T06:00:00Z, file …``."""
        parts = [
            self.table_id or self.title,
            self.source,
            f"updated {self.updated}" if self.updated else "",
            f"file {self.file_name}" if self.file_name != self.table_id else "",
        ]
        return ", ".join(filter(None, parts))


@dataclass(kw_only=True)
class RawTable(TableDescription):
    """A table as a reader found it: regions are texts, no value is masked yet."""

    frame: pd.DataFrame
    """The columns of the table; ``region_code`` holds the text that stands for the region, ``division`` only
    what a column of the file says."""
    has_database_codes: bool = False
    """The regions are the codes of SCB's database, where one without a suffix is of the old division."""
    stated_division: str | None = None
    """The division that the name of the code column tells (``RegSOkod_2020``)."""
    nil_signs: int = 0
    left_out: int = 0
    """Cells that the file does not write at all."""
    unclaimed: int = 0
    """Rows with figures behind the table that say no region."""


@dataclass
class Counts:
    """What happened to the rows and values of a table on the way in."""

    rejected: int = 0
    """Rows whose region is neither RegSO nor DeSO, or which say none."""
    rejected_examples: list[str] = field(default_factory=list)
    masked: int = 0
    """Values that were there, zeros included, in years their division does not cover; they are missing now."""
    masked_nonzero: int = 0
    nil_signs: int = 0
    """Cells with SCB's sign for "nothing to report" (``-``), kept as missing."""
    left_out: int = 0
    """Cells of rows that a PC-Axis file leaves out, kept as missing: it does so where it means zero."""
    labels_without_code: list[str] = field(default_factory=list)
    """Regions that are only a label which no key knows; kept, to be matched by label."""


@dataclass(kw_only=True)
class StatTable(TableDescription):
    """One row per region, division, year and further dimension; one column per content.

    ``data`` has ``columns``: ``region_code`` (None where the source has only a label), ``region_name`` (the
    label), ``division`` (None when unknown), ``year`` (Int64), the dimensions (texts), the contents (floats, NaN
    where missing; ``area_type`` Int64).
    """

    data: pd.DataFrame
    counts: Counts
    key_file: str = ""
    """The name of the key that gave the codes; empty without one."""

    def stamps(self) -> list[str]:
        """Return one line per file that the table was made of."""
        return [self.stamp(), *([f"key, file {self.key_file}"] if self.key_file else [])]

    def years(self) -> list[int]:
        """Return the years that occur, in order."""
        return sorted(int(year) for year in self.data[schema.YEAR].dropna().unique())

    def rows_by_division(self) -> dict[str | None, int]:
        """Return the number of rows of each division, the unknown one as None."""
        counts = self.data[schema.DIVISION].value_counts(dropna=False, sort=False)
        return {
            division if isinstance(division, str) else None: int(count) for division, count in counts.items()
        }

    def kinds(self) -> dict[str, Kind]:
        """Return the kind of each column, for fields."""
        contents = {column: schema.KINDS.get(column, float) for column in self.content_columns}
        keys = {column: schema.KINDS[column] for column in KEY_COLUMNS}
        return {**keys, **dict.fromkeys(self.dimensions, str), **contents}

    def as_table(self) -> Table:
        """Return the columns as they are joined with areas."""
        columns = list(zip(*self.rows(), strict=True)) or [()] * len(self.columns)
        return Table(
            self.table_id or self.file_name,
            {name: list(values) for name, values in zip(self.columns, columns, strict=True)},
        )

    def rows(self) -> list[tuple[object, ...]]:
        """Return the rows as Python values, None where missing."""
        columns = (self.data[column].astype(object) for column in self.columns)
        return list(zip(*(column.where(column.notna(), None).tolist() for column in columns), strict=True))
