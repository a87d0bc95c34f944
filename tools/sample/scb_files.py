"""Geometry, key and label-only export in the shapes of SCB's files."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from segregation_plugin.core.area_types import AREA_TYPES

from . import plan
from .json_stat import SOURCE, label

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsGeometry

    from .areas import Area

_BOM = "\ufeff"
_LINE_END = "\r\n"
_VERSIONS = {2020: ("2020_v3", "20200101"), 2025: ("2025_v2", "20250101")}
_PEOPLE_PER_DESO = 1_700
_DESO_LETTERS = {"country": "A", "village": "B"}
_DESO_FIRST = {"A": 0, "B": 2000, "C": 1000}
_CSV_NOTES = (
    "Exempeldata. Länet, de tre kommunerna, områdena och alla tal är påhittade; bara formatet är SCB:s. \n"
    "  Indelningen är RegSO 2020.",
    "\n".join(
        f"Områdestyp {one.code} \u2013 {one.name_sv[0].lower()}{one.name_sv[1:]} " for one in AREA_TYPES
    )
    + "\n\n"
    "Typen följer av hur många standardavvikelser ett områdes index ligger från medelvärdet.",
)
_CSV_FOOT = (
    ("Senaste uppdatering:", "20250617 06:00"),
    ("Källa:", SOURCE),
    ("Sort:", "områdestyp"),
    ("Datatyp:", "Stock"),
    ("Referenstid:", "År"),
    ("Databas:", "Exempeldata "),
    ("Intern referenskod:", "000005QX"),
)


def write_geojson(path: Path, year: int, areas: list[Area], shapes: dict[int, QgsGeometry]) -> None:
    """Write the areas of a division as SCB's geodata service answers (``srsName=EPSG:3006``: E, N)."""
    version, date = _VERSIONS[year]
    features = []
    for number, area in enumerate(areas, start=1):
        properties = {
            "objectid": number,
            "objektidentitet": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{version} {area.code}")),
            "objekttyp": "regso",
            "regsokod": area.code,
            "regsonamn": area.name,
            "lanskod": area.code[:2],
            "kommunkod": area.municipality.code,
            "version": version,
            "ansvarig_organisation": SOURCE,
            "referensdatum": date,
        }
        features.append(
            {
                "type": "Feature",
                "id": f"RegSO_{year}.{number}",
                "geometry": _geometry(shapes[area.number]),
                "geometry_name": "sp_geometry",
                "properties": properties,
            }
        )
    document = {
        "type": "FeatureCollection",
        "features": features,
        "totalFeatures": len(features),
        "numberMatched": len(features),
        "numberReturned": len(features),
        "timeStamp": "2025-06-17T08:00:00.000Z",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8", newline="")


def _geometry(shape: QgsGeometry) -> dict[str, Any]:
    parts = shape.asMultiPolygon() if shape.isMultipart() else [shape.asPolygon()]
    parts = [
        [[[round(point.x(), 2), round(point.y(), 2)] for point in ring] for ring in part] for part in parts
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def write_labels(path: Path, year: int, areas: list[Area], types: dict[int, int | None]) -> None:
    """Write the area types of a year as the database exports them to Excel, saved as CSV: labels without codes."""
    rows = [f",{year}"]
    rows.extend(
        f"{label(area)},{'..' if types[area.number] is None else types[area.number]}" for area in areas
    )
    rows.append(",")
    rows.extend(f'"{note}",' for note in _CSV_NOTES)
    for title, text in _CSV_FOOT:
        rows.extend([",", f"{title},", f"{text},"])
    path.write_text(_BOM + _LINE_END.join(rows), encoding="utf-8", newline="")


def write_key(path: Path, areas: list[Area], people: dict[int, int]) -> None:
    """Write the key from DeSO 2018 to RegSO 2020: each RegSO is one or more DeSO."""
    rows = ["Kommun,Kommunnamn,DeSO_2018,RegSO_2020,RegSOkod_2020"]
    last = {
        (municipality.code, letter): _DESO_FIRST[letter]
        for municipality in plan.MUNICIPALITIES
        for letter in "ABC"
    }
    for area in areas:
        municipality, letter = area.municipality, _DESO_LETTERS.get(area.kind, "C")
        for _ in range(max(1, round(people[area.number] / _PEOPLE_PER_DESO))):
            last[municipality.code, letter] += 10
            deso = f"{municipality.code}{letter}{last[municipality.code, letter]:04d}"
            rows.append(f"{municipality.code},{municipality.name},{deso},{area.name},{area.code}")
    path.write_text(_BOM + _LINE_END.join(rows) + _LINE_END, encoding="utf-8", newline="")
