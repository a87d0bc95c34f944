"""Keep ``resources/i18n/segregation_sv.ts`` in step with the strings in the code: ``python -m tools.translations``.

What is translated: the first argument of ``tr("…")``, ``mark("…")``, ``InputError("…")``, ``Notice("…")`` and ``Phrase("…")``, and
the class attribute ``TITLE = "…"``. Translations that are there stay; new strings come in unfinished; strings that are gone go.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from tools.source_code import ROOT, SourceFile, dotted, plugin_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SWEDISH = ROOT / "resources" / "i18n" / "segregation_sv.ts"
CONTEXT = "Segregation"
MARKERS = {"tr", "mark", "InputError", "Notice", "Phrase"}
TITLE = "TITLE"


def marked(file: SourceFile) -> Iterator[tuple[ast.expr, str]]:
    """Yield every expression that is to be translated, and what marks it."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and node.args and dotted(node.func).rpartition(".")[2] in MARKERS:
            yield node.args[0], dotted(node.func)
        elif (isinstance(node, ast.Assign) and [dotted(target) for target in node.targets] == [TITLE]) or (
            isinstance(node, ast.AnnAssign) and dotted(node.target) == TITLE and node.value
        ):
            yield node.value, TITLE


def literals(node: ast.expr) -> list[str] | None:
    """Return the texts an expression can be; None where they do not stand in the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        first, second = literals(node.body), literals(node.orelse)
        return first + second if first and second else None
    if isinstance(node, ast.Call) and node.args and dotted(node.func) == "mark":
        return literals(node.args[0])
    return None


def strings(files: Iterable[SourceFile]) -> set[str]:
    """Return every string that is to be translated."""
    return {text for file in files for node, _ in marked(file) for text in literals(node) or []}


def faults(file: SourceFile) -> Iterator[str]:
    """Yield what would be shown untranslated: texts put together before they are translated, Qt's own ``tr``."""
    for node, marker in marked(file):
        where = f"{file.path}:{node.lineno} {marker}({ast.unparse(node)})"
        later = marker == "tr" and isinstance(node, ast.Name | ast.Attribute | ast.Subscript)
        if literals(node) is None and not later:
            yield f"{where} is not a literal"
        if marker.endswith(".tr") and marker != "i18n.tr":
            yield f"{where} is not the plugin's tr()"


def read(text: str) -> dict[str, str]:
    """Return the translations of a .ts file by source string; empty ones are unfinished."""
    if not text:
        return {}
    messages = ET.fromstring(text).iter("message")  # noqa: S314 - the project's own file
    return {message.findtext("source", ""): message.findtext("translation", "") for message in messages}


def written(translations: Mapping[str, str]) -> str:
    """Return a .ts file, in the order of the source strings."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines += ['<TS version="2.1" language="sv_SE" sourcelanguage="en_GB">', "<context>"]
    lines.append(f"    <name>{CONTEXT}</name>")
    for source, translation in sorted(translations.items()):
        unfinished = "" if translation else ' type="unfinished"'
        lines += [
            "    <message>",
            f"        <source>{escape(source)}</source>",
            f"        <translation{unfinished}>{escape(translation)}</translation>",
            "    </message>",
        ]
    return "\n".join([*lines, "</context>", "</TS>", ""])


def in_step(known: Mapping[str, str], wanted: Iterable[str]) -> dict[str, str]:
    """Return the wanted strings with the translations known for them."""
    return {text: known.get(text, "") for text in wanted}


def main() -> None:
    """Bring the file in step and list what is unfinished."""
    files = plugin_files()
    known = read(SWEDISH.read_text(encoding="utf-8") if SWEDISH.exists() else "")
    translations = in_step(known, strings(files))
    SWEDISH.write_text(written(translations), encoding="utf-8")
    unfinished = sorted(source for source, translation in translations.items() if not translation)
    print("\n".join([*(fault for file in files for fault in faults(file)), *unfinished]))
    print(f"{SWEDISH.relative_to(ROOT)}: {len(translations)} strings, {len(unfinished)} unfinished")


if __name__ == "__main__":
    main()
