"""Run inside QGIS by ``tools.tour``: close QGIS while the panel fetches, with results in the project from before."""

from __future__ import annotations

import os
import sys

from qgis.core import QgsApplication, QgsProject, QgsProviderRegistry
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QMessageBox
from qgis.utils import iface

sys.path.append(os.environ["DESKTOP_ROOT"])
from tools.desktop.session import OUT, errors, installed_panel, report, start, wait, write_report

sys.path.pop()  # the plugin is to come from the package


def insist():
    """Answer QGIS, which asks whether to cancel what runs, does so and stays; then close it once more."""
    question = QgsApplication.activeModalWidget()
    if isinstance(question, QMessageBox):
        question.button(QMessageBox.StandardButton.Yes).click()
    elif not QgsApplication.taskManager().countActiveTasks():
        iface.actionExit().trigger()


def close():
    QgsProject.instance().write(str(OUT / "plan.qgz"))
    panel = installed_panel()
    panel.data.load_button.click()
    wait(lambda: not panel.data.progress.is_busy)
    results = OUT / "plan_segregation.gpkg"
    layers = QgsProviderRegistry.instance().querySublayers(str(results))
    report["tables"] = sorted(layer.name() for layer in layers)
    QgsProject.instance().write()
    panel.data.grid.setChecked(True)
    panel.data.refresh.setChecked(True)
    panel.data.load_button.click()
    wait(lambda: panel.data.progress.bar.value() > 0)
    if not panel.data.progress.is_busy:
        errors.append("the run had ended before QGIS was closed")
    write_report()
    insisting = QTimer(iface.mainWindow())
    insisting.timeout.connect(insist)
    insisting.start(50)
    iface.actionExit().trigger()


start(close, ends_itself=True)
