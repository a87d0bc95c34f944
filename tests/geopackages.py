"""Layers into one GeoPackage and out of it again, for tests."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter, QgsVectorLayer


def save_layers(path, layers):
    """Write layers, by the name of their table, into a GeoPackage that may exist."""
    for name, layer in layers.items():
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = name
        if path.exists():
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        outcome, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
            layer, str(path), QgsCoordinateTransformContext(), options
        )
        assert outcome == QgsVectorFileWriter.WriterError.NoError, message


def opened(path, name):
    """Open a layer of a GeoPackage, with its default style."""
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert layer.isValid()
    return layer
