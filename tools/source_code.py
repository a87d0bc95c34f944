"""What the tools and the static tests read from the plugin's Python files, without importing them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "segregation_plugin"


@dataclass(frozen=True)
class SourceFile:
    """One Python file of the plugin; ``path`` is relative to the package, such as ``core/schema.py``."""

    path: Path
    tree: ast.Module

    @classmethod
    def parsed(cls, path: str, text: str) -> SourceFile:
        """Take a file's text as if it stood at ``path`` in the package."""
        return cls(Path(path), ast.parse(text))


def plugin_files() -> list[SourceFile]:
    """Return every Python file of the plugin."""
    return [
        SourceFile.parsed(str(path.relative_to(PLUGIN)), path.read_text(encoding="utf-8"))
        for path in sorted(PLUGIN.rglob("*.py"))
    ]


def dotted_names(tree: ast.AST) -> Iterator[ast.Attribute | ast.Name]:
    """Yield the longest chains of names and attributes, ``a.b.c`` but neither ``a.b`` nor ``a`` of it."""
    inner = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and node not in inner and dotted(node):
            yield node


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` of a chain of names and attributes; empty where a call or an index stands in between."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def names_from(tree: ast.AST, package: str) -> dict[str, str]:
    """Return what ``from package.module import name as alias`` binds: ``alias`` to ``package.module.name``."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith(package)
        for alias in node.names
    }


def uses_of(file: SourceFile, package: str) -> Iterator[tuple[int, str]]:
    """Yield line and full dotted name of everything of ``package`` that a file imports or uses."""
    bound = names_from(file.tree, package)
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith(package):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
    for node in dotted_names(file.tree):
        root, _, rest = dotted(node).partition(".")
        if root in bound and rest:
            yield node.lineno, f"{bound[root]}.{rest}"
