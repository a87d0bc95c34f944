"""The country of the embedded sample: three made-up kommuner."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from .country import Country, Feature
from .geopackage import read_polygons
from .layers import layers_with
from .squares import squares
from .table import Table

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


def sample_country(folder: Path = SAMPLE) -> Country:
    """Return the sample: RegSO of both divisions, tables 2020 to 2024, a grid, built-up areas; no DeSO, no småorter.

    Args:
        folder: ``resources/sample`` of a checkout.
    """
    tables = [Table.from_document(_load(folder / f"{name}.json")) for name in ("TAB6586", "TAB6574")]
    features = {
        "RegSO_2020": areas(_load(folder / "regso_2020.geojson")),
        "RegSO_2025": areas(_load(folder / "regso_2025.geojson")),
        "befolkning_1km_2025": squares(_people(folder / "population_grid_250m.gpkg")),
        "Tatorter_2023": [
            Feature(number, attributes, kind, shape)
            for number, (attributes, kind, shape) in enumerate(
                read_polygons(folder / "built_up_mask.gpkg", "built_up_mask"), start=1
            )
        ],
    }
    return Country("the sample", layers_with(features), {table.id: table for table in tables})


def areas(document: dict[str, Any]) -> list[Feature]:
    """Return the features of an answer of the geodata service, in its order."""
    epsg = int(document["crs"]["properties"]["name"].rpartition(":")[2])
    return [
        Feature(
            int(feature["id"].rpartition(".")[2]),
            feature["properties"],
            feature["geometry"]["type"],
            feature["geometry"]["coordinates"],
            epsg,
        )
        for feature in document["features"]
    ]


def _people(path: Path) -> dict[tuple[int, int], int]:
    """Return the people of squares of 1 km, by their lower-left corner, from squares of 250 m."""
    people: Counter[tuple[int, int]] = Counter()
    for attributes, *_ in read_polygons(path, "population_grid_250m"):
        square = attributes["rutid_scb"]
        corner = (int(square[:6]) // 1000 * 1000, int(square[6:]) // 1000 * 1000)
        people[corner] += attributes["beftotalt"]
    return people


def _load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))
