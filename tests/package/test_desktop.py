"""The package in the real desktop: installed by QGIS's own installer, used, reloaded, taken out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tools.desktop import profile

SCRIPT = Path(__file__).with_name("desktop_session.py")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def session(archive, areas_with_index, tmp_path_factory):
    """Start QGIS on a virtual screen with an empty profile and return what the script in it saw."""
    home = tmp_path_factory.mktemp("home")
    settings = home / ".local/share/QGIS/QGIS3/profiles/default/QGIS/QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(profile("sv"))
    report = home / "report.json"
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "SESSION_ARCHIVE": str(archive),
        "SESSION_AREAS": str(areas_with_index),
        "SESSION_REPORT": str(report),
    }
    qgis = ["qgis", "--nologo", "--noversioncheck", "--code", str(SCRIPT)]
    run_with_a_screen(qgis, environment, home / "qgis.log")
    assert report.is_file(), (home / "qgis.log").read_text(errors="replace")[-3000:]
    seen = json.loads(report.read_text(encoding="utf-8"))
    assert "\n".join(seen["errors"]) == ""
    return seen


def run_with_a_screen(command, environment, log):
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*screen, *command], env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            process.wait(timeout=120)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def test_it_installs_and_starts(session):
    assert session["active"] is True
    assert set(session["installed"]["providers"]) - set(session["before"]["providers"]) == {"segregation"}


def test_threads_of_tasks_keep_what_they_hold(session):
    assert session["thread_expiry_ms"] == -1  # never


def test_an_algorithm_runs(session):
    assert session["used"]["types"] == [5, 4, 3, 2, 1, None]


def test_every_algorithm_has_its_own_icon(session):
    icons = {name: icon for name, icon in session["used"]["icons"].items() if icon != "processingModel.svg"}
    assert icons == {name: f"{name}.svg" for name in icons}


def test_it_speaks_swedish_where_qgis_does(session):
    assert "Överlagring och buffert" in session["used"]["groups"]
    assert session["used"]["algorithms"]["classifyareatypes"] == "Klassa områdestyper"


def test_nothing_is_left_after_unloading(session):
    assert [session["before"]] * 2 == session["after_unload"]
    assert session["before"] == session["in_the_end"]


def test_it_works_the_same_after_reloading(session):
    assert session["started_again"] is True
    assert session["reloaded"] == session["installed"]
    assert session["used_again"] == session["used"]
