"""Projects: the features of several layers grouped by what is built together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import InputError
from .values import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsGeometry

    from .reading import Features

UNION = "all"
"""The name under which all projects stand together; people near two of them count once."""


def by_project(layers: Sequence[Features], field_name: str) -> dict[str, list[QgsGeometry]]:
    """Group the features of all layers by project, with the union of all projects last.

    Args:
        layers: infrastructure layers, each with its word.
        field_name: field with the project; empty, or missing in a layer or row, the layer's word stands for it.

    Raises:
        InputError: no layer has the field, or a project is called as the union is.
    """
    if field_name and all(layer.fields.lookupField(field_name) < 0 for layer in layers):
        raise InputError(
            "No infrastructure layer has the project field {field}; choose an existing field or leave it empty.",
            field=field_name,
        )
    projects: dict[str, list[QgsGeometry]] = {}
    for layer in layers:
        has_field = bool(field_name) and layer.fields.lookupField(field_name) >= 0
        names = layer.column(field_name) if has_field else [None] * len(layer.geometries)
        for name, geometry in zip(names, layer.geometries, strict=True):
            projects.setdefault(text(name) or layer.word, []).append(geometry)
    if UNION in projects:
        raise InputError(
            'A project is called "{name}", the word for all projects together; rename it and run again.',
            name=UNION,
        )
    only_one = len(projects) == 1
    everything = [geometry for layer in layers for geometry in layer.geometries]
    # The same list stands for the same zones, so that a single project is not computed twice.
    projects[UNION] = next(iter(projects.values())) if only_one else everything
    return projects
