"""Lists to choose from, in a panel that may be narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy

if TYPE_CHECKING:
    from collections.abc import Sequence


def compact_combo(explanation: str = "") -> QComboBox:
    """Return a combo box that can be narrower than its longest entry."""
    combo = QComboBox()
    combo.setToolTip(explanation)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return combo


def fill(combo: QComboBox, entries: Sequence[tuple[str, Any]], current: Any) -> None:
    """Offer entries, text and data, and choose one; nothing moves where all is as it was."""
    if [(combo.itemText(at), combo.itemData(at)) for at in range(combo.count())] != list(entries):
        combo.clear()
        for text, data in entries:
            combo.addItem(text, data)
    combo.setCurrentIndex(combo.findData(current))
