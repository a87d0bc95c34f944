"""The join in arrays: divisions, the guard, matching."""

import numpy as np
import pytest

from segregation_plugin.core.area_types import NO_TYPE
from segregation_plugin.core.errors import InputError
from segregation_plugin.core.index_join import YearChoice, join_index
from segregation_plugin.core.population_join import join_population
from segregation_plugin.core.region_table import AreaKeys, match_regions
from segregation_plugin.core.tables import Table

CODES = ["0180R001", "0180R002"]
OLD, NEW = "RegSO 2020", "RegSO 2025"


def keys(division=NEW, codes=CODES, labels=None, level="RegSO"):
    return AreaKeys("areas", list(codes), labels or [None] * len(codes), level, division)


def table(**columns):
    return Table("table", columns)


def scb(years=(2022, 2023, 2024), codes=CODES):
    """As SCB's table is: both divisions' codes, each NULL outside its years; the index is year - 2000 + place."""
    rows = [
        (code + suffix, year, year - 2000 + place if (year >= 2024) == bool(suffix) else None)
        for place, code in enumerate(codes)
        for suffix in ("", "_RegSO2025")
        for year in years
    ]
    names = ("region_code", "year", "socioeconomic_index")
    return table(**{name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})


def index(joined, year=0):
    return joined.years[year].figures["socioeconomic_index"].tolist()


@pytest.mark.parametrize(("division", "year", "figures"), [(NEW, 2024, [24, 25]), (OLD, 2023, [23, 24])])
def test_the_newest_year_is_that_of_the_areas_division(division, year, figures):
    joined = join_index(scb(), keys(division), YearChoice())
    assert (joined.years[0].year, joined.division, joined.version_mismatch) == (year, division, False)
    assert index(joined) == figures


def test_the_guard_stops_what_would_join_almost_perfectly():
    with pytest.raises(
        InputError, match="2022 are coded on RegSO 2020, but layer areas holds areas of RegSO 2025"
    ):
        join_index(scb(), keys(NEW), YearChoice(2022))
    joined = join_index(scb(), keys(NEW), YearChoice(2022, allow_mismatch=True))
    assert (joined.version_mismatch, joined.division, index(joined)) == (True, OLD, [22, 23])


def test_allowing_a_mismatch_does_not_seek_one():
    joined = join_index(scb(), keys(NEW), YearChoice(allow_mismatch=True))
    assert (joined.years[0].year, joined.version_mismatch) == (2024, False)


def test_all_years_stay_within_the_division_of_the_chosen_one():
    assert [year.year for year in join_index(scb(), keys(OLD), YearChoice(all_years=True)).years] == [
        2022,
        2023,
    ]
    crossed = join_index(scb(), keys(NEW), YearChoice(2022, all_years=True, allow_mismatch=True))
    assert [year.year for year in crossed.years] == [2022, 2023]
    assert crossed.version_mismatch


def test_figures_on_the_wrong_division_are_never_taken():
    wrong = table(region_code=CODES, division=[OLD] * 2, year=[2024] * 2, area_type=[1, 2])
    with pytest.raises(InputError, match="no index and no area type for areas of RegSO"):
        join_index(wrong, keys(NEW), YearChoice(allow_mismatch=True))


def test_types_and_their_sources():
    joined = join_index(
        table(
            region_code=[*CODES, "0180R003", "0114R001"],
            year=[2024] * 4,
            area_type=[1, None, 3, 4],
            area_type_source=["inherited", None, None, None],
        ),
        keys(codes=[*CODES, "0180R003", "0180R004"]),
        YearChoice(),
    )
    year = joined.years[0]
    assert year.types.tolist() == [1, NO_TYPE, 3, NO_TYPE]
    assert year.sources == ["inherited", None, "published", None]
    assert joined.has_row.tolist() == [True, True, True, False]
    assert joined.unmatched_rows == 1
    assert np.isnan(year.figures["socioeconomic_index"]).all()


