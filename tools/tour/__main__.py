"""Walk through the panel in the real desktop on a virtual screen: ``python -m tools.tour``.

Every language and theme is a QGIS of its own with an empty profile, into which the package is installed with QGIS's own
installer. SCB's services are the local server with the embedded sample. Pictures of every page, and what was measured,
go to ``out/desktop/``. At last QGIS is closed while the panel fetches, and what it leaves behind is looked at.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from tools.desktop import ROOT, THEMES, run_in_desktop
from tools.fake_scb import FakeScb, sample_country

HERE = Path(__file__).parent
OUT = ROOT / "out" / "desktop"
LANGUAGES = ("en", "sv")


def main() -> int:
    """Take all tours, print what was measured, and return how many did not end well."""
    shutil.rmtree(OUT, ignore_errors=True)
    failed = 0
    with FakeScb(sample_country(), max_calls_per_time_window=1000) as scb:
        for language in LANGUAGES:
            for theme in THEMES:
                seen = run_in_desktop(HERE / "walk.py", OUT / f"{language}-{theme}", scb, language, theme)
                failed += _told(f"{language}, {theme}", seen)
        seen = run_in_desktop(HERE / "close.py", OUT / "closed", scb)
        seen["errors"] += _left_behind(OUT / "closed", seen["tables"])
        failed += _told("closed while it runs", seen)
    return failed


def _told(title: str, seen: dict[str, Any]) -> bool:
    """Print what a session reported, and return whether something went wrong."""
    print(f"{title}:")
    for name, value in seen.items():
        print(f"  {name}: {value}")
    return bool(seen["errors"])


def _left_behind(folder: Path, tables: list[str]) -> list[str]:
    """Say what a closed session left that was not there before: files beside the project, other tables."""
    expected = {"plan.qgz", "plan_segregation.gpkg", "qgis.log", "report.json"}
    errors = [f"left behind: {path.name}" for path in folder.iterdir() if path.name not in expected]
    with closing(sqlite3.connect(folder / "plan_segregation.gpkg")) as results:
        found = sorted(row[0] for row in results.execute("SELECT table_name FROM gpkg_contents"))
        (state,) = results.execute("PRAGMA integrity_check").fetchone()
    if found != tables or state != "ok":
        errors.append(f"the results are not as they were: {found}, {state}")
    return errors


if __name__ == "__main__":
    sys.exit(main())
