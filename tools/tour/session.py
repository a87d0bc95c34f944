"""Run inside QGIS by ``tools.tour``: install, load, toggle, analyse, save, open again; a picture of every page."""

from __future__ import annotations

import json
import os
import threading
import time
import traceback
from pathlib import Path

import pyplugin_installer
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QEvent, Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface, unloadPlugin

OUT = Path(os.environ["TOUR_OUT"])
SAMPLE = Path(os.environ["TOUR_SAMPLE"])
SECONDS_BEFORE_GIVING_UP = 120
LAYERS = ("motorway", "railway", "stations")

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
    end = time.monotonic() + seconds
    while not until() and time.monotonic() < end:
        QgsApplication.processEvents()
        time.sleep(0.003)


def picture(name):
    iface.messageBar().clearWidgets()
    wait(seconds=0.3)
    iface.mapCanvas().waitWhileRendering()
    wait(seconds=0.2)
    iface.mainWindow().grab().save(str(OUT / f"{name}.png"))


def measured(name, pulse, start, line):
    pulse.reset()
    began = time.monotonic()
    start()
    wait(lambda: not line.is_busy)
    report[name] = f"{time.monotonic() - began:.1f} s, window still for {pulse.longest_ms:.0f} ms at most"


def prepare():
    from segregation_plugin import settings

    settings.WFS_ADDRESS.value, settings.PXWEB_ADDRESS.value = (
        os.environ["TOUR_WFS"],
        os.environ["TOUR_PXWEB"],
    )
    window = iface.mainWindow()
    window.resize(1560, 960)
    window.findChild(QDockWidget, "Browser").hide()
    dock = window.findChild(QDockWidget, "SegregationDock")
    dock.show()
    window.resizeDocks([dock, window.findChild(QDockWidget, "Layers")], [390, 330], Qt.Orientation.Horizontal)
    QgsProject.instance().write(str(OUT / "plan.qgz"))
    return dock


def walk(dock, pulse):
    dock.data.grid.setChecked(True)
    measured("load", pulse, dock.data.load_button.click, dock.data.progress)
    report["areas"] = dock.state.areas.featureCount()
    picture("1-data")
    layers = [
        QgsVectorLayer(f"{SAMPLE / 'infrastructure.gpkg'}|layername={name}", name, "ogr") for name in LAYERS
    ]
    QgsProject.instance().addMapLayers(layers)
    dock.pages.setCurrentIndex(1)
    picture("2-area-types")
    dock.area_types.classes.only_challenged.click()
    picture("2-area-types-only-1-and-2")
    dock.area_types.classes.all.click()
    dock.state.areas.selectByExpression("area_type = 1")
    picture("2-area-types-selected")
    dock.state.areas.removeSelection()
    dock.pages.setCurrentIndex(2)
    picture("3-infrastructure")
    dock.pages.setCurrentIndex(3)
    measured("exposure", pulse, dock.analyse.run_button.click, dock.analyse.progress)
    picture("4-exposure")
    dock.analyse.tool.setCurrentIndex(1)
    measured("overlay", pulse, dock.analyse.run_button.click, dock.analyse.progress)
    picture("4-overlay")


def reopen(dock):
    before = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    QgsProject.instance().write()
    QgsProject.instance().clear()
    wait(seconds=0.5)
    QgsProject.instance().read(str(OUT / "plan.qgz"))
    wait(seconds=0.5)
    after = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values() if layer.isValid())
    report["layers"] = after
    if before != after:
        errors.append(f"other layers after opening again: {before}")
    if dock.state.areas is None or not dock.infrastructure.chosen():
        errors.append("the choices did not come back")
    picture("5-opened-again")


def session():
    QgsApplication.messageLog().messageReceived.connect(
        lambda text, tag, _: errors.append(f"{tag}: {text}") if "Traceback" in text else None
    )
    pyplugin_installer.instance().installFromZipFile(os.environ["TOUR_ARCHIVE"])
    dock, pulse = prepare(), Pulse()
    walk(dock, pulse)
    reopen(dock)
    dock.data.refresh.setChecked(True)
    dock.data.load_button.click()
    unloadPlugin("segregation_plugin")  # while it runs
    wait(seconds=1.0)
    QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if iface.mainWindow().findChild(QDockWidget, "SegregationDock") is not None:
        errors.append("the panel is still there")


def finish():
    """Write down what was seen and end QGIS, whatever it is doing."""
    (OUT / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    os._exit(0)


def give_up():
    errors.append(f"no end after {SECONDS_BEFORE_GIVING_UP} s")
    finish()


def run():
    try:
        session()
    except BaseException:  # noqa: BLE001 - whatever goes wrong belongs in the report
        errors.append(traceback.format_exc())
    finish()


threading.Timer(SECONDS_BEFORE_GIVING_UP, give_up).start()
QTimer.singleShot(2000, run)
