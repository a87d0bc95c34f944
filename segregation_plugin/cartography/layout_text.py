"""Text on a printed map: as large as its place allows, and never taken for an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsExpression, QgsLayoutItemLabel, QgsLayoutUtils, QgsTextFormat, QgsTextRenderer
from qgis.PyQt.QtGui import QColor, QFont

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsLayout
    from qgis.PyQt.QtCore import QRectF

TEXT_COLOUR, QUIET_COLOUR = "#1A1A1A", "#555555"


def escaped(text: str) -> str:
    """Return a text for a label or a legend, where QGIS would run what stands between ``[%`` and ``%]``."""
    return text.replace("[%", "[%'[%'%]")


def quoted(text: str) -> str:
    """Return a text as it is written inside an expression inside a label."""
    return QgsExpression.quotedString(text).replace("%]", "%'||']")


def text_format(size_pt: float, colour: str = TEXT_COLOUR, *, bold: bool = False) -> QgsTextFormat:
    """Return the form of letters."""
    font = QFont()
    font.setBold(bold)
    made = QgsTextFormat()
    made.setFont(font)
    made.setSize(size_pt)
    made.setSizeUnit(Qgis.RenderUnit.Points)
    made.setColor(QColor(colour))
    return made


def fitting_label(
    layout: QgsLayout, text: str, place: QRectF, formats: Sequence[QgsTextFormat]
) -> QgsLayoutItemLabel:
    """Return a label in the largest form that lets the whole text into its place; shortened where none does.

    Args:
        layout: the label is not yet added to it.
        text: as it is to be read.
        place: only its size counts.
        formats: the largest first.
    """
    one_line = " ".join(text.split())
    wanted = next((form for form in formats if _fits(layout, one_line, place, form)), formats[-1])
    label = QgsLayoutItemLabel(layout)
    label.setTextFormat(wanted)
    label.setText(escaped(_shortened(layout, one_line, place, wanted)))
    label.setMarginX(0)
    label.setMarginY(0)
    return label


def _fits(layout: QgsLayout, text: str, place: QRectF, form: QgsTextFormat) -> bool:
    """Say whether a text, broken between words, is not higher and no word of it is wider than its place."""
    context = QgsLayoutUtils.createRenderContextForLayout(layout, None)
    pixels = context.scaleFactor()
    if any(
        QgsTextRenderer.textWidth(context, form, [word]) > place.width() * pixels for word in text.split()
    ):
        return False
    height = QgsTextRenderer.textHeight(
        context,
        form,
        [text],
        Qgis.TextLayoutMode.RectangleAscentBased,
        None,
        Qgis.TextRendererFlag.WrapLines,
        place.width() * pixels,
    )
    return height <= place.height() * pixels


def _shortened(layout: QgsLayout, text: str, place: QRectF, form: QgsTextFormat) -> str:
    """Return as much of a text as fits."""
    if _fits(layout, text, place, form):
        return text
    shortest, longest = 0, len(text)
    while shortest < longest - 1:
        middle = (shortest + longest) // 2
        if _fits(layout, f"{text[:middle].rstrip()} …", place, form):
            shortest = middle
        else:
            longest = middle
    return f"{text[:shortest].rstrip()} …"
