"""What QGIS loads and unloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QIcon

from . import expressions
from .i18n import load_translator
from .paths import resource_path
from .processing_provider.provider import SegregationProvider
from .task_threads import keep_task_threads

if TYPE_CHECKING:
    from qgis.core import QgsExpressionFunction
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtWidgets import QAction

    from .gui.dock import SegregationDock
    from .gui.settings_page import SettingsPageFactory


class SegregationPlugin:
    """Registers the processing provider and sets up the desktop; everything made here is taken back in ``unload``."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self._translator = load_translator()
        self._provider: SegregationProvider | None = None
        self._functions: list[QgsExpressionFunction] = []
        self._settings_page: SettingsPageFactory | None = None
        self._dock: SegregationDock | None = None
        self._action: QAction | None = None

    def initProcessing(self) -> None:
        """Register the provider and the expression functions; also all that qgis_process calls."""
        self._functions = expressions.register()
        self._provider = SegregationProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)
        # Models need the provider's own algorithms in the registry, so they load on a second pass.
        self._provider.refreshAlgorithms()

    def initGui(self) -> None:
        """Set up the desktop: provider, settings page, panel."""
        from .gui.dock import SegregationDock  # noqa: PLC0415 - qgis_process has no windows
        from .gui.settings_page import SettingsPageFactory  # noqa: PLC0415

        keep_task_threads()  # stays so after unload: what was met in them meanwhile would die
        self.initProcessing()
        if self._iface is None:
            return
        self._settings_page = SettingsPageFactory()
        self._iface.registerOptionsWidgetFactory(self._settings_page)
        self._dock = SegregationDock(self._iface, self._iface.mainWindow())
        self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
        self._action = self._dock.toggleViewAction()
        self._action.setIcon(QIcon(str(resource_path("icons", "segregation.svg"))))
        self._iface.pluginMenu().addAction(self._action)  # a menu of its own would stay behind
        self._iface.addToolBarIcon(self._action)

    def unload(self) -> None:
        """Leave nothing behind."""
        if self._dock is not None and self._iface is not None:
            self._iface.pluginMenu().removeAction(self._action)
            self._iface.removeToolBarIcon(self._action)
            self._dock.take_out()
            self._iface.removeDockWidget(self._dock)
            self._dock.deleteLater()
            self._dock = self._action = None
        if self._settings_page is not None and self._iface is not None:
            self._iface.unregisterOptionsWidgetFactory(self._settings_page)
            self._settings_page = None
        expressions.unregister(self._functions)
        self._functions = []
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
