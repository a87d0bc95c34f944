"""Tables as columns of plain values: found by name, read as texts, figures and years."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .errors import InputError, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

MISSING = frozenset({"", ".", "..", "...", "-", "\N{EN DASH}", "null", "nan"})
"""What statistical tables write where there is no figure."""

_BLANKS = re.compile(r"\s+")
_FIGURE = re.compile("[-+\N{MINUS SIGN}]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?")
_MAYBE_THOUSANDS = re.compile("[-+\N{MINUS SIGN}]?[1-9][0-9]{0,2},[0-9]{3}")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0+|-\d\d-\d\d)?")


@dataclass(frozen=True)
class Table:
    """A table by columns; None stands for a missing value."""

    name: str
    columns: dict[str, list[object]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def field(self, *names: str) -> str | None:
        """Return the first of the names that the table has, as it spells it; upper and lower case alike."""
        spelled = {name.casefold(): name for name in reversed(self.columns)}
        return next((spelled[name.casefold()] for name in names if name.casefold() in spelled), None)

    def require(self, name: str) -> str:
        """Return a field's name as the table spells it.

        Raises:
            InputError: there is no such field.
        """
        found = self.field(name)
        if found is None:
            raise InputError(
                "Table {table} has no field {field}; it has {fields}.",
                table=self.name,
                field=name,
                fields=", ".join(self.columns) or Phrase("no fields"),
            )
        return found

    def texts(self, name: str | None) -> list[str | None]:
        """Return a column as texts without the blanks around them; all None without a name."""
        return [None] * len(self) if name is None else [as_text(value) for value in self.columns[name]]

    def figures(self, name: str | None) -> NDArray[np.float64]:
        """Return a column as numbers, NaN where missing; all NaN without a name.

        Raises:
            InputError: a value is neither a number nor one of the signs for a missing one, or may be either of two.
        """
        if name is None:
            return np.full(len(self), math.nan)
        read = as_figure if any(map(_has_decimal_comma, self.columns[name])) else sure_figure
        try:
            return np.array([read(value) for value in self.columns[name]], dtype=np.float64)
        except ValueError as error:
            raise self._no_figure(name, read) from error

    def _no_figure(self, name: str, read: Callable[[object], float]) -> InputError:
        """Return the first fault of a column as a sentence."""
        row, value = _first_bad(self.columns[name], read)
        if read is sure_figure and _may_be_thousands(value):
            return InputError(
                "Row {row} of table {table} has {value} in field {field}, where the comma may be a decimal sign or separate "
                "thousands; turn the field into one of numbers (Import table does, by all rows of a file).",
                row=row,
                table=self.name,
                value=value,
                field=name,
            )
        return InputError(
            "Row {row} of table {table} has {value} in field {field}; expected a number or nothing.",
            row=row,
            table=self.name,
            value=value,
            field=name,
        )

    def years(self, name: str | None) -> list[int | None]:
        """Return a column as years, None where missing; all None without a name.

        Raises:
            InputError: a value is no year.
        """
        return [self._year(row, name, text) for row, text in enumerate(self.texts(name), start=1)]

    def _year(self, row: int, name: str | None, text: str | None) -> int | None:
        if text is None or text in MISSING:
            return None
        year = _YEAR.fullmatch(text)
        if year is None:
            raise InputError(
                "Row {row} of table {table} has {value} in field {field}; expected a year such as 2024.",
                row=row,
                table=self.name,
                value=text,
                field=name,
            )
        return int(year[1])


def as_text(value: object) -> str | None:
    """Return a value as text without the blanks around it, None where it is missing or blank."""
    return None if value is None else str(value).strip() or None


def as_figure(value: object) -> float:
    """Return a value as a number, NaN where it is missing; decimal commas and blanks in thousands are read.

    Raises:
        ValueError: it is neither, or infinite.
    """
    text = _BLANKS.sub("", str(value if value is not None else ""))
    if text.casefold() in MISSING:
        return math.nan
    if not _FIGURE.fullmatch(text):  # Python would also take 1_000, and the digits of other scripts
        raise ValueError(text)
    figure = float(text.replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    if math.isinf(figure):
        raise ValueError(text)
    return figure


def sure_figure(value: object) -> float:
    """Return a value as a number, as ``as_figure`` does, but no text that may be two numbers: ``12,345``.

    Raises:
        ValueError: it is none, or may be two.
    """
    if _may_be_thousands(value):
        raise ValueError(value)
    return as_figure(value)


def _may_be_thousands(value: object) -> bool:
    return isinstance(value, str) and _MAYBE_THOUSANDS.fullmatch(value.strip()) is not None


def _has_decimal_comma(value: object) -> bool:
    """Say whether a text has a comma that cannot separate thousands; then no comma beside it does."""
    if not isinstance(value, str) or "," not in value:
        return False
    plain = _BLANKS.sub("", value)
    return _FIGURE.fullmatch(plain) is not None and not _may_be_thousands(plain)


def _first_bad(values: Sequence[object], read: Callable[[object], float]) -> tuple[int, object]:
    for row, value in enumerate(values, start=1):
        try:
            read(value)
        except ValueError:
            return row, value
    raise ValueError
