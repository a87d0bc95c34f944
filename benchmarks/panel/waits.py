"""Run inside QGIS by ``benchmarks.panel``: load, toggle, filter and colour areas in the panel, and time each."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import processing
from qgis.core import QgsApplication, QgsFeatureRequest, QgsProcessing, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.utils import iface

sys.path.append(os.environ["DESKTOP_ROOT"])
from tools.desktop.session import ROOT, installed_panel, picture, report, start, wait

sys.path.pop()  # the plugin is to come from the package

ROUNDS = 5
REGION = ROOT.parent / "shared" / "data" / "goteborgsregionen" / "regso_2025.gpkg"
TYPES = ROOT.parent / "shared" / "data" / "national" / "omradestyp_2022.csv"
waits = report["waits"] = {}


def drawn():
    """Let QGIS work until the map is as it will be."""
    wait(seconds=0.05)  # it waits so long for further changes before it draws
    wait(lambda: not iface.mapCanvas().isDrawing())


def timed(areas, what, *clicks, rounds=ROUNDS):
    """Note medians: until the window answers again after a click, and until the map is drawn."""
    answered, done = [], []
    for click in clicks * rounds:
        began = time.perf_counter()
        click()
        QgsApplication.processEvents()  # what the click has put off
        answered.append(1000 * (time.perf_counter() - began))
        drawn()
        done.append(1000 * (time.perf_counter() - began))
    waits.setdefault(areas, {})[what] = [statistics.median(answered), statistics.median(done)]


def load_country(panel):
    """Load the country as a planner does."""
    panel.data.load_button.click()
    wait(lambda: not panel.data.progress.is_busy, seconds=300)


def load_region(_):
    """Load the Göteborg region; the types of 2022 are those of the division before, which has to be allowed."""
    folder = Path(tempfile.mkdtemp())
    prepared = processing.run(
        "segregation:prepareareas", {"INPUT": str(REGION), "OUTPUT": str(folder / "areas.gpkg")}
    )
    table = processing.run(
        "segregation:importtable", {"INPUT": str(TYPES), "OUTPUT": str(folder / "types.gpkg")}
    )
    joining = {
        "AREAS": prepared["OUTPUT"],
        "TABLE": table["OUTPUT"],
        "ALLOW_VERSION_MISMATCH": True,
        "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT,
    }
    processing.runAndLoadResults("segregation:joinindex", joining)
    iface.mapCanvas().zoomToFullExtent()


def use(panel, areas):
    """Do what is done all day, on the areas that are loaded."""
    page, layer = panel.area_types, panel.state.areas
    panel.pages.setCurrentIndex(1)
    iface.mapCanvas().zoomToFullExtent()
    drawn()
    ticks = page.classes.view.model()
    first = ticks.index(0, 0)

    def toggle():
        ticks.setData(
            first, not ticks.data(first, Qt.ItemDataRole.CheckStateRole), Qt.ItemDataRole.CheckStateRole
        )

    timed(areas, "hide or show a type", toggle)
    timed(areas, "only 1 and 2, all", page.classes.only_challenged.click, page.classes.all.click)
    timed(
        areas,
        "the same by a filter of the layer, without the panel's help",
        lambda: layer.setSubsetString('"area_type" IN (1, 2)'),
        lambda: layer.setSubsetString(""),
        rounds=3,
    )
    combo = page.place.municipality

    def choose(place):
        combo.setCurrentIndex(place)
        combo.activated.emit(place)

    timed(areas, "one kommun, all kommuner", lambda: choose(1), lambda: choose(0))
    palette = page.look.palette

    def colour(place):
        palette.setCurrentIndex(place)
        palette.activated.emit(place)

    timed(areas, "another palette", lambda: colour(1), lambda: colour(0))
    some = [feature.id() for feature in layer.getFeatures(QgsFeatureRequest().setLimit(1))]
    timed(areas, "select an area, its figures", lambda: layer.selectByIds(some), layer.removeSelection)


def load_real_size(_):
    """Load areas with borders as detailed as the real ones, and style them."""
    layer = QgsVectorLayer(os.environ["BENCH_AREAS"], "areas", "ogr")
    QgsProject.instance().addMapLayer(layer)
    processing.run("segregation:styleareatypes", {"INPUT": layer})
    iface.mapCanvas().zoomToFullExtent()


def loaded(panel, load, what):
    """Load areas into an empty project and return their number and vertices, as a title."""
    QgsProject.instance().clear()
    wait(seconds=0.2)
    began = time.perf_counter()
    load(panel)
    drawn()
    took = 1000 * (time.perf_counter() - began)
    areas = list(panel.state.areas.getFeatures())
    vertices = sum(area.geometry().constGet().nCoordinates() for area in areas)
    title = f"{what}: {len(areas)} areas, {vertices} vertices"
    waits[title] = {"load, until the map is drawn": [None, took]}
    return title


def measure():
    """Measure a made-up country from the services, one with detailed borders, and the Göteborg region."""
    panel = installed_panel()
    loaded(panel, load_country, "a country from the local server")
    use(panel, loaded(panel, load_real_size, "a country with detailed borders"))
    picture("country")
    if REGION.is_file():
        use(panel, loaded(panel, load_region, "the Göteborg region"))
        picture("region")


start(measure)
