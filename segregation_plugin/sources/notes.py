"""What stands around the figures of an export: the title and the notes below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STAMP = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?: ([0-9]{2}:[0-9]{2}))?")
_HEADINGS = {
    "updated": ("senaste uppdatering:", "latest update:", "last updated:"),
    "source": ("källa:", "source:"),
    "unit": ("sort:", "enhet:", "unit:", "units:"),
    "table_id": ("intern referenskod:", "internal reference code:"),
}
_ALL_HEADINGS = frozenset(heading for headings in _HEADINGS.values() for heading in headings)
_TITLE_DIMENSIONS = re.compile(r"\s(?:efter|by)\s(.+)$", re.DOTALL)


@dataclass(frozen=True)
class Notes:
    """The notes of SCB's exports, as far as they say something a table needs."""

    lines: list[str]

    @property
    def updated(self) -> str:
        """The newest time of "Senaste uppdatering:", as ``2025-01-31T08:00``; empty without one.

        A table of several contents lists one for each.
        """
        return newest_stamp(self._below("updated"))

    @property
    def source(self) -> str:
        """The line below "Källa:"."""
        return next(self._below("source"), "")

    @property
    def unit(self) -> str:
        """The line below "Sort:"; of a table with one content it may be the only place with its name."""
        return next(self._below("unit"), "")

    @property
    def table_id(self) -> str:
        """The line below "Intern referenskod:"."""
        return next(self._below("table_id"), "")

    def _below(self, what: str) -> Iterator[str]:
        """Yield the lines below a heading, up to the next one."""
        below = False
        for line in self.lines:
            if line.casefold() in _ALL_HEADINGS:
                below = line.casefold() in _HEADINGS[what]
            elif below:
                yield line


def newest_stamp(lines: Iterable[str]) -> str:
    """Return the newest of the times that are written ``20250131 08:00``, as ``2025-01-31T08:00``; empty without one."""
    stamps = (_STAMP.fullmatch(line) for line in lines)
    found = [f"{s[1]}-{s[2]}-{s[3]}" + (f"T{s[4]}" if s[4] else "") for s in stamps if s]
    return max(found, default="")


def title_dimensions(title: str) -> list[str]:
    """Return the dimensions that a title lists: "… efter region, tabellinnehåll, år och ålder".

    SCB's titles name the variables in the order of the table: first those of the rows, then those of the stacked
    headers from the top.
    """
    found = _TITLE_DIMENSIONS.search(title)
    if found is None:
        return []
    *first, last = found[1].rstrip(". ").split(", ")
    return [part.strip() for part in [*first, *re.split(r"\s(?:och|and)\s", last, maxsplit=1)]]
