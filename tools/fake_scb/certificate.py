"""A certificate for the loopback address, made anew by the openssl program for each server."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# "openssl req -x509" takes no days in the past before OpenSSL 3.4; "openssl ca" has always taken two dates.
_CONFIG = """
[ca]
default_ca = own
[own]
dir = {folder}
database = {folder}/index.txt
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = loopback
[any]
commonName = supplied
[loopback]
subjectAltName = IP:127.0.0.1,DNS:localhost
basicConstraints = critical,CA:TRUE
[req]
distinguished_name = nothing
prompt = no
[nothing]
commonName = localhost
"""


class NoOpensslError(RuntimeError):
    """The openssl program is not there, or fails."""


def make_certificate(folder: Path, *, expired: bool) -> tuple[Path, Path]:
    """Make a self-signed certificate for 127.0.0.1 and localhost.

    Args:
        folder: where to put it and its key; a temporary one.
        expired: whether its time is over.

    Returns:
        The files of the certificate and of the key.

    Raises:
        NoOpensslError: the openssl program is not there, or fails.
    """
    config, request = folder / "openssl.cnf", folder / "request.pem"
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    config.write_text(_CONFIG.format(folder=folder), encoding="utf-8")
    (folder / "index.txt").touch()
    now = datetime.now(timezone.utc)
    start = now - timedelta(days=20 if expired else 1)
    end = now + timedelta(days=-10 if expired else 1)
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(key))
    _openssl("req", "-new", "-config", str(config), *new_key, "-out", str(request))
    dates = ("-startdate", f"{start:%Y%m%d%H%M%SZ}", "-enddate", f"{end:%Y%m%d%H%M%SZ}")
    files = ("-keyfile", str(key), "-in", str(request), "-out", str(certificate))
    _openssl("ca", "-batch", "-selfsign", "-notext", "-config", str(config), *files, *dates)
    return certificate, key


def _openssl(*arguments: str) -> None:
    program = shutil.which("openssl")
    if program is None:
        raise NoOpensslError("https needs the openssl program, which is not installed")
    done = subprocess.run([program, *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise NoOpensslError(f"openssl {arguments[0]} failed: {done.stderr.strip()}")
