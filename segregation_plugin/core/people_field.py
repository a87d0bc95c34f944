"""The field of a grid, of finer areas or of points that holds people, told by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PEOPLE_FIELDS = (
    "beftotalt",
    "population",
    "people",
    "bef",
    "pop",
    "bef_totalt",
    "folkmangd",
    "folkmängd",
    "befolkning",
)
"""Names that it has in the wild, the best known first."""


def people_field(names: Iterable[str]) -> str:
    """Return the field with people among a layer's fields, as the layer spells it; empty where none is called so."""
    spelled = {name.casefold(): name for name in reversed([*names])}
    return next((spelled[name] for name in PEOPLE_FIELDS if name in spelled), "")
