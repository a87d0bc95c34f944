"""The machine that a table was measured on."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path

_LONGEST_WAIT_S = 30
_QUIET = 0.05


def describe() -> dict[str, str]:
    """Return processor, memory, system and how busy it was before."""
    return {
        "Processor": f"{_field('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores",
        "Memory": f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GB",
        "System": platform.freedesktop_os_release()["PRETTY_NAME"],
        "Python": platform.python_version(),
        "Load before": f"{os.getloadavg()[0]:.1f}",
    }


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return line.split(":", 1)[1].strip()
    return "0"


def wait_until_quiet() -> None:
    """Wait until what ran before has ended, as a database that still tidies up; not longer than half a minute."""
    for _ in range(_LONGEST_WAIT_S):
        busy, all_time = _processor_time()
        time.sleep(1)
        busy_now, all_time_now = _processor_time()
        if busy_now - busy < _QUIET * (all_time_now - all_time):
            return


def _processor_time() -> tuple[int, int]:
    """Return how long the processors were busy, and how long they were there, in the system's ticks."""
    ticks = [
        int(part) for part in Path("/proc/stat").read_text(encoding="utf-8").split("\n", 1)[0].split()[1:]
    ]
    return sum(ticks) - sum(ticks[3:5]), sum(ticks)  # idle, and waiting for a disk
