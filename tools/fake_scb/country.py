"""What the server knows: layers of areas and tables of figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .sweref99tm import reproject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .table import Table

SWEREF, LON_LAT = 3006, 4326
"""EPSG codes of the two systems the server answers in."""


class Feature:
    """One area: its number in the layer, its properties, its shape in one of the systems or both."""

    def __init__(
        self, number: int, properties: dict[str, Any], kind: str, shape: Any, epsg: int = SWEREF
    ) -> None:
        self.number = number
        self.properties = properties
        self.kind = kind
        self._shapes = {epsg: shape}

    def coordinates(self, epsg: int) -> Any:
        """Return the coordinates as GeoJSON nests them: E, N in metres or longitude, latitude in degrees."""
        if epsg not in self._shapes:
            self._shapes[epsg] = reproject(next(iter(self._shapes.values())), epsg)
        return self._shapes[epsg]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """The least and the greatest E and N: ``min E, min N, max E, max N`` in metres."""
        easts, norths = zip(*_points(self.coordinates(SWEREF)), strict=True)
        return min(easts), min(norths), max(easts), max(norths)


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _points(part)


@dataclass
class Layer:
    """A layer of the geodata service.

    Args:
        name: without the prefix ``stat:``.
        title: as the capabilities print it.
        fields: name and type (``int`` or ``string``) of the properties, in order.
        features: in the order in which the service hands them out unsorted.
    """

    name: str
    title: str
    fields: tuple[tuple[str, str], ...]
    features: list[Feature] = field(default_factory=list)


@dataclass
class Country:
    """What there is to ask for.

    Args:
        title: what the data is, in a few words.
        layers: of the geodata service, by name without the prefix.
        tables: of the statistical database, by id.
        config: a recorded answer of ``/config`` to start from; a made one where it is empty.
    """

    title: str
    layers: dict[str, Layer]
    tables: dict[str, Table]
    config: dict[str, Any] = field(default_factory=dict)
