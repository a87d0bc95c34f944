"""Whether two layers can be held against each other: one kind of area, the older division first, the same kommuner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import InputError, Phrase
from .region_codes import NEW_DIVISION, OLD_DIVISION, municipality_code

if TYPE_CHECKING:
    from .area_identity import AreaIdentities


def require_two_divisions(old: AreaIdentities, new: AreaIdentities) -> None:
    """Refuse layers that are not an older and a newer division of one kind; what is not known is let through.

    Raises:
        InputError: they are RegSO and DeSO, the same division twice, or the wrong way round.
    """
    if old.level != new.level:
        raise InputError(
            "Layer {old} holds {old_level} and layer {new} holds {new_level}; give two layers of the same kind of area.",
            old=old.layer,
            old_level=old.level,
            new=new.layer,
            new_level=new.level,
        )
    if old.division is not None and old.division == new.division:
        raise InputError(
            "Layers {old} and {new} both hold areas of {division}; give the older division as OLD and the newer one as "
            "NEW.",
            old=old.layer,
            new=new.layer,
            division=old.division,
        )
    if old.division in NEW_DIVISION.values() or new.division in OLD_DIVISION.values():
        raise InputError(
            "OLD is layer {old} with areas of {old_division}, and NEW is layer {new} with areas of {new_division}; give "
            "the older division as OLD and the newer one as NEW.",
            old=old.layer,
            old_division=_in_words(old.division),
            new=new.layer,
            new_division=_in_words(new.division),
        )


def _in_words(division: str | None) -> str:
    return division or Phrase("an unknown division")


def compared_municipalities(old: AreaIdentities, new: AreaIdentities) -> set[str]:
    """Return the codes of the kommuner that have areas in both layers.

    Raises:
        InputError: there is none.
    """
    both = municipalities_of(old) & municipalities_of(new)
    if not both:
        raise InputError(
            "Layers {old} and {new} have no kommun in common; give two layers that cover the same place.",
            old=old.layer,
            new=new.layer,
        )
    return both


def municipalities_of(areas: AreaIdentities) -> set[str]:
    """Return the codes of the kommuner that have areas in a layer."""
    return {municipality_code(code) for code in areas.keys.codes}
