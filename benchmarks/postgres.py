"""A PostgreSQL server with PostGIS for the time of a run: on loopback, unprivileged, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Self

SERVER = "SEGREGATION_BENCH_POSTGRES"
"""Environment variable with the connection of the running server."""
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "max_parallel_workers": "2",
    "fsync": "off",
    "jit": "off",
    "client_connection_check_interval": "1s",  # a query ends with the worker that asked
}


class Server:
    """Starts on entering and stops on leaving, where Debian's packages are installed."""

    def __init__(self) -> None:
        self.connection = ""
        """Empty where there is no PostGIS."""
        self._folder: Path | None = None
        self._programs = _programs()

    def __enter__(self) -> Self:
        if self._programs is None:
            return self
        self._folder = Path(tempfile.mkdtemp(prefix="segregation-bench-postgres-"))
        if self._prefix():
            shutil.chown(self._folder, _user())
        data = self._folder / "data"
        self._call("initdb", "--no-sync", "--encoding=UTF8", "--auth=trust", "--username=bench", str(data))
        port = _free_port()
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            for name, value in (
                _SETTINGS | {"unix_socket_directories": str(self._folder), "port": str(port)}
            ).items():
                file.write(f"{name} = '{value}'\n")
        self._call("pg_ctl", "start", "--wait", "--pgdata", str(data), "--log", str(self._folder / "log"))
        self.connection = f"host=127.0.0.1 port={port} user=bench dbname=postgres"
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder is None:
            return
        self._call("pg_ctl", "stop", "--mode=immediate", "--pgdata", str(self._folder / "data"), check=False)
        shutil.rmtree(self._folder)

    def _call(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [*self._prefix(), str(self._programs / program), *arguments]  # type: ignore[operator]
        subprocess.run(command, check=check, stdout=subprocess.DEVNULL, cwd="/")

    @staticmethod
    def _prefix() -> list[str]:
        """Return how to become somebody else: PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return []
        return ["/usr/bin/setpriv", f"--reuid={_user()}", "--clear-groups", "--"]


def _user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _programs() -> Path | None:
    """Return the programs of the newest version that has PostGIS."""
    found = sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
    return Path("/usr/lib/postgresql") / found[-1].parts[-3] / "bin" if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