def test_rows_without_a_year_are_passed_over_where_others_have_one():
    rows = table(region_code=[*CODES, CODES[0]], year=[2024, 2024, None], area_type=[1, 2, 5])
    assert join_index(rows, keys(), YearChoice()).years[0].types.tolist() == [1, 2]


def test_rows_of_the_other_level_are_no_rows_of_these_areas():
    rows = table(region_code=[CODES[0], "0180C1010"], year=[2024] * 2, area_type=[1, 2])
    assert join_index(rows, keys(codes=CODES[:1]), YearChoice()).unmatched_rows == 0


def test_labels_that_two_areas_share_stop():
    labels = table(region_name=["Stockholm (Tuna)"], year=[2024], area_type=[1])
    with pytest.raises(InputError, match="0180R001 and 0180R002 of layer areas are both called"):
        join_index(labels, keys(labels=["Stockholm (Tuna)", "Stockholm ( tuna)"]), YearChoice())


def people(rows, **choice):
    names = ("region_code", "year", "population")
    given = table(**{name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})
    divisions = choice.pop("divisions", (NEW,))
    return join_population(
        match_regions(given, keys(), ["population"]), keys(), "population", choice["index_year"], divisions
    )


def test_of_two_years_as_near_the_later_is_taken():
    rows = [(code, year, year) for code in CODES for year in (2025, 2027)]
    joined = people(rows, index_year=2026)
    assert (joined.year, joined.people.tolist()) == (2027, [2027, 2027])


def test_the_areas_own_division_serves_where_that_of_the_index_has_no_population():
    rows = [(code, 2025, 10) for code in CODES]
    joined = people(rows, index_year=2022, divisions=(OLD, NEW))
    assert (joined.year, joined.division) == (2025, NEW)
    with pytest.raises(InputError, match="no population of these areas on RegSO 2020"):
        people(rows, index_year=2022, divisions=(OLD,))


def test_whom_a_population_counts_is_told():
    given = table(
        region_code=CODES, year=[2024] * 2, alder=["20-64 år"] * 2, kon=["1+2"] * 2, population=[1, 2]
    )
    joined = join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))
    assert joined.counted == {"alder": "20-64 år"}


@pytest.mark.parametrize(
    ("ages", "told"),
    [
        (("20-24", "25-29"), "Row 1 of table .* has 20-24 in field alder where row 2 has 25-29"),
        (("totalt", "tot16\\+"), r"Row 2 of table .* has tot16\+ in field alder where row 1 has totalt"),
        (("20-24", "totalt"), "Row 1 of table .* has 20-24 in field alder where row 2 has totalt"),
    ],
)
def test_different_people_in_different_areas_are_refused(ages, told):
    given = table(
        region_code=CODES, year=[2024] * 2, alder=[age.replace("\\", "") for age in ages], population=[1, 2]
    )
    with pytest.raises(InputError, match=told):
        join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))


@pytest.mark.parametrize("key", ["region_code", "RegSOkod_2025"])
def test_what_follows_from_an_area_is_no_part_of_its_people(key):
    given = table(
        **{key: CODES},
        kommunnamn=["Stockholm", "Solna"],
        regsonamn=["A", "B"],
        municipality_code=["0180", "0184"],
        area_type_source=["published", "computed"],
        year=[2024] * 2,
        population=[5, 6],
    )
    joined = join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))
    assert joined.people.tolist() == [5, 6]
    assert joined.counted == {}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["utländsk", "utländsk"], "utländsk"),
        (["svensk", "utländsk"], "svensk, utländsk"),
        (["16-64 år"] * 2, "16-64 år"),
    ],
)
def test_whom_a_population_counts_is_told_whatever_its_column_is_called(values, told):
    given = table(region_code=CODES, year=[2024] * 2, bakgrund=values, population=[1, 2])
    joined = join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))
    assert joined.counted == {"bakgrund": told}


def test_rows_of_kommuner_beside_the_areas_do_no_harm():
    given = table(
        region_code=[*CODES, "0180", "1480"],
        kommunnamn=["Stockholm", "Stockholm", "Stockholm", "Göteborg"],
        year=[2024] * 4,
        population=[1, 2, 30, 40],
    )
    joined = join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))
    assert joined.people.tolist() == [1, 2]


