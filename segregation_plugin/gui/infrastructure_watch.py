"""Renamed layers and changed fields: what the project itself does not say of its layers."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qgis.core import QgsVectorLayer


class LayerWatch:
    """Calls when one of the followed layers is renamed, gets other fields or another source."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self._layers: dict[str, QgsVectorLayer] = {}

    def follow(self, layers: Iterable[QgsVectorLayer]) -> None:
        """Follow these layers and no others."""
        wanted = {layer.id(): layer for layer in layers}
        for key in self._layers.keys() - wanted.keys():
            self._leave(self._layers[key])
        for key in wanted.keys() - self._layers.keys():
            for signal in _signals(wanted[key]):
                signal.connect(self._call)
        self._layers = wanted

    def _leave(self, layer: QgsVectorLayer) -> None:
        with suppress(RuntimeError):  # it has been deleted, and its connections with it
            for signal in _signals(layer):
                signal.disconnect(self._call)


def _signals(layer: QgsVectorLayer) -> tuple:
    return layer.nameChanged, layer.updatedFields, layer.dataSourceChanged
