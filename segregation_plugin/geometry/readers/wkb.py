"""Well-known binary of many lines to arrays at once; knows no QGIS.

ISO 13249-3 well-known binary, little-endian, with Z and M as ISO writes them (1000, 2000, 3000 added to the type)
or as flags in the upper bits (EWKB and the older "2.5D").
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_TYPE_AT, _COUNT_AT, _HEADER = 1, 5, 9
"""Bytes from the beginning of a geometry: after its byte order, its type, and its number of vertices or parts."""
_TYPE_AND_COUNT = struct.Struct("<II")
_LITTLE_ENDIAN = 1
_LINE, _MULTI_LINE = 2, 5
_Z_FLAG, _M_FLAG = 0x8000_0000, 0x4000_0000
_ISO_STEP, _ISO_STEPS = 1000, 3
"""What ISO adds to a type for Z, twice that for M, at most three times for both."""
_WIDTHS = np.array([2, 3, 3, 4])
"""Numbers a vertex has without Z and M, with Z, with M, with both."""


class WkbLines(NamedTuple):
    """The parts of lines; parts of fewer than two vertices are left out."""

    x: NDArray[np.float64]
    """Shape (vertices,)."""
    y: NDArray[np.float64]
    """Shape (vertices,)."""
    starts: NDArray[np.intp]
    """Where each part begins among the vertices, and at the end their number; shape (parts + 1,)."""
    line: NDArray[np.intp]
    """The place of the blob that each part is of, ascending; shape (parts,)."""


class _Bodies(NamedTuple):
    """The linestrings found in the blobs, each with its own header; all arrays have shape (linestrings,)."""

    line: NDArray[np.intp]
    first: NDArray[np.int64]
    """Where the coordinates begin in the data."""
    count: NDArray[np.int64]
    """Vertices."""
    width: NDArray[np.int64]
    """Numbers a vertex has."""


def lines_from_wkb(blobs: Sequence[bytes]) -> WkbLines:
    """Return the lines of features as arrays; Z and M are dropped.

    Args:
        blobs: a LineString or MultiLineString each, of any of the dimensions; one of no bytes has no parts.

    Raises:
        ValueError: a blob is of another type, big-endian, or longer or shorter than it says.
    """
    sizes = np.fromiter(map(len, blobs), dtype=np.int64, count=len(blobs))
    data = b"".join(blobs)
    bodies = _bodies(data, np.cumsum(sizes) - sizes, np.cumsum(sizes))
    bodies = _Bodies(*(column[bodies.count > 1] for column in bodies))
    x, y = _coordinates(data, bodies)
    return WkbLines(x, y, np.concatenate([[0], np.cumsum(bodies.count)]).astype(np.intp), bodies.line)


def _bodies(data: bytes, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> _Bodies:
    filled = np.flatnonzero(ends > begins)
    kind, _, count = _headers(data, begins[filled], ends[filled])
    if np.any((kind != _LINE) & (kind != _MULTI_LINE)):
        raise ValueError("a geometry is no line")
    multi = kind == _MULTI_LINE
    if np.any(multi & (count == 0) & (ends[filled] - begins[filled] != _HEADER)):
        raise ValueError("something follows a line without parts")
    simple = ~multi | (count == 1)  # by far the most: found without a loop
    line, at = filled[simple], (begins[filled] + _HEADER * multi)[simple]
    if not simple.all():
        several = list(_parts_of_several(data, filled[~simple], begins, ends))
        line = np.concatenate([line, [blob for blob, _ in several]]).astype(np.intp)
        order = np.argsort(line, kind="stable")
        line, at = line[order], np.concatenate([at, [place for _, place in several]]).astype(np.int64)[order]
    return _checked(data, line, at, ends)


def _parts_of_several(
    data: bytes, blobs: NDArray[np.intp], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """Yield the blob and the place of each part, as far as there is room for one; what they hold is checked later."""
    for blob, begin, end in zip(blobs.tolist(), begins[blobs].tolist(), ends[blobs].tolist(), strict=True):
        at = begin + _HEADER
        for _ in range(_TYPE_AND_COUNT.unpack_from(data, begin + _TYPE_AT)[1]):
            if at + _HEADER > end:
                raise ValueError("a line has fewer parts than it says")
            yield blob, at
            code, count = _TYPE_AND_COUNT.unpack_from(data, at + _TYPE_AT)
            at += _HEADER + 8 * count * int(_WIDTHS[_z_and_m(code)])


def _checked(data: bytes, line: NDArray[np.intp], at: NDArray[np.int64], ends: NDArray[np.int64]) -> _Bodies:
    """Return the linestrings, each of which ends where the next of its blob begins, or where the blob does."""
    kind, width, count = _headers(data, at, ends[line])
    after = ends[line]
    same_blob = line[1:] == line[:-1]
    after[:-1][same_blob] = at[1:][same_blob]
    first = at + _HEADER
    if np.any(kind != _LINE) or np.any(first + 8 * count * width != after):
        raise ValueError("a part is no line, or not as long as it says")
    return _Bodies(line, first, count, width)


def _headers(
    data: bytes, at: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return type, numbers a vertex has, and count of what begins at places; each has shape (places,)."""
    if np.any(at + _HEADER > ends):
        raise ValueError("a geometry is cut off")
    if np.any(_read(data, "u1", at) != _LITTLE_ENDIAN):
        raise ValueError("a geometry is big-endian")
    code = _read(data, "<u4", at + _TYPE_AT).astype(np.int64)
    kind = (code & ~(_Z_FLAG | _M_FLAG)) - _ISO_STEP * _iso(code)
    return kind, _WIDTHS[_z_and_m(code)], _read(data, "<u4", at + _COUNT_AT).astype(np.int64)


def _read(data: bytes, dtype: str, at: NDArray[np.int64]) -> NDArray[Any]:
    """Return the numbers that begin at places, which need not be aligned; shape (places,)."""
    if not at.size:
        return np.zeros(0, dtype)
    room = len(data) - np.dtype(dtype).itemsize + 1
    return np.ndarray((room,), dtype, data, strides=(1,))[at]


def _iso(code: NDArray[np.int64] | int) -> NDArray[np.int64] | int:
    """Return the Z and M that ISO adds to the type: 1, 2 or both; another thousand is left to spoil the type."""
    thousands = (code & ~(_Z_FLAG | _M_FLAG)) // _ISO_STEP
    return thousands * (thousands <= _ISO_STEPS)


def _z_and_m(code: NDArray[np.int64] | int) -> NDArray[np.int64] | int:
    """Return 1 for Z, 2 for M, 3 for both."""
    return _iso(code) | (code & _Z_FLAG) // _Z_FLAG | (code & _M_FLAG) // _M_FLAG * 2


def _coordinates(data: bytes, bodies: _Bodies) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return x and y of the vertices of all linestrings, one after the other."""
    step = 8 * bodies.width
    begin = bodies.first - step * (np.cumsum(bodies.count) - bodies.count)
    alike = step.size > 0 and step.min() == step.max()
    steps = step[0] if alike else np.repeat(step, bodies.count)
    at = np.repeat(begin, bodies.count) + steps * np.arange(bodies.count.sum())
    return _read(data, "<f8", at), _read(data, "<f8", at + 8)
