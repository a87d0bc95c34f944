"""The layout of a table in cells: where the regions stand, where the figures begin and end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.labels import is_region_label
from ..core.words import ascii_words
from .cells import is_figure, is_missing, text_of
from .regions import REGION_WORDS, RegionKind, parse_region
from .years import is_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cells import Row

_SAMPLE = 2000


@dataclass(frozen=True)
class Grid:
    """A table taken apart."""

    title: str
    header: list[list[str]]
    """Rows of column names, from the top; all as wide as the table."""
    rows: list[list[str]]
    """The data, as texts."""
    row_numbers: list[int]
    """Of the data in the file, from 1."""
    region: int
    """The column with the regions."""
    notes: list[str]
    unclaimed: list[tuple[int, list[str]]] = field(default_factory=list)
    """Rows behind the data that say no region, with their numbers in the file."""

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0])

    def column(self, place: int) -> list[str]:
        """Return the data of a column."""
        return [row[place] for row in self.rows]

    def name(self, place: int) -> str:
        """Return the name of a column of the stub: the lowest filled cell of its header."""
        return next((row[place] for row in reversed(self.header) if row[place]), "")


def find_grid(rows: list[Row]) -> Grid | None:
    """Take a sheet apart; None when no column holds RegSO or DeSO, by code or by label.

    Understood are a plain table with one row of names, and SCB's exports: a title, a blank row, stacked headers,
    the data, a blank row, notes. An empty list of header rows means that the data has no names.
    """
    region = _region_column(rows)
    if region is None:
        return None
    texts = [[text_of(cell) for cell in row] for row in rows]
    width = max(len(row) for row in texts)
    texts = [row + [""] * (width - len(row)) for row in texts]
    first, end = _extent(texts, region)
    title_rows, header = _above(texts[:first])
    title = title_rows[0] if title_rows else ""
    data = [number for number in range(first, end) if any(texts[number])]
    unclaimed = _unclaimed(texts, region, end)
    return Grid(
        title=title,
        header=header,
        rows=[texts[number] for number in data],
        row_numbers=[number + 1 for number in data],
        region=region,
        notes=title_rows[1:] + [cell for row in texts[end + len(unclaimed) :] for cell in row if cell],
        unclaimed=unclaimed,
    )


def _sampled(rows: list[Row]) -> Iterator[Row]:
    yield from rows[:_SAMPLE]
    yield from rows[_SAMPLE :: max(1, len(rows) // _SAMPLE)]


def _region_column(rows: list[Row]) -> int | None:
    """Return the column with the most different codes, else the one with the most labels.

    A DeSO table also carries the codes of its RegSO, and those repeat.
    """
    codes: dict[int, set[str]] = {}
    labels: Counter[int] = Counter()
    for row in _sampled(rows):
        for place, cell in enumerate(row):
            if not isinstance(cell, str):
                continue
            region = parse_region(cell)
            if region.code and (not region.label or sum(text_of(other) != "" for other in row) > 1):
                codes.setdefault(place, set()).add(cell)
            elif is_region_label(cell) and _has_value([text_of(other) for other in row], place):
                labels[place] += 1
    if codes:
        return max(codes, key=lambda place: len(codes[place]))
    return max(labels, key=lambda place: labels[place], default=None)


def _has_value(row: list[str], region: int) -> bool:
    return any(
        text and (is_figure(text) or is_missing(text)) for place, text in enumerate(row) if place != region
    )


def _is_certain(row: list[str], region: int) -> bool:
    """Say whether a row is data: an area with something beside it, or another region with figures."""
    found = parse_region(row[region])
    if found.kind is RegionKind.AREA:
        return not found.label or sum(map(bool, row)) > 1
    if found.kind is RegionKind.LABEL:
        return is_region_label(row[region]) and _has_value(row, region)
    return found.kind is RegionKind.OTHER and _has_value(row, region)


def _is_possible(row: list[str], region: int) -> bool:
    """Say whether a row is data when it stands next to other data: any label with figures that are not years."""
    if ascii_words(row[region]) in REGION_WORDS:
        return False
    others = [text for place, text in enumerate(row) if place != region and text]
    return bool(row[region]) and _has_value(row, region) and not all(map(is_year, others))


def _extent(rows: list[list[str]], region: int) -> tuple[int, int]:
    """Return the first row of data and the one behind the last."""
    certain = [number for number, row in enumerate(rows) if _is_certain(row, region)]
    first, end = certain[0], certain[-1] + 1
    while first > 1 and _is_possible(rows[first - 1], region):
        first -= 1
    while end < len(rows) and _is_possible(rows[end], region):
        end += 1
    return first, end


def _unclaimed(rows: list[list[str]], region: int, end: int) -> list[tuple[int, list[str]]]:
    """Return the rows behind the data, up to a blank one, that say no region but something behind its column."""
    found = []
    for number in range(end, len(rows)):
        row = rows[number]
        if row[region] or not any(row[region + 1 :]):
            break
        found.append((number + 1, row))
    return found


def _above(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the texts that stand alone in the first column, then the rows of names."""
    filled = [row for row in rows if any(row)]
    alone = 0
    while alone < len(filled) and filled[alone][0] and not any(filled[alone][1:]):
        alone += 1
    return [row[0] for row in filled[:alone]], filled[alone:]
