"""Calls of GDAL that print nothing, change nothing for others, and raise what goes wrong."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def call(function: Callable[..., Any], *arguments: Any, options: Mapping[str, str] | None = None) -> Any:
    """Call GDAL, whether or not other plugins have switched its exceptions on.

    Args:
        function: what to call.
        *arguments: with what.
        options: GDAL's configuration for the time of the call, in this thread alone.

    Raises:
        RuntimeError: GDAL reports an error.
    """
    from osgeo import gdal  # noqa: PLC0415 - a QGIS without it reads feature by feature

    with _quiet(options or {}):
        gdal.ErrorReset()
        try:
            answer = function(*arguments)
        except Exception as error:  # GDAL's Python raises nothing more exact
            raise RuntimeError(str(error)) from error
        if gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise RuntimeError(gdal.GetLastErrorMsg())
        return answer


@contextmanager
def _quiet(options: Mapping[str, str]) -> Iterator[None]:
    from osgeo import gdal  # noqa: PLC0415 - see above

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
