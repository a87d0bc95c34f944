"""How much ground of polygons lies in each area of a net of borders, and outside all: all polygons at once.

The ground of a polygon in area A is the integral of G(x, y) along its outline, against the clock and with respect to x,
with the sign turned, where G is how much of the vertical way up to (x, y) lies in A. It starts at the floor of the
strip that the place is in, for the polygon is cut by strips. What the way crosses are the borders in the strip: G is
``y`` for the area on the floor, plus ``y - f`` for the area above each border f that is crossed, less the same for the
area below it. So the ground is a sum over pairs of an edge and a border, of the area between them where the edge is the
higher one. It depends continuously on all coordinates: edges along borders, through corners or ending on them are no
special cases, as they are where polygons are cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..coverage.edges import OUTSIDE, _directed
from ..coverage.ragged import spread
from ..coverage.rings import rings_of
from .polygon_borders import taken
from .polygon_boxes import boxes_of_rings
from .polygon_chunks import spread_in_chunks
from .polygon_strips import Slopes, Spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ..coverage.edges import Edges
    from ..coverage.rings import Rings
    from .polygon_borders import AreaStrips, BorderStrips
    from .polygon_strips import Crossings, Strips

    Indices = NDArray[np.intp]
    Labels = NDArray[np.int32]
    Numbers = NDArray[np.float64]

_SUMMED_AT_ONCE = 2_000_000
_MOST_AREAS = 2**31
_SEVERAL = np.int32(-2)
"""The label of a polygon that may be in several areas."""
_ROUNDING = 2.0**-46
"""Of all that was added up: less than this is what rounding leaves of nothing."""
_NOTHING_M2 = 1e-9
"""Likewise where little was added up: a corner of a polygon is not exactly on the border that it was put on."""


@dataclass(frozen=True)
class Ground:
    """What of polygons lies where; every pair of a polygon and an area is there once."""

    polygon: Indices
    """Shape (pairs,)."""
    area: Indices
    """``OUTSIDE`` for what lies in none; shape (pairs,)."""
    m2: Numbers
    """Square metres, shape (pairs,)."""
    own: Numbers
    """The ground of each whole polygon by itself, square metres, shape (polygons,)."""

    def only(self, polygons: Indices) -> Ground:
        """Return what is known of some of the polygons, numbered anew."""
        place = np.full(self.own.size, -1)
        place[polygons] = np.arange(polygons.size)
        chosen = np.flatnonzero(place[self.polygon] >= 0)
        return Ground(place[self.polygon[chosen]], self.area[chosen], self.m2[chosen], self.own[polygons])

    @classmethod
    def joined(cls, parts: Sequence[Ground]) -> Ground:
        """Return what is known of several sets of polygons, numbered one after the other."""
        first = np.cumsum([0, *(part.own.size for part in parts)])
        return cls(
            np.concatenate(
                [np.zeros(0, np.intp), *(f + part.polygon for f, part in zip(first[:-1], parts, strict=True))]
            ),
            np.concatenate([np.zeros(0, np.intp), *(part.area for part in parts)]),
            np.concatenate([np.zeros(0), *(part.m2 for part in parts)]),
            np.concatenate([np.zeros(0), *(part.own for part in parts)]),
        )


@dataclass(frozen=True)
class _Outline:
    """The upper and lower sides of polygons within strips."""

    slopes: Slopes
    polygon: Indices
    """Shape (slopes,)."""
    sign: Numbers
    """1 for slopes that have ground below them, -1 for those that have ground above; shape (slopes,)."""


def ground_of(polygons: Sequence[bytes], areas: AreaStrips) -> Ground:
    """Return how much of polygons lies in each area.

    Args:
        polygons: little-endian WKB of valid, flat polygons, shape (polygons,).
        areas: the borders of the areas.
    """
    rings = rings_of(polygons)
    own, edges = _own(rings), _directed(rings)
    boxes = boxes_of_rings(rings)
    inside = _in_areas(edges, boxes, own, areas.borders, lambda label: label != OUTSIDE)
    outside = _in_areas(edges, boxes, own, areas.outer, lambda label: label == OUTSIDE)
    return Ground(*(np.concatenate(both) for both in zip(inside, outside, strict=True)), own)


def _own(rings: Rings) -> Numbers:
    """Return the ground of each polygon; QGIS, which does not count from a corner, loses digits of large ones."""
    ring = np.repeat(np.arange(rings.area.size), np.diff(rings.starts))
    corner = rings.starts[ring]
    x, y = rings.x - rings.x[corner], rings.y - rings.y[corner]
    twice = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0.0)
    twice[rings.starts[1:] - 1] = 0.0  # from the end of one ring to the start of the next
    m2 = 0.5 * np.abs(np.bincount(ring, twice, rings.area.size))
    return np.bincount(rings.area, np.where(rings.hole, -m2, m2), rings.area_count)


def _in_areas(
    edges: tuple[Edges, NDArray[np.bool_]],
    boxes: NDArray[np.float64],
    own: Numbers,
    borders: BorderStrips,
    wanted: Callable[[Labels], NDArray[np.bool_]],
) -> tuple[Indices, Indices, Numbers]:
    """Return polygons, areas, and what of the one lies in the other.

    Args:
        edges: of polygons, eastwards, the polygon as ``left``; and whether its ground lies there.
        boxes: the box of each polygon, shape (polygons, 4).
        own: the ground of each polygon, shape (polygons,).
        borders: between the areas.
        wanted: which areas count.
    """
    label = _labels(boxes, borders)
    whole = np.flatnonzero(wanted(label) & (label != _SEVERAL))
    polygon, area, m2 = _add_up(_outline(*edges, label == _SEVERAL, borders.strips), borders, wanted)
    return (
        np.concatenate([whole, polygon]),
        np.concatenate([label[whole].astype(np.intp), area]),
        np.concatenate([own[whole], m2]),
    )


def _labels(boxes: NDArray[np.float64], borders: BorderStrips) -> Labels:
    """Return the area of boxes that have no border near them, ``_SEVERAL`` for others; shape (boxes,)."""
    west, south, east, north = boxes.T
    first, last = (np.searchsorted(borders.strips.lines, side) - 1 for side in (south, north))
    box, rank = spread(last - first + 1)
    spans = Spans(box, first[box] + rank, west[box], east[box])
    span, label, _, _ = borders.floor_under(spans)
    starts = np.searchsorted(box[span], np.arange(len(boxes)))
    low, high = np.minimum.reduceat(label, starts), np.maximum.reduceat(label, starts)
    begin, end = borders.pieces_near(spans)
    near = np.bincount(box[begin < end], minlength=len(boxes)) > 0
    return np.where((low == high) & ~near, low, _SEVERAL)


def _outline(
    edges: Edges, inside_left: NDArray[np.bool_], chosen: NDArray[np.bool_], strips: Strips
) -> _Outline:
    """Return the sides of the chosen polygons."""
    some = np.flatnonzero(chosen[edges.left])
    edges = taken(edges, some)
    ends = edges.x0, edges.y0, edges.x1, edges.y1
    above = np.where(inside_left[some], 1, -1)  # the left of what is drawn eastwards
    spans, crossings = strips.cut(*ends)
    roofs, owner, depth = _roofs(crossings, edges, above)
    level = strips.lines[roofs.strip + 1]
    along_roofs = roofs.begin, level, roofs.end, level
    return _Outline(
        Slopes.of(
            Spans.joined([spans, roofs.counted_from(len(edges))]),
            *(np.concatenate(both) for both in zip(ends, along_roofs, strict=True)),
            strips,
        ),
        np.concatenate([edges.left[spans.edge], owner]).astype(np.intp),
        np.concatenate([-above[spans.edge], depth]).astype(np.float64),
    )


def _roofs(
    crossings: Crossings, edges: Edges, above: Indices
) -> tuple[Spans, NDArray[np.int32], NDArray[np.intp]]:
    """Return where polygons go on above the roof of a strip: the stretches, of which polygon, and how often it does."""
    crossings = crossings.take(np.lexsort((crossings.x, crossings.line, edges.left[crossings.edge])))
    climbs = (edges.y1 > edges.y0)[crossings.edge]  # its left is in the west
    depth = np.cumsum(np.where(climbs, -1, 1) * above[crossings.edge])  # back at 0 at the end of every line
    end = np.roll(crossings.x, -1)
    goes_on = np.flatnonzero((depth != 0) & (crossings.x < end))  # line 0 is a roof of no height
    begin, strip = crossings.x[goes_on], crossings.line[goes_on] - 1
    roofs = Spans(np.arange(goes_on.size), strip, begin, end[goes_on])
    return roofs, edges.left[crossings.edge[goes_on]], depth[goes_on]


def _add_up(
    outline: _Outline, borders: BorderStrips, wanted: Callable[[Labels], NDArray[np.bool_]]
) -> tuple[Indices, Indices, Numbers]:
    """Return polygons, areas, and what of the one lies in the other."""
    sums = _Sums(wanted)
    slope, label, begin, end = borders.floor_under(outline.slopes.spans)
    at_begin, at_end = outline.slopes.heights(slope, begin, end)
    sums.add(outline.polygon[slope], label, outline.sign[slope] * 0.5 * (at_begin + at_end) * (end - begin))
    first, last = borders.pieces_near(outline.slopes.spans)
    for slope, rank in spread_in_chunks(last - first):
        _add_borders(sums, outline, borders, slope, first[slope] + rank)
    return sums.pairs()


def _add_borders(
    sums: _Sums, outline: _Outline, borders: BorderStrips, slope: Indices, border: Indices
) -> None:
    ours, theirs = outline.slopes, borders.slopes
    begin = np.maximum(ours.spans.begin[slope], theirs.spans.begin[border])
    end = np.minimum(ours.spans.end[slope], theirs.spans.end[border])
    meet = np.flatnonzero(begin < end)
    slope, border, begin, end = slope[meet], border[meet], begin[meet], end[meet]
    our_heights, their_heights = ours.heights(slope, begin, end), theirs.heights(border, begin, end)
    higher = _positive_mean(our_heights[0] - their_heights[0], our_heights[1] - their_heights[1])
    area = outline.sign[slope] * higher * (end - begin)
    some = np.flatnonzero(area)
    polygon, edge, area = outline.polygon[slope[some]], theirs.spans.edge[border[some]], area[some]
    sums.add(polygon, borders.edges.left[edge], area)
    sums.add(polygon, borders.edges.right[edge], -area)


def _positive_mean(start: Numbers, end: Numbers) -> Numbers:
    """Return the mean of a linear function between two values, what is negative taken as 0."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    top = np.maximum(high, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = 0.5 * top * top / (high - low)
    return np.where(low >= 0, 0.5 * (low + high), np.where(high <= 0, 0.0, part))


