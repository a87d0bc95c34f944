"""Which area each row of a layer is: code, names, kommun, län, division and version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import region_codes
from .divisions import division_in_name
from .errors import InputError
from .field_guess import FieldGuess, code_in
from .labels import region_label
from .municipalities import county_name, municipality_name
from .region_table import AreaKeys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .region_codes import Level
    from .tables import Table


@dataclass(frozen=True)
class AreaIdentities:
    """The areas of a layer, in its order."""

    layer: str
    level: Level
    division: str | None
    """None when it is not known."""
    values: list[tuple[str | None, ...]]
    """The schema's ``IDENTITY_FIELDS`` of each."""

    @property
    def keys(self) -> AreaKeys:
        """What tables are matched with."""
        names = [(kommun, name) for _, name, _, kommun, *_ in self.values]
        return AreaKeys(
            layer=self.layer,
            codes=[str(values[0]) for values in self.values],
            labels=[region_label(kommun, name) if kommun and name else None for kommun, name in names],
            level=self.level,
            division=self.division,
        )


def area_values(
    code: str, name: str | None, municipality: str | None, division: str | None, version: str | None
) -> tuple[str | None, ...]:
    """Return the schema's ``IDENTITY_FIELDS`` of an area.

    Kommun and län follow from the code, and so does the kommun's name: SCB's, as the labels of its tables have it,
    whatever the layer calls it. What the layer says serves where the code is of no kommun that is known.
    """
    kommun = region_codes.municipality_code(code)
    return (
        code,
        name,
        kommun,
        municipality_name(kommun) or municipality,
        region_codes.county_code(code),
        division,
        version,
    )


def level_of_codes(codes: Sequence[str], layer: str) -> Level | None:
    """Return the kind of area that codes are of; None without any.

    Raises:
        InputError: they are of both kinds.
    """
    first_of = {region_codes.level_of(code): code for code in reversed(codes)}
    if len(first_of) > 1:
        raise InputError(
            "Layer {layer} mixes RegSO and DeSO codes ({codes}); give a layer with one kind of area.",
            layer=layer,
            codes=", ".join(sorted(first_of.values())),
        )
    return next(iter(first_of), None)


@dataclass(frozen=True)
class FoundAreas(AreaIdentities):
    """The areas among the rows of a layer."""

    rows: list[int]
    """Their places in the layer."""
    rejected: list[str | None]
    """What stood in the code field of the rows without a valid code."""


def identify(table: Table, guess: FieldGuess, division: str | None, places: list[str]) -> FoundAreas:
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
    level = level_of_codes([code[0] for code in found if code], table.name)
    if level is None:
        raise InputError(
            "No row of layer {layer} has a RegSO or DeSO code such as 0114R001 or 0114C1010 in field {field}; "
            "choose the field with the codes.",
            layer=table.name,
            field=guess.code,
        )
    versions = _versions(table, guess)
    division = _division(_divisions(table, guess, found, versions, level), division, level, table.name)
    rows = [row for row, code in enumerate(found) if code and _inside(code[0], places)]
    codes = {row: code[0] for row, code in enumerate(found) if code}
    _require_places(codes.values(), places, table.name)
    _require_unique([codes[row] for row in rows], table.name, guess.code)
    names, kommuner = table.texts(guess.name), table.texts(guess.municipality_name)
    return FoundAreas(
        layer=table.name,
        level=level,
        division=division,
        values=[area_values(codes[row], names[row], kommuner[row], division, versions[row]) for row in rows],
        rows=rows,
        rejected=[text for text, code in zip(table.texts(guess.code), found, strict=True) if code is None],
    )


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
    named_by_field = division_in_name(guess.code)
    of_field = named_by_field if named_by_field and named_by_field.startswith(level) else None
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
