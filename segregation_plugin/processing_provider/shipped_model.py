"""The models that come with the plugin, with their destinations protected as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingModelAlgorithm

from .writing import destinations
from .writing.staging import run_protected

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model that writes everything or nothing.

    Its children check and protect only their own destinations: alone they would let one child destroy what
    another has written or is still to read, and leave behind the outputs of those before the one that fails.
    """

    def createInstance(self) -> ShippedModel:
        """Return a copy, of the same class."""
        copy = type(self)()
        copy.loadVariant(self.toVariant())
        copy.setProvider(self.provider())
        copy.setSourceFilePath(self.sourceFilePath())
        return copy

    def checkParameterValues(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Refuse outputs equal to each other or to an input."""
        fine, message = super().checkParameterValues(parameters, context)
        message = destinations.refusal(self, parameters, context) if fine else message
        return fine and not message, message

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run the children with the destinations protected."""
        process = super().processAlgorithm
        return run_protected(
            self, parameters, context, feedback, lambda staged: process(staged, context, feedback)
        )
