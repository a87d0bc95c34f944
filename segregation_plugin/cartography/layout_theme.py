"""What a printed map draws, kept as a map theme: it stays when layers are switched on and off in the project later.

A theme holds names of layers only; layers locked in the layout itself would write absolute paths into the project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsLayerTreeModel, QgsMapThemeCollection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsMapLayer, QgsProject


def visible_layers(project: QgsProject) -> list[QgsMapLayer]:
    """Return the layers that are drawn in the project, the uppermost first."""
    root = project.layerTreeRoot()
    nodes = ((layer, root.findLayer(layer)) for layer in root.layerOrder())
    return [layer for layer, node in nodes if node is not None and node.isVisible() and layer.isSpatial()]


def add_theme(project: QgsProject, name: str, hidden: Sequence[QgsMapLayer]) -> str:
    """Make a theme of what is visible now and of some layers that are not; return its name."""
    root, themes = project.layerTreeRoot(), project.mapThemeCollection()
    record = QgsMapThemeCollection.createThemeFromCurrentState(root, QgsLayerTreeModel(root))
    for layer in hidden:
        own = QgsMapThemeCollection.MapThemeLayerRecord(layer)
        own.isVisible = True
        own.usingCurrentStyle = True
        own.currentStyle = layer.styleManager().currentStyle()
        record.removeLayerRecord(layer)
        record.addLayerRecord(own)
    made = unique_name(name, themes.mapThemes())
    themes.insert(made, record)
    return made


def unique_name(name: str, taken: Sequence[str]) -> str:
    """Return a name, with a number behind it where it is taken."""
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name} {number}"
    return candidate
