"""GeoPackages as files that others use too: are they free, and tables replaced all at once.

Everything goes through GDAL, which shares its SQLite with QGIS. A second SQLite library, or any plain opening and
closing of the file, would drop the locks that QGIS holds on it.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osgeo import gdal
from qgis.core import QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from osgeo import ogr

_DATABASES = (".gpkg", ".sqlite", ".db")
_STYLES = "layer_styles"  # where QGIS keeps the styles of all tables
_PATIENCE_MS = 5000  # for putting in place what may have taken long to compute
_WAIT_MS = "400"  # for opening and for the lock, so that the answer comes within a second
_WAIT_OPTION = "SQLITE_BUSY_TIMEOUT"


def is_database(path: str) -> bool:
    """Say whether a path names an existing file that SQLite may have locked."""
    return Path(path).suffix.lower() in _DATABASES and Path(path).is_file()


def is_geopackage(path: str) -> bool:
    """Say whether GDAL can write into the file as a GeoPackage."""
    with _quiet():
        try:
            return _open(path, gdal.OF_UPDATE).GetDriver().ShortName == "GPKG"
        except RuntimeError:
            return False


def is_locked(path: str) -> bool:
    """Say whether another program is writing to the database; nothing in the file is changed."""
    with _quiet(), _short_wait():
        try:
            dataset = _open(path, gdal.OF_UPDATE)
            _do(dataset.ExecuteSQL, f"PRAGMA busy_timeout = {_WAIT_MS}")
            _do(dataset.ExecuteSQL, "BEGIN IMMEDIATE")
            _do(dataset.ExecuteSQL, "ROLLBACK")
        except RuntimeError as error:
            return "locked" in str(error)
        return False


def table_names(path: str) -> list[str]:
    """Return the names of the tables, in the order in which QGIS numbers them; none where it cannot be opened."""
    with _quiet():
        try:
            dataset = _open(path)
        except RuntimeError:
            return []
        return [dataset.GetLayer(number).GetName() for number in range(dataset.GetLayerCount())]


@contextmanager
def tables_replaced(source: str, target: str) -> Iterator[None]:
    """Put the tables of one GeoPackage into another, in the place of those of the same name, all or none.

    Everything happens in one transaction, which is committed when the block succeeds. GDAL's own copying of layers
    is not used: it commits bit by bit, and never ends when the file gets locked.

    Raises:
        RuntimeError: GDAL cannot write, since the file is locked or the disk is full.
    """
    with _quiet():
        origin, dataset = _open(source), _open(target, gdal.OF_UPDATE)
        _do(dataset.ExecuteSQL, f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        _do(dataset.StartTransaction)
        try:
            for name in _own_tables(source):
                _delete_table(dataset, name)
                _copy_table(origin.GetLayerByName(name), dataset)
            yield
            _do(dataset.CommitTransaction)
        except BaseException:
            dataset.RollbackTransaction()
            raise


def carry_metadata_and_styles(source: str, target: str) -> list[str]:
    """Give tables that were put into another GeoPackage the metadata and the styles that they had.

    Returns:
        What could not be carried, in QGIS's words.
    """
    faults = []
    for name in _own_tables(source):
        before, after = (QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for path in (source, target))
        saved, fault = QgsProviderRegistry.instance().saveLayerMetadata(
            "ogr", after.source(), before.metadata()
        )
        faults += [] if saved else [fault]
        count, *columns, _ = before.listStylesInDatabase()
        for style, title, description in list(zip(*columns, strict=True))[:count]:
            document = QDomDocument()
            document.setContent(before.getStyleFromDatabase(style)[0])
            after.importNamedStyle(document)
            fault = after.saveStyleToDatabase(title, description, True, "")  # noqa: FBT003 - QGIS has it by place
            faults += [fault] if fault else []
    return faults


def _own_tables(path: str) -> list[str]:
    return [name for name in table_names(path) if name != _STYLES]


def _copy_table(table: ogr.Layer, dataset: gdal.Dataset) -> None:
    options = [f"FID={table.GetFIDColumn()}"]
    if table.GetGeometryColumn():
        options.append(f"GEOMETRY_NAME={table.GetGeometryColumn()}")
    copy = _do(dataset.CreateLayer, table.GetName(), table.GetSpatialRef(), table.GetGeomType(), options)
    definition = table.GetLayerDefn()
    for number in range(definition.GetFieldCount()):
        _do(copy.CreateField, definition.GetFieldDefn(number))
    for feature in table:
        _do(copy.CreateFeature, feature)
    if copy.GetFeatureCount() != table.GetFeatureCount():
        raise RuntimeError(f"table {table.GetName()} could not be copied whole")
    _do(
        copy.SyncToDisk
    )  # else GDAL makes indexes and triggers on closing, even of a table that was rolled back


def _delete_table(dataset: gdal.Dataset, name: str) -> None:
    for number in range(dataset.GetLayerCount()):
        if dataset.GetLayer(number).GetName().casefold() == name.casefold():
            _do(dataset.DeleteLayer, number)
            return


def _open(path: str, flags: int = 0) -> gdal.Dataset:
    dataset = _do(gdal.OpenEx, path, gdal.OF_VECTOR | flags)
    if dataset is None:
        raise RuntimeError(f"{path} cannot be opened")
    return dataset


def _do(call: Callable[..., Any], *arguments: Any) -> Any:
    """Call GDAL and raise what it reports, whether or not other plugins have switched its exceptions on."""
    gdal.ErrorReset()
    answer = call(*arguments)
    if gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise RuntimeError(gdal.GetLastErrorMsg())
    return answer


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep GDAL from printing what is raised or answered here."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


@contextmanager
def _short_wait() -> Iterator[None]:
    """Let this thread's SQLite connections give up early on a lock."""
    before = gdal.GetThreadLocalConfigOption(_WAIT_OPTION)
    gdal.SetThreadLocalConfigOption(_WAIT_OPTION, _WAIT_MS)
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(_WAIT_OPTION, before)
