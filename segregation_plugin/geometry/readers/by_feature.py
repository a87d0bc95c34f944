"""Features of any layer as QGIS hands them over: filtered, selected, edited, transformed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from qgis.core import Qgis

from ...core.errors import InputError, RunCancelledError
from ..reading import cleaned, of_types
from .batch import batch_of
from .wkb import lines_from_wkb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qgis.core import QgsCoordinateTransform, QgsFeature, QgsFeedback

    from ..reading import LayerSource
    from .batch import LineBatch, Wanted

LINE = Qgis.GeometryType.Line
_CANCEL_EVERY = 16
_FEATURES = 4096
_BYTES = 16_000_000
"""Of well-known binary, held at a time beside the features themselves."""


class FeatureReader:
    """Reads the features of a layer one by one, and computes with them many at a time.

    Args:
        layer: what to read.
        wanted: the fields.
        indices: their places among the layer's fields.
        transform: into EPSG:3006.
        feedback: asked for cancel.
    """

    def __init__(
        self,
        layer: LayerSource,
        wanted: Wanted,
        indices: Mapping[str, int],
        transform: QgsCoordinateTransform,
        feedback: QgsFeedback,
    ) -> None:
        self._layer = layer
        self._wanted = wanted
        self._indices = indices
        self._transform = transform
        self._feedback = feedback
        self.of_other_types = 0
        """Features read so far that have a geometry without lines."""

    def batches(self, after: int = 0, last_id: int = -1) -> Iterator[LineBatch]:
        """Yield all features of the layer, or those after a number of them.

        Args:
            after: how many to leave out.
            last_id: the id of the last of these.

        Raises:
            InputError: a feature cannot be transformed, or the features left out are not those that they were.
            FigureError: a figure is no number.
            RunCancelledError: the user cancelled.
        """
        features = iter(self._layer.features(list(self._indices.values())))
        if after:
            self._leave_out(features, after, last_id)
        taken: list[QgsFeature] = []
        blobs: list[bytes] = []
        size = 0
        while group := list(islice(features, _CANCEL_EVERY)):
            if self._feedback.isCanceled():
                raise RunCancelledError
            taken += group
            blobs += self._blobs(group)
            size += sum(map(len, blobs[-len(group) :]))
            if len(taken) >= _FEATURES or size >= _BYTES:
                yield self._batch(taken, blobs)
                taken, blobs, size = [], [], 0
        if taken:
            yield self._batch(taken, blobs)

    def first(self, count: int) -> tuple[list[int], LineBatch]:
        """Return the ids of the first features and what they hold."""
        features = list(islice(self._layer.features(list(self._indices.values())), count))
        return [feature.id() for feature in features], self._batch(features, self._blobs(features))

    def _leave_out(self, features: Iterator[QgsFeature], count: int, last_id: int) -> None:
        last = None
        for number, feature in enumerate(islice(features, count)):
            if number % _CANCEL_EVERY == 0 and self._feedback.isCanceled():
                raise RunCancelledError
            last = feature.id()
        if last != last_id:
            raise InputError(
                "Layer {layer} changed while it was being read; run again.", layer=self._layer.name
            )

    def _blobs(self, features: list[QgsFeature]) -> list[bytes]:
        if self._transform.isShortCircuited():
            return [feature.geometry().asWkb().data() for feature in features]
        return [self._lines(feature) for feature in features]

    def _batch(self, features: list[QgsFeature], blobs: list[bytes]) -> LineBatch:
        try:
            found = lines_from_wkb(blobs)
        except ValueError:  # curves, collections, other kinds
            found = lines_from_wkb([self._lines(feature) for feature in features])
        columns = {name: [feature[index] for feature in features] for name, index in self._indices.items()}
        return batch_of(found, columns, self._wanted, len(features))

    def _lines(self, feature: QgsFeature) -> bytes:
        """Return a feature's lines, flat, straight and in EPSG:3006; of no bytes where it has none."""
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            return b""
        geometry, _ = cleaned(geometry, self._transform, self._layer.name, feature.id())
        lines = of_types(geometry, (LINE,))
        if lines is None:
            self.of_other_types += geometry.type() != LINE
            return b""
        return (
            lines.constGet().segmentize().asWkb().data()
        )  # a compound curve without arcs is no linestring yet
