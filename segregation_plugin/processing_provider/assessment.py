"""The shipped model ``assessment``: the main job in one run, as ``tools/make_model.py`` puts it together."""

from __future__ import annotations

from ..cartography.post_process import as_area_types, as_overlay, as_zones
from ..i18n import mark
from .shipped_model import ShippedModel


class Assessment(ShippedModel):
    """From areas, tables and infrastructure to the people near it."""

    ID = "assessment"
    TITLE = mark("Assessment")
    LABELS = {  # noqa: RUF012 - read only
        "AREAS": mark("Areas"),
        "TABLE": mark("Table of the index and the area types (file)"),
        "YEAR": mark("Year (the newest valid one when empty)"),
        "POPULATION_TABLE": mark("Table of the population (file)"),
        "INFRASTRUCTURE": mark("Infrastructure layers"),
        "DISTANCES": mark("Distances (metres)"),
        "GRID": mark("Population grid, finer areas or address points"),
        "GRID_FIELD": mark("Field with people in the grid or points"),
        "MASK": mark("Built-up mask"),
        "JOINED": mark("Joined areas"),
        "OVERLAY": mark("Areas with infrastructure"),
        "SUMMARY": mark("Summary by area type"),
        "RECONCILIATION": mark("Reconciliation"),
        "ZONES": mark("Zones"),
        "EXPOSURE": mark("People near, by area type"),
    }
    STYLES = {"OVERLAY": as_overlay, "JOINED": as_area_types, "ZONES": as_zones}  # noqa: RUF012 - read only
