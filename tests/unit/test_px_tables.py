"""PC-Axis files: encodings, languages, the figures in order or by keys, and files that are damaged."""

from __future__ import annotations

import pytest

from segregation_plugin.core.errors import InputError
from segregation_plugin.sources import limits
from segregation_plugin.sources.px_text import is_px
from segregation_plugin.sources.scb_tables import read_table
from tests.made_tables import INDEX_CONTENTS, px_statement, px_text, rows_of, written

REGIONS = {"1780R001": "Karlstad (Alster)", "1780R002": "Karlstad (Råtorp)"}
YEARS = {"2022": "2022", "2023": "2023"}


def read(folder, content, **more):
    return read_table(written(folder, content, "t.px", **more))


def made(data="1 2\n3 4", *statements, **more):
    return px_text(
        {"region": REGIONS}, {"år": YEARS}, data, px_statement("CONTENTS", "Bilar"), *statements, **more
    )


def figures(folder, content):
    return [(row["region_code"], row["year"], row["bilar"]) for row in rows_of(read(folder, content))]


def in_order(*values):
    return list(zip(["1780R001"] * 2 + ["1780R002"] * 2, [2022, 2023] * 2, values, strict=True))


def test_the_last_variable_of_the_heading_is_the_fastest(tmp_path):
    table = read(tmp_path, made())
    assert figures(tmp_path, made()) == in_order(1, 2, 3, 4)
    assert table.columns == ["region_code", "region_name", "division", "year", "bilar"]
    assert (table.title, table.table_id, table.source) == ("Made", "TAB6586", "SCB")
    assert rows_of(table)[3]["region_name"] == "Karlstad (Råtorp)"


@pytest.mark.parametrize(
    ("data", "values"),
    [
        ('".." 2.5\n"-" -4', [None, 2.5, None, -4]),
        ('"." "..." "...." "......"', [None] * 4),
        ('.. - "....." 1E+2', [None, None, None, 100]),
        ("1,2,3,4", [1, 2, 3, 4]),
        ("1;2;3;4", [1, 2, 3, 4]),
        ("1\t2 \r\n3 4 \r\n", [1, 2, 3, 4]),
        ('"" 0 0.0 4', [None, 0, 0, 4]),
    ],
)
def test_figures_and_signs(tmp_path, data, values):
    assert figures(tmp_path, made(data)) == in_order(*values)


def test_the_sign_for_nothing_to_report_is_counted(tmp_path):
    assert read(tmp_path, made('"-" 2 - ".."')).counts.nil_signs == 2


def test_contents_become_columns_and_the_stamp_is_the_newest(tmp_path):
    text = px_text(
        {"region": {"1780R001_RegSO2025": "1780R001 Karlstad (Alster)"}, "år": {"2024": "2024"}},
        {"tabellinnehåll": INDEX_CONTENTS},
        '4.5 4 ".." 2 3',
        px_statement("CONTVARIABLE", "tabellinnehåll"),
        px_statement('LAST-UPDATED("Socioekonomiskt index")', "20250131 08:00"),
        px_statement('LAST-UPDATED("Områdestyp")', "20260623 08:00"),
        px_statement('UNITS("Områdestyp")', "typ"),
        'AGGREGALLOWED=NO;\nPRESTEXT("år")=0;\nDATASYMBOL1="one";\nCELLNOTEX("*", "2024", "*")="Cell";\n',
        'VALUENOTE("region","1780R001 Karlstad (Alster)")="Value";\nNOTE("region")="Region##two";\n',
        'NOTEX="A note#that goes "\n"over lines; with = signs";\n',
    )
    table = read(tmp_path, text)
    assert table.rows() == [("1780R001", "Karlstad (Alster)", "RegSO 2025", 2024, 4.5, 4, None, 2, 3)]
    assert table.updated == "2026-06-23T08:00"
    assert table.notes == ["Region\n\ntwo", "A note\nthat goes over lines; with = signs"]
    assert [content.column for content in table.contents][:2] == ["socioeconomic_index", "area_type"]


