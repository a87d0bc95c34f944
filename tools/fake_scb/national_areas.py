"""The areas of the made-up country, as features of the geodata service."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from segregation_plugin.core.municipalities import MUNICIPALITIES

from .country import Feature
from .national_ground import Ground, cuts
from .national_people import shared_out
from .national_plan import NEW, OLD
from .squares import squares

if TYPE_CHECKING:
    from .national_ground import Line
    from .national_plan import Cell

REGSO_LAYERS = {OLD: ("RegSO_2020", "2020_v3", "20200101"), NEW: ("RegSO_2025", "2025_v2", "20250101")}
DESO_LAYERS = {OLD: ("DeSO_2018", "2018_v2", "20180101"), NEW: ("DeSO_2025", "2025_v2", "20250101")}
_SCATTER = 1_999
"""A prime: the service hands areas out in another order than that of their codes."""
_PARTS = (
    "Centrum",
    "Norra",
    "Södra",
    "Östra",
    "Västra",
    "Hamnen",
    "Skogen",
    "Ängarna",
    "Backen",
    "Sjön",
    "Bruket",
)
_SQUARES = [(east, north) for east in range(-2, 2) for north in range(-1, 2)]
"""The squares of a cell where people live, in km from its middle."""


@dataclass
class Area:
    """A RegSO or DeSO.

    Args:
        code: of the area.
        regso: the RegSO it lies in.
        ring: around it.
        cells: numbers of the cells it lies on.
        part: which of how many parts of its cell it is.
    """

    code: str
    regso: str
    ring: Line
    cells: list[int] = field(default_factory=list)
    part: tuple[int, int] = (0, 1)


def make_ground(cells: list[Cell]) -> Ground:
    """Return the ground that the cells lie on."""
    ground = Ground(1 + max(cell.row for cell in cells))
    for cell in cells:
        if cell.is_moved:
            ground.move(cell.row, cell.column)
    return ground


def regso_areas(cells: list[Cell], ground: Ground, division: str) -> list[Area]:
    """Return the RegSO of a division in order of their codes."""
    members: dict[str, list[int]] = {}
    for number, cell in enumerate(cells):
        members.setdefault(cell.regso[division], []).append(number)
    areas = []
    for code, numbers in members.items():
        columns = sorted(cells[number].column for number in numbers)
        areas.append(Area(code, code, ground.ring(cells[numbers[0]].row, columns, division), numbers))
    return areas


def deso_areas(cells: list[Cell], ground: Ground, division: str) -> list[Area]:
    """Return the DeSO of a division in order of their codes; a DeSO that was parted ends in 1, 2 where it ended in 0."""
    areas: list[Area] = []
    kommun, number = "", 0
    for place, cell in enumerate(cells):
        if cell.regso[NEW][:4] != kommun:
            kommun, number = cell.regso[NEW][:4], 0
        places = cuts(cell.cuts[OLD], cell.cuts[NEW], division)
        rings = ground.strips(cell.row, cell.column, places, division)
        for part, ring in enumerate(rings):
            old_part = min(part, cell.cuts[OLD])
            is_parted = len(rings) > cell.cuts[OLD] + 1 and part >= cell.cuts[OLD]
            last = part - cell.cuts[OLD] + 1 if is_parted else 0
            code = f"{kommun}C{1010 + 10 * (number + old_part) + last}"
            areas.append(Area(code, cell.regso[division], ring, [place], (part, len(rings))))
        number += cell.cuts[OLD] + 1
    return areas


def people_of(area: Area, people: list[list[int]]) -> list[int]:
    """Return the people of an area in each year, from those of the cells."""
    part, parts = area.part
    return [
        shared_out(sum(counts), parts)[part]
        for counts in zip(*(people[cell] for cell in area.cells), strict=True)
    ]


def area_name(code: str) -> str:
    """Return the name of a RegSO, which is unique in its kommun."""
    number = int(code[-3:])
    part, turn = _PARTS[number % len(_PARTS)], number // len(_PARTS)
    return f"{part} {turn + 1}" if turn else part


def label(code: str) -> str:
    """Return the name of a RegSO with its kommun, as tables print it."""
    return f"{MUNICIPALITIES[code[:4]]} ({area_name(code)})"


def regso_features(areas: list[Area], division: str) -> list[Feature]:
    """Return RegSO as features."""
    _, version, date = REGSO_LAYERS[division]
    return [
        _feature(
            number, area, "regso", {"regsokod": area.code, "regsonamn": area_name(area.code)}, (version, date)
        )
        for number, area in _numbered(areas)
    ]


def deso_features(areas: list[Area], division: str) -> list[Feature]:
    """Return DeSO as features; only the newer layer says in which RegSO they lie."""
    _, version, date = DESO_LAYERS[division]
    return [
        _feature(
            number,
            area,
            "deso",
            {"desokod": area.code} | ({"regsokod": area.regso} if division == NEW else {}),
            (version, date),
        )
        for number, area in _numbered(areas)
    ]


def _numbered(areas: list[Area]) -> list[tuple[int, Area]]:
    numbered = [(place * _SCATTER % len(areas) + 1, area) for place, area in enumerate(areas)]
    return sorted(numbered, key=lambda entry: entry[0])


def _feature(number: int, area: Area, kind: str, names: dict[str, Any], stamp: tuple[str, str]) -> Feature:
    version, date = stamp
    properties = {
        "objectid": number,
        "objektidentitet": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind} {version} {area.code}")),
        "objekttyp": kind,
        **names,
        "lanskod": area.code[:2],
        "kommunkod": area.code[:4],
        "version": version,
        "ansvarig_organisation": "Statistiska centralbyrån",
        "referensdatum": date,
    }
    return Feature(number, properties, "Polygon", [area.ring])


def square_features(cells: list[Cell], ground: Ground, people: list[list[int]]) -> list[Feature]:
    """Return the inhabited squares: a few km around the middle of each cell."""
    counts: dict[tuple[int, int], int] = {}
    for number, cell in enumerate(cells):
        east, north = (int(value // 1_000) for value in ground.middle(cell.row, cell.column))
        for (right, up), count in zip(_SQUARES, shared_out(people[number][-1], len(_SQUARES)), strict=True):
            counts[(east + right) * 1_000, (north + up) * 1_000] = count
    return squares(counts)


def place_features(cells: list[Cell], ground: Ground, people: list[list[int]], kind: str) -> list[Feature]:
    """Return one place for each kommun: a tätort on its first cell or a småort on its last.

    Args:
        cells: in order of their codes.
        ground: that they lie on.
        people: of the cells in each year.
        kind: ``tatort`` or ``smaort``.
    """
    chosen = {}
    for number, cell in enumerate(cells):
        kommun = cell.regso[NEW][:4]
        if kind == "smaort" or kommun not in chosen:
            chosen[kommun] = number
    features = []
    for number, (kommun, place) in enumerate(chosen.items(), start=1):
        half = 1_500 if kind == "tatort" else 200
        middle = ground.middle(cells[place].row, cells[place].column)
        properties = {
            f"{kind}skod": f"{kommun[:2]}{'T' if kind == 'tatort' else 'S'}{number:03d}",
            kind: MUNICIPALITIES[kommun],
            "bef": people[place][-1] // (1 if kind == "tatort" else 20),
            "area_ha": 4 * half * half // 10_000,
        }
        features.append(Feature(number, properties, "Polygon", [_square(middle, half)]))
    return features


def _square(middle: tuple[float, float], half: int) -> Line:
    (east, north), turns = middle, ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [(east + half * right, north + half * up) for right, up in turns]
