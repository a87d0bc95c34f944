"""The ground of the made-up country: cells with crooked borders, which neighbours share point by point."""

from __future__ import annotations

import random
from itertools import pairwise

from .national_plan import COLUMNS, OLD

_SIDE = 17_000
_WEST, _SOUTH = 275_000, 6_135_000
"""About where Sweden is in SWEREF 99 TM, in metres."""
PARTS = 10
"""Straight pieces of one side of a cell."""
_CROOKED = 500
"""How far the points of a border lie off the straight line at most, in metres."""
_MOVED = 2_000
"""How far a border of the older division lies from that of the newer one, in metres."""
_CUTS = {0: (), 1: (5,), 2: (3, 7)}
_FURTHER_CUT = {0: 5, 1: 8, 2: 9}
"""Where a cell is cut into DeSO: points on its southern and northern side, by the number of cuts."""

Point = tuple[float, float]
Line = list[Point]


class Ground:
    """All borders, made once.

    Args:
        rows: of cells.
    """

    def __init__(self, rows: int) -> None:
        chance = random.Random(3006)  # noqa: S311 - the same country every time
        self._chance = chance
        corners = [
            [self._near(_WEST + column * _SIDE, _SOUTH + row * _SIDE) for column in range(COLUMNS + 1)]
            for row in range(rows + 1)
        ]
        self._south = [
            [self._crooked(row[column], row[column + 1]) for column in range(COLUMNS)] for row in corners
        ]
        self._west = [
            [self._crooked(corners[row][column], corners[row + 1][column]) for column in range(COLUMNS + 1)]
            for row in range(rows)
        ]
        self._inner: dict[tuple[int, int, int], Line] = {}
        self._moved: dict[tuple[int, int], Line] = {}

    def move(self, row: int, column: int) -> None:
        """Let the border east of a cell lie further east in the older division."""
        line = self._west[row][column + 1]
        between = [(round(east + _MOVED, 2), north) for east, north in line[1:-1]]
        self._moved[row, column + 1] = [line[0], *between, line[-1]]

    def middle(self, row: int, column: int) -> Point:
        """Return about the middle of a cell."""
        return _WEST + (column + 0.5) * _SIDE, _SOUTH + (row + 0.5) * _SIDE

    def ring(self, row: int, columns: list[int], division: str) -> Line:
        """Return the closed ring around neighbouring cells of a row, against the clock.

        Args:
            row: of the cells.
            columns: in order, without gaps.
            division: ``old`` or ``new``.
        """
        ring: Line = []
        for column in columns:
            ring += self._south[row][column][:-1]
        ring += self._side(row, columns[-1] + 1, division)[:-1]
        for column in reversed(columns):
            ring += self._south[row + 1][column][:0:-1]
        ring += self._side(row, columns[0], division)[:0:-1]
        return [*ring, ring[0]]

    def strips(self, row: int, column: int, cuts: tuple[int, ...], division: str) -> list[Line]:
        """Return the closed rings of the parts into which cuts part a cell, from west to east."""
        bounds = [0, *cuts, PARTS]
        south, north = self._south[row][column], self._south[row + 1][column]
        rings = []
        for left, right in pairwise(bounds):
            eastern, western = (self._line(row, column, place, division) for place in (right, left))
            ring = [*south[left:right], *eastern[:-1], *north[right:left:-1], *western[:0:-1]]
            rings.append([*ring, ring[0]])
        return rings

    def _side(self, row: int, column: int, division: str) -> Line:
        line = self._west[row][column]
        return self._moved.get((row, column), line) if division == OLD else line

    def _line(self, row: int, column: int, place: int, division: str) -> Line:
        """Return the line across a cell from a point of its southern side to that of the northern one."""
        if place in (0, PARTS):
            return self._side(row, column + place // PARTS, division)
        key = row, column, place
        if key not in self._inner:
            ends = self._south[row][column][place], self._south[row + 1][column][place]
            self._inner[key] = self._crooked(*ends)
        return self._inner[key]

    def _near(self, east: float, north: float) -> Point:
        chance = self._chance.random
        return (
            round(east + (2 * chance() - 1) * _CROOKED, 2),
            round(north + (2 * chance() - 1) * _CROOKED, 2),
        )

    def _crooked(self, start: Point, end: Point) -> Line:
        steps = [place / PARTS for place in range(1, PARTS)]
        between = [
            self._near(start[0] + (end[0] - start[0]) * step, start[1] + (end[1] - start[1]) * step)
            for step in steps
        ]
        return [start, *between, end]


def cuts(old: int, new: int, division: str) -> tuple[int, ...]:
    """Return where a cell is cut in a division, which keeps the older cuts and may have one more."""
    places = _CUTS[old]
    return places if division == OLD or new == old else (*places, _FURTHER_CUT[old])
