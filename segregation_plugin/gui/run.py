"""A registered algorithm run in the background, its results loaded into the project as the toolbox loads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .layer_order import arrange

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    fine: bool
    results: dict[str, Any]
    """Outputs by name; those that were loaded are the ids of their layers."""
    layers: list[QgsMapLayer]
    """That came into the project."""
    log: str
    """What the run said, line by line."""
    fault: str
    """The sentence that says why it did not end well; empty where it did, or was cancelled."""
    was_cancelled: bool


class _Feedback(QgsProcessingFeedback):
    """Tells the panel what the run says; called in the run's thread."""

    told = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__(False)  # noqa: FBT003 - QGIS has it by place
        self.fault = ""

    def setProgressText(self, text: str) -> None:
        """Pass on what the run is doing."""
        super().setProgressText(text)
        self.told.emit(text)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: FBT001, FBT002, N803 - QGIS calls it so
        """Keep the last error, which is the reason where a run fails."""
        super().reportError(error, fatalError)
        self.fault = error


class Run(QObject):
    """One run at a time; what it needs lives until it has ended."""

    progressed = pyqtSignal(float)
    told = pyqtSignal(str)
    ended = pyqtSignal(object)
    """An ``Outcome``, in the main thread, once the results are loaded."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: QgsProcessingAlgRunnerTask | None = None
        self._feedback: _Feedback | None = None
        self._context: QgsProcessingContext | None = None

    @property
    def is_running(self) -> bool:
        """Whether a run is on its way."""
        return self._task is not None

    def start(self, algorithm_id: str, parameters: dict[str, Any]) -> None:
        """Start an algorithm.

        Args:
            algorithm_id: such as ``segregation:downloadscb``.
            parameters: as the toolbox would give them; outputs that are to be loaded as
                ``QgsProcessingOutputLayerDefinition`` with the project.
        """
        self._algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
        self._parameters = parameters
        self._context, self._feedback = QgsProcessingContext(), _Feedback()
        self._context.setProject(QgsProject.instance())
        self._context.setFeedback(self._feedback)
        self._feedback.progressChanged.connect(self.progressed)
        self._feedback.told.connect(self.told)
        self._task = QgsProcessingAlgRunnerTask(self._algorithm, parameters, self._context, self._feedback)
        self._task.executed.connect(self._executed)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask the run to end; it says so itself."""
        if self._task is not None:
            self._task.cancel()
        if self._feedback is not None:
            self._feedback.cancel()

    def _executed(self, fine: bool, results: dict[str, Any]) -> None:  # noqa: FBT001 - Qt calls it so
        from processing.gui.Postprocessing import (  # noqa: PLC0415 - there only once Processing has started
            handleAlgorithmResults,
        )

        feedback, context = self._feedback, self._context
        layers: list[QgsMapLayer] = []
        if fine:
            added, take = QgsProject.instance().layersAdded, layers.extend
            added.connect(take)
            for output in context.layersToLoadOnCompletion():  # else QGIS names them after their tables
                context.layerToLoadOnCompletionDetails(output).forceName = True
            handleAlgorithmResults(self._algorithm, context, feedback, self._parameters)
            added.disconnect(take)
            arrange(layers)
        outcome = Outcome(
            fine,
            results,
            layers,
            feedback.textLog(),
            "" if fine or feedback.isCanceled() else feedback.fault,
            feedback.isCanceled(),
        )
        self._task = self._feedback = self._context = None
        self.ended.emit(outcome)
