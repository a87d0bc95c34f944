"""Columns for dimensions and contents: the schema's names for the tables the plugin knows, words for the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core import schema
from ..core.words import ascii_words, unique_words, word
from .stat_table import KEY_COLUMNS, Content

if TYPE_CHECKING:
    from collections.abc import Sequence

_BY_CODE = {
    "000008IT": schema.SOCIOECONOMIC_INDEX,
    "000008IU": schema.AREA_TYPE,
    "000008IV": schema.PRE_UPPER_SECONDARY,
    "000008IW": schema.LOW_ECONOMIC_STANDARD,
    "000008IX": schema.BENEFIT_OR_UNEMPLOYED,
    "000007Y7": schema.POPULATION,
}
"""ContentsCode in SCB's tables TAB6586 (index) and TAB6574 (population)."""

_SHARE_SV = r"andel(en)?(_personer)?_med_"
_SHARE_EN = (
    r"(share|proportion|percentage)(_of)?(_the)?(_persons|_people|_individuals|_population)?_with_(a_)?"
)
_BY_LABEL = (
    (r"socioekonomiskt_index|socio_?economic_index", schema.SOCIOECONOMIC_INDEX),
    (r"omradestyp(er)?|area_types?|type_of_area", schema.AREA_TYPE),
    (
        rf"{_SHARE_SV}forgymnasial_utbildning|{_SHARE_EN}pre_?upper_secondary_education",
        schema.PRE_UPPER_SECONDARY,
    ),
    (
        rf"({_SHARE_SV}lag_ekonomisk_standard|{_SHARE_EN}low_economic_standard)"
        r"(_oavsett_alder|_regardless_of_age)?",
        schema.LOW_ECONOMIC_STANDARD,
    ),
    (
        rf"{_SHARE_SV}ekonomiskt_bistand(_i_minst_(10|tio)_manader)?_och_eller_(\w+_)?langtidsarbetslosa?"
        rf"|{_SHARE_EN}(economic|financial|social)_assistance\w*_and_or_(\w+_)?long_term_unemployed",
        schema.BENEFIT_OR_UNEMPLOYED,
    ),
    (
        r"(folkmangd(en)?|population)(_per_(region|regso|deso|manad|month))?"
        r"(_(efter|by)_region\w*|(_den)?_31_december\w*)?",
        schema.POPULATION,
    ),
)
"""Labels as words, for exports that carry no codes. The whole label has to fit: the change or the density of the
population is another figure."""

_UNITS = frozenset(
    {"", "antal", "antal_personer", "andel", "procent", "number", "persons", "percent", "share", "value"}
)
"""What stands where a table's only content has no name of its own."""

_TAKEN = (*KEY_COLUMNS, "fid")
"""``fid`` is what a GeoPackage calls its row number."""


def is_unit(label: str) -> bool:
    """Say whether a label is only a unit, so that the title tells what is counted."""
    return ascii_words(label) in _UNITS


def schema_name(code: str, label: str) -> str | None:
    """Return the schema's name of a content, None for one the schema does not have."""
    named = _BY_CODE.get(code) or _BY_CODE.get(label.strip())
    words = ascii_words(label)
    return named or next((name for pattern, name in _BY_LABEL if re.fullmatch(pattern, words)), None)


def name_columns(
    dimension_labels: Sequence[str], contents: Sequence[tuple[str, str]], title: str
) -> tuple[list[str], list[Content]]:
    """Give every dimension and content a column of its own.

    Args:
        dimension_labels: of the dimensions beside region and time.
        contents: code and label of each.
        title: of the table; it names a single content that is only called "Antal".

    Returns:
        The columns of the dimensions, and the contents.
    """
    labels = [label for _, label in contents]
    if len(contents) == 1 and is_unit(labels[0]):
        labels = [title_head(title) or labels[0]]
    named = [schema_name(code, label) for (code, _), label in zip(contents, labels, strict=True)]
    known = unique_words((name for name in named if name), _TAKEN)
    dimensions = unique_words((word(label, "dimension") for label in dimension_labels), (*_TAKEN, *known))
    others = unique_words(
        (word(label, "value") for label, name in zip(labels, named, strict=True) if not name),
        (*_TAKEN, *known, *dimensions),
    )
    columns = _interleaved(named, known, others)
    return dimensions, [
        Content(code, label, column)
        for (code, _), label, column in zip(contents, labels, columns, strict=True)
    ]


def _interleaved(named: list[str | None], known: list[str], others: list[str]) -> list[str]:
    known_names, other_names = iter(known), iter(others)
    return [next(known_names) if name else next(other_names) for name in named]


def title_head(title: str) -> str:
    """Return what a table's title says before "efter region" or "by region"."""
    return re.split(r"\s(?:efter|by)\s", title, maxsplit=1)[0].strip()
