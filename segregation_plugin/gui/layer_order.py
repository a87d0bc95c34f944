"""Where results stand in the list of layers: zones over areas, both under the infrastructure.

What only helps is hidden, and so are the areas of an overlay: they look like those that the panel shows and hides by type,
and would lie over them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsLayerTreeGroup, QgsProject, QgsVectorLayer

from .state import is_area_layer, is_overlay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsLayerTree, QgsMapLayer

GROUP_NAME = "Segregation"
_ZONE_FIELDS = ("distance_from_m", "distance_to_m")


def arrange(layers: Sequence[QgsMapLayer], areas: QgsMapLayer | None = None) -> None:
    """Put new layers into the group of the plugin: tables, zones, areas, and at last, hidden, grid and built-up land.

    Args:
        layers: that have just come.
        areas: that the results are about.
    """
    if not layers:
        return
    group = _group(areas)
    for layer in sorted(layers, key=_rank):
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        if node is None:
            continue
        moved = node.clone()
        moved.setItemVisibilityChecked(_rank(layer) < _HELP and not _is_overlay(layer))
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


def _is_overlay(layer: QgsMapLayer) -> bool:
    return _rank(layer) == _AREA and is_overlay(layer)


def _place(group: QgsLayerTreeGroup, new: QgsMapLayer) -> int:
    """Return where a layer goes: before the first other one of its kind, so that the newest is seen.

    Other polygons that somebody put into the group say nothing of where areas and zones belong.
    """
    rank = _rank(new)
    for place, child in enumerate(group.children()):
        layer = getattr(child, "layer", lambda: None)()
        if layer is None or layer.id() == new.id():
            continue
        if _rank(layer) >= rank and (_rank(layer) != _HELP or rank == _HELP):
            return place
    return len(group.children())


def _group(areas: QgsMapLayer | None) -> QgsLayerTreeGroup:
    """Return the group of the plugin; over the areas where they stand outside it, or results would lie under them."""
    root = QgsProject.instance().layerTreeRoot()
    found, place = root.findGroup(GROUP_NAME), _place_of(root, areas)
    if found is None:
        return root.insertGroup(len(root.children()) if place is None else place, GROUP_NAME)
    own = root.children().index(found) if found in root.children() else None
    if place is None or own is None or own <= place:
        return found
    moved = found.clone()
    root.insertChildNode(place, moved)
    root.removeChildNode(found)  # not before: layers that are in no list leave the project
    return moved


def _place_of(root: QgsLayerTree, layer: QgsMapLayer | None) -> int | None:
    """Return the place of what holds a layer among the uppermost entries; None for one that is in no list."""
    node = None if layer is None else root.findLayer(layer.id())
    while node is not None and node.parent() is not root:
        node = node.parent()
    return None if node is None else root.children().index(node)
