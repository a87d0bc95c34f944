"""What tests of algorithms share: a log that remembers, layers made by hand, rows as dicts."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QTranslator

from tools.translations import SWEDISH, read

DATA = Path(__file__).resolve().parent / "data"
AREA_FIELDS = (
    "region_code:string",
    "division:string",
    "area_type:integer",
    "population:double",
    "socioeconomic_index:double",
    "municipality_code:string",
)


def registered_provider():
    """Return the plugin's provider, registered where no other tests of this process have."""
    from segregation_plugin.processing_provider.provider import PROVIDER_ID, SegregationProvider

    registry = QgsApplication.processingRegistry()
    if registry.providerById(PROVIDER_ID) is None:
        provider = SegregationProvider()
        registry.addProvider(provider)
        provider.refreshAlgorithms()
    return registry.providerById(PROVIDER_ID)


class Log(QgsProcessingFeedback):
    """Keeps what a run says, by kind."""

    def __init__(self):
        super().__init__(logFeedback=False)
        self.infos, self.warnings, self.errors = [], [], []

    def pushInfo(self, info):
        self.infos.append(info)

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def reportError(self, error, fatalError=False):  # noqa: ARG002, FBT002, N803 - QGIS calls it so
        self.errors.append(error)


class Swedish(QTranslator):
    """The translations as they stand in the source, which need not be compiled."""

    def __init__(self):
        super().__init__()
        self.texts = read(SWEDISH.read_text(encoding="utf-8"))

    def isEmpty(self):
        return False

    def translate(self, context, source, disambiguation=None, n=-1):  # noqa: ARG002 - Qt calls it so
        return self.texts.get(source, "") if context == "Segregation" else ""


def rows_of(layer):
    """Return the rows of a layer as dicts, NULL as None."""
    from segregation_plugin.geometry.values import is_null

    names = layer.fields().names()
    return [
        {
            name: None if is_null(value) else value
            for name, value in zip(names, feature.attributes(), strict=True)
        }
        for feature in layer.getFeatures()
    ]


def memory_layer(kind, fields, features, name="made", crs="EPSG:3006"):
    """Make a memory layer from ``(wkt, attributes)`` pairs; ``fields`` as ``name:type``."""
    definition = "&".join([f"crs={crs}" if crs else "", *(f"field={field}" for field in fields)])
    layer = QgsVectorLayer(f"{kind}?{definition.lstrip('&')}", name, "memory")
    assert layer.isValid()
    if not crs:
        layer.setCrs(QgsCoordinateReferenceSystem())  # the provider would take a default one
    made = []
    for wkt, attributes in features:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(attributes))
        if wkt is not None:
            geometry = QgsGeometry.fromWkt(wkt) if isinstance(wkt, str) else wkt
            feature.setGeometry(geometry)
        made.append(feature)
    assert layer.dataProvider().addFeatures(made)[0]
    layer.updateExtents()
    return layer


def squares_of_types(*areas, more=(), values=()):
    """Return square kilometres in a row from 0, 0, each with a type and a population; and further fields with one value."""
    rows = [
        (
            f"Polygon(({x} 0,{x + 1000} 0,{x + 1000} 1000,{x} 1000,{x} 0))",
            [f"1480R{x // 1000 + 1:03d}", "RegSO 2025", area_type, people, 10.0, "1480", *values],
        )
        for x, (area_type, people) in zip(range(0, 1000 * len(areas), 1000), areas, strict=True)
    ]
    return memory_layer("Polygon", [*AREA_FIELDS, *more], rows, "areas")


def road_at(east):
    """Return a road across them."""
    return memory_layer("LineString", ["x:string"], [(f"LineString({east} -1,{east} 1001)", ["a"])], "road")
