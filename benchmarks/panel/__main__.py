"""Measure how long a planner waits in the panel: ``python -m benchmarks.panel``, or ``make bench-panel``.

The real desktop on a virtual screen, the package installed into an empty profile. A made-up country of 3 363 areas comes
from the local server that answers like SCB, another with borders as detailed as the real ones from a file; the 300 areas of
the Göteborg region are read where they lie beside the checkout. The table goes to ``out/bench/panel.md`` too. No time is ever a failure.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import machine
from benchmarks.cache import data_path
from benchmarks.national import ensure
from tools.desktop import ROOT, run_in_desktop
from tools.fake_scb import FakeScb, national_country

OUT = ROOT / "out" / "bench"
SECONDS = 400


def main() -> int:
    """Measure, print the table, and return whether something went wrong."""
    ensure(["areas"])
    with FakeScb(national_country(), max_calls_per_time_window=1000) as scb:
        script = Path(__file__).with_name("waits.py")
        more = {"BENCH_AREAS": str(data_path("areas"))}
        seen = run_in_desktop(script, OUT / "panel", scb, seconds=SECONDS, more=more)
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
        f"| {areas} | {what} | {'' if answered is None else round(answered)} | {drawn:.0f} |"
        for areas, of_areas in waits.items()
        for what, (answered, drawn) in of_areas.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