def test_a_further_dimension_has_its_labels(tmp_path):
    text = px_text({"region": REGIONS, "kön": {"1": "män", "2": "kvinnor"}}, {"år": YEARS}, "1 2 3 4 5 6 7 8")
    rows = rows_of(read(tmp_path, text))
    assert [(row["kon"], row["year"]) for row in rows][:4] == [
        *(("män", 2022), ("män", 2023), ("kvinnor", 2022), ("kvinnor", 2023)),
    ]
    assert [row["made"] for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_without_codes_the_values_are_the_regions(tmp_path):
    labels = {
        "1780R001 Karlstad (Alster)": "1780R001 Karlstad (Alster)",
        "Karlstad (Råtorp)": "Karlstad (Råtorp)",
    }
    text = px_text({"RegSO": labels}, {"år": YEARS}, "1 2 3 4", codes=False)
    assert [row[:4] for row in read(tmp_path, text).rows()] == [
        ("1780R001", "Karlstad (Alster)", "RegSO 2020", 2022),
        ("1780R001", "Karlstad (Alster)", "RegSO 2020", 2023),
        (None, "Karlstad (Råtorp)", "RegSO 2020", 2022),
        (None, "Karlstad (Råtorp)", "RegSO 2020", 2023),
    ]


def test_times_that_are_named_otherwise_are_taken_from_the_time_values(tmp_path):
    text = px_text(
        {"region": REGIONS},
        {"period": {"a": "Året 2022", "b": "Året 2023"}},
        "1 2 3 4",
        'TIMEVAL("period")=TLIST(A1),"2022","2023";\n',
    )
    assert [row["year"] for row in rows_of(read(tmp_path, text))] == [2022, 2023] * 2


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("cp1252", 'CHARSET="ANSI";\nAXIS-VERSION="2013";\n'),
        ("utf-8", 'CHARSET="ANSI";\nAXIS-VERSION="2013";\n'),
        ("utf-8-sig", 'CHARSET="ANSI";\nAXIS-VERSION="2013";\n'),
        ("utf-8", 'CHARSET="ANSI";\nAXIS-VERSION="2013";\nCODEPAGE="utf-8";\n'),
        ("iso8859-15", 'CHARSET="ANSI";\nAXIS-VERSION="2013";\nCODEPAGE="iso-8859-15";\n'),
        ("cp1252", 'CHARSET="ANSI";\nAXIS-VERSION="2013";\nCODEPAGE="zip";\n'),
        ("cp1252", 'CHARSET="ANSI";\nAXIS-VERSION="2013";\nCODEPAGE="nothing known";\n'),
        ("cp850", 'AXIS-VERSION="2000";\n'),
    ],
)
def test_encodings(tmp_path, encoding, charset):
    text = made().replace('CHARSET="ANSI";\nAXIS-VERSION="2013";\n', charset)
    table = read(tmp_path, text, encoding=encoding)
    assert rows_of(table)[2]["region_name"] == "Karlstad (Råtorp)"
    assert [row["year"] for row in rows_of(table)] == [2022, 2023] * 2


def test_a_file_that_is_not_in_the_encoding_it_names_is_refused(tmp_path):
    text = made().replace('CHARSET="ANSI";', 'CHARSET="ANSI";\nCODEPAGE="utf-8";')
    with pytest.raises(InputError, match=r"^t.px is no text file"):
        read(tmp_path, text, encoding="cp1252")


def test_the_main_language_is_read(tmp_path):
    english = (
        'STUB[en]="region";\nHEADING[en]="year";\nTITLE[en]="English";\nCONTENTS[en]="Cars";\n'
        'VALUES[en]("region")="x","y";\nCODES[en]("region")="0114R001","0114R002";\n'
        'VALUES[en]("year")="2020","2021";\n'
    )
    plain = made().replace("DATA=", english + "DATA=")
    assert figures(tmp_path, plain) == in_order(1, 2, 3, 4)
    all_named = plain
    for keyword in ("STUB", "HEADING", "TITLE", "CONTENTS", "VALUES", "CODES", "TIMEVAL"):
        all_named = all_named.replace(f"\n{keyword}=", f"\n{keyword}[sv]=").replace(
            f"\n{keyword}(", f"\n{keyword}[sv]("
        )
    assert figures(tmp_path, all_named) == in_order(1, 2, 3, 4)


KEYS = ('KEYS("region")=CODES;\n',)


def test_rows_with_keys_may_come_in_any_order_and_be_left_out(tmp_path):
    text = made('"1780R002",3 ".."', *KEYS)
    assert figures(tmp_path, text) == in_order(None, None, 3, None)
    assert read(tmp_path, text).counts.left_out == 2
    full = made('"1780R002",3 4\n"1780R001",1 "-"', *KEYS)
    assert figures(tmp_path, full) == in_order(1, None, 3, 4)
    assert (read(tmp_path, full).counts.left_out, read(tmp_path, full).counts.nil_signs) == (0, 1)


