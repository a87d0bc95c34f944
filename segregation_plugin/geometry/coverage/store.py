"""Border nets kept in memory and on disk: built once, found again by what the areas are.

A net is named by a digest of the areas' geometries and of the code that builds it, so that a changed layer or another
version has another name. A file is written beside its place and moved there when it is whole; one that
cannot be read in full is not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
import time
from collections import OrderedDict
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .edges import Edges, NotACoverageError
from .grid import Grid
from .net import BorderNet, border_net

if TYPE_CHECKING:
    from collections.abc import Sequence

_IN_MEMORY = 2
_ON_DISK = 6
_WORTH_A_FILE = 50_000
"""Borders; fewer are built sooner than read."""
_SUFFIX = ".borders.npz"
_PART = ".borders.part"
_OLD_S = 3600


class NetStore:
    """Border nets by the areas they are of.

    Args:
        folder: where files are kept; None keeps nets in memory only.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._nets: OrderedDict[str, BorderNet | None] = OrderedDict()
        self._lock = threading.Lock()
        self._writing: threading.Thread | None = None

    def has(self, name: str) -> bool:
        """Say whether a net need not be built."""
        return name in self._nets or self._file(name) is not None

    def net(self, name: str, polygons: Sequence[bytes]) -> BorderNet | None:
        """Return the net of areas, or None where they do not tile the plane.

        Args:
            name: the areas' ``name_of``.
            polygons: little-endian WKB of valid, flat polygons in EPSG:3006, shape (areas,).
        """
        with self._lock:
            if name not in self._nets:
                self._nets[name] = self._read(name) or self._built(name, polygons)
            self._nets.move_to_end(name)
            while len(self._nets) > _IN_MEMORY:
                self._nets.popitem(last=False)
            return self._nets[name]

    def flush(self) -> None:
        """Wait until the file of the last net is written."""
        if self._writing is not None:
            self._writing.join()

    def clear(self) -> None:
        """Forget all nets and remove their files."""
        self.flush()
        with self._lock:
            self._nets.clear()
            for path in self._files():
                path.unlink(missing_ok=True)

    def _built(self, name: str, polygons: Sequence[bytes]) -> BorderNet | None:
        try:
            net = border_net(polygons)
        except NotACoverageError:
            return None
        if self._folder is not None and len(net.edges) >= _WORTH_A_FILE:
            self._writing = threading.Thread(target=self._write, args=(self._folder, name, net))
            self._writing.start()  # nobody has to wait for it
        return net

    def _file(self, name: str) -> Path | None:
        if self._folder is None:
            return None
        path = self._folder / (name + _SUFFIX)
        try:
            return path if path.is_file() else None
        except OSError:  # a folder that may not be looked into
            return None

    def _files(self) -> list[Path]:
        """Return all files, the longest unused first."""
        if self._folder is None or not self._folder.is_dir():
            return []
        return sorted(self._folder.glob("*" + _SUFFIX), key=lambda path: path.stat().st_mtime)

    def _read(self, name: str) -> BorderNet | None:
        path = self._file(name)
        if path is None:
            return None
        try:
            net = _unpacked(path, name)
            os.utime(path)
        except Exception:  # noqa: BLE001 - whatever the damage, the net can be built
            return None
        return net

    def _write(self, folder: Path, name: str, net: BorderNet) -> None:
        """Write a file; a full disk or a folder that is read-only costs time later, not results."""
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(prefix=".", suffix=_PART, dir=folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    np.savez(file, **_packed(net, name))
                Path(beside).replace(folder / (name + _SUFFIX))
            finally:
                Path(beside).unlink(missing_ok=True)
            for path in (*self._files()[:-_ON_DISK], *_left_behind(folder)):
                path.unlink(missing_ok=True)


def _left_behind(folder: Path) -> list[Path]:
    """Return what writers that were killed have left."""
    return [path for path in folder.glob(".*" + _PART) if time.time() - path.stat().st_mtime > _OLD_S]


def name_of(polygons: Sequence[bytes]) -> str:
    """Return a name that only the same areas in the same order have."""
    digest = hashlib.blake2b(_code(), digest_size=16)
    for wkb in polygons:
        digest.update(len(wkb).to_bytes(8, "little"))
        digest.update(wkb)
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """Return a digest of the code that builds nets: another version builds its own."""
    digest = hashlib.blake2b()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def _packed(net: BorderNet, name: str) -> dict[str, object]:
    parts = {"edges": net.edges, "grid": net.grid}
    values = {
        f"{part}_{field.name}": getattr(value, field.name)
        for part, value in parts.items()
        for field in fields(value)
    }
    return {"name": np.array(name), **values}


def _unpacked(path: Path, name: str) -> BorderNet:
    """Read a file; zip keeps a checksum of every array.

    Raises:
        ValueError: it is the net of other areas.
    """
    with np.load(path, allow_pickle=False) as file:
        if str(file["name"]) != name:
            raise ValueError("the file is of other areas")
        edges = Edges(**{field.name: file[f"edges_{field.name}"] for field in fields(Edges)})
        grid = Grid(**{field.name: _plain(file[f"grid_{field.name}"]) for field in fields(Grid)})
    return BorderNet(edges, grid)


def _plain(value: np.ndarray) -> np.ndarray | float:
    """Return a number as a number, and an array as it is."""
    return value if value.ndim else value.item()
