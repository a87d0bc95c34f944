"""Population grid and built-up land as layers that the other tools take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.schema import KINDS, POPULATION, POPULATION_YEAR
from ...geometry.multipart import multipart
from ...sources.scb import catalogue
from ...sources.scb.page_layer import Property
from ..writing.output import Result, make_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...core.schema import Kind
    from ...geometry.reading import Features

GRID_PROPERTIES = (
    Property("rutid_scb", str, is_required=True),
    Property("beftotalt", float, is_required=True),
)
LOCALITY_PROPERTIES = (
    Property("code", str, ("tatortskod", "smaortskod", "kod")),
    Property("name", str, ("tatort", "smaort", "namn", "beteckning")),
    Property("population", float, ("bef", "befolkning", "folkmangd")),
)

_GRID: dict[str, Kind] = {
    "grid_id": str,
    POPULATION: KINDS[POPULATION],
    POPULATION_YEAR: KINDS[POPULATION_YEAR],
}
_MASK: dict[str, Kind] = {
    "kind": str,
    "code": str,
    "name": str,
    POPULATION: KINDS[POPULATION],
    POPULATION_YEAR: KINDS[POPULATION_YEAR],
}


def grid_result(cells: Features) -> Result:
    """Return one row per square kilometre with people in it."""
    return Result(
        make_fields(_GRID),
        [[*values, catalogue.GRID_YEAR] for values in cells.attributes],
        [multipart(geometry) for geometry in cells.geometries],
    )


def mask_result(localities: Mapping[str, Features]) -> Result:
    """Return one row per locality.

    Args:
        localities: polygons with code, name and population, by their kind.
    """
    return Result(
        make_fields(_MASK),
        [
            [kind, *values, catalogue.LOCALITY_YEAR]
            for kind, features in localities.items()
            for values in features.attributes
        ],
        [multipart(geometry) for features in localities.values() for geometry in features.geometries],
    )
