"""Kommuner of an area layer, as the pages of an atlas count them."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateTransformContext,
    QgsFeedback,
    QgsFillSymbol,
    QgsRendererCategory,
)

from segregation_plugin.cartography.area_type_style import apply_area_type_style
from segregation_plugin.cartography.layout_facts import AreaFacts
from segregation_plugin.cartography.layout_sections import area_section
from segregation_plugin.geometry.municipalities import municipalities_of
from tests.support import AREA_FIELDS, memory_layer

FIELDS = (*AREA_FIELDS, "type_2020:string", "index_year:integer")


def areas(*rows):
    """Squares beside each other, each a code, the kommun it says, its type, another type, its year."""
    made = [
        (
            f"Polygon(({x} 0,{x + 1} 0,{x + 1} 1,{x} 1,{x} 0))",
            [code, "RegSO 2025", kind, 1.0, 1.0, kommun, other, year],
        )
        for x, (code, kommun, kind, other, year) in enumerate(rows)
    ]
    return memory_layer("Polygon", FIELDS, made, "areas")


def counted(layer, year=None):
    facts = AreaFacts.of_layer(layer)
    found = municipalities_of(layer, year, facts.type_field, QgsCoordinateTransformContext(), QgsFeedback())
    return {one.code: dict(one.counts) for one in found}


def test_a_zero_that_a_code_has_lost_makes_no_other_kommun():
    layer = areas(("0180R001", "180", 1, "5", 2024), ("0180R002", None, 1, "5", 2024))
    assert counted(layer) == {"0180": {1: 2}}


@pytest.mark.parametrize(("field", "expected"), [("area_type", {1: 1, 2: 1}), ("type_2020", {5: 1, 0: 1})])
def test_the_types_are_those_that_the_map_shows(field, expected):
    layer = areas(("0180R001", "0180", 1, "5", 2024), ("0180R002", "0180", 2, "x", 2024))
    apply_area_type_style(layer, field)
    assert counted(layer) == {"0180": expected}
    section = area_section(AreaFacts.of_layer(layer), "en")
    endings = {ending for ending in section.endings.values() if ending != " [0]"}
    assert len(section.endings) == 6
    assert endings == {" [1]"}


def test_areas_of_several_years_have_no_numbers_on_a_page_either():
    layer = areas(("0180R001", "0180", 1, "5", 2023), ("0180R001", "0180", 2, "5", 2024))
    apply_area_type_style(layer)
    assert area_section(AreaFacts.of_layer(layer), "en", by_page=True).endings == {}


def test_areas_drawn_by_something_else_keep_their_types():
    layer = areas(("0180R001", "0180", 1, "5", 2024), ("0180R002", "0180", 2, "5", 2024))
    categories = [QgsRendererCategory(name, QgsFillSymbol(), name) for name in ("RegSO 2025", "RegSO 2020")]
    layer.setRenderer(QgsCategorizedSymbolRenderer("division", categories))
    assert counted(layer) == {"0180": {1: 1, 2: 1}}
    assert area_section(AreaFacts.of_layer(layer), "en").endings == {}
