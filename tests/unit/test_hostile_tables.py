"""Files that were made to break a reader: bombs, depth, lengths, formulas, names; scaled down through the limits."""

from __future__ import annotations

import json
import random
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segregation_plugin.core.errors import InputError
from segregation_plugin.sources import limits, xlsx_table
from segregation_plugin.sources.scb_tables import read_table
from tests.made_formats import mutated
from tests.made_tables import json_stat, px_text, pxweb_json, rows_of, written, written_xlsx

TABLE = "region;antal\n0114R001;5\n"


SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def sheet_of(folder, xml, strings=""):
    """Write an Excel file with this XML as its only sheet, and with this as its list of texts."""
    source = written_xlsx(folder, [["region", "antal"], ["0114R001", 5]])
    with zipfile.ZipFile(source) as archive:
        content = {item: archive.read(item) for item in archive.namelist()}
    content["xl/worksheets/sheet1.xml"] = xml.encode()
    if strings:
        types = content["[Content_Types].xml"].decode()
        content["[Content_Types].xml"] = types.replace("</Types>", STRINGS).encode()
        content["xl/sharedStrings.xml"] = f'<sst xmlns="{SPACE}">{strings}</sst>'.encode()
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, data in content.items():
            archive.writestr(item, data)
    return path


def sheet(rows, head=""):
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'


HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>region</t></is></c><c r="B1" t="inlineStr"><is><t>antal</t></is></c></row>'
AREA = '<c r="A2" t="inlineStr"><is><t>0114R001</t></is></c>'


def refused(path, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        read_table(path)
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert len(text) < 2000


def test_the_made_sheet_is_read(tmp_path):
    path = sheet_of(tmp_path, sheet(f'{HEAD}<row r="2">{AREA}<c r="B2"><v>5</v></c></row>'))
    assert [row["antal"] for row in rows_of(read_table(path))] == [5]


def test_a_sheet_that_begins_at_a_row_far_down(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 1000)
    refused(
        sheet_of(tmp_path, sheet('<row r="99999999999"><c r="A1"><v>5</v></c></row>')),
        "has more than 1000 cells",
    )


def test_one_cell_far_to_the_right_and_many_rows(tmp_path, monkeypatch):
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>5</v></c></row>' for number in range(3, 20))
    monkeypatch.setattr(limits, "MAX_CELLS", 20_000)
    xml = sheet(f'{HEAD}<row r="2">{AREA}<c r="XFD2"><v>5</v></c></row>{rows}')
    refused(sheet_of(tmp_path, xml), "has more than 20000 cells")


def test_cells_that_only_have_a_format_are_no_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 20_000)
    xml = sheet(f'{HEAD}<row r="2">{AREA}<c r="B2"><v>5</v></c><c r="XFD2" s="0"/></row>')
    assert [row["antal"] for row in rows_of(read_table(sheet_of(tmp_path, xml)))] == [5]


def test_one_long_text_in_many_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 10_000)
    cells = "".join(f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(1, 20))
    path = sheet_of(tmp_path, sheet(cells), f"<si><t>{'x' * 900}</t></si>")
    refused(path, "holds more than 0 million characters")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_table, "MAX_UNPACKED_BYTES", 1_000_000)
    refused(sheet_of(tmp_path, sheet(" " * 2_000_000)), "unpacks to 2 MB, more than the 1 MB that are read")


def test_a_zip_that_lies_about_its_size(tmp_path):
    path = sheet_of(tmp_path, sheet(" " * 200_000 + HEAD))
    content = path.read_bytes()
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    path.write_bytes(content[: place + 24] + (100).to_bytes(4, "little") + content[place + 28 :])
    refused(path, "cannot be read as an Excel file")


def test_entities_that_multiply(tmp_path):
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    head = f'<!DOCTYPE x [<!ENTITY e0 "0123456789">{entities}]>'
    xml = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&e12;</t></is></c></row>', head)
    refused(sheet_of(tmp_path, xml), "cannot be read as an Excel file")


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://x.se","5")', "=SUM(B1:B1)"])
def test_a_formula_that_was_never_computed_is_no_empty_cell(tmp_path, formula):
    path = written_xlsx(tmp_path, [["region", "antal"], ["0114R001", formula], ["0114R002", 5]])
    refused(path, r"^table.xlsx has a formula without a value in cell B2; open it in a spreadsheet")


