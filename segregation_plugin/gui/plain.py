"""Names of files, layers and places are shown as they are, never as HTML."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel


def as_html(text: str) -> str:
    """Return a text for what takes HTML, shown as it is, in its lines."""
    lines = "<br>".join(map(escape, text.splitlines()))
    return f"<span>{lines}</span>"  # a text without any tag may be taken for plain, entities and all


def plain_label() -> QLabel:
    """Return a label that wraps, and takes no name for HTML."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)  # else a long name of a layer, which has no blanks, widens the panel
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
