"""Zones: the dissolved buffer of a project's infrastructure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .local import LocalZones
from .tiled import TiledZone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsFeedback, QgsGeometry

    from .style import BufferStyle


def zone(
    features: Sequence[QgsGeometry], distance_m: float, style: BufferStyle, feedback: QgsFeedback
) -> QgsGeometry:
    """Return everything within a distance of the features as one dissolved multi-polygon.

    Args:
        features: points, lines and polygons, valid and in EPSG:3006.
        distance_m: metres, 0 or more; 0 is the inside of polygons.
        style: segments and end caps.
        feedback: asked for cancel.

    Raises:
        InputError: the distance is 0 and there are points or lines, which have no inside.
        RunCancelledError: the user cancelled.
    """
    local = LocalZones(features, [distance_m], style, feedback)
    zones = [found for _, (found,), _ in local.tile_by_tile(lambda *_: None, feedback)]
    return TiledZone([tile.box for tile in local.tiles], zones, feedback).geometry
