"""Polygons dissolved by class: only those that meet are united, and only with those that they meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...core.overlay import sums
from ..boxes import boxes_of, local_order
from ..operations import PreparedGeometry, united
from ..threads import in_threads
from .polygon_boxes import meeting_boxes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback, QgsGeometry

    Indices = NDArray[np.intp]
    Pairs = list[tuple[int, int]]

_PAIRS_AT_ONCE = 256
_LEAST_TOGETHER, _MOST_TOGETHER = 64, 128
"""Polygons that a thread unites in one go, of one group or of several small ones."""
_MEETING = 0.5
"""The part of the work that is done when it is known which polygons meet."""
_FIRST_ROUND = 0.7
"""The part of uniting that is done when the neighbours in large groups are united."""


@dataclass(frozen=True)
class Dissolved:
    """The ground of classes: polygons of which no two of a class have a place in common."""

    alone: Indices
    """Polygons that meet no other of their class, ascending; shape (alone,)."""
    united: list[QgsGeometry]
    """What the others make."""
    class_: Indices
    """The class of each of these, shape (united,)."""

    def m2(self, polygons: Sequence[QgsGeometry], classes: Indices, class_count: int) -> NDArray[np.float64]:
        """Return the ground of every class, square metres, shape (class_count,).

        Args:
            polygons: those that were dissolved.
            classes: the class of each polygon, shape (polygons,).
            class_count: how many classes there are.
        """
        ground = areas_of([*(polygons[place] for place in self.alone), *self.united])
        return sums(np.concatenate([classes[self.alone], self.class_]), ground, class_count)


def areas_of(polygons: Sequence[QgsGeometry]) -> NDArray[np.float64]:
    """Return the ground of polygons, square metres, shape (polygons,)."""
    return np.array([polygon.area() for polygon in polygons], dtype=np.float64)


def dissolve(polygons: Sequence[QgsGeometry], classes: Indices, feedback: QgsFeedback) -> Dissolved:
    """Dissolve the polygons of every class.

    Args:
        polygons: valid.
        classes: the class of each polygon, shape (polygons,), from 0.
        feedback: asked for cancel, told the progress.

    Raises:
        InputError: GEOS could not dissolve them.
        RunCancelledError: the user cancelled.
    """
    groups = _groups(polygons, classes, feedback)
    alone = np.array([group[0] for group in groups if len(group) == 1], dtype=np.intp)
    several = [group for group in groups if len(group) > 1]
    class_ = classes[np.array([group[0] for group in several], dtype=np.intp)]
    return Dissolved(alone, _unions(polygons, several, feedback), class_)


class _Links:
    """Which of many members are connected, each by way of others or not."""

    def __init__(self, count: int) -> None:
        self._towards = list(range(count))  # from every member nearer to the first of its group

    def first_of(self, member: int) -> int:
        """Return the first member of the group."""
        towards = self._towards
        while towards[member] != member:
            towards[member] = member = towards[towards[member]]
        return member

    def connect(self, one: int, other: int) -> None:
        """Make one group of two."""
        low, high = sorted((self.first_of(one), self.first_of(other)))
        self._towards[high] = low

    def unconnected(self, pairs: Pairs) -> Pairs:
        """Return the pairs of different groups."""
        return [pair for pair in pairs if self.first_of(pair[0]) != self.first_of(pair[1])]

    def groups(self) -> list[list[int]]:
        """Return the members of every group, ascending."""
        found: dict[int, list[int]] = {}
        for member in range(len(self._towards)):
            found.setdefault(self.first_of(member), []).append(member)
        return list(found.values())


def _groups(polygons: Sequence[QgsGeometry], classes: Indices, feedback: QgsFeedback) -> list[list[int]]:
    """Return the polygons of a class that are connected, by what they meet and what that meets."""
    links = _Links(len(polygons))

    def meeting(pairs: Pairs) -> Pairs:
        prepared, found = None, []
        for one, other in pairs:
            if prepared is None or prepared.geometry is not polygons[one]:
                prepared = PreparedGeometry(polygons[one])
            if prepared.intersects(polygons[other]):
                found.append((one, other))
        return found

    near = _near(boxes_of(polygons, feedback), classes, links, feedback)
    for pairs in in_threads(meeting, near, feedback):
        for one, other in pairs:
            links.connect(one, other)
    return links.groups()


def _near(
    boxes: NDArray[np.float64], classes: Indices, links: _Links, feedback: QgsFeedback
) -> Iterator[Pairs]:
    """Yield the pairs of polygons of a class whose boxes meet, some at a time, but for those connected by then."""
    begun = 0.0
    for one, other, done in meeting_boxes(boxes, classes):
        order = np.argsort(one, kind="stable")
        pairs = list(zip(one[order].tolist(), other[order].tolist(), strict=True))
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            feedback.setProgress(100 * _MEETING * (begun + (done - begun) * start / len(pairs)))
            yield links.unconnected(pairs[start : start + _PAIRS_AT_ONCE])
        begun = done


def _unions(
    polygons: Sequence[QgsGeometry], groups: Sequence[list[int]], feedback: QgsFeedback
) -> list[QgsGeometry]:
    """Return the union of every group, by rounds in which neighbours are united."""
    left = [_in_local_order([polygons[member] for member in group]) for group in groups]
    begun = _MEETING
    while several := [place for place, group in enumerate(left) if len(group) > 1]:
        chunks = [
            (place, left[place][start : start + _MOST_TOGETHER])
            for place in several
            for start in range(0, len(left[place]), _MOST_TOGETHER)
        ]
        is_last = len(chunks) == len(several)
        end = 1.0 if is_last else begun + _FIRST_ROUND * (1 - begun)
        for place in several:
            left[place] = []
        done = 0
        for found in in_threads(_each_united, _bundles(chunks), feedback):
            for polygon in found:
                left[chunks[done][0]].append(polygon)
                done += 1
            feedback.setProgress(100 * (begun + (end - begun) * done / len(chunks)))
        begun = end
    return [polygon for (polygon,) in left]


def _in_local_order(polygons: list[QgsGeometry]) -> list[QgsGeometry]:
    """Return polygons so that neighbours follow each other, if they are too many for one go."""
    if len(polygons) <= _MOST_TOGETHER:
        return polygons
    return [polygons[place] for place in local_order(boxes_of(polygons))]


def _each_united(chunks: Sequence[list[QgsGeometry]]) -> list[QgsGeometry]:
    return [united(chunk) for chunk in chunks]


def _bundles(chunks: Sequence[tuple[int, list[QgsGeometry]]]) -> Iterator[list[list[QgsGeometry]]]:
    """Yield chunks, so many together that they are worth a thread's while."""
    waiting: list[list[QgsGeometry]] = []
    for _, chunk in chunks:
        waiting.append(chunk)
        if sum(map(len, waiting)) >= _LEAST_TOGETHER:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
