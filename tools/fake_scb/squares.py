"""The grid of 1 km squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .country import Feature

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIDE = 1_000


def squares(people: Mapping[tuple[int, int], int]) -> list[Feature]:
    """Return the squares that have people.

    Args:
        people: by easting and northing of the lower-left corner, in whole metres.
    """
    inhabited = sorted(corner for corner, count in people.items() if count)
    return [
        Feature(
            number,
            {"rutid_scb": f"{east:06d}{north:07d}", "beftotalt": people[east, north]},
            "Polygon",
            [_ring(east, north)],
        )
        for number, (east, north) in enumerate(inhabited, start=1)
    ]


def _ring(east: int, north: int) -> list[list[int]]:
    right, top = east + _SIDE, north + _SIDE
    return [[east, north], [right, north], [right, top], [east, top], [east, north]]
