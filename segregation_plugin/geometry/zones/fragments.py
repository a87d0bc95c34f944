"""What tiles hold of a zone: polygons that are whole, and fragments whose outlines are opened along the seams."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..coverage.rings import rings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from qgis.core import QgsGeometry

    from ..boxes import Box

    Outline = NDArray[np.float64]
    """Vertices, shape (vertices, 2), with the ground on their left."""


class Seam(NamedTuple):
    """A line between tiles; axis 0 runs north at an east of ``at`` metres, axis 1 runs east."""

    axis: int
    at: float


class Stretch(NamedTuple):
    """What of a seam a fragment lies along, metres."""

    begin: float
    end: float
    fragment: int


class Chain(NamedTuple):
    """An outline from seam to seam."""

    vertices: Outline
    fragment: int
    starts_on: Seam
    ends_on: Seam


@dataclass
class Fragments:
    """A zone as its tiles hold it."""

    whole: list[bytes] = field(default_factory=list)
    """Polygons that touch no seam, as WKB."""
    whole_m2: float = 0.0
    """Their ground, square metres."""
    holes: list[list[Outline]] = field(default_factory=list)
    """Of every fragment, the holes that touch no seam."""
    chains: list[Chain] = field(default_factory=list)
    before: dict[Seam, list[Stretch]] = field(default_factory=dict)
    """The fragments west or south of a seam."""
    behind: dict[Seam, list[Stretch]] = field(default_factory=dict)
    """The fragments east or north of it."""

    def add(self, box: Box, polygon: QgsGeometry) -> None:
        """Add one of the polygons that a tile holds.

        Args:
            box: the tile.
            polygon: within the tile, of one part.
        """
        extent, wkb = polygon.boundingBox(), polygon.asWkb().data()
        on_seam = (
            extent.xMinimum() == box.west
            or extent.xMaximum() == box.east
            or extent.yMinimum() == box.south
            or extent.yMaximum() == box.north
        )
        if on_seam:
            self._add_fragment(box, wkb)
        else:
            self.whole.append(wkb)
            self.whole_m2 += polygon.area()

    def _add_fragment(self, box: Box, wkb: bytes) -> None:
        rings = rings_of([wkb])
        vertices = np.column_stack([rings.x, rings.y])
        outlines = [
            _turned(vertices[start:stop], hole=bool(hole))
            for start, stop, hole in zip(rings.starts, rings.starts[1:], rings.hole, strict=False)
        ]
        closed = [outline for outline in outlines if not self._open(outline, box, len(self.holes))]
        self.holes.append(closed)

    def _open(self, outline: Outline, box: Box, fragment: int) -> bool:
        """Take the edges along seams out of an outline; say whether there were any."""
        on_sides = _on_sides(outline, box)
        edge, side = np.nonzero(on_sides[:-1] & on_sides[1:])
        if not edge.size:
            return False
        seams = (Seam(0, box.west), Seam(0, box.east), Seam(1, box.south), Seam(1, box.north))
        seam_of = dict(zip(edge.tolist(), (seams[number] for number in side.tolist()), strict=True))
        for number, at in zip(edge.tolist(), side.tolist(), strict=True):
            begin, end = sorted(outline[number : number + 2, 1 - seams[at].axis].tolist())
            stretches = self.before if at % 2 else self.behind
            stretches.setdefault(seams[at], []).append(Stretch(begin, end, fragment))
        edges = len(outline) - 1
        for first, last in _runs(edge, edges):
            chain = outline[np.arange(first, last + 2) % edges]
            self.chains.append(Chain(chain, fragment, seam_of[first - 1], seam_of[(last + 1) % edges]))
        return True


def _on_sides(vertices: Outline, box: Box) -> NDArray[np.bool_]:
    """Say which vertices lie on the western, eastern, southern and northern side; shape (vertices, 4)."""
    return vertices[:, [0, 0, 1, 1]] == (box.west, box.east, box.south, box.north)


def _turned(ring: Outline, *, hole: bool) -> Outline:
    """Return a ring against the clock, or a hole with it."""
    return ring if (signed_area(ring) < 0) == hole else ring[::-1]


def signed_area(ring: Outline) -> float:
    """Return the area inside a closed ring, square metres; negative when it runs with the clock."""
    x, y = (ring - ring[0]).T
    return float(x[:-1] @ y[1:] - x[1:] @ y[:-1]) / 2


def _runs(taken: NDArray[np.intp], edges: int) -> list[tuple[int, int]]:
    """Return the first and the last edge of every run between taken edges of a ring; the last may count on past it.

    Args:
        taken: ascending.
        edges: how many edges the ring has.
    """
    following = np.append(taken[1:], taken[0] + edges)
    return [
        (first + 1, last - 1)
        for first, last in zip(taken.tolist(), following.tolist(), strict=True)
        if last > first + 1
    ]
