"""Stretches that overlap, counted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .stretches import Stretches

    Numbers = NDArray[np.float64]
    Keys = NDArray[np.int64]

_MOST_WAITING = 1 << 20
"""Stretches, of 24 bytes each."""


@dataclass(frozen=True)
class KeyedStretches:
    """Stretches of many pieces; all arrays have shape (stretches,)."""

    key: Keys
    """What each is a stretch of."""
    start: Numbers
    """Metres."""
    end: Numbers
    """Metres, above the start."""

    @property
    def length(self) -> Numbers:
        """Metres of each."""
        return self.end - self.start


class StretchUnion:
    """The union of stretches that come a few at a time; no more are kept than it needs and some that wait."""

    def __init__(self) -> None:
        self._several: list[KeyedStretches] = []
        self._waiting = 0
        self._most_waiting = _MOST_WAITING

    def add(self, key: Keys, stretches: Stretches) -> None:
        """Add the stretches that have a length."""
        start, end = stretches
        some = np.flatnonzero(start < end)
        self._several.append(KeyedStretches(key[some], start[some], end[some]))
        self._waiting += some.size
        if self._waiting > self._most_waiting:
            kept = self.union()
            self._several, self._waiting = [kept], kept.key.size
            self._most_waiting = _MOST_WAITING + 2 * kept.key.size

    def union(self) -> KeyedStretches:
        """Return the union so far: in order of key and start, none of a key overlapping another."""
        return _merged(
            joined([stretches.key for stretches in self._several], np.int64),
            joined([stretches.start for stretches in self._several], np.float64),
            joined([stretches.end for stretches in self._several], np.float64),
        )


def _merged(key: Keys, start: Numbers, end: Numbers) -> KeyedStretches:
    if key.size == 0:
        return KeyedStretches(key, start, end)
    order = np.lexsort((start, key))
    key, start, end = key[order], start[order], end[order]
    first_of_key = np.append(True, key[1:] != key[:-1])
    reach = _running_maximum(end, np.cumsum(first_of_key))
    opens = first_of_key.copy()
    opens[1:] |= start[1:] > reach[:-1]
    closes = np.append(opens[1:], True)
    return KeyedStretches(key[opens], start[opens], reach[closes])


def _running_maximum(values: Numbers, group: NDArray[np.intp]) -> Numbers:
    """Return the highest value so far in each group; the groups are ascending.

    It runs over ranks, which can be kept apart by group without losing a digit.
    """
    by_value = np.argsort(values, kind="stable")
    rank = np.empty(values.size, dtype=np.int64)
    rank[by_value] = np.arange(values.size)
    floor = group * values.size
    highest: Numbers = values[by_value][np.maximum.accumulate(rank + floor) - floor]
    return highest


def joined(arrays: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    """Return arrays of one kind as one; of none, an empty one."""
    return np.concatenate([np.zeros(0, dtype=kind), *arrays])


def summed(key: Keys, values: Numbers) -> tuple[Keys, Numbers]:
    """Return the distinct keys in order, and the sum of the values of each."""
    keys, place = np.unique(key, return_inverse=True)
    return keys, np.bincount(place, values, keys.size).astype(np.float64)
