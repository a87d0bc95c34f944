"""From a grid of cells to a table: one row per region, year and dimension."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..core import schema
from ..core.divisions import division_in_name
from ..core.errors import InputError
from .cells import NIL_SIGNS, check_decimal_commas, figure_of, is_missing
from .columns import Roles, column_roles
from .content_names import is_unit, name_columns, title_head
from .headers import Headers, read_headers
from .named_once import named_in_every_row
from .notes import Notes, title_dimensions
from .stat_table import KEY_COLUMNS, RawTable
from .years import year_of

if TYPE_CHECKING:
    import pandas as pd

    from .grid import Grid
    from .limits import ReadingGuard

_Key = tuple[object, ...]


def raw_table(grid: Grid, guard: ReadingGuard) -> RawTable:
    """Make the table of a grid.

    Raises:
        InputError: there are no names above the data, no figures, something that is no figure among figures, or
            two figures for the same thing.
        RunCancelledError: the user cancelled.
    """
    if not grid.header:
        raise InputError(
            "{file} has no row of column names above its first area; add one, for example region, year and the name of "
            "the figure.",
            file=guard.file_name,
        )
    notes = Notes(grid.notes)
    titled = title_dimensions(grid.title)
    roles = column_roles(grid, titled, guard.file_name)
    grid = named_in_every_row(grid, roles)
    headers = read_headers(
        [[row[place] for place in roles.figures] for row in grid.header],
        titled[roles.told_by_columns() :],
        has_year=roles.year is not None,
    )
    cells = _Cells(grid, roles, headers, guard)
    default = _only_content(grid.title, notes)
    dimensions, contents = name_columns(
        [*(roles.names[place] for place in roles.dimensions), *headers.dimensions],
        [("", label or default) for label in cells.contents],
        grid.title,
    )
    return RawTable(
        file_name=guard.file_name,
        title=grid.title,
        table_id=notes.table_id,
        updated=notes.updated,
        source=notes.source,
        notes=notes.lines,
        dimensions=dimensions,
        contents=contents,
        frame=cells.frame([*KEY_COLUMNS, *dimensions], [content.column for content in contents]),
        stated_division=division_in_name(grid.name(grid.region)),
        unclaimed=sum(_says_something(row, roles) for _, row in grid.unclaimed),
        nil_signs=sum(text in NIL_SIGNS for place in roles.figures for text in grid.column(place)),
    )


def _only_content(title: str, notes: Notes) -> str:
    """Return the name of a content without one: SCB writes it under "Sort:", if not into the title."""
    return notes.unit if not is_unit(notes.unit) else title_head(title)


def _says_something(row: list[str], roles: Roles) -> bool:
    return any(row[place] and not is_missing(row[place]) for place in roles.figures)


class _Cells:
    """The figures of a grid by what they are about: region, year and dimensions make a row, the content a column."""

    def __init__(self, grid: Grid, roles: Roles, headers: Headers, guard: ReadingGuard) -> None:
        self._grid, self._roles, self._headers, self._guard = grid, roles, headers, guard
        self._rows: dict[_Key, int] = {}
        self.contents: dict[str, dict[int, float]] = {}
        """Figures by place of the row, for each content."""
        check_decimal_commas(
            [text for place in roles.figures for text in grid.column(place)], guard.file_name
        )
        for number, row in zip(grid.row_numbers, grid.rows, strict=True):
            guard.add()
            self._read_row(number, row)

    def frame(self, keys: list[str], contents: list[str]) -> pd.DataFrame:
        """Return the rows in the order they were met, under these names."""
        import pandas as pd  # noqa: PLC0415 - not every QGIS has it; imported where a table is made

        frame = pd.DataFrame([key[1:] for key in self._rows], columns=keys, dtype=object)
        frame[schema.YEAR] = frame[schema.YEAR].astype(float)
        for name, figures in zip(contents, self.contents.values(), strict=True):
            frame[name] = [figures.get(place, math.nan) for place in range(len(frame))]
        return frame

    def _read_row(self, number: int, row: list[str]) -> None:
        roles = self._roles
        region = row[self._grid.region]
        label = "" if roles.label is None else row[roles.label]
        division = None if roles.division is None else row[roles.division] or None
        year = None if roles.year is None else year_of(row[roles.year])
        content = "" if roles.content is None else row[roles.content]
        dimensions = tuple(row[place] for place in roles.dimensions)
        unnamed = 0 if region else number  # rows without a region are rejected later, each for itself
        for place, column in zip(roles.figures, self._headers.columns, strict=True):
            when = column.year if year is None else year
            key = (unnamed, region, label, division, when, *dimensions, *column.dimensions)
            self._put(key, content or column.content, self._figure(number, row, place), number)

    def _put(self, key: _Key, content: str, figure: float, number: int) -> None:
        place = self._rows.setdefault(key, len(self._rows))
        figures = self.contents.setdefault(content, {})
        if place in figures:
            raise InputError(
                "Row {row} of {file} gives a second figure for {key}; keep one figure per region, year and dimension, "
                "under different column names.",
                row=number,
                file=self._guard.file_name,
                key=", ".join(str(part) for part in (*key[1:], content) if part),
            )
        figures[place] = figure

    def _figure(self, number: int, row: list[str], place: int) -> float:
        try:
            return figure_of(row[place])
        except ValueError as error:
            raise InputError(
                "Row {row} of {file} has {value} in column {column}; expected a number, or .. where it is missing.",
                row=number,
                file=self._guard.file_name,
                value=row[place],
                column=self._roles.names[place] or place + 1,
            ) from error
