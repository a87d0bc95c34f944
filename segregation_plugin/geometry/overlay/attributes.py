"""Class and traffic of the features of a layer, from the first of the wanted fields that it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...core.errors import InputError
from ..values import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

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


def field_names(given: str) -> list[str]:
    """Return the names in a comma-separated text."""
    return [name.strip() for name in given.split(",") if name.strip()]


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


def read_attributes(
    features: Features, class_fields: Sequence[str], traffic_fields: Sequence[str]
) -> Attributes:
    """Read classes and traffic.

    Raises:
        InputError: a traffic is negative or no number.
    """
    of_feature = _classes(features, _first_of(class_fields, features))
    classes = sorted(set(of_feature), key=lambda name: (name is None, name or ""))
    place = {name: number for number, name in enumerate(classes)}
    traffic_field = _first_of(traffic_fields, features)
    return Attributes(
        classes=classes,
        class_=np.array([place[name] for name in of_feature], dtype=np.intp),
        traffic=_traffic(features, traffic_field) if traffic_field else None,
    )


def _first_of(names: Iterable[str], features: Features) -> str | None:
    return next((name for name in names if features.fields.lookupField(name) >= 0), None)


def _classes(features: Features, field_name: str | None) -> list[str | None]:
    if field_name is None:
        return [None] * len(features.geometries)
    return [text(value) for value in features.column(field_name)]


def _traffic(features: Features, field_name: str) -> NDArray[np.float64]:
    traffic = features.figures(field_name)
    negative = np.flatnonzero(traffic < 0)
    if negative.size:
        raise InputError(
            "Row {row} of layer {layer} has {value} in field {field}; traffic is a number of vehicles a day, 0 or "
            "more, so correct it or choose another field.",
            row=int(negative[0]) + 1,
            layer=features.name,
            value=f"{traffic[negative[0]]:g}",
            field=field_name,
        )
    return traffic
