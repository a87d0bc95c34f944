"""The two tables as SCB's database hands them out: json-stat2 with the codes of both divisions side by side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from .statistics import YEARS, division_year

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from .areas import Area

UPDATED = "2025-06-17T06:00:00Z"
SOURCE = "Påhittade exempeldata i SCB:s format"
_LABELS = {"Gullmarsö-Hamnön": "Gullmarsö\u2013Hamnön", "Tuna": "Tuna "}
"""Names as the table prints them: an en dash for a hyphen, a stray blank."""
_OTHER_ORDER = 4
"""Every fourth code has its two divisions the other way round: the order says nothing, the index does."""
_MISSING = ".."

_INDEX_CONTENTS = {
    "000008IT": ("Socioekonomiskt index", "index", 1),
    "000008IU": ("Områdestyp", "områdestyp", 0),
    "000008IV": ("Andelen med förgymnasial utbildning", "andel", 1),
    "000008IW": ("Andelen personer med låg ekonomisk standard (oavsett ålder)", "andel", 1),
    "000008IX": ("Andelen med ekonomiskt bistånd och/eller långtidsarbetslösa", "andel", 1),
}
_POPULATION_CONTENTS = {"000007Y7": ("Antal", "antal", 0)}
_INDEX_TABLE = {
    "matrix": "TAB6586",
    "label": "Socioekonomiskt index efter region och år",
    "contents": "Socioekonomiskt index",
    "infofile": "LE0105",
    "subject-code": "LE",
    "subject-area": "Levnadsförhållanden",
}
_POPULATION_TABLE = {
    "matrix": "TAB6574",
    "label": "Folkmängden per region efter region, ålder, kön och år",
    "contents": "Folkmängden per region",
    "infofile": "BE0101",
    "subject-code": "BE",
    "subject-area": "Befolkning",
}
_INDEX_NOTES = (
    "Exempeldata. Länet, de tre kommunerna, områdena och alla tal är påhittade; bara formatet är SCB:s.",
    "Socioekonomiskt index är medelvärdet av tre andelar i procent: låg ekonomisk standard, förgymnasial "
    "utbildning samt ekonomiskt bistånd och/eller långtidsarbetslöshet. Högre värde betyder sämre förutsättningar.",
    "Områdestypen följer här av indexet med medelvärdet 9,1 och standardavvikelsen 5,47 alla år.",
    ".. = Uppgiften är inte tillgänglig, för osäker för att anges eller borttagen av sekretesskäl.",
)
_POPULATION_NOTES = (
    "Exempeldata. Länet, de tre kommunerna, områdena och alla tal är påhittade; bara formatet är SCB:s.",
    "År då en indelning inte gällde står som 0: RegSO 2020 från och med 2024, RegSO 2025 till och med 2023.",
)

Regions = list[tuple[str, str, int, int]]
"""Code in the table, label, number of the area, year of the division."""


def label(area: Area) -> str:
    """Return ``Kommun (name)`` as the statistics print it."""
    return f"{area.municipality.name} ({_LABELS.get(area.name, area.name)})"


def regions(areas: dict[int, Area], members: dict[int, list[int]]) -> Regions:
    """Return the regions in the table's order.

    Args:
        areas: by number.
        members: numbers of the areas in the divisions of 2020 and 2025.
    """
    rows = []
    for position, area in enumerate(sorted(areas.values(), key=lambda area: area.code)):
        both = []
        if area.number in members[2020]:
            both.append((area.code, label(area), area.number, 2020))
        if area.number in members[2025]:
            both.append((f"{area.code}_RegSO2025", f"{area.code} {label(area)}", area.number, 2025))
        rows.extend(reversed(both) if position % _OTHER_ORDER == _OTHER_ORDER - 1 else both)
    return rows


def write_index(path: Path, rows: Regions, figures: dict[int, NDArray[np.float64]]) -> None:
    """Write the index table; a year outside a division's validity is ``..``.

    Args:
        path: of the file.
        rows: the regions.
        figures: of each area, shape (5 contents, years), NaN where missing.
    """
    cube = np.full((len(rows), len(_INDEX_CONTENTS), len(YEARS)), np.nan)
    for row, (*_, number, division) in enumerate(rows):
        valid = [division_year(year) == division for year in YEARS]
        cube[row][:, valid] = figures[number][:, valid]
    values = [None if np.isnan(value) else _short(value) for value in cube.ravel()]
    status = {str(place): _MISSING for place, value in enumerate(values) if value is None}
    dimensions = [_region(rows), _contents(_INDEX_CONTENTS, "År"), _years()]
    document = _document(_INDEX_TABLE, _INDEX_NOTES, dimensions)
    _save(path, {**document, "value": values, "status": status})


def write_population(path: Path, rows: Regions, people: dict[tuple[int, int], NDArray[np.int_]]) -> None:
    """Write the population table; a year outside a division's validity is 0.

    Args:
        path: of the file.
        rows: the regions.
        people: by number of the area and year of the division, shape (years,).
    """
    values = [
        int(count) if division_year(year) == division else 0
        for *_, number, division in rows
        for year, count in zip(YEARS, people[number, division], strict=True)
    ]
    dimensions = [
        _region(rows),
        _total("Alder", "ålder", "totalt"),
        _total("Kon", "kön", "1+2"),
        _contents(_POPULATION_CONTENTS, "31 december respektive år"),
        _years(),
    ]
    _save(path, {**_document(_POPULATION_TABLE, _POPULATION_NOTES, dimensions), "value": values})


def _short(value: float) -> float | int:
    """Return whole numbers without the decimal, as the database prints them."""
    rounded = round(float(value), 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _dimension(code: str, name: str, labels: dict[str, str], **extension: Any) -> tuple[str, dict[str, Any]]:
    category = {"index": {key: place for place, key in enumerate(labels)}, "label": labels}
    return code, {"label": name, "category": category, "extension": extension}


def _region(rows: Regions) -> tuple[str, dict[str, Any]]:
    return _dimension("Region", "region", {row[0]: row[1] for row in rows}, elimination=False, show="value")


def _total(code: str, name: str, key: str) -> tuple[str, dict[str, Any]]:
    return _dimension(code, name, {key: "totalt"}, elimination=True, eliminationValueCode=key, show="value")


def _years() -> tuple[str, dict[str, Any]]:
    return _dimension("Tid", "år", {str(year): str(year) for year in YEARS}, elimination=False, show="code")


def _contents(contents: dict[str, tuple[str, str, int]], period: str) -> tuple[str, dict[str, Any]]:
    labels = {code: name for code, (name, _, _) in contents.items()}
    code, dimension = _dimension(
        "ContentsCode",
        "tabellinnehåll",
        labels,
        elimination=False,
        refperiod=dict.fromkeys(contents, period),
        show="value",
        measuringType=dict.fromkeys(contents, "Stock"),
        priceType=dict.fromkeys(contents, "NotApplicable"),
        adjustment=dict.fromkeys(contents, "None"),
        alternativeText=labels,
    )
    dimension["category"]["unit"] = {
        key: {"base": unit, "decimals": decimals} for key, (_, unit, decimals) in contents.items()
    }
    return code, dimension


def _document(
    table: dict[str, str], notes: tuple[str, ...], dimensions: list[tuple[str, dict[str, Any]]]
) -> dict[str, Any]:
    return {
        "version": "2.0",
        "class": "dataset",
        "label": table["label"],
        "source": SOURCE,
        "updated": UPDATED,
        "note": list(notes),
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "id": [code for code, _ in dimensions],
        "size": [len(dimension["category"]["index"]) for _, dimension in dimensions],
        "dimension": dict(dimensions),
        "extension": {
            "noteMandatory": {str(place): True for place in range(len(notes))},
            "px": _px(table, [code for code, _ in dimensions]),
            "discontinued": None,
            "contact": [],
        },
    }


def _px(table: dict[str, str], codes: list[str]) -> dict[str, Any]:
    return {
        "infofile": table["infofile"],
        "tableid": table["matrix"],
        "decimals": 0,
        "official-statistics": False,
        "aggregallowed": False,
        "copyright": False,
        "language": "sv",
        "contents": table["contents"],
        "descriptiondefault": False,
        "heading": codes[-2:],
        "stub": codes[:-2],
        "matrix": table["matrix"],
        "subject-code": table["subject-code"],
        "subject-area": table["subject-area"],
    }


def _save(path: Path, document: dict[str, Any]) -> None:
    path.write_text(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")), encoding="utf-8", newline=""
    )
