"""A made country: towns, the areas around them, islands and enclaves, and figures like RegSO's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from segregation_plugin.core.municipalities import MUNICIPALITIES

from .borders import Borders, crooked_borders, polygons
from .mesh import Mesh, triangle_areas, voronoi_mesh

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20250101
AREAS = 3363
VERTICES = 2_200_000
_ENCLAVES = 25
_ISLANDS = 60
_TOWN_SPREAD_M = 450.0
_URBAN = 0.9
"""Share of the areas of a municipality that lie in its town."""
_APART_M = 250.0
_OUTLINE_KM = """
393 6133, 463 6160, 540 6225, 585 6290, 597 6405, 675 6530, 735 6630, 620 6730, 625 6920, 690 7020, 765 7085,
800 7190, 840 7290, 917 7320, 870 7480, 723 7670, 620 7590, 540 7430, 480 7290, 340 7020, 345 6880, 345 6730,
280 6540, 305 6400, 370 6280, 350 6215, 370 6160
"""


@dataclass(frozen=True)
class Country:
    """The mesh and which of its cells make up which area."""

    mesh: Mesh
    area_of_cell: NDArray[np.intp]
    """-1 at sea, shape (cells,)."""
    municipality: NDArray[np.intp]
    """Number of the municipality per area, shape (areas,)."""
    towns: NDArray[np.float64]
    """Shape (municipalities, 2), in metres."""
    town_sizes: NDArray[np.intp]
    """Areas per municipality."""

    @cached_property
    def borders(self) -> Borders:
        """The lines between areas."""
        return crooked_borders(self.mesh, self.area_of_cell, VERTICES, _random("borders"))

    @cached_property
    def polygons(self) -> list[shapely.MultiPolygon]:
        """The areas."""
        return polygons(self.borders, len(self.municipality))

    def cell_areas(self) -> NDArray[np.float64]:
        """Return square metres per cell."""
        corners, cells = self.mesh.triangles()
        return np.bincount(cells, triangle_areas(corners), len(self.area_of_cell))


def outline() -> shapely.Polygon:
    """Return roughly where the country lies."""
    return shapely.Polygon([[float(km) * 1000 for km in pair.split()] for pair in _OUTLINE_KM.split(",")])


def make_country() -> Country:
    """Return the country, the same every time."""
    random = _random("country")
    towns = _towns(random)
    sizes = _town_sizes(len(towns), random)
    land, municipality = _land_seeds(towns, sizes, random)
    enclaves, around, around_of = _enclaves(land, random)
    islands, island_of = _islands(land, random)
    sea = _sea_seeds(islands, random)
    seeds = np.concatenate([land, enclaves, around, islands, sea])
    area = np.concatenate(
        [
            np.arange(len(land)),
            len(land) + np.arange(len(enclaves)),
            around_of,
            island_of,
            np.full(len(sea), -1),
        ]
    )
    host = around_of.reshape(len(enclaves), -1)[:, 0]
    return Country(
        voronoi_mesh(seeds), area, np.concatenate([municipality, municipality[host]]), towns, sizes
    )


def _random(purpose: str) -> np.random.Generator:
    return np.random.default_rng([SEED, *purpose.encode()])


def _inside(points: NDArray[np.float64], place: shapely.Geometry) -> NDArray[np.bool_]:
    return shapely.contains_xy(place, points[:, 0], points[:, 1])


def _towns(random: np.random.Generator) -> NDArray[np.float64]:
    """Return one town per municipality, denser in the south, sorted from south to north."""
    place = outline().buffer(-8000)
    west, south, east, north = place.bounds
    points = random.uniform((west, south), (east, north), (100_000, 2))
    kept = random.uniform(size=len(points)) < np.exp((south - points[:, 1]) / 400_000)
    points = points[kept & _inside(points, place)]
    towns = points[_apart(points, 9000)][: len(MUNICIPALITIES)]
    return towns[np.argsort(towns[:, 1])]


def _town_sizes(count: int, random: np.random.Generator) -> NDArray[np.intp]:
    """Return how many areas each municipality has: few large towns, many small ones."""
    weights = random.permutation((np.arange(count) + 3.0) ** -0.9)
    least = 3
    return least + random.multinomial(AREAS - _ENCLAVES - least * count, weights / weights.sum())


def _land_seeds(
    towns: NDArray[np.float64], sizes: NDArray[np.intp], random: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return seeds of the areas, most of them in towns, and the municipality of each."""
    place = outline()
    distances, _ = _nearest_distances(towns)
    seeds, owners = [np.empty((0, 2))], []
    for number, (town, size) in enumerate(zip(towns, sizes, strict=True)):
        urban = random.normal(0, _TOWN_SPREAD_M * np.sqrt(size), (8 * size, 2))
        rural = random.normal(0, 0.8 * distances[number], (8 * size, 2))
        points = town + np.where(random.uniform(size=(8 * size, 1)) < _URBAN, urban, rural)
        points = points[_inside(points, place)]
        every = np.concatenate([*seeds, points])
        free = np.flatnonzero(_apart(every, _APART_M)[-len(points) :])[:size]
        seeds.append(points[free])
        owners.append(np.full(size, number))
    return np.concatenate(seeds), np.concatenate(owners)


