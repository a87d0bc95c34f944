"""The blocks that areas are put together from: a mesh of curved cells, cut by the motorway and the railway."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from . import plan
from .curves import Distortion, evenly, metres, smooth
from .landscape import outline, spacing, spread
from .shapes import GRID, Prepared, line, node, polygons, vertices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .landscape import Landscape

Vertex = tuple[int, int]
"""A point in whole centimetres."""
Edge = tuple[Vertex, Vertex]

_WAVES = (4_000.0, 1_600.0, 700.0, 320.0)
_STEP = 55.0
_LINE_STEP = 40.0
_CANDIDATE_STEP = 130.0
_MARGIN = 3.0  # kilometres of mesh around the plan, so that its own edge never shows


@dataclass
class Mesh:
    """Blocks and how they hang together."""

    blocks: list[QgsGeometry]
    centres: NDArray[np.float64]
    """Centroid of each block, shape (blocks, 2)."""
    open_borders: dict[tuple[int, int], float] = field(default_factory=dict)
    """Metres of border between two blocks, low number first, without what runs along a line that areas end at."""


def make() -> tuple[Mesh, NDArray[np.float64], NDArray[np.float64]]:
    """Return the mesh and the vertices of the motorway and the railway, which are vertices of the blocks too."""
    motorway, railway = (smooth(control, _LINE_STEP) for control in (plan.MOTORWAY, plan.RAILWAY))
    noded = node([*_cells(), line(motorway), line(railway)])
    points = np.unique(vertices(noded), axis=0)
    motorway, railway = (_noded(points, control) for control in (motorway, railway))
    blocks = _blocks(noded)
    closed = _stretches(motorway, plan.MOTORWAY_ON_BORDERS) | _stretches(railway, plan.RAILWAY_ON_BORDERS)
    mesh = Mesh(blocks, np.array([_centre(block) for block in blocks]))
    _connect(mesh, closed)
    return mesh, motorway, railway


def _cells() -> list[QgsGeometry]:
    """Return the curved edges of cells that are small in towns and large in the country."""
    rng = plan.chance("cells")
    low, high = np.min(plan.OUTLINE, axis=0) - _MARGIN, np.max(plan.OUTLINE, axis=0) + _MARGIN
    ranges = [np.arange(*metres([low, high])[:, axis], _CANDIDATE_STEP) for axis in (0, 1)]
    candidates = np.stack(np.meshgrid(*ranges), axis=-1).reshape(-1, 2)
    candidates += (rng.random(candidates.shape) - 0.5) * _CANDIDATE_STEP
    apart = spacing(candidates) * plan.BLOCKS_PER_SPACING
    seeds = candidates[spread(candidates, apart, np.argsort(rng.random(len(candidates)), kind="stable"))]
    edges = QgsGeometry.fromMultiPointXY([QgsPointXY(x, y) for x, y in seeds]).voronoiDiagram(edgesOnly=True)
    bend = Distortion(plan.chance("bend"), _WAVES, 0.42)
    return [line(bend(evenly(vertices(edge), _STEP))) for edge in edges.asGeometryCollection()]


def _noded(points: NDArray[np.float64], control: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the line with every node that others left on it, in order.

    Args:
        points: all vertices of the mesh, sorted by their first coordinate, shape (points, 2).
        control: the line as it was drawn.
    """
    found: list[NDArray[np.float64]] = []
    for start, end in pairwise(control):
        low, high = sorted([start[0], end[0]])
        near = points[slice(*np.searchsorted(points[:, 0], [low - 2 * GRID, high + 2 * GRID]))]
        length = np.hypot(*(end - start))
        direction = (end - start) / length
        along = (near - start) @ direction
        across = (near - start) @ np.array([-direction[1], direction[0]])
        on_line = (np.abs(across) < GRID) & (along > -GRID) & (along < length + GRID)
        found.extend(near[on_line][np.argsort(along[on_line], kind="stable")])
    line_points = np.array(found)
    return line_points[np.r_[True, np.any(np.diff(line_points, axis=0) != 0, axis=1)]]


def _blocks(noded: QgsGeometry) -> list[QgsGeometry]:
    limit = outline()
    faces = QgsGeometry.polygonize(noded.asGeometryCollection())
    inside = [face for face in polygons(faces) if limit.contains(face.centroid())]
    return sorted(inside, key=_centre)


def _centre(block: QgsGeometry) -> tuple[float, float]:
    point = block.centroid().asPoint()
    return round(point.x(), 2), round(point.y(), 2)


def _stretches(points: NDArray[np.float64], ranges: tuple[tuple[float, float], ...]) -> set[Edge]:
    """Return the edges of a line whose middle lies in one of the ranges (kilometres east)."""
    closed = set()
    for start, end in pairwise(points):
        east = ((start + end) / 2 - plan.ORIGIN)[0] / 1000.0
        if any(low <= east <= high for low, high in ranges):
            closed.add(edge_of(start, end))
    return closed


def edge_of(start: NDArray[np.float64], end: NDArray[np.float64]) -> Edge:
    """Return the edge between two points, the same from both sides."""
    first, second = (_vertex(point) for point in (start, end))
    return (first, second) if first < second else (second, first)


def _vertex(point: NDArray[np.float64]) -> Vertex:
    return round(point[0] / GRID), round(point[1] / GRID)


def edges_of(polygon_: QgsGeometry) -> list[tuple[Edge, float]]:
    """Return the edges of a polygon's rings with their lengths in metres."""
    found = []
    for part in polygon_.asMultiPolygon() if polygon_.isMultipart() else [polygon_.asPolygon()]:
        for ring in part:
            points = np.array([(point.x(), point.y()) for point in ring])
            lengths = np.hypot(*np.diff(points, axis=0).T)
            found.extend(
                (edge_of(start, end), float(length))
                for start, end, length in zip(points[:-1], points[1:], lengths, strict=True)
            )
    return found


def _connect(mesh: Mesh, closed: set[Edge]) -> None:
    owner: dict[Edge, int] = {}
    for number, block in enumerate(mesh.blocks):
        for edge, length in edges_of(block):
            other = owner.setdefault(edge, number)
            if other != number and edge not in closed:
                pair = (other, number)
                mesh.open_borders[pair] = mesh.open_borders.get(pair, 0.0) + length


def land_share(mesh: Mesh, landscape: Landscape) -> NDArray[np.float64]:
    """Return the part of each block that is land, 0 to 1, shape (blocks,)."""
    water = Prepared(landscape.water)
    return np.array(
        [
            block.difference(landscape.water).area() / block.area() if water.meets(block) else 1.0
            for block in mesh.blocks
        ]
    )
