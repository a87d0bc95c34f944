"""The figures beside the map: areas, people and mean index, as they are shown and never as they are analysed."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ..core import schema
from ..core.words import repeated
from ..geometry.values import number, text
from .layer_rows import layer_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from qgis.core import QgsVectorLayer

    from .area_legend import LegendClass


class Area(NamedTuple):
    """One row of an area layer; texts are empty and numbers NaN where missing."""

    region_code: str
    region_name: str
    municipality_name: str
    division: str
    index_year: float
    area_type: float
    socioeconomic_index: float
    low_economic_standard: float
    pre_upper_secondary: float
    benefit_or_unemployed: float
    population: float
    population_year: float
    version_mismatch: float


_TEXTS = 4  # of the fields above; the others are numbers


class Total(NamedTuple):
    """Some areas taken together."""

    count: int
    people: float
    """NaN where no area has a population."""
    without_population: int
    without_index: int
    index: float
    """The mean weighted by population; NaN where no area has both."""


class AreaFigures:
    """The rows of an area layer as they were read, by year."""

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self._of_year: dict[int | None, list[Area]] = defaultdict(list)
        for area in areas:
            self._of_year[None if math.isnan(area.index_year) else int(area.index_year)].append(area)

    @property
    def years(self) -> tuple[int, ...]:
        """The years there are, oldest first."""
        return tuple(sorted(year for year in self._of_year if year is not None))

    def of_year(self, year: int | None) -> list[Area]:
        """Return the areas of a year; with None those that have none."""
        return self._of_year.get(year, [])

    @property
    def without_year(self) -> int:
        """How many rows say no year beside others that do; they are shown with none."""
        return len(self.of_year(None)) if self.years else 0

    def of_codes(self, codes: Collection[str], year: int | None) -> list[Area]:
        """Return the areas of a year that have one of the codes."""
        return [area for area in self.of_year(year) if area.region_code in codes]


def read_area_figures(layer: QgsVectorLayer) -> AreaFigures:
    """Read the rows that the layer's filter lets through, what is being edited included."""
    return AreaFigures(map(_area, layer_rows(layer, Area._fields)))


def selected_codes(layer: QgsVectorLayer) -> set[str]:
    """Return the codes of the areas that are selected on the map."""
    if not layer.selectedFeatureCount():
        return set()
    rows = layer_rows(layer, [schema.REGION_CODE], selected_only=True)
    return {text(code) or "" for (code,) in rows}


def total(areas: Sequence[Area]) -> Total:
    """Return areas taken together."""
    peopled = [area.population for area in areas if not math.isnan(area.population)]
    people = sum(peopled) if peopled else math.nan
    without_index = sum(math.isnan(area.socioeconomic_index) for area in areas)
    return Total(len(areas), people, len(areas) - len(peopled), without_index, mean_index(areas))


def repeated_code(areas: Sequence[Area]) -> str | None:
    """Return a code that several rows of a year have, whose people count several times; None where none has."""
    return repeated(area.region_code for area in areas if area.region_code)


def mean_index(areas: Sequence[Area]) -> float:
    """Return the mean index weighted by population; of one area its own, known or not how many live there."""
    if len(areas) == 1:
        return areas[0].socioeconomic_index
    weighted = [area for area in areas if not math.isnan(area.population + area.socioeconomic_index)]
    people = sum(area.population for area in weighted)
    index = sum(area.population * area.socioeconomic_index for area in weighted)
    return index / people if people else math.nan


def total_of_each_class(areas: Iterable[Area], field: str, classes: Sequence[LegendClass]) -> list[Total]:
    """Return the areas of each class of a legend taken together.

    Args:
        areas: of one year.
        field: that the map is coloured by.
        classes: one of them may take what belongs to no other.
    """
    members: list[list[Area]] = [[] for _ in classes]
    rest = [place for place, found in enumerate(classes) if found.is_rest]
    for area in areas:
        value = getattr(area, field)
        for place in [place for place, found in enumerate(classes) if found.holds(value)] or rest:
            members[place].append(area)
            break
    return [total(of_class) for of_class in members]


def _area(values: list[object]) -> Area:
    return Area(*(text(value) or "" for value in values[:_TEXTS]), *map(_number, values[_TEXTS:]))


def _number(value: object) -> float:
    """Return a number, without asking what most values are: a country has 400 000 of them."""
    return value if type(value) in (float, int) else number(value)