def _nearest_distances(points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the distance to the nearest other point, and which that is."""
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return apart.min(axis=1), apart.argmin(axis=1)


def _apart(points: NDArray[np.float64], least: float) -> NDArray[np.bool_]:
    """Say which points are at least so far from every point before them."""
    made = shapely.points(points)
    later, earlier = shapely.STRtree(made).query(made, "dwithin", least)
    return ~np.isin(np.arange(len(points)), later[earlier < later])


def _ring(centre: NDArray[np.float64], radius: float, random: np.random.Generator) -> NDArray[np.float64]:
    angles = np.arange(8) * np.pi / 4 + random.uniform(-0.2, 0.2, 8)
    return centre + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _enclaves(
    land: NDArray[np.float64], random: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Return seeds of areas inside another, the seeds around them, and whose those are."""
    made = shapely.points(land)
    tree = shapely.STRtree(made)
    roomy = [i for i in range(len(land)) if len(tree.query(made[i], "dwithin", 6000)) == 1]
    chosen = random.choice(roomy, _ENCLAVES, replace=False)
    angles = random.uniform(0, 2 * np.pi, _ENCLAVES)
    enclaves = land[chosen] + 2200 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    around = np.concatenate([_ring(centre, 1300, random) for centre in enclaves])
    return enclaves, around, np.repeat(chosen, 8)


def _islands(
    land: NDArray[np.float64], random: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return seeds of islands off the coast, and the area that each belongs to: the nearest."""
    coast = outline().exterior
    points = shapely.get_coordinates(
        [coast.interpolate(at) for at in random.uniform(0, coast.length, 40 * _ISLANDS)]
    )
    points = points + random.normal(0, 22_000, points.shape)
    points = points[~_inside(points, outline().buffer(16_000))]
    points = points[_apart(points, 9000)][:_ISLANDS]
    nearest = shapely.STRtree(shapely.points(land)).nearest(shapely.points(points))
    return points, nearest


def _sea_seeds(islands: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Return seeds of cells that belong to no area: along the coast, around islands, and far out."""
    shore = outline().buffer(7000).exterior
    along = shapely.get_coordinates([shore.interpolate(at) for at in np.arange(0, shore.length, 6000)])
    along = along + random.normal(0, 1200, along.shape)
    rings = np.concatenate([_ring(island, 3000, random) for island in islands])
    west, south, east, north = outline().buffer(150_000).bounds
    far = random.uniform((west, south), (east, north), (600, 2))
    far = far[~_inside(far, outline().buffer(30_000))]
    free = shapely.STRtree(shapely.points(islands))
    sea = np.concatenate([along, far])
    near_island = free.query(shapely.points(sea), "dwithin", 3500)[0]
    return np.concatenate([np.delete(sea, near_island, axis=0), rings])
