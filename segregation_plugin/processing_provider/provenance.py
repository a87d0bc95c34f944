"""How a result was made: algorithm, version, parameters and sources, as layer metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback


def stamp(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[str]:
    """Return the lines of history that the outputs will carry."""
    return []


def write(
    results: dict[str, Any],
    stamp: list[str],
    algorithm: QgsProcessingAlgorithm,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> None:
    """Store the history in the metadata of every output layer."""
