"""Whether lines are cut by the net of borders or one by one, and why."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from ...core.notices import Notice
from ..coverage.store import NetStore, name_of
from ..threads import result_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from qgis.core import QgsFeedback, QgsGeometry

    from ..coverage.net import BorderNet
    from ..line_arrays import LineArrays

_VERTICES_PER_LINE = 250
"""Building the net costs as much as cutting a line one by one for every so many vertices of the areas."""
_USUAL_VERTICES = 10
"""Of a line, for which that was measured."""
_CELLS_PER_TOLERANCE = 4


class Nets:
    """The net of some areas, built when the first layer is worth it.

    Args:
        areas: valid polygons in EPSG:3006.
        tolerance_m: how near a border a line belongs to both sides.
        feedback: asked for cancel.
    """

    def __init__(self, areas: Sequence[QgsGeometry], tolerance_m: float, feedback: QgsFeedback) -> None:
        self._areas = areas
        self._tolerance_m = tolerance_m
        self._feedback = feedback
        self._future: Future[BorderNet | None] | None = None

    @cached_property
    def _polygons(self) -> list[bytes]:
        return [area.asWkb().data() for area in self._areas]

    @cached_property
    def _name(self) -> str:
        return name_of(self._polygons)

    def prepare(self, line_count: int) -> None:
        """Begin to build the net, in a thread, if it is worth it for so many lines; -1 where their number is unknown."""
        if self._future is None and self._is_worth_it(line_count):
            pool = ThreadPoolExecutor(max_workers=1)
            self._future = pool.submit(self._of_areas)
            pool.shutdown(wait=False)

    def _of_areas(self) -> BorderNet | None:
        return net_store().net(self._name, self._polygons)

    def weighing(self, batches: Iterable[LineArrays]) -> Iterator[LineArrays]:
        """Yield batches of lines, and begin to build the net when the first, of few lines, turn out to be long."""
        left = iter(batches)
        for first in islice(left, 1):
            self.prepare(first.x.size // _USUAL_VERTICES)
            yield first
        yield from left

    def _is_worth_it(self, line_count: int) -> bool:
        vertices = sum(area.constGet().nCoordinates() for area in self._areas)
        return line_count < 0 or line_count * _VERTICES_PER_LINE > vertices or net_store().has(self._name)

    def net(self) -> BorderNet | None:
        """Wait for the net; None where lines are to be cut one by one.

        Raises:
            RunCancelledError: the user cancelled.
        """
        net = None if self._future is None else result_of(self._future, self._feedback)
        return net if net is not None and self._is_fine_enough(net) else None

    def _is_fine_enough(self, net: BorderNet) -> bool:
        return self._tolerance_m * _CELLS_PER_TOLERANCE <= net.grid.cell_m

    def notice(self, layer_name: str) -> Notice:
        """Return which way the lines of a layer were cut, and why."""
        if self._future is None:
            return Notice("Layer {layer}: few lines, each cut by the areas near it.", layer=layer_name)
        net = result_of(self._future, self._feedback)
        if net is None:
            return Notice(
                "Layer {layer}: each line cut by the areas near it, since areas overlap, their borders do not match or too many are tiny.",
                layer=layer_name,
            )
        if not self._is_fine_enough(net):
            return Notice(
                "Layer {layer}: each line cut by the areas near it, since the border tolerance is wide.",
                layer=layer_name,
            )
        return Notice(
            "Layer {layer}: lines cut by the net of {borders} borders between the areas.",
            layer=layer_name,
            borders=len(net.edges),
        )


def net_store() -> NetStore:
    """Return the store of this QGIS profile."""
    return _store(QgsApplication.qgisSettingsDirPath())


@cache
def _store(profile: str) -> NetStore:
    return NetStore(Path(profile) / "cache" / "segregation" if profile else None)
