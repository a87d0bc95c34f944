"""Where results stand: never under what they are about, and never over what the panel shows and hides."""

from __future__ import annotations

import datetime

import pytest
from qgis.core import QgsProject

from tests.support import memory_layer, road_at, squares_of_types

UNIT = "Polygon((0 0,1 0,1 1,0 1,0 0))"


@pytest.fixture
def root(qgis_new_project):  # noqa: ARG001
    return QgsProject.instance().layerTreeRoot()


def named(layer, name):
    layer.setName(name)
    return layer


def areas(name="areas"):
    return named(squares_of_types((1, 100.0)), name)


def overlay():
    layer = areas("Areas with infrastructure")
    metadata = layer.metadata()
    metadata.addHistoryItem(
        f"{datetime.date(2026, 11, 29)} segregation:overlayinfrastructure with this and that"
    )
    layer.setMetadata(metadata)
    return layer


def zones():
    fields = ["distance_from_m:double", "distance_to_m:double"]
    return memory_layer("Polygon", fields, [(UNIT, [0.0, 500.0])], "Zones")


def localities():
    return memory_layer("Polygon", ["name:string"], [(UNIT, ["Karlstad"])], "tätorter")


def add(parent, *layers):
    """Put layers into the project under a node of the list, the first on top."""
    for place, layer in enumerate(layers):
        QgsProject.instance().addMapLayer(layer, addToLegend=False)
        parent.insertLayer(place, layer)


def arrive(*layers, about=None):
    from segregation_plugin.gui.layer_order import arrange

    QgsProject.instance().addMapLayers(layers)
    arrange(layers, about)


def order(root):
    return [layer.name() for layer in root.layerOrder()]


def test_results_lie_under_lines_whatever_polygons_lie_over_them(root):
    group = root.addGroup("Segregation")
    add(group, localities(), road_at(0), areas())
    arrive(zones(), named(areas(), "more areas"))
    assert order(root) == ["tätorter", "road", "Zones", "more areas", "areas"]


def test_results_lie_over_areas_outside_the_group(root):
    about = areas()
    add(root, road_at(0), about)
    arrive(zones(), about=about)
    assert order(root) == ["road", "Zones", "areas"]
    assert root.findGroup("Segregation").findLayers()[0].name() == "Zones"


def test_results_of_areas_over_the_group_stand_beside_them(root):
    about = areas()
    group = root.addGroup("Segregation")
    add(group, named(zones(), "old zones"), named(areas(), "old areas"))
    add(root, about)
    arrive(zones(), about=about)
    assert order(root) == ["Zones", "areas", "old zones", "old areas"]
    assert len(root.findGroups()) == 1


def test_results_of_areas_in_a_group_of_the_user_stand_there(root):
    mine = root.addGroup("mine")
    about = areas()
    add(mine, road_at(0), about)
    root.addGroup("Segregation")
    arrive(zones(), about=about)
    assert order(root) == ["road", "Zones", "areas"]
    assert [node.name() for node in mine.children()] == ["road", "Zones", "areas"]


def test_a_nested_group_under_the_areas_is_left_alone(root):
    about = areas()
    add(root, about)
    nested = root.addGroup("mine").addGroup("Segregation")
    add(nested, named(zones(), "old zones"))
    arrive(zones(), about=about)
    assert order(root) == ["Zones", "areas", "old zones"]


def test_the_group_of_another_project_takes_nothing(root):
    embedded = root.addGroup("Segregation")
    embedded.setCustomProperty("embedded", 1)
    arrive(areas())
    assert embedded.children() == []
    assert order(root) == ["areas"]


def test_areas_lie_over_built_up_land_that_was_there_before(root):
    arrive(localities())
    arrive(areas())
    assert order(root) == ["areas", "tätorter"]


def test_a_group_over_the_areas_stays_where_it_is(root):
    about = areas()
    add(root, about)
    root.insertGroup(0, "Segregation")
    root.insertGroup(0, "mine")
    arrive(zones(), about=about)
    assert [node.name() for node in root.children()] == ["mine", "Segregation", "areas"]


def test_the_areas_of_an_overlay_are_there_and_hidden(root):
    about = areas()
    arrive(about)
    arrive(overlay(), about=about)
    shown = {node.name(): node.itemVisibilityChecked() for node in root.findLayers()}
    assert shown == {"Areas with infrastructure": False, "areas": True}


def test_nothing_leaves_no_empty_group(root):
    arrive()
    assert root.children() == []
