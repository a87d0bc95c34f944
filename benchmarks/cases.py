"""What is computed: cases, and who computes them in a small and in a national run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["length_m", "count", "area_m2", "share"]
Suite = Literal["small", "national"]


@dataclass(frozen=True)
class Tolerance:
    """How far two results for an area may be apart: whichever is larger."""

    absolute: float
    relative: float
    unit: str


_TOLERANCES: dict[Kind, Tolerance] = {
    "length_m": Tolerance(1e-4, 1e-8, "m"),
    "count": Tolerance(0, 0, ""),
    "area_m2": Tolerance(1e-3, 1e-8, "m²"),
    "share": Tolerance(1e-7, 1e-8, ""),
}
_TOUCHING = Tolerance(1e-4, 1e-4, "")
"""Of the zones of lines that touch themselves, which GEOS rounds off unless they are buffered segment by segment."""


@dataclass(frozen=True)
class Case:
    """One figure per area, of one layer."""

    name: str
    title: str
    layer: str
    kind: Kind
    distances: tuple[int, ...] = ()
    """Metres, of a share: the part of each area within them."""
    touching: bool = False
    """Whether lines touch themselves."""

    @property
    def tolerance(self) -> Tolerance:
        """How far results may be apart."""
        return _TOUCHING if self.touching else _TOLERANCES[self.kind]


def within(code: str, distance: float) -> str:
    """Return what stands for a code in the results of a share: there is one figure per area and distance."""
    return f"{code} within {distance:g} m"


SEGMENTS = 16
"""Of a quarter circle, everywhere."""
FIVE = (100, 300, 500, 1000, 2000)


def _length(size: str, words: str) -> Case:
    return Case(f"length_{size}", f"Line length per area, {words} links", f"roads_{size}", "length_m")


def _share(name: str, title: str, layer: str, *distances: int) -> Case:
    return Case(name, title, layer, "share", distances, touching=layer.startswith("roads"))


CASES = {
    case.name: case
    for case in (
        _length("10k", "10 000"),
        _length("100k", "100 000"),
        _length("1m", "1 million"),
        _length("2m", "2 million"),
        Case("stops", "60 000 points counted per area", "stops", "count"),
        Case("landuse", "Ground under 20 000 overlapping polygons per area", "landuse", "area_m2"),
        _share("rail_500", "Share of each area within 500 m of 14 400 railway links", "rail", 500),
        _share("rail_2000", "Share of each area within 2 000 m of the railways", "rail", 2000),
        _share("rail_five", "Shares within 100, 300, 500, 1 000 and 2 000 m at once", "rail", *FIVE),
        _share("stops_300", "Share of each area within 300 m of 60 000 stops", "stops", 300),
        _share("roads_100", "Share of each area within 100 m of 100 000 road links", "roads_100k", 100),
        _share("roads_1m_100", "Share of each area within 100 m of 1 million road links", "roads_1m", 100),
    )
}

_OURS = ("ours", "ours_disk", "ours_geometry")
_LINES = (*_OURS, "read", "native", "shapely")
_CELLS = ("ours_cell_100", "ours_cell_200", "ours_cell_400")
_ZONES = ("ours", "ours_geometry")
_DATABASES = ("postgis", "postgis_2", "duckdb")
SUITES: dict[Suite, dict[str, tuple[str, ...]]] = {
    "small": {
        "length_10k": ("ours", "read", "native", "shapely"),
        "length_100k": ("ours", "ours_disk", "read", "shapely", "postgis_2"),
        "rail_500": ("ours", "shapely", "geopandas_parts"),
    },
    "national": {
        "length_10k": (*_LINES, *_CELLS, "native_intersection", "geopandas", *_DATABASES),
        "length_100k": (*_LINES, *_CELLS, "shapely_2", "native_intersection", "geopandas", *_DATABASES),
        "length_1m": (*_LINES, *_CELLS, "shapely_2", *_DATABASES),
        "length_2m": (*_OURS, "read", "shapely", "shapely_2"),
        "stops": ("ours", "ours_geometry", "native", "shapely", "geopandas", "postgis"),
        "landuse": ("ours", "ours_geometry", "native", "shapely", "geopandas_parts", "postgis"),
        "rail_500": (*_ZONES, "native", "shapely", "geopandas", "geopandas_parts", "postgis"),
        "rail_2000": (*_ZONES, "shapely"),
        "rail_five": (*_ZONES, "shapely"),
        "stops_300": (*_ZONES, "native", "shapely", "geopandas_parts", "postgis"),
        "roads_100": (*_ZONES, "shapely", "geopandas_parts"),
        "roads_1m_100": ("ours",),
    },
}
CANCELLED: dict[Suite, tuple[str, ...]] = {
    "small": ("length_100k",),
    "national": ("length_1m", "rail_five", "landuse", "roads_1m_100"),
}
"""Runs of ours that are also cancelled midway, to see how long they go on."""
