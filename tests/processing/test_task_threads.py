"""Coordinate reference systems that a background task met first live on when its thread is idle for long."""

from __future__ import annotations

import subprocess
import sys

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

from tests.conftest import ROOT

CHILD = """
import os, sys, time
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsTask
from qgis.PyQt.QtCore import QCoreApplication

app = QgsApplication([], False)
app.initQgis()
QgsApplication.taskManager().threadPool().setExpiryTimeout(50)  # QGIS's own is half a minute
if {kept}:
    from segregation_plugin.task_threads import keep_task_threads
    keep_task_threads()

def meet(task):
    return bool(QgsCoordinateReferenceSystem("EPSG:3006").toWkt())

task = QgsTask.fromFunction("meets a CRS", meet)
QgsApplication.taskManager().addTask(task)
while task.status() not in (QgsTask.TaskStatus.Complete, QgsTask.TaskStatus.Terminated):
    QCoreApplication.processEvents()
    time.sleep(0.01)
crs = QgsCoordinateReferenceSystem("EPSG:3006")
assert task.returned_values and crs.toWkt()
time.sleep(0.5)
if {guarded}:
    from segregation_plugin.core.errors import InputError
    from segregation_plugin.geometry.crs import sweref99_tm
    try:
        sweref99_tm()
    except InputError as error:
        print(error, flush=True)
print("alive" if crs.toWkt() else "dead", flush=True)
os._exit(0)
"""


def child(*, kept, guarded=False):
    code = CHILD.format(kept=kept, guarded=guarded)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip().splitlines()


def test_what_a_task_met_first_lives_on():
    assert child(kept=True) == ["alive"]


def test_what_has_died_all_the_same_is_told_and_nothing_is_measured():
    told = child(kept=False, guarded=True)
    if told == ["alive"]:
        pytest.skip("this QGIS keeps coordinate reference systems by itself")
    assert told == [
        "QGIS has lost the coordinate reference system EPSG:3006, so nothing can be measured; save the project, restart "
        "QGIS and run again.",
        "dead",
    ]


@pytest.mark.parametrize("code", ["EPSG:4979", "EPSG:4977", "OGC:CRS84h", "EPSG:4326", "EPSG:3011"])
def test_sound_systems_are_none_of_the_dead(code):
    from segregation_plugin.geometry.crs import to_sweref99_tm

    crs = QgsCoordinateReferenceSystem(code)
    assert crs.isValid()
    assert to_sweref99_tm(crs, "track", QgsCoordinateTransformContext()).isValid()


def test_the_system_of_every_measurement_is_there():
    from segregation_plugin.geometry.crs import sweref99_tm

    assert sweref99_tm() == QgsCoordinateReferenceSystem("EPSG:3006")
