"""The models that come with the plugin, with their destinations protected as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import QgsProcessingException, QgsProcessingModelAlgorithm

from ..core.errors import InputError
from ..i18n import localised, tr
from .described import Described
from .results.styles import style_results
from .writing import destinations
from .writing.staging import run_protected

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from .results.styles import Styles


class ShippedModel(Described, QgsProcessingModelAlgorithm):
    """A model that writes everything or nothing, with its outputs in capitals as those of the algorithms.

    A subclass gives ``ID``, ``TITLE``, ``LABELS`` and ``STYLES``; the model itself lies in ``resources/models``.
    Its children check and protect only their own destinations: alone they would let one child destroy what
    another has written or is still to read, and leave behind the outputs of those before the one that fails.
    """

    GROUP = "models"
    LABELS: ClassVar[dict[str, str]] = {}
    """What inputs and outputs are called in the dialog, by name; the file has the names of the outputs alone."""
    STYLES: ClassVar[Styles] = {}
    """How outputs look when they are loaded, in the order that they lie on each other."""

    def fromFile(self, path: str) -> bool:
        """Load the model."""
        loaded = super().fromFile(path)
        self._describe()
        return loaded

    def loadVariant(self, model: Any) -> bool:
        """Take over the definition of a model."""
        loaded = super().loadVariant(model)
        self._describe()
        return loaded

    def createInstance(self) -> ShippedModel:
        """Return a copy, of the same class."""
        copy = type(self)()
        copy.loadVariant(self.toVariant())
        copy.setProvider(self.provider())
        copy.setSourceFilePath(self.sourceFilePath())
        return copy

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Find the destinations in the thread that the layers live in; they have been checked by then."""
        try:
            self._destinations = destinations.check(self, parameters, context)
        except InputError as error:
            raise QgsProcessingException(localised(error)) from error
        return super().prepareAlgorithm(parameters, context, feedback)

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

        results = run_protected(self._destinations, parameters, context, feedback, work)
        self._name_layers(context)
        style_results(results, self.STYLES, context)
        return results

    def _describe(self) -> None:
        """Give inputs and outputs their labels and help, and the outputs the names that interfaces promise.

        QGIS makes the names of the outputs of their descriptions, in lower case, when it loads the model.
        """
        for definition in (*self.destinationParameterDefinitions(), *self.outputDefinitions()):
            definition.setName(definition.name().upper())
        for definition in (*self.parameterDefinitions(), *self.outputDefinitions()):
            if definition.name() in self.LABELS:
                definition.setDescription(tr(self.LABELS[definition.name()]))
        self.attach_help()

    def _name_layers(self, context: QgsProcessingContext) -> None:
        """Give layers that are loaded their labels; QGIS names those of a model after the names of its outputs."""
        layers = context.layersToLoadOnCompletion()
        for details in layers.values():
            label = self.LABELS.get(details.name)
            if details.name in self.STYLES:
                details.layerSortKey = list(self.STYLES).index(details.name)
            details.name = tr(label) if label else details.name
        context.setLayersToLoadOnCompletion(layers)
