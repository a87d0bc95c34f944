"""Workers started one after another, each in a process and, where it is the plugin, in a profile of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .cache import MOVED_BY, cache_folder, data_path, peers_python
from .machine import wait_until_quiet
from .postgres import SERVER

if TYPE_CHECKING:
    from .cases import Case
    from .runners import Runner

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Bench:
    """Where measurements are made."""

    scratch: Path
    postgres: str
    """The connection of the server; empty where there is none."""
    time_limit_s: float

    def measure(self, runner: Runner, case: Case) -> dict[str, Any]:
        """Return what the worker says: laps, memory and versions, or why there are none."""
        return self._work(runner, case)

    def cancel(self, runner: Runner, case: Case, after_s: float) -> dict[str, Any]:
        """Return ``cancel_s``, the seconds that a run of ours went on after its cancel."""
        return self._work(runner, case, f"--cancel-after={after_s}")

    def figures(self, runner: Runner, case: Case) -> Path:
        """Return the file for the figures of a runner."""
        return self.scratch / f"{case.name}-{runner.name}.npz"

    def _work(self, runner: Runner, case: Case, *options: str) -> dict[str, Any]:
        python = Path(sys.executable) if runner.environment == "qgis" else peers_python()
        if not python.exists():
            return {"absent": "the environment of the peers is not installed"}
        for layer in ("areas", case.layer):
            _read_once(data_path(layer))
        wait_until_quiet()
        command = [str(python), "-m", "benchmarks.worker", runner.name, case.name]
        try:
            done = subprocess.run(
                [*command, str(self.figures(runner, case)), *options],
                cwd=_ROOT,
                env=self._environment(runner),
                capture_output=True,
                text=True,
                timeout=self.time_limit_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"failed": f"more than {self.time_limit_s:.0f} s"}
        try:
            return dict(json.loads(done.stdout.splitlines()[-1]))
        except (IndexError, ValueError):
            print(done.stderr[-3000:], file=sys.stderr)
            return {"failed": f"ended with {done.returncode}"}

    def _environment(self, runner: Runner) -> dict[str, str]:
        profile = self.scratch / f"profile-{runner.module}-{runner.option}"
        if runner.profile != "kept":
            shutil.rmtree(profile, ignore_errors=True)
        runtime, temporary = profile / "run", profile / "tmp"
        for folder in (runtime, temporary):
            folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        return {
            **os.environ,
            MOVED_BY: str(cache_folder()),
            SERVER: self.postgres,
            "HOME": str(profile),
            "XDG_CACHE_HOME": str(profile / "cache"),
            "XDG_DATA_HOME": str(profile / "data"),
            "XDG_CONFIG_HOME": str(profile / "config"),
            "XDG_RUNTIME_DIR": str(runtime),
            "TMPDIR": str(temporary),
            "QGIS_CUSTOM_CONFIG_PATH": str(profile / "qgis"),
            "QT_QPA_PLATFORM": "offscreen",
            "LC_ALL": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
        }


def _read_once(path: Path) -> None:
    """Bring a file into the system's cache, for all alike."""
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass
