"""Page Infrastructure of the panel: which layers of the project are infrastructure, and files that become layers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from ..cartography.infrastructure_style import draw_by_kind
from ..core.errors import InputError
from ..core.infrastructure import is_built_up, is_statistics
from ..i18n import language, localised, tr
from .infrastructure_choices import InfrastructureChoice, choose, forget, listed_layers
from .infrastructure_files import ask, open_layers
from .infrastructure_model import InfrastructureModel
from .infrastructure_view import InfrastructureView, has_fields
from .infrastructure_warning import WarningText
from .infrastructure_watch import LayerWatch
from .plain import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qgis.core import QgsVectorLayer
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent

    from ..core.infrastructure import Geometry
    from .state import ProjectState

_LAST_FOLDER = "segregation/infrastructure_folder"
_SENTENCES_SHOWN = 3


class InfrastructurePage(QWidget):
    """Lists the layers of the project with what they seem to be; the user ticks and corrects."""

    changed = pyqtSignal()
    """Other layers are chosen, or another kind or field; also when layers came or went."""

    def __init__(
        self,
        state: ProjectState,
        iface: QgisInterface,  # noqa: ARG002 - all pages are made alike
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._watch = LayerWatch(self._refresh)
        self._dropped: list[Path] = []
        self.model = InfrastructureModel(self)
        self.view = InfrastructureView(self.model)
        self.summary = plain_label()
        self.message = WarningText()
        self.add_button = QPushButton(tr("Add file…"))
        self.add_button.setToolTip(
            tr("Add layers from files: GeoPackage, shapefile, GeoJSON, GTFS (zip or stops.txt) …")
        )
        self.draw_button = _icon_button(
            "/propertyicons/symbology.svg",
            tr("Draw by kind"),
            tr("the ticked layers in one dark hue; the style they have stays in their list of styles."),
        )
        self.guess_button = _icon_button(
            "/mActionUndo.svg",
            tr("Guess again"),
            tr("forget what was chosen here, and go by names and fields."),
        )
        self._arrange()
        self.setAcceptDrops(True)
        self.model.edited.connect(self._edited)
        self.add_button.clicked.connect(self._ask_for_files)
        self.draw_button.clicked.connect(self._draw)
        self.guess_button.clicked.connect(self._guess_again)
        state.layers_changed.connect(self._refresh)
        self._refresh()

    def take_out(self) -> None:
        """Leave nothing behind."""
        self._state.layers_changed.disconnect(self._refresh)
        self._watch.follow(())

    def chosen(self) -> list[InfrastructureChoice]:
        """Return the ticked layers that can be read, in the order of the list."""
        layers = QgsProject.instance().mapLayers()  # the list may hear later than others that one has gone
        return [
            InfrastructureChoice(
                layers[listed.layer_id],
                listed.kind,
                listed.field("class_field"),
                listed.field("traffic_field") if listed.geometry == "line" else "",
            )
            for listed in self.model.layers
            if listed.is_chosen and listed.is_valid and listed.layer_id in layers
        ]

    def add_files(self, paths: Iterable[Path]) -> None:
        """Add the layers of files to the project, ticked; say which files cannot be read, and why."""
        told: list[str] = []
        opened: list[QgsVectorLayer] = []
        for path in paths:
            try:
                opened += open_layers(path, ask(self))
            except InputError as error:
                told.append(localised(error))
        opened.sort(key=_rank)
        QgsProject.instance().addMapLayers(opened)
        built_up = [layer for layer in opened if is_built_up(layer.name(), _geometry(layer))]
        for layer in built_up:  # it would lie over the areas that are looked at
            node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
            if node is not None:
                node.setItemVisibilityChecked(False)
        for layer in opened:
            choose(self._state, layer.id(), "chosen", value=layer not in built_up)
        told += [
            tr(
                "{layer} looks like built-up land: it is not ticked, and can be chosen as mask on page Analyse."
            ).format(layer=layer.name())
            for layer in built_up
        ]
        told += [
            tr("{layer} is in the project, but holds areas or statistics: it is not listed here.").format(
                layer=layer.name()
            )
            for layer in opened
            if is_statistics(layer.fields().names())
        ]
        self.message.tell(_in_short(told))
        self._refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files."""
        event.acceptProposedAction()
        self._dropped += _files(event)
        QTimer.singleShot(0, self._add_dropped)  # where they come from waits for the end of this event

    def _add_dropped(self) -> None:
        dropped, self._dropped = self._dropped, []
        self.add_files(dropped)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addStretch(1)
        buttons.addWidget(self.draw_button)
        buttons.addWidget(self.guess_button)
        page = QVBoxLayout(self)
        page.addWidget(self.view, 1)
        page.addWidget(self.summary)
        page.addWidget(self.message)
        page.addLayout(buttons)

    def _refresh(self) -> None:
        """Show the layers as they are now."""
        self._watch.follow(self._state.vector_layers())
        layers = listed_layers(self._state)
        self.view.show_layers(layers)
        self.summary.setText(_summary(len(layers), len(self.chosen())))
        self.draw_button.setEnabled(bool(self.chosen()))
        self.guess_button.setEnabled(any(listed.own for listed in layers))
        self.changed.emit()

    def _edited(self, layer_id: str, part: Any, value: bool | str) -> None:  # noqa: FBT001 - Qt passes it by place
        choose(self._state, layer_id, part, value)
        self._refresh()
        for row, listed in enumerate(self.model.layers):
            if listed.layer_id == layer_id and part == "chosen" and has_fields(listed):
                self.view.unfold(row)

    def _draw(self) -> None:
        for choice in self.chosen():
            draw_by_kind(choice.layer, choice.kind, choice.class_field, language())

    def _guess_again(self) -> None:
        forget(self._state)
        self._refresh()

    def _ask_for_files(self) -> None:
        settings = QgsSettings()
        names, _ = QFileDialog.getOpenFileNames(
            self, tr("Add infrastructure"), settings.value(_LAST_FOLDER, "")
        )
        if names:
            settings.setValue(_LAST_FOLDER, str(Path(names[0]).parent))
            self.add_files(map(Path, names))


def _geometry(layer: QgsVectorLayer) -> Geometry:
    is_polygon = layer.geometryType() == Qgis.GeometryType.Polygon
    return "polygon" if is_polygon else "line" if layer.geometryType() == Qgis.GeometryType.Line else "point"


def _rank(layer: QgsVectorLayer) -> int:
    """Return where a layer stands among those added with it: points over lines over areas, so that all are seen."""
    order = (Qgis.GeometryType.Point, Qgis.GeometryType.Line, Qgis.GeometryType.Polygon)
    return order.index(layer.geometryType()) if layer.geometryType() in order else len(order)


def _icon_button(icon: str, name: str, explanation: str) -> QToolButton:
    """Return a button without a text: two texts are wider than the panel where the font is large."""
    button = QToolButton()
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setAccessibleName(name)
    button.setToolTip(f"{name}: {explanation}")
    return button


def _summary(count: int, chosen: int) -> str:
    if not count:
        return ""
    return tr("{chosen} of {count} layers chosen. What is in italics is guessed; click to change it.").format(
        chosen=chosen, count=count
    )


def _in_short(sentences: list[str]) -> str:
    """Return the first sentences, and how many more there are."""
    more = len(sentences) - _SENTENCES_SHOWN
    if more > 0:
        sentences = [
            *sentences[:_SENTENCES_SHOWN],
            tr("More such files: {count}.").format(count=more),
        ]
    return "\n".join(sentences)


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
