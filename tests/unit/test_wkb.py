"""Well-known binary of lines to arrays: every dimension and flavour, held against shapely; hostile bytes refused."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from segregation_plugin.geometry.readers.wkb import lines_from_wkb

numbers = st.floats(width=64)  # NaN and infinity too: what they mean is decided elsewhere
dimensions = st.sampled_from(["XY", "XYZ", "XYM", "XYZM"])
flavours = st.sampled_from(["iso", "flags"])


def header(kind, dimension="XY", flavour="iso", order="<"):
    with_z, with_m = "Z" in dimension, "M" in dimension
    if flavour == "iso":
        kind += 1000 * with_z + 2000 * with_m
    else:
        kind |= 0x8000_0000 * with_z | 0x4000_0000 * with_m
    return struct.pack("<B" if order == "<" else ">B", order == "<") + struct.pack(f"{order}I", kind)


def linestring(vertices, dimension="XY", flavour="iso", order="<"):
    """Write vertices ``(x, y)``; Z and M are 7, 8."""
    rest = (7.0, 8.0)[: len(dimension) - 2]
    body = b"".join(struct.pack(f"{order}{len(dimension)}d", *vertex, *rest) for vertex in vertices)
    return header(2, dimension, flavour, order) + struct.pack(f"{order}I", len(vertices)) + body


def multi(parts, dimension="XY", flavour="iso"):
    inner = [linestring(part, dimension, flavour) for part in parts]
    return header(5, dimension, flavour) + struct.pack("<I", len(parts)) + b"".join(inner)


def parts_of(found):
    """Return ``(blob, vertices)`` of every part."""
    vertices = list(zip(found.x.tolist(), found.y.tolist(), strict=True))
    return [
        (line, vertices[begin:end])
        for line, begin, end in zip(found.line.tolist(), found.starts[:-1], found.starts[1:], strict=True)
    ]


def expected(shapes):
    """Return the same by shapely."""
    return [
        (number, shapely.get_coordinates(part).tolist())
        for number, shape in enumerate(shapes)
        for part in (shapely.get_parts(shape) if shape is not None else [])
        if shapely.get_num_coordinates(part) > 1
    ]


def as_tuples(parts):
    return [(line, [tuple(vertex) for vertex in vertices]) for line, vertices in parts]


vertices = st.lists(st.tuples(numbers, numbers), max_size=6)
shapes = st.one_of(
    st.tuples(st.just(linestring), vertices, dimensions, flavours),
    st.tuples(st.just(multi), st.lists(vertices, max_size=4), dimensions, flavours),
)


@given(st.lists(st.one_of(shapes, st.none()), max_size=12))
@example(
    [(multi, [[(1.0, 2.0), (3.0, 4.0)]], "XYZM", "flags"), None, (linestring, [(5.0, 6.0)] * 2, "XY", "iso")]
)
@example(
    [(multi, [], "XY", "iso"), (linestring, [], "XYZ", "flags"), (linestring, [(1.0, 1.0)], "XY", "iso")]
)
def test_lines_of_all_dimensions_mixed_in_a_batch(made):
    blobs = [b"" if shape is None else shape[0](*shape[1:]) for shape in made]
    wanted = [
        (number, part)
        for number, shape in enumerate(made)
        if shape is not None
        for part in ([shape[1]] if shape[0] is linestring else shape[1])
        if len(part) > 1
    ]
    found = lines_from_wkb(blobs)
    assert repr(parts_of(found)) == repr(wanted)  # by the text: NaN is to stay where it is
    assert found.starts[0] == 0
    assert found.starts[-1] == found.x.size == found.y.size


finite = st.floats(-1e7, 1e7)


@given(
    st.lists(
        st.one_of(
            st.lists(st.tuples(finite, finite, finite), min_size=2, max_size=6),
            st.lists(st.lists(st.tuples(finite, finite, finite), min_size=2, max_size=6), max_size=4),
        ),
        max_size=10,
    ),
    st.sampled_from(["iso", "extended"]),
    st.sampled_from([2, 3]),
)
def test_what_shapely_writes_is_read_as_shapely_reads_it(made, flavour, dimension):
    lines = [
        shapely.LineString(line) if line and isinstance(line[0], tuple) else shapely.MultiLineString(line)
        for line in made
    ]
    blobs = [shapely.to_wkb(line, output_dimension=dimension, byte_order=1, flavor=flavour) for line in lines]
    found = lines_from_wkb(blobs)
    assert as_tuples(parts_of(found)) == as_tuples(expected(lines))
    lengths = np.hypot(np.diff(found.x), np.diff(found.y))
    lengths[found.starts[1:-1] - 1] = 0
    assert lengths.sum() == pytest.approx(shapely.length(lines).sum(), rel=1e-12)


def test_nothing_at_all():
    for blobs in ([], [b""], [b"", b""]):
        found = lines_from_wkb(blobs)
        assert (found.x.size, found.y.size, found.line.size) == (0, 0, 0)
        assert found.starts.tolist() == [0]


def test_one_line_of_very_many_vertices_and_one_of_very_many_parts():
    long = np.cumsum(np.ones((100_000, 2)), axis=0)
    network = [shapely.LineString([(part, 0), (part, 1), (part, 2)]) for part in range(20_000)]
    shapes = [shapely.LineString(long), shapely.MultiLineString(network)]
    found = lines_from_wkb(shapely.to_wkb(shapes, byte_order=1).tolist())
    assert found.line.tolist() == [0] + [1] * 20_000
    assert np.array_equal(np.column_stack([found.x, found.y]), shapely.get_coordinates(shapes))


SHORT = linestring([(0.0, 0.0), (1.0, 1.0)])
MANY = 0xFFFF_FFFF


@pytest.mark.parametrize(
    "blob",
    [
        pytest.param(b"\x01", id="a byte order alone"),
        pytest.param(SHORT[:8], id="a header cut off"),
        pytest.param(SHORT[:-1], id="coordinates cut off"),
        pytest.param(SHORT + b"\0", id="more than it says"),
        pytest.param(linestring([(0.0, 0.0), (1.0, 1.0)], order=">"), id="big-endian"),
        pytest.param(header(2) + struct.pack("<I", MANY), id="vertices that are not there"),
        pytest.param(header(5) + struct.pack("<I", MANY), id="parts that are not there"),
        pytest.param(header(5) + struct.pack("<I", MANY) + SHORT, id="more parts than there are"),
        pytest.param(header(5) + struct.pack("<I", 1) + SHORT + SHORT, id="fewer parts than there are"),
        pytest.param(header(5) + struct.pack("<I", 0) + SHORT, id="no parts, yet one"),
        pytest.param(header(5) + struct.pack("<I", 2) + SHORT + SHORT[:-1], id="a last part cut off"),
        pytest.param(
            header(5) + struct.pack("<I", 2) + SHORT + linestring([(0.0, 0.0)], order=">"),
            id="a big-endian part",
        ),
        pytest.param(
            header(5) + struct.pack("<I", 2) + SHORT + header(2) + struct.pack("<I", MANY),
            id="a part of vertices that are not there",
        ),
        pytest.param(header(5) + struct.pack("<I", 1) + multi([[(0.0, 0.0)]]), id="a part of several parts"),
        pytest.param(header(2 | 0x2000_0000) + struct.pack("<II", 3006, 0), id="a coordinate system inside"),
        pytest.param(header(4002) + struct.pack("<I", 0), id="a thousand that ISO does not know"),
        pytest.param(shapely.to_wkb(shapely.Point(1, 2)), id="a point"),
        pytest.param(shapely.to_wkb(shapely.box(0, 0, 1, 1)), id="a polygon"),
        pytest.param(
            shapely.to_wkb(shapely.GeometryCollection([shapely.LineString([(0, 0), (1, 1)])])),
            id="a collection",
        ),
        pytest.param(header(8) + SHORT[5:], id="an arc"),
    ],
)
@pytest.mark.parametrize("neighbours", [0, 1, 3])
def test_what_is_no_plain_line_is_refused_whatever_lies_beside_it(blob, neighbours):
    with pytest.raises(ValueError, match=r"geometry|line|part"):
        lines_from_wkb([*[SHORT] * neighbours, blob, *[SHORT] * neighbours])


@given(st.binary(max_size=80), st.integers(0, 80), st.integers(0, 3))
def test_damaged_bytes_never_reach_beyond_their_own(noise, place, neighbours):
    whole = multi([[(0.0, 0.0), (1.0, 1.0)], [(2.0, 2.0), (3.0, 3.0), (4.0, 4.0)]])
    damaged = whole[:place] + noise + whole[place + len(noise) :]
    try:
        found = lines_from_wkb([*[SHORT] * neighbours, damaged, *[SHORT] * neighbours])
    except ValueError:
        return
    of_neighbours = found.line != neighbours
    assert of_neighbours.sum() == 2 * neighbours
    for line, part in parts_of(found):
        assert line == neighbours or part == [(0.0, 0.0), (1.0, 1.0)]
    assert 16 * (found.x.size - 4 * neighbours) <= len(damaged)
