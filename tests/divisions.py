"""Two divisions made by hand: areas by code as shapely polygons, edited, jittered, and put into layers."""

from __future__ import annotations

import numpy as np
import shapely
from qgis.core import QgsGeometry, QgsVectorLayer

from tests.support import memory_layer

FIELDS = ("region_code:string", "region_name:string", "division:string")


def squares(columns, rows, side=1000.0, kommun="0180", west=650_000.0, south=6_580_000.0):
    """Return squares that tile a rectangle, the first at its south-western corner, then eastwards."""
    places = [(column, row) for row in range(rows) for column in range(columns)]
    return {
        f"{kommun}R{number:03d}": shapely.box(
            west + column * side,
            south + row * side,
            west + (column + 1) * side,
            south + (row + 1) * side,
        )
        for number, (column, row) in enumerate(places, start=1)
    }


def moved(areas, ground, giver, taker):
    """Return the areas with some ground given from one to another."""
    return {
        **areas,
        giver: areas[giver].difference(ground),
        taker: areas[taker].union(ground.intersection(areas[giver])),
    }


def jittered(areas, most_m, seed=1):
    """Return the areas with every corner moved at random, those that several share alike."""
    rows = [shapely.get_coordinates(area) for area in areas.values()]
    corners, which = np.unique(np.concatenate(rows), axis=0, return_inverse=True)
    corners = corners + np.random.default_rng(seed).uniform(-most_m, most_m, corners.shape)
    placed = np.split(corners[which.reshape(-1)], np.cumsum([len(row) for row in rows])[:-1])
    return {
        code: shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(area)), coordinates)
        for (code, area), coordinates in zip(areas.items(), placed, strict=True)
    }


def layer_of(areas, division, name="made"):
    """Return a prepared layer of areas."""
    features = [(_geometry(area), (code, f"name of {code}", division)) for code, area in areas.items()]
    return memory_layer("MultiPolygon", FIELDS, features, name)


def _geometry(area):
    geometry = QgsGeometry()
    geometry.fromWkb(shapely.to_wkb(area))
    return geometry


def areas_in(source, field):
    """Return the areas of a layer or file by code."""
    layer = source if isinstance(source, QgsVectorLayer) else QgsVectorLayer(str(source), "areas", "ogr")
    assert layer.isValid(), source
    return {
        feature[field]: shapely.from_wkb(feature.geometry().asWkb().data()) for feature in layer.getFeatures()
    }
