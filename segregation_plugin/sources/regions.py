"""Regions as tables write them: a code, a code with a suffix, a code and a label, or only a label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from ..core.labels import is_region_label
from ..core.region_codes import Level, level_of, normalise

REGION_WORDS = frozenset({"region", "regioner", "regions", "regso", "deso", "omrade", "area", "kommun"})
"""What the column of regions is called, as words."""

_OTHER_CODE = re.compile(r"[0-9][0-9A-Z_]*")


class RegionKind(Enum):
    """What a text in the region column stands for."""

    AREA = auto()
    """A RegSO or DeSO, told by its code."""
    LABEL = auto()
    """Something that has only a label."""
    OTHER = auto()
    """Another region, told by its code: the country, a län, a kommun."""
    NONE = auto()


@dataclass(frozen=True)
class Region:
    """A region as it is found."""

    kind: RegionKind
    code: str | None = None
    label: str | None = None
    division: str | None = None
    """Only what a suffix of the code says."""

    @property
    def level(self) -> Level | None:
        """RegSO or DeSO; None when it cannot be told."""
        if self.code:
            return level_of(self.code)
        return "RegSO" if self.label and is_region_label(self.label) else None


@lru_cache(maxsize=1 << 16)  # the same few thousand regions stand in every row
def parse_region(text: str) -> Region:
    """Read a cell such as ``0114R001``, ``0114R001_RegSO2025``, ``0114R001 Upplands Väsby (Bollstanäs)``."""
    first, _, rest = text.strip().partition(" ")
    found = normalise(first)
    if found is not None:
        return Region(RegionKind.AREA, found[0], rest.strip() or None, found[1])
    if _OTHER_CODE.fullmatch(first):
        return Region(RegionKind.OTHER, label=rest.strip() or None)
    if not first:
        return Region(RegionKind.NONE)
    return Region(RegionKind.LABEL, label=text.strip())
