"""Generated tables come back equal cell by cell from every format; damaged ones are refused in one sentence."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from segregation_plugin.core.errors import InputError
from segregation_plugin.sources.scb_tables import read_table
from tests.made_formats import (
    COLUMNS,
    LETTERS,
    NOTES,
    Made,
    as_json_stat,
    as_old_json_stat,
    as_px,
    as_px_with_keys,
    as_pxweb_json,
    as_sparse_json_stat,
    as_text,
    long_rows,
    long_xlsx,
    mutated,
    rows_by_content,
    stacked_xlsx,
    tables,
    wide_rows,
)
from tests.made_tables import written

any_figure = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9).map(float)
hundredths = st.integers(-(10**8), 10**8).map(lambda figure: figure / 100)
CUBES = {
    "json-stat2": as_json_stat,
    "json-stat2, sparse": as_sparse_json_stat,
    "json-stat 1.x": as_old_json_stat,
    "PxWeb json": as_pxweb_json,
    "PC-Axis": as_px,
    "PC-Axis with keys": as_px_with_keys,
}
TEXTS = {"long": long_rows, "contents in rows": rows_by_content, "wide": wide_rows}
DIALECTS = [(";", "utf-8"), ("\t", "utf-8-sig"), (",", "cp1252"), (";", "utf-16")]


def rows(table):
    found = table.data[["region_code", "region_name", "division", "year", "kon", *COLUMNS]].astype(object)
    return sorted(found.where(found.notna(), None).itertuples(index=False, name=None), key=str)


def same(made, path, *, labels=True):
    assert rows(read_table(path)) == made.expected(labels=labels)


@pytest.mark.parametrize("kind", CUBES)
@given(made=tables(any_figure, LETTERS + ";#()"))
@settings(max_examples=40)
def test_cubes_come_back_equal(tmp_path, kind, made):
    assume(any(figure is not None for pair in made.figures for figure in pair))  # else it holds no data
    same(made, written(tmp_path, CUBES[kind](made), "table"), labels=kind != "PxWeb json")


@pytest.mark.parametrize("layout", TEXTS)
@pytest.mark.parametrize(("separator", "encoding"), DIALECTS)
@given(made=tables(any_figure))
@settings(max_examples=20)
def test_text_tables_come_back_equal(tmp_path, layout, separator, encoding, made):
    text = as_text(TEXTS[layout](made), separator, NOTES)
    same(made, written(tmp_path, text, encoding=encoding))


def with_comma(figure):
    return ".." if figure is None else f"{figure:.2f}".replace(".", ",")


@pytest.mark.parametrize("layout", TEXTS)
@pytest.mark.parametrize("separator", [";", "\t", ","])
@given(made=tables(hundredths))
@settings(max_examples=20)
def test_decimal_commas_come_back_equal(tmp_path, layout, separator, made):
    same(made, written(tmp_path, as_text(TEXTS[layout](made, with_comma), separator, NOTES)))


@pytest.mark.parametrize("write", [stacked_xlsx, long_xlsx])
@given(made=tables(hundredths))  # openpyxl writes 16 digits, and not all floats are one of those
@settings(max_examples=15)
def test_excel_comes_back_equal(tmp_path, write, made):
    same(made, write(tmp_path, made))


SMALL = Made(
    {"1780R001": "Karlstad (Alster)", "1780R002_RegSO2025": "Karlstad (Råtorp)"},
    ["2022", "2024"],
    ["män", "kvinnor"],
    [(1.5, 20), (None, 31.25), (402, 0.5), (7, None), (8.75, 96), (17, 18), (23, 24), (1234, 1.75)],
)
"""Its figures look like nothing else in the files, so that one from the wrong place is found out."""
BYTES = {
    **{kind: write(SMALL) for kind, write in CUBES.items()},
    **{f"text, {layout}": as_text(write(SMALL), ";", NOTES) for layout, write in TEXTS.items()},
}


def one_sentence(error):
    text = str(error)
    return text.endswith(".") and "\n" not in text and len(text) < 2000


def figures_in(text):
    """Return every number that stands in a text: with commas as decimal signs or between numbers, with thousands."""
    readings = [text, text.replace(",", " "), re.sub(r"(?<=\d) (?=\d{3})", "", text)]
    tokens = [token for part in readings for token in re.findall(r"\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?", part)]
    return {abs(float(token.replace(",", "."))) for token in tokens}


@pytest.mark.parametrize("kind", BYTES)
@given(chance=st.integers(0, 10**9).map(random.Random))
@settings(max_examples=60)
def test_damaged_files_give_a_sentence_or_figures_that_stand_in_them(tmp_path, kind, chance):
    path = written(tmp_path, BYTES[kind], "t.dat")
    path.write_bytes(mutated(path.read_bytes(), chance))
    try:
        table = read_table(path)
    except InputError as error:
        assert one_sentence(error), error  # noqa: PT017 - a table is fine, too
    else:
        found = table.data[table.content_columns].astype(float).abs().to_numpy().ravel()
        content = path.read_bytes()
        text = content.decode("utf-8", "replace") + " " + content.decode("cp1252", "replace")
        assert {figure for figure in found if figure == figure} <= figures_in(text)  # noqa: PLR0124 - NaN is not itself


@pytest.mark.parametrize("kind", [kind for kind in BYTES if not kind.startswith("text")])
def test_files_that_are_cut_off_are_refused(tmp_path, kind):
    content = written(tmp_path, BYTES[kind], "t.dat").read_bytes().rstrip()
    for end in range(1, len(content), 7):
        with pytest.raises(InputError) as caught:
            read_table(written(tmp_path, content[:end], "t.dat"))
        assert one_sentence(caught.value)


@given(chance=st.integers(0, 10**9).map(random.Random))
@settings(max_examples=60)
def test_damaged_excel_files_give_a_sentence_or_the_same_figures(tmp_path, chance):
    path = long_xlsx(tmp_path, SMALL)
    path.write_bytes(mutated(path.read_bytes(), chance))
    try:
        found = rows(read_table(path))
    except InputError as error:
        assert one_sentence(error), error  # noqa: PT017 - a table is fine, too
    else:
        assert found == SMALL.expected()


HOSTILE = st.sampled_from(
    [
        *(
            None,
            True,
            False,
            "",
            "..",
            "-",
            "5",
            "1e400",
            "9" * 400,
            "\u0665",
            "1_0",
            " 7 ",
            "4,5",
            "nan",
            "Infinity",
        ),
        *(0, -1, 5, 7.5, 10**400, 1e308, [], {}, [[]], {"": None}, {"0": 5}, {"__proto__": 1}, ["1780R001"]),
        *(
            "=1+1",
            '=HYPERLINK("http://x","y")',
            "<b>x</b>",
            "../../etc/passwd",
            "{file}",
            "%s",
            "\x00",
            "a\nb",
        ),
    ]
)


def changed(content, chance, value):
    """Put a value somewhere into a tree of JSON."""
    if not isinstance(content, dict | list) or not content or chance.random() < 0.15:
        return value
    keys = list(content) if isinstance(content, dict) else list(range(len(content)))
    key = chance.choice(keys)
    copy = dict(content) if isinstance(content, dict) else list(content)
    copy[key] = changed(content[key], chance, value)
    return copy


@pytest.mark.parametrize("kind", [kind for kind in CUBES if not kind.startswith("PC-Axis")])
@given(chance=st.integers(0, 10**9).map(random.Random), value=HOSTILE)
@settings(max_examples=150)
def test_hostile_values_in_json_give_a_sentence_or_figures_that_were_there(tmp_path, kind, chance, value):
    try:
        table = read_table(written(tmp_path, changed(CUBES[kind](SMALL), chance, value), "t.json"))
    except InputError as error:
        assert one_sentence(error), error  # noqa: PT017 - a table is fine, too
    else:
        known = {figure for pair in SMALL.figures for figure in pair} | {0, -1, 5, 7, 7.5, 4.5, 1e308}
        found = table.data[table.content_columns].astype(float).to_numpy().ravel()
        assert {figure for figure in found if figure == figure} <= known  # noqa: PLR0124 - NaN is not itself
