"""Progress in steps that hears a cancel, whenever it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProcessingMultiStepFeedback

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback


def in_steps(count: int, feedback: QgsProcessingFeedback) -> QgsProcessingMultiStepFeedback:
    """Return a feedback whose progress is that of one of several steps.

    QGIS's own hears only what comes after it was made: a run that is cancelled before would go on to its end.
    """
    steps = QgsProcessingMultiStepFeedback(count, feedback)
    if feedback.isCanceled():
        steps.cancel()
    return steps
