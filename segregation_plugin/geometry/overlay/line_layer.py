"""Lines laid over areas, batch by batch: by the net of borders where there is one, else each by intersection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsLineString

from ...core.errors import RunCancelledError
from ...core.overlay import (
    Stretches,
    all_amounts,
    all_meetings,
    meetings,
    share_out,
    share_out_stretches,
)
from ..coverage.cut import LineCutter
from ..readers.batch import Wanted, batch_of
from ..readers.wkb import lines_from_wkb
from ..threads import in_threads
from .lines import lengths_of_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from ...core.overlay import Amounts, Coverings, Meetings, Rule
    from ..coverage.net import BorderNet
    from ..line_arrays import LineArrays
    from .cover import AreaCover

_TOUCHES_AT_MOST = 4.0
"""A line counts in an area with more than this many tolerances: one that ends at the border has 1 beyond it, or
4 when it meets the border at 14 degrees."""
_ROUNDING_M = 1e-6
_BATCHES_AHEAD = 32
_ASK_EVERY = 16


@dataclass(frozen=True)
class LineRule:
    """What is measured of lines."""

    rule: Rule
    tolerance_m: float

    @property
    def least_m(self) -> float:
        """What a line has to have in an area to count in it."""
        return max(_TOUCHES_AT_MOST * self.tolerance_m, _ROUNDING_M)


@dataclass(frozen=True)
class _Cut:
    """A batch after the threads: what the borders told, and the lines that they leave to intersection."""

    lines: LineArrays
    amounts: list[Amounts]
    met: list[Meetings]
    left: NDArray[np.intp]


def overlay_lines(
    batches: Iterable[LineArrays],
    count: int,
    net: Callable[[], BorderNet | None],
    cover: AreaCover,
    rule: LineRule,
    feedback: QgsFeedback,
) -> tuple[Amounts, Meetings]:
    """Return what of lines belongs to each area, and which areas they meet; a unit is a line.

    Args:
        batches: lines; read in the caller's thread, ahead of what is computed.
        count: how many lines there are, for the progress; -1 where that is unknown.
        net: waits for the borders of the areas; None where each line is to be cut by the areas near it.
        cover: the areas, widened by the rule's tolerance.
        rule: what is measured.
        feedback: asked for cancel, told the progress.

    Raises:
        RunCancelledError: the user cancelled.
    """
    amounts, met, done = [], [], 0

    def progress(of_batch: int) -> None:
        if count > 0:
            feedback.setProgress(min(100.0, 100 * (done + of_batch) / count))

    for cut in in_threads(lambda lines: _by_borders(lines, net(), rule), batches, feedback, _BATCHES_AHEAD):
        found, met_by = cut.amounts, cut.met
        if cut.left.size or not found:
            coverings = _by_intersection(cut.lines, cut.left, cover, feedback, progress)
            found = [*found, share_out(coverings, "length_m", rule.rule)]
            met_by = [*met_by, meetings(coverings, rule.least_m)]
        amounts += [replace(part, unit=part.unit + done) for part in found]
        met += [replace(part, feature=part.feature + done) for part in met_by]
        done += cut.lines.line_count
        progress(0)
    return all_amounts(amounts), all_meetings(met)


def lines_of(geometries: Sequence[QgsGeometry]) -> LineArrays:
    """Return lines of one part or several, each with a length, as arrays."""
    found = lines_from_wkb([geometry.asWkb().data() for geometry in geometries])
    return batch_of(found, {}, Wanted(), len(geometries)).lines


def _by_borders(lines: LineArrays, net: BorderNet | None, rule: LineRule) -> _Cut:
    """Cut lines by the net; those of which a part is unclear are left out whole."""
    if net is None or not lines.line_count:
        return _Cut(lines, [], [], np.arange(lines.line_count))
    cut = LineCutter(net.edges, net.grid, rule.tolerance_m).cut(lines)
    unclear = np.zeros(lines.line_count, dtype=np.bool_)
    unclear[lines.line[cut.unclear]] = True
    unit = lines.line[cut.part]
    clear = ~unclear[unit]
    place = np.cumsum(clear) - 1
    covered = clear[cut.stretch]
    stretches = Stretches(
        unit=unit[clear],
        measure=cut.length[clear],
        piece=place[cut.stretch[covered]],
        area=cut.area[covered],
        own=np.where(unclear, 0.0, lines.lengths),
    )
    amounts, met = share_out_stretches(stretches, "length_m", rule.rule, rule.least_m)
    return _Cut(lines, [amounts], [met], np.flatnonzero(unclear))


def _by_intersection(
    lines: LineArrays,
    chosen: NDArray[np.intp],
    cover: AreaCover,
    feedback: QgsFeedback,
    progress: Callable[[int], None],
) -> Coverings:
    """Cut chosen lines by the areas near each."""
    own = np.zeros(lines.line_count)
    own[chosen] = lines.lengths[chosen]
    parts = np.flatnonzero(np.isin(lines.line, chosen))

    def each() -> Iterator[tuple[int, QgsGeometry]]:
        for number, part in enumerate(parts):
            line = int(lines.line[part])
            if number % _ASK_EVERY == 0:
                if feedback.isCanceled():
                    raise RunCancelledError
                progress(line)
            yield line, _geometry(lines, part)

    return lengths_of_parts(each(), cover, own)


def _geometry(lines: LineArrays, part: int) -> QgsGeometry:
    first, last = lines.starts[part], lines.starts[part + 1]
    return QgsGeometry(QgsLineString(lines.x[first:last].tolist(), lines.y[first:last].tolist()))
