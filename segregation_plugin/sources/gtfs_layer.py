"""Stops of GTFS as a layer of points that QGIS reads from the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QUrl, QUrlQuery

from ..core.errors import InputError
from .gtfs import LATITUDE, LONGITUDE, STOPS, require_stops

if TYPE_CHECKING:
    from pathlib import Path

_EARTH = QgsRectangle(-180, -90, 180, 90)
_NUMBERS = {
    LATITUDE: "double",
    LONGITUDE: "double",
    "location_type": "integer",
    "wheelchair_boarding": "integer",
}
"""Everything else is text: a stop_id of digits may begin with a zero, or be longer than numbers are."""


def stops_layer(path: Path) -> QgsVectorLayer:
    """Return the stops of a file as points in WGS 84, named after the folder where the file has GTFS' own name.

    Raises:
        InputError: the file holds no stops.
    """
    columns = require_stops(path)
    name = f"{path.parent.name} {path.stem}".strip() if path.name.casefold() == STOPS else path.stem
    layer = QgsVectorLayer(_address(path, columns), name, "delimitedtext")
    if not layer.isValid() or layer.extent().isNull() or not _EARTH.contains(layer.extent()):
        raise InputError("{file} holds no stops with coordinates in degrees.", file=path.name)
    return layer


def _address(path: Path, columns: list[str]) -> str:
    """Return the file and how to read it as QGIS's provider of text tables takes it, whatever signs the path has."""
    query = QUrlQuery()
    for key, value in (
        ("type", "csv"),
        ("xField", LONGITUDE),
        ("yField", LATITUDE),
        ("crs", "EPSG:4326"),
        ("encoding", "UTF-8"),
        ("detectTypes", "no"),
        *(("field", f"{column}:{kind}") for column, kind in _NUMBERS.items() if column in columns),
        ("spatialIndex", "no"),
        ("subsetIndex", "no"),
        ("watchFile", "no"),
        ("quiet", "yes"),  # rows without coordinates are allowed for entrances and platforms
    ):
        query.addQueryItem(key, value)
    url = QUrl.fromLocalFile(str(path))
    url.setQuery(query)
    return bytes(url.toEncoded()).decode("ascii")
