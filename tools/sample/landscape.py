"""Water and built-up land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry

from . import plan
from .curves import Distortion, ellipse, metres, smooth
from .shapes import line, on_grid, polygon, polygons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SHORE_STEP = 32.0
_SHORE_WAVES = (3_000.0, 1_300.0, 600.0, 280.0, 140.0)
_TOWN_WAVES = (2_000.0, 900.0, 420.0)
_TOWN_STEP = 60.0
_SMALLEST_PATCH = 40_000.0  # m2: smaller pieces of built-up land, and smaller gaps in it, do not count


@dataclass
class Landscape:
    """Where there is water and where there are houses."""

    sea: QgsGeometry
    lakes: list[QgsGeometry]
    river: QgsGeometry
    water: QgsGeometry
    """All of them together."""
    towns: dict[str, QgsGeometry]
    """Built-up land without water, by the name of the locality."""


def make() -> Landscape:
    """Draw the landscape of the plan."""
    shore = Distortion(plan.chance("shore"), _SHORE_WAVES, 0.6)
    sea = polygon(shore(smooth(plan.SEA, _SHORE_STEP, closed=True)))
    islands = [
        polygon(shore(ellipse((x, y), (1.25 * r, 0.8 * r), 40.0, int(2 * np.pi * 1000 * r / _SHORE_STEP))))
        for x, y, r in plan.ISLANDS
    ]
    sea = sea.difference(QgsGeometry.unaryUnion(islands))
    lakes = [polygon(shore(smooth(lake, _SHORE_STEP, closed=True))) for lake in plan.LAKES]
    river = line(shore(smooth(plan.RIVER, _SHORE_STEP))).buffer(plan.RIVER_WIDTH / 2, 4)
    water = QgsGeometry.unaryUnion([sea, *lakes, river])
    return Landscape(sea, lakes, river, water, _towns(water))


def _towns(water: QgsGeometry) -> dict[str, QgsGeometry]:
    outline = Distortion(plan.chance("towns"), _TOWN_WAVES, 0.75)
    lobes: dict[str, list[QgsGeometry]] = {}
    for lobe in plan.LOBES:
        points = int(2 * np.pi * 1000 * max(lobe.radii) / _TOWN_STEP)
        ring = outline(ellipse(lobe.centre, lobe.radii, lobe.turn, points))
        lobes.setdefault(lobe.town, []).append(polygon(ring))
    return {town: _land_of(QgsGeometry.unaryUnion(shapes), water) for town, shapes in lobes.items()}


def _land_of(town: QgsGeometry, water: QgsGeometry) -> QgsGeometry:
    patches = [part for part in polygons(town.difference(water)) if part.area() > _SMALLEST_PATCH]
    return on_grid(QgsGeometry.collectGeometry(patches).removeInteriorRings(_SMALLEST_PATCH), 0.1)


def spacing(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance between neighbouring areas that suits each place, metres, shape (points,)."""
    best = np.full(len(points), plan.LARGEST_SPACING)
    for lobe in plan.LOBES:
        outside = np.maximum(0.0, _radius(points, lobe) - 1.0) * np.sqrt(lobe.radii[0] * lobe.radii[1])
        best = np.minimum(best, lobe.spacing + plan.SPACING_GROWTH * outside)
    return best * 1000.0


def _radius(points: NDArray[np.float64], lobe: plan.Lobe) -> NDArray[np.float64]:
    """Return how far out points lie: 1 on the ellipse."""
    offset = (points - metres(lobe.centre)) / 1000.0
    sine, cosine = np.sin(np.radians(lobe.turn)), np.cos(np.radians(lobe.turn))
    along = offset @ np.array([cosine, sine]) / lobe.radii[0]
    across = offset @ np.array([-sine, cosine]) / lobe.radii[1]
    return np.hypot(along, across)


def spread(
    candidates: NDArray[np.float64], distance: NDArray[np.float64], order: Sequence[int] | NDArray[np.intp]
) -> list[int]:
    """Choose points so that none lies nearer to an earlier one than the mean of their distances.

    Args:
        candidates: shape (points, 2).
        distance: wanted at each candidate, metres, shape (points,).
        order: in which the candidates are tried.

    Returns:
        The chosen rows, in the order of choice.
    """
    free = np.ones(len(candidates), dtype=bool)
    chosen = []
    for row in order:
        if not free[row]:
            continue
        chosen.append(int(row))
        apart = np.hypot(*(candidates - candidates[row]).T)
        free &= apart >= (distance + distance[row]) / 2
    return chosen


def outline() -> QgsGeometry:
    """Return the rough outline of the region."""
    return polygon(smooth(plan.OUTLINE, 200.0, closed=True))
