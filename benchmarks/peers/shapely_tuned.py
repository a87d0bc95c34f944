"""shapely 2 as one tunes it: bulk reading, a tree, prepared areas, and cutting only what has to be cut."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import shapely

from benchmarks.cache import data_path
from benchmarks.cases import SEGMENTS, within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.cases import Case

    Geometries = NDArray[np.object_]


def versions() -> dict[str, str]:
    """Return the versions that count."""
    return {
        "shapely": shapely.__version__,
        "GEOS of shapely": shapely.geos_version_string,
        "pyogrio": pyogrio.__version__,
        "numpy of shapely": np.__version__,
    }


def prepare(_: Case, __: str) -> None:
    """Nothing to do."""


def compute(case: Case, threads: str) -> tuple[list[str], NDArray[np.float64]]:
    """Return codes and figures."""
    fields, areas = _read("areas", ["region_code"])
    _, parts = _read(case.layer, [])
    shapely.prepare(areas)
    if case.kind == "share":
        names = [within(code, distance) for distance in case.distances for code in fields[0]]
        return names, np.concatenate([_shares(areas, parts, distance) for distance in case.distances])
    if case.kind == "length_m":
        return fields[0].tolist(), _lengths(areas, parts, int(threads))
    return fields[0].tolist(), (_counts if case.kind == "count" else _dissolved)(areas, parts)


def _read(layer: str, columns: list[str]) -> tuple[list[NDArray[np.str_]], Geometries]:
    meta, table = pyogrio.raw.read_arrow(data_path(layer), columns=columns)
    wkb = table[meta["geometry_name"] or "wkb_geometry"].to_numpy()
    return [table[name].to_numpy() for name in columns], shapely.from_wkb(wkb)


def _lengths(areas: Geometries, lines: Geometries, threads: int) -> NDArray[np.float64]:
    """Take lines within an area whole, and cut the others."""
    area, line = shapely.STRtree(lines).query(areas, predicate="contains_properly")
    whole = np.bincount(area, shapely.length(lines)[line], areas.size)
    others = np.delete(lines, line)
    area, line = shapely.STRtree(others).query(areas, predicate="intersects")

    def cut(rows: NDArray[np.intp]) -> NDArray[np.float64]:
        return shapely.length(shapely.intersection(areas[area[rows]], others[line[rows]]))

    with ThreadPoolExecutor(threads) as pool:
        pieces = [*pool.map(cut, np.array_split(np.arange(area.size), 8 * threads))]
    return whole + np.bincount(area, np.concatenate(pieces), areas.size)


def _counts(areas: Geometries, points: Geometries) -> NDArray[np.float64]:
    area, _point = shapely.STRtree(points).query(areas, predicate="intersects")
    return np.bincount(area, minlength=areas.size).astype(np.float64)


def _dissolved(areas: Geometries, polygons: Geometries) -> NDArray[np.float64]:
    """Cut the polygons that areas do not hold, and unite the pieces of each area."""
    area, polygon = shapely.STRtree(polygons).query(areas, predicate="intersects")
    pieces = polygons[polygon]
    cut = ~shapely.contains(areas[area], pieces)
    pieces[cut] = shapely.intersection(areas[area[cut]], pieces[cut])
    return _areas_of_unions(pieces, area, areas.size)


def _areas_of_unions(pieces: Geometries, area: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    starts = np.searchsorted(area, np.arange(count + 1))
    return np.array(
        [shapely.union_all(pieces[start:end]).area if end > start else 0.0 for start, end in pairwise(starts)]
    )


def _shares(areas: Geometries, parts: Geometries, distance: float) -> NDArray[np.float64]:
    """Buffer what is near each area in one go, then cut: nobody needs the zone of the whole country."""
    around = shapely.box(*(shapely.bounds(areas) + np.array([-distance, -distance, distance, distance])).T)
    area, part = shapely.STRtree(parts).query(around)
    starts = np.searchsorted(area, np.arange(areas.size + 1))
    inside = np.zeros(areas.size)
    for number in np.flatnonzero(np.diff(starts)):
        near = shapely.multilinestrings if shapely.get_type_id(parts[0]) == 1 else shapely.multipoints
        together = near(parts[part[starts[number] : starts[number + 1]]])
        zone = shapely.buffer(together, distance, quad_segs=SEGMENTS)
        inside[number] = shapely.intersection(zone, areas[number]).area
    return inside / shapely.area(areas)
