"""Two divisions laid over each other: which codes have the same ground, and what pairs of areas have in common.

Two polygons of a code are the same when no circle with the tolerance as diameter fits into what lies in one of them
only (``width.py`` says why it is the width). Most are drawn alike, vertex by vertex, and are not overlaid at all;
others are once, and only where they differ are the areas around laid over them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..core.division_changes import SharedGround
from .boxes import BoxIndex, boxes_of
from .multipart import multipart
from .operations import differing, overlaid
from .threads import go_on, in_stopping_threads
from .width import is_wider, wide_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qgis.core import QgsFeedback, QgsGeometry, QgsRectangle

    from .threads import Stop

    Pair = tuple[int, int]
    """Places of an old and a new area."""

_HELD_AGAINST = 0.8
"""The part of the work that is done when every code is held against its own."""


@dataclass(frozen=True)
class PlacedAreas:
    """The areas of a division: codes, each once, and valid polygons in EPSG:3006."""

    codes: Sequence[str]
    geometries: Sequence[QgsGeometry]


@dataclass(frozen=True)
class _Held:
    """The two polygons of a code held against each other."""

    pair: Pair
    m2: float
    """Of their common ground."""
    differ: list[QgsRectangle]
    """Where they do; empty when they are the same."""


def shared_ground(
    old: PlacedAreas, new: PlacedAreas, tolerance_m: float, feedback: QgsFeedback
) -> SharedGround:
    """Return the pairs of areas whose common ground is somewhere wider than the tolerance, and the unchanged codes.

    Args:
        old: areas of the older division.
        new: areas of the newer one.
        tolerance_m: what rounding explains, more than 0.
        feedback: asked for cancel, told the progress.

    Raises:
        InputError: GEOS could not overlay two areas.
        RunCancelledError: the user cancelled.
    """
    overlay = _Overlay(old, new, tolerance_m, feedback)
    held = list(overlay.held_against())
    found = {one.pair: one.m2 for one in held if not one.differ}
    unchanged = np.zeros(len(old.codes), dtype=np.bool_)
    unchanged[[before for before, _ in found]] = True
    found.update(overlay.in_common(overlay.to_overlay(one for one in held if one.differ) - found.keys()))
    pairs = np.array(sorted(found), dtype=np.intp).reshape(-1, 2)
    m2 = np.array([found[before, after] for before, after in pairs.tolist()], dtype=np.float64)
    return SharedGround(pairs[:, 0], pairs[:, 1], m2, unchanged)


class _Overlay:
    def __init__(self, old: PlacedAreas, new: PlacedAreas, tolerance_m: float, feedback: QgsFeedback) -> None:
        self._old, self._new = old, new
        self._tolerance_m = tolerance_m
        self._feedback = feedback
        self._old_boxes = boxes_of(old.geometries, feedback)
        self._new_boxes = boxes_of(new.geometries, feedback)
        self._old_index, self._new_index = BoxIndex(self._old_boxes), BoxIndex(self._new_boxes)

    def held_against(self) -> Iterator[_Held]:
        """Hold the polygons of every code that is in both layers against each other."""
        place = {code: number for number, code in enumerate(self._new.codes)}
        pairs = [(number, place[code]) for number, code in enumerate(self._old.codes) if code in place]

        def hold(pair: Pair, stop: Stop) -> _Held:
            before, after = self._old.geometries[pair[0]], self._new.geometries[pair[1]]
            if drawn_alike(before, after):
                return _Held(pair, before.area(), [])
            go_on(stop)
            differ = differing(before, after)
            go_on(stop)
            common = (before.area() + after.area() - differ.area()) / 2
            return _Held(pair, common, wide_places(differ, self._tolerance_m))

        for done, held in enumerate(in_stopping_threads(hold, pairs, self._feedback), start=1):
            self._feedback.setProgress(100 * _HELD_AGAINST * done / len(pairs))
            yield held

    def to_overlay(self, changed: Iterable[_Held]) -> set[Pair]:
        """Return the pairs that may have ground in common where codes changed, ended or are new."""
        pairs: set[Pair] = set()
        for held in changed:
            before, after = held.pair
            pairs.add(held.pair)
            for extent in held.differ:
                box = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
                pairs |= self._near_old(before, box) | self._near_new(after, box)
        old_codes, new_codes = set(self._old.codes), set(self._new.codes)
        for before, code in enumerate(self._old.codes):
            if code not in new_codes:
                pairs |= self._near_old(before, self._old_boxes[before])
        for after, code in enumerate(self._new.codes):
            if code not in old_codes:
                pairs |= self._near_new(after, self._new_boxes[after])
        return pairs

    def _near_old(self, before: int, box: Sequence[float]) -> set[Pair]:
        return {(before, after) for after in self._new_index.near(box).tolist()}

    def _near_new(self, after: int, box: Sequence[float]) -> set[Pair]:
        return {(before, after) for before in self._old_index.near(box).tolist()}

    def in_common(self, pairs: set[Pair]) -> Iterator[tuple[Pair, float]]:
        """Yield the pairs whose common ground is wide enough, and how much it is."""

        def overlay(pair: Pair, stop: Stop) -> tuple[Pair, float | None]:
            go_on(stop)
            common = overlaid(self._old.geometries[pair[0]], self._new.geometries[pair[1]])
            return pair, common.area() if is_wider(common, self._tolerance_m) else None

        overlays = in_stopping_threads(overlay, sorted(pairs), self._feedback)
        for done, (pair, m2) in enumerate(overlays, start=1):
            self._feedback.setProgress(100 * (_HELD_AGAINST + (1 - _HELD_AGAINST) * done / len(pairs)))
            if m2 is not None:
                yield pair, m2


def drawn_alike(one: QgsGeometry, other: QgsGeometry) -> bool:
    """Say whether two polygons have the same vertices in the same order, wherever their rings start."""
    if one.constGet().nCoordinates() != other.constGet().nCoordinates():
        return False
    first, second = multipart(one), multipart(other)
    if first.asWkb() == second.asWkb():
        return True
    first.normalize()
    second.normalize()
    return bool(first.asWkb() == second.asWkb())
