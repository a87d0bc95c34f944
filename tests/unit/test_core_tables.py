import math

import numpy as np
import pytest

from segregation_plugin.core.errors import InputError
from segregation_plugin.core.tables import Table
from segregation_plugin.core.years import by_division, spans


def test_fields_are_found_by_any_case_and_in_the_order_asked():
    table = Table("t", {"Year": [1], "index_year": [2], "YEAR": [3]})
    assert table.field("year") == "Year"
    assert table.field("nope", "Index_Year") == "index_year"
    assert table.field("nope") is None
    with pytest.raises(InputError, match="Table t has no field nope; it has Year, index_year, YEAR"):
        table.require("nope")


def test_figures_keep_what_is_missing_missing():
    values = [1, 2.5, "3,5", " 1 200 ", "..", "", None, "-", "\N{MINUS SIGN}4", "NaN"]
    np.testing.assert_equal(
        Table("t", {"x": values}).figures("x"), [1, 2.5, 3.5, 1200, *[math.nan] * 4, -4, math.nan]
    )
    assert np.isnan(Table("t", {"x": [1, 2]}).figures(None)).tolist() == [True, True]


def test_a_word_among_figures_is_named_with_its_row():
    with pytest.raises(InputError, match="Row 2 of table t has two in field x"):
        Table("t", {"x": [1, "two", "three"]}).figures("x")


@pytest.mark.parametrize(
    "text",
    ["1_000", "\u0661\u0662", "\uff11", "0x10", "1e400", "inf", "--1", "1.2.3", "1,2,3", "1e", "True"],
)
def test_what_only_looks_like_a_figure_is_refused(text):
    with pytest.raises(InputError, match="expected a number or nothing"):
        Table("t", {"x": [text]}).figures("x")


def test_figures_of_every_spelling_are_read():
    values = [".5", "5.", "1e-3", "2,5E2", "+7", 1e-05, 10**20, np.float64(0.1)]
    np.testing.assert_equal(Table("t", {"x": values}).figures("x"), [0.5, 5, 0.001, 250, 7, 1e-05, 1e20, 0.1])


def test_years_are_read_from_numbers_texts_and_dates():
    assert (
        Table("t", {"x": [2024, 2024.0, "2024", "2024-12-31", None, ".."]}).years("x")
        == [2024] * 4 + [None] * 2
    )
    with pytest.raises(InputError, match="Row 1 of table t has 24 in field x"):
        Table("t", {"x": [24]}).years("x")


def test_years_in_words():
    assert spans([2015, 2011, 2012, 2013, 2011]) == "2011-2013, 2015"
    divisions = {2022: "RegSO 2020", 2023: "RegSO 2020", 2024: "RegSO 2025"}
    assert by_division(divisions) == "2022-2023 (RegSO 2020), 2024 (RegSO 2025)"


@pytest.mark.parametrize("value", ["1,234", "12,345", " -1,234 ", "999,000"])
def test_what_may_be_two_numbers_is_refused(value):
    table = Table("pop", {"people": [None, value]})
    with pytest.raises(
        InputError, match=r"^Row 2 of table pop has .* in field people, where the comma may be a decimal"
    ):
        table.figures("people")


@pytest.mark.parametrize(
    ("value", "figure"),
    [("0,123", 0.123), ("1,5", 1.5), ("1234,567", 1234.567), ("1 234,5", 1234.5), (1.234, 1.234)],
)
def test_what_can_be_one_number_only_is_read(value, figure):
    assert Table("pop", {"people": [value]}).figures("people").tolist() == [figure]


def test_a_column_with_a_decimal_comma_proves_all_its_commas():
    column = ["0,512", "1,234", "12,3", " -2,75 ", None]
    np.testing.assert_equal(
        Table("t", {"index": column}).figures("index"), [0.512, 1.234, 12.3, -2.75, np.nan]
    )
