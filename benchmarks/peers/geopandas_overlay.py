"""geopandas as its documentation shows it: overlay, spatial join, buffer and union."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas
import pandas as pd

from benchmarks.cache import data_path
from benchmarks.cases import SEGMENTS, within

if TYPE_CHECKING:
    from benchmarks.cases import Case

_CODE = "region_code"


def versions() -> dict[str, str]:
    """Return the versions that count."""
    return {"geopandas": geopandas.__version__, "pandas of geopandas": pd.__version__}


def prepare(_: Case, __: str) -> None:
    """Nothing to do."""


def compute(case: Case, option: str) -> tuple[list[str], list[float]]:
    """Return codes and figures; with ``parts``, zones are split to parts before they are overlaid."""
    areas = geopandas.read_file(data_path("areas"), columns=[_CODE])
    layer = geopandas.read_file(data_path(case.layer), columns=[])
    if case.kind == "count":
        figures = geopandas.sjoin(layer, areas).groupby(_CODE).size()
    elif case.kind == "length_m":
        pieces = geopandas.overlay(layer, areas, how="intersection", keep_geom_type=True)
        figures = pieces.length.groupby(pieces[_CODE]).sum()
    else:
        figures = _ground(case, areas, layer, in_parts=option == "parts")
    if case.kind == "share":
        figures.index = [within(code, max(case.distances)) for code in figures.index]
    return figures.index.tolist(), figures.astype(float).tolist()


def _ground(
    case: Case, areas: geopandas.GeoDataFrame, layer: geopandas.GeoDataFrame, *, in_parts: bool
) -> pd.Series[float]:
    shapes = layer.geometry
    if case.kind == "share":
        shapes = shapes.buffer(max(case.distances), quad_segs=SEGMENTS)
    zone = geopandas.GeoDataFrame(geometry=[shapes.union_all()], crs=layer.crs)
    if in_parts:
        zone = zone.explode()
    pieces = geopandas.overlay(areas, zone, how="intersection", keep_geom_type=True)
    inside = pieces.area.groupby(pieces[_CODE]).sum()
    return inside / areas.set_index(_CODE).area[inside.index] if case.kind == "share" else inside
