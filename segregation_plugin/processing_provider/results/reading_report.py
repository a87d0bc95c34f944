"""What a run tells in its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback

    from ...geometry.reading import Features


def log_reading(features: Features, feedback: QgsProcessingFeedback) -> None:
    """Say how many features were read, and warn of those repaired or skipped."""
    feedback.pushInfo(
        tr("Layer {layer}: {count} features.").format(layer=features.name, count=len(features.geometries))
    )
    if features.repaired:
        feedback.pushWarning(
            tr("Layer {layer}: {count} invalid polygons were repaired.").format(
                layer=features.name, count=features.repaired
            )
        )
    if features.skipped:
        feedback.pushWarning(
            tr("Layer {layer}: {count} features without a usable geometry were skipped.").format(
                layer=features.name, count=features.skipped
            )
        )
