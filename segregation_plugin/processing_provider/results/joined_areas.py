"""Areas with the index and the population as rows of the schema."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...core import schema
from ...core.area_types import NO_TYPE
from ...geometry.multipart import multipart
from ..writing.output import Result, make_fields
from .remaining_fields import remaining_fields

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ...core.area_identity import AreaIdentities
    from ...core.index_join import IndexJoin, YearOfIndex
    from ...geometry.reading import Features
    from .remaining_fields import RemainingFields

_PERIOD = (schema.YEAR_START, schema.YEAR_END)
_FIGURES = (*schema.INDEX_FIELDS, *schema.POPULATION_FIELDS, *_PERIOD)


@dataclass(frozen=True)
class People:
    """The population of one year of the index."""

    count: NDArray[np.float64]
    """Shape (areas,); NaN where missing."""
    years: list[int | None]
    """Which year each figure is of."""


def fields_carried(features: Features) -> RemainingFields:
    """Return the fields that go on as they are: none that would state another year than the one joined."""
    remaining = remaining_fields(features.fields, (*schema.IDENTITY_FIELDS, *_FIGURES))
    replaced = [name for name in remaining.dropped if name.casefold() in _FIGURES]
    return replace(remaining, dropped=replaced)


def joined_areas(
    features: Features,
    identity: AreaIdentities,
    join: IndexJoin,
    people: list[People] | None,
    *,
    period: bool,
) -> Result:
    """Return one row per area and year of the join.

    Args:
        features: the areas.
        identity: who they are.
        join: the index.
        people: the population per year of the join; None leaves its fields out.
        period: whether to add the first and the last day of the year, for the temporal controller.
    """
    carried = fields_carried(features)
    names = [
        *schema.IDENTITY_FIELDS,
        *schema.INDEX_FIELDS,
        *(schema.POPULATION_FIELDS if people else ()),
        *(_PERIOD if period else ()),
    ]
    fields = make_fields({name: schema.KINDS[name] for name in names})
    for field in carried.fields:
        fields.append(field)
    rows: list[list[Any]] = []
    for number, index in enumerate(join.years):
        for area, values in enumerate(identity.values):
            rows.append(
                [
                    *values,
                    *_index_values(index, area, mismatch=join.version_mismatch),
                    *((people[number].count[area], people[number].years[area]) if people else ()),
                    *(_first_and_last_day(index.year) if period else ()),
                    *carried.values(features.attributes[area]),
                ]
            )
    geometries = [multipart(geometry) for geometry in features.geometries]
    return Result(fields, rows, geometries * len(join.years))


def _index_values(index: YearOfIndex, area: int, *, mismatch: bool) -> list[Any]:
    """Return the schema's ``INDEX_FIELDS`` of an area."""
    area_type = int(index.types[area])
    return [
        index.year,
        index.figures[schema.SOCIOECONOMIC_INDEX][area],
        None if area_type == NO_TYPE else area_type,
        index.sources[area],
        int(mismatch),
        *(index.figures[name][area] for name in schema.COMPONENT_FIELDS),
    ]


def _first_and_last_day(year: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
