"""The statistical database: what it tells of a newer edition is believed before what is kept."""

from __future__ import annotations

import datetime
import json

import pytest

from segregation_plugin.core.errors import InputError
from segregation_plugin.sources.scb import catalogue
from segregation_plugin.sources.scb.cache import AnswerCache
from segregation_plugin.sources.scb.messages import Answer, NoAnswerError, Request
from segregation_plugin.sources.scb.pxweb import StatisticalDatabase, data_request
from segregation_plugin.sources.scb.service import Freshness, Service
from segregation_plugin.sources.scb.tables import AreaTables

ADDRESS = "https://example.org/api/v2/"
AREA = "0114R001_RegSO2025"
NOW = datetime.datetime.now(datetime.timezone.utc)
DAYS = datetime.timedelta(days=1)
OLD, NEW = "2027-01-10T06:00:00Z", "2027-01-14T06:00:00Z"


def table(updated, figures=None, *, content="000008IT", more=None):
    """A table of one area; figures by year."""
    values = {"Region": [AREA], **(more or {}), "ContentsCode": [content], "Tid": list(figures or ["2024"])}
    answer = {
        "id": list(values),
        "size": [len(codes) for codes in values.values()],
        "label": "t",
        "updated": updated,
        "dimension": {name: {"category": {"index": codes}} for name, codes in values.items()},
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
    }
    return {**answer, "value": list(figures.values())} if isinstance(figures, dict) else answer


class Database:
    """A service with one edition of a table."""

    def __init__(self, updated, figures, **more):
        self.updated, self.figures, self.more, self.asked, self.is_broken = updated, figures, more, [], False

    def __call__(self, request):
        self.asked.append(request.url)
        if request.url.endswith("config"):
            return good({"maxDataCells": 1000, "maxCallsPerTimeWindow": 30, "timeWindow": 10})
        if "metadata" in request.url:
            return good(table(self.updated, list(self.figures), **self.more))
        if self.is_broken:
            raise NoAnswerError("gone", is_passing=False)
        years = {
            year: figure for year, figure in self.figures.items() if year in request.url.split("[Tid]=")[1]
        }
        return good(table(self.updated, years, **self.more))


def good(content):
    return Answer(200, "application/json", json.dumps(content).encode())


SELECTION = {"Region": [AREA], "ContentsCode": ["000008IT"], "Tid": ["2024"]}


@pytest.fixture
def cache(tmp_path):
    return AnswerCache(tmp_path, 10)


def database_of(line, cache):
    return StatisticalDatabase(Service(line, lambda: False, cache, Freshness(7 * DAYS), tell=print), ADDRESS)


def keep(cache, days, updated, figures, table_id="TAB6586", selection=SELECTION, **more):
    """Keep what a table held: its metadata and its figures, fetched so many days ago."""
    address = f"{ADDRESS}tables/{table_id}/metadata?lang=sv"
    cache.put(Request(address), good(table(updated, list(figures), **more)), NOW - days[0] * DAYS)
    cache.put(
        data_request(ADDRESS, table_id, selection),
        good(table(updated, figures, **more)),
        NOW - days[1] * DAYS,
    )


def figure(database):
    (text,) = database.data(database.table("TAB6586"), SELECTION)
    return json.loads(text)["value"]


def test_figures_of_an_edition_that_is_known_to_be_past_are_asked_for_anew(cache):
    keep(cache, (8, 4), OLD, {"2024": 9.1})
    assert figure(database_of(Database(NEW, {"2024": 19.9}), cache)) == [19.9]


def test_they_are_not_used_either_where_new_ones_cannot_be_had(cache):
    keep(cache, (8, 4), OLD, {"2024": 9.1})
    line = Database(NEW, {"2024": 19.9})
    line.is_broken = True
    with pytest.raises(InputError, match="cannot be reached"):
        figure(database_of(line, cache))


def test_what_is_kept_serves_where_nothing_else_is_known(cache):
    keep(cache, (4, 4), OLD, {"2024": 9.1})
    line = Database(NEW, {"2024": 19.9})
    assert figure(database_of(line, cache)) == [9.1]
    assert [url for url in line.asked if not url.endswith("config")] == []


def test_new_figures_are_taken_whatever_the_metadata_are_stamped(cache):
    line = Database(NEW, {"2024": 19.9})
    cache.put(Request(f"{ADDRESS}tables/TAB6586/metadata?lang=sv"), good(table(OLD, ["2024"])), NOW - DAYS)
    assert figure(database_of(line, cache)) == [19.9]


POPULATION = {"content": "000007Y7", "more": {"Alder": ["totalt"], "Kon": ["1+2"]}}


def population(line, cache, year):
    tables = AreaTables(database_of(line, cache), "RegSO", "RegSO 2025", lambda: False)
    found = tables.population(["0114R001"], [year]).data
    return [(row.year, row.population) for row in found.itertuples()]


@pytest.mark.parametrize(("year", "expected"), [(2025, [(2025, 20)]), (2024, [(2024, 10)])])
def test_a_population_that_was_published_since_is_found(year, expected, cache):
    selection = {"Region": [AREA], **catalogue.POPULATION_SELECTION, "Tid": ["2024"]}
    keep(cache, (1, 1), OLD, {"2024": 10}, "TAB6574", selection, **POPULATION)
    line = Database(NEW, {"2024": 11, "2025": 20}, **POPULATION)
    assert population(line, cache, year) == expected
