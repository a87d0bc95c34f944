"""Destinations: refused when they would destroy data, put back as they were when a run fails."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext


def check(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """Raise InputError when a destination equals another or an input, or cannot be written."""


@contextmanager
def protected(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> Iterator[None]:
    """Keep what exists at the destinations until the run has succeeded."""
    check(algorithm, parameters, context)
    yield
