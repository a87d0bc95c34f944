"""The index and the population of areas from SCB's statistical database, of the year and the division that are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import InputError
from ...core.region_codes import is_valid_year
from ...core.years import spans
from ..scb_tables import table_of_answers
from . import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...core.region_codes import Level
    from ..stat_table import StatTable
    from .pxweb import StatisticalDatabase, TableInfo


class AreaTables:
    """Tables about some areas.

    Args:
        database: that is asked.
        level: RegSO or DeSO.
        division: of the areas.
        is_cancelled: asked while reading.
    """

    def __init__(
        self, database: StatisticalDatabase, level: Level, division: str, is_cancelled: Callable[[], bool]
    ) -> None:
        self._database = database
        self._level = level
        self._division = division
        self._is_cancelled = is_cancelled

    def index(self, codes: Sequence[str], year: int, *, all_years: bool = False) -> StatTable:
        """Return the index, the area type and the shares of a year, or of all years of the division.

        Raises:
            InputError: the table has none of the areas or not the year, or cannot be fetched.
            RunCancelledError: the user cancelled.
        """
        info = self._with_year(year)
        contents = {catalogue.CONTENTS: list(catalogue.INDEX_CONTENTS)}
        years = _years(info, self._division) if all_years else [year]
        return self._fetched(info, codes, years, contents)

    def require_year(self, year: int) -> None:
        """Ask whether the index has a year, before anything large is fetched.

        Raises:
            InputError: it has not, or cannot be asked.
            RunCancelledError: the user cancelled.
        """
        self._with_year(year)

    def _with_year(self, year: int) -> TableInfo:
        info = self._table(catalogue.INDEX_TABLE, [year])
        _require_year(info, self._division, year)
        return info

    def _table(self, table_id: str, years: Sequence[int]) -> TableInfo:
        """Return what a table holds, asked for anew where what is kept ends earlier: a year may be published by now."""
        info = self._database.table(table_id)
        if info.is_kept and max(years) > max(_years(info, self._division), default=0):
            info = self._database.table(table_id, refresh=True)
        return info

    def population(self, codes: Sequence[str], years: Sequence[int]) -> StatTable:
        """Return the population of years, for each of them that of the nearest year that the division has.

        Raises:
            InputError: the table has none of the areas or no year of the division, or cannot be fetched.
            RunCancelledError: the user cancelled.
        """
        info = self._table(catalogue.POPULATION_TABLE, years)
        known = _years(info, self._division)
        if not known:
            _require_year(info, self._division, years[0])
        nearest = {min(known, key=lambda own: (abs(own - year), -own)) for year in years}
        return self._fetched(info, codes, sorted(nearest), catalogue.POPULATION_SELECTION)

    def _fetched(
        self, info: TableInfo, codes: Sequence[str], years: Sequence[int], contents: dict[str, list[str]]
    ) -> StatTable:
        known = catalogue.database_codes(self._level, self._division, info.values(catalogue.REGION))
        regions = [known[code] for code in codes if code in known]
        if not regions:
            raise InputError(
                "Table {table} has none of the {count} areas of {division}; check the address in the settings of "
                "Segregation.",
                table=info.id,
                count=len(codes),
                division=self._division,
            )
        selection = {catalogue.REGION: regions, **contents, catalogue.TIME: list(map(str, years))}
        answers = self._database.data(info, selection)
        return table_of_answers(answers, info.id, is_cancelled=self._is_cancelled)


def _years(info: TableInfo, division: str) -> list[int]:
    years = [int(value) for value in info.values(catalogue.TIME) if value.isdecimal()]
    return [year for year in years if is_valid_year(division, year)]


def _require_year(info: TableInfo, division: str, year: int) -> None:
    years = _years(info, division)
    if year not in years:
        raise InputError(
            "Table {table} has no figures of {year} on {division}; it has {years}.",
            table=info.id,
            year=year,
            division=division,
            years=spans(years) or "-",
        )
