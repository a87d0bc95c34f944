"""Signals that are listened to, and given up all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.PyQt.QtCore import QMetaObject, pyqtBoundSignal


class Listening:
    """Connections of which none is left behind, whether their senders live or not."""

    def __init__(self) -> None:
        self._connections: list[QMetaObject.Connection] = []

    def add(self, slot: Callable[..., None], *signals: pyqtBoundSignal) -> None:
        """Have a slot called by each of the signals."""
        self._connections += [signal.connect(slot) for signal in signals]

    def stop(self) -> None:
        """Listen no more; a connection goes by itself with its sender, and is then no error."""
        for connection in self._connections:
            QObject.disconnect(connection)
        self._connections.clear()
