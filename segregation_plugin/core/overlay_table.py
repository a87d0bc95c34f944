"""The tables of an overlay: what lies in each area, per class and group of areas, and how it adds up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .area_types import NO_TYPE
from .overlay import sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .overlay import Amounts, Meetings, Quantity
    from .schema import Kind

SUMMARY_FIELDS: dict[str, Kind] = {
    "infrastructure": str,
    "class": str,
    "area_type": int,
    "by": str,
    "areas": int,
    "population": float,
    "length_m": float,
    "count": int,
    "area_m2": float,
    "vehicle_km": float,
    "length_without_traffic_m": float,
    "km_per_10000": float,
    "km_per_km2": float,
    "areas_without_population": int,
    "note": str,
}
RECONCILIATION_FIELDS: dict[str, Kind] = {
    "infrastructure": str,
    "quantity": str,
    "measured": float,
    "inside": float,
    "outside": float,
    "on_borders": float,
    "difference": float,
    "note": str,
}


@dataclass(frozen=True)
class AreaGroups:
    """Areas grouped by type and by a field; the arrays have shape (groups,) unless said otherwise."""

    types: list[int | None]
    by: list[str | None]
    group: NDArray[np.intp]
    """The group of each area, shape (areas,)."""
    areas: NDArray[np.intp]
    population: NDArray[np.float64]
    """People in the areas that have a population; NaN where none has."""
    population_missing: NDArray[np.intp]
    """How many areas have none."""
    land_m2: NDArray[np.float64]


def group_areas(
    types: NDArray[np.int8],
    by: Sequence[str | None],
    population: NDArray[np.float64],
    land_m2: NDArray[np.float64],
) -> AreaGroups:
    """Group areas by type and field value, in the order of the types, those without a type last.

    Args:
        types: 1 to 5 or ``NO_TYPE``, shape (areas,).
        by: the value of the field, shape (areas,).
        population: people, NaN where missing, shape (areas,).
        land_m2: shape (areas,).
    """
    keys = [
        (value is None, value or "", type_ == NO_TYPE, int(type_))
        for value, type_ in zip(by, types, strict=True)
    ]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    group = np.array([places[key] for key in keys], dtype=np.intp)
    count, missing = len(places), np.isnan(population)
    areas = np.bincount(group, minlength=count)
    without = np.bincount(group[missing], minlength=count)
    people = sums(group, np.where(missing, 0.0, population), count)
    return AreaGroups(
        types=[None if untyped else type_ for _, _, untyped, type_ in places],
        by=[None if ungrouped else value for ungrouped, value, _, _ in places],
        group=group,
        areas=areas,
        population=np.where(without == areas, np.nan, people),
        population_missing=without,
        land_m2=sums(group, land_m2, count),
    )


@dataclass(frozen=True)
class Tally:
    """One quantity of a layer, with the classes of what was measured and counted."""

    amounts: Amounts
    unit_class: NDArray[np.intp]
    """The class of each unit of the amounts, shape (units,)."""
    meetings: Meetings
    feature_class: NDArray[np.intp]
    """The class of each feature of the meetings, shape (features,)."""


@dataclass(frozen=True)
class LayerOverlay:
    """A layer laid over the areas."""

    word: str
    classes: list[str | None]
    tallies: dict[Quantity, Tally]
    """The quantities that fit the layer: ``length_m`` of lines, ``area_m2`` of polygons, ``count`` of points."""
    traffic: NDArray[np.float64] | None = None
    """Vehicles a day on each line, shape (lines,), NaN where missing; None without a traffic field."""


def columns_per_area(layer: LayerOverlay, area_count: int) -> dict[str, NDArray[np.float64]]:
    """Return the columns that a layer adds to the areas, each of shape (areas,)."""
    columns = {
        f"{layer.word}_{quantity}": sums(tally.amounts.area, tally.amounts.amount, area_count)
        for quantity, tally in layer.tallies.items()
        if quantity != "count"
    }
    counts = [np.bincount(tally.meetings.area, minlength=area_count) for tally in layer.tallies.values()]
    columns[f"{layer.word}_count"] = np.sum(counts, axis=0).astype(np.float64)
    return columns


def summary_rows(layer: LayerOverlay, groups: AreaGroups, notes: Sequence[str | None]) -> list[list[object]]:
    """Return one row per class and group of areas, zeros included: no road in a type is knowledge too.

    Classes that lie wholly outside the areas are left out: a national layer has many. A measure that does not fit the layer is None. Vehicle-kilometres are None where traffic is known of no
    part of the length; people per kilometre where an area of the group has no population.

    Args:
        layer: what was overlaid.
        groups: all areas.
        notes: what a reader must know of each group, shape (groups,).
    """
    length = _amounts_by_group(layer, groups, "length_m")
    ground = _amounts_by_group(layer, groups, "area_m2")
    counts = _counts_by_group(layer, groups)
    vehicle_km, without_traffic = _traffic_by_group(layer, groups, length)
    tables = [table for table in (length, ground, counts) if table is not None]
    present = np.any(tables, axis=(0, 2))
    return [
        [
            layer.word,
            name,
            groups.types[group],
            groups.by[group],
            int(groups.areas[group]),
            float(groups.population[group]),
            _cell(length, class_, group),
            int(counts[class_, group]),
            _cell(ground, class_, group),
            _cell(vehicle_km, class_, group),
            _cell(without_traffic, class_, group),
            _km_per_10000(_cell(length, class_, group), groups, group),
            _per(_cell(length, class_, group), 1e-3, groups.land_m2[group] / 1e6),
            int(groups.population_missing[group]),
            notes[group],
        ]
        for class_, name in enumerate(layer.classes)
        if present[class_] or not present.any()
        for group in range(len(groups.types))
    ]


def reconciliation_rows(layer: LayerOverlay, note: str | None) -> list[list[object]]:
    """Return one row per quantity: what the layer has, what the areas got, what lies outside, what is left."""
    return [
        [
            layer.word,
            amounts.quantity,
            amounts.measured,
            amounts.inside,
            amounts.outside,
            amounts.on_borders,
            amounts.difference,
            note,
        ]
        for amounts in (tally.amounts for tally in layer.tallies.values())
    ]


def _amounts_by_group(
    layer: LayerOverlay, groups: AreaGroups, quantity: Quantity
) -> NDArray[np.float64] | None:
    """Return the amount per class and group; None when the layer has no such quantity."""
    tally = layer.tallies.get(quantity)
    if tally is None:
        return None
    amounts = tally.amounts
    return _by_group(
        tally.unit_class[amounts.unit], groups.group[amounts.area], amounts.amount, layer, groups
    )


def _counts_by_group(layer: LayerOverlay, groups: AreaGroups) -> NDArray[np.float64]:
    """Return the features met per class and group; one that meets two areas of a group counts once."""
    total = np.zeros((len(layer.classes), len(groups.types)))
    for tally in layer.tallies.values():
        met = tally.meetings
        width = len(groups.types)
        pairs = np.unique(met.feature * width + groups.group[met.area])
        class_ = tally.feature_class[pairs // width]
        total += _by_group(class_, pairs % width, np.ones(pairs.size), layer, groups)
    return total


def _traffic_by_group(
    layer: LayerOverlay, groups: AreaGroups, length: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]:
    """Return vehicle-kilometres a day and metres without traffic, per class and group."""
    if layer.traffic is None or length is None:
        return None, None
    tally = layer.tallies["length_m"]
    amounts = tally.amounts
    traffic = layer.traffic[amounts.unit]
    missing = np.isnan(traffic)
    place = (tally.unit_class[amounts.unit], groups.group[amounts.area])
    vehicle_km = _by_group(*place, np.where(missing, 0.0, traffic) * amounts.amount / 1000, layer, groups)
    known_m = _by_group(*place, np.where(missing, 0.0, amounts.amount), layer, groups)
    without = _by_group(*place, np.where(missing, amounts.amount, 0.0), layer, groups)
    return np.where((known_m <= 0) & (without > 0), np.nan, vehicle_km), without


def _by_group(
    class_: NDArray[np.intp],
    group: NDArray[np.intp],
    values: NDArray[np.float64],
    layer: LayerOverlay,
    groups: AreaGroups,
) -> NDArray[np.float64]:
    """Return sums of shape (classes, groups)."""
    shape = (len(layer.classes), len(groups.types))
    place = class_ * shape[1] + group
    return sums(place, values, shape[0] * shape[1]).reshape(shape)


def _cell(table: NDArray[np.float64] | None, class_: int, group: int) -> float | None:
    return None if table is None else float(table[class_, group])


def _km_per_10000(length_m: float | None, groups: AreaGroups, group: int) -> float | None:
    if groups.population_missing[group]:
        return None
    return _per(length_m, 1e-3, groups.population[group] / 10000)


def _per(value: float | None, factor: float, base: float) -> float | None:
    """Return a quotient; None where there is nothing to divide by."""
    return None if value is None or not base > 0 else value * factor / base
