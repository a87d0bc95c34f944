"""Walk through the panel in the real desktop on a virtual screen: ``python -m tools.tour``.

Every language and theme is a QGIS of its own with an empty profile, into which the package is installed with QGIS's own
installer. SCB's services are the local server with the embedded sample. Pictures of every page, and what was measured,
go to ``out/desktop/``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools.desktop import ROOT, THEMES, run_in_desktop
from tools.fake_scb import FakeScb, sample_country

OUT = ROOT / "out" / "desktop"
LANGUAGES = ("en", "sv")


def main() -> int:
    """Take all tours, print what was measured, and return how many did not end well."""
    shutil.rmtree(OUT, ignore_errors=True)
    failed = 0
    with FakeScb(sample_country()) as scb:
        for language in LANGUAGES:
            for theme in THEMES:
                script = Path(__file__).with_name("walk.py")
                seen = run_in_desktop(script, OUT / f"{language}-{theme}", scb, language, theme)
                print(f"{language}, {theme}:")
                for name, value in seen.items():
                    print(f"  {name}: {value}")
                failed += bool(seen["errors"])
    return failed


if __name__ == "__main__":
    sys.exit(main())
