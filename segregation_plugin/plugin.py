"""What QGIS loads and unloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication

from .i18n import load_translator
from .processing_provider.provider import SegregationProvider

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .gui.settings_page import SettingsPageFactory


class SegregationPlugin:
    """Registers the processing provider; everything made here is taken back in ``unload``."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self._translator = load_translator()
        self._provider: SegregationProvider | None = None
        self._settings_page: SettingsPageFactory | None = None

    def initProcessing(self) -> None:
        """Register the provider; also all that qgis_process calls."""
        self._provider = SegregationProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)
        # Models need the provider's own algorithms in the registry, so they load on a second pass.
        self._provider.refreshAlgorithms()

    def initGui(self) -> None:
        """Set up the desktop."""
        from .gui.settings_page import SettingsPageFactory  # noqa: PLC0415 - qgis_process has no windows

        self.initProcessing()
        if self._iface is not None:
            self._settings_page = SettingsPageFactory()
            self._iface.registerOptionsWidgetFactory(self._settings_page)

    def unload(self) -> None:
        """Leave nothing behind."""
        if self._settings_page is not None and self._iface is not None:
            self._iface.unregisterOptionsWidgetFactory(self._settings_page)
            self._settings_page = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
