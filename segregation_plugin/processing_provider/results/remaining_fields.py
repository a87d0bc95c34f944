"""The input's own fields behind those of the schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qgis.core import QgsField, QgsFields, QgsProcessingFeedback

_ROW_NUMBER = "fid"  # kept, it would be the key of a GeoPackage, which loses rows that repeat it


@dataclass(frozen=True)
class RemainingFields:
    """Fields of an input that go on to the output as they are."""

    fields: list[QgsField]
    places: list[int]
    dropped: list[str]

    def values(self, attributes: Sequence[Any]) -> list[Any]:
        """Return a row's values of these fields."""
        return [attributes[place] for place in self.places]


def remaining_fields(fields: QgsFields, taken: Iterable[str]) -> RemainingFields:
    """Return the input's fields whose names are not taken, upper and lower case alike.

    The row number ``fid`` is left out: features get new ones.
    """
    names = {name.casefold() for name in taken}
    kept: list[int] = []
    dropped: list[str] = []
    for place, field in enumerate(fields):
        name = field.name().casefold()
        if name in names:
            dropped.append(field.name())
        elif name != _ROW_NUMBER:
            kept.append(place)
            names.add(name)
    return RemainingFields([fields.at(place) for place in kept], kept, dropped)


def log_dropped(remaining: RemainingFields, layer: str, feedback: QgsProcessingFeedback) -> None:
    """Say which input fields gave way to the output's own."""
    if remaining.dropped:
        feedback.pushInfo(
            tr("Layer {layer}: fields {fields} are replaced by the output's own of that name.").format(
                layer=layer, fields=", ".join(remaining.dropped)
            )
        )
