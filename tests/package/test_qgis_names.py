"""Everything the plugin takes from QGIS exists in the QGIS at hand, and its enums are scoped as Qt 6 wants them."""

from __future__ import annotations

import enum
import importlib

import pytest
from qgis.core import QgsFeatureSink

from tools.source_code import SourceFile, plugin_files, uses_of

ABSENT = object()
MODULES = ("qgis.core", "qgis.gui", "qgis.analysis", "qgis.utils")
ENUM_TYPES = (enum.EnumMeta, type(type(QgsFeatureSink.Flag.FastInsert)))  # Python's own and sip's


def faults_of(file):
    for module in MODULES:
        for line, name in uses_of(file, module):
            value = importlib.import_module(module)
            for part in name.removeprefix(f"{module}.").split("."):
                parent, value = value, getattr(value, part, ABSENT)
                if value is ABSENT:
                    yield f"{file.path}:{line} {name} does not exist"
                    break
                if isinstance(type(value), ENUM_TYPES) and parent is not type(value):
                    yield f"{file.path}:{line} {name} belongs to {type(value).__qualname__}"


def test_names_exist_and_enums_are_scoped():
    assert "\n".join(fault for file in plugin_files() for fault in faults_of(file)) == ""


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("QgsFeatureSink", "QgsFeatureSink.FastInsert"),
        ("QgsProcessing", "QgsProcessing.TypeVectorPolygon"),
        ("QgsWkbTypes", "QgsWkbTypes.PolygonGeometry"),
        ("Qgis", "Qgis.Warning"),
        ("Qgis", "Qgis.NoSuchEnum.Value"),
        ("Qgis", "Qgis.MessageLevel.Warning.value"),
        ("QgsNoSuchClass", "1"),
    ],
)
def test_unscoped_and_missing_names_are_found(name, used):
    assert list(faults_of(SourceFile.parsed("made.py", f"from qgis.core import {name}\n{used}\n")))


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("QgsFeatureSink", "QgsFeatureSink.Flag.FastInsert"),
        ("QgsProcessing", "QgsProcessing.SourceType.TypeVectorPolygon"),
        ("Qgis", "Qgis.GeometryType.Polygon.name"),
        ("QgsProcessing", "QgsProcessing.TEMPORARY_OUTPUT"),
        ("Qgis", "Qgis.WkbType"),
    ],
)
def test_scoped_names_are_accepted(name, used):
    assert list(faults_of(SourceFile.parsed("made.py", f"from qgis.core import {name}\n{used}\n"))) == []
