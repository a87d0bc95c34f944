"""The real QGIS desktop on a virtual screen: an empty profile, the package, SCB's services from a local server."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.fake_scb import FakeScb

ROOT = Path(__file__).resolve().parents[2]
THEMES = {"light": "default", "dark": "Night Mapping"}
_PROFILE = """
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


def profile(language: str = "en", theme: str = "light") -> str:
    """Return the settings of a QGIS that asks nothing and looks for nothing on the network."""
    return _PROFILE.format(language=language, theme=THEMES[theme])


def run_in_desktop(
    script: Path,
    out: Path,
    scb: FakeScb,
    language: str = "en",
    theme: str = "light",
    seconds: int = 150,
    more: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Start QGIS, let a script work in it, and return the report it leaves.

    Args:
        script: run by QGIS once it has started; ``tools.desktop.session`` has what it needs.
        out: a folder for the report, pictures and QGIS's output; made anew.
        scb: answers like SCB.
        language: of QGIS.
        theme: a key of ``THEMES``.
        seconds: after which QGIS is ended.
        more: variables for the script.

    Returns:
        What the script reported; ``errors`` are sentences.
    """
    shutil.rmtree(out, ignore_errors=True)
    home = out / "home"
    settings = home / ".local/share/QGIS/QGIS3/profiles/default/QGIS/QGIS3.ini"
    settings.parent.mkdir(parents=True)
    (home / "run").mkdir(mode=0o700)
    settings.write_text(profile(language, theme), encoding="utf-8")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "LC_ALL": "C.UTF-8",
        "DESKTOP_ROOT": str(ROOT),
        "DESKTOP_OUT": str(out),
        "DESKTOP_SECONDS": str(seconds - 30),
        "DESKTOP_WFS": scb.wfs_url,
        "DESKTOP_PXWEB": scb.pxweb_url,
        **(more or {}),
    }
    command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    command += ["qgis", "--nologo", "--noversioncheck", "--code", str(script)]
    with (out / "qgis.log").open("w") as log:
        code = _run(command, environment, log, seconds)
    report = out / "report.json"
    shutil.rmtree(home, ignore_errors=True)
    seen = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {"errors": ["no report"]}
    if code != 0:
        seen["errors"].append(f"QGIS ended with {code}; see {out / 'qgis.log'}")
    return seen


def _run(command: list[str], environment: dict[str, str], log: IO[str], seconds: int) -> int:
    """Run a command and all it starts, not longer than so many seconds; return the code it ends with."""
    with subprocess.Popen(
        command, env=environment, stdout=log, stderr=log, cwd=os.sep, start_new_session=True
    ) as process:
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return process.wait()
