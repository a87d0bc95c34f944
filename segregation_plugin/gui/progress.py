"""The line at the foot of a page while something runs: what it does, how far it is, and a way to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import Qgis
from qgis.PyQt import sip
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ..i18n import tr
from .plain import as_html, plain_label
from .run import ACTIVITY, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.gui import QgisInterface

    from .run import Outcome


_SHOWN = 5


class ProgressLine(QWidget):
    """Starts algorithms one at a time and shows how they get on; how they ended stands in the message bar."""

    ended = pyqtSignal(object)
    """An ``Outcome``."""
    busy_changed = pyqtSignal()
    """Something began to run or ended, here or on another page."""

    def __init__(self, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._told_fault: QWidget | None = None
        self._run = Run(self)
        self._run.progressed.connect(self._show_progress)
        self._run.told.connect(self._show_text)
        self._run.ended.connect(self._end)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.clicked.connect(self._cancel)
        self.text = plain_label()
        self.text.hide()
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(row)
        lines.addWidget(self.text)
        ACTIVITY.changed.connect(self.busy_changed)
        self._show_running(running=False)

    @property
    def is_busy(self) -> bool:
        """Whether this has started something that runs."""
        return self._run.is_running

    @property
    def can_start(self) -> bool:
        """Whether nothing runs in the panel."""
        return not ACTIVITY.is_busy

    def start(self, algorithm_id: str, parameters: dict[str, Any]) -> None:
        """Start an algorithm, as ``Run.start`` does."""
        self.bar.setValue(0)
        self._show_text("")
        self._take_back_fault()
        self._run.start(algorithm_id, parameters)
        self._show_running(running=True)

    def take_out(self) -> None:
        """End what runs; nobody is told any more."""
        ACTIVITY.changed.disconnect(self.busy_changed)
        self._take_back_fault()
        self._run.take_out()

    def tell(self, warnings: Sequence[str]) -> None:
        """Show what a run warned of, a line each."""
        shown = [f"\N{WARNING SIGN} {warning}" for warning in warnings[:_SHOWN]]
        more = len(warnings) - len(shown)
        self._show_text(
            "\n".join([*shown, *([tr("More warnings: {count}.").format(count=more)] if more else [])])
        )

    def say_cancelled(self) -> None:
        """Say that what was asked for is not there."""
        self._show_text(tr("Cancelled; nothing was written."))

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self._run.cancel()

    def _show_progress(self, percent: float) -> None:
        self.bar.setValue(round(percent))

    def _show_text(self, text: str) -> None:
        self.text.setText(text)
        self.text.setVisible(bool(text))

    def _show_running(self, *, running: bool) -> None:
        self.bar.setVisible(running)
        self.cancel_button.setVisible(running)
        self.cancel_button.setEnabled(running)

    def _tell_fault(self, fault: str) -> None:
        bar, text = self._iface.messageBar(), as_html(fault)
        bar.pushMessage("Segregation", text, Qgis.MessageLevel.Critical, 0)
        pushed = bar.currentItem()  # that of somebody else where the same is said already
        self._told_fault = pushed if pushed is not None and pushed.text() == text else None

    def _take_back_fault(self) -> None:
        """Take away what is said of the run before, unless somebody has closed it."""
        if self._told_fault is not None and not sip.isdeleted(self._told_fault):
            self._iface.messageBar().popWidget(self._told_fault)
        self._told_fault = None

    def _end(self, outcome: Outcome) -> None:
        self._show_running(running=False)
        if outcome.was_cancelled:
            self.say_cancelled()
        elif not outcome.fine:
            self._show_text("")
            self._tell_fault(outcome.fault)
        else:
            self.tell(outcome.warnings)
        self.ended.emit(outcome)
