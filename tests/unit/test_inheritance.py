"""Area types handed down from RegSO to DeSO."""

from __future__ import annotations

import numpy as np

from segregation_plugin.core.area_types import NO_TYPE
from segregation_plugin.core.index_join import IndexJoin, YearOfIndex
from segregation_plugin.core.inheritance import NO_PARENT, inherited
from segregation_plugin.core.region_codes import REGSO_2025


def join(*types):
    has_row = np.array([code is not None for code in types])
    return IndexJoin(
        years=[
            YearOfIndex(
                2024,
                has_row,
                {"socioeconomic_index": np.arange(float(len(types)))},
                np.array([code or NO_TYPE for code in types], dtype=np.int8),
                ["published" if code else None for code in types],
            )
        ],
        division=REGSO_2025,
        version_mismatch=False,
        unmatched_rows=0,
        matched_on="region_code",
    )


def test_a_type_goes_to_every_part_and_the_index_to_none():
    (year,) = inherited(join(1, 5), [1, 0, 0, 1]).years
    assert year.types.tolist() == [5, 1, 1, 5]
    assert year.sources == ["inherited"] * 4
    assert np.isnan(year.figures["socioeconomic_index"]).all()
    assert year.has_row.all()


def test_what_is_missing_stays_missing():
    (year,) = inherited(join(None, 0, 3), [0, 1, 2, NO_PARENT]).years
    assert year.types.tolist() == [NO_TYPE, NO_TYPE, 3, NO_TYPE]
    assert year.sources == [None, None, "inherited", None]
    assert year.has_row.tolist() == [False, True, True, False]


def test_no_areas_have_no_types():
    (year,) = inherited(join(1), []).years
    assert year.types.size == 0
    assert year.sources == []
