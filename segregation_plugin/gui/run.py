"""A registered algorithm run in the background, its results loaded into the project as the toolbox loads them.

One at a time in all the panel: two would not know of each other's tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..cartography.post_process import forget_styles
from ..i18n import tr
from .layer_order import arrange

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer

_PATIENCE_MS = 3000
"""For a run to end when the panel is taken out; it hears a cancel within a tenth of that."""
_held: list[tuple[object, ...]] = []
"""What runs use: QGIS's task has bare pointers to these, which have to outlive the panel."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    fine: bool
    """It ended well, and all it made is loaded."""
    layers: list[QgsMapLayer]
    """That came into the project."""
    fault: str
    """The sentence that says why it is not fine; empty where it is, or was cancelled."""
    was_cancelled: bool
    """It ended for that, and wrote nothing."""
    is_to_stop: bool
    """The user asked to stop, even if too late for this run."""
    warnings: list[str] = field(default_factory=list)
    """What the run warned of: features that were skipped or repaired, figures that are weaker than they look."""


class _Feedback(QgsProcessingFeedback):
    """Tells the panel what the run says; called in the run's thread."""

    told = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(False)  # noqa: FBT003 - QGIS has it by place
        self.fault = ""
        self.warnings: list[str] = []

    def pushWarning(self, warning: str) -> None:
        """Keep what the run warns of."""
        super().pushWarning(warning)
        self.warnings.append(warning)

    def setProgressText(self, text: str) -> None:
        """Pass on what the run is doing."""
        super().setProgressText(text)
        self.told.emit(text)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: FBT001, FBT002, N803 - QGIS calls it so
        """Keep the last error, which is the reason where a run fails."""
        super().reportError(error, fatalError)
        self.fault = error


class _Activity(QObject):
    """Whether something runs in the panel."""

    changed = pyqtSignal()

    @property
    def is_busy(self) -> bool:
        """Whether something runs, in this panel or in one that was taken out."""
        return bool(_held)


ACTIVITY = _Activity()


class Run(QObject):
    """Runs algorithms, one after the other."""

    progressed = pyqtSignal(float)
    told = pyqtSignal(str)
    ended = pyqtSignal(object)
    """An ``Outcome``, in the main thread, once the results are loaded."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: QgsProcessingAlgRunnerTask | None = None
        self._feedback: _Feedback | None = None
        self._is_other_project = False
        QgsProject.instance().cleared.connect(self._leave_project)

    @property
    def is_running(self) -> bool:
        """Whether this is running something."""
        return self._task is not None

    def start(self, algorithm_id: str, parameters: dict[str, Any]) -> None:
        """Start an algorithm; to be called while nothing runs.

        Args:
            algorithm_id: such as ``segregation:downloadscb``.
            parameters: as the toolbox would give them; outputs that are to be loaded as
                ``QgsProcessingOutputLayerDefinition`` with the project.
        """
        self._algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
        self._parameters = parameters
        self._context, self._feedback = QgsProcessingContext(), _Feedback()
        self._is_other_project = False
        self._context.setProject(QgsProject.instance())
        self._context.setFeedback(self._feedback)
        self._feedback.progressChanged.connect(self.progressed)
        self._feedback.told.connect(self.told)
        self._task = QgsProcessingAlgRunnerTask(self._algorithm, parameters, self._context, self._feedback)
        self._task.executed.connect(self._executed)
        _hold_until_ended(self._task, self._algorithm, self._context, self._feedback)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask the run to end; it says so itself."""
        if self._task is not None and self._feedback is not None:
            self._feedback.cancel()
            self._task.cancel()

    def take_out(self) -> None:
        """End what runs, wait for it a little, and tell nobody any more."""
        QgsProject.instance().cleared.disconnect(self._leave_project)
        self.blockSignals(True)  # noqa: FBT003 - Qt has it by place
        if self._task is not None:
            if not sip.isdeleted(self._task):
                self._task.executed.disconnect(self._executed)
                self.cancel()
                self._task.waitForFinished(_PATIENCE_MS)
            self._task = None

    def _leave_project(self) -> None:
        """End a run whose results would go into another project than it was started in."""
        self._is_other_project = self._task is not None
        self.cancel()

    def _executed(self, fine: bool, _: dict[str, Any]) -> None:  # noqa: FBT001 - Qt calls it so
        feedback = self._feedback
        is_to_stop = feedback.isCanceled()
        layers: list[QgsMapLayer] = []
        fault = self._load(layers) if fine else "" if is_to_stop else feedback.fault or tr("The run failed.")
        self._task = self._feedback = None
        was_cancelled = is_to_stop and not fine
        warnings = list(dict.fromkeys(feedback.warnings))
        self.ended.emit(Outcome(fine and not fault, layers, fault, was_cancelled, is_to_stop, warnings))

    def _load(self, layers: list[QgsMapLayer]) -> str:
        """Load what the run has made, and return a sentence where that cannot be done."""
        if self._is_other_project:
            forget_styles(self._context)
            return tr(
                "Another project is open by now, so the results were not loaded: they belong to the one before."
            )
        from processing.gui.Postprocessing import (  # noqa: PLC0415 - there only once Processing has started
            handleAlgorithmResults,
        )

        for output in self._context.layersToLoadOnCompletion():  # else QGIS names them after their tables
            self._context.layerToLoadOnCompletionDetails(output).forceName = True
        added, take = QgsProject.instance().layersAdded, layers.extend
        own = QgsProcessingFeedback(False)  # noqa: FBT003 - one that was cancelled too late loads nothing
        added.connect(take)
        try:
            is_loaded = handleAlgorithmResults(self._algorithm, self._context, own, self._parameters)
            arrange(layers, QgsProject.instance().mapLayer(_areas_in(self._parameters)))
        except Exception as error:  # noqa: BLE001 - whatever QGIS meets there, the panel has to go on
            return tr("The results could not be loaded: {reason}").format(reason=error)
        finally:
            added.disconnect(take)
        return "" if is_loaded else own.textLog().strip() or tr("The results could not be loaded.")


def _areas_in(parameters: dict[str, Any]) -> str:
    """Return the id of the layer of areas that a run is about; empty for a file or none."""
    given = parameters.get("AREAS", "")
    if isinstance(given, QgsProcessingFeatureSourceDefinition):
        given = given.source.staticValue()
    return given if isinstance(given, str) else ""


def _hold_until_ended(task: QgsProcessingAlgRunnerTask, *used: object) -> None:
    """Keep what a task uses until it has ended, whatever becomes of the panel."""
    held = (task, *used)
    _held.append(held)

    def let_go(*_: Any) -> None:  # no method: it is called when the panel is gone, too
        if held in _held:
            _held.remove(held)
            ACTIVITY.changed.emit()

    task.executed.connect(let_go)
    ACTIVITY.changed.emit()
