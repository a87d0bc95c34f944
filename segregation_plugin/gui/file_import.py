"""Files that lie on a disk to areas in the project: polygons, the index, and the population where there is one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QCheckBox, QFormLayout, QGroupBox, QPushButton, QVBoxLayout, QWidget

from ..i18n import tr
from .arrival import welcome
from .destinations import destination
from .dropped_files import POLYGONS, placed
from .plain import plain_label
from .progress import ProgressLine

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent

    from .dropped_files import Slot
    from .run import Outcome
    from .state import ProjectState

    Step = tuple[str, dict[str, Any]]

_TABLES = "*.json *.csv *.txt *.tsv *.xlsx *.px"


class FileImport(QGroupBox):
    """Three files, which may be dropped here, and one button: Prepare areas, Import table, Join index in turn."""

    def __init__(self, state: ProjectState, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(tr("Or from files (drop them here)"), parent)
        self.setAcceptDrops(True)
        self._state = state
        self._iface = iface
        self._steps: list[Step] = []
        self._warnings: list[str] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.areas = _file(tr("Polygons") + " (" + " ".join(f"*{end}" for end in (*POLYGONS, ".json")) + ")")
        self.index = _file(tr("Tables") + f" ({_TABLES})")
        self.population = _file(tr("Tables") + f" ({_TABLES})")
        self.key = _file(tr("Tables") + f" ({_TABLES})")
        self.key.setToolTip(
            tr(
                "Codes of labels, such as SCB's key of DeSO and RegSO; only for tables that name areas without a code."
            )
        )
        self.mismatch = QCheckBox(tr("Allow figures of another division"))
        self.mismatch.setToolTip(
            tr("The index of 2011 to 2023 is coded on RegSO 2020; on other polygons every row is marked.")
        )
        self.told = plain_label()
        self.load_button = QPushButton(tr("Load files"))
        self.load_button.setEnabled(False)
        self.progress = ProgressLine(iface)
        form = QFormLayout()
        form.addRow(tr("Polygons"), self.areas)
        form.addRow(tr("Index"), self.index)
        form.addRow(tr("Population"), self.population)
        form.addRow(tr("Key"), self.key)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.mismatch)
        column.addWidget(self.told)
        column.addWidget(self.load_button)
        column.addWidget(self.progress)
        for widget in (self.areas, self.index, self.population):
            widget.fileChanged.connect(self._enable)
        self._enable()
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
        """Put each file where it fits; say which there is no place for."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        places: tuple[Slot, ...] = ("areas", "index", "population", "key")
        found, left = placed(paths, [slot for slot in places if getattr(self, slot).filePath()])
        for slot, path in found.items():
            getattr(self, slot).setFilePath(str(path))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if left:
            names = ", ".join(path.name for path in left)
            self._tell(tr("Not taken, since there is one place for each: {files}").format(files=names))

    def _enable(self, *_: Any) -> None:
        ready = bool(self.areas.filePath() and self.index.filePath())
        self.load_button.setEnabled(ready and self.progress.can_start)
        self._tell("" if ready else tr("Give polygons and a table with the index, here or by dropping them."))

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _load(self) -> None:
        self._warnings = []
        self._folder = tempfile.TemporaryDirectory(prefix="segregation-", ignore_cleanup_errors=True)
        self._steps = self.steps(Path(self._folder.name))
        self._start_next()

    def steps(self, folder: Path) -> list[Step]:
        """Return the algorithms to run, each with its parameters; what passes between them lies in a folder."""
        areas, index, population = (
            Path(widget.filePath()) for widget in (self.areas, self.index, self.population)
        )
        prepared, figures, people = (
            _passing(folder / str(place), path) for place, path in enumerate((areas, index, population))
        )
        key = {"KEY_FILE": self.key.filePath()} if self.key.filePath() else {}
        steps: list[Step] = [
            ("segregation:prepareareas", {"INPUT": str(areas), "OUTPUT": prepared}),
            ("segregation:importtable", {"INPUT": str(index), **key, "OUTPUT": figures}),
        ]
        joining: dict[str, Any] = {
            "AREAS": prepared,
            "TABLE": figures,
            "ALLOW_VERSION_MISMATCH": self.mismatch.isChecked(),
        }
        if self.population.filePath():
            steps.append(("segregation:importtable", {"INPUT": str(population), **key, "OUTPUT": people}))
            joining["POPULATION_TABLE"] = people
        return [*steps, ("segregation:joinindex", {**joining, "OUTPUT": destination(areas.stem)})]

    def _start_next(self) -> None:
        algorithm, parameters = self._steps.pop(0)
        self.progress.start(algorithm, parameters)

    def _next(self, outcome: Outcome) -> None:
        self._warnings += outcome.warnings
        if outcome.fine and self._steps and not outcome.is_to_stop:
            self._start_next()
            return
        if outcome.fine and self._steps:
            self.progress.say_cancelled()
        self._steps = []
        self._forget()
        if outcome.fine and not outcome.is_to_stop:
            self.progress.tell(self._warnings)
        welcome(outcome.layers, self._state, self._iface)

    def _forget(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _passing(folder: Path, path: Path) -> str:
    """Return where something passes under the name of the file it is made of, which faults then name."""
    folder.mkdir(exist_ok=True)
    return str(folder / f"{path.stem or 'table'}.gpkg")


def _file(filters: str) -> QgsFileWidget:
    widget = QgsFileWidget()
    widget.setFilter(f"{filters};;{tr('All files (*)')}")
    return widget
