"""Layers in a GeoPackage, the same bytes every time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from osgeo import gdal, ogr, osr

if TYPE_CHECKING:
    from pathlib import Path

    from .roads import Rows

_DATE = "2025-02-01T00:00:00.000Z"
"""Stands for the time of writing, which GDAL stores with every layer."""
_KINDS = {str: ogr.OFTString, int: ogr.OFTInteger, float: ogr.OFTReal}


@dataclass
class Layer:
    """What goes into one table."""

    name: str
    geometry_type: int
    fields: dict[str, type]
    rows: Rows


def write(path: Path, layers: list[Layer]) -> None:
    """Write layers in EPSG:3006, replacing the file.

    Raises:
        OSError: a feature could not be written.
    """
    gdal.UseExceptions()
    gdal.SetConfigOption("OGR_CURRENT_DATE", _DATE)
    path.unlink(missing_ok=True)
    data_set = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(3006)
    for layer in layers:
        data_set.StartTransaction()
        _write_layer(
            data_set.CreateLayer(layer.name, crs, layer.geometry_type, ["GEOMETRY_NAME=geom"]), layer
        )
        data_set.CommitTransaction()
    del data_set  # closes the file


def _write_layer(table: ogr.Layer, layer: Layer) -> None:
    for name, kind in layer.fields.items():
        table.CreateField(ogr.FieldDefn(name, _KINDS[kind]))
    for geometry, values in layer.rows:
        feature = ogr.Feature(table.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(bytes(geometry.asWkb())))
        for name, value in values.items():
            feature.SetField(name, value)
        if table.CreateFeature(feature) != ogr.OGRERR_NONE:
            raise OSError(f"{layer.name}: a feature could not be written")
