"""CSV in every dress: encodings, separators, long and wide, exports with titles and notes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from segregation_plugin.core.errors import InputError, RunCancelledError
from segregation_plugin.sources import limits
from segregation_plugin.sources.csv_table import csv_rows
from segregation_plugin.sources.grid import find_grid
from segregation_plugin.sources.grid_table import raw_table
from segregation_plugin.sources.limits import ReadingGuard
from segregation_plugin.sources.resolve import resolve
from segregation_plugin.sources.scb_tables import read_table
from tests.made_tables import NOTES, rows_of, written


def read(folder, content, **more):
    return read_table(written(folder, content), **more)


def figures(folder, content, *columns, **more):
    return [tuple(row[column] for column in columns) for row in rows_of(read(folder, content, **more))]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings(tmp_path, separator, encoding):
    text = 'region,år,"Andel, i procent"\n0114R001,2022,"4.5"\n1780R002,2022,3\n'
    text = (
        text
        if separator == ","
        else text.replace('"Andel, i procent"', "Andel i procent").replace(",", separator)
    )
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    assert [
        (row["region_code"], row["year"], row["andel_i_procent"]) for row in rows_of(read_table(path))
    ] == [
        ("0114R001", 2022, 4.5),
        ("1780R002", 2022, 3),
    ]


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("4,5", 4.5),
        ("4.5", 4.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234),
        ("\u22120,5", -0.5),
        ("0", 0),
        ("..", None),
        (".", None),
        ("-", None),
        ("\u2013", None),
        ("", None),
        ("NA", None),
        ("#N/A", None),
    ],
)
def test_cells(tmp_path, cell, figure):
    assert figures(tmp_path, f"region;antal\n0114R001;{cell}\n0114R002;1,5\n", "antal") == [(figure,), (1.5,)]


def test_decimal_commas_and_commas_in_notes_do_not_make_commas_the_separator(tmp_path):
    text = "region;2022\nA (b);4,5\nC (d);5,5\n\nen not, till\nen not, till\nen not, till\n"
    assert figures(tmp_path, text, "region_name", "value") == [("A (b)", 4.5), ("C (d)", 5.5)]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separators_and_line_breaks_inside_quotation_marks(tmp_path, separator):
    text = f'region{separator}antal\n"Lund (a{separator}b ""c""\u2028d)"{separator}7\n"Lund (e\nf)"{separator}8\n'
    assert figures(tmp_path, text, "region_name", "antal") == [
        (f'Lund (a{separator}b "c"\u2028d)', 7),
        ("Lund (e\nf)", 8),
    ]


@pytest.mark.parametrize(
    "text", ['region;antal\n0114R001;1\n"0114R002;2\n0114R003;3\n', 'region;x\n"0114R001"7;1\n']
)
def test_a_quotation_mark_that_swallows_rows_is_refused(tmp_path, text):
    with pytest.raises(InputError, match=r"^table.csv is no table in text form \("):
        read(tmp_path, text)


@pytest.mark.parametrize(
    "cell", ["\u0661", "\uff15", "1\n234", "1_000", "1e400", "9" * 400, "inf", "0x10", "=1+1", "4.5.6"]
)
def test_what_only_looks_like_a_figure_is_refused(tmp_path, cell):
    with pytest.raises(InputError, match=r"^Row 2 of table.csv has .+ in column antal; expected a number"):
        read(tmp_path, f'region;antal\n0114R001;"{cell}"\n0114R002;5\n0114R003;5\n')


@pytest.mark.parametrize("code", ["0114R00\u0661", "\uff10114R001", "0114\uff32001"])
def test_a_code_in_digits_of_another_script_is_no_code(tmp_path, code):
    table = read(tmp_path, f"region;antal\n{code};5\n0114R002;6\n")
    assert [(row["region_code"], row["antal"]) for row in rows_of(table) if row["region_code"]] == [
        ("0114R002", 6)
    ]


def test_a_point_between_thousands_beside_decimal_commas_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"figures such as 12\.345, where the point may be a decimal sign"):
        read(tmp_path, "region;antal;andel\n0114R001;12.345;4,5\n0114R002;7;5,5\n")
    assert figures(tmp_path, "region;a;b\n0114R001;12.345;4,5\n0114R002;7.5;5\n", "a", "b") == [
        (12.345, 4.5),
        (7.5, 5),
    ]


def test_a_note_with_a_semicolon_below_a_short_table_does_not_make_it_the_separator(tmp_path):
    assert figures(tmp_path, "region,2022\nA (b),4\n\nen not; till, och\n", "region_name", "value") == [
        ("A (b)", 4)
    ]


@pytest.mark.parametrize("notes", ["", "\n\nKälla:\nSCB\n"])
@pytest.mark.parametrize(
    ("region", "found"),
    [
        ("0114R001", ("0114R001", None)),
        ("114R001", ("0114R001", None)),
        (" 0114r001 ", ("0114R001", None)),
        ("0114R001_RegSO2025", ("0114R001", None)),
        ("0114R001 Upplands Väsby (Bollstanäs)", ("0114R001", "Upplands Väsby (Bollstanäs)")),
        ("Upplands Väsby (Bollstanäs)", (None, "Upplands Väsby (Bollstanäs)")),
        ("114C1010", ("0114C1010", None)),
        ("0114C1010_DeSO2025", ("0114C1010", None)),
    ],
)
def test_regions_in_every_form(tmp_path, region, found, notes):
    text = f"region;år;antal\n{region};2024;7\n{notes}"
    assert figures(tmp_path, text, "region_code", "region_name", "antal") == [(*found, 7)]


def test_the_sign_for_nothing_to_report_is_counted(tmp_path):
    assert read(tmp_path, "region;antal\n0114R001;-\n0114R002;\u2013\n0114R003;..\n").counts.nil_signs == 2


def test_a_comma_that_may_separate_thousands_is_refused(tmp_path):
    with pytest.raises(
        InputError, match=r"figures such as 12,345, where the comma may be a decimal sign or separate"
    ):
        read(tmp_path, "region;antal\n0114R001;12,345\n0114R002;7\n")
    assert figures(tmp_path, "region;antal\n0114R001;12,345\n0114R002;0,7\n", "antal") == [(12.345,), (0.7,)]


def test_long_with_contents_in_rows(tmp_path):
    text = (
        "region;tabellinnehåll;år;värde\n0114R001;Socioekonomiskt index;2022;4,5\n0114R001;Områdestyp;2022;4\n"
        "0114R002;Socioekonomiskt index;2022;9,5\n0114R002;Områdestyp;2022;..\n"
    )
    table = read(tmp_path, text)
    assert [(row["region_code"], row["socioeconomic_index"], row["area_type"]) for row in rows_of(table)] == [
        ("0114R001", 4.5, 4),
        ("0114R002", 9.5, None),
    ]
    assert table.dimensions == []


def test_long_with_codes_of_the_contents(tmp_path):
    text = "Region,ContentsCode,Tid,x\n0114R001_RegSO2025,000008IT,2024,4.5\n0114R001_RegSO2025,000008IU,2024,4\n"
    assert figures(tmp_path, text, "division", "socioeconomic_index", "area_type") == [("RegSO 2025", 4.5, 4)]


def test_wide_by_year_and_content(tmp_path):
    text = (
        '"region","Socioekonomiskt index 2021","Socioekonomiskt index 2022","Områdestyp 2021","Områdestyp 2022"\n'
        '"0114R001 Upplands Väsby (Bollstanäs)",4.5,4.6,4,3\n'
    )
    assert figures(
        tmp_path, text, "region_code", "region_name", "year", "socioeconomic_index", "area_type"
    ) == [
        ("0114R001", "Upplands Väsby (Bollstanäs)", 2021, 4.5, 4),
        ("0114R001", "Upplands Väsby (Bollstanäs)", 2022, 4.6, 3),
    ]


def test_wide_by_year_with_dimensions_in_columns(tmp_path):
    text = (
        "Folkmängden per region efter region, ålder, kön och år\n\n"
        '"region";"ålder";"kön";"2021";"2022"\n'
        '"0114R001";"0";"totalt";5;6\n"0114R001";"1";"totalt";7;8\n'
    )
    assert figures(tmp_path, text, "alder", "kon", "year", "population") == [
        ("0", "totalt", 2021, 5),
        ("0", "totalt", 2022, 6),
        ("1", "totalt", 2021, 7),
        ("1", "totalt", 2022, 8),
    ]


def test_a_year_in_some_headers_only_is_part_of_the_name(tmp_path):
    table = read(tmp_path, "kod,omradestyp_2022,folk\n0114R001,4,100\n")
    assert table.content_columns == ["omradestyp_2022", "folk"]
    assert rows_of(table)[0]["year"] is None


def test_the_export_that_names_its_content_only_in_the_notes(tmp_path):
    text = "\ufeff,2022\nKarlstad (Alster),4\nKarlstad (Klara),2\n," + NOTES
    table = read(tmp_path, text)
    assert [
        (row["region_code"], row["region_name"], row["year"], row["area_type"]) for row in rows_of(table)
    ] == [
        (None, "Karlstad (Alster)", 2022, 4),
        (None, "Karlstad (Klara)", 2022, 2),
    ]
    assert table.stamp() == "000005QX, SCB, updated 2025-01-31T08:00, file table.csv"
    assert table.notes[0].startswith("En anmärkning")


def test_the_newest_of_several_updates_counts(tmp_path):
    text = ",2022\nA (b),1\n,\nSenaste uppdatering:,\nEtt:,\n20230101 08:00,\nTvå:,\n20240101 08:00,\n\nSort:,\nantal,\n"
    assert read(tmp_path, text).updated == "2024-01-01T08:00"


def test_columns_that_follow_from_the_region_are_no_dimensions(tmp_path):
    text = (
        "fid,desokod,regsokod,RegSO_2020,Kommun,Kommunnamn,region,folk\n"
        "1,0114C1010,0114R001,Bollstanäs,0114,Upplands Väsby,Upplands Väsby (Bollstanäs),5\n"
        "2,0114C1020,0114R001,Bollstanäs,0114,Upplands Väsby,Upplands Väsby (Bollstanäs),6\n"
    )
    table = read(tmp_path, text)
    assert table.columns == ["region_code", "region_name", "division", "year", "folk"]
    assert [row["region_code"] for row in rows_of(table)] == ["0114C1010", "0114C1020"]
    assert rows_of(table)[0]["region_name"] == "Upplands Väsby (Bollstanäs)"


def test_what_importtable_wrote_is_read_again_unchanged(tmp_path):
    text = (
        "region_code,region_name,division,year,kon,socioeconomic_index,area_type\n"
        "1780R001,Karlstad (A),RegSO 2020,2022,totalt,4.5,4\n1780R001,Karlstad (A),RegSO 2025,2024,totalt,4.7,4\n"
    )
    table = read(tmp_path, text)
    assert ",".join(table.columns) == text.splitlines()[0]
    assert [",".join(map(str, row)) for row in table.rows()] == [
        "1780R001,Karlstad (A),RegSO 2020,2022,totalt,4.5,4",
        "1780R001,Karlstad (A),RegSO 2025,2024,totalt,4.7,4",
    ]


def test_kommun_rows_above_and_between_areas_are_no_headers(tmp_path):
    text = "region,antal\nRiket,900\n0180 Stockholm,80\n0180R001,7\n0181 Södertälje,60\n0181R001,6\n"
    table = read(tmp_path, text)
    assert table.content_columns == ["antal"]
    assert [(row["region_code"], row["region_name"], row["antal"]) for row in rows_of(table)] == [
        (None, "Riket", 900),
        ("0180R001", None, 7),
        ("0181R001", None, 6),
    ]
    assert table.counts.rejected == 2


def test_an_area_without_any_figure_is_kept(tmp_path):
    assert figures(
        tmp_path, "region,år,antal\n0114R001,2022,\n0114R002,2022,5\n", "region_code", "antal"
    ) == [
        ("0114R001", None),
        ("0114R002", 5),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "^table.csv is empty"),
        ("  \n", "^table.csv is empty"),
        ("school,white\nA,3\n", "^table.csv has no column of RegSO or DeSO"),
        ("just a text about nothing", "^table.csv has no column of RegSO or DeSO"),
        ("<!DOCTYPE html><html></html>", "^table.csv has no column of RegSO or DeSO"),
        ("0114R001,5\n0114R002,6\n", "^table.csv has no row of column names above its first area"),
        ("kod,namn\n0114R001,Bollstanäs\n", "^table.csv has no column of figures beside its regions"),
        (
            "kod,antal\n0114R001,5\n0114R002,6\n0114R003,fel\n",
            "^Row 4 of table.csv has fel in column antal; expected a",
        ),
        ("kod,antal,antal\n0114R001,5,6\n", "^Row 2 of table.csv gives a second figure for 0114R001, antal"),
        (
            "kod;år;antal\n0114R001;2022;5\n0114R001;2022;6\n",
            "^Row 3 of table.csv gives a second figure for 0114R001, 2022",
        ),
        (
            'CHARSET="ANSI";\nAXIS-VERSION="2010";',
            "^table.csv is PC-Axis, but damaged: it lacks DATA; download the table again",
        ),
        (b"SQLite format 3\x00\x10\x00", "^table.csv is no text file in UTF-8 or Windows-1252"),
        (b"region;antal\n\x81\x8f\x9d;1", "^table.csv is no text file in UTF-8 or Windows-1252"),
        (b"\xff\xfe\x00", "^table.csv is no text file in UTF-8 or Windows-1252"),
        ("region;antal\nGöteborg (Ö);1".encode("cp850"), "^table.csv is in another encoding"),
        ("region;antal\nLuleå (Håby);1\n".encode("mac_roman"), "^table.csv is in another encoding"),
        (
            "region;antal\nGöteborg (Ö);1".encode().decode("cp1252").encode(),
            "^table.csv is in another encoding",
        ),
        ("region;antal\nG\ufffdteborg (\ufffd);1", "^table.csv is in another encoding"),
    ],
)
def test_what_is_no_usable_table_is_refused_in_one_sentence(tmp_path, content, sentence):
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, content)


@pytest.mark.parametrize("cell", ["12,5 %", "x", "*"])
def test_a_column_known_by_its_name_holds_figures_or_the_table_is_refused(tmp_path, cell):
    rows = "".join(f"0114R00{n};2022;{cell}\n" for n in range(1, 4))
    with pytest.raises(InputError, match=r"table\.csv"):
        read(tmp_path, "region;år;Socioekonomiskt index\n" + rows)


def test_quotes_in_notes_are_no_broken_letters(tmp_path):
    text = "region;antal\nLund (Norr);1\n\nInnehållet ”Områdestyp” är … \u2013 se „Index” och Škoda\n"
    assert len(read(tmp_path, text.encode("cp1252")).data) == 1


def test_a_file_that_is_not_there_or_a_folder(tmp_path):
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(InputError, match=r"^There is no file .*; choose an existing file"):
            read_table(path)


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("segregation_plugin.sources.scb_tables.MAX_FILE_BYTES", 10)
    with pytest.raises(InputError, match=r"^table.csv has 0 MB, more than the 0 MB that are read"):
        read(tmp_path, "region,antal\n0114R001,5\n")


def test_a_table_with_too_many_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 5)
    with pytest.raises(InputError, match=r"^table.csv has more than 5 cells"):
        read(tmp_path, "region,antal\n" + "0114R001,5\n" * 3)


def test_reading_can_be_cancelled(tmp_path):
    with pytest.raises(RunCancelledError):
        read(tmp_path, "region,antal\n0114R001,5\n", is_cancelled=lambda: True)


def parsed(content):
    guard = ReadingGuard("t.csv")
    grid = find_grid(csv_rows(content, guard))
    return None if grid is None else resolve(raw_table(grid, guard))


@given(st.binary(max_size=300))
@example(b'"')
@example(b"0114R001")
@example(b"a\n0114R001,\n")
def test_any_bytes_are_a_table_or_a_sentence(content):
    try:
        parsed(content)
    except InputError as error:
        assert "t.csv" in str(error)  # noqa: PT017 - a table is fine, too


cells = st.sampled_from(
    [
        "0114R001",
        "0114C1010_DeSO2025",
        "1780",
        "A (b)",
        "region",
        "år",
        "2022",
        "5",
        "4,5",
        "..",
        "",
        "text",
        "Sort:",
    ]
)


@given(st.lists(st.lists(cells, min_size=1, max_size=4), max_size=8))
def test_any_arrangement_of_cells_is_a_table_or_a_sentence(rows):
    try:
        table = parsed("\n".join(";".join(row) for row in rows).encode())
    except InputError as error:
        assert "t.csv" in str(error)  # noqa: PT017 - a table is fine, too
    else:
        assert table is None or list(table.data.columns) == table.columns


@given(
    st.lists(
        st.tuples(st.integers(1, 999), st.integers(2011, 2023), st.none() | st.integers(-(10**6), 10**6)),
        min_size=1,
        unique_by=lambda row: row[:2],
    ).filter(lambda rows: any(tenths for _, _, tenths in rows))  # nothing but zeros may be another division's
)
def test_figures_survive_whatever_the_table(rows):
    lines = [
        f"0114R{number:03};{year};{'..' if tenths is None else f'{tenths / 10:.1f}'.replace('.', ',')}"
        for number, year, tenths in rows
    ]
    table = parsed("\n".join(["region;år;värde", *lines]).encode("cp1252"))
    found = zip(table.data["region_code"], table.data["year"], table.data["varde"], strict=True)
    assert [(code, year, None if figure != figure else figure) for code, year, figure in found] == [  # noqa: PLR0124 - NaN is not itself
        (f"0114R{number:03}", year, None if tenths is None else tenths / 10) for number, year, tenths in rows
    ]
