import numpy as np
import pytest

from segregation_plugin.core.errors import InputError
from segregation_plugin.core.socioeconomic_index import index_of_rows, require_one_row_per_area
from segregation_plugin.core.tables import Table

NONE = ("", "", "")


def test_the_schemas_field_is_the_default():
    table = Table("t", {"Socioeconomic_Index": [5, None, "7,5"]})
    np.testing.assert_equal(index_of_rows(table, "", NONE), [5, np.nan, 7.5])


def test_a_missing_component_makes_the_index_missing():
    table = Table("t", {"a": [10, 10], "b": [20, None], "c": [30, 30]})
    np.testing.assert_equal(index_of_rows(table, "", ("a", "b", "c")), [20, np.nan])


@pytest.mark.parametrize(
    ("index", "components", "sentence"),
    [
        ("", NONE, "no field socioeconomic_index"),
        ("a", ("a", "", ""), "Both the index"),
        ("", ("a", "b", ""), "Only 2 of the three components"),
        ("", ("a", "a", "x"), "no field x"),
        ("b", NONE, "Row 2 of layer t has 120 in field b"),
    ],
)
def test_what_cannot_be_an_index(index, components, sentence):
    table = Table("t", {"region_code": ["0180R001", "0180R002"], "a": [1, 2], "b": [3, 120]})
    with pytest.raises(InputError, match=sentence):
        index_of_rows(table, index, components)


def test_a_reference_counts_each_area_once():
    codes = ["0180R001", "0180R001", "0180R002"]
    spelt = Table("t", {"region_code": ["180R001", "0180R001_RegSO2025", "0180R002"]})
    with pytest.raises(InputError, match="0180R001 stands in several rows"):
        require_one_row_per_area(spelt, np.array([1.0, 2.0, 3.0]))
    doubled = Table("t", {"region_code": codes})
    with pytest.raises(InputError, match="0180R001 stands in several rows"):
        require_one_row_per_area(doubled, np.array([1.0, 2.0, 3.0]))
    require_one_row_per_area(doubled, np.array([1.0, np.nan, 3.0]))  # the other division's row has no index
    require_one_row_per_area(Table("t", {"x": [1, 2]}), np.array([1.0, 2.0]))  # no codes to compare
