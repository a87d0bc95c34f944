"""What each column of a grid is: told from its name and its values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core import schema
from ..core.errors import InputError
from ..core.labels import is_region_label
from ..core.region_codes import DIVISIONS
from ..core.words import ascii_words
from .cells import is_figure, is_missing
from .content_names import schema_name
from .headers import CONTENT_WORDS, YEAR_WORDS
from .regions import parse_region
from .years import is_year, year_of

if TYPE_CHECKING:
    from .grid import Grid

_LABEL_WORDS = frozenset({"region_name", "regionnamn", "regsonamn", "regso", "namn", "name", "region"})
_IDENTITY_WORDS = frozenset(
    {
        *(
            "kommun",
            "kommunkod",
            "kommunnamn",
            "lan",
            "lanskod",
            "lansnamn",
            "regsokod",
            "desokod",
            "deso",
            "id",
        ),
        *("municipality", "municipality_code", "municipality_name", "county", "county_code", "county_name"),
        *("fid", "ogc_fid", "objectid", "region_version", "version", "referensdatum"),
    }
)
"""Columns that follow from the region: no dimension, no figure."""
_DIVISION_YEAR = re.compile(r"_?(2018|2020|2025)$")
_DIMENSION_WORDS = frozenset({"alder", "kon", "age", "sex", "gender"})
"""Dimensions whose values may look like figures."""
_PERIOD_WORDS = frozenset({"manad", "month", "kvartal", "quarter"})


@dataclass
class Roles:
    """Which column is what; None where there is none."""

    names: list[str]
    label: int | None = None
    year: int | None = None
    """Also among the dimensions where it tells months or quarters."""
    content: int | None = None
    division: int | None = None
    dimensions: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)

    def told_by_columns(self) -> int:
        """Return how many dimensions stand in columns, the region among them."""
        singles = {place for place in (self.year, self.content) if place is not None}
        return 1 + len({*self.dimensions, *singles})


def column_roles(grid: Grid, titled: list[str], file_name: str) -> Roles:
    """Tell the columns apart.

    Args:
        grid: the table.
        titled: the dimensions that its title lists.
        file_name: for messages.

    Raises:
        InputError: no column holds figures.
    """
    label = _label_column(grid)
    roles = Roles(_names(grid, label, titled), label)
    named = _DIMENSION_WORDS | {ascii_words(name) for name in titled}
    for place in range(grid.width):
        if place not in (grid.region, roles.label):
            _place(roles, grid, place, named)
    if not roles.figures:
        raise InputError(
            "{file} has no column of figures beside its regions; choose a table with figures.", file=file_name
        )
    return roles


def _names(grid: Grid, label: int | None, titled: list[str]) -> list[str]:
    """Return the columns' names; the nameless ones left of the figures are what the title lists first."""
    names = [grid.name(place) for place in range(grid.width)]
    nameless = [place for place, name in enumerate(names) if not name and place != label]
    for place, name in zip(nameless, titled, strict=False):
        names[place] = name
    return names


def _place(roles: Roles, grid: Grid, place: int, named: frozenset[str]) -> None:
    texts = [text for text in grid.column(place) if text]
    name = ascii_words(roles.names[place])
    known = [text for text in texts if not is_missing(text)]
    figure_count = sum(map(is_figure, known))
    if _is_identity(name, known) or not (texts or name):
        return
    if name == schema.DIVISION and known and set(known) <= set(DIVISIONS):
        roles.division = place
    elif roles.year is None and _is_time(name, known):
        roles.year = place
        if not all(map(is_year, known)):
            roles.dimensions.append(place)
    elif name in CONTENT_WORDS and roles.content is None:
        roles.content = place
    elif schema_name("", roles.names[place]) or (name not in named and 2 * figure_count >= len(known)):
        roles.figures.append(
            place
        )  # of a column that is known by its name, what is no figure is refused later
    else:
        roles.dimensions.append(place)


def _is_time(name: str, known: list[str]) -> bool:
    return bool(known) and all(map(year_of, known)) and (name in YEAR_WORDS | _PERIOD_WORDS or not name)


def _is_identity(name: str, known: list[str]) -> bool:
    codes = sum(parse_region(text).code is not None for text in known)
    return _DIVISION_YEAR.sub("", name) in _IDENTITY_WORDS | _LABEL_WORDS or 2 * codes > len(known)


def _label_column(grid: Grid) -> int | None:
    """Return the column with the labels beside a column of codes: of the form ``Kommun (RegSO)``, else by name."""
    others = [place for place in range(grid.width) if place != grid.region]
    for place in others:
        labels = [parse_region(text).label or "" for text in grid.column(place) if text]
        if labels and 2 * sum(map(is_region_label, labels)) > len(labels):
            return place
    return next((place for place in others if _is_named_label(grid, place)), None)


def _is_named_label(grid: Grid, place: int) -> bool:
    texts = [text for text in grid.column(place) if text]
    return (
        ascii_words(grid.name(place)) in _LABEL_WORDS
        and bool(texts)
        and not any(is_figure(text) or parse_region(text).code for text in texts)
    )
