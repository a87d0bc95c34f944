"""Areas that have just been loaded: the panel works on them, and the map shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsMapLayer
    from qgis.gui import QgisInterface

    from .state import ProjectState


def welcome(
    layers: Sequence[QgsMapLayer], state: ProjectState, iface: QgisInterface, *, zoom: bool = True
) -> None:
    """Work on the first of some loaded layers that is of areas; without one, all stays as it was."""
    areas = next((layer for layer in state.area_layers() if layer in layers), None)
    if areas is None:
        return
    state.areas = areas
    if zoom:
        # Else QGIS sets up an empty map for its first layers a moment later, and zooms to all of them.
        iface.layerTreeCanvasBridge().setCanvasLayers()
        iface.setActiveLayer(areas)
        iface.zoomToActiveLayer()
