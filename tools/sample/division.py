"""Areas put together from blocks, in the division of 2025 and in that of 2020."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from . import plan
from .curves import metres
from .landscape import spacing, spread
from .shapes import normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .mesh import Mesh

_SEED_LAND = 0.2
_SEED_SIZE = 0.08  # of the square of the spacing: slivers beside the motorway are no seeds
_NARROW = 150.0  # metres of shared border that make passing cost twice the distance
_MOST_MOVED = 0.5


class Division:
    """Which area each block belongs to.

    An area is known by the number of the seed it grew from, the same in both divisions.
    """

    def __init__(self, mesh: Mesh, owner: NDArray[np.intp]) -> None:
        """Take the area of each block, shape (blocks,)."""
        self.mesh = mesh
        self.owner = owner

    @property
    def areas(self) -> list[int]:
        """The areas there are."""
        return np.unique(self.owner).tolist()

    def blocks(self, area: int) -> list[int]:
        """Return the blocks of an area."""
        return np.flatnonzero(self.owner == area).tolist()

    def geometry(self, area: int) -> QgsGeometry:
        """Return the polygon of an area; neighbours share every vertex of their border."""
        return normalised(QgsGeometry.unaryUnion([self.mesh.blocks[block] for block in self.blocks(area)]))

    def block_at(self, point: plan.Point) -> int:
        """Return the block around a point of the plan."""
        place = QgsGeometry.fromPointXY(QgsPointXY(*metres(point)))
        return next(number for number, block in enumerate(self.mesh.blocks) if block.contains(place))

    def area_at(self, point: plan.Point) -> int:
        """Return the area around a point of the plan."""
        return int(self.owner[self.block_at(point)])

    def neighbours(self, blocks: list[int]) -> dict[int, float]:
        """Return the areas beside some blocks, with metres of border that no motorway or railway closes."""
        inside, found = set(blocks), defaultdict(float)
        for (first, second), length in self.mesh.open_borders.items():
            if (first in inside) != (second in inside):
                found[int(self.owner[second if first in inside else first])] += length
        return dict(found)

    def with_owner(self, blocks: list[int], area: int) -> Division:
        """Return the division in which some blocks belong to an area."""
        owner = self.owner.copy()
        owner[blocks] = area
        return Division(self.mesh, owner)

    def merged(self, area: int) -> Division:
        """Return the division in which an area is part of the neighbour with the longest border, in its kommun."""
        return self.with_owner(self.blocks(area), self._best_neighbour(self.blocks(area), area))

    def moved(self, area: int) -> Division:
        """Return the division in which an area has given one block to a neighbour and still hangs together."""
        for block in sorted(self.blocks(area), key=lambda number: -self.mesh.blocks[number].area()):
            rest = [other for other in self.blocks(area) if other != block]
            taker = self._best_neighbour([block], area)
            small = self.mesh.blocks[block].area() < _MOST_MOVED * self.geometry(area).area()
            shape = QgsGeometry.unaryUnion([self.mesh.blocks[number] for number in rest])
            if taker >= 0 and small and len(shape.asGeometryCollection()) == 1:
                return self.with_owner([block], taker)
        raise ValueError(f"area {area} has no block to give away")

    def _best_neighbour(self, blocks: list[int], area: int) -> int:
        home = municipality_of(self.mesh.centres[blocks[0]])
        lengths = {
            other: length
            for other, length in self.neighbours(blocks).items()
            if other != area and self.municipality(other) == home
        }
        return max(lengths, key=lengths.__getitem__, default=-1)

    def municipality(self, area: int) -> plan.Municipality:
        """Return the kommun of an area."""
        return municipality_of(self.mesh.centres[self.owner == area].mean(axis=0))


def make(mesh: Mesh, land: NDArray[np.float64]) -> tuple[Division, Division]:
    """Return the divisions of 2025 and of 2020."""
    grown = Division(mesh, _grow(mesh, land))
    island, owner = plan.ISLAND_AND_OWNER
    grown = grown.with_owner([grown.block_at(island)], grown.area_at(owner))
    division_2025 = grown.merged(grown.area_at(plan.ENDED_AFTER_2020))
    division_2020 = grown.merged(grown.area_at(plan.NEW_IN_2025))
    for point in plan.MOVED_SINCE_2020:
        division_2020 = division_2020.moved(division_2020.area_at(point))
    return division_2025, division_2020


def _grow(mesh: Mesh, land: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the area of each block: every block joins the seed it reaches with the least effort.

    What runs along a closed line cannot be crossed, so that line ends up on the border between areas.
    """
    wanted = spacing(mesh.centres)
    size = np.array([block.area() for block in mesh.blocks]) / wanted**2
    candidates = np.flatnonzero((land > _SEED_LAND) & (size > _SEED_SIZE))
    order = np.argsort(plan.chance("areas").random(len(candidates)), kind="stable")
    seeds = candidates[spread(mesh.centres[candidates], wanted[candidates], order)]
    return _nearest_seed(mesh, wanted, np.sort(seeds))


def _nearest_seed(mesh: Mesh, wanted: NDArray[np.float64], seeds: NDArray[np.intp]) -> NDArray[np.intp]:
    ways: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (first, second), length in mesh.open_borders.items():
        apart = np.hypot(*(mesh.centres[first] - mesh.centres[second]))
        effort = apart / (wanted[first] + wanted[second]) * (1 + _NARROW / length)
        ways[first].append((second, effort))
        ways[second].append((first, effort))
    owner = np.full(len(mesh.blocks), -1)
    queue = [(0.0, int(seed), number) for number, seed in enumerate(seeds)]
    while queue:
        effort, block, area = heapq.heappop(queue)
        if owner[block] >= 0:
            continue
        owner[block] = area
        for neighbour, more in ways[block]:
            heapq.heappush(queue, (effort + more, neighbour, area))
    return owner


def municipality_of(point: NDArray[np.float64]) -> plan.Municipality:
    """Return the kommun that a place lies in."""
    east, north = (point - plan.ORIGIN) / 1000.0
    west_border, east_border = (
        np.interp(-north, [-y for _, y in line], [x for x, _ in line])
        for line in (plan.WEST_BORDER, plan.EAST_BORDER)
    )
    if east < west_border:
        return plan.EKVIK
    return plan.SJOHOLM if east > east_border else plan.STORKOPING
