"""Cells of text tables and spreadsheets: texts, figures, and the signs for what is missing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ..core.errors import InputError
from ..core.tables import MISSING, as_figure

Cell = str | int | float | None
Row = Sequence[Cell]

MISSING_SIGNS = MISSING | {"na", "n/a", "#n/a", "#saknas!"}
"""Those of statistics, of R and of Excel. SCB's ``-`` means "nothing to report" and is left missing, too: other
producers write it for "unknown", and a zero that nobody published would look right."""
NIL_SIGNS = frozenset({"-", "\u2013"})

_FIGURE = re.compile(r"[-+\u2212]?(?:\d{1,3}(?:\s\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_COMMA_FIGURE = re.compile(r"[-+\u2212]?[\d\s]+,\d+")
_MAYBE_THOUSANDS = re.compile(r"[-+\u2212]?[1-9]\d{0,2},\d{3}")


def text_of(cell: object) -> str:
    """Return a cell as text without the blanks around it; an Excel number without a needless ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def is_figure(text: str) -> bool:
    """Say whether a text is a number; decimal commas and blanks between thousands are understood."""
    return _FIGURE.fullmatch(text) is not None


def is_missing(text: str) -> bool:
    """Say whether a text stands for a missing value."""
    return text.casefold() in MISSING_SIGNS


def figure_of(text: str) -> float:
    """Return the number that a text is, NaN where it is missing.

    Raises:
        ValueError: it is neither.
    """
    if is_missing(text):
        return math.nan
    if not is_figure(text):
        raise ValueError(text)
    return as_figure(text)


def check_decimal_commas(texts: Sequence[str], file_name: str) -> None:
    """Refuse figures of which nobody can say whether ``12,345`` is twelve or twelve thousand.

    Commas are decimal as soon as one of them cannot separate thousands (``4,5``).

    Raises:
        InputError: all commas could separate thousands.
    """
    with_comma = [text for text in texts if "," in text and _COMMA_FIGURE.fullmatch(text)]
    if with_comma and all(map(_MAYBE_THOUSANDS.fullmatch, with_comma)):
        raise InputError(
            "{file} has figures such as {value}, where the comma may be a decimal sign or separate thousands; save it "
            "with a decimal point, or without signs between thousands.",
            file=file_name,
            value=with_comma[0],
        )
