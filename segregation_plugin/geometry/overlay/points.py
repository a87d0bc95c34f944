"""Points inside areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import RunCancelledError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsFeedback, QgsGeometry

    from .cover import AreaCover

_CANCEL_EVERY = 256


def areas_of_points(
    points: Sequence[QgsGeometry], cover: AreaCover, feedback: QgsFeedback
) -> list[tuple[int, ...]]:
    """Return the areas that hold each point, borders included; shape (points,).

    Raises:
        RunCancelledError: the user cancelled.
    """
    covering = []
    for number, point in enumerate(points):
        if number % _CANCEL_EVERY == 0:
            if feedback.isCanceled():
                raise RunCancelledError
            feedback.setProgress(100 * number / len(points))
        covering.append(cover.met_by(point))
    return covering
