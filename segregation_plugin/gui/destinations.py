"""Where results of the panel go: tables in a GeoPackage next to the project, or memory while it is not saved."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProviderRegistry,
)

from ..core.words import word


def results_file() -> Path | None:
    """Return the GeoPackage of the open project; None while the project has no file."""
    project = Path(QgsProject.instance().absoluteFilePath())
    return project.with_name(f"{project.stem}_segregation.gpkg") if project.suffix else None


def destination(name: str, *, is_table: bool = False) -> QgsProcessingOutputLayerDefinition:
    """Return a destination that is loaded into the project; nothing that exists is overwritten.

    Args:
        name: what the layer is to be called.
        is_table: whether the output has no geometry.
    """
    path = results_file()
    sink = QgsProcessing.TEMPORARY_OUTPUT if path is None else _table(path, name, is_table=is_table)
    made = QgsProcessingOutputLayerDefinition(sink, QgsProject.instance())
    made.destinationName = name
    return made


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
