"""From overlaid layers to the area layer and the tables of the overlay, and to what the log tells."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from qgis.core import QgsField

from ...cartography.number_text import localised_number
from ...core import schema
from ...core.area_types import NO_TYPE
from ...core.overlay_table import (
    RECONCILIATION_FIELDS,
    SUMMARY_FIELDS,
    columns_per_area,
    reconciliation_rows,
    summary_rows,
)
from ...geometry.multipart import multipart
from ...i18n import language, tr
from ..writing.output import Result, make_fields
from .remaining_fields import log_dropped, remaining_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qgis.core import QgsProcessingFeedback, QgsVectorLayer

    from ...core.overlay import Amounts
    from ...core.overlay_table import AreaGroups, LayerOverlay
    from ...geometry.areas import AreaFields, Areas
    from ...geometry.reading import Reading

    Column = tuple[QgsField, Sequence[Any]]

_NOT_OF_AREAS = (schema.YEAR,)
_ROUNDING = 1e-9
_ROUNDING_M = 1e-6


def area_result(
    areas: Areas, chosen: AreaFields, layers: Sequence[LayerOverlay], feedback: QgsProcessingFeedback
) -> Result:
    """Return the areas in their order: the schema's fields, the other input fields, what each layer adds."""
    of_schema, added = list(_schema_columns(areas, chosen)), list(_added_columns(layers, len(areas)))
    source = areas.features.fields
    remaining = remaining_fields(source, [field.name() for field, _ in (*of_schema, *added)])
    sources = {field.name(): _source_of(field.name(), chosen).casefold() for field, _ in of_schema}
    replaced = [name for name in remaining.dropped if sources.get(name.casefold()) != name.casefold()]
    log_dropped(dataclasses.replace(remaining, dropped=replaced), areas.features.name, feedback)
    others = [
        (source.at(place), [row[place] for row in areas.features.attributes]) for place in remaining.places
    ]
    columns = [*of_schema, *others, *added]
    fields = make_fields({})
    for field, _ in columns:
        fields.append(field)
    rows = list(zip(*(values for _, values in columns), strict=True))
    return Result(fields, rows, [multipart(geometry) for geometry in areas.geometries])


def _schema_columns(areas: Areas, chosen: AreaFields) -> Iterator[Column]:
    """Yield the schema's fields that the input has, under the schema's names."""
    read = {
        schema.REGION_CODE: areas.codes,
        schema.AREA_TYPE: [None if type_ == NO_TYPE else int(type_) for type_ in areas.types],
        schema.POPULATION: areas.population,
    }
    for name, kind in schema.KINDS.items():
        place = areas.features.fields.lookupField(_source_of(name, chosen))
        if place < 0 or name in _NOT_OF_AREAS:
            continue
        if name in read:
            yield make_fields({name: kind}).at(0), read[name]
        else:
            field = QgsField(areas.features.fields.at(place))
            field.setName(name)
            yield field, [row[place] for row in areas.features.attributes]


def _source_of(name: str, chosen: AreaFields) -> str:
    """Return the input field that carries a field of the schema."""
    return {
        schema.REGION_CODE: chosen.code,
        schema.AREA_TYPE: chosen.area_type,
        schema.POPULATION: chosen.population,
    }.get(name, name)


def _added_columns(layers: Sequence[LayerOverlay], area_count: int) -> Iterator[Column]:
    for layer in layers:
        for name, values in columns_per_area(layer, area_count).items():
            yield make_fields({name: float}).at(0), values


def set_aliases(output: QgsVectorLayer, layers: Sequence[LayerOverlay]) -> None:
    """Say in the aliases of the measures what they are; sinks take no aliases, so the layer gets them."""
    for layer in layers:
        for name, alias in (
            (f"{layer.word}_length_m", tr("{layer}: planar metres in EPSG:3006")),
            (f"{layer.word}_area_m2", tr("{layer}: planar square metres in EPSG:3006")),
        ):
            place = output.fields().indexOf(name)
            if place >= 0:
                output.setFieldAlias(place, alias.format(layer=layer.word))


def summary_result(layers: Sequence[LayerOverlay], groups: AreaGroups, areas: Areas) -> Result:
    """Return the table per class and group of areas."""
    notes = [_group_note(groups, group, areas) for group in range(len(groups.types))]
    rows = [row for layer in layers for row in summary_rows(layer, groups, notes)]
    return Result(make_fields(SUMMARY_FIELDS), rows)


def _group_note(groups: AreaGroups, group: int, areas: Areas) -> str | None:
    notes = []
    if areas.has_version_mismatch:
        notes.append(tr("index and population are of another division than the areas (version mismatch)"))
    if areas.land_is_polygon:
        notes.append(tr("no land area: km per km² is per polygon area, water included"))
    if groups.population_missing[group]:
        notes.append(
            tr("population missing in {missing} of {areas} areas").format(
                missing=groups.population_missing[group], areas=groups.areas[group]
            )
        )
    return "; ".join(notes) or None


def reconciliation_result(layers: Sequence[LayerOverlay], read: Sequence[Reading], areas: Reading) -> Result:
    """Return the table of what adds up; its note counts what was repaired or skipped."""
    of_areas = _repairs(tr("areas"), areas)
    rows = []
    for layer, reading in zip(layers, read, strict=True):
        note = "; ".join([*_repairs(tr("features"), reading), *of_areas])
        rows += reconciliation_rows(layer, note or None)
    return Result(make_fields(RECONCILIATION_FIELDS), rows)


def _repairs(what: str, reading: Reading) -> list[str]:
    notes = []
    if reading.repaired:
        notes.append(tr("{what} repaired: {count}").format(count=reading.repaired, what=what))
    if reading.skipped:
        notes.append(tr("{what} skipped: {count}").format(count=reading.skipped, what=what))
    return notes


def log_reconciliation(layer: LayerOverlay, feedback: QgsProcessingFeedback) -> None:
    """Say how the parts of a layer add up to the whole, and warn where they do not."""
    for tally in layer.tallies.values():
        amounts = tally.amounts
        unit = {"length_m": "m", "area_m2": "m²", "count": tr("points")}[amounts.quantity]
        line = tr(
            "{layer}: {measured} {unit} = {inside} in the areas + {outside} outside them, difference {difference}; "
            "{on_borders} on borders between areas."
        ).format(layer=layer.word, unit=unit, **_numbers(amounts))
        adds_up = abs(amounts.difference) <= _ROUNDING_M + _ROUNDING * amounts.measured
        (feedback.pushInfo if adds_up else feedback.pushWarning)(line)


def _numbers(amounts: Amounts) -> dict[str, str]:
    decimals = 0 if amounts.quantity == "count" else 1
    return {
        name: localised_number(round(getattr(amounts, name), decimals) + 0.0, language(), decimals)
        for name in ("measured", "inside", "outside", "on_borders", "difference")
    }
