"""The table of a file that a layer shows as it is, so that it can be read without QGIS."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsProviderRegistry, QgsWkbTypes

from ...core.errors import Phrase

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

_DRIVERS = ("GPKG", "ESRI Shapefile")
"""FlatGeobuf is not among them: GDAL 3.6 never ends its columns, and 3.10 spoils them after a missing geometry."""
_PLAIN_LINES = (Qgis.WkbType.LineString, Qgis.WkbType.MultiLineString)
_PARTS_OF_PLAIN_URI = {"path", "layerName", "layerId"}
_ENCODING = "UTF-8"


@dataclass(frozen=True)
class OgrTable:
    """A table of lines in a file."""

    path: str
    driver: str
    """GDAL's short name."""
    name: str | None
    """None where the layer's source does not name it."""
    number: int
    """Its place in the file, where it is not named."""
    is_utf8: bool
    """Whether QGIS reads its texts so."""

    @classmethod
    def of_layer(cls, layer: QgsVectorLayer) -> OgrTable | Phrase:
        """Return the table behind a layer, or why the layer has to be read through QGIS.

        To be called in the thread the layer lives in.
        """
        provider = layer.dataProvider()
        if layer.providerType() != "ogr" or provider.storageType() not in _DRIVERS:
            return Phrase("it is not in a GeoPackage or a shapefile")
        if layer.isEditable():
            return Phrase("it is being edited")
        if layer.subsetString():
            return Phrase("it is filtered")
        if QgsWkbTypes.flatType(layer.wkbType()) not in _PLAIN_LINES:
            return Phrase("it does not declare that it holds straight lines alone")
        parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
        given = {part: value for part, value in parts.items() if value}
        if given.keys() - _PARTS_OF_PLAIN_URI or not Path(given.get("path", "")).is_file():
            return Phrase("it is opened with options of its own")
        return cls(
            path=given["path"],
            driver=provider.storageType(),
            name=given.get("layerName"),
            number=given.get("layerId", 0),
            is_utf8=provider.encoding() == _ENCODING,
        )
