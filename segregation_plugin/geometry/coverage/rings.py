"""Polygons as arrays of rings, read from WKB."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_HEADER = 5
_COUNT = 4
_VERTEX = 16
_POLYGON, _MULTI_POLYGON = 3, 6


@dataclass(frozen=True)
class Rings:
    """The closed rings of all areas, one after the other."""

    x: NDArray[np.float64]
    """East, metres, shape (vertices,)."""
    y: NDArray[np.float64]
    """North, metres, shape (vertices,)."""
    starts: NDArray[np.intp]
    """Where each ring begins, and at the end the number of vertices; shape (rings + 1,)."""
    area: NDArray[np.int32]
    """The area that each ring is of, shape (rings,)."""
    hole: NDArray[np.bool_]
    """Rings that cut ground out of their area, shape (rings,)."""
    area_count: int

    @property
    def spans(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The south and the north of each ring, each of shape (rings,)."""
        starts = self.starts[:-1]
        return np.minimum.reduceat(self.y, starts), np.maximum.reduceat(self.y, starts)


def rings_of(polygons: Sequence[bytes]) -> Rings:
    """Return the rings of polygons.

    Args:
        polygons: little-endian WKB of flat polygons and multi-polygons, shape (areas,).

    Raises:
        ValueError: something else is among them.
    """
    runs: list[NDArray[np.float64]] = []
    area, hole = [], []
    for number, wkb in enumerate(polygons):
        for place, run in _runs(wkb):
            runs.append(run)
            area.append(number)
            hole.append(place > 0)
    flat = np.concatenate(runs) if runs else np.zeros((0, 2))
    return Rings(
        x=np.ascontiguousarray(flat[:, 0]),
        y=np.ascontiguousarray(flat[:, 1]),
        starts=np.concatenate([[0], np.cumsum([len(run) for run in runs], dtype=np.intp)]).astype(np.intp),
        area=np.array(area, dtype=np.int32),
        hole=np.array(hole, dtype=np.bool_),
        area_count=len(polygons),
    )


def _runs(wkb: bytes) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield every ring of a polygon or multi-polygon with its place: 0 is the outer one, others are holes."""
    kind, count = _kind_and_count(wkb, 0)
    if kind == _POLYGON:
        yield from _rings_at(wkb, 0)[1]
        return
    if kind != _MULTI_POLYGON:
        raise ValueError(f"WKB type {kind} is no polygon")
    place = _HEADER + _COUNT
    for _ in range(count):
        place, rings = _rings_at(wkb, place)
        yield from rings


def _rings_at(wkb: bytes, place: int) -> tuple[int, list[tuple[int, NDArray[np.float64]]]]:
    """Return where a polygon ends and its rings, each of shape (vertices, 2)."""
    _, count = _kind_and_count(wkb, place)
    place += _HEADER + _COUNT
    rings = []
    for ring in range(count):
        (vertices,) = struct.unpack_from("<I", wkb, place)
        place += _COUNT
        rings.append((ring, np.frombuffer(wkb, "<f8", 2 * vertices, place).reshape(-1, 2)))
        place += _VERTEX * vertices
    return place, rings


def _kind_and_count(wkb: bytes, place: int) -> tuple[int, int]:
    order, kind, count = struct.unpack_from("<BII", wkb, place)
    if order != 1:
        raise ValueError("WKB is not little-endian")
    return kind, count
