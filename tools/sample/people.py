"""Where people live: points in built-up land and scattered farms, summed to grid cells and to areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry

from . import plan
from .curves import Distortion
from .shapes import inside, which

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .areas import Area
    from .division import Division
    from .landscape import Landscape

CELL = 250.0
_PER_CELL = 4  # points across a cell
_STEP = CELL / _PER_CELL
_DENSITY = {
    "centre": 8.0,
    "inner": 6.0,
    "estate": 5.2,
    "villa": 2.1,
    "village": 1.0,
    "country": 1.2,
    "industry": 0.3,
    "harbour": 0.0,
}
"""People by built-up land, relative to each other."""
_LEAST_LAND = 0.3
_HAMLETS = 32
_HAMLET = (8, 38)
_TRIES = 160


@dataclass
class People:
    """Points with people, and the blocks they lie in."""

    points: NDArray[np.float64]
    """Shape (points, 2)."""
    count: NDArray[np.float64]
    block: NDArray[np.intp]

    def of_blocks(self, blocks: int) -> NDArray[np.float64]:
        """Return the people of each block, shape (blocks,)."""
        return np.bincount(self.block, weights=self.count, minlength=blocks)

    def cells(self) -> list[tuple[int, int, int]]:
        """Return the inhabited grid cells: east and north of the lower left corner, people; in that order."""
        corners, row = np.unique(np.floor(self.points / CELL).astype(int), axis=0, return_inverse=True)
        people = np.rint(np.bincount(row.ravel(), weights=self.count)).astype(int)
        return [
            (int(east * CELL), int(north * CELL), int(number))
            for (east, north), number in zip(corners, people, strict=True)
            if number > 0
        ]


def make(division: Division, areas: dict[int, Area], landscape: Landscape) -> People:
    """Settle the region."""
    parts = [*_townspeople(division, areas, landscape), *_farmers(division, areas, landscape)]
    people = People(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return _on_land(people, landscape)


def _townspeople(
    division: Division, areas: dict[int, Area], landscape: Landscape
) -> list[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]]:
    rng = plan.chance("townspeople")
    texture = Distortion(rng, (1_500.0, 600.0), 1.0)
    kinds = np.array([_DENSITY[areas[owner].kind] for owner in division.owner])
    settled = []
    for town, shape in landscape.towns.items():
        box = shape.boundingBox()
        points = _lattice((box.xMinimum(), box.yMinimum()), (box.xMaximum(), box.yMaximum()))
        points = points[inside(points, shape)]
        block = which(points, division.mesh.blocks)
        pattern = (texture(points) - points)[:, 0]
        weight = (
            kinds[block] * np.clip(1.0 + pattern / 90.0, 0.0, 2.0) * (0.4 + 1.2 * rng.random(len(points)))
        )
        weight[block < 0] = 0.0
        lived = weight > 0
        count = weight[lived] * plan.TOWN_POPULATION[town] / weight.sum()
        settled.append((points[lived], count, block[lived]))
    return settled


def _lattice(low: tuple[float, float], high: tuple[float, float]) -> NDArray[np.float64]:
    """Return the middles of quarter cells in a box, lined up with the grid."""
    axes = [
        np.arange(np.floor(start / CELL) * CELL + _STEP / 2, end, _STEP)
        for start, end in zip(low, high, strict=True)
    ]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 2)


def _farmers(
    division: Division, areas: dict[int, Area], landscape: Landscape
) -> list[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]]:
    """Scatter farms and hamlets over the land of each area in the country."""
    rng = plan.chance("farmers")
    built = QgsGeometry.unaryUnion([landscape.water, *landscape.towns.values()])
    settled = []
    for number in division.areas:
        if areas[number].kind not in {"country", "village"}:
            continue
        box = division.geometry(number).boundingBox()
        points = rng.random((_TRIES, 2)) * (box.width(), box.height()) + (box.xMinimum(), box.yMinimum())
        points = (np.floor(points / _STEP) + 0.5) * _STEP
        count = np.floor(_HAMLET[0] + rng.random(_TRIES) * (_HAMLET[1] - _HAMLET[0]))
        open_land = inside(points, division.geometry(number)) & ~inside(points, built)
        lived = np.flatnonzero(open_land)[:_HAMLETS]
        block = which(points[lived], division.mesh.blocks)
        settled.append((points[lived], count[lived], block))
    return settled


def _on_land(people: People, landscape: Landscape) -> People:
    """Drop the people whose grid cell is mostly water."""
    corners, row = np.unique(np.floor(people.points / CELL), axis=0, return_inverse=True)
    middles = (np.stack(np.meshgrid(*[np.arange(_PER_CELL)] * 2), axis=-1).reshape(-1, 2) + 0.5) * _STEP
    samples = (corners[:, None, :] * CELL + middles).reshape(-1, 2)
    land = 1.0 - inside(samples, landscape.water).reshape(len(corners), -1).mean(axis=1)
    kept = land[row.ravel()] >= _LEAST_LAND
    return People(people.points[kept], people.count[kept], people.block[kept])
