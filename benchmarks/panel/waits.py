"""Run inside QGIS by ``benchmarks.panel``: load, toggle, filter and colour areas in the panel, and time each."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import processing
from qgis.core import QgsFeatureRequest, QgsProcessing, QgsProject
from qgis.utils import iface

sys.path.append(os.environ["DESKTOP_ROOT"])

from tools.desktop.session import ROOT, installed_panel, picture, report, start, wait

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
        answered.append(1000 * (time.perf_counter() - began))
        drawn()
        done.append(1000 * (time.perf_counter() - began))
    waits.setdefault(areas, {})[what] = [statistics.median(answered), statistics.median(done)]


def load_country(dock):
    """Load the country as a planner does."""
    dock.data.load_button.click()
    wait(lambda: not dock.data.progress.is_busy, seconds=300)


def load_region():
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


def use(dock, areas):
    """Do what is done all day, on the areas that are loaded."""
    page, layer = dock.area_types, dock.state.areas
    dock.pages.setCurrentIndex(1)
    iface.mapCanvas().zoomToFullExtent()
    drawn()
    ticks = page.classes.view.model()
    first = ticks.index(0, 0)

    def toggle():
        from qgis.PyQt.QtCore import Qt

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


def measure():
    """Measure both sets of areas."""
    dock = installed_panel()
    country = "3 363 made-up areas, {:.1f} million vertices"
    began = time.perf_counter()
    load_country(dock)
    drawn()
    layer = dock.state.areas
    vertices = sum(feature.geometry().constGet().nCoordinates() for feature in layer.getFeatures())
    country = country.format(vertices / 1e6)
    waits[country] = {"load from the local server, drawn": [0.0, 1000 * (time.perf_counter() - began)]}
    use(dock, country)
    picture("country")
    if not REGION.is_file():
        return
    QgsProject.instance().clear()
    began = time.perf_counter()
    load_region()
    drawn()
    region = f"the Göteborg region, {dock.state.areas.featureCount()} areas"
    waits[region] = {"load from files, drawn": [0.0, 1000 * (time.perf_counter() - began)]}
    use(dock, region)
    picture("region")


start(measure)
