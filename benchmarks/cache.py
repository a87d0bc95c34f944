"""What benchmarks keep between runs, and where: outside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

MOVED_BY = "SEGREGATION_BENCH_CACHE"
VERSION = 1
"""Of the made data; to be raised when the same call makes other data: the folder is named after it."""


def cache_folder() -> Path:
    """Return ``$SEGREGATION_BENCH_CACHE``, else ``segregation-bench`` in ``$XDG_CACHE_HOME`` or ``~/.cache``."""
    moved = os.environ.get(MOVED_BY)
    if moved:
        return Path(moved)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "segregation-bench"


def data_path(layer: str) -> Path:
    """Return the file of a layer: ``areas``, ``rail``, ``stops``, ``landuse``, ``roads_10k`` and so on."""
    return cache_folder() / f"national-{VERSION}" / f"{layer}.gpkg"


def peers_python() -> Path:
    """Return the interpreter of the environment that ``setup_peers.sh`` makes."""
    return cache_folder() / "peers" / "bin" / "python"
