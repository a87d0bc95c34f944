"""Files that runs of the small algorithm read and write, what is in them, and a lock on them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from tests.support import Log, memory_layer, rows_of

FIELDS = ("number:integer", "name:string")


def make_files(folder):
    """Make every kind of file that an input or an existing output can be."""
    few = squares_of(3)
    for name in ("areas.gpkg", "areas.geojson", "areas.shp", "old.gpkg", "old.geojson", "old.shp"):
        save(few, folder / name)
    save(few, folder / "many.gpkg", "areas")
    save(few, folder / "many.gpkg", "roads")
    (folder / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / "old.qml").write_text("<qgis>old</qgis>", encoding="utf-8")
    return folder


def copied(files, folder):
    """Copy the files, and add a link to one of them and a link to the folder itself."""
    shutil.copytree(files, folder, dirs_exist_ok=True)
    (folder / "link.gpkg").symlink_to(folder / "areas.gpkg")
    (folder / "linked").symlink_to(folder)
    return folder


def squares_of(count):
    features = [(f"POLYGON(({n} 0, {n + 1} 0, {n + 1} 1, {n} 1, {n} 0))", [n, f"å{n}"]) for n in range(count)]
    return memory_layer("Polygon", FIELDS, features, "squares")


def save(layer, path, table=""):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = QgsVectorFileWriter.driverForExtension(path.suffix)
    options.layerName = table or path.stem
    if table and path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    context = QgsProject.instance().transformContext()
    error, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), context, options)
    assert error == QgsVectorFileWriter.WriterError.NoError, message


def table(path, name, *, geometry=True):
    return f"ogr:dbname='{path}' table=\"{name}\"" + (" (geom)" if geometry else "")


def run(algorithm="tiny:tiny", feedback=None, context=None, **parameters):
    import processing

    context = context or QgsProcessingContext()
    return processing.run(algorithm, parameters, context=context, feedback=feedback or Log())


def refusal(context=None, **parameters):
    """Run, and return the sentence with which that is refused."""
    with pytest.raises(QgsProcessingException) as caught:
        run(context=context, **parameters)
    sentence = str(caught.value).splitlines()[-1]
    assert sentence.endswith("."), sentence
    return sentence


def content(folder):
    """Return the bytes of every file, folders and links by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def read(path, name=""):
    layer = QgsVectorLayer(f"{path}|layername={name}" if name else str(path), "read", "ogr")
    assert layer.isValid(), path
    return [(row["number"], row["name"]) for row in rows_of(layer)]


ROWS_OF_3 = [(0, "å0"), (1, "å1"), (2, "å2")]


@contextmanager
def locked(path, mode):
    """Hold a write lock in a second process."""
    code = f"""
import sqlite3, sys
connection = sqlite3.connect({str(path)!r}, isolation_level=None)
connection.execute("BEGIN {mode}")
print("locked", flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"locked\n"
        try:
            yield
        finally:
            process.stdin.close()
            process.wait()
