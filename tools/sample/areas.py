"""What kind of place each area is, its name and its codes in both divisions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import plan
from .curves import metres
from .names import DIRECTIONS, NAMES, alphabetical

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .division import Division
    from .landscape import Landscape

_BUILT_UP = 0.34
_LARGE_TOWNS = tuple(municipality.name for municipality in plan.MUNICIPALITIES)


@dataclass
class Area:
    """One area, in whichever divisions it exists."""

    number: int
    municipality: plan.Municipality
    kind: str
    index: float
    """Level of the socioeconomic index that suits the place."""
    name: str = ""
    code: str = ""


def make(
    divisions: tuple[Division, Division], landscape: Landscape, roads: tuple[NDArray[np.float64], ...]
) -> dict[int, Area]:
    """Return every area of both divisions by its number."""
    new, old = divisions
    areas: dict[int, Area] = {}
    for division in divisions:
        for number in division.areas:
            if number not in areas:
                areas[number] = _area(division, number, landscape, roads)
    areas[new.area_at(plan.WITHOUT_TYPE)].kind = "industry"
    areas[new.area_at(plan.WITHOUT_PEOPLE)].kind = "harbour"
    _name(areas, divisions, landscape)
    _code(areas, old.areas)
    return areas


def _area(
    division: Division, number: int, landscape: Landscape, roads: tuple[NDArray[np.float64], ...]
) -> Area:
    shape = division.geometry(number)
    municipality = division.municipality(number)
    land = shape.difference(landscape.water)
    built_up = {town: shape.intersection(landscape.towns[town]).area() for town in _LARGE_TOWNS}
    if max(built_up.values()) < _BUILT_UP * land.area():
        return Area(number, municipality, "country", plan.RURAL_INDEX[municipality.code])
    quarter = _quarter(np.array(shape.centroid().asPoint()), roads)
    return Area(number, municipality, quarter.kind, quarter.index)


def _quarter(place: NDArray[np.float64], roads: tuple[NDArray[np.float64], ...]) -> plan.Quarter:
    """Return the nearest quarter on the same side of the motorway and of the railway."""
    side = _sides(place, roads)
    same = [quarter for quarter in plan.QUARTERS if _sides(metres(quarter.centre), roads) == side]
    return min(same, key=lambda quarter: float(np.hypot(*(metres(quarter.centre) - place))))


def _sides(place: NDArray[np.float64], roads: tuple[NDArray[np.float64], ...]) -> tuple[bool, ...]:
    """Say for each line, all of which run from west to east, whether a place lies north of it."""
    return tuple(bool(place[1] > np.interp(place[0], road[:, 0], road[:, 1])) for road in roads)


def _name(areas: dict[int, Area], divisions: tuple[Division, Division], landscape: Landscape) -> None:
    division = divisions[0]
    centre = {number: _centre(divisions, number) for number in areas}
    villages = [town for town in landscape.towns if town not in _LARGE_TOWNS]
    for town in villages:
        shape = landscape.towns[town]
        number = max(division.areas, key=lambda other: division.geometry(other).intersection(shape).area())
        areas[number].kind, areas[number].name = "village", town
    middle = {
        municipality.code: np.array(landscape.towns[town].centroid().asPoint())
        for municipality, town in zip(plan.MUNICIPALITIES, _LARGE_TOWNS, strict=True)
    }
    offset = {number: centre[number] - middle[area.municipality.code] for number, area in areas.items()}
    _name_by_direction([area for area in areas.values() if area.kind == "country"], offset)
    unnamed: dict[tuple[str, str], list[Area]] = defaultdict(list)
    for area in sorted(areas.values(), key=lambda area: float(np.hypot(*offset[area.number]))):
        if not area.name:
            unnamed[area.municipality.code, area.kind].append(area)
    for (code, kind), group in unnamed.items():
        for area, name in zip(group, NAMES[code][kind][: len(group)], strict=True):
            area.name = name


def _name_by_direction(country: list[Area], offset: dict[int, NDArray[np.float64]]) -> None:
    """Call the farthest area of each kommun in each direction after it, as SCB does."""
    taken = set()
    for area in sorted(country, key=lambda area: -float(np.hypot(*offset[area.number]))):
        if area.name:
            continue
        east, north = offset[area.number]
        direction = DIRECTIONS[round(np.degrees(np.arctan2(north, east)) / 45) % len(DIRECTIONS)]
        name = f"{area.municipality.name}s {direction} landsbygd"
        if name not in taken:
            taken.add(name)
            area.name = name


def _centre(divisions: tuple[Division, Division], number: int) -> NDArray[np.float64]:
    division = next(division for division in divisions if number in division.owner)
    return division.mesh.centres[division.owner == number].mean(axis=0)


def _code(areas: dict[int, Area], in_2020: list[int]) -> None:
    """Number the areas of each kommun by the alphabet; the new ones got the next free numbers."""
    old = set(in_2020)
    for municipality in plan.MUNICIPALITIES:
        members = [area for area in areas.values() if area.municipality == municipality]
        members.sort(key=lambda area: (area.number not in old, alphabetical(area.name)))
        for position, area in enumerate(members, start=1):
            area.code = f"{municipality.code}R{position:03d}"
