"""Batches of lines with what is known of them, cleaned and put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..line_arrays import LineArrays
from .columns import as_figures, as_texts, taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from .columns import Values
    from .wkb import WkbLines

_VERTICES = 4_000_000
"""Enough for a batch, however few its features: 64 MB of coordinates."""


@dataclass(frozen=True)
class Wanted:
    """The fields to read, spelled as the layer has them."""

    texts: tuple[str, ...] = ()
    """Classes and names."""
    figures: tuple[str, ...] = ()
    """Numbers."""

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.texts, *self.figures)))


@dataclass(frozen=True)
class LineBatch:
    """Some of the features of a layer, in its order; those without a line that has a length are left out."""

    lines: LineArrays
    """A line is a feature."""
    texts: dict[str, NDArray[np.object_]]
    """As ``values.text`` gives them, None where missing; each has shape (features,)."""
    figures: dict[str, NDArray[np.float64]]
    """As ``Features.figures`` gives them, NaN where missing; each has shape (features,)."""
    skipped: int
    """How many features were left out."""


def batch_of(found: WkbLines, columns: Mapping[str, Values], wanted: Wanted, features: int) -> LineBatch:
    """Return the features that have a line with a length.

    Args:
        found: the parts of the lines of all features.
        columns: the values of the wanted fields, one for each feature.
        wanted: the fields.
        features: how many there are, with and without lines.

    Raises:
        FigureError: a figure is no number.
    """
    found = _with_length(found)
    has_line = np.zeros(features, dtype=bool)
    has_line[found.line] = True
    kept = np.flatnonzero(has_line)
    lines = LineArrays(found.x, found.y, found.starts, (np.cumsum(has_line) - 1)[found.line], kept.size)
    values = {
        name: columns[name] if kept.size == features else taken(columns[name], kept) for name in wanted.names
    }
    return LineBatch(
        lines=lines,
        texts={name: as_texts(values[name]) for name in wanted.texts},
        figures={name: as_figures(values[name], name) for name in wanted.figures},
        skipped=features - kept.size,
    )


def _with_length(found: WkbLines) -> WkbLines:
    """Return the parts with a length, as QGIS measures it; one without number or without end is none."""
    if not found.line.size:
        return found
    with np.errstate(invalid="ignore", over="ignore", under="ignore"):
        steps = np.sqrt(np.diff(found.x) ** 2 + np.diff(found.y) ** 2)
        steps[found.starts[1:-1] - 1] = 0.0  # from the end of one part to the start of the next
        lengths = np.add.reduceat(steps, found.starts[:-1])
    long = (lengths > 0) & (lengths < np.inf)
    if long.all():
        return found
    counts = np.diff(found.starts)
    vertices = np.repeat(long, counts)
    starts = np.concatenate([[0], np.cumsum(counts[long])]).astype(np.intp)
    return found._replace(x=found.x[vertices], y=found.y[vertices], starts=starts, line=found.line[long])


def in_batches(pieces: Iterable[LineBatch], features: int) -> Iterator[LineBatch]:
    """Put small batches together until they have that many features, or vertices enough."""
    waiting: list[LineBatch] = []
    for piece in pieces:
        waiting.append(piece)
        if (
            sum(batch.lines.line_count for batch in waiting) >= features
            or sum(batch.lines.x.size for batch in waiting) >= _VERTICES
        ):
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(batches: list[LineBatch]) -> LineBatch:
    if len(batches) == 1:
        return batches[0]
    first = batches[0]
    return LineBatch(
        lines=LineArrays.joined([batch.lines for batch in batches]),
        texts={name: np.concatenate([batch.texts[name] for batch in batches]) for name in first.texts},
        figures={name: np.concatenate([batch.figures[name] for batch in batches]) for name in first.figures},
        skipped=sum(batch.skipped for batch in batches),
    )


def agree(one: LineBatch, other: LineBatch) -> bool:
    """Say whether two batches hold the same."""
    arrays = ((one.lines.x, other.lines.x), (one.lines.y, other.lines.y))
    arrays += ((one.lines.starts, other.lines.starts), (one.lines.line, other.lines.line))
    arrays += tuple((one.texts[name], other.texts[name]) for name in one.texts)
    return (
        one.skipped == other.skipped
        and all(np.array_equal(left, right) for left, right in arrays)
        and all(
            np.array_equal(one.figures[name], other.figures[name], equal_nan=True) for name in one.figures
        )
    )
