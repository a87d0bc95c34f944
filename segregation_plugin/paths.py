"""Where the plugin's own files lie, in a checkout and when installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _home() -> Path:
    """Return the folder that holds ``metadata.txt`` and ``resources/``: the package, or the checkout around it."""
    return _PACKAGE if (_PACKAGE / "metadata.txt").is_file() else _PACKAGE.parent


def resource_path(*parts: str) -> Path:
    """Return the path of a file or folder below ``resources/``."""
    return _home().joinpath("resources", *parts)


def metadata_path() -> Path:
    """Return the path of ``metadata.txt``."""
    return _home() / "metadata.txt"
