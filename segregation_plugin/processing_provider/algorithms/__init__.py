"""One algorithm a file: declare, read, call, write."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..base import SegregationAlgorithm

ALGORITHMS: tuple[type[SegregationAlgorithm], ...] = ()
