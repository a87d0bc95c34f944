"""The area layer: the country's polygons with the fields of the plugin's schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from osgeo import ogr

from segregation_plugin.core import schema
from segregation_plugin.core.municipalities import MUNICIPALITIES
from segregation_plugin.core.region_codes import REGSO_2025, county_code

from .country import SEED, Country
from .geopackage import Table, shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIELDS = (
    *schema.IDENTITY_FIELDS,
    *schema.INDEX_FIELDS,
    *schema.POPULATION_FIELDS,
    schema.LAND_AREA_M2,
)
_YEAR = 2024


def area_table(country: Country) -> Table:
    """Return the layer ``areas``."""
    polygons = country.polygons
    figures = _figures(len(polygons))
    codes = _codes(country.municipality)
    land = shapely.area(np.asarray(polygons))
    rows = []
    for number, blob in enumerate(shapes(polygons)):
        values = _identity(codes[number]) | figures[number] | {schema.LAND_AREA_M2: float(land[number])}
        rows.append((blob, tuple(values[name] for name in _FIELDS)))
    fields = {name: schema.KINDS[name] for name in _FIELDS}
    return Table("areas", ogr.wkbMultiPolygon, fields, rows)


def _codes(municipality: NDArray[np.intp]) -> list[str]:
    """Return codes as RegSO has them, numbered within each municipality."""
    names = list(MUNICIPALITIES)
    seen: dict[int, int] = {}
    codes = []
    for number in municipality.tolist():
        seen[number] = seen.get(number, 0) + 1
        codes.append(f"{names[number]}R{seen[number]:03d}")
    return codes


def _identity(code: str) -> dict[str, Any]:
    municipality = code[:4]
    return {
        schema.REGION_CODE: code,
        schema.REGION_NAME: f"{MUNICIPALITIES[municipality]} {int(code[5:])}",
        schema.MUNICIPALITY_CODE: municipality,
        schema.MUNICIPALITY_NAME: MUNICIPALITIES[municipality],
        schema.COUNTY_CODE: county_code(code),
        schema.DIVISION: REGSO_2025,
        schema.REGION_VERSION: "2025_v2",
    }


def _figures(count: int) -> list[dict[str, Any]]:
    """Return population, index and type per area; a few have no type."""
    random = np.random.default_rng([SEED, *b"figures"])
    level = random.normal(0, 1, (count, 1)) + random.normal(0, 0.4, (count, 3))
    components = np.round(np.clip(14 + 7 * level + 2 * level**2, 0.5, 90), 1)
    index = components.mean(axis=1)
    types = 5 - np.searchsorted(np.quantile(index, [0.13, 0.5, 0.85, 0.94]), index)
    without_type = set(random.choice(count, 6, replace=False).tolist())
    people = np.round(np.exp(random.normal(7.95, 0.4, count)))
    return [
        {
            schema.INDEX_YEAR: _YEAR,
            schema.SOCIOECONOMIC_INDEX: float(index[row]),
            schema.AREA_TYPE: None if row in without_type else int(types[row]),
            schema.AREA_TYPE_SOURCE: None if row in without_type else schema.PUBLISHED,
            schema.VERSION_MISMATCH: 0,
            **dict(zip(schema.COMPONENT_FIELDS, components[row].tolist(), strict=True)),
            schema.POPULATION: float(people[row]),
            schema.POPULATION_YEAR: _YEAR,
        }
        for row in range(count)
    ]
