"""How a result was made: sources, algorithm, version and parameters, as the history in a layer's metadata."""

from __future__ import annotations

import configparser
import datetime
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsDataSourceUri,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime
from qgis.PyQt.QtXml import QDomDocument

from ...i18n import tr
from ...paths import metadata_path
from . import geopackage
from .destinations import LAYER_PARAMETERS
from .places import given, loaded_layer, place_of, references
from .staging import published_text

if TYPE_CHECKING:
    from qgis.core import (
        QgsProcessingAlgorithm,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingParameterDefinition,
    )

    from ..base import SegregationAlgorithm

MAX_LINES = 50
MAX_LENGTH = 2000
SOURCE = "Source: "
"""How a line of the history about a source begins; the others are runs, the newest first."""
# SCB as the source of something, not in passing as in "in SCB's format"
_SCB = re.compile(r"(?:^Source: |, )(?:SCB|Statistics Sweden|Statistiska centralbyrån)(?:,|$)")
_SCB_RIGHTS = "Källa: SCB"
_SECRET = re.compile(
    r"""[?&;\s]*\b(?:password|passwd|pwd|user|username|authcfg|token|access_token|api_?key|access_?key|secret|sig)="""
    r"""(?:'(?:\\.|[^'])*'|"[^"]*"|[^\s&;|'"]*)""",
    re.IGNORECASE,
)
_LOGIN_IN_URL = re.compile(r"(?<=://)[^/@\s]+@")


