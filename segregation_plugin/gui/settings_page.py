"""The page of the plugin in QGIS's options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.gui import QgsAuthConfigSelect, QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..i18n import tr
from ..paths import resource_path
from ..processing_provider.scb_services import answer_cache

if TYPE_CHECKING:
    from ..settings import Setting

PAGE_NAME = "Segregation"


class SettingsPage(QgsOptionsPageWidget):
    """Addresses, patience, cache and language; nothing is stored before OK."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("SegregationSettings")
        self.wfs_address = _line(settings.WFS_ADDRESS)
        self.pxweb_address = _line(settings.PXWEB_ADDRESS)
        self.wfs_authentication = _login(settings.WFS_AUTHENTICATION)
        self.pxweb_authentication = _login(settings.PXWEB_AUTHENTICATION)
        self.timeout = _number(settings.TIMEOUT_S, tr(" s"))
        self.cache_folder = QgsFileWidget()
        self.cache_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.cache_folder.setFilePath(settings.CACHE_FOLDER.value)
        self.cache_folder.lineEdit().setPlaceholderText(str(settings.cache_folder()))
        self.cache_size = _number(settings.CACHE_MB, tr(" MB"))
        self.cache_days = _number(settings.CACHE_DAYS, tr(" days"))
        self.cache_contents = QLabel()
        self.clear_button = QPushButton(tr("Clear"))
        self.clear_button.clicked.connect(self._clear)
        self.language = QComboBox()
        for name, token in ((tr("Language of QGIS"), "auto"), ("English", "en"), ("Svenska", "sv")):
            self.language.addItem(name, token)
        self.language.setCurrentIndex(max(self.language.findData(settings.LANGUAGE.value), 0))
        self._arrange()
        self._show_contents()

    def apply(self) -> None:
        """Store what is set; called by QGIS when the user says OK."""
        for setting, value in (
            (settings.WFS_ADDRESS, self.wfs_address.text().strip() or settings.WFS_ADDRESS.default),
            (settings.PXWEB_ADDRESS, self.pxweb_address.text().strip() or settings.PXWEB_ADDRESS.default),
            (settings.WFS_AUTHENTICATION, self.wfs_authentication.configId()),
            (settings.PXWEB_AUTHENTICATION, self.pxweb_authentication.configId()),
            (settings.TIMEOUT_S, self.timeout.value()),
            (settings.CACHE_FOLDER, self.cache_folder.filePath().strip()),
            (settings.CACHE_MB, self.cache_size.value()),
            (settings.CACHE_DAYS, self.cache_days.value()),
            (settings.LANGUAGE, self.language.currentData()),
        ):
            setting.value = value

    def _arrange(self) -> None:
        contents = QHBoxLayout()
        contents.addWidget(self.cache_contents, 1)
        contents.addWidget(self.clear_button)
        groups = (
            (
                tr("SCB's services"),
                (
                    (tr("Address of the geodata service (WFS)"), self.wfs_address),
                    (tr("Authentication"), self.wfs_authentication),
                    (tr("Address of the statistical database (PxWebApi v2)"), self.pxweb_address),
                    (tr("Authentication"), self.pxweb_authentication),
                    (tr("Give up when nothing has come for"), self.timeout),
                ),
            ),
            (
                tr("Kept answers"),
                (
                    (tr("Folder (in the QGIS profile when empty)"), self.cache_folder),
                    (tr("At most"), self.cache_size),
                    (tr("Ask again after"), self.cache_days),
                    (tr("Kept now"), contents),
                ),
            ),
            (tr("Language of the plugin (from the next start of QGIS)"), ((tr("Language"), self.language),)),
        )
        page = QVBoxLayout(self)
        for title, rows in groups:
            group = QGroupBox(title)
            form = QFormLayout(group)
            for label, field in rows:
                form.addRow(label, field)
            page.addWidget(group)
        page.addStretch(1)

    def _clear(self) -> None:
        answer_cache().clear()
        self._show_contents()

    def _show_contents(self) -> None:
        found = answer_cache().contents()
        self.clear_button.setEnabled(found.count > 0)
        if found.oldest is None or found.newest is None:
            self.cache_contents.setText(tr("Nothing"))
            return
        self.cache_contents.setText(
            tr("{count} answers, {size} MB, from {oldest} to {newest}").format(
                count=found.count,
                size=f"{found.size_mb:.1f}",
                oldest=f"{found.oldest:%Y-%m-%d}",
                newest=f"{found.newest:%Y-%m-%d}",
            )
        )


class SettingsPageFactory(QgsOptionsWidgetFactory):
    """Makes the page when the options are opened."""

    def __init__(self) -> None:
        super().__init__(PAGE_NAME, QIcon(str(resource_path("icons", "segregation.svg"))))

    def createWidget(self, parent: QWidget | None = None) -> SettingsPage:
        """Return a new page, which the options own."""
        return SettingsPage(parent)


def _line(setting: Setting[str]) -> QLineEdit:
    line = QLineEdit(setting.value)
    line.setPlaceholderText(setting.default)
    line.setClearButtonEnabled(True)
    return line


def _login(setting: Setting[str]) -> QgsAuthConfigSelect:
    login = QgsAuthConfigSelect()
    login.setConfigId(setting.value)
    return login


def _number(setting: Setting[int], unit: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(setting.least or 0, setting.most or setting.default)
    box.setSuffix(unit)
    box.setValue(setting.value)
    return box
