"""The processing provider: every algorithm and model of the plugin."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..paths import resource_path
from .algorithms import ALGORITHMS
from .assessment import Assessment

PROVIDER_ID = "segregation"


class SegregationProvider(QgsProcessingProvider):
    """Provider ``segregation``."""

    def id(self) -> str:
        """Return the id that models and scripts rely on."""
        return PROVIDER_ID

    def name(self) -> str:
        """Return the name in the toolbox."""
        return "Segregation"

    def icon(self) -> QIcon:
        """Return the plugin's icon."""
        return QIcon(str(resource_path("icons", "segregation.svg")))

    def svgIconPath(self) -> str:
        """Return the path of the icon."""
        return str(resource_path("icons", "segregation.svg"))

    def loadAlgorithms(self) -> None:
        """Add the algorithms, and the model once its algorithms can be found."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        if QgsApplication.processingRegistry().providerById(PROVIDER_ID) is None:
            return  # a model loaded now would lose its outputs without a word
        model = Assessment()
        if model.fromFile(str(resource_path("models", f"{model.ID}.model3"))):
            self.addAlgorithm(model)
