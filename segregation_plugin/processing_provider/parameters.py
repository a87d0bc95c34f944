"""Parameters that several algorithms share: declared once, read once."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsProviderRegistry,
    QgsVariantUtils,
)

from ..core import schema
from ..core.errors import InputError
from ..core.words import unique_words
from ..geometry.areas import AreaFields
from ..geometry.reading import LayerSource
from ..i18n import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

AREAS, INFRASTRUCTURE, SELECTED_ONLY = "AREAS", "INFRASTRUCTURE", "SELECTED_ONLY"
CODE_FIELD, TYPE_FIELD, POPULATION_FIELD, INDEX_FIELD = (
    "CODE_FIELD",
    "TYPE_FIELD",
    "POPULATION_FIELD",
    "INDEX_FIELD",
)
_SCHEMA_FIELDS = {
    CODE_FIELD: (mark("Field with the area code"), schema.REGION_CODE),
    TYPE_FIELD: (mark("Field with the area type"), schema.AREA_TYPE),
    POPULATION_FIELD: (mark("Field with the population"), schema.POPULATION),
    INDEX_FIELD: (mark("Field with the socioeconomic index"), schema.SOCIOECONOMIC_INDEX),
}


def advanced(definition: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Return the parameter folded away under "Advanced"."""
    definition.setFlags(definition.flags() | Qgis.ProcessingParameterFlag.Advanced)
    return definition


def areas(name: str = AREAS, *, optional: bool = False) -> QgsProcessingParameterFeatureSource:
    """Return the area layer."""
    return QgsProcessingParameterFeatureSource(
        name, tr("Areas"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=optional
    )


def schema_field(name: str, parent: str = AREAS) -> QgsProcessingParameterDefinition:
    """Return an optional field parameter that defaults to the schema's name; folded away."""
    label, default = _SCHEMA_FIELDS[name]
    return advanced(
        QgsProcessingParameterField(
            name, tr(label), defaultValue=default, parentLayerParameterName=parent, optional=True
        )
    )


def infrastructure() -> list[QgsProcessingParameterDefinition]:
    """Return the several infrastructure layers and the switch to their selected features."""
    return [
        QgsProcessingParameterMultipleLayers(
            INFRASTRUCTURE, tr("Infrastructure layers"), QgsProcessing.SourceType.TypeVectorAnyGeometry
        ),
        QgsProcessingParameterBoolean(
            SELECTED_ONLY, tr("Only the selected features of the infrastructure layers"), defaultValue=False
        ),
    ]


def tokens(
    name: str, label: str, options: Sequence[str], *, optional: bool = False
) -> QgsProcessingParameterEnum:
    """Return a choice of untranslated words, the first being the default: scripts and models read well."""
    return QgsProcessingParameterEnum(
        name, label, options=list(options), defaultValue=options[0], usesStaticStrings=True, optional=optional
    )


def is_given(parameters: dict[str, Any], name: str) -> bool:
    """Say whether a value stands behind an optional parameter: None, NULL and an empty text are none."""
    value = parameters.get(name)
    return not QgsVariantUtils.isNull(value) and value != ""


def can_read_tables(title: str) -> tuple[bool, str]:
    """Return whether an algorithm can run that reads tables, and why not: not every QGIS brings pandas."""
    if find_spec("pandas") is None:
        return False, tr(
            "{algorithm} needs the Python package pandas, which this QGIS does not have; install it and start QGIS again."
        ).format(algorithm=title)
    return True, ""


def read_layer(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> LayerSource:
    """Return a feature source parameter as something to read.

    Raises:
        QgsProcessingException: the layer cannot be opened.
    """
    require_one_layer(parameters.get(name))
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    return LayerSource.of_source(source, _table_in(parameters.get(name)))


def require_one_layer(value: Any) -> None:
    """Refuse the path of a file with several layers that does not say which one: QGIS would take the first.

    Raises:
        InputError: it names the layers.
    """
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.staticValue()
    if not isinstance(value, str) or not Path(value).is_file():
        return
    layers = sorted({sublayer.name() for sublayer in QgsProviderRegistry.instance().querySublayers(value)})
    if len(layers) > 1:
        raise InputError(
            "File {file} holds the layers {layers}; say which one, as {file}|layername={first}.",
            file=value,
            layers=", ".join(layers),
            first=layers[0],
        )


def _table_in(value: Any) -> str:
    """Return the table that a path names, as in ``roads.gpkg|layername=roads``; empty for any other value."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source.staticValue()
    parts = QgsProviderRegistry.instance().decodeUri("ogr", value) if isinstance(value, str) else {}
    return str(parts.get("layerName") or "")


def read_area_fields(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> AreaFields:
    """Return the field parameters that the algorithm has; the schema's names for those left empty or absent."""

    def chosen(name: str) -> str:
        default = _SCHEMA_FIELDS[name][1]
        if algorithm.parameterDefinition(name) is None:
            return default
        return algorithm.parameterAsString(parameters, name, context) or default

    return AreaFields(chosen(CODE_FIELD), chosen(TYPE_FIELD), chosen(POPULATION_FIELD), chosen(INDEX_FIELD))


def read_infrastructure(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[LayerSource]:
    """Return the infrastructure layers, each with its own word; to be called in ``prepareAlgorithm``.

    Raises:
        InputError: no layer is given, or one cannot be opened.
    """
    given = parameters.get(INFRASTRUCTURE) or []
    for value in given if isinstance(given, list) else [given]:
        require_one_layer(value)
    layers = algorithm.parameterAsLayerList(parameters, INFRASTRUCTURE, context)
    if not layers or (isinstance(given, list) and len(layers) < len(given)):
        raise InputError(
            "{opened} of {given} infrastructure layers could be opened; choose existing vector layers.",
            opened=len(layers),
            given=max(len(given) if isinstance(given, list) else 1, len(layers)),
        )
    selected_only = algorithm.parameterAsBoolean(parameters, SELECTED_ONLY, context)
    sources = [LayerSource.of_layer(layer, selected_only=selected_only) for layer in layers]
    for source, word in zip(sources, unique_words([source.word for source in sources]), strict=True):
        source.word = word
    return sources
