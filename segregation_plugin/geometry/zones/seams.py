"""A zone put together again from its tiles.

The seams between tiles are taken out, and outlines that end on a seam are joined with those that go on behind it. To
dissolve the tiles would take longer than everything before: every vertex would be looked at again and again.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import Qgis, QgsGeometry

from ..operations import union
from ..threads import go_on
from .fragments import Fragments, signed_area

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from ..boxes import Box
    from .fragments import Chain, Outline, Stretch

_SAME_M = 1e-6
"""Where an outline crosses a seam is computed on both sides of it, and differs by rounding."""
_ROUNDING = 1e-9
_POLYGON, _MULTI_POLYGON = 3, 6
_HEADER = struct.Struct("<BII")
_COUNT = struct.Struct("<I")
_LITTLE_ENDIAN = 1


class _MisfitError(Exception):
    """What lies on both sides of a seam does not fit together."""


def joined(boxes: Sequence[Box], zones: Sequence[QgsGeometry], feedback: QgsFeedback) -> QgsGeometry:
    """Return a zone as one multi-polygon; a null geometry where there is none.

    Args:
        boxes: the tiles.
        zones: what of the zone lies in each tile, polygons; shape (tiles,).
        feedback: asked for cancel.

    Raises:
        InputError: GEOS could not dissolve the zone.
        RunCancelledError: the user cancelled.
    """
    try:
        fragments = _fragments(boxes, zones, feedback)
        polygons = list(_polygons(fragments, feedback))
        _check(fragments.whole_m2, polygons, zones, feedback)
    except _MisfitError:
        return union(zones, feedback)
    return _multi_polygon(fragments.whole, polygons, feedback)


def _fragments(boxes: Sequence[Box], zones: Sequence[QgsGeometry], feedback: QgsFeedback) -> Fragments:
    fragments = Fragments()
    for box, zone in zip(boxes, zones, strict=True):
        go_on(feedback.isCanceled)
        for part in zone.asGeometryCollection():
            if part.type() == Qgis.GeometryType.Polygon and not part.isEmpty():
                fragments.add(box, part)
    return fragments


def _polygons(fragments: Fragments, feedback: QgsFeedback) -> Iterator[list[Outline]]:
    """Yield the polygons that fragments are of, each an outer outline and holes."""
    following = _following(fragments.chains)
    connected = _connected(fragments, following)
    outlines: dict[int, list[Outline]] = {}
    for fragment, holes in enumerate(fragments.holes):
        outlines.setdefault(connected[fragment], []).extend(holes)
    for fragment, outline in _closed(fragments.chains, following):
        go_on(feedback.isCanceled)
        outlines.setdefault(connected[fragment], []).append(outline)
    for of_polygon in outlines.values():
        go_on(feedback.isCanceled)
        outer = [outline for outline in of_polygon if signed_area(outline) > 0]
        if len(outer) != 1:
            raise _MisfitError
        yield outer + [outline for outline in of_polygon if outline is not outer[0]]


def _following(chains: Sequence[Chain]) -> NDArray[np.intp]:
    """Return the chain that goes on where each chain ends, shape (chains,)."""
    ends = np.array([(*chain.ends_on, chain.vertices[-1, 1 - chain.ends_on.axis]) for chain in chains])
    starts = np.array([(*chain.starts_on, chain.vertices[0, 1 - chain.starts_on.axis]) for chain in chains])
    following = np.zeros(len(chains), dtype=np.intp)
    if chains:
        by_end, by_start = np.lexsort(ends.T[::-1]), np.lexsort(starts.T[::-1])
        difference = np.abs(ends[by_end] - starts[by_start])
        if np.any(difference[:, :2]) or np.any(difference[:, 2] > _SAME_M):
            raise _MisfitError
        following[by_end] = by_start
    return following


def _connected(fragments: Fragments, following: NDArray[np.intp]) -> list[int]:
    """Return a number per fragment, the same for those that lie beside each other along a seam or further on."""
    leader = list(range(len(fragments.holes)))

    def leader_of(fragment: int) -> int:
        while leader[fragment] != fragment:
            leader[fragment] = leader[leader[fragment]]
            fragment = leader[fragment]
        return fragment

    for chain, other in zip(fragments.chains, following.tolist(), strict=True):
        leader[leader_of(chain.fragment)] = leader_of(fragments.chains[other].fragment)
    for seam, before in fragments.before.items():
        for one, other in _side_by_side(sorted(before), sorted(fragments.behind.get(seam, []))):
            leader[leader_of(one)] = leader_of(other)
    return [leader_of(fragment) for fragment in range(len(leader))]


def _side_by_side(before: list[Stretch], behind: list[Stretch]) -> Iterator[tuple[int, int]]:
    """Yield the fragments that have a stretch of a seam in common; stretches of one side do not overlap."""
    one = other = 0
    while one < len(before) and other < len(behind):
        end = min(before[one].end, behind[other].end)
        if end - max(before[one].begin, behind[other].begin) > _SAME_M:
            yield before[one].fragment, behind[other].fragment
        if before[one].end <= end:
            one += 1
        else:
            other += 1


def _closed(chains: Sequence[Chain], following: NDArray[np.intp]) -> Iterator[tuple[int, Outline]]:
    """Yield closed outlines, each with a fragment that it runs along."""
    next_of = following.tolist()
    done = [False] * len(chains)
    for first in range(len(chains)):
        ring = []
        chain = first
        while not done[chain]:
            done[chain] = True
            ring.append(chains[chain].vertices[:-1])
            chain = next_of[chain]
        if ring:
            yield chains[first].fragment, np.concatenate([*ring, ring[0][:1]])


def _check(
    whole_m2: float, polygons: Sequence[list[Outline]], zones: Sequence[QgsGeometry], feedback: QgsFeedback
) -> None:
    found = whole_m2
    for polygon in polygons:
        go_on(feedback.isCanceled)
        found += sum(map(signed_area, polygon))
    expected = sum(zone.area() for zone in zones if not zone.isEmpty())  # that of nothing is -1
    if abs(found - expected) > _ROUNDING * expected:
        raise _MisfitError


def _multi_polygon(whole: list[bytes], polygons: list[list[Outline]], feedback: QgsFeedback) -> QgsGeometry:
    """Return polygons as a geometry; the lists are emptied, since a zone of a country fills much memory."""
    if not whole and not polygons:
        return QgsGeometry()
    written = bytearray(_HEADER.pack(_LITTLE_ENDIAN, _MULTI_POLYGON, len(whole) + len(polygons)))
    while whole:
        written += whole.pop()
    while polygons:
        go_on(feedback.isCanceled)
        outlines = polygons.pop()
        written += _HEADER.pack(_LITTLE_ENDIAN, _POLYGON, len(outlines))
        for outline in outlines:
            written += _COUNT.pack(len(outline))
            written += np.ascontiguousarray(outline).data
    zone = QgsGeometry()
    zone.fromWkb(written)
    return zone
