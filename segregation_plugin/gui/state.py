"""What the panel works on: the area layer and the infrastructure, kept in the project file.

The project holds only names of layers and words, so that it opens without the plugin, too.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.schema import AREA_TYPE, REGION_CODE
from ..processing_provider.writing.provenance import SOURCE

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer

_SCOPE = "Segregation"
_AREAS = "areas"
_OVERLAY = re.compile(r"\S+ segregation:overlayinfrastructure ")
"""How the line about a run begins in the history of its result."""


class ProjectState(QObject):
    """The choices of the panel in the open project; says when they change or another project is opened."""

    areas_changed = pyqtSignal()
    """The area layer is another one, or none any more."""
    layers_changed = pyqtSignal()
    """Vector layers came or went, or were renamed."""
    project_changed = pyqtSignal()
    """Another project is open."""
    saved = pyqtSignal()
    """The project was saved, and may have a file now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = QgsProject.instance()
        self._connections = (
            (self._project.layersAdded, self._added),
            (self._project.layersRemoved, self._removed),
            (self._project.readProject, self._opened),
            (self._project.cleared, self._opened),
            (self._project.projectSaved, self.saved.emit),
        )
        for signal, slot in self._connections:
            signal.connect(slot)
        self._later = QTimer(self)  # a project that is read brings its layers one by one
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._tell_of_layers)

    def disconnect_all(self) -> None:
        """Listen to the project no longer; before the panel is taken out."""
        self._later.stop()
        for signal, slot in self._connections:
            signal.disconnect(slot)

    @property
    def areas(self) -> QgsVectorLayer | None:
        """The area layer: the chosen one, else the first that looks like one and is no result; None without any."""
        chosen = self._project.mapLayer(self.read(_AREAS, ""))
        if is_area_layer(chosen):
            return chosen
        return next((layer for layer in self.area_layers() if not is_overlay(layer)), None)

    @areas.setter
    def areas(self, layer: QgsVectorLayer | None) -> None:
        self.write(_AREAS, "" if layer is None else layer.id())
        self.areas_changed.emit()

    def area_layers(self) -> list[QgsVectorLayer]:
        """Return the layers of the project that have area codes and types, by name."""
        return [layer for layer in self.vector_layers() if is_area_layer(layer)]

    def vector_layers(self) -> list[QgsVectorLayer]:
        """Return the vector layers of the project with geometry, by name."""
        layers = self._project.mapLayers().values()
        found = [layer for layer in layers if isinstance(layer, QgsVectorLayer) and layer.isSpatial()]
        return sorted(found, key=lambda layer: (layer.name().casefold(), layer.id()))

    def read(self, key: str, default: Any) -> Any:
        """Return what the project holds under a key; the default where it holds nothing, or something else."""
        text, found = self._project.readEntry(_SCOPE, key, "")
        if not found:
            return default
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return default
        return value if isinstance(value, type(default)) else default

    def write(self, key: str, value: Any) -> None:
        """Keep a value in the project, which then has something to save."""
        if value != self.read(key, type(value)()):
            self._project.writeEntry(_SCOPE, key, json.dumps(value))

    def _added(self, _: list[QgsMapLayer]) -> None:
        self._later.start()

    def _removed(self, _: list[str]) -> None:
        self._tell_of_layers()

    def _opened(self, *_: Any) -> None:
        self._later.stop()
        self.project_changed.emit()
        self._tell_of_layers()

    def _tell_of_layers(self) -> None:
        self.layers_changed.emit()
        self.areas_changed.emit()


def is_area_layer(layer: QgsMapLayer | None) -> bool:
    """Say whether a layer is of areas with types: valid polygons with the schema's fields."""
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.isValid()
        and layer.geometryType() == Qgis.GeometryType.Polygon
        and all(layer.fields().lookupField(name) >= 0 for name in (REGION_CODE, AREA_TYPE))
    )


def is_overlay(layer: QgsVectorLayer) -> bool:
    """Say whether areas are the result of an overlay, by the newest run in their history."""
    runs = (line for line in layer.metadata().history() if not line.startswith(SOURCE))
    return bool(_OVERLAY.match(next(runs, "")))
