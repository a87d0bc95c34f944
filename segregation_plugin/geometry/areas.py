"""Area layers as arrays: codes, geometries, types, population and index, in the order they were read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import Qgis

from ..core import schema
from ..core.area_types import checked_types
from ..core.errors import InputError
from ..core.region_codes import normalise
from ..core.years import spans
from .reading import Features, LayerSource, read_features
from .values import number, text

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from qgis.core import QgsCoordinateTransformContext, QgsFeedback, QgsGeometry


@dataclass(frozen=True)
class AreaFields:
    """Which fields of the layer carry what; the schema's names unless the user says otherwise."""

    code: str = schema.REGION_CODE
    area_type: str = schema.AREA_TYPE
    population: str = schema.POPULATION
    index: str = schema.SOCIOECONOMIC_INDEX


@dataclass
class Areas:
    """Polygons with the figures that are shared out over them; all arrays have shape (areas,)."""

    features: Features
    codes: list[str]
    types: NDArray[np.int8]
    """1 to 5, ``NO_TYPE`` where missing."""
    population: NDArray[np.float64]
    """People; NaN where missing."""
    index: NDArray[np.float64]
    """0 to 100; NaN where missing."""
    land_m2: NDArray[np.float64]
    """Land where the layer has it, else the polygon's planar area."""
    land_is_polygon: bool

    @property
    def geometries(self) -> list[QgsGeometry]:
        """The polygons, valid and in EPSG:3006."""
        return self.features.geometries

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def has_version_mismatch(self) -> bool:
        """Whether the figures of any area were joined across divisions."""
        return any(value is True or number(value) == 1 for value in self._column(schema.VERSION_MISMATCH))

    @cached_property
    def years(self) -> list[int]:
        """The years of the index and the types, in order; what is no year is not known."""
        figures = {number(value) for value in self._column(schema.INDEX_YEAR)}
        return sorted(int(figure) for figure in figures if figure == figure // 1)

    @cached_property
    def divisions(self) -> set[str]:
        """The divisions that the areas say to be of."""
        return {division for division in map(text, self._column(schema.DIVISION)) if division}

    def require_one_year(self) -> None:
        """Refuse types of several years side by side: each year has its own limits.

        Raises:
            InputError: there are such.
        """
        if len(self.years) > 1:
            raise InputError(
                "Layer {layer} has types of several years ({years}), and types are relative to a year; filter it to one.",
                layer=self.features.name,
                years=spans(self.years),
            )

    def _column(self, field_name: str) -> list[Any]:
        """Return the values of a field, none where the layer has not got it."""
        return self.features.column(field_name) if self.features.fields.lookupField(field_name) >= 0 else []

    def groups(self, field_name: str | None) -> list[str | None]:
        """Return the value of a grouping field per area; None everywhere without a field."""
        if not field_name:
            return [None] * len(self)
        return [text(value) for value in self.features.column(field_name)]


def read_areas(
    layer: LayerSource,
    fields: AreaFields,
    transform_context: QgsCoordinateTransformContext,
    feedback: QgsFeedback,
    *,
    population_required: bool = False,
) -> Areas:
    """Read an area layer.

    The code is required; type, population, index and land are missing where the layer has no such field.

    Raises:
        InputError: a required field is missing, a code is missing or appears twice, a population is negative,
            all populations are missing although they are required, or a type is not 1 to 5.
        RunCancelledError: the user cancelled.
    """
    features = read_features(layer, (Qgis.GeometryType.Polygon,), transform_context, feedback)
    codes = _codes(features, fields.code)
    population = _numbers(features, fields.population, schema.POPULATION, required=population_required)
    _check_population(population, codes, features.name, fields.population, required=population_required)
    land = _numbers(features, schema.LAND_AREA_M2, schema.LAND_AREA_M2)
    polygon_area = np.array([geometry.area() for geometry in features.geometries])
    land_known = bool(np.all(land > 0))
    return Areas(
        features=features,
        codes=codes,
        types=_types(features, fields.area_type, codes),
        population=population,
        index=_numbers(features, fields.index, schema.SOCIOECONOMIC_INDEX),
        land_m2=land if land_known else polygon_area,
        land_is_polygon=not land_known,
    )


def _codes(features: Features, field_name: str) -> list[str]:
    codes = [_normalised(text(value)) for value in features.column(field_name)]
    seen: set[str] = set()
    for row, code in enumerate(codes, start=1):
        if code is None:
            raise InputError(
                "Row {row} of layer {layer} has no code in field {field}; run Prepare areas on the layer first.",
                row=row,
                layer=features.name,
                field=field_name,
            )
        if code in seen:
            raise InputError(
                "Code {code} appears twice in layer {layer}, so its people would count twice; filter the layer to "
                "one row per area (one year).",
                code=code,
                layer=features.name,
            )
        seen.add(code)
    return [code for code in codes if code is not None]


def _normalised(code: str | None) -> str | None:
    """Return a RegSO or DeSO code as SCB writes it, so that 114R001 and 0114R001 are one; others as they are."""
    known = normalise(code)
    return known[0] if known else code


def _numbers(
    features: Features, field_name: str, default: str, *, required: bool = False
) -> NDArray[np.float64]:
    """Return a column as numbers; all missing where the layer lacks the schema's field and nobody named another.

    Raises:
        InputError: a field that was asked for by name is not there, or holds what is no number.
    """
    if features.fields.lookupField(field_name) < 0 and field_name == default and not required:
        return np.full(len(features.geometries), math.nan)
    return features.figures(field_name)


def _check_population(
    population: NDArray[np.float64], codes: list[str], layer_name: str, field_name: str, *, required: bool
) -> None:
    negative = np.flatnonzero(population < 0)
    if negative.size:
        raise InputError(
            "Area {code} of layer {layer} has a negative population ({value}) in field {field}; correct it and "
            "run again.",
            code=codes[negative[0]],
            layer=layer_name,
            value=f"{population[negative[0]]:g}",
            field=field_name,
        )
    if required and not np.any(population >= 0):
        raise InputError(
            "Field {field} of layer {layer} has no population in any row; join a population table with Join index.",
            field=field_name,
            layer=layer_name,
        )


def _types(features: Features, field_name: str, codes: list[str]) -> NDArray[np.int8]:
    values = _numbers(features, field_name, schema.AREA_TYPE)
    return checked_types(values, codes.__getitem__, features.name, field_name)
