"""What a run tells in its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import localised, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qgis.core import QgsProcessingFeedback

    from ...core.notices import Notice
    from ...geometry.reading import Reading


def log_reading(reading: Reading, feedback: QgsProcessingFeedback) -> None:
    """Say how many features were read, and warn of those repaired or skipped."""
    feedback.pushInfo(tr("Layer {layer}: {count} features.").format(layer=reading.name, count=reading.count))
    if reading.repaired:
        feedback.pushWarning(
            tr("Layer {layer}: {count} invalid polygons were repaired.").format(
                layer=reading.name, count=reading.repaired
            )
        )
    if reading.skipped:
        feedback.pushWarning(
            tr("Layer {layer}: {count} features without a usable geometry were skipped.").format(
                layer=reading.name, count=reading.skipped
            )
        )


def log_notices(notices: Iterable[Notice], feedback: QgsProcessingFeedback) -> None:
    """Say which ways a run took, and why."""
    for notice in notices:
        feedback.pushInfo(localised(notice))
