"""Which layers of the project are infrastructure, of what kind: guessed, and what the user chose instead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from qgis.core import Qgis

from ..core.infrastructure import KINDS, Guess, fields_of_kind, guess, is_statistics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsVectorLayer

    from ..core.infrastructure import Geometry
    from .state import ProjectState

# Asked for every cell that is drawn, and a delivery of NVDB has a hundred fields.
_guess = lru_cache(maxsize=1000)(guess)
_fields_of_kind = lru_cache(maxsize=1000)(fields_of_kind)

Part = Literal["chosen", "kind", "class_field", "traffic_field"]

_KEY = "infrastructure"
_GEOMETRIES: dict[Qgis.GeometryType, Geometry] = {
    Qgis.GeometryType.Point: "point",
    Qgis.GeometryType.Line: "line",
    Qgis.GeometryType.Polygon: "polygon",
}


@dataclass(frozen=True)
class InfrastructureChoice:
    """A layer that is infrastructure."""

    layer: QgsVectorLayer
    kind: str
    class_field: str
    """Empty for none."""
    traffic_field: str
    """The field with vehicles a day; empty for none."""


@dataclass(frozen=True)
class ListedLayer:
    """A layer as the list shows it: what was read of it once, so that the layer may go at any time."""

    layer_id: str
    name: str
    geometry: Geometry
    fields: tuple[str, ...]
    is_valid: bool
    guess: Guess
    own: Mapping[str, Any]
    """What the user chose, as the project holds it; rubbish and vanished fields count for nothing."""

    def is_own(self, part: Part) -> bool:
        """Say whether the user chose this, and it still exists."""
        value = self.own.get(part)
        if part == "chosen":
            return isinstance(value, bool)
        if part == "kind":
            return value in KINDS
        return isinstance(value, str) and (not value or value in self.fields)

    @property
    def is_chosen(self) -> bool:
        """Whether the layer counts as infrastructure: a sure guess does."""
        return self.own["chosen"] if self.is_own("chosen") else self.guess.is_sure

    @property
    def kind(self) -> str:
        """One of ``core.infrastructure.KINDS``."""
        return self.own["kind"] if self.is_own("kind") else self.guess.kind

    def field(self, part: Literal["class_field", "traffic_field"]) -> str:
        """Return a field; what is guessed follows the kind."""
        if self.is_own(part):
            return self.own[part]
        class_field, traffic_field = _fields_of_kind(self.kind, self.geometry, self.fields)
        return class_field if part == "class_field" else traffic_field


def listed_layers(state: ProjectState) -> list[ListedLayer]:
    """Return the layers of the project that may be infrastructure, by name: neither areas nor results."""
    kept = _kept(state)
    return [
        _listed(layer, kept.get(layer.id(), {}))
        for layer in state.vector_layers()
        if layer.geometryType() in _GEOMETRIES and not is_statistics(layer.fields().names())
    ]


def choose(state: ProjectState, layer_id: str, part: Part, value: bool | str) -> None:  # noqa: FBT001 - a value
    """Keep what the user chose for a layer in the project; what was kept for layers that are gone goes."""
    here = {layer.id() for layer in state.vector_layers()}
    kept = {key: own for key, own in _kept(state).items() if key in here}
    kept[layer_id] = {**kept.get(layer_id, {}), part: value}
    state.write(_KEY, kept)


def forget(state: ProjectState) -> None:
    """Go back to what is guessed for all layers."""
    state.write(_KEY, {})


def _kept(state: ProjectState) -> dict[str, dict[str, Any]]:
    return {key: own for key, own in state.read(_KEY, {}).items() if isinstance(own, dict)}


def _listed(layer: QgsVectorLayer, own: dict[str, Any]) -> ListedLayer:
    geometry, fields = _GEOMETRIES[layer.geometryType()], tuple(layer.fields().names())
    return ListedLayer(
        layer.id(),
        layer.name(),
        geometry,
        fields,
        layer.isValid(),
        _guess(layer.name(), geometry, fields),
        own,
    )
