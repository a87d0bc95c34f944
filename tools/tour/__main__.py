"""Walk through the panel in the real desktop on a virtual screen: ``python -m tools.tour``.

Every language and theme is a QGIS of its own with an empty profile, into which the package is installed with QGIS's own
installer. SCB's services are the local server with the embedded sample. Pictures of every page, and what was measured,
go to ``out/desktop/``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.fake_scb import FakeScb, sample_country

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "desktop"
THEMES = {"light": "default", "dark": "Night Mapping"}
LANGUAGES = ("en", "sv")
SECONDS = 150
PROFILE = """
[locale]
overrideFlag=true
userLocale={language}
[UI]
UITheme={theme}
[qgis]
checkVersion=false
askToSaveProjectChanges=false
[app]
plugin_installer\\checkOnStart=false
[core]
NewsFeed\\httpsfeedqgisorg\\disabled=true
[PythonPlugins]
processing=true
"""


def main() -> int:
    """Take all tours; return how many did not end well."""
    shutil.rmtree(OUT, ignore_errors=True)
    failed = 0
    with FakeScb(sample_country()) as scb:
        for language in LANGUAGES:
            for theme in THEMES:
                failed += not tour(scb, language, theme)
    return failed


def tour(scb: FakeScb, language: str, theme: str) -> bool:
    """Take one tour, print what was measured, and say whether all went well."""
    out = OUT / f"{language}-{theme}"
    home = out / "home"
    settings = home / ".local/share/QGIS/QGIS3/profiles/default/QGIS/QGIS3.ini"
    settings.parent.mkdir(parents=True)
    (home / "run").mkdir(mode=0o700)
    settings.write_text(PROFILE.format(language=language, theme=THEMES[theme]), encoding="utf-8")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "LC_ALL": "C.UTF-8",
        "TOUR_OUT": str(out),
        "TOUR_ARCHIVE": str(ROOT / "build" / "segregation_plugin.zip"),
        "TOUR_SAMPLE": str(ROOT / "resources" / "sample"),
        "TOUR_WFS": scb.wfs_url,
        "TOUR_PXWEB": scb.pxweb_url,
    }
    qgis = ["qgis", "--nologo", "--noversioncheck", "--code", str(Path(__file__).with_name("session.py"))]
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    with (out / "qgis.log").open("w") as log:
        subprocess.run(
            [*screen, *qgis],
            env=environment,
            stdout=log,
            stderr=log,
            timeout=SECONDS,
            check=False,
            cwd=os.sep,
        )
    report = out / "report.json"
    seen = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {"errors": ["no report"]}
    shutil.rmtree(home, ignore_errors=True)
    print(f"{language}, {theme}:")
    for name, value in seen.items():
        print(f"  {name}: {value}")
    return not seen["errors"]


if __name__ == "__main__":
    sys.exit(main())
