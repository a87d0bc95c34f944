"""Runs that write beside their destinations, and put the results in place only once all has succeeded.

What exists at a destination is never open for writing while a run can still fail, so there is nothing to restore:
a run that fails, is cancelled or is killed on its way leaves every file as it was. Renaming within a folder is instant, so a
large file costs no more than a small one; a table that goes into an existing GeoPackage is copied once.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import traceback
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingException, QgsProcessingOutputLayerDefinition, QgsProperty

from ...core.errors import InputError, RunCancelledError
from ...i18n import localised, tr
from . import destinations, geopackage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qgis.core import QgsMapLayer, QgsProcessingContext, QgsProcessingFeedback

    from .destinations import Destination

_PREFIX = ".segregation-"
_STAGING_FOLDER = re.compile(re.escape(_PREFIX) + r"[0-9a-f]{8}[/\\]")
_OPEN_DATABASE = ("-journal", "-wal", "-shm")
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".idx", ".shp.xml")
_MAPINFO = (".tab", ".dat", ".map", ".id", ".ind")
_PARTS = {
    **dict.fromkeys(_SHAPEFILE, _SHAPEFILE),
    **dict.fromkeys(_MAPINFO, _MAPINFO),
    ".mif": (".mid",),
    ".gml": (".xsd", ".gfs"),
    ".csv": (".csvt",),
}


def run_protected(
    found: list[Destination],
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    work: Callable[[dict[str, Any]], dict[str, Any]],
) -> dict[str, Any]:
    """Do an algorithm's work so that a failure or a cancel leaves the destinations as they were.

    Args:
        found: the destinations in files, by ``destinations.check`` in the thread that the layers live in.
        parameters: as QGIS gave them.
        context: of the run.
        feedback: asked for cancel once the work is done, since a model ends quietly.
        work: takes the parameters, with every destination in a passing folder, and returns the results.

    Returns:
        The results, with the destinations as they were asked for.

    Raises:
        QgsProcessingException: with one sentence, in the language of the user.
    """
    try:
        with protected(found, parameters, context) as staging:
            results = work(staging.parameters)
            _require_not_cancelled(feedback)
        for fault in staging.faults:
            feedback.pushWarning(fault)
        return staging.published(results)
    except InputError as error:
        raise QgsProcessingException(published_text(localised(error))) from error
    except RunCancelledError as error:
        raise QgsProcessingException(tr("The run was cancelled; nothing was written.")) from error


def _require_not_cancelled(feedback: QgsProcessingFeedback) -> None:
    if feedback.isCanceled():
        raise RunCancelledError


def is_staged(text: str) -> bool:
    """Say whether a destination lies in a passing folder and will be moved when the run is over."""
    return _STAGING_FOLDER.search(text) is not None


def published_text(text: str) -> str:
    """Return a text with the paths that its files will have, or have, when the run is over."""
    return _STAGING_FOLDER.sub("", text)


@contextmanager
def protected(
    found: list[Destination], parameters: dict[str, Any], context: QgsProcessingContext
) -> Iterator[Staging]:
    """Give parameters whose destinations lie in passing folders; publish what is there when the block succeeds."""
    staging = Staging(found, parameters)
    try:
        staging.make_folders()
        yield staging
        staging.publish(context)
    except BaseException as error:
        _let_go_of_sinks(error)
        raise
    finally:
        staging.remove(context)


class Staging:
    """The passing folders of one run, one beside each destination, and the parameters that lead there."""

    def __init__(self, found: list[Destination], parameters: dict[str, Any]) -> None:
        self._name = f"{_PREFIX}{secrets.token_hex(4)}"
        self._destinations = found
        self._moves = Moves(self._name.replace(_PREFIX, f"{_PREFIX}former-"))
        self.faults: list[str] = []
        """What could not be done once the results were in place, for the log."""
        self._folders = list({os.path.realpath(one.folder): one.folder for one in found}.values())
        self.parameters = dict(parameters)
        for destination in found:
            text = destination.in_folder(f"{destination.folder}/{self._name}")
            self.parameters[destination.name] = _redirected(parameters.get(destination.name), text)

    def make_folders(self) -> None:
        """Make the folders.

        Raises:
            InputError: the user may not write beside a destination.
        """
        for destination in self._destinations:
            try:
                Path(destination.folder, self._name).mkdir(exist_ok=True)
            except OSError as error:
                raise destinations.not_allowed(destination) from error

    def published(self, value: Any) -> Any:
        """Return results, however nested, with the destinations as they were asked for."""
        if isinstance(value, str):
            return re.sub(rf"{re.escape(self._name)}[/\\]", "", value)
        if isinstance(value, dict):
            return {self.published(key): self.published(member) for key, member in value.items()}
        return [self.published(member) for member in value] if isinstance(value, list) else value

    def publish(self, context: QgsProcessingContext) -> None:
        """Put everything in place, or nothing.

        Raises:
            InputError: a file or a table cannot be replaced.
        """
        moves, tables, layers = self._moves, self._tables_for_existing_files(), self._opened_layers(context)
        try:
            with ExitStack() as transactions:
                for source, target in tables.items():
                    transactions.enter_context(geopackage.tables_replaced(source, target))
                for layer in layers:
                    _close(layer)
                for folder in self._folders:
                    moves.publish(Path(folder, self._name), list(tables))
        except (OSError, RuntimeError) as error:
            moves.undo()
            raise self._reason(error) from error
        except BaseException:
            moves.undo()
            raise
        for source, target in tables.items():
            self.faults += geopackage.carry_metadata_and_styles(source, target)
        for layer, source in layers.items():
            layer.setDataSource(self.published(source), layer.name(), layer.providerType())
        context.setLayersToLoadOnCompletion(self.published(context.layersToLoadOnCompletion()))

    def _reason(self, error: OSError | RuntimeError) -> InputError:
        """Return what the user is told where results could not be put in place."""
        if self._moves.kept:
            return InputError(
                "The results could not be put in place ({reason}), and neither could what was there before; it is kept "
                "in {folders}, to be moved back by hand.",
                reason=_in_words(error),
                folders=", ".join(self._moves.kept),
            )
        return InputError(
            "The results could not be put in place ({reason}); close the files wherever they are open, and run again.",
            reason=_in_words(error),
        )

    def remove(self, context: QgsProcessingContext) -> None:
        """Remove the folders with all that was not published."""
        unpublished = {
            key: details
            for key, details in context.layersToLoadOnCompletion().items()
            if self._name not in key
        }
        context.setLayersToLoadOnCompletion(unpublished)
        for folder in self._folders:
            shutil.rmtree(Path(folder, self._name), ignore_errors=True)
        self._moves.forget()

    def _tables_for_existing_files(self) -> dict[str, str]:
        """Return passing GeoPackages by the existing one that their tables go into, each once."""
        pairs = {}
        for destination in self._destinations:
            target = Path(destination.place.path)
            source = target.parent / self._name / target.name
            if destination.place.table is not None and target.exists() and source.exists():
                pairs[os.path.realpath(source)] = str(source), str(target)
        return dict(pairs.values())

    def _opened_layers(self, context: QgsProcessingContext) -> dict[QgsMapLayer, str]:
        """Return the layers that the run has opened from the passing folders, with their sources."""
        layers = context.temporaryLayerStore().mapLayers().values()
        return {layer: layer.source() for layer in layers if self._name in layer.source()}


class Moves:
    """Files moved into place, and what they replaced moved aside; all can be taken back."""

    def __init__(self, name: str) -> None:
        """Take the name of the folders for what is replaced; it is none that ``published_text`` hides."""
        self._name = name
        self._folders: list[Path] = []
        self._done: list[tuple[Path, Path]] = []
        self.kept: list[str] = []
        """Folders with what could not be moved back."""

    def publish(self, staging: Path, passed_over: list[str]) -> None:
        """Move what is in a passing folder into the folder it lies in.

        Raises:
            OSError: a file is in use.
            RuntimeError: an output was not closed.
        """
        others = {os.path.realpath(path + end) for path in passed_over for end in ("", *_OPEN_DATABASE)}
        entries = [entry for entry in sorted(staging.iterdir()) if os.path.realpath(entry) not in others]
        for entry in entries:
            if entry.name.endswith(_OPEN_DATABASE):
                raise RuntimeError(tr("{file} is in use").format(file=entry.name))
        former = staging.with_name(self._name)
        former.mkdir()
        self._folders.append(former)
        for name in {name for entry in entries for name in _replaced_names(entry.name)}:
            if Path(staging.parent, name).is_dir():
                raise RuntimeError(tr("{file} is a folder").format(file=name))
            if os.path.lexists(staging.parent / name):
                self._move(staging.parent / name, former / name)
        for entry in entries:
            self._move(entry, staging.parent / entry.name)

    def _move(self, start: Path, end: Path) -> None:
        start.rename(end)
        self._done.append((start, end))

    def undo(self) -> None:
        """Move everything back that can be."""
        for start, end in reversed(self._done):
            try:
                end.rename(start)
            except OSError:
                if end.parent in self._folders and str(end.parent) not in self.kept:
                    self.kept.append(str(end.parent))

    def forget(self) -> None:
        """Remove what was replaced, but for what could not be moved back."""
        for folder in self._folders:
            if str(folder) not in self.kept:
                shutil.rmtree(folder, ignore_errors=True)


def _in_words(error: OSError | RuntimeError) -> str:
    """Return why something could not be put in place: the file and the system's reason, or GDAL's words."""
    if isinstance(error, OSError) and error.strerror:
        return f"{Path(error.filename).name}: {error.strerror}" if error.filename else error.strerror
    return published_text(str(error))


def _replaced_names(name: str) -> list[str]:
    """Return the names of the files that go with, or belong to, a file that is replaced."""
    stem, extension = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    parts = [part for part in _PARTS.get(extension.lower(), ()) if part != extension]
    return [name, *(name + end for end in _OPEN_DATABASE), *(stem + part for part in parts)]


def _close(layer: QgsMapLayer) -> None:
    """Let go of a layer's file, which Windows would not let be moved; its style stays with the layer."""
    if layer.dataProvider() is not None:
        layer.dataProvider().reloadData()  # ends the connections kept for the next reading
    layer.setDataSource("", layer.name(), layer.providerType())


def _redirected(value: Any, text: str) -> Any:
    """Return the value of a destination parameter with another destination."""
    if not isinstance(value, QgsProcessingOutputLayerDefinition):
        return text
    copy = QgsProcessingOutputLayerDefinition(value)
    copy.sink = QgsProperty.fromValue(text)
    return copy


def _let_go_of_sinks(error: BaseException) -> None:
    """Drop the local variables that a traceback keeps: a sink among them would hold its file open."""
    seen: BaseException | None = error
    while seen is not None:
        traceback.clear_frames(seen.__traceback__)
        seen = seen.__cause__ or seen.__context__