def test_keys_of_several_variables_by_code_and_by_value(tmp_path):
    text = px_text(
        {"region": REGIONS, "kön": {"1": "män", "2": "kvinnor"}},
        {"år": YEARS},
        '"1780R002","kvinnor",7 8 "1780R001","män",1 2',
        'KEYS("region")=CODES;\nKEYS("kön")=VALUES;\n',
    )
    found = {
        (row["region_code"], row["kon"], row["year"]): row["made"] for row in rows_of(read(tmp_path, text))
    }
    assert {key: value for key, value in found.items() if value is not None} == {
        ("1780R002", "kvinnor", 2022): 7,
        ("1780R002", "kvinnor", 2023): 8,
        ("1780R001", "män", 2022): 1,
        ("1780R001", "män", 2023): 2,
    }
    assert len(found) == 8


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (made("1 2 3"), "^t.px is PC-Axis, but damaged: it has 3 values for 4 cells; download"),
        (made("1 2 3 4 5"), "^t.px is PC-Axis, but damaged: it has 5 values for 4 cells; download"),
        (made("1,5 2,5 3,5 4,5"), "^t.px is PC-Axis, but damaged: it has 5 values for 4 cells; download"),
        (
            made("1 2 3 4").rstrip(";\n"),
            "^t.px is PC-Axis, but cut off: its data does not end with a semicolon",
        ),
        (made("1 2 3 x"), "^t.px is PC-Axis, but damaged: a part of it holds something else"),
        (made('1 2 3 "4,5"'), "^t.px is PC-Axis, but damaged: a part of it"),
        (made('1 2 3 "4'), "^t.px is PC-Axis, but damaged"),
        (made("1 2 3 1e400"), "^t.px is PC-Axis, but damaged: a part of it"),
        (made("1 2 3 \u0664"), "^t.px is PC-Axis, but damaged: a part of it"),
        (made("1 2 3 1_0"), "^t.px is PC-Axis, but damaged: a part of it"),
        (made().replace("DATA=", "NODATA="), "^t.px is PC-Axis, but damaged: it lacks DATA; download"),
        (made().replace("DATA=", "DATA "), "^t.px is PC-Axis, but damaged"),
        (made().split("STUB")[0], "^t.px is PC-Axis, but damaged: it lacks DATA; download"),
        (made().replace("STUB=", "X=").replace("HEADING=", "Y="), "it lacks STUB; download"),
        (made().replace('VALUES("år")', "X").replace('CODES("år")', "Y"), r"it lacks VALUES\(år\); download"),
        (made().replace('CODES("region")="1780R001",', 'CODES("region")='), "^t.px is PC-Axis, but damaged"),
        (made().replace('"1780R002"', '"1780R001"'), "^t.px is damaged: 1780R001 stands twice in one list"),
        (made().replace('TITLE="Made";', 'TITLE="Made;'), "^t.px is PC-Axis, but damaged"),
        (made() + made(), "^t.px is PC-Axis, but damaged: it has 5 values for 4 cells"),
        (made().replace("SOURCE=", 'STUB="år";\nSOURCE='), "^t.px is PC-Axis, but damaged: a part of it"),
        (made("1 2", 'KEYS("region")=X;\n'), r"it lacks KEYS\(region\); download"),
        (made('"1780R009",1 2', *KEYS), "it lacks 1780R009; download"),
        (made('"1780R001",1 2 "1780R001",1 2', *KEYS), "^t.px is PC-Axis, but damaged: a part of it"),
        (made('"1780R001",1', *KEYS), "^t.px is PC-Axis, but damaged: it has 2 values for 6 cells"),
        (
            px_text({"kön": {"1": "män"}}, {"år": YEARS}, "1 2"),
            "^t.px has no dimension of regions, only kön, år; choose a table by RegSO or DeSO",
        ),
        ("region;antal\n0114R001;5\n", "^t.px is PC-Axis, but damaged"),
        (b"\x00\x01", "^t.px is no text file"),
    ],
)
def test_damage_is_told_in_one_sentence(tmp_path, content, sentence):
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, content)


def test_every_file_that_is_cut_off_is_refused(tmp_path):
    text = made('1 22 "-" 4.5')
    for end in range(len(text) - 2):
        with pytest.raises(InputError, match=r"^t.px "):
            read(tmp_path, text[:end] or " ;")


def test_a_description_or_a_table_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 100)
    assert len(read(tmp_path, made()).data) == 4
    monkeypatch.setattr(limits, "MAX_CELLS", 70)
    with pytest.raises(InputError, match=r"^t.px has more than 70 cells"):
        read(tmp_path, made("1 2 3 4", px_statement("NOTE", *range(70))))


def test_the_kind_is_told_by_the_beginning_whatever_the_name(tmp_path):
    assert len(read_table(written(tmp_path, made(), "table.txt")).data) == 4
    assert not is_px(b'"MATRIX=",2022\n0114R001,5')
