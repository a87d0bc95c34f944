"""Where results of the panel go: tables in a GeoPackage next to the project, or memory while it is not saved."""

from __future__ import annotations

import itertools
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProviderRegistry,
)

from ..core.words import word
from ..i18n import tr


def results_file() -> Path | None:
    """Return the GeoPackage of the open project; None while the project has no file."""
    project = QgsProject.instance()
    storage = project.projectStorage()  # of a project that lies in a GeoPackage or a database
    path = Path(storage.filePath(project.fileName()) if storage else project.absoluteFilePath())
    return path.with_name(f"{path.stem}_segregation.gpkg") if path.suffix else None


def unsaved_note() -> str:
    """Return what the user should know of where results go; empty where they are kept."""
    return "" if results_file() else tr("The project is not saved: results are temporary layers.")


def destination(name: str, *, is_table: bool = False) -> QgsProcessingOutputLayerDefinition:
    """Return a destination that is loaded into the project; nothing that exists is overwritten.

    Args:
        name: what the layer is to be called.
        is_table: whether the output has no geometry.
    """
    path = results_file()
    sink = QgsProcessing.TEMPORARY_OUTPUT if path is None else _table(path, name, is_table=is_table)
    made = QgsProcessingOutputLayerDefinition(sink, QgsProject.instance())
    made.destinationName = _unused(name)
    return made


def _unused(name: str) -> str:
    """Return a name that no layer of the project has, so that two runs can be told apart."""
    taken = {layer.name() for layer in QgsProject.instance().mapLayers().values()}
    numbered = (f"{name} {number}" for number in itertools.count(2))
    return next(one for one in itertools.chain([name], numbered) if one not in taken)


def _table(path: Path, name: str, *, is_table: bool) -> str:
    taken = _tables(path)
    base = table = word(name, "result")
    number = 1
    while table in taken:
        number += 1
        table = f"{base}_{number}"
    quoted = str(path).replace("\\", "\\\\").replace("'", "\\'")
    return f"ogr:dbname='{quoted}' table=\"{table}\"{'' if is_table else ' (geom)'}"


def _tables(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    return {layer.name().casefold() for layer in QgsProviderRegistry.instance().querySublayers(str(path))}
