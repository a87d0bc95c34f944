"""What all algorithms share: identity, help, errors, protected destinations, provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import Qgis, QgsProcessingAlgorithm
from qgis.PyQt.QtGui import QIcon

from ..core.errors import InputError
from ..i18n import language, mark, tr
from ..paths import resource_path
from .help import help_of, tags_in_every_language
from .results.styles import style_results
from .writing import destinations, provenance
from .writing.staging import run_protected

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

GROUPS = {
    "data": mark("Data"),
    "overlay_and_buffer": mark("Overlay and Buffer"),
    "barriers_and_access": mark("Barriers and Access"),
    "segregation_and_follow_up": mark("Segregation and Follow-up"),
}


class SegregationAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of the plugin.

    A subclass gives ``ID``, ``TITLE``, ``GROUP``, ``declare`` and ``execute``. ``execute`` reads its parameters, calls
    ``geometry``, ``sources`` and ``core`` for everything that is computed, and only then writes its outputs.
    """

    ID: ClassVar[str]
    TITLE: ClassVar[str]
    GROUP: ClassVar[str]

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
        helps = help_of(self.ID, language()).parameters
        for definition in self.parameterDefinitions():
            text = helps.get(definition.name(), "")
            definition.setHelp(text)

    def checkParameterValues(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Refuse what QGIS accepts and what would destroy data: outputs equal to each other or to an input."""
        fine, message = super().checkParameterValues(parameters, context)
        message = destinations.refusal(self, parameters, context) if fine else message
        return fine and not message, message

    def prepareAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,  # noqa: ARG002 - QGIS calls it so
    ) -> bool:
        """Prepare the inputs; a fault is kept for ``processAlgorithm``, since QGIS drops its sentence here."""
        self._fault: InputError | None = None
        self._stamp = provenance.stamp(self, parameters, context)
        try:
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

        results = run_protected(self, parameters, context, feedback, work)
        style_results(results, self.styles, context)
        return results

    def createInstance(self) -> SegregationAlgorithm:
        """Return a new algorithm of the same class."""
        return type(self)()

    def name(self) -> str:
        """Return the id that models and scripts rely on."""
        return self.ID

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return tr(self.TITLE)

    def groupId(self) -> str:
        """Return the id of the toolbox group."""
        return self.GROUP

    def group(self) -> str:
        """Return the name of the toolbox group."""
        return tr(GROUPS[self.GROUP])

    def tags(self) -> list[str]:
        """Return the search words."""
        return tags_in_every_language(self.ID)

    def shortDescription(self) -> str:
        """Return the one sentence of the tooltip."""
        return help_of(self.ID, language()).summary

    def shortHelpString(self) -> str:
        """Return the text beside the dialog."""
        return help_of(self.ID, language()).html()

    def svgIconPath(self) -> str:
        """Return the path of the algorithm's icon, or of the plugin's where it has none of its own."""
        own = resource_path("icons", f"{self.ID}.svg")
        return str(own if own.is_file() else resource_path("icons", "segregation.svg"))

    def icon(self) -> QIcon:
        """Return the algorithm's icon."""
        return QIcon(self.svgIconPath())

    def flags(self) -> Qgis.ProcessingAlgorithmFlags:
        """Run in the background; every loop checks for cancel."""
        return super().flags() | Qgis.ProcessingAlgorithmFlag.CanCancel
