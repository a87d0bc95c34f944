"""Run inside QGIS by test_desktop.py: install the package as a person does, use it, take it out again.

What was seen goes to the file in ``SESSION_REPORT`` as JSON; the test judges it.
"""

from __future__ import annotations

import json
import os
import threading
import traceback
from pathlib import Path

import processing
import pyplugin_installer
from qgis.core import QgsApplication, QgsExpression, QgsSettingsTree, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QToolBar
from qgis.utils import active_plugins, iface, loadPlugin, startPlugin, unloadPlugin

PLUGIN = "segregation_plugin"
SECONDS_BEFORE_GIVING_UP = 60

errors: list[str] = []
report: dict[str, object] = {"errors": errors}


def remember(message, tag, _level):
    if "Traceback" in message or PLUGIN in message:
        errors.append(f"{tag}: {message}")


def what_qgis_holds():
    """Return what a plugin can leave behind."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QgsApplication.processEvents()
    window = iface.mainWindow()
    return {
        "providers": sorted(provider.id() for provider in QgsApplication.processingRegistry().providers()),
        "docks": sorted(dock.objectName() for dock in window.findChildren(QDockWidget)),
        "toolbars": sorted(bar.objectName() for bar in window.findChildren(QToolBar)),
        "actions": sorted(
            action.text() for action in window.findChildren(QAction) if "egreg" in action.text().lower()
        ),
        "functions": len(QgsExpression.Functions()),
        "settings": sorted(node.key() for node in QgsSettingsTree.node("plugins").childrenNodes()),
    }


def use():
    """Return the algorithms, and what one of them makes of a small layer."""
    provider = QgsApplication.processingRegistry().providerById("segregation")
    areas = QgsVectorLayer(os.environ["SESSION_AREAS"], "areas", "ogr")
    parameters = {"INPUT": areas, "MEAN": 30, "STANDARD_DEVIATION": 10, "OUTPUT": "TEMPORARY_OUTPUT"}
    result = processing.run("segregation:classifyareatypes", parameters)
    return {
        "algorithms": {algorithm.name(): algorithm.displayName() for algorithm in provider.algorithms()},
        "icons": {
            algorithm.name(): Path(algorithm.svgIconPath()).name for algorithm in provider.algorithms()
        },
        "groups": sorted({algorithm.group() for algorithm in provider.algorithms()}),
        "types": [feature["area_type"] or None for feature in result["OUTPUT"].getFeatures()],
    }


def session():
    QgsApplication.messageLog().messageReceived.connect(remember)
    report["before"] = what_qgis_holds()
    pyplugin_installer.instance().installFromZipFile(os.environ["SESSION_ARCHIVE"])
    report["active"] = PLUGIN in active_plugins
    report["installed"] = what_qgis_holds()
    report["thread_expiry_ms"] = QgsApplication.taskManager().threadPool().expiryTimeout()
    report["used"] = use()
    report["after_unload"] = []
    for _ in range(2):
        unloadPlugin(PLUGIN)
        report["after_unload"].append(what_qgis_holds())
        loadPlugin(PLUGIN)
        report["started_again"] = startPlugin(PLUGIN)
    report["reloaded"] = what_qgis_holds()
    report["used_again"] = use()
    unloadPlugin(PLUGIN)
    report["in_the_end"] = what_qgis_holds()


def finish():
    """Write down what was seen and end QGIS, whatever it is doing."""
    Path(os.environ["SESSION_REPORT"]).write_text(json.dumps(report, default=str), encoding="utf-8")
    os._exit(0)


def give_up():
    errors.append(f"no end after {SECONDS_BEFORE_GIVING_UP} s: a dialog waits for an answer, or QGIS hangs")
    finish()


threading.Timer(SECONDS_BEFORE_GIVING_UP, give_up).start()
try:
    session()
except BaseException:  # noqa: BLE001 - whatever goes wrong belongs in the report
    errors.append(traceback.format_exc())
finally:
    finish()
