"""Everything the plugin takes from ``qgis.PyQt`` exists in PyQt6, by its stubs: QGIS 4 cannot be run here."""

from __future__ import annotations

import ast
from functools import cache
from importlib.metadata import distribution

import pytest

from tools.source_code import SourceFile, dotted, plugin_files, uses_of

ADDED_BY_QGIS = {"QtCore.NULL", "QtWidgets.QAction", "QtWidgets.QShortcut"}
GONE_METHODS = {"exec_", "print_"}


@cache
def members_of_module(module):
    stub = distribution("PyQt6").locate_file(f"PyQt6/{module}.pyi")
    if not stub.is_file():
        return {}
    return members(ast.parse(stub.read_text(encoding="utf-8")).body)


def members(body):
    found = {}
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            found.update({target.id: node for target in node.targets if isinstance(target, ast.Name)})
        elif isinstance(node, ast.AnnAssign):
            found[node.target.id] = node
    return found


def find(module, path):
    """Return the stub's node of a dotted path in a module, looking into base classes; None when there is none."""
    first, *rest = path.split(".")
    node = members_of_module(module).get(first)
    for name in rest:
        if not isinstance(node, ast.ClassDef):
            return node  # what an enum member or a method carries is Python's own
        node = member(module, node, name)
    return node


def member(module, class_, name):
    own = members(class_.body)
    if name in own:
        return own[name]
    for base in map(dotted, class_.bases):
        where, _, base_name = base.rpartition(".")
        base_node = find(where or module, base_name)
        found = isinstance(base_node, ast.ClassDef) and member(where or module, base_node, name)
        if found:
            return found
    return None


def missing_in_qt6(file):
    for line, name in uses_of(file, "qgis.PyQt"):
        path = name.removeprefix("qgis.PyQt.")
        module, _, inside = path.partition(".")
        known = members_of_module(module) if not inside else find(module, inside)
        if not known and not any(f"{path}.".startswith(f"{added}.") for added in ADDED_BY_QGIS):
            yield f"{file.path}:{line} {path}"
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr in GONE_METHODS:
            yield f"{file.path}:{node.lineno} .{node.attr}"


def faults_of_all(check):
    return "\n".join(fault for file in plugin_files() for fault in check(file))


def test_what_the_plugin_takes_from_qt_exists_in_qt6():
    assert faults_of_all(missing_in_qt6) == ""


@pytest.mark.parametrize(
    ("imported", "used"),
    [
        ("QtCore import Qt", "Qt.RightDockWidgetArea"),
        ("QtCore import QVariant", "QVariant.Int"),
        ("QtWidgets import QDockWidget", "QDockWidget.DockWidgetMovable"),
        ("QtWidgets import QDockWidget as Dock", "Dock.NoSuchThing.X"),
        ("QtWidgets import QDesktopWidget", "QDesktopWidget()"),
        ("QtCore import QRegExp", "1"),
        ("QtNope import X", "X"),
        ("QtWidgets import QDialog", "QDialog().exec_()"),
    ],
)
def test_what_qt6_lacks_is_found(imported, used):
    assert list(missing_in_qt6(SourceFile.parsed("made.py", f"from qgis.PyQt.{imported}\n{used}\n")))


@pytest.mark.parametrize(
    ("imported", "used"),
    [
        ("QtCore import Qt", "Qt.DockWidgetArea.RightDockWidgetArea"),
        ("QtCore import QMetaType", "QMetaType.Type.QString.value"),
        ("QtWidgets import QDockWidget", "QDockWidget.setWindowTitle"),
        ("QtWidgets import QDialog", "QDialog.DialogCode.Accepted"),
        ("QtWidgets import QMessageBox", "QMessageBox.PaintDeviceMetric.PdmWidth"),
        ("QtWidgets import QAction", "QAction.MenuRole.NoRole"),
        ("QtCore import NULL, pyqtSignal", "pyqtSignal(int)"),
    ],
)
def test_what_qt6_has_is_accepted(imported, used):
    assert list(missing_in_qt6(SourceFile.parsed("made.py", f"from qgis.PyQt.{imported}\n{used}\n"))) == []
