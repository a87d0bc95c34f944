"""What tests of maps share: squares with area types, and the colours of what is drawn."""

from __future__ import annotations

from collections import Counter

import numpy as np
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from tests.support import memory_layer

SIDE = 1000
PIXELS = 120
BACKGROUND = "#FFFFFF"


def squares(values, field="area_type:integer", crs="EPSG:3006"):
    """Make a row of squares, one for each value, the first with its lower left corner at the origin."""
    features = []
    for column, value in enumerate(values):
        west, east = column * SIDE, (column + 1) * SIDE
        features.append((f"Polygon(({west} 0, {east} 0, {east} {SIDE}, {west} {SIDE}, {west} 0))", [value]))
    return memory_layer("Polygon", [field], features, "squares", crs)


def colours_of_squares(layer, count):
    """Draw the layer and return, for each square, how many pixels of its inside have which colour."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor(BACKGROUND))
    settings.setOutputDpi(96)
    settings.setOutputSize(QSize(count * PIXELS, PIXELS))
    settings.setExtent(QgsRectangle(0, 0, count * SIDE, SIDE))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    margin = 4  # keeps the borders out
    return [
        colours(image, column * PIXELS + margin, margin, (column + 1) * PIXELS - margin, PIXELS - margin)
        for column in range(count)
    ]


def colours(image, left=0, top=0, right=None, bottom=None):
    """Return how many pixels of a part of an image have which colour, as ``#RRGGBB``."""
    part = image.copy(left, top, (right or image.width()) - left, (bottom or image.height()) - top)
    part = part.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(part.constBits().asarray(part.sizeInBytes()), np.uint32) & 0xFFFFFF
    return Counter(
        {
            f"#{colour:06X}": int(count)
            for colour, count in zip(*np.unique(pixels, return_counts=True), strict=True)
        }
    )
