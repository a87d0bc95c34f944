"""What Join index tells in its log, and stamps on its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...core import schema
from ...core.area_types import NO_TYPE
from ...core.years import spans
from ...i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback

    from ...core.index_join import IndexJoin
    from ...core.population_join import PopulationOfAreas
    from ...core.region_table import AreaKeys
    from ...core.tables import Table

_EXAMPLES = 5


def join_stamps(join: IndexJoin, keys: AreaKeys, table: Table) -> list[str]:
    """Return the lines of history that say which figures were joined."""
    stamps = [f"index: {table.name}, {_years(join)}, {join.division}"]
    if join.version_mismatch:
        stamps.append(
            f"version mismatch: figures of {join.division} on areas of {keys.division or 'unknown division'}"
        )
    return stamps


def people_stamp(people: PopulationOfAreas, table: Table) -> str:
    """Return the line of history that says which population was joined."""
    return f"population: {table.name}, {people.year or 'no year'}, {people.division or 'no division'}"


def log_join(join: IndexJoin, keys: AreaKeys, table: Table, feedback: QgsProcessingFeedback) -> None:
    """Say what was joined, and warn of a mismatch, of areas without a row and of areas without a type."""
    feedback.pushInfo(
        tr(
            "Index of {years}, coded on {division}: {count} of {total} areas have a row in table {table}, matched on "
            "field {field}; {rows} rows have no area."
        ).format(
            years=_years(join),
            division=join.division,
            count=int(np.count_nonzero(join.has_row)),
            total=len(keys.codes),
            table=table.name,
            field=join.matched_on,
            rows=join.unmatched_rows,
        )
    )
    if table.field(schema.YEAR, schema.INDEX_YEAR) is None:
        feedback.pushInfo(
            tr("Table {table} has no year; its figures are taken to be of {years}, as stated.").format(
                table=table.name, years=_years(join)
            )
        )
    if join.version_mismatch:
        feedback.pushWarning(
            tr(
                "Version mismatch: the figures are coded on {division}, the areas of layer {layer} are {own}; some "
                "borders differ under the same code, and every row is marked."
            ).format(
                division=join.division, layer=keys.layer, own=keys.division or tr("of an unknown division")
            )
        )
    _log_areas_without_row(join, keys, feedback)
    for index in join.years:
        without = int(np.count_nonzero(index.has_row & (index.types == NO_TYPE)))
        if without:
            feedback.pushWarning(
                tr("{count} areas have a row but no area type in {year}; they stay without.").format(
                    count=without, year=index.year
                )
            )


def _log_areas_without_row(join: IndexJoin, keys: AreaKeys, feedback: QgsProcessingFeedback) -> None:
    without = [code for code, has_row in zip(keys.codes, join.has_row.tolist(), strict=True) if not has_row]
    if without:
        feedback.pushWarning(
            tr("{count} areas have no row and stay without index: {examples}").format(
                count=len(without), examples=", ".join(without[:_EXAMPLES])
            )
        )


def log_people(
    people: PopulationOfAreas, index_year: int, table: Table, feedback: QgsProcessingFeedback
) -> None:
    """Say which year's population was joined, and whom it counts."""
    if people.year is None:
        feedback.pushWarning(
            tr("Table {table} has no year; its population is used for {year}.").format(
                table=table.name, year=index_year
            )
        )
    elif people.year != index_year:
        feedback.pushWarning(
            tr("Population of {year} ({division}), the nearest to the index of {index_year}.").format(
                year=people.year, division=people.division, index_year=index_year
            )
        )
    else:
        feedback.pushInfo(tr("Population of {year}.").format(year=people.year))
    missing = int(np.count_nonzero(np.isnan(people.people)))
    if missing:
        feedback.pushWarning(
            tr("{count} areas have no population in table {table}.").format(count=missing, table=table.name)
        )
    for name, value in people.counted.items():
        feedback.pushInfo(
            tr("In the rows taken for the population, field {field} is {value}.").format(
                field=name, value=value
            )
        )


def _years(join: IndexJoin) -> str:
    return spans(index.year for index in join.years)
