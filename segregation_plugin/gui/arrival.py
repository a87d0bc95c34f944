"""Areas that have just been loaded, on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer
    from qgis.gui import QgisInterface


def zoom_to(areas: QgsVectorLayer, iface: QgisInterface) -> None:
    """Show areas as large as the map allows."""
    # Else QGIS sets up an empty map for its first layers a moment later, and zooms to all of them.
    iface.layerTreeCanvasBridge().setCanvasLayers()
    iface.setActiveLayer(areas)
    iface.zoomToActiveLayer()