def stamp(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[str]:
    """Return a line about this run, and the history of its inputs; to be called in ``prepareAlgorithm``."""
    start = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    run = f"{start} {algorithm.id()} (Segregation {plugin_version()}, QGIS {Qgis.version()})"
    try:
        values = json.dumps(_parameters(algorithm, parameters, context), ensure_ascii=False, default=str)
        return [f"{run}: {values}", *_history_of_inputs(algorithm, parameters, context)]
    except Exception as error:  # noqa: BLE001 - a result without its history is still a result
        return [f"{run}: parameters and inputs could not be recorded ({error})"]


def write(
    results: dict[str, Any],
    stamp: list[str],
    algorithm: SegregationAlgorithm,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> None:
    """Store the history in the metadata of every layer that the algorithm has made.

    First the sources, the algorithm's own and those that its inputs were made from, then one line for every run
    that led here, the newest first. Passwords and the names of users are left out. A layer that was only changed in
    place keeps the history it has: it is no destination.
    """
    for definition in algorithm.destinationParameterDefinitions():
        output = results.get(definition.name())
        if not isinstance(definition, QgsProcessingParameterFeatureSink) or not output:
            continue
        fault = _fault_of_storing(output, definition.description(), stamp, algorithm, context)
        if fault:
            feedback.pushWarning(
                tr('How output "{output}" was made could not be stored with it: {reason}').format(
                    output=definition.description(), reason=published_text(fault)
                )
            )


def _fault_of_storing(
    output: str, title: str, stamp: list[str], algorithm: SegregationAlgorithm, context: QgsProcessingContext
) -> str:
    """Store the history of one output; return why not, empty where it was stored."""
    try:
        history = _bounded([*(SOURCE + text for text in algorithm.source_stamps), *stamp])
        return _store(output, _metadata(title, history, algorithm), context)
    except Exception as error:  # noqa: BLE001 - a result without its history is still a result
        return str(error)


def without_secrets(value: Any) -> Any:
    """Return a text, or a structure of texts, without passwords, logins and the name of the user's folder."""
    if isinstance(value, dict):
        return {key: without_secrets(member) for key, member in value.items()}
    if isinstance(value, list):
        return [without_secrets(member) for member in value]
    if not isinstance(value, str):
        return value
    text = _LOGIN_IN_URL.sub("", _SECRET.sub("", published_text(value)))
    home = Path.home()
    for folder in {str(home), home.as_posix()} if home.name else ():
        text = re.sub(rf"(?<![\w.-]){re.escape(folder)}(?=[/\\])", "~", text)
    return text


def _bounded(lines: list[str]) -> list[str]:
    """Return the lines once each, sources first, not more and not longer than anybody reads."""
    cleaned = dict.fromkeys(without_secrets(line)[:MAX_LENGTH] for line in lines)
    return sorted(cleaned, key=lambda line: not line.startswith(SOURCE))[:MAX_LINES]


@cache
def plugin_version() -> str:
    """Return the version in ``metadata.txt``."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(metadata_path(), encoding="utf-8")
    return metadata["general"]["version"]


def _parameters(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Any]:
    """Return what was set or defaulted, destinations left out."""
    values = {
        definition: given(definition, parameters)
        for definition in algorithm.parameterDefinitions()
        if not definition.isDestination()
    }
    return {
        definition.name(): without_secrets(_shown(definition, value, context))
        for definition, value in values.items()
        if value not in (None, "", [])
    }


def _shown(definition: QgsProcessingParameterDefinition, value: Any, context: QgsProcessingContext) -> Any:
    """Return a parameter's value as it is read by a person: layers by their source, those in memory by name."""
    if not isinstance(definition, LAYER_PARAMETERS):
        return definition.valueAsJsonObject(value, context)
    layers = [_shown_layer(reference, context) for reference in references(value, context)]
    shown: Any = layers[0] if len(layers) == 1 else layers
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        limits = {"selected_only": value.selectedFeaturesOnly, "filter": value.filterExpression}
        shown = {"source": shown, **{name: limit for name, limit in limits.items() if limit}}
    return shown


def _shown_layer(reference: QgsMapLayer | str, context: QgsProcessingContext) -> str:
    layer = loaded_layer(reference, context)
    if layer is None:
        return str(reference)
    if layer.providerType() == "memory":
        return f"{layer.name()} (temporary layer)"
    return QgsDataSourceUri.removePassword(layer.source())


def _history_of_inputs(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[str]:
    return [
        line
        for definition in algorithm.parameterDefinitions()
        if isinstance(definition, LAYER_PARAMETERS)
        for reference in references(given(definition, parameters), context)
        for line in _history(reference, context)
    ]


def _history(reference: QgsMapLayer | str, context: QgsProcessingContext) -> list[str]:
    """Return the history of an input, from its layer, or from where it is stored beside or in its file.

    Layers of other files than GeoPackages are not opened for it: QGIS keeps their metadata in a file of its own.
    """
    layer = loaded_layer(reference, context)
    if layer is not None and layer.metadata().history():
        return layer.metadata().history()
    place = place_of(reference, context)
    if place is None:
        return []
    if geopackage.is_database(place.path):
        uri = f"{place.path}|layername={place.table}"
        return QgsVectorLayer(uri, "", "ogr").metadata().history()
    beside = Path(place.path).with_suffix(".qmd")
    document = QDomDocument()
    if not beside.is_file() or not document.setContent(beside.read_text(encoding="utf-8")):
        return []
    metadata = QgsLayerMetadata()
    metadata.readMetadataXml(document.documentElement())
    return metadata.history()


def _metadata(title: str, history: list[str], algorithm: QgsProcessingAlgorithm) -> QgsLayerMetadata:
    metadata = QgsLayerMetadata()
    metadata.setType("dataset")
    metadata.setTitle(title)
    metadata.setAbstract(algorithm.shortDescription())
    metadata.setHistory(history)
    if any(line.startswith(SOURCE) and _SCB.search(line) for line in history):
        metadata.setRights([_SCB_RIGHTS])
    metadata.setDateTime(Qgis.MetadataDateType.Created, QDateTime.currentDateTimeUtc())
    return metadata


def _store(output: str, metadata: QgsLayerMetadata, context: QgsProcessingContext) -> str:
    """Store metadata with a layer in memory or in a file; return why not, empty where it was stored.

    A layer in a database is passed over: QGIS would make a table there that nobody asked for.
    """
    layer = context.temporaryLayerStore().mapLayer(output)
    if layer is None:
        if QgsProcessingUtils.decodeProviderKeyAndUri(output)[0]:
            return ""
        layer = QgsVectorLayer(output, "", "ogr")
        if not layer.isValid():
            return tr("the layer cannot be opened")
    metadata.setCrs(layer.crs())
    if layer.providerType() == "memory":
        layer.setMetadata(metadata)
        return ""
    place = place_of(layer, context)
    if place is not None and place.table and geopackage.is_database(place.path):
        uri = f"{place.path}|layername={place.table}"
        saved, reason = QgsProviderRegistry.instance().saveLayerMetadata("ogr", uri, metadata)
    else:
        layer.setMetadata(metadata)
        reason, saved = layer.saveDefaultMetadata()
    return "" if saved else reason
