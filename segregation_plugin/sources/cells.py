"""Cells of text tables and spreadsheets: texts, figures, and the signs for what is missing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ..core.errors import InputError, Phrase
from ..core.tables import MISSING, as_figure

Cell = str | int | float | None
Row = Sequence[Cell]

MISSING_SIGNS = MISSING | {"....", ".....", "......", "na", "n/a", "#n/a", "#saknas!"}
"""Those of statistics, of R and of Excel; PC-Axis knows one to six dots. SCB's ``-`` means "nothing to report" and is left missing, too: other
producers write it for "unknown", and a zero that nobody published would look right."""
NIL_SIGNS = frozenset({"-", "\u2013"})

_BLANK = "[ \u00a0\u2009\u202f]"
"""Between thousands; a line break would join two figures to one."""
_FIGURE = re.compile(
    rf"[-+\u2212]?(?:[0-9]{{1,3}}(?:{_BLANK}[0-9]{{3}})+|[0-9]+)(?:[.,][0-9]+)?(?:[eE][-+]?[0-9]+)?"
)
_WITH_SIGN = {
    sign: re.compile(rf"[-+\u2212]?(?:[0-9]|{_BLANK})+{re.escape(sign)}[0-9]+") for sign in (",", ".")
}
_MAYBE_THOUSANDS = re.compile(r"[-+\u2212]?[1-9][0-9]{0,2}[.,][0-9]{3}")


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


def number_of(value: object) -> float:
    """Return the number that a value of a JSON file is, NaN where it is missing.

    Raises:
        ValueError, TypeError, OverflowError: it is neither a number nor missing, or infinite.
    """
    if value is None:
        return math.nan
    if isinstance(value, str):
        return figure_of(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    figure = float(value)
    if math.isinf(figure):
        raise ValueError(value)
    return figure


def check_decimal_commas(texts: Sequence[str], file_name: str) -> None:
    """Refuse figures of which nobody can say whether ``12,345`` is twelve or twelve thousand.

    Commas are decimal as soon as one of them cannot separate thousands (``4,5``). Beside decimal commas the same
    holds for points.

    Raises:
        InputError: all commas could separate thousands, or all points beside commas could.
    """
    for sign, name in ((",", Phrase("the comma")), (".", Phrase("the point"))):
        found = [text for text in texts if sign in text and _WITH_SIGN[sign].fullmatch(text)]
        if not found:
            return
        if all(map(_MAYBE_THOUSANDS.fullmatch, found)):
            raise InputError(
                "{file} has figures such as {value}, where {sign} may be a decimal sign or separate thousands; save it "
                "with a decimal point, or without signs between thousands.",
                file=file_name,
                value=found[0],
                sign=name,
            )
