"""A key of areas: labels to codes, for tables that carry no codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.divisions import division_in_name
from ..core.errors import InputError
from ..core.field_guess import code_in, guess_fields
from ..core.labels import fold_label, is_region_label, region_label
from ..core.municipalities import municipality_name
from ..core.region_codes import REGSO_2020, REGSO_2025, level_of, municipality_code
from ..core.tables import Table
from .cells import text_of
from .regions import parse_region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .cells import Row


_REGSO = (REGSO_2020, REGSO_2025)


@dataclass
class LabelKey:
    """Codes by folded label, for each division that the key tells apart (None: it does not say)."""

    file_name: str
    codes: dict[str | None, dict[str, str]] = field(default_factory=dict)
    ambiguous: set[tuple[str | None, str]] = field(default_factory=set)
    """Division and folded label of what stands for several codes; it matches nothing."""

    @property
    def only_division(self) -> str | None:
        """The division of a key that has exactly one."""
        return next(iter(self.codes)) if len(self.codes) == 1 else None

    def code_of(self, label: str, division: str | None) -> str | None:
        """Return the code of a label in a division, or in the key's only one where the row's is not known."""
        codes = self.codes.get(division if division is not None else self.only_division) or self.codes.get(
            None, {}
        )
        return codes.get(fold_label(label))

    def add(self, label: str, code: str, division: str | None) -> None:
        """Add one label; one that stands for two codes is taken out for good."""
        codes, folded = self.codes.setdefault(division, {}), fold_label(label)
        if (division, folded) not in self.ambiguous and codes.setdefault(folded, code) != code:
            self.ambiguous.add((division, folded))
            del codes[folded]


def read_key(sheets: Iterable[list[Row]], file_name: str) -> LabelKey:
    """Read SCB's DeSO-RegSO key, or any list of codes and names.

    A list needs a column of RegSO codes and one of names; the kommun's name stands beside it or follows from the
    code. A key of two divisions (``RegSOkod_2020``, ``RegSOkod_2025``) serves both.

    Raises:
        InputError: there are no such columns.
    """
    key = LabelKey(file_name)
    for rows in sheets:
        table = _as_table(rows, file_name)
        for column in table.columns if table else ():
            if _is_regso_column(table.texts(column)):
                _add_column(key, table, column)
        if key.codes:
            return key
    raise InputError(
        "Key file {file} has no column of RegSO codes such as 0114R001 with a column of names beside it; give SCB's "
        "DeSO-RegSO key or a list of codes and names.",
        file=file_name,
    )


def _as_table(rows: list[Row], file_name: str) -> Table | None:
    """Return the sheet as a table: the column names are the last filled row above the first code."""
    first = next((number for number, row in enumerate(rows) if any(map(_is_regso, row))), 0)
    header = next((row for row in reversed(rows[:first]) if any(text_of(cell) for cell in row)), None)
    if header is None:
        return None
    width = max(len(row) for row in rows[first:])
    columns: dict[str, list[object]] = {}
    for place in range(width):
        name = (text_of(header[place]) if place < len(header) else "") or f"column {place + 1}"
        columns.setdefault(name, [row[place] if place < len(row) else None for row in rows[first:]])
    return Table(file_name, columns)


def _is_regso(cell: object) -> bool:
    found = code_in(cell) if isinstance(cell, str) else None
    return found is not None and level_of(found[0]) == "RegSO"


def _is_regso_column(texts: list[str | None]) -> bool:
    return 2 * sum(map(_is_regso, texts)) > sum(text is not None for text in texts)


def _add_column(key: LabelKey, table: Table, column: str) -> None:
    guess = guess_fields(table, code_field=column)
    full = next((name for name in table.columns if _holds_labels(table.texts(name))), None)
    names = table.texts(guess.name)
    municipalities = table.texts(guess.municipality_name)
    stated = table.texts(guess.division)
    for text, name, municipality, label, own in zip(
        table.texts(column), names, municipalities, table.texts(full), stated, strict=True
    ):
        region = parse_region(text or "")
        if region.code is None or level_of(region.code) != "RegSO":
            continue
        division = region.division or division_in_name(column) or (own if own in _REGSO else None)
        kommun = municipality or municipality_name(municipality_code(region.code))
        full_label = region.label or (parse_region(label).label if label else None)
        if full_label:
            key.add(full_label, region.code, division)
        elif kommun and name:
            key.add(name if is_region_label(name) else region_label(kommun, name), region.code, division)


def _holds_labels(texts: list[str | None]) -> bool:
    labels = [parse_region(text).label or "" for text in texts if text]
    return bool(labels) and 2 * sum(map(is_region_label, labels)) > len(labels)
