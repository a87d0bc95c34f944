"""The net of borders between areas that tile the plane, ready to cut lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .check import require_coverage
from .edges import Edges, NotACoverageError, edges_of
from .grid import SIDE, Grid, grid_of
from .rings import rings_of
from .snap import snapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .rings import Rings

_EDGES_PER_CELL = 2.5
"""The side of a small cell in lengths of a mean edge: measured fastest from 2 to 4."""
_MOST_COARSE_CELLS = 2_000_000


@dataclass(frozen=True)
class BorderNet:
    """The borders of areas, every one once, and the grid over them."""

    edges: Edges
    grid: Grid


def border_net(polygons: Sequence[bytes], cell_m: float | None = None) -> BorderNet:
    """Return the net of borders.

    Corners that two areas write down less than a micrometre apart are taken as one.

    Args:
        polygons: little-endian WKB of valid, flat polygons in EPSG:3006, shape (areas,).
        cell_m: the side of a small cell of the grid, metres; chosen by the borders when None.

    Raises:
        NotACoverageError: areas overlap, or their borders do not match.
    """
    rings = rings_of(polygons)
    try:
        return _net(rings, cell_m)
    except NotACoverageError:
        return _net(snapped(rings), cell_m)


def _net(rings: Rings, cell_m: float | None) -> BorderNet:
    edges = edges_of(rings)
    if not len(edges):
        raise NotACoverageError
    grid = grid_of(edges, cell_m or _cell_for(edges), rings.spans)
    require_coverage(edges, grid)
    return BorderNet(edges, grid)


def _cell_for(edges: Edges) -> float:
    """Return a side of small cells that keeps both the buckets and the grid small."""
    mean = float(np.hypot(edges.x1 - edges.x0, edges.y1 - edges.y0).mean())
    west, south, east, north = edges.bounds
    least = np.sqrt((east - west) * (north - south) / _MOST_COARSE_CELLS) / SIDE
    return max(_EDGES_PER_CELL * mean, float(least))
