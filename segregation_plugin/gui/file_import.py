"""Files that lie on a disk to areas in the project: polygons, the index, and the population where there is one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFormLayout, QGroupBox, QPushButton, QVBoxLayout, QWidget

from ..i18n import tr
from .arrival import welcome
from .destinations import destination
from .progress import ProgressLine

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent

    from .run import Outcome
    from .state import ProjectState

    Step = tuple[str, dict[str, Any]]

_POLYGONS = (".gpkg", ".shp", ".geojson", ".gml", ".fgb", ".zip")
_TABLES = "*.json *.csv *.txt *.tsv *.xlsx *.px"


class FileImport(QGroupBox):
    """Three files, which may be dropped here, and one button: Prepare areas, Import table, Join index in turn."""

    def __init__(self, state: ProjectState, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(tr("Or from files (drop them here)"), parent)
        self.setAcceptDrops(True)
        self._state = state
        self._iface = iface
        self._steps: list[Step] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.areas = _file(tr("Polygons") + " (" + " ".join(f"*{end}" for end in _POLYGONS) + ")")
        self.index = _file(tr("Tables") + f" ({_TABLES})")
        self.population = _file(tr("Tables") + f" ({_TABLES})")
        self.load_button = QPushButton(tr("Load files"))
        self.load_button.setEnabled(False)
        self.progress = ProgressLine(iface)
        form = QFormLayout()
        form.addRow(tr("Polygons"), self.areas)
        form.addRow(tr("Index"), self.index)
        form.addRow(tr("Population"), self.population)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.load_button)
        column.addWidget(self.progress)
        for widget in (self.areas, self.index, self.population):
            widget.fileChanged.connect(self._enable)
        self.load_button.clicked.connect(self._load)
        self.progress.ended.connect(self._next)
        self.progress.busy_changed.connect(self._enable)

    def take_out(self) -> None:
        """End what runs."""
        self._steps = []
        self.progress.take_out()
        self._forget()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put each file where it fits: polygons by their kind, tables in the order index, population."""
        for url in event.mimeData().urls():
            if not url.isLocalFile():
                continue
            path = Path(url.toLocalFile())
            if path.suffix.lower() in _POLYGONS:
                self.areas.setFilePath(str(path))
            elif "6574" in path.name or self.index.filePath():
                self.population.setFilePath(str(path))
            else:
                self.index.setFilePath(str(path))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _enable(self, *_: Any) -> None:
        ready = bool(self.areas.filePath() and self.index.filePath())
        self.load_button.setEnabled(ready and self.progress.can_start)

    def _load(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="segregation-", ignore_cleanup_errors=True)
        self._steps = self.steps(Path(self._folder.name))
        self._start_next()

    def steps(self, folder: Path) -> list[Step]:
        """Return the algorithms to run, each with its parameters; what passes between them lies in a folder."""
        prepared, index, people = (str(folder / f"{name}.gpkg") for name in ("areas", "index", "people"))
        steps: list[Step] = [
            ("segregation:prepareareas", {"INPUT": self.areas.filePath(), "OUTPUT": prepared}),
            ("segregation:importtable", {"INPUT": self.index.filePath(), "OUTPUT": index}),
        ]
        joining: dict[str, Any] = {"AREAS": prepared, "TABLE": index}
        if self.population.filePath():
            steps.append(("segregation:importtable", {"INPUT": self.population.filePath(), "OUTPUT": people}))
            joining["POPULATION_TABLE"] = people
        name = Path(self.areas.filePath()).stem
        return [*steps, ("segregation:joinindex", {**joining, "OUTPUT": destination(name)})]

    def _start_next(self) -> None:
        algorithm, parameters = self._steps.pop(0)
        self.progress.start(algorithm, parameters)

    def _next(self, outcome: Outcome) -> None:
        if outcome.fine and self._steps and not outcome.is_to_stop:
            self._start_next()
            return
        if outcome.fine and self._steps:
            self.progress.say_cancelled()
        self._steps = []
        self._forget()
        welcome(outcome.layers, self._state, self._iface)

    def _forget(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _file(filters: str) -> QgsFileWidget:
    widget = QgsFileWidget()
    widget.setFilter(f"{filters};;{tr('All files (*)')}")
    return widget
