"""Segregation: a QGIS plugin for transport infrastructure and residential segregation in Sweden."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .plugin import SegregationPlugin


def classFactory(iface: QgisInterface | None) -> SegregationPlugin:
    """Make the plugin for QGIS; ``iface`` is None in qgis_process."""
    from .plugin import SegregationPlugin  # noqa: PLC0415 - QGIS imports this package before it may load it

    return SegregationPlugin(iface)
