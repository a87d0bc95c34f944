"""How long a run of ours goes on after it was cancelled."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingException, QgsProcessingFeedback

if TYPE_CHECKING:
    from types import ModuleType

    from .cases import Case


def seconds_to_stop(ours: ModuleType, case: Case, after_s: float) -> float | None:
    """Return the seconds from a cancel until the run has ended; None where it had ended before.

    The time counts from when the cancel was due: a run that keeps Python's lock delays it, as it would delay all
    else in QGIS that is written in Python.
    """
    feedback = QgsProcessingFeedback(logFeedback=False)
    timer = threading.Timer(after_s, feedback.cancel)
    due = time.perf_counter() + after_s
    timer.start()
    try:
        ours.compute(case, "", feedback)
    except QgsProcessingException:
        return time.perf_counter() - due
    finally:
        timer.cancel()
    return None