def test_a_formula_with_its_value_is_that_value(tmp_path):
    xml = sheet(
        f'{HEAD}<row r="2">{AREA}<c r="B2"><f>2+3</f><v>5</v></c><c t="str" r="C2"><f>""</f><v></v></c></row>'
    )
    assert [row["antal"] for row in rows_of(read_table(sheet_of(tmp_path, xml)))] == [5]


def test_a_formula_where_two_parts_of_a_long_sheet_meet(tmp_path, monkeypatch):
    from segregation_plugin.sources import xlsx_losses

    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(3, 40))
    xml = sheet(f'{HEAD}{rows}<row r="40"><c r="A40"><f>1+1</f></c></row>')
    path = sheet_of(tmp_path, xml)
    monkeypatch.setattr(xlsx_losses, "_LONGEST", 100)
    for chunk in range(150, 200):
        monkeypatch.setattr(xlsx_losses, "_CHUNK", chunk)
        refused(path, "has a formula without a value in cell A40")


@pytest.mark.parametrize("numbers", [(3, 2), (2, 2)])
def test_rows_that_are_not_in_order_are_not_left_out(tmp_path, numbers):
    rows = "".join(
        f'<row r="{number}">{AREA.replace("A2", f"A{number}")}<c r="B{number}"><v>5</v></c></row>'
        for number in numbers
    )
    refused(
        sheet_of(tmp_path, sheet(HEAD + rows)), rf"^bomb.xlsx has row 2 after row {numbers[0]}; open it in"
    )


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#VALUE!"])
def test_errors_of_excel_are_no_figures(tmp_path, error):
    path = written_xlsx(
        tmp_path, [["region", "antal"], ["0114R001", error], ["0114R002", 5], ["0114R003", 5]]
    )
    refused(path, rf"^Row 2 of table.xlsx has {re.escape(error)} in column antal")


@given(chance=st.integers(0, 10**9).map(random.Random))
@settings(max_examples=60)
def test_damaged_sheets_give_a_sentence_or_a_table(tmp_path, chance):
    rows = (
        f'{HEAD}<row r="2">{AREA}<c r="B2"><v>5</v></c></row><row r="3"><c r="A3"><f>1</f><v>7</v></c></row>'
    )
    try:
        read_table(sheet_of(tmp_path, mutated(sheet(rows).encode(), chance).decode("utf-8", "replace")))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - a table is fine, too


LABELS = [
    '=HYPERLINK("http://x.se","x")',
    "=1+1",
    "@SUM(1)",
    "<script>alert(1)</script>",
    "<b>fet</b> &amp; {file} %s",
    "../../etc/passwd",
    "C:\\Windows\\x",
    "__proto__",
    "'; DROP TABLE x; --",
    "\u202eRTL",
]


