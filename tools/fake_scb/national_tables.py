"""The tables of the made-up country, on the pattern of the sample's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from segregation_plugin.core.municipalities import COUNTIES, MUNICIPALITIES

from .national_areas import label, people_of
from .national_people import YEARS, area_types
from .national_plan import NEW, OLD
from .sample import SAMPLE
from .table import Table

if TYPE_CHECKING:
    from .national_areas import Area
    from .national_people import Figures

_FIRST_NEW = YEARS.index(2024)
_VALID = {OLD: range(_FIRST_NEW), NEW: range(_FIRST_NEW, len(YEARS))}
_NOTE = "Exempeldata. Områdena och alla tal är påhittade; bara koderna på län och kommuner och formatet är verkliga."
_SUFFIX = {("R", NEW): "_RegSO2025", ("C", NEW): "_DeSO2025"}
_WIDE = {"00": "Riket", **COUNTIES, **MUNICIPALITIES}


def index_table(regso: dict[str, list[Area]], figures: list[list[Figures]]) -> Table:
    """Return TAB6586: 6 726 regions, 5 contents, 14 years; missing where a year is not the division's.

    Args:
        regso: of both divisions.
        figures: of the cells: index, type, three components, by year; the types are made here.
    """
    rows: dict[str, list[Figures]] = {}
    for division, areas in regso.items():
        own = [figures[area.cells[0]] for area in areas]
        years = {year: area_types([row[0][year] for row in own]) for year in _VALID[division]}
        for place, (area, row) in enumerate(zip(areas, own, strict=True)):
            columns = [
                [_masked(column[year], year, division) for year in range(len(YEARS))] for column in row
            ]
            columns[1] = [years[year][place] if year in years else None for year in range(len(YEARS))]
            rows[_code(area.code, division)] = columns
    labels = {code: _label(code) for code in _ordered(rows)}
    values = [_short(value) for code in labels for column in rows[code] for value in column]
    return _table("TAB6586", labels, values)


def population_table(
    regso: dict[str, list[Area]], deso: dict[str, list[Area]], people: list[list[int]]
) -> Table:
    """Return TAB6574: the country, län, kommuner, DeSO and RegSO; 0 where a year is not the division's.

    Args:
        regso: of both divisions.
        deso: of both divisions.
        people: of the cells, by year.
    """
    rows: dict[str, list[int]] = {}
    for level in (deso, regso):
        for division, areas in level.items():
            for area in areas:
                counts = people_of(area, people)
                rows[_code(area.code, division)] = [
                    count if year in _VALID[division] else 0 for year, count in enumerate(counts)
                ]
    for area in regso[NEW]:
        counts = people_of(area, people)
        for wider in ("00", area.code[:2], area.code[:4]):
            rows[wider] = [sum(pair) for pair in zip(rows.get(wider, [0] * len(YEARS)), counts, strict=True)]
    labels = {code: _label(code) for code in _ordered(rows)}
    return _table("TAB6574", labels, [count for code in labels for count in rows[code]])


def _code(code: str, division: str) -> str:
    return code + _SUFFIX.get((code[4], division), "")


def _ordered(codes: dict[str, Any]) -> list[str]:
    """Return the codes as the database orders them: by code, the divisions of some the other way round."""

    def place(code: str) -> tuple[str, bool]:
        plain, _, division = code.partition("_")
        return plain, bool(division) != plain.endswith("5")

    return sorted(codes, key=place)


def _label(code: str) -> str:
    plain, _, division = code.partition("_")
    if code in _WIDE:
        return f"{code} {_WIDE[code]}"
    if plain[4] != "R":
        return plain
    return f"{plain} {label(plain)}" if division else label(plain)


def _masked(value: float | None, year: int, division: str) -> float | None:
    return value if year in _VALID[division] else None


def _short(value: float | None) -> float | None:
    return int(value) if value is not None and value == int(value) else value


def _table(name: str, regions: dict[str, str], values: list[Any]) -> Table:
    """Return the sample's table of that name with other regions, years and figures."""
    document = json.loads((SAMPLE / f"{name}.json").read_text(encoding="utf-8"))
    years = {str(year): str(year) for year in YEARS}
    for axis, labels in (("Region", regions), ("Tid", years)):
        category = {"index": {code: place for place, code in enumerate(labels)}, "label": labels}
        document["dimension"][axis]["category"] = category
    document["note"] = [_NOTE, *document["note"][1:]]
    return Table.from_document({**document, "value": values, "status": {}})
