"""What all algorithms share: errors, protected destinations, provenance, styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsProcessingAlgorithm

from ..core.errors import InputError
from .described import Described
from .results.styles import style_results
from .writing import destinations, provenance
from .writing.staging import run_protected

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

    from .writing.destinations import Destination


class SegregationAlgorithm(Described, QgsProcessingAlgorithm):
    """An algorithm of the plugin.

    A subclass gives ``ID``, ``TITLE``, ``GROUP``, ``declare`` and ``execute``. ``execute`` reads its parameters, calls
    ``geometry``, ``sources`` and ``core`` for everything that is computed, and only then writes its outputs.
    """

    def __init__(self) -> None:
        super().__init__()
        self.source_stamps: list[str] = []
        """Set in ``execute``: what the data is and from when, a line for each source; the outputs carry them."""
        self.styles: dict[str, Callable[[QgsVectorLayer], None]] = {}
        """Set in ``execute``: how outputs look when they are loaded."""

    def declare(self) -> None:
        """Add the parameters and the outputs that are not destinations."""
        raise NotImplementedError

    def prepare_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Take from project and layers what may only be touched in the thread they live in."""

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Do the work and return the outputs."""
        raise NotImplementedError

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - QGIS calls it so
        """Declare the parameters and attach their help."""
        self.declare()
        self.attach_help()

    def prepareAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,  # noqa: ARG002 - QGIS calls it so
    ) -> bool:
        """Prepare the inputs; a fault is kept for ``processAlgorithm``, since QGIS drops its sentence here."""
        self._fault: InputError | None = None
        self._stamp = provenance.stamp(self, parameters, context)
        self._destinations: list[Destination] = []
        try:
            self._destinations = destinations.check(self, parameters, context)
            self.prepare_inputs(parameters, context)
        except InputError as error:
            self._fault = error
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run with the destinations protected; every output layer carries how it was made."""

        def work(staged: dict[str, Any]) -> dict[str, Any]:
            if self._fault is not None:
                raise self._fault
            results = self.execute(staged, context, feedback)
            provenance.write(results, self._stamp, self, context, feedback)
            return results

        results = run_protected(self._destinations, parameters, context, feedback, work)
        style_results(results, self.styles, context)
        return results

    def createInstance(self) -> SegregationAlgorithm:
        """Return a new algorithm of the same class."""
        return type(self)()

    def flags(self) -> Qgis.ProcessingAlgorithmFlags:
        """Run in the background; every loop checks for cancel."""
        return super().flags() | Qgis.ProcessingAlgorithmFlag.CanCancel
