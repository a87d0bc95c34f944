"""Destinations in files: found in the parameters, and refused when writing to them would destroy data."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorFileWriter,
)

from ...core.errors import InputError
from ...i18n import localised
from . import geopackage
from .places import Place, given, place_of, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingDestinationParameter

LAYER_PARAMETERS = (
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
)
_OGR_TABLE = "ogr:"
_PROVIDER = re.compile(r"^(.{3,}?):")  # as QGIS splits it: a shorter word is a drive
_LAYERNAME = "|layername="


@dataclass(frozen=True)
class Destination:
    """A file, or a table in a GeoPackage, that an output is to be written to.

    Attributes:
        name: of the parameter.
        title: of the parameter, as a person reads it.
        text: as it is given to QGIS.
        place: file and table.
    """

    name: str
    title: str
    text: str
    place: Place

    @property
    def folder(self) -> str:
        """The folder of the file, relative where it was given so."""
        return os.path.dirname(self.place.path) or "."  # noqa: PTH120 - Path would lose what was typed

    def in_folder(self, folder: str) -> str:
        """Return the text for a file of the same name, and a table of the same name, in another folder."""
        if self.place.table is None:
            return f"{folder}/{os.path.basename(self.text)}"  # noqa: PTH119 - Path would lose what was typed
        uri = QgsDataSourceUri(self.text.removeprefix(_OGR_TABLE))
        uri.setDatabase(f"{folder}/{Path(self.place.path).name}")
        return _OGR_TABLE + uri.uri(False)  # noqa: FBT003 - QGIS has it by place


def check(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[Destination]:
    """Return the destinations that are files.

    Raises:
        InputError: a destination equals another or an input, or cannot be written.
    """
    found = [
        destination
        for definition in algorithm.destinationParameterDefinitions()
        if (destination := _destination(definition, parameters, context)) is not None
    ]
    for first, second in combinations(found, 2):
        if first.place.overlaps(second.place):
            raise InputError(
                'Outputs "{first}" and "{second}" would both be written to {path}; give each its own file, or its '
                "own table in a GeoPackage.",
                first=first.title,
                second=second.title,
                path=second.place.path,
            )
    if found:
        _require_other_than_inputs(found, algorithm, parameters, context)
    for destination in found:
        _require_writable(destination)
    return found


def refusal(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> str:
    """Return why the destinations cannot be written, in the language of the user; empty when they can."""
    try:
        check(algorithm, parameters, context)
    except InputError as error:
        return localised(error)
    return ""


def _destination(
    definition: QgsProcessingDestinationParameter, parameters: dict[str, Any], context: QgsProcessingContext
) -> Destination | None:
    """Return the destination of a parameter; None where it is no file: not wanted, temporary or in a database."""
    text = _text(definition, parameters, context)
    if isinstance(definition, QgsProcessingParameterFolderDestination):
        return None
    if not text or text == QgsProcessing.TEMPORARY_OUTPUT:
        return None
    if isinstance(definition, QgsProcessingParameterFileDestination):
        place = Place(text)
    elif _LAYERNAME in text.casefold():
        raise _literal_name(definition, text)
    elif QgsProcessingUtils.decodeProviderKeyAndUri(text)[1] not in ("", "ogr"):
        return None
    elif (provider := _PROVIDER.match(text)) is None:
        place = Place(_with_extension(text))
    elif provider[1] == "ogr":
        place = _table_place(definition, text)
    else:
        return None
    return Destination(definition.name(), definition.description() or definition.name(), text, place)


def _text(
    definition: QgsProcessingDestinationParameter, parameters: dict[str, Any], context: QgsProcessingContext
) -> str:
    """Return what was given for a destination, or its default, as text; empty where there is nothing."""
    value = given(definition, parameters)
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext())[0]
    return str(value or "")


def _with_extension(path: str) -> str:
    """Return the path as QGIS completes it: a GeoPackage where the extension is none it knows."""
    known = QgsVectorFileWriter.driverForExtension(Path(path).suffix)
    return path if known else f"{path}.gpkg"


def _table_place(definition: QgsProcessingDestinationParameter, text: str) -> Place:
    uri = QgsDataSourceUri(text.removeprefix(_OGR_TABLE))
    if uri.database() and uri.table():
        return Place(uri.database(), uri.table())
    raise InputError(
        'Output "{output}" cannot be written to {text}; give the path of a file, or {example} for a table in a '
        "GeoPackage.",
        output=definition.description(),
        text=text,
        example=_table_text("/folder/file.gpkg", "name", definition),
    )


def _literal_name(definition: QgsProcessingDestinationParameter, text: str) -> InputError:
    at = text.casefold().index(_LAYERNAME)
    table = text[at + len(_LAYERNAME) :].partition("|")[0]
    return InputError(
        'Output "{output}" cannot be written to {text}, since QGIS would make a file of that very name; write '
        "{instead} for a table in a GeoPackage.",
        output=definition.description(),
        text=text,
        instead=_table_text(text[:at].removeprefix(_OGR_TABLE), table, definition),
    )


def _table_text(path: str, table: str, definition: QgsProcessingDestinationParameter) -> str:
    with_geometry = getattr(definition, "hasGeometry", lambda: True)()
    return f"{_OGR_TABLE}dbname='{path}' table=\"{table}\"{' (geom)' if with_geometry else ''}"


def _require_other_than_inputs(
    found: list[Destination],
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> None:
    for title, place in _inputs(algorithm, parameters, context):
        for destination in found:
            if destination.place.overlaps(place):
                raise InputError(
                    'Output "{output}" would overwrite the input "{input}" in {path}; choose another file, or another '
                    "table in a GeoPackage.",
                    output=destination.title,
                    input=title,
                    path=place.path,
                )


def _inputs(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> Iterator[tuple[str, Place]]:
    """Yield title and place of every input that lies in a file."""
    for definition in algorithm.parameterDefinitions():
        value = given(definition, parameters)
        if isinstance(definition, QgsProcessingParameterFile):
            for path in references(value, context):
                yield definition.description(), Place(str(path))
        elif isinstance(definition, LAYER_PARAMETERS):
            for reference in references(value, context):
                place = place_of(reference, context)
                if place is not None:
                    yield definition.description(), place


def _require_writable(destination: Destination) -> None:
    """Raise InputError where the file cannot be made or replaced, or the table not be put into it."""
    path, folder = destination.place.path, destination.folder
    if os.path.isdir(path) or not os.path.basename(path):  # noqa: PTH112, PTH119 - Path would drop the last slash
        raise InputError(
            'Output "{output}" cannot be written to {path}, which is a folder; give the name of a file in it.',
            output=destination.title,
            path=path,
        )
    if Path(folder).exists() and not Path(folder).is_dir():
        raise InputError(
            'Output "{output}" cannot be written to {path}, since {folder} is a file; choose a folder.',
            output=destination.title,
            path=path,
            folder=folder,
        )
    if not Path(folder).is_dir():
        raise InputError(
            'Output "{output}" cannot be written to {path}, since there is no folder {folder}; make it, or choose '
            "another.",
            output=destination.title,
            path=path,
            folder=folder,
        )
    if not os.access(folder, os.W_OK) or (Path(path).exists() and not os.access(path, os.W_OK)):
        raise not_allowed(destination)
    if geopackage.is_database(path):
        _require_free_database(destination)


def not_allowed(destination: Destination) -> InputError:
    """Return the error for a folder or a file that the user may not write to."""
    return InputError(
        'Output "{output}" cannot be written to {path}, since you may not write there; choose another folder or file.',
        output=destination.title,
        path=destination.place.path,
    )


def _require_free_database(destination: Destination) -> None:
    place = destination.place
    if geopackage.is_locked(place.path):
        raise InputError(
            'Output "{output}" cannot be written to {path}, since another program is writing to that file; let it '
            "finish or close it, and run again.",
            output=destination.title,
            path=place.path,
        )
    if place.table is not None and not geopackage.is_geopackage(place.path):
        raise InputError(
            'Output "{output}" cannot be written to a table in {path}, since that file is no GeoPackage; choose '
            "another file.",
            output=destination.title,
            path=place.path,
        )
