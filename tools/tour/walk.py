"""Run inside QGIS by ``tools.tour``: install, load, toggle, analyse, save, open again; a picture of every page."""

from __future__ import annotations

import os
import sys
import time

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.gui import QgsProcessingAlgorithmDialogBase
from qgis.PyQt.QtCore import QEvent, QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface, unloadPlugin

sys.path.append(os.environ["DESKTOP_ROOT"])
from tools.desktop.session import OUT, ROOT, Pulse, errors, installed_panel, picture, report, start, wait

sys.path.pop()  # the plugin is to come from the package

SAMPLE = ROOT / "resources" / "sample"
LEAST_FILLED = 0.8
LAYERS = ("motorway", "railway", "stations")


def measured(name, pulse, begin, line):
    pulse.reset()
    began = time.monotonic()
    begin()
    wait(lambda: not line.is_busy)
    report[name] = f"{time.monotonic() - began:.1f} s, window still for {pulse.longest_ms:.0f} ms at most"


def require_areas_fill_the_map(areas):
    wait(seconds=0.5)
    canvas = iface.mapCanvas()
    extent = canvas.mapSettings().layerExtentToOutputExtent(areas, areas.extent())
    shown = canvas.extent()
    filled = max(extent.width() / shown.width(), extent.height() / shown.height())
    if not (shown.contains(extent) and filled > LEAST_FILLED):
        errors.append(f"the areas fill {filled:.0%} of the map")


def see_toolbox(button):
    """Open the toolbox's window, which returns once it is closed, and take a picture of it meanwhile."""

    def look():
        windows = [
            widget
            for widget in QgsApplication.topLevelWidgets()
            if isinstance(widget, QgsProcessingAlgorithmDialogBase) and widget.isVisible()
        ]
        if not windows:
            return
        looking.stop()
        window = windows[0]
        wait(seconds=0.3)
        report["toolbox"] = [window.algorithm().id(), window.createProcessingParameters()["DISTANCES"]]
        window.grab().save(str(OUT / "4-toolbox.png"))
        window.close()

    looking = QTimer()
    looking.timeout.connect(look)
    looking.start(200)
    button.click()


def walk(dock, pulse):
    dock.data.grid.setChecked(True)
    measured("load", pulse, dock.data.load_button.click, dock.data.progress)
    report["areas"] = dock.state.areas.featureCount()
    require_areas_fill_the_map(dock.state.areas)
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
    dock.infrastructure.draw_button.click()
    picture("3-infrastructure")
    dock.pages.setCurrentIndex(3)
    measured("exposure", pulse, dock.analyse.run_button.click, dock.analyse.progress)
    picture("4-exposure")
    see_toolbox(dock.analyse.toolbox_button)
    dock.analyse.tool.setCurrentIndex(1)
    measured("overlay", pulse, dock.analyse.run_button.click, dock.analyse.progress)
    picture("4-overlay")
    overlaid = next(
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if {"railway_length_m", "region_code"} <= set(layer.fields().names())
    )
    by_type, *amounts = sorted(overlaid.styleManager().styles(), key=lambda name: "," in name)
    overlaid.styleManager().setCurrentStyle(amounts[0])
    node = QgsProject.instance().layerTreeRoot().findLayer(overlaid.id())
    node.setItemVisibilityChecked(True)
    picture("4-overlay-amounts")
    node.setItemVisibilityChecked(False)
    overlaid.styleManager().setCurrentStyle(by_type)


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


def tour():
    dock, pulse = installed_panel(), Pulse()
    QgsProject.instance().write(str(OUT / "plan.qgz"))
    walk(dock, pulse)
    reopen(dock)
    dock.data.refresh.setChecked(True)
    dock.data.load_button.click()
    unloadPlugin("segregation_plugin")  # while it runs
    wait(seconds=1.0)
    QgsApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if iface.mainWindow().findChild(QDockWidget, "SegregationDock") is not None:
        errors.append("the panel is still there")


start(tour)
