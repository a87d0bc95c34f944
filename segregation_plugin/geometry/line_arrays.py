"""Lines as arrays: what the engine computes with, without an object per line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class LineArrays:
    """Runs of vertices, one per part of a line, in EPSG:3006.

    A part has two vertices or more; consecutive vertices may coincide.
    """

    x: NDArray[np.float64]
    """East, metres, shape (vertices,)."""
    y: NDArray[np.float64]
    """North, metres, shape (vertices,)."""
    starts: NDArray[np.intp]
    """Where each part begins among the vertices, and at the end their number; shape (parts + 1,)."""
    line: NDArray[np.intp]
    """The line that each part is of, ascending; shape (parts,)."""
    line_count: int

    @cached_property
    def part_lengths(self) -> NDArray[np.float64]:
        """Planar metres, shape (parts,)."""
        steps = np.hypot(np.diff(self.x), np.diff(self.y))
        steps[self.starts[1:-1] - 1] = 0.0  # from the end of one part to the start of the next
        return np.add.reduceat(steps, self.starts[:-1]) if self.line.size else np.zeros(0)

    @cached_property
    def lengths(self) -> NDArray[np.float64]:
        """Planar metres of each line, shape (line_count,)."""
        return np.bincount(self.line, self.part_lengths, self.line_count).astype(np.float64)

    @classmethod
    def joined(cls, batches: Sequence[LineArrays]) -> LineArrays:
        """Return the lines of one batch or more as one, in their order."""
        vertices = np.cumsum([0, *(batch.x.size for batch in batches)])
        lines = np.cumsum([0, *(batch.line_count for batch in batches)])
        starts = [batch.starts[:-1] + begin for batch, begin in zip(batches, vertices[:-1], strict=True)]
        line = [batch.line + begin for batch, begin in zip(batches, lines[:-1], strict=True)]
        return cls(
            x=np.concatenate([batch.x for batch in batches]),
            y=np.concatenate([batch.y for batch in batches]),
            starts=np.concatenate([*starts, vertices[-1:]]),
            line=np.concatenate(line),
            line_count=int(lines[-1]),
        )
