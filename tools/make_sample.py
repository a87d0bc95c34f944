"""Make the embedded sample in ``resources/sample``: ``.venv/bin/python tools/make_sample.py [folder]``.

The same files come out every time; ``tools/sample/plan.py`` is what to change.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from osgeo import ogr
from qgis.core import QgsGeometry, QgsRectangle
from sample import (
    ROOT,
    areas,
    division,
    geopackage,
    json_stat,
    landscape,
    mesh,
    people,
    roads,
    scb_files,
    statistics,
    streets,
)
from sample.shapes import on_grid, which

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sample.areas import Area
    from sample.division import Division
    from sample.landscape import Landscape
    from sample.people import People

LABEL_YEAR = 2023
ROAD_FIELDS = {
    "ROUTE_ID": str,
    "Klass_181": int,
    "Motorvag": int,
    "Vagha_6": int,
    "Vagtr_474": int,
    "ADT_f_117": int,
    "ADT_l_115": int,
    "F_Hogst_225": int,
    "B_Hogst_225": int,
}
RAIL_FIELDS = {"id": str, "name": str, "trackId": str, "type": str, "tracks": int}
STREET_FIELDS = {
    "ROUTE_ID": str,
    "Klass_181": int,
    "Vagha_6": int,
    "Vagtr_474": int,
    "ADT_f_117": int,
    "F_Hogst_225": int,
    "Konst_190": int,
    "crossing": int,
}
CROSSING_FIELDS = {"id": str, "barrier": str, "typ": str, "Vagtr_474": int}
STATION_FIELDS = {
    "id": str,
    "name": str,
    "signature": str,
    "type": str,
    "platforms": int,
    "accessible": int,
}
STOP_FIELDS = {"stop_id": str, "stop_name": str, "departures": int}
NOISE_FIELDS = {"kalla": str, "matt": str, "klass": str, "fran_db": int, "till_db": int}


def main(folder: Path) -> None:
    """Write all files of the sample into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    land = landscape.make()
    blocks, motorway, railway = mesh.make()
    divisions = dict(zip((2025, 2020), division.make(blocks, mesh.land_share(blocks, land)), strict=True))
    known = areas.make((divisions[2025], divisions[2020]), land, (motorway, railway))
    settled = people.make(divisions[2025], known, land)
    write_statistics(folder, divisions, known, settled)
    write_infrastructure(folder, divisions[2025], known, land, (motorway, railway))
    write_land(folder, divisions[2025], land, settled)


def write_statistics(
    folder: Path, divisions: dict[int, Division], known: dict[int, Area], settled: People
) -> None:
    """Write the areas of both divisions, the two tables, and the label-only table with its key."""
    figures = {number: statistics.index_table(area) for number, area in known.items()}
    population = {
        (number, year): statistics.population(known[number], one, settled)
        for year, one in divisions.items()
        for number in one.areas
    }
    members = {year: one.areas for year, one in divisions.items()}
    for year, one in divisions.items():
        shapes = {number: one.geometry(number) for number in one.areas}
        scb_files.write_geojson(folder / f"regso_{year}.geojson", year, by_code(known, one.areas), shapes)
    rows = json_stat.regions(known, members)
    json_stat.write_index(folder / "TAB6586.json", rows, figures)
    json_stat.write_population(folder / "TAB6574.json", rows, population)
    old = by_code(known, members[2020])
    year = statistics.YEARS.index(LABEL_YEAR)
    types = {area.number: whole(figures[area.number][1, year]) for area in old}
    scb_files.write_labels(folder / f"omradestyp_{LABEL_YEAR}_labels.csv", LABEL_YEAR, old, types)
    people_2023 = {area.number: int(population[area.number, 2020][year]) for area in old}
    scb_files.write_key(folder / "key_deso2018_regso2020.csv", old, people_2023)


