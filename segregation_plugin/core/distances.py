"""Distances as a person writes them."""

from __future__ import annotations

import math

from .errors import InputError

MAXIMUM_M = 200_000.0
MAXIMUM_COUNT = 50


def parse_distances(text: str) -> list[float]:
    """Read ``"250, 500, 1000"`` into metres, ascending, each once; a blank does not separate: 1 000 is no 1 and 0.

    Where semicolons separate, a comma does not: 62,5 is refused, and is not 62 and 5.

    Raises:
        InputError: there is none, one is no number, negative, larger than the country is wide, or there are
            more than fifty.
    """
    words = [word.strip() for word in text.split(";" if ";" in text else ",") if word.strip()]
    if not words:
        raise InputError("There is no distance; give one or more in metres, as 250,500,1000.")
    if len(words) > MAXIMUM_COUNT:
        raise InputError(
            'Distances "{text}" hold {count} numbers; give {maximum} at the most, in metres, as 250,500,1000.',
            text=text,
            count=len(words),
            maximum=MAXIMUM_COUNT,
        )
    distances = {_distance(word, text) for word in words}
    return sorted(distances)


def _distance(word: str, text: str) -> float:
    try:
        distance = float(word)
    except ValueError:
        distance = math.nan
    if not 0 <= distance <= MAXIMUM_M:  # also false for NaN
        raise InputError(
            '"{word}" in distances "{text}" is no distance; give metres from 0 to {maximum:.0f} as 250,500,1000.',
            word=word,
            text=text,
            maximum=MAXIMUM_M,
        )
    return distance