class _Sums:
    """Ground by polygon and area, added up."""

    def __init__(self, wanted: Callable[[Labels], NDArray[np.bool_]]) -> None:
        self._wanted = wanted
        self._keys: list[NDArray[np.int64]] = []
        self._values: list[Numbers] = []
        self._sizes: list[Numbers] = []
        self._waiting = 0

    def add(self, polygon: Indices, label: Labels, value: Numbers) -> None:
        """Add ground, the order of which does not matter."""
        some = np.flatnonzero(self._wanted(label))
        polygon, label, value = polygon[some], label[some], value[some]
        self._keys.append(polygon.astype(np.int64) * _MOST_AREAS + label + 1)
        self._values.append(value)
        self._sizes.append(np.abs(value))
        self._waiting += value.size
        if self._waiting > _SUMMED_AT_ONCE:
            self._sum_up()

    def pairs(self) -> tuple[Indices, Indices, Numbers]:
        """Return polygons, areas and sums, but for sums that are no more than what rounding leaves."""
        self._sum_up()
        (keys,), (total,), (size,) = self._keys, self._values, self._sizes
        some = np.flatnonzero(total > np.maximum(size * _ROUNDING, _NOTHING_M2))
        return keys[some] // _MOST_AREAS, keys[some] % _MOST_AREAS - 1, total[some]

    def _sum_up(self) -> None:
        keys, place = np.unique(np.concatenate(self._keys), return_inverse=True)
        self._values = [np.bincount(place, np.concatenate(self._values), keys.size)]
        self._sizes = [np.bincount(place, np.concatenate(self._sizes), keys.size)]
        self._keys, self._waiting = [keys], 0
