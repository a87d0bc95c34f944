"""The models that come with the plugin, with their destinations protected as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingModelAlgorithm

from ..cartography.post_process import as_area_types, as_zones
from .results.styles import style_results
from .writing import destinations
from .writing.staging import run_protected

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback


_STYLES = {"JOINED": as_area_types, "OVERLAY": as_area_types, "ZONES": as_zones}
"""How the outputs of the shipped models look when they are loaded."""


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model that writes everything or nothing, with its outputs in capitals as those of the algorithms.

    Its children check and protect only their own destinations: alone they would let one child destroy what
    another has written or is still to read, and leave behind the outputs of those before the one that fails.
    """

    def fromFile(self, path: str) -> bool:
        """Load the model."""
        loaded = super().fromFile(path)
        self._capitalise_outputs()
        return loaded

    def loadVariant(self, model: Any) -> bool:
        """Take over the definition of a model."""
        loaded = super().loadVariant(model)
        self._capitalise_outputs()
        return loaded

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
        names = [definition.name() for definition in self.destinationParameterDefinitions()]

        def work(staged: dict[str, Any]) -> dict[str, Any]:
            lower = {name.lower(): staged[name] for name in names if name in staged}
            results = process({**staged, **lower}, context, feedback)
            return {name.upper() if name.upper() in names else name: value for name, value in results.items()}

        results = run_protected(self, parameters, context, feedback, work)
        style_results(results, _STYLES, context)
        return results

    def _capitalise_outputs(self) -> None:
        """Give the outputs the names that interfaces promise; QGIS makes lower-case ones of any description."""
        for definition in (*self.destinationParameterDefinitions(), *self.outputDefinitions()):
            definition.setName(definition.name().upper())
