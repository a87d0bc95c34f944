"""How much may be asked at a time."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Limits:
    """The limits of both services.

    Args:
        max_data_cells: cells in one answer of the database; ``maxDataCells`` in its ``/config``.
        max_calls_per_time_window: calls to the database in a time window, ``maxCallsPerTimeWindow``.
        time_window: in seconds, ``timeWindow``.
        max_url_length: characters of an address at the database.
        max_features: features in one answer of the geodata service, whatever ``count`` asks for.
        too_many_cells_status: what the database answers to a call for too many cells; other versions say 400.
        exception_status: with which the geodata service sends its exception reports; other versions say 200.
    """

    max_data_cells: int = 150_000
    max_calls_per_time_window: int = 3
    time_window: float = 1
    max_url_length: int = 2_100
    max_features: int = 1_000
    too_many_cells_status: int = 403
    exception_status: int = 400


class CallWindow:
    """Counts the calls of the last seconds; a call that is refused does not count."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._calls: deque[float] = deque()
        self._lock = threading.Lock()

    def enter(self) -> float:
        """Count a call; return 0, or the seconds to wait where it is one too many."""
        with self._lock:
            now = self._clock()
            while self._calls and now - self._calls[0] >= self._limits.time_window:
                self._calls.popleft()
            if len(self._calls) < self._limits.max_calls_per_time_window:
                self._calls.append(now)
                return 0
            return self._limits.time_window - (now - self._calls[0])
