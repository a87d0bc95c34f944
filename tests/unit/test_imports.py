"""The rooms' imports point one way, and the plugin keeps away from what crashes QGIS or blocks its publication."""

from __future__ import annotations

import ast
import sys

import pytest

from tools.source_code import SourceFile, dotted, plugin_files

# What each room may import of ours: itself is always allowed, "core" stands for all of it, "core.schema" for one file.
DOORS = {
    "core": set(),
    "geometry": {"core"},
    "sources": {"core"},
    "paths": set(),
    "settings": set(),
    "i18n": {"paths", "settings", "core.errors", "core.notices"},
    "cartography": {
        *("core", "i18n", "paths"),
        *("geometry.values", "geometry.crs", "geometry.municipalities"),
    },
    "reporting": {"core", "i18n", "paths", "cartography", "geometry.values"},
    "processing_provider": {
        "core",
        "geometry",
        "sources",
        "cartography",
        "reporting",
        "i18n",
        "paths",
        "settings",
    },
    "gui": {
        *("core.area_types", "core.schema", "core.errors", "core.region_codes", "core.municipalities"),
        *(
            "core.distances",
            "core.words",
            "geometry.reading",
            "geometry.tables",
            "geometry.values",
        ),  # to read a result's table
        *("core.infrastructure", "core.people_field"),  # what a layer seems to hold: words, no figures
        *("core.field_lists", "core.years"),  # words: how algorithms are told which field of which layer
        *("core.overlay_spread", "core.overlay_table"),  # how a summary's rows are summed, and its fields
        *("sources", "cartography", "processing_provider", "i18n", "paths", "settings"),
    },
    "expressions": {"core", "i18n"},
    "plugin": {"processing_provider", "gui", "expressions", "task_threads", "i18n", "paths", "settings"},
    "task_threads": set(),
    "__init__": {"plugin"},
}
OUTSIDE = (
    sys.stdlib_module_names | {"numpy", "pandas", "openpyxl", "matplotlib", "qgis", "osgeo", "processing"}
) - {
    *("pickle", "marshal", "shelve", "subprocess", "ctypes", "pty", "imp"),
}
OUTSIDE_OF_ROOM = {"core": OUTSIDE - {"qgis", "osgeo", "processing"}}
NOT_EVERYWHERE = {"pandas", "openpyxl", "matplotlib"}
BANNED_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.startfile"}
READER = "geometry/reading.py"


def room_of(parts):
    return parts[0].removesuffix(".py")


