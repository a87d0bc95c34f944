"""One table that was fetched in several parts, put together again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.errors import InputError, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .stat_table import RawTable

_AGREED = {
    "title": Phrase("title"),
    "table_id": Phrase("table"),
    "updated": Phrase("time of update"),
    "dimensions": Phrase("dimensions"),
    "contents": Phrase("contents"),
}
"""The time is among them: figures from before and after a correction are not one table."""


def joined(parts: Sequence[RawTable]) -> RawTable:
    """Put the rows of parts after each other, in their order; the description is that of the first.

    Args:
        parts: at least one.

    Raises:
        InputError: two parts are not of the same table, or the table was updated between them.
    """
    import pandas as pd  # noqa: PLC0415 - not every QGIS has it; imported where a table is made

    first = parts[0]
    for number, part in enumerate(parts[1:], start=2):
        _check_agree(first, part, number)
    return replace(
        first,
        notes=list(dict.fromkeys(note for part in parts for note in part.notes)),
        frame=pd.concat([part.frame for part in parts], ignore_index=True),
        nil_signs=sum(part.nil_signs for part in parts),
    )


def _check_agree(first: RawTable, part: RawTable, number: int) -> None:
    for name, what in _AGREED.items():
        if getattr(first, name) != getattr(part, name):
            raise InputError(
                "Part {number} of {file} does not fit the first ({what}: {found}, not {expected}); download all parts "
                "again.",
                number=number,
                file=first.file_name,
                what=what,
                found=_shown(getattr(part, name)),
                expected=_shown(getattr(first, name)),
            )


def _shown(value: object) -> str:
    names = [str(getattr(item, "label", item)) for item in value] if isinstance(value, list) else [str(value)]
    return ", ".join(names) or Phrase("(blank)")
