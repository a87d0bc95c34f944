"""Which field of a layer is the code, the name, the version: told from names and values.

The names are those of every generation of SCB's files: the geodata service (``regsokod``, ``regsonamn``,
``version``), the files of 2018 (``id``, ``regso`` for the name, ``kommunnamn``), DeSO layers (``desokod`` beside
``regsokod``), keys (``RegSOkod_2025``) and the plugin's own schema.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import schema
from .errors import InputError, Phrase
from .region_codes import DIVISIONS, Level, level_of, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .tables import Table

_CODE_NAMES = ("regioncode", "desokod", "regsokod", "regionkod", "deso", "regso", "region", "kod", "id")
_NAME_NAMES: dict[Level, tuple[str, ...]] = {
    "RegSO": ("regionname", "regsonamn", "regso", "regionnamn", "namn", "name"),
    "DeSO": ("regionname", "desonamn"),  # DeSO have no names; a name in such a layer is that of the RegSO
}
_MUNICIPALITY_NAMES = ("municipalityname", "kommunnamn", "kommun")
_VERSION_NAMES = ("regionversion", "version")
_DATE_NAMES = ("referensdatum",)
_YEAR_IN_NAME = re.compile(r"(.*?)(20\d\d)")


@dataclass(frozen=True)
class FieldGuess:
    """The field for each thing; None where the layer has none."""

    code: str
    name: str | None = None
    municipality_name: str | None = None
    version: str | None = None
    reference_date: str | None = None
    division: str | None = None


def code_in(value: str | None) -> tuple[str, str | None] | None:
    """Read the code of a cell that holds a code, or a code and a name (``1780R001 Karlstad (Alster)``).

    Returns:
        The code and the division that a suffix names, as ``region_codes.normalise``; None without a code.
    """
    return normalise(value.split(maxsplit=1)[0]) if value else None


def year_in_name(field: str) -> str:
    """Return the year that a field's name carries (``RegSOkod_2025``), empty without one."""
    found = _YEAR_IN_NAME.fullmatch(_plain(field))
    return found[2] if found else ""


def has_codes(table: Table) -> bool:
    """Say whether some field of a table holds RegSO or DeSO codes."""
    return any(_codes(table.texts(field)) for field in table.columns)


def guess_fields(table: Table, code_field: str = "", name_field: str = "") -> FieldGuess:
    """Find the fields of a layer of areas, or of a table about them.

    Args:
        table: the attributes.
        code_field: the field with the code, where the user names it.
        name_field: the field with the name, where the user names it.

    Raises:
        InputError: a named field does not exist, no field holds codes, or two divisions' codes stand side by
            side.
    """
    code = table.require(code_field) if code_field else _code_field(table)
    level = next((level_of(found[0]) for found in map(code_in, table.texts(code)) if found), None) or "RegSO"
    if name_field:
        name: str | None = table.require(name_field)
    else:
        name = _first(table, _NAME_NAMES[level], year_in_name(code), _is_name)
    return FieldGuess(
        code=code,
        name=name,
        municipality_name=_first(table, _MUNICIPALITY_NAMES, "", _is_name),
        version=_first(table, _VERSION_NAMES, "", any),
        reference_date=_first(table, _DATE_NAMES, "", any),
        division=_first(table, (schema.DIVISION,), "", _is_division),
    )


def _code_field(table: Table) -> str:
    """Return the field that holds the layer's own codes.

    A DeSO layer also carries the codes of its RegSO, which repeat: the level with more different codes is the
    layer's own, DeSO where both have as many, since a RegSO never lies inside a DeSO.
    """
    found = {field: _codes(table.texts(field)) for field in table.columns}
    found = {field: codes for field, codes in found.items() if codes}
    if not found:
        raise InputError(
            "Layer {layer} has no field with RegSO or DeSO codes such as 0114R001 or 0114C1010; it has {fields}.",
            layer=table.name,
            fields=", ".join(table.columns) or Phrase("no fields"),
        )
    level = level_of(max(found.values(), key=lambda codes: (len(codes), level_of(codes[0]) == "DeSO"))[0])
    ranked = sorted(
        (_code_rank(field), field) for field, codes in found.items() if level_of(codes[0]) == level
    )
    best = [field for rank, field in ranked if rank == ranked[0][0]]
    if len(best) > 1:
        raise InputError(
            "Layer {layer} has area codes in fields {fields}; choose the field with the codes of its own rows.",
            layer=table.name,
            fields=", ".join(best),
        )
    return best[0]


def _codes(values: Sequence[str | None]) -> list[str]:
    """Return the different codes of a column; none where most of its values are something else."""
    codes = [found[0] for found in map(code_in, values) if found]
    return list(dict.fromkeys(codes)) if 2 * len(codes) >= sum(value is not None for value in values) else []


def _plain(field: str) -> str:
    return "".join(char for char in field.casefold() if char.isalnum())


def _stem(field: str) -> str:
    """Return a field's name in small letters and digits without the year at its end."""
    plain = _plain(field)
    found = _YEAR_IN_NAME.fullmatch(plain)
    return found[1] if found else plain


def _code_rank(field: str) -> tuple[int, bool]:
    stem = _stem(field)
    place = _CODE_NAMES.index(stem) if stem in _CODE_NAMES else len(_CODE_NAMES)
    return place, bool(year_in_name(field))


def _first(
    table: Table, stems: tuple[str, ...], year: str, fits: Callable[[Sequence[str | None]], bool]
) -> str | None:
    """Return the first field by the order of the stems whose values fit; the same year in the name first."""
    fields = [field for field in table.columns if _stem(field) in stems and fits(table.texts(field))]
    return min(
        fields, key=lambda field: (stems.index(_stem(field)), year_in_name(field) != year), default=None
    )


def _is_name(values: Sequence[str | None]) -> bool:
    known = [value for value in values if value]
    return bool(known) and not all(value.isdigit() or code_in(value) for value in known)


def _is_division(values: Sequence[str | None]) -> bool:
    known = {value for value in values if value}
    return bool(known) and known <= set(DIVISIONS)
