"""The Swedish translation is in step with the code, whole, and keeps the places for values."""

from __future__ import annotations

from string import Formatter

import pytest

from tools.source_code import SourceFile, plugin_files
from tools.translations import SWEDISH, faults, in_step, read, strings, written


@pytest.fixture(scope="module")
def swedish():
    return read(SWEDISH.read_text(encoding="utf-8"))


def made(text):
    return SourceFile.parsed("made.py", text)


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_string_stands_in_the_code_as_it_is_looked_up():
    assert "\n".join(fault for file in plugin_files() for fault in faults(file)) == ""


def test_the_translation_has_the_strings_of_the_code(swedish):
    wanted = strings(plugin_files())
    assert "\n".join(sorted(swedish.keys() ^ wanted)) == "", "run: make translations"


def test_every_string_is_translated(swedish):
    assert "\n".join(source for source, translation in swedish.items() if not translation) == ""


def test_translations_have_the_places_of_their_source(swedish):
    translated = {source: text for source, text in swedish.items() if text}
    assert {source: text for source, text in translated.items() if places(source) != places(text)} == {}


def test_what_is_extracted():
    code = """
class A(B):
    TITLE = "one"
    KIND: ClassVar[str] = "no"
class C(B):
    TITLE: ClassVar[str] = "two"
class D(B):
    TITLE = mark("nine")
GROUPS = {"x": mark("three")}
tr("four " "five {n}").format(n=1)
tr("six" if x else "seven")
raise InputError("eight {layer}", layer="no", needs=name or Phrase("ten"))
tr(self.TITLE); tr(GROUPS["no"]); tr(label)
other("no")
"""
    assert strings([made(code)]) == {
        *("one", "two", "three", "four five {n}", "six", "seven", "eight {layer}", "nine", "ten")
    }
    assert list(faults(made(code))) == []


@pytest.mark.parametrize(
    "code",
    [
        'tr(f"{n} rows")',
        'tr("a" + b)',
        'tr("{n} rows".format(n=1))',
        'InputError(f"Layer {name} is empty")',
        "InputError(template, layer=1)",
        "mark(label)",
        "Phrase(label)",
        'self.tr("text")',
        'QCoreApplication.translate("x", "y"); self.tr(title)',
    ],
)
def test_what_cannot_be_extracted_is_found(code):
    assert list(faults(made(code)))


def test_translations_stay_and_what_is_gone_goes():
    before = read(written({"stays & <is>": "blir kvar {x} & <så>", "goes": "går", "new before": ""}))
    after = read(written(in_step(before, {"stays & <is>", "comes"})))
    assert after == {"stays & <is>": "blir kvar {x} & <så>", "comes": ""}
