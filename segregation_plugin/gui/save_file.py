"""Where a file is to be saved: asked in QGIS's way, and nothing replaced that nobody was asked about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox

from ..i18n import tr
from .plain import as_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.PyQt.QtWidgets import QWidget

_LONGEST_NAME = 100


def ask_where(parent: QWidget, title: str, suggested: Path, kinds: Mapping[str, str]) -> Path | None:
    """Return the file that the user chooses, with one of the endings; None where none is chosen.

    Args:
        parent: of the dialog.
        title: of the dialog.
        suggested: with a folder.
        kinds: how files are called, by their endings such as ``.csv``.
    """
    filters = {f"{text} (*{ending})": ending for ending, text in kinds.items()}
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(suggested), ";;".join(filters))
    if not chosen:
        return None
    if Path(chosen).suffix.lower() in kinds:
        return Path(chosen)
    path = Path(chosen + filters.get(kind, next(iter(kinds))))  # of which the dialog does not know
    return path if may_replace(parent, title, [path]) else None


def may_replace(parent: QWidget, title: str, files: Sequence[Path]) -> bool:
    """Ask where there are such files already; True where there are none."""
    existing = [file.name for file in files if file.exists()]
    if not existing:
        return True
    question = (
        tr("{count} of these files exist, among them {name}. Replace them?").format(
            count=len(existing), name=existing[0]
        )
        if len(existing) > 1
        else tr("{name} exists. Replace it?").format(name=existing[0])
    )
    return QMessageBox.question(parent, title, as_html(question)) == QMessageBox.StandardButton.Yes


def file_name(title: str) -> str:
    """Return a title without what a file's name may not have."""
    allowed = "".join(char if char.isalnum() or char in " -_" else "_" for char in title)
    return allowed[:_LONGEST_NAME].strip() or "Segregation"