def imports_of(file):
    """Yield line and module of every import: ours as ``("core", "schema")``, others as one name."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.lineno, node.module
        elif isinstance(node, ast.ImportFrom):
            folder = file.path.parent.parts
            above = folder[: len(folder) - node.level + 1]
            module = (*above, *node.module.split(".")) if node.module else above
            yield from ((node.lineno, (*module, alias.name)) for alias in node.names)


def may_import(file, target):
    room = room_of(file.path.parts)
    names = {".".join(target[:length]) for length in range(1, len(target) + 1)}
    return target[0] == room or bool(names & DOORS[room])


def wrong_doors(file):
    for line, target in imports_of(file):
        if isinstance(target, tuple):
            if not may_import(file, target):
                yield f"{file.path}:{line} imports {'.'.join(target)}"
        elif target.partition(".")[0] not in OUTSIDE_OF_ROOM.get(room_of(file.path.parts), OUTSIDE):
            yield f"{file.path}:{line} imports {target}"


def loaded_with_the_plugin(file):
    """Yield what is imported as soon as the file is, and not every QGIS brings."""
    waiting = list(file.tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            )
            absent = [name for name in names if name.partition(".")[0] in NOT_EVERYWHERE]
            yield from (f"{file.path}:{node.lineno} imports {name} for everyone" for name in absent)
        elif isinstance(node, ast.If) and dotted(node.test) == "TYPE_CHECKING":
            waiting.extend(node.orelse)
        elif not isinstance(node, ast.FunctionDef):
            waiting.extend(ast.iter_child_nodes(node))


def forbidden_calls(file):
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        if name in BANNED_CALLS or name.startswith(("os.exec", "os.spawn")):
            yield f"{file.path}:{node.lineno} calls {name}"
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        safe = "SkipGeometryValidityChecks" in ast.dump(node)
        if method == "getFeatures" and not safe and file.path.as_posix() != READER:
            yield f"{file.path}:{node.lineno} reads features past {READER}"


def faults_of_all(check):
    return "\n".join(fault for file in plugin_files() for fault in check(file))


def test_every_room_has_its_doors_listed():
    assert {room_of(file.path.parts) for file in plugin_files()} <= DOORS.keys()


def test_imports_point_one_way():
    assert faults_of_all(wrong_doors) == ""


def test_the_plugin_loads_where_pandas_is_missing():
    assert faults_of_all(loaded_with_the_plugin) == ""


def test_nothing_dangerous_is_called():
    assert faults_of_all(forbidden_calls) == ""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("core/a.py", "from ..geometry import values"),
        ("core/a.py", "from .. import i18n"),
        ("core/a.py", "from qgis.core import QgsGeometry"),
        ("core/a.py", "def f():\n    from qgis.PyQt.QtCore import Qt"),
        ("geometry/a.py", "from ..sources.regso import x"),
        ("geometry/a.py", "from ..i18n import tr"),
        ("sources/a.py", "from ..geometry.crs import sweref99_tm"),
        ("sources/a.py", "from ..i18n import tr"),
        ("cartography/a.py", "from ..geometry import areas"),
        ("cartography/a.py", "from ..processing_provider import base"),
        ("processing_provider/algorithms/a.py", "from ...gui import dock"),
        ("processing_provider/algorithms/a.py", "from segregation_plugin.core import schema"),
        ("gui/a.py", "from ..core import exposure"),
        ("gui/a.py", "from ..core.exposure import location_quotient"),
        ("plugin.py", "from .core import exposure"),
        ("gui/a.py", "from PyQt5.QtCore import Qt"),
        ("gui/a.py", "import PyQt6.QtCore"),
        ("core/a.py", "import shapely"),
        ("core/a.py", "import scipy.stats"),
        ("sources/a.py", "import geopandas"),
        ("sources/a.py", "import pickle"),
        ("sources/a.py", "from subprocess import run"),
    ],
)
def test_a_wrong_door_is_found(path, line):
    assert list(wrong_doors(SourceFile.parsed(path, line)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (
            "core/a.py",
            "from . import schema\nfrom .errors import InputError\nimport numpy as np\nimport pandas",
        ),
        (
            "geometry/a.py",
            "from ..core import schema\nfrom .values import text\nfrom qgis.core import QgsGeometry",
        ),
        (
            "processing_provider/algorithms/a.py",
            "from ...core.errors import InputError\nfrom ..base import X",
        ),
        ("cartography/a.py", "from ..geometry.values import number\nfrom ..core import area_types"),
        ("gui/a.py", "from ..core import area_types\nfrom ..core.schema import REGION_CODE"),
        ("__init__.py", "from .plugin import SegregationPlugin"),
    ],
)
def test_a_right_door_is_open(path, line):
    assert list(wrong_doors(SourceFile.parsed(path, line))) == []


@pytest.mark.parametrize(
    "text",
    [
        "import pandas as pd",
        "from pandas import DataFrame",
        "try:\n    import openpyxl\nexcept ImportError:\n    x = 1",
    ],
)
def test_an_import_for_everyone_is_found(text):
    assert list(loaded_with_the_plugin(SourceFile.parsed("sources/a.py", text)))


@pytest.mark.parametrize(
    "text",
    ["def f():\n    import pandas as pd", "if TYPE_CHECKING:\n    import pandas as pd", "import numpy"],
)
def test_an_import_where_it_is_used_is_allowed(text):
    assert list(loaded_with_the_plugin(SourceFile.parsed("sources/a.py", text))) == []


@pytest.mark.parametrize(
    "line",
    [
        "eval('1')",
        "exec('1')",
        "os.system('ls')",
        "os.execv('ls', [])",
        "for f in source.getFeatures(): pass",
        "layer.getFeatures(QgsFeatureRequest())",
    ],
)
def test_a_dangerous_call_is_found(line):
    assert list(forbidden_calls(SourceFile.parsed("sources/a.py", line)))


def test_reading_without_qgis_own_check_is_allowed():
    line = "source.getFeatures(request, Qgis.ProcessingFeatureSourceFlag.SkipGeometryValidityChecks)"
    assert list(forbidden_calls(SourceFile.parsed("processing_provider/a.py", line))) == []
