"""The geodata service: WFS 2.0.0 as GeoServer answers it, in JSON."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from .answer import json_answer
from .country import LON_LAT, SWEREF
from .cql import parse
from .wfs_xml import RefusedError, capabilities, exception_report

if TYPE_CHECKING:
    from .answer import Answer, Asked
    from .country import Country, Feature, Layer
    from .limits import Limits

PATH = "/geoserver/stat/wfs"
_GEOMETRY = "sp_geometry"
_PREFIX = "stat:"
_VERSION = "2.0.0"
_SYSTEMS = {"EPSG:3006": SWEREF, "EPSG:4326": LON_LAT}
_ASCENDING, _DESCENDING = ("A", "ASC"), ("D", "DESC")
Parameters = dict[str, str]


class Wfs:
    """Answers for one country.

    Args:
        country: what there is.
        limits: how much is answered at a time.
        base: the address under which it answers.
    """

    def __init__(self, country: Country, limits: Limits, base: str) -> None:
        self._layers = country.layers
        self._limits = limits
        self._base = base

    def answer(self, asked: Asked) -> Answer:
        """Return the answer to a request, a refusal included."""
        try:
            return self._route(asked.parameters)
        except RefusedError as error:
            return exception_report(error, self._limits.exception_status)

    def _route(self, parameters: Parameters) -> Answer:
        if parameters.get("service", "").upper() != "WFS":
            raise RefusedError("Could not determine service", "MissingParameterValue", "service")
        version = parameters.get("version", _VERSION)
        if version != _VERSION:
            raise RefusedError(
                f"Version {version} is not answered here", "VersionNegotiationFailed", "version"
            )
        match parameters.get("request", "").lower():
            case "getcapabilities":
                return capabilities(self._layers.values(), self._base)
            case "describefeaturetype":
                _check_format(parameters)
                return json_answer(_description(self._layer(parameters)))
            case "getfeature":
                _check_format(parameters)
                return self._features(self._layer(parameters), parameters)
            case other:
                raise RefusedError(f"No such operation WFS {other}", "OperationNotSupported", "request")

    def _layer(self, parameters: Parameters) -> Layer:
        name = parameters.get("typenames") or parameters.get("typename")
        if not name:
            raise RefusedError(
                "The query should specify either typeName", "MissingParameterValue", "typeNames"
            )
        layer = self._layers.get(name.removeprefix(_PREFIX))
        if layer is None:
            raise RefusedError(f"Feature type {name} unknown", locator="typeName")
        return layer

    def _features(self, layer: Layer, parameters: Parameters) -> Answer:
        epsg = _system(parameters)
        found = _sorted(_filtered(layer, parameters), layer, parameters)
        start = _number(parameters, "startindex", 0)
        count = min(_number(parameters, "count", len(found)), self._limits.max_features)
        page = found[start : start + count]
        document = {
            "type": "FeatureCollection",
            "features": [_feature(layer, feature, epsg) for feature in page],
            "totalFeatures": len(found),
            "numberMatched": len(found),
            "numberReturned": len(page),
            "timeStamp": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
            if page
            else None,
        }
        return json_answer(document, len(page), layer.name)


def _check_format(parameters: Parameters) -> None:
    output = parameters.get("outputformat", "")
    if output.replace(" ", "").lower() not in ("application/json", "json"):
        raise RefusedError(f"Failed to find response for output format {output}", locator="outputFormat")


def _system(parameters: Parameters) -> int:
    name = parameters.get("srsname", "EPSG:3006")
    if name not in _SYSTEMS:
        raise RefusedError(f"srsName {name} is not answered here", locator="srsName")
    return _SYSTEMS[name]


def _number(parameters: Parameters, name: str, default: int) -> int:
    text = parameters.get(name, str(default))
    if not text.isdigit():
        raise RefusedError(f"{text} is no whole number", locator=name)
    return int(text)


def _filtered(layer: Layer, parameters: Parameters) -> list[Feature]:
    cql, box = parameters.get("cql_filter"), parameters.get("bbox")
    if cql is not None and box is not None:
        raise RefusedError(
            "bbox and cql_filter both specified but are mutually exclusive", "NoApplicableCode", "CQL_FILTER"
        )
    if cql is not None:
        test = parse(cql, [name for name, _ in layer.fields])
        return [feature for feature in layer.features if test(feature.properties)]
    if box is not None:
        west, south, east, north = _box(box)
        return [
            feature
            for feature in layer.features
            if feature.box[0] <= east
            and feature.box[2] >= west
            and feature.box[1] <= north
            and feature.box[3] >= south
        ]
    return layer.features


def _box(text: str) -> tuple[float, ...]:
    """Read ``minE,minN,maxE,maxN,EPSG:3006``; of other systems the order of axes would be a guess."""
    *corners, system = text.split(",")
    try:
        numbers = tuple(map(float, corners))
    except ValueError:
        numbers = ()
    if len(numbers) != 4 or system != "EPSG:3006":  # noqa: PLR2004 - two corners
        raise RefusedError(f"bbox {text} is not minE,minN,maxE,maxN,EPSG:3006", locator="bbox")
    return numbers


def _sorted(features: list[Feature], layer: Layer, parameters: Parameters) -> list[Feature]:
    names = {name for name, _ in layer.fields}
    for key in reversed([part for part in parameters.get("sortby", "").split(",") if part.strip()]):
        name, _, direction = key.strip().replace("+", " ").partition(" ")
        if name not in names or direction.upper() not in ("", *_ASCENDING, *_DESCENDING):
            raise RefusedError(f"Illegal sort: {key}", locator="sortBy")
        features = sorted(
            features,
            key=lambda feature, name=name: feature.properties[name],
            reverse=direction.upper() in _DESCENDING,
        )
    return features


def _feature(layer: Layer, feature: Feature, epsg: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"{layer.name}.{feature.number}",
        "geometry": {"type": feature.kind, "coordinates": feature.coordinates(epsg)},
        "geometry_name": _GEOMETRY,
        "properties": feature.properties,
    }


def _description(layer: Layer) -> dict[str, Any]:
    kinds = {feature.kind for feature in layer.features}
    geometry = "MultiPolygon" if "MultiPolygon" in kinds else "Polygon"
    fields = [_field(name, f"xsd:{kind}", kind) for name, kind in layer.fields]
    return {
        "elementFormDefault": "qualified",
        "targetNamespace": "http://geodata.scb.se/stat",
        "targetPrefix": "stat",
        "featureTypes": [
            {
                "typeName": layer.name,
                "properties": [*fields, _field(_GEOMETRY, f"gml:{geometry}", geometry)],
            }
        ],
    }


def _field(name: str, kind: str, local: str) -> dict[str, Any]:
    key = name == "objectid"
    return {
        "name": name,
        "maxOccurs": 1,
        "minOccurs": int(key),
        "nillable": not key,
        "type": kind,
        "localType": local,
    }
