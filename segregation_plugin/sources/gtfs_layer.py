"""Stops of GTFS as a layer of points that QGIS reads from the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QUrl, QUrlQuery

from ..core.errors import InputError
from .gtfs import LATITUDE, LONGITUDE

if TYPE_CHECKING:
    from pathlib import Path

    from .gtfs import StopsFile

_DEGREES = "EPSG:4326"
_EARTH = QgsRectangle(-180, -90, 180, 90)
_NUMBERS = {
    LATITUDE: "double",
    LONGITUDE: "double",
    "location_type": "integer",
    "wheelchair_boarding": "integer",
}
"""Everything else is text: a stop_id of digits may begin with a zero, or be longer than numbers are."""


def stops_layer(stops: StopsFile) -> QgsVectorLayer:
    """Return stops as points in WGS 84.

    Raises:
        InputError: the file holds no stops.
    """
    columns = stops.columns()
    if stops.member:
        layer = QgsVectorLayer(_packed_address(stops), stops.name, "ogr")
        layer.setCrs(QgsCoordinateReferenceSystem(_DEGREES))
    else:
        layer = QgsVectorLayer(_address(stops.path, columns), stops.name, "delimitedtext")
    if not layer.isValid() or layer.extent().isNull() or not _EARTH.contains(layer.extent()):
        raise InputError("{file} holds no stops with coordinates in degrees.", file=stops.path.name)
    return layer


def _packed_address(stops: StopsFile) -> str:
    """Return the file in its zip and how to read it as OGR takes it; all fields but the coordinates are text."""
    options = (f"X_POSSIBLE_NAMES={LONGITUDE}", f"Y_POSSIBLE_NAMES={LATITUDE}", "KEEP_GEOM_COLUMNS=YES")
    return "|option:".join([f"CSV:/vsizip/{{{stops.path.as_posix()}}}/{stops.member}", *options])


def _address(path: Path, columns: list[str]) -> str:
    """Return the file and how to read it as QGIS's provider of text tables takes it, whatever signs the path has."""
    query = QUrlQuery()
    for key, value in (
        ("type", "csv"),
        ("xField", LONGITUDE),
        ("yField", LATITUDE),
        ("crs", _DEGREES),
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
