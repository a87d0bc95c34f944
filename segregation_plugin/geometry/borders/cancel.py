"""The question asked between steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import RunCancelledError

if TYPE_CHECKING:
    from qgis.core import QgsFeedback


def go_on(feedback: QgsFeedback) -> None:
    """Go on unless the user cancelled.

    Raises:
        RunCancelledError: the user cancelled.
    """
    if feedback.isCanceled():
        raise RunCancelledError
