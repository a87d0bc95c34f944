"""Road links: random walks like streets, dense where areas are small; each size begins with the smaller ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from osgeo import ogr

from .country import SEED, Country
from .geopackage import Table, lines
from .mesh import triangle_areas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

CHUNK = 10_000
_AT_SEA = 0.03
_ON_BORDERS = 0.002
"""Links that run along a border, vertex by vertex."""
_SHORT = 12
_CORNERS = 0.08
"""Share of steps that turn a corner."""
_DENSITY = 0.25
"""Links grow with the size of a cell to this power."""
_STEP_OF_CELL = 0.04
_STEP_M = (8.0, 70.0)
_CLASSES = ("motorway", "primary", "secondary", "local", "private")
_CLASS_SHARES = (0.02, 0.06, 0.12, 0.5, 0.27)
_NO_TRAFFIC = 0.15


def road_table(country: Country, name: str, count: int) -> Table:
    """Return a layer of so many links, a multiple of ``CHUNK``."""
    fields = {"class": str, "traffic": int}
    return Table(name, ogr.wkbLineString, fields, _rows(Walks(country), count))


def _rows(walks: Walks, count: int) -> Iterator[tuple[bytes, tuple[Any, ...]]]:
    for chunk in range(count // CHUNK):
        random = np.random.default_rng([SEED, *b"roads", chunk])
        points, counts = walks.links(CHUNK, random)
        yield from zip(lines(points, counts), _attributes(CHUNK, random), strict=True)


class Walks:
    """Where links start and how long their steps are, by cell of the country."""

    def __init__(self, country: Country) -> None:
        self._borders = [line for line in country.borders.lines if len(line) > _SHORT]
        self._corners, self._cells = country.mesh.triangles()
        size = country.cell_areas()
        land = country.area_of_cell >= 0
        near = size < 20 * np.median(size[land])  # the cells of the far sea are the largest of all
        weights = size**_DENSITY
        weights[~land & ~near] = 0
        weights[land] *= (1 - _AT_SEA) / weights[land].sum()
        weights[~land] *= _AT_SEA / weights[~land].sum()
        self._step = np.clip(_STEP_OF_CELL * np.sqrt(size), *_STEP_M)
        chance = triangle_areas(self._corners) / size[self._cells] * weights[self._cells]
        self._upto = np.cumsum(chance) / chance.sum()

    def places(self, count: int, random: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Return points, shape (count, 2), and the cells they lie in."""
        triangle = np.minimum(np.searchsorted(self._upto, random.uniform(size=count)), len(self._upto) - 1)
        corners = self._corners[triangle]
        along, across = random.uniform(size=(2, count, 1))
        fold = along + across > 1
        along, across = np.where(fold, 1 - along, along), np.where(fold, 1 - across, across)
        points = (
            corners[:, 0] + along * (corners[:, 1] - corners[:, 0]) + across * (corners[:, 2] - corners[:, 0])
        )
        return points, self._cells[triangle]

    def links(self, count: int, random: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Return the points of so many links, and how many points each has."""
        counts = 2 + np.minimum(random.geometric(1 / 8.7, count) - 1, 80)
        starts, cells = self.places(count, random)
        steps = int(counts.sum())
        first = np.cumsum(counts) - counts
        of_link = np.repeat(np.arange(count), counts)
        turns = random.normal(0, 0.12, steps)
        turns += np.where(random.uniform(size=steps) < _CORNERS, random.choice([-1, 1], steps) * np.pi / 2, 0)
        turns[first] = random.uniform(0, 2 * np.pi, count)
        heading = _sums(turns, first, of_link)
        length = self._step[cells][of_link] * np.exp(random.normal(0, 0.5, steps))
        moves = length[:, None] * np.stack([np.cos(heading), np.sin(heading)], axis=1)
        moves[first] = starts
        points = np.round(_sums(moves, first, of_link), 3)
        self._put_on_borders(points, first, counts, random)
        return points, counts

    def _put_on_borders(
        self,
        points: NDArray[np.float64],
        first: NDArray[np.intp],
        counts: NDArray[np.intp],
        random: np.random.Generator,
    ) -> None:
        """Lay a few of the short links along borders instead."""
        short = np.flatnonzero(counts <= _SHORT)
        for link in random.choice(short, int(_ON_BORDERS * len(counts)), replace=False):
            border = self._borders[random.integers(len(self._borders))]
            at = random.integers(len(border) - counts[link] + 1)
            points[first[link] : first[link] + counts[link]] = border[at : at + counts[link]]


def _sums(
    values: NDArray[np.float64], first: NDArray[np.intp], of_link: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return running sums that begin anew with each link."""
    total = np.cumsum(values, axis=0)
    return total - (total[first] - values[first])[of_link]


def _attributes(count: int, random: np.random.Generator) -> list[tuple[str | None, int | None]]:
    kinds = random.choice(len(_CLASSES) + 1, count, p=[*_CLASS_SHARES, 1 - sum(_CLASS_SHARES)])
    traffic = np.round(np.exp(random.normal(5.5, 1.6, count))).astype(int)
    unknown = random.uniform(size=count) < _NO_TRAFFIC
    names = (*_CLASSES, None)
    return [
        (names[kind], None if missing else value)
        for kind, value, missing in zip(kinds.tolist(), traffic.tolist(), unknown.tolist(), strict=True)
    ]
