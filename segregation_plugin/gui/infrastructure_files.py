"""Files as layers, as QGIS opens them: all layers of a file that are wanted, or one sentence why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsProject, QgsProviderRegistry, QgsProviderSublayerDetails, QgsVectorLayer
from qgis.gui import QgsProviderSublayersDialog
from qgis.PyQt.QtWidgets import QDialog

from ..core.errors import InputError
from ..sources.gtfs import stops_file
from ..sources.gtfs_layer import stops_layer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qgis.PyQt.QtWidgets import QWidget

    Sublayers = list[QgsProviderSublayerDetails]

_OGR = "ogr"


def open_layers(path: Path, choose: Callable[[Path, Sublayers], Sublayers]) -> list[QgsVectorLayer]:
    """Return the layers of a file or folder, which are in no project yet.

    Args:
        path: what the user gave.
        choose: asked which layers are wanted where there are several; none where the user thinks better of it.

    Raises:
        InputError: there is nothing that can be read.
    """
    try:
        stops = stops_file(path)
    except OSError as error:
        raise InputError("{file} cannot be read: {reason}", file=path.name, reason=error.strerror) from error
    if stops is not None:
        return [stops_layer(stops)]
    found = _sublayers(path, Qgis.SublayerQueryFlag.ResolveGeometryType)
    if not found:
        raise InputError("{file} holds no points, lines or areas that QGIS can read.", file=path.name)
    wanted = choose(path, found) if len(found) > 1 else found
    return [_layer(path, sublayer) for sublayer in wanted]


def ask(parent: QWidget) -> Callable[[Path, Sublayers], Sublayers]:
    """Return a question to the user in QGIS's own window for the layers of a file."""

    def choose(path: Path, found: Sublayers) -> Sublayers:
        # Where anything is unknown, the window counts in another thread, which stands still for ever when a layer
        # is opened meanwhile from Python.
        counted = _sublayers(
            path, Qgis.SublayerQueryFlag.ResolveGeometryType | Qgis.SublayerQueryFlag.CountFeatures
        )
        dialog = QgsProviderSublayersDialog(
            str(path), found[0].providerKey(), str(path), counted, [Qgis.LayerType.Vector], parent
        )
        try:
            accepted = dialog.exec() == QDialog.DialogCode.Accepted
            return dialog.selectedLayers() if accepted else []
        finally:
            dialog.deleteLater()

    return choose


def _sublayers(path: Path, wanted: Qgis.SublayerQueryFlag) -> Sublayers:
    """Return the vector layers with geometry; of several providers that could read a file, OGR's."""
    found = [
        sublayer
        for sublayer in QgsProviderRegistry.instance().querySublayers(
            str(path), Qgis.SublayerQueryFlags(wanted)
        )
        if sublayer.type() == Qgis.LayerType.Vector and sublayer.wkbType() != Qgis.WkbType.NoGeometry
    ]
    return [sublayer for sublayer in found if sublayer.providerKey() == _OGR] or found


def _layer(path: Path, sublayer: QgsProviderSublayerDetails) -> QgsVectorLayer:
    options = QgsProviderSublayerDetails.LayerOptions(QgsProject.instance().transformContext())
    layer = sublayer.toLayer(options)
    if layer is None or not layer.isValid():
        raise InputError("{file} cannot be opened as a layer.", file=path.name)
    if layer.name() != path.stem:
        layer.setName(f"{path.stem} — {layer.name()}" if layer.name() else path.stem)  # as QGIS names them
    return layer
