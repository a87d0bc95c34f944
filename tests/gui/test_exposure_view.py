"""The answer of an exposure in words: of whom a share is, and what makes the figures weaker."""

from __future__ import annotations

import pytest
from qgis.core import NULL, QgsProcessing, QgsProcessingContext

from tests.support import road_at, squares_of_types


@pytest.fixture
def view(provider, qgis_parent):  # noqa: ARG001
    import processing

    from segregation_plugin.gui.analyse_page import _rows
    from segregation_plugin.gui.exposure_view import ExposureView

    shown = ExposureView(qgis_parent)
    context = QgsProcessingContext()

    def view(areas, **more):
        parameters = {"AREAS": areas, "INFRASTRUCTURE": [road_at(1000)], "DISTANCES": "1000", **more}
        outputs = dict.fromkeys(("ZONES", "EXPOSURE"), QgsProcessing.TEMPORARY_OUTPUT)
        result = processing.run("segregation:bufferexposure", {**parameters, **outputs}, context=context)
        shown.show_table(_rows(result["EXPOSURE"]), "about")
        return shown

    yield view
    shown.deleteLater()


def test_a_share_is_of_those_in_areas_with_a_type(view):
    shown = view(squares_of_types((1, 100.0), (NULL, 900.0)))
    assert shown.sentence.text() == (
        "1,000 people live here. 900 of them live in areas without a type; of the others, types 1 and 2 are 100 %, against "
        "100 % in the reference."
    )


def test_of_all_where_all_areas_have_a_type(view):
    shown = view(squares_of_types((1, 250.0), (3, 750.0)))
    assert shown.sentence.text() == (
        "1,000 people live here. Types 1 and 2 are 25 % of them, against 25 % in the reference."
    )
    assert shown.notes.text() == "people spread evenly over the whole area, water and forest included"


def test_what_weakens_the_figures_is_told(view):
    shown = view(squares_of_types((1, 100.0), (3, NULL)))
    assert not shown.notes.isHidden()
    assert "1 areas without a population are left out" in shown.notes.text()
    assert "people spread evenly over the whole area" in shown.notes.text()
    assert "1 of the areas to compare with have no population" in shown.notes.text()


def test_another_division_is_told(view):
    shown = view(squares_of_types((1, 100.0), (3, 100.0), more=["version_mismatch:integer"], values=[1]))
    assert "index and population are of another division than the areas" in shown.notes.text()


def test_groups_of_areas_are_not_taken_for_all(view):
    shown = view(squares_of_types((1, 250.0), (3, 750.0)), BY_FIELD="region_code")
    assert shown.sentence.text().startswith("1,000 people live here.")
    assert shown.table.model.rowCount() == 8
