"""The kommuner of an area layer: their ground, and how many areas of each type they have."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import Qgis

from ..core import schema
from ..core.area_types import CODES, NO_TYPE
from ..core.municipalities import MUNICIPALITIES
from ..core.region_codes import municipality_code, normalise
from .operations import united
from .reading import LayerSource, read_features
from .threads import in_threads
from .values import number, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsCoordinateTransformContext, QgsFeedback, QgsGeometry, QgsVectorLayer

_FIELDS = (
    schema.REGION_CODE,
    schema.MUNICIPALITY_CODE,
    schema.MUNICIPALITY_NAME,
    schema.INDEX_YEAR,
)


_DIGITS = 4


@dataclass(frozen=True)
class Municipality:
    """One kommun, as far as the layer has areas of it."""

    code: str
    name: str
    geometry: QgsGeometry
    """In EPSG:3006."""
    counts: Mapping[int, int]
    """Areas by type, ``NO_TYPE`` for those without."""


def municipalities_of(
    layer: QgsVectorLayer,
    year: int | None,
    type_field: str,
    transform_context: QgsCoordinateTransformContext,
    feedback: QgsFeedback,
) -> list[Municipality]:
    """Dissolve areas by kommun.

    Args:
        layer: of areas with their codes; those without a code of a kommun or of an area belong to none.
        year: whose rows count in a layer of several years; all when None.
        type_field: the field with the types that the map shows.
        transform_context: the project's choice of datum transformations.
        feedback: asked for cancel, and told how far it is.

    Returns:
        The kommuner by name.

    Raises:
        InputError: the layer cannot be read.
        RunCancelledError: the user cancelled.
    """
    source = LayerSource.of_layer(layer)
    fields = (*_FIELDS, type_field)
    found = read_features(source, (Qgis.GeometryType.Polygon,), transform_context, feedback, fields)
    columns = [
        found.column(name) if found.fields.lookupField(name) >= 0 else [None] * len(found.geometries)
        for name in fields
    ]
    geometries, counts, names = defaultdict(list), defaultdict(Counter), {}
    for geometry, region, municipality, name, of_year, area_type in zip(
        found.geometries, *columns, strict=True
    ):
        code = _code(text(municipality)) or _municipality_of(text(region))
        if not code or (year is not None and number(of_year) != year):
            continue
        geometries[code].append(geometry)
        counts[code][_type(area_type)] += 1
        names[code] = names.get(code) or text(name)
    made = []
    for code, geometry in zip(geometries, in_threads(united, geometries.values(), feedback), strict=True):
        name = names[code] or MUNICIPALITIES.get(code, code)
        made.append(Municipality(code, name, geometry, counts[code]))
        feedback.setProgress(100 * len(made) / len(geometries))
    return sorted(made, key=lambda one: (one.name, one.code))


def _code(municipality: str | None) -> str | None:
    """Return the code of a kommun with the zero that numbers lose."""
    return (
        municipality.zfill(_DIGITS) if municipality is not None and municipality.isdigit() else municipality
    )


def _municipality_of(region: str | None) -> str | None:
    found = normalise(region)
    return municipality_code(found[0]) if found else None


def _type(value: object) -> int:
    figure = number(value)
    return int(figure) if figure in CODES else NO_TYPE
