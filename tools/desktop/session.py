"""Inside QGIS: what the scripts that ``tools.desktop`` runs have in common."""

from __future__ import annotations

import json
import os
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pyplugin_installer
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface

if TYPE_CHECKING:
    from collections.abc import Callable

OUT, ROOT = Path(os.environ["DESKTOP_OUT"]), Path(os.environ["DESKTOP_ROOT"])
errors: list[str] = []
report: dict[str, object] = {"errors": errors}


class Pulse(QTimer):
    """Measures the longest time for which the window did not answer."""

    def __init__(self):
        super().__init__()
        self.longest_ms, self._last = 0.0, time.monotonic()
        self.timeout.connect(self._beat)
        self.start(5)

    def reset(self):
        self.longest_ms, self._last = 0.0, time.monotonic()

    def _beat(self):
        now = time.monotonic()
        self.longest_ms, self._last = max(self.longest_ms, 1000 * (now - self._last)), now


def wait(until=lambda: False, seconds=60.0):
    """Let QGIS work until something is so."""
    end = time.monotonic() + seconds
    while not until() and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.003)


def picture(name):
    """Draw the window into a file."""
    iface.messageBar().clearWidgets()
    wait(seconds=0.3)
    iface.mapCanvas().waitWhileRendering()
    wait(seconds=0.2)
    iface.mainWindow().grab().save(str(OUT / f"{name}.png"))


def installed_panel():
    """Install the package with QGIS's own installer, set the services, and return the panel."""
    pyplugin_installer.instance().installFromZipFile(str(ROOT / "build" / "segregation_plugin.zip"))
    import segregation_plugin
    from segregation_plugin import settings

    if (
        ROOT in Path(segregation_plugin.__file__).parents
        and OUT not in Path(segregation_plugin.__file__).parents
    ):
        errors.append(f"the plugin is not that of the package: {segregation_plugin.__file__}")
    settings.WFS_ADDRESS.value = os.environ["DESKTOP_WFS"]
    settings.PXWEB_ADDRESS.value = os.environ["DESKTOP_PXWEB"]
    window = iface.mainWindow()
    window.resize(1560, 960)
    window.findChild(QDockWidget, "Browser").hide()
    dock = window.findChild(QDockWidget, "SegregationDock")
    dock.show()
    window.resizeDocks([dock, window.findChild(QDockWidget, "Layers")], [390, 330], Qt.Orientation.Horizontal)
    return dock


def write_report():
    """Write down what was reported so far."""
    (OUT / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


def end():
    """Write the report and end QGIS, whatever it is doing."""
    write_report()
    os._exit(0)


def start(script: Callable[[], None], *, ends_itself: bool = False) -> None:
    """Run a script once QGIS stands, write down what it reported, and end QGIS.

    Args:
        script: reports in ``report`` and ``errors``.
        ends_itself: it has asked QGIS to close, which then has to happen without help.
    """

    def give_up():
        errors.append("no end in time")
        end()

    def run():
        QgsApplication.messageLog().messageReceived.connect(
            lambda text, tag, _: errors.append(f"{tag}: {text}") if "Traceback" in text else None
        )
        try:
            script()
        except BaseException:  # noqa: BLE001 - whatever goes wrong belongs in the report
            errors.append(traceback.format_exc())
        if not ends_itself or errors:
            end()

    alarm = threading.Timer(float(os.environ["DESKTOP_SECONDS"]), give_up)
    alarm.daemon = True
    alarm.start()
    QTimer.singleShot(2000, run)
