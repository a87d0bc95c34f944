"""Borders: straight edges of a mesh made crooked, once for both sides, and chained to polygons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from .mesh import Mesh

_STEEPEST = 0.35
_SAFE = 0.8
_ROUGHNESS = 0.75
_LONGER_HAS_MORE = 0.2
"""Vertices of a border grow with its length to this power."""
_UNEVEN = 0.6
_LEAST_STEP_M = 0.5


@dataclass(frozen=True)
class Borders:
    """Lines between two areas, or an area and the outside (-1)."""

    lines: list[NDArray[np.float64]]
    """Shape (vertices, 2) each, both ends included."""
    start: NDArray[np.intp]
    """Node per line."""
    end: NDArray[np.intp]
    left: NDArray[np.intp]
    """Area per line."""
    right: NDArray[np.intp]


def crooked_borders(
    mesh: Mesh, area_of_cell: NDArray[np.intp], vertices: int, random: np.random.Generator
) -> Borders:
    """Return the borders between areas, each a set of cells, with about so many vertices over all areas.

    Every line stays within the two triangles between its edge and the seeds beside it. Those of different
    edges do not meet, so neither do the lines.
    """
    outside = np.append(area_of_cell, -1)  # what index -1 of a missing cell finds
    left, right = outside[mesh.left], outside[mesh.right]
    chosen = np.flatnonzero(left != right)
    left, right = left[chosen], right[chosen]
    ends = mesh.nodes[mesh.ends[chosen]]
    steepness = np.minimum(
        _steepness(ends, mesh.seeds[mesh.left[chosen]]), _steepness(ends, mesh.seeds[mesh.right[chosen]])
    )
    lengths = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    counts = _counts(lengths, (left >= 0).astype(int) + (right >= 0).astype(int), vertices, random)
    lines: list[NDArray[np.float64]] = [np.empty((0, 2))] * len(chosen)
    levels = np.ceil(np.log2(counts + 2)).astype(int)
    for level in np.unique(levels):
        rows = np.flatnonzero(levels == level)
        curves = _fractals(len(rows), int(level), random)
        for row, curve in zip(rows, curves, strict=True):
            lines[row] = _bent(ends[row], steepness[row], curve, int(counts[row]), random)
    return Borders(lines, mesh.ends[chosen, 0], mesh.ends[chosen, 1], left, right)


def polygons(borders: Borders, areas: int) -> list[shapely.MultiPolygon]:
    """Return a multipolygon per area: neighbours share the vertices of their border."""
    pieces: list[list[tuple[int, int, NDArray[np.float64]]]] = [[] for _ in range(areas)]
    rows = zip(borders.left, borders.right, borders.start, borders.end, borders.lines, strict=True)
    for left, right, start, end, line in rows:
        if left >= 0:
            pieces[left].append((start, end, line))
        if right >= 0:
            pieces[right].append((end, start, line[::-1]))
    return [_multipolygon(list(_rings(of_area))) for of_area in pieces]


def _steepness(ends: NDArray[np.float64], seeds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how steeply a line may leave the ends of its edge and stay in the triangle to the seed."""
    along = ends[:, 1] - ends[:, 0]
    length = np.hypot(*along.T)
    to_seed = seeds - ends[:, 0]
    foot = np.sum(to_seed * along, axis=1) / length
    height = np.abs(along[:, 0] * to_seed[:, 1] - along[:, 1] * to_seed[:, 0]) / length
    reach = np.maximum(np.maximum(foot, length - foot), 1e-9)
    return np.minimum(_STEEPEST, _SAFE * height / reach)


def _counts(
    lengths: NDArray[np.float64], sides: NDArray[np.intp], vertices: int, random: np.random.Generator
) -> NDArray[np.intp]:
    """Return the vertices between the ends of each border; a border between two areas counts twice."""
    wish = lengths**_LONGER_HAS_MORE * np.exp(random.normal(0, _UNEVEN, len(lengths)))
    most = lengths / _LEAST_STEP_M
    low, high = 0.0, float(vertices)
    for _ in range(60):
        factor = (low + high) / 2
        total = np.sum(np.minimum(wish * factor, most) * sides)
        low, high = (factor, high) if total < vertices else (low, factor)
    return np.minimum(wish * low, most).astype(np.intp)


def _fractals(count: int, level: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Return heights from -1 to 1 by midpoint displacement, shape (count, 2**level + 1)."""
    heights = np.zeros((count, 2**level + 1))
    for step in range(level):
        stride = 2 ** (level - step)
        middle = (heights[:, :-1:stride] + heights[:, stride::stride]) / 2
        noise = random.normal(0, 2 ** (-_ROUGHNESS * step), middle.shape)
        heights[:, stride // 2 :: stride] = middle + noise
    return heights / np.maximum(np.abs(heights).max(axis=1, keepdims=True), 1e-9)


def _bent(
    ends: NDArray[np.float64],
    steepness: float,
    curve: NDArray[np.float64],
    count: int,
    random: np.random.Generator,
) -> NDArray[np.float64]:
    """Return an edge bent along a curve, with so many vertices of it, unevenly spaced."""
    kept = np.sort(random.choice(np.arange(1, len(curve) - 1), count, replace=False))
    share = kept / (len(curve) - 1)
    along = ends[1] - ends[0]
    across = np.array([-along[1], along[0]])
    height = steepness * np.minimum(share, 1 - share) * curve[kept]
    middle = ends[0] + share[:, None] * along + height[:, None] * across
    return np.concatenate([ends[:1], middle, ends[1:]])


def _rings(pieces: list[tuple[int, int, NDArray[np.float64]]]) -> Iterator[NDArray[np.float64]]:
    """Chain the lines around an area; where lines of one area meet there are exactly two."""
    following = {start: (end, line) for start, end, line in pieces}
    while following:
        first, (node, line) = following.popitem()
        ring = [line[:-1]]
        while node != first:
            node, line = following.pop(node)
            ring.append(line[:-1])
        points = np.concatenate(ring)
        yield np.concatenate([points, points[:1]])


def _multipolygon(rings: list[NDArray[np.float64]]) -> shapely.MultiPolygon:
    """Return the polygons of rings that have the area on their left: holes run clockwise."""
    lines = shapely.linearrings(
        np.concatenate(rings), indices=np.repeat(np.arange(len(rings)), [*map(len, rings)])
    )
    is_shell = shapely.is_ccw(lines)
    shells, holes = shapely.polygons(lines[is_shell]), lines[~is_shell]
    in_shell = [next(i for i, shell in enumerate(shells) if shell.contains(hole)) for hole in holes]
    parts = [
        shapely.Polygon(
            shell.exterior, [hole for hole, at in zip(holes, in_shell, strict=True) if at == number]
        )
        for number, shell in enumerate(shells)
    ]
    return shapely.MultiPolygon(parts)
