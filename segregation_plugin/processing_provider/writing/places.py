"""Where data lies: the file of a layer or of a parameter's value, and the table in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsProviderRegistry,
    QgsVariantUtils,
)

from . import geopackage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition

_SHAPEFILE_PARTS = (".dbf", ".shx")


@dataclass(frozen=True)
class Place:
    """A file, or one table in it; ``table`` is None for the file as a whole."""

    path: str
    table: str | None = None

    def overlaps(self, other: Place) -> bool:
        """Say whether writing to one would change what the other holds."""
        if not _same_file(self.path, other.path):
            return False
        if self.table is None or other.table is None:
            return True
        return self.table.casefold() == other.table.casefold()


def _same_file(one: str, other: str) -> bool:
    """Compare through links, relative paths and upper and lower case where the file system knows none."""
    one, other = _main_file(one), _main_file(other)
    try:
        return Path(one).samefile(other)
    except OSError:  # one of them does not exist yet
        return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


def _main_file(path: str) -> str:
    """Return the ``.shp`` for the other parts of a shapefile."""
    file = Path(path)
    return str(file.with_suffix(".shp")) if file.suffix.lower() in _SHAPEFILE_PARTS else path


def given(definition: QgsProcessingParameterDefinition, parameters: dict[str, Any]) -> Any:
    """Return the value of a parameter, its default where none or NULL is given."""
    value = parameters.get(definition.name())
    return definition.defaultValue() if QgsVariantUtils.isNull(value) else value


def references(value: Any, context: QgsProcessingContext) -> Iterator[QgsMapLayer | str]:
    """Yield the layers, or the texts that stand for them, in the value of a parameter."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext())[0]
    if isinstance(value, list | tuple):
        for member in value:
            yield from references(member, context)
    elif isinstance(value, QgsMapLayer):
        yield value
    elif value:
        yield str(value)


def loaded_layer(reference: QgsMapLayer | str, context: QgsProcessingContext) -> QgsMapLayer | None:
    """Return the layer of the project or the run that is meant, without opening any file."""
    if isinstance(reference, QgsMapLayer):
        return reference
    return QgsProcessingUtils.mapLayerFromString(reference, context, allowLoadingNewLayers=False)


def place_of(reference: QgsMapLayer | str, context: QgsProcessingContext) -> Place | None:
    """Return where an input lies; None for what is in memory, in a database or on a server."""
    layer = loaded_layer(reference, context)
    if layer is not None:
        provider, source = layer.providerType(), layer.source()
    else:
        has_provider, provider, source = QgsProcessingUtils.decodeProviderKeyAndUri(reference)
        if not has_provider:
            provider, source = "ogr", reference
    parts = QgsProviderRegistry.instance().decodeUri(provider, source)
    path = parts.get("path")
    if not path:
        return None
    table = parts.get("layerName") or _table_by_number(path, parts.get("layerId") or 0)
    return Place(path, table)


def _table_by_number(path: str, number: int) -> str | None:
    """Return the table that QGIS opens where a source names none; None where a file holds only one layer."""
    if not geopackage.is_database(path):
        return None
    tables = geopackage.table_names(path)
    return tables[number] if number < len(tables) else None
