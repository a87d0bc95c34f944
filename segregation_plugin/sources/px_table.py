"""PC-Axis (.px): the description of a cube, and its figures."""

from __future__ import annotations

import math
import re
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from ..core.errors import InputError
from .axes import Axes, Axis, Roles, axes_by_role
from .cells import NIL_SIGNS, figure_of, is_missing
from .cube import CubeFigures, cube_table, damage_told, wrong_count
from .notes import newest_stamp
from .px_text import PxText, read_px
from .stat_table import TableDescription
from .years import year_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .limits import ReadingGuard
    from .stat_table import RawTable

_KIND = "PC-Axis"
_FIGURE = re.compile(r'"[^"]*"|[^\s",;]+|"')
"""Blanks, commas and semicolons separate figures; only points are decimal."""


def px_table(content: bytes, guard: ReadingGuard) -> RawTable:
    """Read a PC-Axis file.

    Raises:
        InputError: it has no regions or no figures, is too large, or damaged.
        RunCancelledError: the user cancelled.
    """
    with damage_told(guard.file_name, _KIND):
        px = read_px(content, guard)
        stub, heading = ([_axis(px, name) for name in px.texts(keyword)] for keyword in ("STUB", "HEADING"))
        if not stub and not heading:
            raise KeyError("STUB")
        roles = Roles(px.abouts("MAP"), px.texts("CONTVARIABLE"), px.abouts("TIMEVAL"))
        axes = axes_by_role([*stub, *heading], roles, guard.file_name)
        guard.add(math.prod(axes.shape))
        _check_end(px.data, guard.file_name)
        cells = _by_keys(px, stub, heading, guard) if px.abouts("KEYS") else _in_order(px.data, axes, guard)
        return cube_table(
            _description(px, guard.file_name),
            axes,
            cells,
            px.text("CONTENTS") or px.text("UNITS"),
            database_codes=bool(px.texts("CODES", axes.region.id)),
        )


def _description(px: PxText, file_name: str) -> TableDescription:
    stamps = px.every("LAST-UPDATED")
    return TableDescription(
        file_name=file_name,
        title=px.text("TITLE") or px.text("DESCRIPTION"),
        table_id=px.text("TABLEID") or px.text("MATRIX"),
        updated=newest_stamp(stamps) or max(stamps, default=""),
        source=px.text("SOURCE"),
        notes=[note.replace("#", "\n").strip() for note in px.every("NOTE", "NOTEX")],
    )


def _axis(px: PxText, name: str) -> Axis:
    labels = px.texts("VALUES", name) or px.texts("CODES", name)
    codes = px.texts("CODES", name) or labels
    if not labels:
        raise KeyError(f"VALUES({name})")
    if len(codes) != len(labels):
        raise ValueError(name)
    times = px.texts("TIMEVAL", name)
    if len(times) == len(codes) and not all(map(year_of, codes)):
        codes = times
    return Axis(name, name, codes, labels)


def _check_end(data: str, file_name: str) -> None:
    """Refuse a file that was cut off: its last figure may have lost digits."""
    if not data.rstrip("\x1a \t\r\n").endswith(";"):
        raise InputError(
            "{file} is PC-Axis, but cut off: its data does not end with a semicolon; download the table again.",
            file=file_name,
        )


def _tokens(data: str, most: int) -> list[str]:
    """Return the first figures, signs and keys; one more than there should be tells that there are too many."""
    return [found[0] for found in islice(_FIGURE.finditer(data), most + 1)]


def _in_order(data: str, axes: Axes, guard: ReadingGuard) -> CubeFigures:
    count = math.prod(axes.shape)
    tokens = _tokens(data, count)
    if len(tokens) != count:
        raise wrong_count(len(tokens), count, guard.file_name, _KIND)
    return CubeFigures(_figures(tokens), _nil_signs(tokens))


def _by_keys(px: PxText, stub: list[Axis], heading: list[Axis], guard: ReadingGuard) -> CubeFigures:
    """Return the figures of a file that writes each row with its keys and leaves out rows of zeros.

    What is left out is missing here: others leave out what they do not know.
    """
    rows, width = (math.prod(len(axis.codes) for axis in axes) for axes in (stub, heading))
    keys = [_places(px, axis) for axis in stub]
    step = len(stub) + width
    tokens = _tokens(px.data, rows * step)
    if len(tokens) % step or len(tokens) > rows * step:
        raise wrong_count(len(tokens), rows * step, guard.file_name, _KIND)
    figures = np.full((rows, width), math.nan)
    is_there = np.zeros(rows, dtype=bool)
    nil_signs = 0
    for start in range(0, len(tokens), step):
        guard.add()
        row, found = _row(tokens[start : start + len(stub)], keys), tokens[start + len(stub) : start + step]
        if is_there[row]:
            raise ValueError(tokens[start])
        figures[row], is_there[row] = _figures(found), True
        nil_signs += _nil_signs(found)
    return CubeFigures(figures.ravel(), nil_signs, int((~is_there).sum()) * width)


def _places(px: PxText, axis: Axis) -> dict[str, int]:
    kind = " ".join(px.texts("KEYS", axis.id)).upper()
    if kind not in {"CODES", "VALUES"}:
        raise KeyError(f"KEYS({axis.id})")
    names = axis.codes if kind == "CODES" else axis.labels
    return {name: place for place, name in enumerate(names)}


def _row(texts: Sequence[str], keys: list[dict[str, int]]) -> int:
    row = 0
    for text, places in zip(texts, keys, strict=True):
        row = row * len(places) + places[text.strip('"')]
    return row


def _figures(tokens: Sequence[str]) -> NDArray[np.float64]:
    known = {token: _figure(token) for token in set(tokens)}
    return np.array([known[token] for token in tokens], dtype=np.float64)


def _figure(token: str) -> float:
    """Return a number, or NaN for one of the signs, which stand in quotation marks."""
    sign = token.strip('"')
    if sign != token and (len(token) != len(sign) + 2 or not is_missing(sign)):
        raise ValueError(token)
    return figure_of(sign)


def _nil_signs(tokens: Sequence[str]) -> int:
    return sum(token.strip('"') in NIL_SIGNS for token in tokens)
