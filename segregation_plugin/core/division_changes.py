"""Which codes stand for other ground in a newer division, and where the ground went or came from.

A join on codes across the break looks almost perfect and is silently wrong: most codes that changed ground kept their
code. So a code is ``unchanged`` only where its two polygons are the same but for rounding, ``changed`` where they are
not, ``ended`` and ``new`` where it stands in one of the divisions only. Figures of unchanged codes may be compared;
those of others are shared out by the ground that an old and a new area have in common (docs/methods.md, sections 0
and 7; areal interpolation: Goodchild & Lam 1980).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from . import schema
from .region_codes import municipality_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from .schema import Kind

Status = Literal["unchanged", "changed", "ended", "new"]
UNCHANGED: Final = "unchanged"
CHANGED: Final = "changed"
ENDED: Final = "ended"
NEW: Final = "new"
STATUSES: tuple[Status, ...] = (UNCHANGED, CHANGED, ENDED, NEW)

TO, FROM = "to", "from"
"""Values of ``largest_other_way``: old ground went to the other code, or new ground came from it."""

CHANGE_FIELDS: dict[str, Kind] = {
    schema.REGION_CODE: str,
    schema.REGION_NAME: str,
    schema.MUNICIPALITY_CODE: str,
    "status": str,
    "old_area_m2": float,
    "new_area_m2": float,
    "shared_area_m2": float,
    "share_of_old": float,
    "share_of_new": float,
    "overlap_count": int,
    "largest_other_code": str,
    "largest_other_way": str,
    "largest_other_share": float,
}
OVERLAP_FIELDS: dict[str, Kind] = {
    "old_code": str,
    "new_code": str,
    "shared_area_m2": float,
    "share_of_old": float,
    "share_of_new": float,
}
_ELSEWHERE = 0.01
"""Of an area's ground: more than this in no area of the other layer is more than another drawing of a shore."""


@dataclass(frozen=True)
class DivisionAreas:
    """The areas of one layer, every code once."""

    codes: Sequence[str]
    names: Sequence[str | None]
    m2: NDArray[np.float64]
    """Planar square metres, shape (areas,)."""


@dataclass(frozen=True)
class SharedGround:
    """The ground of pairs of an old and a new area, every pair once."""

    old: NDArray[np.intp]
    """Place of the old area, shape (pairs,)."""
    new: NDArray[np.intp]
    """Place of the new area, shape (pairs,)."""
    m2: NDArray[np.float64]
    """Square metres, shape (pairs,)."""
    unchanged: NDArray[np.bool_]
    """Old areas whose code has the same ground in the new layer, shape (old areas,)."""


@dataclass(frozen=True)
class Other:
    """Another code that ground went to or came from."""

    m2: float
    code: str
    way: str
    share: float
    """Of the old area where ground went to it, of the new area where ground came from it."""


@dataclass(frozen=True)
class CodeChange:
    """What became of a code; figures of a side that it is not on are None."""

    code: str
    name: str | None
    status: Status
    old_m2: float | None
    new_m2: float | None
    shared_m2: float | None
    """Ground that the code has in both divisions."""
    overlaps: int
    """Codes of the other layer on its old or new ground, its own included."""
    other: Other | None
    """The one that most ground went to or came from."""
    elsewhere: float
    """The share of its old or new ground, whichever is larger, that lies in no area of the other layer."""

    @property
    def reaches_out(self) -> bool:
        """Whether more of its ground lies outside the other layer than another drawing of a shore explains."""
        return self.elsewhere > _ELSEWHERE

    def row(self) -> list[object]:
        """Return the values of ``CHANGE_FIELDS``."""
        other = self.other
        return [
            self.code,
            self.name,
            municipality_code(self.code),
            self.status,
            self.old_m2,
            self.new_m2,
            self.shared_m2,
            _share(self.shared_m2, self.old_m2),
            _share(self.shared_m2, self.new_m2),
            self.overlaps,
            *((other.code, other.way, other.share) if other else (None, None, None)),
        ]


