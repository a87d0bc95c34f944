"""From what the project shows to a printed map: a layout in QGIS, a PDF or a PNG."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsFeedback, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QProgressDialog,
    QVBoxLayout,
    QWidget,
)

from ..cartography.area_map import MapWish, default_title, make_area_map
from ..cartography.layout_export import export_map, files_of
from ..cartography.layout_page import PAPERS, Page
from ..core.errors import InputError, RunCancelledError
from ..i18n import language, localised, tr
from .save_file import ask_where, file_name, may_replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsDateTimeRange, QgsPrintLayout
    from qgis.gui import QgisInterface

    from .state import ProjectState

_LANGUAGES = {"sv": "Svenska", "en": "English"}


class MakeMapDialog(QDialog):
    """Asks for paper, language and title; makes a layout of what is visible, opens it or draws it into files."""

    def __init__(self, state: ProjectState, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SegregationMakeMap")
        self.setWindowTitle(tr("Make map"))
        self._iface = iface
        self._project = QgsProject.instance()
        self._areas = state.areas
        self._made: tuple[MapWish, str] | None = None
        self.map_title = QLineEdit()
        self.paper = _choices({paper: paper for paper in PAPERS})
        self.orientation = _choices({"landscape": tr("Landscape"), "portrait": tr("Portrait")})
        self.language = _choices(_LANGUAGES)
        self.language.setCurrentIndex(self.language.findData(language()))
        self.by_municipality = QCheckBox(tr("One page per kommun (atlas)"))
        self.told = QLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.make_button = self.buttons.addButton(tr("Make map"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.pdf_button = self.buttons.addButton(tr("Export PDF…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.png_button = self.buttons.addButton(tr("Export PNG…"), QDialogButtonBox.ButtonRole.ActionRole)
        self._arrange()
        self._suggest_title()
        self.language.currentIndexChanged.connect(self._suggest_title)
        self.buttons.accepted.connect(self.make)
        self.buttons.rejected.connect(self.reject)
        self.pdf_button.clicked.connect(lambda: self._ask_and_export(".pdf", tr("PDF files")))
        self.png_button.clicked.connect(lambda: self._ask_and_export(".png", tr("PNG images")))
        if self._areas is None:
            self.told.setText(tr("There are no areas in the project to make a map of; load some first."))
        for button in (self.make_button, self.pdf_button, self.png_button):
            button.setEnabled(self._areas is not None)

    def wish(self) -> MapWish:
        """Return what is set."""
        chosen = self.language.currentData()
        title = self.map_title.text().strip() or default_title(self._project, self._areas, chosen)
        page = Page(self.paper.currentData(), self.orientation.currentData() == "landscape")
        return MapWish(self._areas, title, chosen, page, self.by_municipality.isChecked(), self._moment())

    def make(self) -> None:
        """Make the layout and open it in QGIS's designer; the dialog stays where that cannot be done."""
        layout = self._layout()
        if layout is None:
            return
        designer = self._iface.openLayoutDesigner(layout)
        if layout.atlas().enabled() and designer is not None:
            designer.setAtlasPreviewEnabled(True)
        self.accept()

    def export(self, path: Path) -> None:
        """Draw the map into a file, or into one for each page where it is an atlas of images."""
        layout = self._layout()
        if layout is None:
            return
        others = [file for file in files_of(layout, path) if file != path]  # which no dialog has asked about
        if not may_replace(self, self.windowTitle(), others):
            return
        with self._told_faults(), self._waiting() as feedback:
            files = export_map(layout, path, feedback=feedback)
            self.told.setText(
                tr("{count} maps are drawn, beginning with {path}.").format(count=len(files), path=files[0])
                if len(files) > 1
                else tr("The map is drawn into {path}.").format(path=files[0])
            )

    def _arrange(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Title"), self.map_title)
        form.addRow(tr("Paper"), self.paper)
        form.addRow(tr("Orientation"), self.orientation)
        form.addRow(tr("Language of the map"), self.language)
        form.addRow("", self.by_municipality)
        page = QVBoxLayout(self)
        page.addLayout(form)
        page.addWidget(self.told)
        page.addStretch(1)
        page.addWidget(self.buttons)

    def _suggest_title(self) -> None:
        """Show the title that a map gets where none is given, in the language of the map."""
        title = default_title(self._project, self._areas, self.language.currentData())
        self.map_title.setPlaceholderText(title)

    def _moment(self) -> QgsDateTimeRange | None:
        settings = self._iface.mapCanvas().mapSettings()
        return settings.temporalRange() if settings.isTemporal() else None

    def _layout(self) -> QgsPrintLayout | None:
        """Return the layout of what is set, the one that was made before where nothing has changed since."""
        wish = self.wish()
        if self._made is not None and self._made[0] == wish:
            kept = self._project.layoutManager().layoutByName(self._made[1])
            if kept is not None:
                return kept
        with self._told_faults(), self._waiting() as feedback:
            layout = make_area_map(self._project, wish, feedback)
            self._made = (wish, layout.name())
            return layout
        return None

    def _ask_and_export(self, ending: str, kind: str) -> None:
        suggested = Path(self._project.homePath()) / f"{file_name(self.wish().title)}{ending}"
        path = ask_where(self, tr("Export map"), suggested, {ending: kind})
        if path is not None:
            self.export(path)

    @contextmanager
    def _told_faults(self) -> Iterator[None]:
        self.told.clear()
        try:
            yield
        except InputError as error:
            self.told.setText(localised(error))
        except RunCancelledError:
            self.told.setText(tr("Cancelled; nothing was written."))

    @contextmanager
    def _waiting(self) -> Iterator[QgsFeedback]:
        """Show how far a long drawing has come, and let it be cancelled."""
        feedback = QgsFeedback()
        progress = QProgressDialog(tr("Drawing …"), tr("Cancel"), 0, 100, self)
        progress.setWindowModality(Qt.WindowModality.WindowModal)
        progress.setMinimumDuration(1000)
        progress.canceled.connect(feedback.cancel)
        feedback.progressChanged.connect(lambda percent: progress.setValue(min(int(percent), 99)))
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            yield feedback
        finally:
            QApplication.restoreOverrideCursor()
            progress.canceled.disconnect(feedback.cancel)
            progress.close()
            progress.deleteLater()


def _choices(texts: dict[str, str]) -> QComboBox:
    box = QComboBox()
    for token, text in texts.items():
        box.addItem(text, token)
    return box
