"""A guard against threads of QGIS that take coordinate reference systems with them when they end."""

from __future__ import annotations

from qgis.core import QgsApplication

_NEVER = -1


def keep_task_threads() -> None:
    """Let the threads of background tasks wait for the next task for as long as QGIS runs.

    QGIS ends them after half a minute without one. A coordinate reference system that was first met in such a thread is
    dead from then on for all layers and the project, without a word: its text is empty, and a transformation returns what
    it is given, so that layers in degrees lie in the sea off Africa and nobody lives near them (seen in 3.40). There are
    as many of these threads as processors at the most, and idle ones cost nothing.
    """
    QgsApplication.taskManager().threadPool().setExpiryTimeout(_NEVER)