def compare_divisions(
    old: DivisionAreas, new: DivisionAreas, shared: SharedGround, municipalities: set[str]
) -> list[CodeChange]:
    """Tell what became of each code, in the order of the codes.

    Args:
        old: areas of the older division.
        new: areas of the newer one.
        shared: their common ground.
        municipalities: the kommuner to compare; codes of others are left out, their ground is not.
    """
    went, came = _by_area(shared.old, shared.new, shared.m2), _by_area(shared.new, shared.old, shared.m2)
    old_place = {code: place for place, code in enumerate(old.codes)}
    new_place = {code: place for place, code in enumerate(new.codes)}
    changes = []
    for code in sorted(old_place.keys() | new_place.keys()):
        if municipality_code(code) not in municipalities:
            continue
        before, after = old_place.get(code), new_place.get(code)
        is_same = before is not None and after is not None and bool(shared.unchanged[before])
        changes.append(
            _change(
                code,
                _side(old, before, went, new.codes, TO),
                _side(new, after, came, old.codes, FROM),
                is_same=is_same,
            )
        )
    return changes


@dataclass(frozen=True)
class _Side:
    """A code in one of the layers."""

    name: str | None
    m2: float
    ground: dict[str, float]
    """Square metres by code of the other layer."""
    way: str

    def others(self, code: str) -> list[Other]:
        """Return the other codes on its ground."""
        return [
            Other(m2, other, self.way, m2 / self.m2) for other, m2 in self.ground.items() if other != code
        ]

    @property
    def elsewhere(self) -> float:
        return 1 - sum(self.ground.values()) / self.m2


def _side(
    areas: DivisionAreas,
    place: int | None,
    ground: dict[int, list[tuple[int, float]]],
    other_codes: Sequence[str],
    way: str,
) -> _Side | None:
    if place is None:
        return None
    by_code = {other_codes[other]: m2 for other, m2 in ground.get(place, ())}
    return _Side(areas.names[place], float(areas.m2[place]), by_code, way)


def _change(code: str, old: _Side | None, new: _Side | None, *, is_same: bool) -> CodeChange:
    sides = [side for side in (old, new) if side is not None]
    others = [] if is_same else [other for side in sides for other in side.others(code)]
    return CodeChange(
        code=code,
        name=next((side.name for side in reversed(sides) if side.name), None),
        status=_status(old, new, is_same=is_same),
        old_m2=old.m2 if old else None,
        new_m2=new.m2 if new else None,
        shared_m2=old.ground.get(code, 0.0) if old and new else None,
        overlaps=len({other for side in sides for other in side.ground}),
        other=min(others, key=lambda other: (-other.m2, other.code), default=None),
        elsewhere=max(side.elsewhere for side in sides),
    )


def _status(old: _Side | None, new: _Side | None, *, is_same: bool) -> Status:
    if old is None:
        return NEW
    if new is None:
        return ENDED
    return UNCHANGED if is_same else CHANGED


def _by_area(
    areas: NDArray[np.intp], others: NDArray[np.intp], m2: NDArray[np.float64]
) -> dict[int, list[tuple[int, float]]]:
    """Return the other areas on the ground of each, with square metres."""
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for area, other, ground in zip(areas.tolist(), others.tolist(), m2.tolist(), strict=True):
        found[area].append((other, ground))
    return found


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or whole is None else part / whole


def status_counts(changes: Sequence[CodeChange]) -> dict[Status, int]:
    """Return how many codes there are of each status, those without any included."""
    counts = Counter(change.status for change in changes)
    return {status: counts[status] for status in STATUSES}


def overlap_rows(
    old: DivisionAreas, new: DivisionAreas, shared: SharedGround, municipalities: set[str]
) -> list[list[object]]:
    """Return the values of ``OVERLAP_FIELDS``, one row per pair, in the order of the old and the new codes.

    Args:
        old: areas of the older division.
        new: areas of the newer one.
        shared: their common ground.
        municipalities: the kommuner to compare; of a pair, one code has to lie in them, so that the shares of every
            code that is compared are whole.
    """
    rows: list[list[object]] = []
    for before, after, m2 in zip(shared.old.tolist(), shared.new.tolist(), shared.m2.tolist(), strict=True):
        codes = old.codes[before], new.codes[after]
        if not municipalities.isdisjoint(map(municipality_code, codes)):
            rows.append([*codes, m2, m2 / float(old.m2[before]), m2 / float(new.m2[after])])
    return sorted(rows, key=lambda row: (str(row[0]), str(row[1])))
