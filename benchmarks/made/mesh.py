"""A mesh of Voronoi cells as arrays: nodes, edges, and the cell on either side of each edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAME_NODE_M = 0.001


@dataclass(frozen=True)
class Mesh:
    """Cells around seeds; metres in EPSG:3006."""

    seeds: NDArray[np.float64]
    """Shape (cells, 2)."""
    nodes: NDArray[np.float64]
    """Shape (nodes, 2)."""
    ends: NDArray[np.intp]
    """Nodes that each edge runs from and to, shape (edges, 2)."""
    left: NDArray[np.intp]
    """Cell to the left of each edge, -1 where there is none, shape (edges,)."""
    right: NDArray[np.intp]

    def triangles(self) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Return the triangles of an edge and a seed: corners of shape (triangles, 3, 2), and their cells."""
        cells = np.concatenate([self.left, self.right])
        ends = np.concatenate([self.ends, self.ends])
        known = cells >= 0
        cells, ends = cells[known], ends[known]
        corners = np.stack([self.nodes[ends[:, 0]], self.nodes[ends[:, 1]], self.seeds[cells]], axis=1)
        return corners, cells


def triangle_areas(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return square metres per triangle, from corners of shape (triangles, 3, 2)."""
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2


def voronoi_mesh(seeds: NDArray[np.float64]) -> Mesh:
    """Return the Voronoi cells of seeds of shape (cells, 2)."""
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds), ordered=True))
    points, cell = shapely.get_coordinates(shapely.orient_polygons(cells), return_index=True)
    _, first, node = np.unique(
        np.round(points / _SAME_NODE_M), axis=0, return_index=True, return_inverse=True
    )
    node = node.ravel()
    inside_ring = (cell[1:] == cell[:-1]) & (node[1:] != node[:-1])
    start, end, of_cell = node[:-1][inside_ring], node[1:][inside_ring], cell[:-1][inside_ring]
    low, high = np.minimum(start, end), np.maximum(start, end)
    ends, edge = np.unique(np.stack([low, high], axis=1), axis=0, return_inverse=True)
    edge = edge.ravel()
    left, right = np.full(len(ends), -1), np.full(len(ends), -1)
    forward = start == low
    left[edge[forward]] = of_cell[forward]
    right[edge[~forward]] = of_cell[~forward]
    return Mesh(seeds, points[first], ends, left, right)
