"""Calls of GDAL that print nothing, change nothing for others, and raise what goes wrong."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

try:  # a QGIS without them reads feature by feature
    from osgeo import gdal, gdal_array, ogr
except ImportError:
    gdal = gdal_array = ogr = None

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_FIRST_STREAM = 3_06_00_00


def has_columns() -> bool:
    """Say whether GDAL is there, and hands over whole columns as arrays."""
    return gdal_array is not None and int(gdal.VersionInfo()) >= _FIRST_STREAM


def call(function: Callable[..., Any], *arguments: Any, options: Mapping[str, str] | None = None) -> Any:
    """Call GDAL, whether or not other plugins have switched its exceptions on.

    Args:
        function: what to call.
        *arguments: with what.
        options: GDAL's configuration for the time of the call, in this thread alone.

    Raises:
        RuntimeError: GDAL reports an error.
    """
    with _quiet(options or {}):
        gdal.ErrorReset()
        try:
            answer = function(*arguments)
        except Exception as error:  # GDAL's Python raises nothing more exact
            raise RuntimeError(str(error)) from error
        if gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise RuntimeError(gdal.GetLastErrorMsg())
        return answer


def opened(path: str, driver: str) -> gdal.Dataset:
    """Open a file for reading alone, as QGIS does: without a lock, and without -wal and -shm beside a GeoPackage.

    Raises:
        RuntimeError: it cannot be opened.
    """
    options = ["NOLOCK=YES"] if driver == "GPKG" else []
    flags = gdal.OF_VECTOR | gdal.OF_READONLY | gdal.OF_VERBOSE_ERROR
    dataset = call(gdal.OpenEx, path, flags, [driver], options)
    if dataset is None:
        raise RuntimeError(f"{path} cannot be opened")
    return dataset


def kind_of(field: ogr.FieldDefn) -> str | None:
    """Return ``text`` or ``number`` of a field, None of one in which columns may hold something else than features.

    A GeoPackage may store wider numbers in narrow fields than their columns hold; dates, lists and JSON become
    objects of QGIS.
    """
    return {
        (ogr.OFTString, ogr.OFSTNone): "text",
        (ogr.OFTInteger, ogr.OFSTNone): "number",
        (ogr.OFTInteger, ogr.OFSTBoolean): "number",
        (ogr.OFTInteger64, ogr.OFSTNone): "number",
        (ogr.OFTReal, ogr.OFSTNone): "number",
    }.get((field.GetType(), field.GetSubType()))


@contextmanager
def _quiet(options: Mapping[str, str]) -> Iterator[None]:
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in options}
    for name, value in options.items():
        gdal.SetThreadLocalConfigOption(name, value)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
        for name, value in before.items():
            gdal.SetThreadLocalConfigOption(name, value)
