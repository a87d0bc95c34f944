"""Features of a file as columns, which GDAL hands over as an Arrow stream: no object for any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...core.errors import Phrase, RunCancelledError
from .columns import Coded, taken
from .gdal_calls import call

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from osgeo import gdal, ogr
    from qgis.core import QgsFeedback

    from .columns import Values
    from .ogr_table import OgrTable

_ROWS = 4096
"""Features at a time: more are slower, since they leave the processor's cache. GDAL before 3.7 keeps as much memory
for each of them as the longest text takes."""
_NO_STREAM = Phrase("this QGIS comes with a GDAL for Python that has no streams of columns")
_DEFECT = Phrase("GDAL reports an error in its columns")
_OTHER_KIND = Phrase("a field is not a plain text or number in the file")
_FIRST_STREAM = 3_06_00_00
_SAFE_WITH_GAPS = 3_11_04_00
_ONE_THREAD = {"OGR_GPKG_NUM_THREADS": "1", "GDAL_NUM_THREADS": "1"}
_ROW_BY_ROW = {"OGR_GPKG_STREAM_BASE_IMPL": "YES"}
_DTYPES = "biufSO"
"""The kinds of arrays in which GDAL hands over booleans, numbers and texts."""


class UnfitError(Exception):
    """The columns cannot be trusted to hold what QGIS would read; its argument says why, as a ``Phrase``."""


class Rows(NamedTuple):
    """Some of the features of a table."""

    ids: NDArray[np.int64]
    """Shape (features,), ascending."""
    blobs: list[bytes]
    """Well-known binary, of no bytes where a feature has no geometry."""
    columns: dict[str, Values]

    def first(self, count: int) -> Rows:
        """Return the first of the features."""
        ids = self.ids[:count]
        columns = {name: taken(values, np.arange(ids.size)) for name, values in self.columns.items()}
        return Rows(ids, self.blobs[:count], columns)


class ColumnarTable:
    """An open table; the file stays open, for reading alone, as long as this object lives.

    Args:
        table: what to open.
        fields: the names of the fields to read, as the file has them.

    Raises:
        UnfitError: the table has to be read through QGIS.
    """

    def __init__(self, table: OgrTable, fields: Sequence[str]) -> None:
        self._fields = fields
        try:
            self._dataset, self._layer = _opened(table)
            self._options = _ONE_THREAD | (_ROW_BY_ROW if self._has_unsafe_gaps(table) else {})
            self._choose_fields(table)
        except RuntimeError as error:
            raise UnfitError(_DEFECT) from error

    def rows(self, feedback: QgsFeedback) -> Iterator[Rows]:
        """Yield all features in the file's order.

        Raises:
            UnfitError: the features that were not yet yielded have to be read through QGIS.
            RunCancelledError: the user cancelled.
        """
        count, last = 0, -1
        try:
            stream = call(
                self._layer.GetArrowStreamAsNumPy, [f"MAX_FEATURES_IN_BATCH={_ROWS}", "INCLUDE_FID=YES"]
            )
            while found := call(stream.GetNextRecordBatch, options=self._options):
                if feedback.isCanceled():
                    raise RunCancelledError
                rows = self._rows(found)
                if not rows.ids.size:  # some drivers never end otherwise
                    break
                if rows.ids[0] <= last or np.any(np.diff(rows.ids) <= 0):
                    raise UnfitError(_DEFECT)
                yield rows
                count, last = count + rows.ids.size, rows.ids[-1]
            if count != call(self._layer.GetFeatureCount):  # an error can look like the end
                raise UnfitError(_DEFECT)
        except RuntimeError as error:
            raise UnfitError(_DEFECT) from error

    def _has_unsafe_gaps(self, table: OgrTable) -> bool:
        """Say whether GDAL would fill the columns in a thread that it does not always wait for.

        It does so, before 3.11.4, where the ids of a GeoPackage are not 1, 2, … up to the count it keeps.
        """
        if table.driver != "GPKG" or _version() >= _SAFE_WITH_GAPS:
            return False
        name = self._layer.GetName().replace('"', '""')
        fid = self._layer.GetFIDColumn().replace('"', '""')
        numbers = (
            f'SELECT min("{fid}") FROM "{name}"',  # noqa: S608 - quoted above
            f'SELECT max("{fid}") FROM "{name}"',  # noqa: S608
            f"SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '{self._layer.GetName()}'",  # noqa: S608
        )
        try:
            first, last, count = (self._number(query) for query in numbers)
        except RuntimeError:  # no such table
            return True
        return first != 1 or last != count

    def _number(self, query: str) -> int | None:
        found = call(self._dataset.ExecuteSQL, query)
        try:
            return next((row.GetField(0) for row in found), None)
        finally:
            self._dataset.ReleaseResultSet(found)

    def _choose_fields(self, table: OgrTable) -> None:
        from osgeo import ogr  # noqa: PLC0415 - it was imported to open the table

        plain = {
            (ogr.OFTInteger, ogr.OFSTNone),
            (ogr.OFTInteger, ogr.OFSTBoolean),
            (ogr.OFTInteger, ogr.OFSTInt16),
            (ogr.OFTInteger64, ogr.OFSTNone),
            (ogr.OFTReal, ogr.OFSTNone),
            (ogr.OFTReal, ogr.OFSTFloat32),
        } | ({(ogr.OFTString, ogr.OFSTNone)} if table.is_utf8 else set())
        definition = self._layer.GetLayerDefn()
        fields = [definition.GetFieldDefn(number) for number in range(definition.GetFieldCount())]
        names = [field.GetName() for field in fields]
        kinds = {field.GetName(): (field.GetType(), field.GetSubType()) for field in fields}
        if any(names.count(name) != 1 or kinds[name] not in plain for name in self._fields):
            raise UnfitError(_OTHER_KIND)
        call(self._layer.SetIgnoredFields, [name for name in names if name not in self._fields])

    def _rows(self, found: dict[str, Any]) -> Rows:
        """Return GDAL's columns by their meaning.

        Raises:
            UnfitError: there are others than were asked for, or texts that are not what the file declares.
        """
        ids = found.pop(self._layer.GetFIDColumn() or "OGC_FID", None)
        geometry = found.pop(self._layer.GetGeometryColumn() or "wkb_geometry", None)
        expected = found.keys() == set(self._fields) and all(
            found[name].dtype.kind in _DTYPES for name in found
        )
        if ids is None or geometry is None or not expected:
            raise UnfitError(_DEFECT)
        try:
            columns = {name: _values(column) for name, column in found.items()}
        except UnicodeDecodeError as error:
            raise UnfitError(_OTHER_KIND) from error
        return Rows(np.asarray(ids), [blob or b"" for blob in _listed(geometry)], columns)


def _values(column: NDArray[Any]) -> Values:
    if column.dtype.kind not in "SO":
        return np.ma.asarray(column)
    places = _Places()
    place = np.fromiter(map(places.__getitem__, _listed(column)), np.intp, column.size)
    return Coded([_decoded(value) for value in places], place)


class _Places(dict[Any, int]):
    """Numbers what it is asked for, in turn."""

    def __missing__(self, value: Any) -> int:
        return self.setdefault(value, len(self))


def _decoded(value: bytes | str | None) -> str | None:
    decoded = value.decode() if isinstance(value, bytes) else value
    if decoded is not None and "\0" in decoded:  # where QGIS ends a text
        raise UnfitError(_OTHER_KIND)
    return decoded


def _listed(column: NDArray[Any]) -> list[Any]:
    """Return bytes, or whatever a column holds, and None where a value is missing."""
    values = np.ma.getdata(column).tolist()
    for place in np.flatnonzero(np.ma.getmaskarray(column)).tolist():
        values[place] = None
    return values


def _version() -> int:
    from osgeo import gdal  # noqa: PLC0415 - a QGIS without it reads feature by feature

    return int(gdal.VersionInfo())


def _opened(table: OgrTable) -> tuple[gdal.Dataset, ogr.Layer]:
    try:
        from osgeo import gdal, gdal_array, ogr  # noqa: F401, PLC0415 - a QGIS without them reads feature by feature
    except ImportError as error:
        raise UnfitError(_NO_STREAM) from error
    if _version() < _FIRST_STREAM:
        raise UnfitError(_NO_STREAM)
    # as QGIS opens it: no lock, and no -wal and -shm beside the file
    options = ["NOLOCK=YES"] if table.driver == "GPKG" else []
    dataset = call(
        gdal.OpenEx,
        table.path,
        gdal.OF_VECTOR | gdal.OF_READONLY | gdal.OF_VERBOSE_ERROR,
        [table.driver],
        options,
    )
    if dataset is None:
        raise UnfitError(_DEFECT)
    layer = dataset.GetLayer(table.number) if table.name is None else dataset.GetLayerByName(table.name)
    if layer is None:
        raise UnfitError(_DEFECT)
    return dataset, layer
