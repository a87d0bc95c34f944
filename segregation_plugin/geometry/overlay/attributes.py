"""Class and traffic of the features of a layer, from the first of the wanted fields that it has."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import InputError
from ..values import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFields

    from ..reading import Features, LayerSource


@dataclass(frozen=True)
class Attributes:
    """What is known of the features of a layer; the arrays have shape (features,)."""

    classes: list[str | None]
    """The values of the class field in order, the missing one last; one None without such a field."""
    class_: NDArray[np.intp]
    """The place of each feature's class in ``classes``."""
    traffic: NDArray[np.float64] | None
    """Vehicles a day, NaN where missing; None without a traffic field."""


def require_fields(names: Iterable[str], layers: Sequence[LayerSource]) -> None:
    """Refuse a field name that no layer has.

    Raises:
        InputError: there is one.
    """
    for name in names:
        if all(layer.fields.lookupField(name) < 0 for layer in layers):
            raise InputError(
                "No infrastructure layer has a field {field}; give one of theirs: {fields}.",
                field=name,
                fields="; ".join(f"{layer.name}: {', '.join(layer.fields.names())}" for layer in layers),
            )


def read_attributes(features: Features, class_field: str | None, traffic_field: str | None) -> Attributes:
    """Read classes and traffic.

    Raises:
        InputError: a traffic is negative or no number.
    """
    gathered = AttributeTable(features.name, class_field, traffic_field)
    gathered.add(
        len(features.geometries),
        [text(value) for value in features.column(class_field)] if class_field else None,
        features.figures(traffic_field) if traffic_field else None,
    )
    return gathered.attributes()


def first_of(names: Iterable[str], fields: QgsFields) -> str | None:
    """Return the first of some names that is a field, as the layer spells it; None where none is."""
    places = (fields.lookupField(name) for name in names)
    return next((fields.at(place).name() for place in places if place >= 0), None)


class _Places(dict[Any, int]):
    """Numbers classes in the order they come."""

    def __missing__(self, name: str | None) -> int:
        return self.setdefault(name, len(self))


class AttributeTable:
    """Classes and traffic of the features of a layer, as they are read.

    Args:
        layer_name: the layer.
        class_field: its class field, or None.
        traffic_field: its traffic field, or None.
    """

    def __init__(self, layer_name: str, class_field: str | None, traffic_field: str | None) -> None:
        self._layer_name = layer_name
        self._class_field = class_field
        self._traffic_field = traffic_field
        self._places = _Places()
        self._classes: list[NDArray[np.intp]] = []
        self._traffic: list[NDArray[np.float64]] = []
        self._count = 0

    def add(
        self, count: int, classes: Iterable[str | None] | None, traffic: NDArray[np.float64] | None
    ) -> None:
        """Add the next features.

        Args:
            count: how many.
            classes: their class, None where missing; None without a class field.
            traffic: vehicles a day, NaN where missing, shape (count,); None without a traffic field.

        Raises:
            InputError: a traffic is negative.
        """
        of_each = repeat(None, count) if classes is None else classes
        self._classes.append(np.fromiter(map(self._places.__getitem__, of_each), np.intp, count))
        if traffic is not None:
            self._check(traffic)
            self._traffic.append(traffic)
        self._count += count

    def attributes(self) -> Attributes:
        """Return what was added."""
        found = list(self._places)
        order = sorted(range(len(found)), key=lambda place: (found[place] is None, found[place] or ""))
        rank = np.empty(len(found), dtype=np.intp)
        rank[order] = np.arange(len(found))
        return Attributes(
            classes=[found[place] for place in order],
            class_=rank[np.concatenate(self._classes)],
            traffic=np.concatenate(self._traffic) if self._traffic_field else None,
        )

    def _check(self, traffic: NDArray[np.float64]) -> None:
        negative = np.flatnonzero(traffic < 0)
        if negative.size:
            raise InputError(
                "Row {row} of layer {layer} has {value} in field {field}; traffic is a number of vehicles a day, 0 or "
                "more, so correct it or choose another field.",
                row=self._count + int(negative[0]) + 1,
                layer=self._layer_name,
                value=f"{traffic[negative[0]]:g}",
                field=self._traffic_field,
            )
