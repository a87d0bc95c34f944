"""Where results stand in the list of layers: zones over areas, both under the infrastructure.

What only helps is hidden, and so are the areas of an overlay: they look like those that the panel shows and hides by type,
and would lie over them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsLayerTreeGroup, QgsProject, QgsVectorLayer

from .state import is_area_layer, is_overlay

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qgis.core import QgsLayerTree, QgsLayerTreeNode, QgsMapLayer

GROUP_NAME = "Segregation"
_ZONE_FIELDS = ("distance_from_m", "distance_to_m")


def arrange(layers: Sequence[QgsMapLayer], areas: QgsMapLayer | None = None) -> None:
    """Put new layers into the group of the plugin: tables, zones, areas, and at last, hidden, grid and built-up land.

    Args:
        layers: that have just come.
        areas: that the results are about.
    """
    root = QgsProject.instance().layerTreeRoot()
    for layer in sorted(layers, key=_rank):
        node = root.findLayer(layer.id())
        if node is None:
            continue
        moved = node.clone()
        moved.setItemVisibilityChecked(_rank(layer) < _HELP and not _is_overlay(layer))
        parent, place = _home(root, layer, areas)
        parent.insertChildNode(place, moved)
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


def _home(root: QgsLayerTree, layer: QgsMapLayer, areas: QgsMapLayer | None) -> tuple[QgsLayerTreeGroup, int]:
    """Return where a layer goes: into the group of the plugin, or beside the areas where that would be under them."""
    group, about = _group(root), None if areas is None else root.findLayer(areas.id())
    if about is None or about.layerId() == layer.id():
        group = group or root.insertGroup(len(root.children()), GROUP_NAME)
        return group, _place(group, layer)
    if group is None:
        group = about.parent().insertGroup(about.parent().children().index(about), GROUP_NAME)
    elif _rank(layer) in (_ZONE, _AREA) and not _lies_over(root, group, about):
        return about.parent(), about.parent().children().index(about)
    return group, _place(group, layer)


def _group(root: QgsLayerTree) -> QgsLayerTreeGroup | None:
    """Return the group of the plugin, the uppermost first; not one of another project, whose layers stay there."""
    groups = [node for node in root.children() if isinstance(node, QgsLayerTreeGroup)]
    found = (group for group in (*groups, *root.findGroups(True)) if group.name() == GROUP_NAME)  # noqa: FBT003
    return next((group for group in found if not group.customProperty("embedded")), None)


def _lies_over(root: QgsLayerTree, group: QgsLayerTreeGroup, node: QgsLayerTreeNode) -> bool:
    """Say whether what is put into a group is drawn over a layer: that is in it, or behind it."""
    above = node.parent()
    while above is not None:
        if above is group:
            return True
        above = above.parent()
    order = list(_nodes(root))
    return order.index(group) < order.index(node)


def _nodes(node: QgsLayerTreeNode) -> Iterator[QgsLayerTreeNode]:
    yield node
    for child in node.children():
        yield from _nodes(child)


def _place(group: QgsLayerTreeGroup, new: QgsMapLayer) -> int:
    """Return where a layer goes: before the first other one of its kind, so that the newest is seen.

    Other polygons that somebody put into the group say nothing of where areas and zones belong; without a layer of its
    kind, or one that belongs under it, it goes right behind those that belong over it.
    """
    rank, behind = _rank(new), 0
    for place, child in enumerate(group.children()):
        layer = getattr(child, "layer", lambda: None)()
        if layer is None or layer.id() == new.id():
            continue
        if _rank(layer) >= rank and (_rank(layer) != _HELP or rank == _HELP):
            return place
        if _rank(layer) < rank:
            behind = place + 1
    return behind
