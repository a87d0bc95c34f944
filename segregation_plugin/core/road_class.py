"""Classes of roads in three steps, from those across the country to those of a neighbourhood, as maps draw them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .words import ascii_words

STEPS = 3


@dataclass(frozen=True)
class RoadClasses:
    """How a field says the class of a road."""

    value: str
    """A pattern for the part of a value in lower case that says the class."""
    steps: tuple[tuple[str, ...], tuple[str, ...]]
    """The classes of the first and of the second step; all others, and roads without a class, are of the third."""
    labels: dict[str, tuple[str, str, str]]
    """What each step is called, by language."""


_FUNCTIONAL = RoadClasses(
    r"(\d+)",
    (("0", "1"), ("2", "3", "4")),
    {
        "en": (
            "Functional class 0 and 1",
            "Functional class 2 to 4",
            "Functional class 5 to 9, or none given",
        ),
        "sv": (
            "Funktionell vägklass 0 och 1",
            "Funktionell vägklass 2 till 4",
            "Funktionell vägklass 5 till 9, eller ingen angiven",
        ),
    },
)
"""Source: NVDB, Funktionell vägklass, 0 to 9."""
_OPENSTREETMAP = RoadClasses(
    "([a-z_]+)",
    (
        ("motorway", "motorway_link", "trunk", "trunk_link"),
        ("primary", "primary_link", "secondary", "secondary_link"),
    ),
    {
        "en": ("Motorways and trunk roads", "Primary and secondary roads", "Other roads, or none given"),
        "sv": (
            "Motorvägar och stamvägar",
            "Primära och sekundära vägar",
            "Övriga vägar, eller inget angivet",
        ),
    },
)
"""Source: OpenStreetMap, key highway."""
_BY_FIELD = (
    (
        r"klass_\d+|funk(tionell_)?vagklass(_klass)?(_\d+)?|funktionel|functional_?class",
        _FUNCTIONAL,
    ),
    ("highway|fclass", _OPENSTREETMAP),
)


def road_classes(field: str) -> RoadClasses | None:
    """Return how a field says the class of a road, told by its name; None for a field of anything else."""
    name = ascii_words(field)
    return next((classes for pattern, classes in _BY_FIELD if re.fullmatch(pattern, name)), None)
