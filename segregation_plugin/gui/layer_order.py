"""Where results stand in the list of layers: zones over areas, both under the infrastructure; what only helps is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsLayerTreeGroup, QgsProject, QgsVectorLayer

from .state import is_area_layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsMapLayer

GROUP_NAME = "Segregation"
_ZONE_FIELDS = ("distance_from_m", "distance_to_m")


def arrange(layers: Sequence[QgsMapLayer]) -> None:
    """Put new layers into the group of the plugin: tables, zones, areas, and at last, hidden, grid and built-up land."""
    group = _group()
    for layer in sorted(layers, key=_rank):
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        if node is None:
            continue
        moved = node.clone()
        moved.setItemVisibilityChecked(_rank(layer) < _HELP)
        group.insertChildNode(_place(group, layer), moved)
        node.parent().removeChildNode(node)  # not before: a layer that is in no list leaves the project


_OVER, _TABLE, _ZONE, _AREA, _HELP = range(5)


def _rank(layer: QgsMapLayer) -> int:
    if not isinstance(layer, QgsVectorLayer) or not layer.isSpatial():
        return _TABLE
    if layer.geometryType() != Qgis.GeometryType.Polygon:
        return _OVER  # infrastructure that somebody put into the group
    if all(layer.fields().lookupField(name) >= 0 for name in _ZONE_FIELDS):
        return _ZONE
    return _AREA if is_area_layer(layer) else _HELP


def _place(group: QgsLayerTreeGroup, new: QgsMapLayer) -> int:
    """Return where a layer goes: before the first other one of its kind, so that the newest is seen."""
    for place, child in enumerate(group.children()):
        layer = getattr(child, "layer", lambda: None)()
        if layer is not None and layer.id() != new.id() and _rank(layer) >= _rank(new):
            return place
    return len(group.children())


def _group() -> QgsLayerTreeGroup:
    root = QgsProject.instance().layerTreeRoot()
    found = root.findGroup(GROUP_NAME)
    return found if found is not None else root.insertGroup(len(root.children()), GROUP_NAME)
