"""Faults that wait for the request they befall."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .fault_answers import INSTEAD
from .fault_changes import CHANGED
from .sending import SENDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .answer import Asked

KINDS = (*INSTEAD, *CHANGED, *SENDING)
_SECONDS = {"429": 1.0, "429_date": 1.0, "503": 0.0, "slow": 1.0, "stall": 30.0}
"""What ``seconds`` is where it is not given: to wait before asking again, or how long an answer takes."""
_ONLY: dict[str, Callable[[Asked], bool]] = {
    "changed_count": lambda asked: asked.is_later_page,
    "repeated_page": lambda asked: asked.is_later_page,
    "missing_codes": lambda asked: asked.is_data,
}
"""Faults that can befall some requests only; they wait for one."""


@dataclass
class Fault:
    """One fault.

    Args:
        kind: one of ``KINDS``.
        times: how many requests it befalls yet.
        where: text that path and query must have, as sent or with escapes resolved.
        seconds: of a wait.
    """

    kind: str
    times: int
    where: str
    seconds: float

    def befalls(self, asked: Asked) -> bool:
        """Say whether a request is one that the fault waits for."""
        may = _ONLY.get(self.kind, lambda _: True)
        return (
            self.times > 0
            and may(asked)
            and (self.where in asked.target or self.where in unquote(asked.target))
        )


class Faults:
    """The faults that are queued; a request meets the first that waits for it."""

    def __init__(self) -> None:
        self._queue: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, kind: str, times: int, where: str, seconds: float | None) -> None:
        """Queue a fault.

        Raises:
            ValueError: there is no such kind.
        """
        if kind not in KINDS:
            raise ValueError(f"there is no fault {kind}, only {', '.join(KINDS)}")
        wait = _SECONDS.get(kind, 0.0) if seconds is None else seconds
        with self._lock:
            self._queue.append(Fault(kind, times, where, wait))

    def take(self, asked: Asked) -> Fault | None:
        """Return the fault that befalls a request, and count it as done."""
        with self._lock:
            fault = next((fault for fault in self._queue if fault.befalls(asked)), None)
            if fault:
                fault.times -= 1
            return fault
