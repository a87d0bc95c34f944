"""The layers as a tree: a layer with its kind, and below it, over both columns, the fields with class and traffic."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsApplication, QgsIconUtils
from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont

from ..core.infrastructure import KINDS
from ..i18n import localised, mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qgis.PyQt.QtCore import QObject
    from qgis.PyQt.QtGui import QIcon

    from .infrastructure_choices import ListedLayer, Part

LAYER, KIND = 0, 1
"""The columns."""
OPTIONS = Qt.ItemDataRole.UserRole + 1
"""What a value can be: pairs of a label and the value."""
NO_FIELD = "–"  # noqa: RUF001 - a dash, as in tables

KIND_NAMES = {
    "road": mark("Road"),
    "rail": mark("Railway"),
    "station": mark("Station"),
    "stop": mark("Stop"),
    "crossing": mark("Crossing"),
    "noise": mark("Noise"),
    "project": mark("Project"),
    "other": mark("Other"),
}
_FIELD_NAMES = {"class_field": mark("Class"), "traffic_field": mark("Traffic")}
_FIELD_TIPS = {
    "class_field": mark("Field that says the class: results are told apart by it."),
    "traffic_field": mark("Field with the vehicles a day: traffic is counted from it."),
}
_ICONS = {
    "point": Qgis.GeometryType.Point,
    "line": Qgis.GeometryType.Line,
    "polygon": Qgis.GeometryType.Polygon,
}


class InfrastructureModel(QAbstractItemModel):
    """Shows listed layers, and says what the user wants to change; it keeps nothing itself."""

    edited = pyqtSignal(str, str, object)
    """Layer id, part and value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layers: list[ListedLayer] = []

    def show(self, layers: list[ListedLayer]) -> bool:
        """Show layers; return whether the rows are others than before, so that the view has to start anew."""
        if _rows(layers) != _rows(self.layers):
            self.beginResetModel()
            self.layers = layers
            self.endResetModel()
            return True
        self.layers = layers
        for row in range(len(layers)):
            above = self.index(row, LAYER)
            self.dataChanged.emit(above, self.index(row, KIND))
            last = self.rowCount(above) - 1
            self.dataChanged.emit(self.index(0, LAYER, above), self.index(last, KIND, above))
        return False

    def listed(self, index: QModelIndex) -> ListedLayer:
        """Return the layer that a row is of."""
        return self.layers[index.internalId() - 1 if index.internalId() else index.row()]

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's default
        """Return an index; that of a field carries the row of its layer, counted from one."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: QModelIndex) -> QModelIndex:
        """Return the layer's row above a field."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, LAYER, 0)

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        """Return the number of layers, or of a layer's fields to choose."""
        if not parent.isValid():
            return len(self.layers)
        if parent.internalId() or parent.column() != LAYER:
            return 0
        return len(_parts(self.layers[parent.row()]))

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: ARG002, B008 - Qt's default
        """Return two: the layer, and its kind."""
        return 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return tr("Layer") if section == LAYER else tr("Kind")

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Return that layers can be ticked and values changed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self._part(index) is None:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is shown of a layer or of one of its fields."""
        if not index.isValid():
            return None
        listed = self.listed(index)
        part = self._part(index)
        if part is None:
            return _LAYER_ROLES[role](listed) if role in _LAYER_ROLES else None
        return _VALUE_ROLES[role](listed, part) if role in _VALUE_ROLES else None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Say what the user has changed; whoever listens shows the layers anew."""
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = Qt.CheckState(value) == Qt.CheckState.Checked
            self.edited.emit(self.listed(index).layer_id, "chosen", ticked)
            return True
        part = self._part(index)
        if role != Qt.ItemDataRole.EditRole or part is None:
            return False
        if value != index.data(role) or not self.listed(index).is_own(part):
            self.edited.emit(self.listed(index).layer_id, part, value)
        return True

    def _part(self, index: QModelIndex) -> Part | None:
        """Return what the cell says of the layer; None for the layer itself."""
        if index.internalId():
            return _parts(self.listed(index))[index.row()]
        return "kind" if index.column() == KIND else None


def _rows(layers: Sequence[ListedLayer]) -> list[tuple[str, int]]:
    return [(listed.layer_id, len(_parts(listed))) for listed in layers]


def _parts(listed: ListedLayer) -> tuple[Part, ...]:
    """Return the fields to choose below a layer: only on lines do vehicles drive."""
    return ("class_field", "traffic_field") if listed.geometry == "line" else ("class_field",)


def _check_state(listed: ListedLayer) -> Qt.CheckState:
    return Qt.CheckState.Checked if listed.is_chosen else Qt.CheckState.Unchecked


def _icon(listed: ListedLayer) -> QIcon:
    if not listed.is_valid:
        return QgsApplication.getThemeIcon("/mIconWarning.svg")
    return QgsIconUtils.iconForGeometryType(_ICONS[listed.geometry])


def _layer_tip(listed: ListedLayer) -> str:
    if not listed.is_valid:
        return _tip(listed.name, tr("It cannot be read, so it is left out: set its data source again."))
    return _tip(listed.name, tr("Ticked layers are the infrastructure of the analysis."))


def _value(listed: ListedLayer, part: Part) -> str:
    return listed.kind if part == "kind" else listed.field(part)


def _shown(listed: ListedLayer, part: Part) -> str:
    value = _value(listed, part)
    return tr(KIND_NAMES[value]) if part == "kind" else f"{tr(_FIELD_NAMES[part])}: {value or NO_FIELD}"


def _options(listed: ListedLayer, part: Part) -> list[tuple[str, str]]:
    if part == "kind":
        return [(tr(KIND_NAMES[kind]), kind) for kind in KINDS]
    return [(NO_FIELD, ""), *((field, field) for field in listed.fields)]


def _font(listed: ListedLayer, part: Part) -> QFont:
    font = QFont()
    font.setItalic(not listed.is_own(part))
    return font


def _value_tip(listed: ListedLayer, part: Part) -> str:
    if part == "kind":
        why = tr("Chosen by you.") if listed.is_own(part) else localised(listed.guess.why)
        return _tip(why, tr("Click to change."))
    return _tip(_shown(listed, part), tr(_FIELD_TIPS[part]), _why_field(listed, part), tr("Click to change."))


def _why_field(listed: ListedLayer, part: Part) -> str:
    if listed.is_own(part):
        return tr("Chosen by you.")
    if _value(listed, part):
        return tr("Guessed from its name.")
    return tr("No field has a name that says so.")


def _tip(*sentences: str) -> str:
    """Return a tooltip that wraps, and shows names as they are even where they look like HTML."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


_LAYER_ROLES: dict[int, Callable[[ListedLayer], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda listed: listed.name,
    Qt.ItemDataRole.CheckStateRole: _check_state,
    Qt.ItemDataRole.DecorationRole: _icon,
    Qt.ItemDataRole.ToolTipRole: _layer_tip,
}
_VALUE_ROLES: dict[int, Callable[[ListedLayer, Part], Any]] = {
    Qt.ItemDataRole.DisplayRole: _shown,
    Qt.ItemDataRole.EditRole: _value,
    Qt.ItemDataRole.FontRole: _font,
    Qt.ItemDataRole.ToolTipRole: _value_tip,
    OPTIONS: _options,
}
