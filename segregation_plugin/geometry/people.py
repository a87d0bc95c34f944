"""Where people live inside areas: the methods of apportionment at hand, from the layers given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import Qgis

from ..core.apportionment import AREA, GRID, MASK, POINTS, PREFERENCE, Method
from ..core.errors import InputError, Phrase
from ..core.people_field import PEOPLE_FIELDS, people_field
from .pieces import Pieces, built_up_parts, population_cells, population_points, whole_areas
from .zones.covered import Apportionment

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from .areas import Areas
    from .reading import Features

AUTO = "auto"
METHODS = (AUTO, *PREFERENCE)
_NEEDS = {
    GRID: Phrase("a population grid (polygons)"),
    POINTS: Phrase("points with people"),
    MASK: Phrase("a built-up mask"),
}


def apportionment(
    method: str,
    areas: Areas,
    grid: Features | None,
    grid_field: str,
    mask: Features | None,
    feedback: QgsFeedback,
) -> Apportionment:
    """Cut the areas by every method that the given layers allow.

    Args:
        method: one of ``METHODS``; ``auto`` takes the finest at hand.
        areas: the areas.
        grid: population polygons or points, or None.
        grid_field: their field with people; guessed when empty, and points without one are one person each.
        mask: built-up polygons, or None.
        feedback: asked for cancel.

    Raises:
        InputError: the method lacks its layer, or the people cannot be read.
        RunCancelledError: the user cancelled.
    """
    pieces: dict[Method, Pieces] = {}
    if grid is not None and grid.geometries[0].type() == Qgis.GeometryType.Point:
        people = _people(grid, grid_field, default=1.0)
        pieces[POINTS] = population_points(areas.geometries, areas.codes, grid.geometries, people, feedback)
    elif grid is not None:
        people = _people(grid, grid_field)
        pieces[GRID] = population_cells(areas.geometries, grid.geometries, people, feedback)
    if mask is not None:
        pieces[MASK] = built_up_parts(areas.geometries, mask.geometries, feedback)
    for found, layer in ((GRID, grid), (POINTS, grid), (MASK, mask)):
        if found in pieces and layer is not None and pieces[found].empty.all():
            raise InputError(
                "Layer {layer} has nothing in any of the areas, so it cannot say where people live; choose a layer "
                "that covers them.",
                layer=layer.name,
            )
    pieces[AREA] = whole_areas(areas.geometries)
    chosen = next(iter(pieces)) if method == AUTO else method
    if chosen not in pieces:
        raise InputError(
            "Method {method} needs {needs}; give that layer or choose another method.",
            method=method,
            needs=_NEEDS[chosen],
        )
    return Apportionment(chosen, pieces)


def _people(features: Features, field_name: str, default: float | None = None) -> NDArray[np.float64]:
    """Return the people per cell or point, 0 where the value is missing: such a cell distributes nobody."""
    name = field_name or people_field(features.fields.names())
    if not name and default is not None:
        return np.full(len(features.geometries), default)
    if not name:
        raise InputError(
            "Layer {layer} has none of the fields {expected}; choose the field with people.",
            layer=features.name,
            expected=", ".join(PEOPLE_FIELDS),
        )
    people = features.figures(name)
    negative = np.flatnonzero(people < 0)
    if negative.size:
        raise InputError(
            "Row {row} of layer {layer} has a negative number of people ({value}) in field {field}; correct it "
            "and run again.",
            row=int(negative[0]) + 1,
            layer=features.name,
            value=f"{people[negative[0]]:g}",
            field=name,
        )
    if not np.any(people > 0):
        raise InputError(
            "Field {field} of layer {layer} has people in no row; choose the field with people.",
            field=name,
            layer=features.name,
        )
    return np.nan_to_num(people)
