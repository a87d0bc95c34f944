"""Railways between towns, stops, and land use that overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from osgeo import ogr

from .country import SEED, Country
from .geopackage import Table, lines, shapes
from .roads import Walks

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RAIL_LINKS = 14_400
_RAIL_VERTICES = 12
_STATIONS = 110
_NETWORKS = 8
_GAP_M = 4000.0
_STOPS = 60_000
_LAND_USES = 20_000
_USES = ("forest", "housing", "industry", "park")


def rail_table(country: Country) -> Table:
    """Return the layer ``rail``: links that join end to end along lines between the larger towns."""
    random = np.random.default_rng([SEED, *b"rail"])
    routes = _routes(country)
    lengths = np.array([np.hypot(*(end - start)) for start, end in routes])
    shares = np.maximum(np.round(lengths / lengths.sum() * _RAIL_LINKS).astype(int), 1)
    shares[np.argmax(shares)] += _RAIL_LINKS - shares.sum()
    points, track = [], []
    for number, ((start, end), links) in enumerate(zip(routes, shares.tolist(), strict=True)):
        points.append(_links_of_route(start, end, links, random))
        track += [(f"line {number}", int(random.integers(10, 200)))] * links
    counts = np.full(_RAIL_LINKS, _RAIL_VERTICES)
    rows = zip(lines(np.concatenate(points), counts), track, strict=True)
    return Table("rail", ogr.wkbLineString, {"class": str, "traffic": int}, list(rows))


def stop_table(country: Country) -> Table:
    """Return the layer ``stops``: points, dense where areas are small."""
    random = np.random.default_rng([SEED, *b"stops"])
    places, _ = Walks(country).places(_STOPS, random)
    kinds = random.choice(["bus", "tram", "train"], _STOPS, p=[0.9, 0.07, 0.03]).tolist()
    points = shapes(shapely.points(np.round(places, 2)))
    rows = [(point, (kind,)) for point, kind in zip(points, kinds, strict=True)]
    return Table("stops", ogr.wkbPoint, {"class": str}, rows)


def landuse_table(country: Country) -> Table:
    """Return the layer ``landuse``: blobs of 20 to 60 vertices, some of them overlapping."""
    random = np.random.default_rng([SEED, *b"landuse"])
    centres, cells = Walks(country).places(_LAND_USES, random)
    reach = np.clip(0.12 * np.sqrt(country.cell_areas()[cells]), 60, 1500)
    blobs = [_blob(centre, radius, random) for centre, radius in zip(centres, reach, strict=True)]
    uses = random.choice(_USES, _LAND_USES).tolist()
    rows: list[tuple[bytes, tuple[Any, ...]]] = [
        (blob, (use,)) for blob, use in zip(shapes(blobs), uses, strict=True)
    ]
    return Table("landuse", ogr.wkbPolygon, {"class": str}, rows)


def _routes(country: Country) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the ends of lines from each of the larger towns to its three nearest.

    They meet in the towns of a network, from south to north, and end short where they would lead to the next: the
    zone around a single net would be one polygon with the whole country's border, which no overlay can deal with.
    """
    larger = country.towns[np.sort(np.argsort(country.town_sizes)[-_STATIONS:])]
    network = np.arange(_STATIONS) * _NETWORKS // _STATIONS
    apart = np.hypot(*(larger[:, None] - larger[None]).transpose(2, 0, 1))
    nearest = np.argsort(apart, axis=1)[:, 1:4]
    pairs = {(min(a, b), max(a, b)) for a, others in enumerate(nearest.tolist()) for b in others}
    return [
        (larger[a], larger[b]) if network[a] == network[b] else _shortened(larger[a], larger[b])
        for a, b in sorted(pairs)
    ]


def _shortened(
    start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    gap = (end - start) * min(_GAP_M / np.hypot(*(end - start)), 1 / 4)
    return start + gap, end - gap


def _links_of_route(
    start: NDArray[np.float64], end: NDArray[np.float64], links: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """Return the points of all links of a route, link by link; each starts where the one before ends."""
    inner = _RAIL_VERTICES - 1
    share = np.linspace(0, 1, links * inner + 1)
    along = end - start
    across = np.array([-along[1], along[0]])
    waves = np.arange(1, 9)
    size = random.normal(0, 0.05, 8) / waves**1.3
    bend = np.sin(np.pi * share[:, None] * waves) @ size
    route = np.round(start + share[:, None] * along + bend[:, None] * across, 3)
    vertex = np.arange(links)[:, None] * inner + np.arange(_RAIL_VERTICES)
    return route[vertex.ravel()]


def _blob(centre: NDArray[np.float64], reach: float, random: np.random.Generator) -> shapely.Polygon:
    count = int(random.integers(20, 61))
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    waves = np.arange(1, 6)
    phase, size = random.uniform(0, 2 * np.pi, 5), random.uniform(0, 0.35, 5) / waves
    radius = reach * np.exp(random.normal(0, 0.5)) * (1 + np.sin(angles[:, None] * waves + phase) @ size)
    radius = np.maximum(radius, 0.1 * reach)
    points = centre + radius[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return shapely.Polygon(np.round(points, 2))
