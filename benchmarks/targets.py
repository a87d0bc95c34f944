"""What the plugin has to reach against its peers, as ratios within one run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .runners import RUNNERS

if TYPE_CHECKING:
    from .results import Results

_COLD, _AGAIN = RUNNERS["ours"].laps
_DISK = RUNNERS["ours_disk"].laps[0]
_GEOMETRY = RUNNERS["ours_geometry"].laps[0]


@dataclass(frozen=True)
class Target:
    """The ratio of two times, each a case and a row of its table."""

    title: str
    above: tuple[str, str]
    below: tuple[str, str]
    least: float | None = None
    most: float | None = None

    def ratio(self, results: Results) -> float | None:
        """Return the ratio, None where one of the two was not measured."""
        above, below = results.median_s(*self.above), results.median_s(*self.below)
        return above / below if above and below else None

    @property
    def wanted(self) -> str:
        """Return the limit in words."""
        return f"≥ {self.least:g}" if self.least else f"≤ {self.most:g}"

    def is_reached(self, ratio: float) -> bool:
        """Say whether a ratio is good enough."""
        return (self.least is None or ratio >= self.least) and (self.most is None or ratio <= self.most)


def _peer(name: str) -> str:
    return RUNNERS[name].laps[0]


def _faster(title: str, case: str, peer: str, least: float, ours: str = _COLD) -> Target:
    return Target(title, (case, _peer(peer)), (case, ours), least=least)


TARGETS = (
    _faster("1M lines: native:sumlinelengths ÷ ours", "length_1m", "native", 12),
    _faster("1M lines: tuned shapely ÷ ours", "length_1m", "shapely", 2),
    _faster("1M lines: PostGIS with 2 workers ÷ ours", "length_1m", "postgis_2", 3),
    Target(
        "1M lines, grid on disk: ours ÷ reading", ("length_1m", _DISK), ("length_1m", _peer("read")), most=2
    ),
    Target(
        "1M lines, same session: ours ÷ reading", ("length_1m", _AGAIN), ("length_1m", _peer("read")), most=2
    ),
    _faster("100k lines, grid on disk: tuned shapely ÷ ours", "length_100k", "shapely", 1.5, _DISK),
    _faster("100k lines, same session: tuned shapely ÷ ours", "length_100k", "shapely", 1.5, _AGAIN),
    _faster("Rail 500 m: native, split to parts ÷ ours", "rail_500", "native", 12),
    _faster("Rail 500 m: native, split to parts ÷ our geometry", "rail_500", "native", 12, _GEOMETRY),
    _faster("Rail 500 m: geopandas buffer, union, overlay ÷ ours", "rail_500", "geopandas", 5),
    _faster("Rail 500 m: geopandas, split to parts ÷ ours", "rail_500", "geopandas_parts", 5),
    Target("Five distances ÷ the largest alone", ("rail_five", _COLD), ("rail_2000", _COLD), most=2.2),
    Target(
        "Five distances ÷ the largest, geometry", ("rail_five", _GEOMETRY), ("rail_2000", _GEOMETRY), most=2.2
    ),
    Target("2M ÷ 1M lines", ("length_2m", _COLD), ("length_1m", _COLD), most=2.1),
)
