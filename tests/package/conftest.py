"""The package, built once, and a small layer to run it on."""

from __future__ import annotations

import json

import pytest

from tools.package import package
from tools.source_code import ROOT

INDEX_VALUES = (10.0, 25.0, 35.0, 45.0, 60.0, None)


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    package(folder)
    return folder


@pytest.fixture(scope="session")
def archive(build):
    return build / "segregation_plugin.zip"


@pytest.fixture(scope="session")
def areas_with_index(tmp_path_factory):
    """Six squares in EPSG:3006 with an index, the last without."""
    features = [
        {
            "type": "Feature",
            "properties": {"region_code": f"0180R00{number}", "socioeconomic_index": value},
            "geometry": {"type": "Polygon", "coordinates": [square(number * 1000.0)]},
        }
        for number, value in enumerate(INDEX_VALUES, start=1)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    path = tmp_path_factory.mktemp("layer") / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return path


def square(offset):
    west, south = 660_000.0 + offset, 6_580_000.0
    return [
        [west, south],
        [west + 1000, south],
        [west + 1000, south + 1000],
        [west, south + 1000],
        [west, south],
    ]


@pytest.fixture(scope="session")
def root():
    return ROOT