def by_code(known: dict[int, Area], numbers: list[int]) -> list[Area]:
    """Return areas in the order of their codes."""
    return sorted((known[number] for number in numbers), key=lambda area: area.code)


def whole(value: float) -> int | None:
    """Return an area type as a whole number, None where missing."""
    return None if np.isnan(value) else int(value)


def write_infrastructure(
    folder: Path,
    one: Division,
    known: dict[int, Area],
    land: Landscape,
    lines: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Write the motorway, the railway and what belongs to them."""
    motorway, railway = roads.motorway(lines[0]), roads.railway(lines[1])
    network = streets.make(land, lines)
    block = which(network.places(), one.mesh.blocks)
    names = [known[int(one.owner[number])].name if number >= 0 else "" for number in block]
    layers = [
        geopackage.Layer("motorway", ogr.wkbLineString, ROAD_FIELDS, motorway),
        geopackage.Layer("railway", ogr.wkbLineString, RAIL_FIELDS, railway),
        geopackage.Layer("local_streets", ogr.wkbLineString, STREET_FIELDS, streets.rows(network)),
        geopackage.Layer("crossings", ogr.wkbPoint, CROSSING_FIELDS, streets.crossings(network)),
        geopackage.Layer("stations", ogr.wkbPoint, STATION_FIELDS, roads.stations(lines[1])),
        geopackage.Layer("bus_stops", ogr.wkbPoint, STOP_FIELDS, streets.bus_stops(network, names)),
        geopackage.Layer("noise", ogr.wkbMultiPolygon, NOISE_FIELDS, roads.noise(motorway, railway)),
    ]
    geopackage.write(folder / "infrastructure.gpkg", layers)


def write_land(folder: Path, one: Division, land: Landscape, settled: People) -> None:
    """Write the water, the built-up land and the population grid."""
    region = QgsGeometry.unaryUnion(one.mesh.blocks)
    waters = [("hav", land.sea), *(("sjö", lake) for lake in land.lakes), ("vattendrag", land.river)]
    water = [(multi(on_grid(shape.intersection(region), 0.1)), {"typ": kind}) for kind, shape in waters]
    geopackage.write(
        folder / "water.gpkg", [geopackage.Layer("water", ogr.wkbMultiPolygon, {"typ": str}, water)]
    )
    cells = [cell_row(*cell) for cell in settled.cells()]
    grid_fields = {"rutid_scb": str, "beftotalt": int}
    geopackage.write(
        folder / "population_grid_250m.gpkg",
        [geopackage.Layer("population_grid_250m", ogr.wkbPolygon, grid_fields, cells)],
    )
    towns = [town_row(number, name, land.towns[name], settled) for number, name in enumerate(land.towns, 1)]
    town_fields = {"tatortskod": str, "tatort": str, "bef": int, "area_ha": int}
    geopackage.write(
        folder / "built_up_mask.gpkg",
        [geopackage.Layer("built_up_mask", ogr.wkbMultiPolygon, town_fields, towns)],
    )


def multi(shape: QgsGeometry) -> QgsGeometry:
    """Return a polygon as a multi-polygon."""
    shape.convertToMultiType()
    return shape


def cell_row(east: int, north: int, number: int) -> tuple[QgsGeometry, dict[str, object]]:
    """Return a grid cell as a feature."""
    square = QgsGeometry.fromRect(QgsRectangle(east, north, east + people.CELL, north + people.CELL))
    return square, {"rutid_scb": f"{east:06d}{north:07d}", "beftotalt": number}


def town_row(
    number: int, name: str, shape: QgsGeometry, settled: People
) -> tuple[QgsGeometry, dict[str, object]]:
    """Return a locality as a feature."""
    living = round(float(settled.count[which(settled.points, [shape]) == 0].sum()))
    values = {
        "tatortskod": f"99T{number:03d}",
        "tatort": name,
        "bef": living,
        "area_ha": round(shape.area() / 1e4),
    }
    return multi(shape), values


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "sample")