@pytest.mark.parametrize("label", LABELS)
def test_texts_stay_the_texts_they_are(tmp_path, label):
    full = f"Lund ({label})"
    quoted = '"' + full.replace('"', '""') + '"'
    book = openpyxl.Workbook()
    for row in (["region", "namn", "antal"], ["0114R001", full, 5]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    paths = [
        written(tmp_path, f"region;namn;antal\n0114R001;{quoted};5\n", "t.csv"),
        written(
            tmp_path,
            json_stat({"Region": {"0114R001": full}, "Tid": {"2022": "2022"}}, lambda *_: 5),
            "t.json",
        ),
        tmp_path / "t.xlsx",
    ]
    if '"' not in label:
        paths.append(
            written(tmp_path, px_text({"region": {"0114R001": full}}, {"år": {"2022": "2022"}}, "5"), "t.px")
        )
    for path in paths:
        assert [row[1] for row in read_table(path).rows()] == [full], path


@pytest.mark.parametrize("label", LABELS)
def test_columns_have_plain_names_whatever_they_are_called(tmp_path, label):
    made = json_stat(
        {
            "Region": {"0114R001": "a"},
            label: {"1": "b"},
            "ContentsCode": {"x": label},
            "Tid": {"2022": "2022"},
        },
        lambda *_: 5,
    )
    columns = read_table(written(tmp_path, made, "t.json")).columns
    assert all(re.fullmatch(r"[a-z0-9_]{1,40}", column) for column in columns)
    assert len(set(columns)) == len(columns) == 6


@pytest.mark.parametrize(
    "name", ["{file}.csv", "%s.csv", "a\nb.csv", "<b>.csv", "-rf.csv", "x" * 200 + ".csv"]
)
def test_names_of_files(tmp_path, name):
    assert len(read_table(written(tmp_path, TABLE, name)).data) == 1
    refused(written(tmp_path, "nothing", name), "has no column of RegSO or DeSO")


@pytest.mark.parametrize("depth", [200, 900, 100_000])
@pytest.mark.parametrize("part", ["label", "note", "value", "dimension", "role", "updated"])
def test_deep_json(tmp_path, depth, part):
    made = json_stat({"Region": {"0114R001": "a"}, "Tid": {"2022": "2022"}}, lambda *_: 5)
    text = json.dumps({**made, part: "DEEP"}).replace('"DEEP"', "[" * depth + "]" * depth)
    try:
        table = read_table(written(tmp_path, text, "t.json"))
    except InputError as error:
        assert str(error).startswith("t.json ")  # noqa: PT017 - a title may be a list
    else:
        assert table.data["region_code"].tolist() == ["0114R001"]


LONG = "x" * 140_000


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (f"region;antal\n0114R001;{LONG}\n", "t.csv", "t.csv is no table in text form"),
        (f"region;antal\n0114R001;{LONG[:100_000]}\n0114R002;5\n", "t.csv", "Row 2 of t.csv has xxx"),
        (
            f"{LONG[:100_000]};antal\n0114R001;fel\n0114R002;5\n0114R003;5\n",
            "t.csv",
            "Row 2 of t.csv has fel",
        ),
        (
            pxweb_json(["Region", "Tid"], ["x"], [("0114R001", "2022", LONG)]),
            "t.json",
            "t.json is PxWeb json, but",
        ),
        (
            pxweb_json(["Region", LONG], ["x"], [(LONG, "2022", "5")]),
            "t.json",
            "t.json has no RegSO and no DeSO",
        ),
        (
            px_text({"kön": {LONG: LONG}}, {LONG: {"2022": "2022"}}, "5"),
            "t.px",
            "t.px has no dimension of regions",
        ),
        (
            px_text({"region": {"0114R001": "a"}}, {"år": {"2022": ""}}, "9" * 140_000),
            "t.px",
            "t.px is PC-Axis, but",
        ),
        (
            json.dumps({"x": {"dimension": {"id": [LONG]}}}),
            "t.json",
            "t.json is json-stat, but damaged: it lacks xxx",
        ),
    ],
)
def test_very_long_texts_do_not_make_very_long_sentences(tmp_path, content, name, sentence):
    refused(written(tmp_path, content, name), sentence)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("\n" * 2000, id="rows"),
        pytest.param(";" * 2000, id="columns"),
        pytest.param("0114R001;5;" + ";" * 900 + "\n" * 900, id="both"),
    ],
)
def test_many_rows_or_columns_without_anything_in_them(tmp_path, monkeypatch, content):
    monkeypatch.setattr(limits, "MAX_CELLS", 1000)
    refused(written(tmp_path, "region;antal\n" + content), "has more than 1000 cells")


def test_many_sizes_that_multiply(tmp_path):
    axes = {f"d{n}": {str(code): str(code) for code in range(100)} for n in range(9)}
    made = {**json_stat({"Region": {"0114R001": "a"}}, lambda *_: 5)}
    dimensions = {name: {"category": {"index": list(codes)}} for name, codes in axes.items()}
    made = {
        **made,
        "id": ["Region", *axes],
        "size": [1, *[100] * 9],
        "dimension": {**made["dimension"], **dimensions},
        "value": {"0": 5},
    }
    refused(written(tmp_path, made, "t.json"), "^t.json has more than 5000000 cells")
    refused(
        written(tmp_path, px_text({"region": {"0114R001": "a"}, **axes}, {}, "5"), "t.px"),
        "has more than 5000000",
    )
