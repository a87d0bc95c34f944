"""What a person sees of an algorithm or a model before it runs: name, group, help, search words, icon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.PyQt.QtGui import QIcon

from ..i18n import language, mark, tr
from ..paths import resource_path
from .help import help_of, tags_in_every_language
from .writing import destinations

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext

GROUPS = {
    "data": mark("Data"),
    "overlay_and_buffer": mark("Overlay and Buffer"),
    "barriers_and_access": mark("Barriers and Access"),
    "segregation_and_follow_up": mark("Segregation and Follow-up"),
    "models": mark("Models"),
}


class Described:
    """Mixed in before QGIS's class of an algorithm or a model, it gives what ``resources`` holds for ``ID``."""

    ID: ClassVar[str]
    TITLE: ClassVar[str]
    GROUP: ClassVar[str]

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
        """Return the path of the icon, or of the plugin's where there is none of its own."""
        own = resource_path("icons", f"{self.ID}.svg")
        return str(own if own.is_file() else resource_path("icons", "segregation.svg"))

    def icon(self) -> QIcon:
        """Return the icon."""
        return QIcon(self.svgIconPath())

    def checkParameterValues(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Refuse what QGIS accepts and what would destroy data: outputs equal to each other or to an input."""
        fine, message = super().checkParameterValues(parameters, context)
        message = destinations.refusal(self, parameters, context) if fine else message
        return fine and not message, message

    def attach_help(self) -> None:
        """Give every parameter, destinations included, its sentence."""
        own = help_of(self.ID, language())
        helps = {**own.outputs, **own.parameters}
        for definition in self.parameterDefinitions():
            definition.setHelp(helps.get(definition.name(), ""))
