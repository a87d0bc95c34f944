"""Measure how long a planner waits in the panel: ``python -m benchmarks.panel``, or ``make bench-panel``.

The real desktop on a virtual screen, the package installed into an empty profile. A made-up country of 3 363 areas comes
from the local server that answers like SCB; the 300 areas of the Göteborg region are read where they lie beside the
checkout. The table goes to ``out/bench/panel.md`` too. No time is ever a failure.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks import machine
from tools.desktop import ROOT, run_in_desktop
from tools.fake_scb import FakeScb, national_country

OUT = ROOT / "out" / "bench"
SECONDS = 400


def main() -> int:
    """Measure, print the table, and return whether something went wrong."""
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    with FakeScb(national_country(), max_calls_per_time_window=1000) as scb:
        seen = run_in_desktop(Path(__file__).with_name("waits.py"), OUT / "panel", scb, seconds=SECONDS)
    text = _table(seen.get("waits", {}))
    (OUT / "panel.md").write_text(text, encoding="utf-8")
    print(text, *seen["errors"], sep="\n")
    return bool(seen["errors"])


def _table(waits: dict[str, dict[str, list[float]]]) -> str:
    """Return a table: for each set of areas what was waited for, milliseconds until the click and the map were done."""
    lines = [
        "; ".join(f"{name}: {value}" for name, value in machine.describe().items()),
        "",
        "| areas | what | window answers again, ms | map drawn, ms |",
        "| --- | --- | --: | --: |",
    ]
    lines += [
        f"| {areas} | {what} | {answered:.0f} | {drawn:.0f} |"
        for areas, of_areas in waits.items()
        for what, (answered, drawn) in of_areas.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
