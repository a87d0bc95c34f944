"""Features of a file as columns, which GDAL hands over as an Arrow stream: no object for any of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...core.errors import Phrase, RunCancelledError
from .columns import Coded, taken
from .gdal_calls import call, has_columns, kind_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from qgis.core import QgsFeedback

    from .columns import Values
    from .ogr_table import OgrTable

_ROWS = 4096
"""Features at a time: more are slower, since they leave the processor's cache. GDAL before 3.7 keeps as much memory
for each of them as the longest text takes."""
_BYTES = 16_000_000
"""Of the file, that are read at a time where features are large."""
_NO_STREAM = Phrase("this QGIS comes with a GDAL for Python that has no streams of columns")
_DEFECT = Phrase("GDAL does not hand it over whole as columns")
_OTHER_KIND = Phrase("a field is not a plain text or number in the file")
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
        if not has_columns():
            raise UnfitError(_NO_STREAM)
        self._fields = fields
        try:
            self._dataset = opened(table.path, table.driver)
            self._layer = (
                self._dataset.GetLayer(table.number)
                if table.name is None
                else self._dataset.GetLayerByName(table.name)
            )
            if self._layer is None:
                raise UnfitError(_DEFECT)
            self._count = call(self._layer.GetFeatureCount)
            size = Path(table.path).stat().st_size
            self._rows_at_a_time = max(1, min(_ROWS, _BYTES * self._count // size))
            self._options = _ONE_THREAD | (_ROW_BY_ROW if self._has_gaps(table) else {})
            self._choose_fields(table)
        except (RuntimeError, OSError) as error:
            raise UnfitError(_DEFECT) from error

    def rows(self, feedback: QgsFeedback) -> Iterator[Rows]:
        """Yield all features in the file's order.

        Raises:
            UnfitError: the features that were not yet yielded have to be read through QGIS.
            RunCancelledError: the user cancelled.
        """
        count, last, stream = 0, -1, None
        try:
            stream = call(
                self._layer.GetArrowStreamAsNumPy,
                [f"MAX_FEATURES_IN_BATCH={self._rows_at_a_time}", "INCLUDE_FID=YES"],
            )
            while found := call(stream.GetNextRecordBatch, options=self._options):
                if feedback.isCanceled():
                    raise RunCancelledError
                rows = self._rows(found)
                if not rows.ids.size:  # else a stream of nothing would never end
                    break
                if rows.ids[0] <= last or np.any(np.diff(rows.ids) <= 0):
                    raise UnfitError(_DEFECT)
                yield rows
                count, last = count + rows.ids.size, rows.ids[-1]
            if count != self._count:  # an error can look like the end
                raise UnfitError(_DEFECT)
        except RuntimeError as error:
            raise UnfitError(_DEFECT) from error
        finally:
            del stream  # before the file is closed

    def _has_gaps(self, table: OgrTable) -> bool:
        """Say whether the ids of a GeoPackage are not 1, 2, … up to the count that it keeps.

        GDAL would fill the columns of such a table in a thread, for which it does not always wait (before 3.11.4).
        """
        if table.driver != "GPKG":
            return False
        name, fid = _quoted(self._layer.GetName(), '"'), _quoted(self._layer.GetFIDColumn(), '"')
        key = _quoted(self._layer.GetName(), "'")
        queries = (
            f"SELECT min({fid}) FROM {name}",  # noqa: S608 # nosec B608 - quoted
            f"SELECT max({fid}) FROM {name}",  # noqa: S608 # nosec B608
            f"SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = {key}",  # noqa: S608 # nosec B608
        )
        try:
            first, last, count = map(self._number, queries)
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
        readable = {"text", "number"} if table.is_utf8 else {"number"}
        definition = self._layer.GetLayerDefn()
        fields = [definition.GetFieldDefn(number) for number in range(definition.GetFieldCount())]
        names = [field.GetName() for field in fields]
        kinds = {field.GetName(): kind_of(field) for field in fields}
        if any(names.count(name) != 1 or kinds[name] not in readable for name in self._fields):
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
        return Rows(np.asarray(ids), _listed(geometry, missing=b""), columns)


def _quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, 2 * mark) + mark


def _values(column: NDArray[Any]) -> Values:
    if column.dtype.kind not in "SO":
        return np.ma.asarray(column)
    places = _Places()
    place = np.fromiter(map(places.__getitem__, _listed(column, missing=None)), np.intp, column.size)
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


def _listed(column: NDArray[Any], missing: bytes | None) -> list[Any]:
    """Return the bytes or texts of a column."""
    values = np.ma.getdata(column).tolist()
    for place in np.flatnonzero(np.ma.getmaskarray(column)).tolist():
        values[place] = missing
    return values
