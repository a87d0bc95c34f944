"""The points, lines and polygons of a layer; of a mixed geometry each part stands with its own kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import Qgis, QgsGeometry

from ...core.errors import InputError, RunCancelledError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from ..reading import Features

    PartsByKind = dict[Qgis.GeometryType, "Parts"]

KINDS = (Qgis.GeometryType.Point, Qgis.GeometryType.Line, Qgis.GeometryType.Polygon)
_CANCEL_EVERY = 1024
_ASK_EVERY = 16
"""Parts that are cut; a large polygon takes a while."""


@dataclass
class Parts:
    """Geometries of one kind and the features they come from.

    Every point is a part of its own; the lines of a feature are together one, and so are its polygons.
    """

    geometries: list[QgsGeometry] = field(default_factory=list)
    _features: list[int] = field(default_factory=list)

    def add(self, geometry: QgsGeometry, feature: int) -> None:
        """Add one part of a feature."""
        self.geometries.append(geometry)
        self._features.append(feature)

    @property
    def feature(self) -> NDArray[np.intp]:
        """The index of the feature of each part, shape (parts,)."""
        return np.array(self._features, dtype=np.intp)


def parts_by_kind(features: Features, feedback: QgsFeedback) -> PartsByKind:
    """Sort the parts of all features by kind; kinds that do not occur are left out.

    A feature without any extent of its kind (a line of one point) is skipped and counted in ``features``.

    Raises:
        InputError: nothing is left to measure.
        RunCancelledError: the user cancelled.
    """
    found = {kind: Parts() for kind in KINDS}
    for number, geometry in enumerate(features.geometries):
        if number % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        kind = geometry.type()
        if kind == Qgis.GeometryType.Unknown:
            measurable = [(kind, part) for kind in KINDS for part in _parts_of_mixture(geometry, kind)]
        else:
            measurable = [(kind, part) for part in _parts(geometry, kind)]
        features.skipped += not measurable
        for kind, part in measurable:
            found[kind].add(part, number)
    if not any(parts.geometries for parts in found.values()):
        raise InputError(
            "Layer {layer} has no features with a geometry to work on; repair it or leave it out.",
            layer=features.name,
        )
    return {kind: parts for kind, parts in found.items() if parts.geometries}


def single_parts(
    geometries: Sequence[QgsGeometry], feedback: QgsFeedback
) -> Iterator[tuple[int, QgsGeometry]]:
    """Yield every single part of geometries, with the place of the geometry that it is of.

    A whole network in one geometry meets all areas at once, and each of them would cut it whole: part by part the
    cost grows with the parts alone.

    Args:
        geometries: single or of several parts.
        feedback: asked for cancel, told the progress.

    Raises:
        RunCancelledError: the user cancelled.
    """
    count, done = sum(geometry.constGet().partCount() for geometry in geometries), 0
    for place, geometry in enumerate(geometries):
        for part in geometry.asGeometryCollection():
            if done % _ASK_EVERY == 0:
                if feedback.isCanceled():
                    raise RunCancelledError
                feedback.setProgress(100 * done / count)
            yield place, part
            done += 1


def taken_apart(
    geometries: Sequence[QgsGeometry], feedback: QgsFeedback
) -> tuple[list[QgsGeometry], NDArray[np.intp]]:
    """Return every single part of geometries, and the place of the geometry that it is of.

    Raises:
        RunCancelledError: the user cancelled.
    """
    found: list[QgsGeometry] = []
    places: list[int] = []
    for place, geometry in enumerate(geometries):
        if place % _CANCEL_EVERY == 0 and feedback.isCanceled():
            raise RunCancelledError
        parts = geometry.asGeometryCollection() if geometry.isMultipart() else (geometry,)
        found += parts
        places += [place] * len(parts)
    return found, np.array(places, dtype=np.intp)


def _parts(geometry: QgsGeometry, kind: Qgis.GeometryType) -> list[QgsGeometry]:
    """Return the parts of a geometry of one kind."""
    if kind == Qgis.GeometryType.Point:
        return geometry.asGeometryCollection() if geometry.isMultipart() else [geometry]
    if kind == Qgis.GeometryType.Line and geometry.isMultipart():
        return _parts_of_mixture(geometry, kind)
    return [geometry] if _extends(geometry, kind) else []


def _parts_of_mixture(geometry: QgsGeometry, kind: Qgis.GeometryType) -> list[QgsGeometry]:
    """Return the points of a geometry of several kinds, or all its lines as one, or all its polygons."""
    parts = [part for part in geometry.asGeometryCollection() if part.type() == kind and _extends(part, kind)]
    if kind == Qgis.GeometryType.Point or not parts:
        return parts
    return [QgsGeometry.collectGeometry(parts)]


def _extends(part: QgsGeometry, kind: Qgis.GeometryType) -> bool:
    """Say whether a part has a measure of its kind; GEOS cannot work on lines of one point."""
    if kind == Qgis.GeometryType.Line:
        return part.length() > 0
    return kind == Qgis.GeometryType.Point or part.area() > 0
