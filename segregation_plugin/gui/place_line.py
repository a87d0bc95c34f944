"""A line for kommuner and län by name, completed as one types."""

from __future__ import annotations

from qgis.PyQt.QtCore import QStringListModel, Qt
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit, QWidget

from ..core.errors import InputError
from ..core.municipalities import COUNTIES, MUNICIPALITIES, parse_place_codes
from ..i18n import localised, tr

_SEPARATOR = ", "


class _LastPart(QCompleter):
    """Completes what stands behind the last comma, and leaves the rest."""

    def splitPath(self, path: str) -> list[str]:
        """Return what is being typed."""
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index) -> str:  # noqa: ANN001 - Qt hands over its own
        """Return the whole line with the place that was chosen."""
        before, comma, _ = self.widget().text().rpartition(",")
        return f"{before}{comma and _SEPARATOR}{super().pathFromIndex(index)}"


class PlaceLine(QLineEdit):
    """Kommuner and län, separated by commas; empty for the country."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr("The whole country"))
        self.setToolTip(tr("Names or codes of kommuner and län, separated by commas"))
        self.setClearButtonEnabled(True)
        names = [*MUNICIPALITIES.values(), *COUNTIES.values()]
        completer = _LastPart(QStringListModel(sorted(names, key=str.casefold), self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    @property
    def codes(self) -> list[str]:
        """The codes of the places; none where the line cannot be read, too."""
        return [] if self.fault else parse_place_codes(self.text())

    @property
    def fault(self) -> str:
        """What is wrong with the line; empty where nothing is."""
        try:
            parse_place_codes(self.text())
        except InputError as error:
            return localised(error)
        return ""
