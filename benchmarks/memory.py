"""What a process has used of the machine's memory."""

from __future__ import annotations

from pathlib import Path


def peak_mb(process: str = "self") -> float:
    """Return the largest resident memory that a process has had."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