def test_a_column_that_divides_people_needs_no_known_name():
    given = table(
        region_code=[CODES[0], CODES[0], CODES[1]],
        year=[2024] * 3,
        utbildning=["låg", "hög", "hög"],
        population=[1, 2, 3],
    )
    with pytest.raises(InputError, match="no total among them"):
        join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))


def test_two_halves_of_the_same_size_are_not_one_told_twice():
    given = table(region_code=[CODES[0]] * 2, year=[2024] * 2, kon=["män", "kvinnor"], population=[5, 5])
    with pytest.raises(InputError, match="no total among them"):
        join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))


def test_a_population_without_a_year_of_its_own_is_of_the_year_beside_it():
    given = table(region_code=CODES, index_year=[2024] * 2, population_year=[2024, None], population=[5, 6])
    joined = join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))
    assert joined.people.tolist() == [5, 6]


def test_two_words_for_all_are_the_same_people():
    given = table(region_code=CODES, year=[2024] * 2, kon=["totalt", "1+2"], population=[1, 2])
    joined = join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))
    assert joined.people.tolist() == [1, 2]


def test_the_year_of_a_population_is_its_own_and_not_that_of_the_index_beside_it():
    given = table(
        region_code=CODES * 2,
        index_year=[2024] * 2 + [2025] * 2,
        population_year=[2025] * 4,
        population=[7, 8, 7, 8],
    )
    joined = join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))
    assert (joined.year, joined.people.tolist()) == (2025, [7, 8])


def test_a_partial_total_is_one_where_there_is_no_wider():
    def total(*ages):
        given = table(
            region_code=["0180R001"] * len(ages),
            year=[2024] * len(ages),
            alder=list(ages),
            population=list(range(len(ages))),
        )
        return join_population(
            match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,)
        ).people[0]

    assert total("0-15", "tot16+") == 1
    assert total("tot16+", "Totalt", "0-15") == 1
    with pytest.raises(InputError, match="no total among them"):
        total("tot16+", "tot20-64")


def divisions_of(given):
    regions = match_regions(given, keys(), ["population"])
    return list(zip(regions.years.tolist(), regions.divisions.tolist(), strict=True))


@pytest.mark.parametrize("nothing", [0, None])
def test_years_with_nothing_in_them_betray_the_other_division(nothing):
    late = table(region_code=CODES * 2, year=[2023, 2023, 2024, 2024], population=[7, 8, nothing, nothing])
    assert {division for _, division in divisions_of(late)} == {OLD}
    early = table(region_code=CODES * 2, year=[2023, 2023, 2024, 2024], population=[nothing, nothing, 7, 8])
    assert {division for _, division in divisions_of(early)} == {NEW}


def test_zeros_of_years_that_a_division_does_not_cover_are_no_population():
    given = table(region_code=CODES * 2, year=[2023, 2023, 2024, 2024], population=[7, 8, 0, 0])
    joined = join_population(
        match_regions(given, keys(OLD), ["population"]), keys(OLD), "population", 2024, (OLD,)
    )
    assert (joined.year, joined.people.tolist()) == (2023, [7, 8])
    with pytest.raises(InputError, match="no population of these areas on RegSO 2025"):
        join_population(match_regions(given, keys(), ["population"]), keys(), "population", 2024, (NEW,))


def test_the_division_goes_by_suffix_column_name_and_lack_of_a_suffix_before_the_year():
    suffixed = ["0180R001_RegSO2025", "0180R002"]
    assert divisions_of(table(region_code=suffixed, year=[2023, 2024], population=[1, 2])) == [
        (2023, NEW),
        (2024, OLD),
    ]
    named = table(RegSOkod_2025=suffixed, year=[2023, 2023], population=[1, 2])
    assert divisions_of(named) == [(2023, NEW), (2023, NEW)]
    stated = table(RegSOkod_2025=CODES, year=[2024, 2024], division=[OLD, None], population=[1, 2])
    assert divisions_of(stated) == [(2024, OLD), (2024, NEW)]
