"""Which area each row of a layer is: code, names, kommun, län, division and version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import region_codes
from .errors import InputError
from .field_guess import FieldGuess, code_in, year_in_name
from .municipalities import county_name, municipality_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .region_codes import Level
    from .tables import Table


@dataclass(frozen=True)
class AreaIdentities:
    """The rows that are areas, in the order of the layer."""

    rows: list[int]
    """Places in the layer."""
    values: list[tuple[str | None, ...]]
    """The schema's ``IDENTITY_FIELDS`` of each."""
    division: str | None
    rejected: list[str | None]
    """What stood in the code field of the rows without a valid code."""


def identify(table: Table, guess: FieldGuess, division: str | None, places: list[str]) -> AreaIdentities:
    """Tell which area each row is.

    Args:
        table: the attributes of the layer.
        guess: which field carries what.
        division: the division that the user states, None to take it from the layer.
        places: codes of kommuner and län to keep; empty for all.

    Raises:
        InputError: no row has a code; the codes are of both levels; a code appears twice; the layer mixes
            divisions or contradicts the one stated; or a kommun or län has no area in the layer.
    """
    found = [code_in(text) for text in table.texts(guess.code)]
    level = _level([code[0] for code in found if code], table, guess)
    versions = _versions(table, guess)
    division = _division(_divisions(table, guess, found, versions, level), division, level, table.name)
    rows = [row for row, code in enumerate(found) if code and _inside(code[0], places)]
    codes = {row: code[0] for row, code in enumerate(found) if code}
    _require_places(codes.values(), places, table.name)
    _require_unique([codes[row] for row in rows], table.name, guess.code)
    names, kommuner = table.texts(guess.name), table.texts(guess.municipality_name)
    return AreaIdentities(
        rows=rows,
        values=[
            (
                codes[row],
                names[row],
                region_codes.municipality_code(codes[row]),
                municipality_name(region_codes.municipality_code(codes[row])) or kommuner[row],
                region_codes.county_code(codes[row]),
                division,
                versions[row],
            )
            for row in rows
        ],
        division=division,
        rejected=[text for text, code in zip(table.texts(guess.code), found, strict=True) if code is None],
    )


def _level(codes: list[str], table: Table, guess: FieldGuess) -> Level:
    levels = {region_codes.level_of(code) for code in codes}
    if len(levels) > 1:
        raise InputError(
            "Layer {layer} mixes RegSO and DeSO codes in field {field}; give a layer with one kind of area.",
            layer=table.name,
            field=guess.code,
        )
    level = next(iter(levels), None)
    if level is None:
        raise InputError(
            "No row of layer {layer} has a RegSO or DeSO code such as 0114R001 or 0114C1010 in field {field}; "
            "choose the field with the codes.",
            layer=table.name,
            field=guess.code,
        )
    return level


def _versions(table: Table, guess: FieldGuess) -> list[str | None]:
    """Return the version stamp of each row, the reference date where it has none."""
    dates = table.texts(guess.reference_date)
    return [version or date for version, date in zip(table.texts(guess.version), dates, strict=True)]


def _divisions(
    table: Table,
    guess: FieldGuess,
    found: list[tuple[str, str | None] | None],
    versions: list[str | None],
    level: Level,
) -> set[str]:
    """Return the divisions that the rows name: by version or date, a division, a suffix, or the field's name."""
    of_field = region_codes.division_of_version(level, year_in_name(guess.code))
    stated = [text if text and text.startswith(level) else None for text in table.texts(guess.division)]
    named = {
        region_codes.division_of_version(level, version or "") or division or code[1] or of_field
        for code, version, division in zip(found, versions, stated, strict=True)
        if code
    }
    return {division for division in named if division}


def _division(named: set[str], wanted: str | None, level: Level, layer: str) -> str | None:
    if len(named) > 1:
        raise InputError(
            "Layer {layer} mixes areas of {divisions}; filter it to one division.",
            layer=layer,
            divisions=" + ".join(sorted(named)),
        )
    own = next(iter(named), None)
    if wanted is None:
        return own
    if not wanted.startswith(level) or (own and own != wanted):
        raise InputError(
            "Layer {layer} holds areas of {found}, not of {wanted}; choose that division, or auto.",
            layer=layer,
            found=own or level,
            wanted=wanted,
        )
    return wanted


def _inside(code: str, places: list[str]) -> bool:
    return not places or code.startswith(tuple(places))


def _require_places(codes: Iterable[str], places: list[str], layer: str) -> None:
    known = {code[:length] for code in codes for length in (2, 4)}
    for place in places:
        if place not in known:
            raise InputError(
                "No area of layer {layer} lies in {code} {name}; take that code out, or choose a layer that "
                "covers it.",
                layer=layer,
                code=place,
                name=municipality_name(place) or county_name(place),
            )


def _require_unique(codes: list[str], layer: str, field: str) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise InputError(
                "Code {code} stands in {count} rows of layer {layer}; an area must be one row: dissolve the layer "
                "on field {field}, or delete the copies.",
                code=code,
                count=codes.count(code),
                layer=layer,
                field=field,
            )
        seen.add(code)
