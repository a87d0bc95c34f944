"""What the geodata service says in XML: that it refuses, and what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from .answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .country import Layer

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_XML = "application/xml"
_OPERATIONS = ("GetCapabilities", "DescribeFeatureType", "GetFeature")


class RefusedError(Exception):
    """A request that the geodata service refuses.

    Args:
        text: what is wrong.
        code: of the exception, in the words of the standard.
        locator: the parameter in question.
    """

    def __init__(self, text: str, code: str = "InvalidParameterValue", locator: str = "") -> None:
        super().__init__(text)
        self.text, self.code, self.locator = text, code, locator


def exception_report(error: RefusedError, status: int) -> Answer:
    """Return the answer that tells of a refusal."""
    locator = f" locator={quoteattr(error.locator)}" if error.locator else ""
    text = (
        f'{_HEAD}<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0" xml:lang="en">'
        f"<ows:Exception exceptionCode={quoteattr(error.code)}{locator}>"
        f"<ows:ExceptionText>{escape(error.text)}</ows:ExceptionText>"
        "</ows:Exception></ows:ExceptionReport>"
    )
    return Answer(text.encode(), _XML, status)


def capabilities(layers: Iterable[Layer], address: str) -> Answer:
    """Return what the service has, in short.

    Args:
        layers: all.
        address: of the service.
    """
    operations = "".join(_operation(name, address) for name in _OPERATIONS)
    types = "".join(_feature_type(layer) for layer in layers)
    text = (
        f'{_HEAD}<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0" '
        'xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:stat="http://geodata.scb.se/stat">'
        "<ows:ServiceIdentification><ows:Title>SCB, local copy</ows:Title>"
        "<ows:ServiceType>WFS</ows:ServiceType><ows:ServiceTypeVersion>2.0.0</ows:ServiceTypeVersion>"
        "</ows:ServiceIdentification>"
        f"<ows:OperationsMetadata>{operations}</ows:OperationsMetadata>"
        f"<wfs:FeatureTypeList>{types}</wfs:FeatureTypeList></wfs:WFS_Capabilities>"
    )
    return Answer(text.encode(), _XML)


def _operation(name: str, address: str) -> str:
    return (
        f'<ows:Operation name="{name}"><ows:DCP><ows:HTTP><ows:Get xlink:href={quoteattr(address)}/>'
        "</ows:HTTP></ows:DCP></ows:Operation>"
    )


def _feature_type(layer: Layer) -> str:
    return (
        f"<wfs:FeatureType><wfs:Name>stat:{layer.name}</wfs:Name><wfs:Title>{escape(layer.title)}</wfs:Title>"
        "<wfs:DefaultCRS>urn:ogc:def:crs:EPSG::3006</wfs:DefaultCRS>"
        "<wfs:OtherCRS>urn:ogc:def:crs:EPSG::4326</wfs:OtherCRS>"
        "<wfs:OutputFormats><wfs:Format>application/json</wfs:Format></wfs:OutputFormats></wfs:FeatureType>"
    )
