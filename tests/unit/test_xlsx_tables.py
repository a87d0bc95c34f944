"""Excel exports: a title, stacked headers, regions named once, notes; and what is no Excel file."""

from __future__ import annotations

import builtins
import zipfile

import openpyxl
import pytest

from segregation_plugin.core.errors import InputError, RunCancelledError
from segregation_plugin.sources import xlsx_table
from segregation_plugin.sources.scb_tables import read_table
from tests.made_tables import rows_of, written, written_xlsx

NOTES = [
    [],
    ["En anmärkning"],
    [],
    ["Senaste uppdatering:"],
    ["20240123 08:00"],
    [],
    ["Källa:"],
    ["SCB"],
    ["Sort:"],
    ["antal"],
]


def figures(path, *columns):
    return [tuple(row[column] for column in columns) for row in rows_of(read_table(path))]


def test_headers_stacked_in_the_order_of_the_title(tmp_path):
    path = written_xlsx(
        tmp_path,
        [
            ["Ekonomi efter region, tabellinnehåll, år och ålder"],
            [],
            [None, "Låg, procent", None, "Antal", None],
            [None, "2021", "2022", "2021", "2022"],
            [None, "totalt ålder", "totalt ålder", "totalt ålder", "totalt ålder"],
            ["0114A0010", 7, 8, 843, 850],
            ["0114C1010", 4, None, 1542, ".."],
            *NOTES,
        ],
    )
    assert figures(path, "region_code", "division", "year", "alder", "lag_procent", "antal") == [
        ("0114A0010", "DeSO 2018", 2021, "totalt ålder", 7, 843),
        ("0114A0010", "DeSO 2018", 2022, "totalt ålder", 8, 850),
        ("0114C1010", "DeSO 2018", 2021, "totalt ålder", 4, 1542),
        ("0114C1010", "DeSO 2018", 2022, "totalt ålder", None, None),
    ]
    table = read_table(path)
    assert (table.updated, table.source, table.title) == (
        "2024-01-23T08:00",
        "SCB",
        "Ekonomi efter region, tabellinnehåll, år och ålder",
    )


def test_headers_in_another_order_without_a_level_of_contents(tmp_path):
    path = written_xlsx(
        tmp_path,
        [
            ["Folkmängden per region efter region, år, utländsk/svensk bakgrund och kön"],
            [],
            [None, 2022, None, None],
            [None, "svensk bakgrund", "utländsk bakgrund", "totalt"],
            [None, "totalt", "totalt", "totalt"],
            ["0114A0010", 669, 194, 863],
            *NOTES,
        ],
    )
    assert figures(path, "year", "utlandsk_svensk_bakgrund", "kon", "population") == [
        (2022, "svensk bakgrund", "totalt", 669),
        (2022, "utländsk bakgrund", "totalt", 194),
        (2022, "totalt", "totalt", 863),
    ]


def test_headers_that_no_title_explains_are_joined(tmp_path):
    path = written_xlsx(
        tmp_path,
        [
            [None, 2022, None],
            [None, "Antal", "Andel"],
            [None, "män", "kvinnor"],
            ["0114R001", 5, 6.5],
        ],
    )
    assert figures(path, "year", "antal_man", "andel_kvinnor") == [(2022, 5, 6.5)]


def test_regions_and_other_variables_down_the_side_named_once(tmp_path):
    path = written_xlsx(
        tmp_path,
        [
            ["Folkmängden per region efter region, kön och år"],
            [],
            [None, None, "2021", "2022"],
            ["0114R001 Upplands Väsby (Bollstanäs)", "män", 1, 2],
            [None, "kvinnor", 3, 4],
            ["0114R002 Upplands Väsby (Hammarby)", "män", 5, 6],
            [None, "kvinnor", 7, 8],
            *NOTES,
        ],
    )
    assert figures(path, "region_code", "kon", "year", "population") == [
        *(("0114R001", "män", 2021, 1), ("0114R001", "män", 2022, 2)),
        *(("0114R001", "kvinnor", 2021, 3), ("0114R001", "kvinnor", 2022, 4)),
        *(("0114R002", "män", 2021, 5), ("0114R002", "män", 2022, 6)),
        *(("0114R002", "kvinnor", 2021, 7), ("0114R002", "kvinnor", 2022, 8)),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["region", "år", "Socioekonomiskt index"],
            ["0114R001 Upplands Väsby (Bollstanäs)", "2011", 10.0],
            [None, "2012", 11.0],
            [None, 2013, 12.0],
            ["0114R002 Upplands Väsby (Hammarby)", "2011", 20.0],
            [None, "2012", 21.0],
            [None, "2013", ".."],
        ],
        [
            [None, None, None, "Socioekonomiskt index"],
            ["0114R001", "Upplands Väsby (Bollstanäs)", "2011", 10.0],
            [None, None, "2012", 11.0],
            [None, None, "2013", 12.0],
            ["0114R002", "Upplands Väsby (Hammarby)", "2011", 20.0],
            [None, None, "2012", 21.0],
            [None, None, "2013", ".."],
        ],
    ],
)
def test_years_down_the_side_with_regions_named_once(rows, tmp_path):
    path = written_xlsx(tmp_path, [["Socioekonomiskt index efter region och år"], [], *rows, *NOTES])
    assert figures(path, "region_code", "year", "socioeconomic_index") == [
        *(("0114R001", 2011, 10), ("0114R001", 2012, 11), ("0114R001", 2013, 12)),
        *(("0114R002", 2011, 20), ("0114R002", 2012, 21), ("0114R002", 2013, None)),
    ]
    assert read_table(path).counts.rejected == 0


def test_one_area_with_its_years_down_the_side(tmp_path):
    rows = [["region", "år", "index"], ["0114R001 Upplands Väsby (Bollstanäs)", "2011", 1], [None, "2012", 2]]
    path = written_xlsx(tmp_path, [["Index efter region och år"], [], *rows])
    assert figures(path, "region_code", "year", "index") == [("0114R001", 2011, 1), ("0114R001", 2012, 2)]


def test_ages_in_figures_down_the_side_with_regions_named_once(tmp_path):
    path = written_xlsx(
        tmp_path,
        [
            ["Folkmängd efter region, kön och ålder. År 2024"],
            [],
            ["region", "kön", "ålder", "2024"],
            ["0114R001", "män", "0", 10],
            [None, None, "1", 11],
            [None, "kvinnor", "0", 12],
            [None, None, "1", 13],
            ["0114R002", "män", "0", 20],
        ],
    )
    assert figures(path, "region_code", "kon", "alder", "population") == [
        *(("0114R001", "män", "0", 10), ("0114R001", "män", "1", 11)),
        *(("0114R001", "kvinnor", "0", 12), ("0114R001", "kvinnor", "1", 13)),
        ("0114R002", "män", "0", 20),
    ]


def test_a_content_named_once_before_its_regions(tmp_path):
    path = written_xlsx(
        tmp_path,
        [
            ["Index efter tabellinnehåll, region och år"],
            [],
            [None, None, "2021", "2022"],
            ["Socioekonomiskt index", "0114R001", 4.5, 4.6],
            [None, "0114R002", 5.5, 5.6],
            ["Områdestyp", "0114R001", 4, 3],
            [None, "0114R002", 2, 1],
        ],
    )
    assert figures(path, "region_code", "year", "socioeconomic_index", "area_type") == [
        *(("0114R001", 2021, 4.5, 4), ("0114R001", 2022, 4.6, 3)),
        *(("0114R002", 2021, 5.5, 2), ("0114R002", 2022, 5.6, 1)),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["0114R001", "2021", 5], [None, "2022", 99], ["0114R002", "2021", 7], ["0114R002", "2022", 7]],
        [["0114R001", "2021", 5], ["0114R001", "2022", 5], ["0114R002", "2021", 7], [None, "2022", 99]],
    ],
)
def test_a_row_of_nobody_is_not_given_to_a_region_where_each_row_names_its_own(rows, tmp_path):
    path = written_xlsx(tmp_path, [["Antal efter region och år"], [], ["region", "år", "antal"], *rows])
    assert 99 not in {row[-1] for row in figures(path, "region_code", "year", "antal")}
    assert read_table(path).counts.rejected == 1


def test_what_stands_before_a_code_is_its_own(tmp_path):
    rows = [
        ["kön", "region", "antal"],
        ["män", "0114R001", 5],
        ["kvinnor", "0114R001", 6],
        [None, "0114R002", 11],
    ]
    path = written_xlsx(tmp_path, [["Antal efter kön och region"], [], *rows])
    assert [row[:2] for row in figures(path, "region_code", "kon", "antal")][-1] == ("0114R002", "")
    names = [["regsonamn", "regsokod", "antal"], ["Bollstanäs", "0114R001", 5], [None, "0114R002", 6]]
    path = written_xlsx(tmp_path, [["Antal efter region"], [], *names], name="names.xlsx")
    assert [row[0] for row in figures(path, "region_name")][-1] != "Bollstanäs"


@pytest.mark.parametrize("last", [[None, "Summa", 11], [None, None, 11], [None, "..", "uppgift saknas"]])
@pytest.mark.parametrize("title", [[], [["Befolkning efter region och år"], []]])
def test_a_sum_or_a_legend_below_is_no_area(title, last, tmp_path):
    rows = [["region", "år", "befolkning"], ["0114R001", 2022, 5], ["0114R002", 2022, 6], last]
    path = written_xlsx(tmp_path, [*title, *rows])
    found = figures(path, "region_code", "year", "befolkning")
    assert found[:2] == [("0114R001", 2022, 5), ("0114R002", 2022, 6)]
    assert {row[0] for row in found} == {"0114R001", "0114R002"}


def test_a_row_without_a_figure_does_not_end_the_table(tmp_path):
    rows = [
        ["0114R001", "män", 5],
        [None, "kvinnor", 6],
        ["0114R002", "män", 7],
        [None, "kvinnor", None],
        [None, "okänt", 3],
    ]
    path = written_xlsx(
        tmp_path, [["Antal efter region och kön"], [], ["region", "kön", "antal"], *rows, *NOTES]
    )
    assert figures(path, "region_code", "kon", "antal")[-3:] == [
        ("0114R002", "män", 7),
        ("0114R002", "kvinnor", None),
        ("0114R002", "okänt", 3),
    ]


@pytest.mark.parametrize("number_format", ['0.0" %"', r"0.0\%", '#,##0.0"%"', "General"])
def test_a_percent_sign_that_is_only_written_multiplies_nothing(number_format, tmp_path):
    book = openpyxl.Workbook()
    for row in (["region_code", "year", "low_economic_standard"], ["0114R001", 2024, 12.3]):
        book.active.append(row)
    book.active["C2"].number_format = number_format
    book.save(tmp_path / "x.xlsx")
    assert figures(tmp_path / "x.xlsx", "low_economic_standard") == [(12.3,)]


def test_figures_of_nobody_are_counted_and_not_given_to_the_region_above(tmp_path):
    path = written_xlsx(
        tmp_path,
        [
            ["Antal efter region och år"],
            [],
            ["region", "2021", "2022"],
            ["0114R001", 1, 2],
            [None, 3, 4],
            ["0114R002", 5, 6],
            [None, 8, 9],
            [None, 10, 11],
            *NOTES,
        ],
    )
    assert {row[0] for row in figures(path, "region_code", "year")} == {"0114R001", "0114R002"}
    table = read_table(path)
    assert len(rows_of(table)) == 4
    assert table.counts.rejected == 2 + 2  # the years of the row between, and the rows behind


def test_the_region_in_the_second_column_and_years_down_the_side(tmp_path):
    path = written_xlsx(
        tmp_path,
        [
            ["Index efter tabellinnehåll, region och år"],
            [],
            [None, None, None, "2021", "2022"],
            ["Socioekonomiskt index", "0114R001", "Upplands Väsby (Bollstanäs)", 4.5, 4.6],
            ["Områdestyp", "0114R001", "Upplands Väsby (Bollstanäs)", 4, 3],
        ],
    )
    assert figures(path, "region_code", "region_name", "year", "socioeconomic_index", "area_type") == [
        ("0114R001", "Upplands Väsby (Bollstanäs)", 2021, 4.5, 4),
        ("0114R001", "Upplands Väsby (Bollstanäs)", 2022, 4.6, 3),
    ]


def test_a_blank_region_is_not_filled_in_a_table_without_a_title(tmp_path):
    path = written_xlsx(
        tmp_path,
        [["region", "kön", "antal"], ["0114R001", "män", 1], [None, "kvinnor", 3], ["0114R002", "män", 5]],
    )
    assert figures(path, "region_code", "antal") == [("0114R001", 1), ("0114R002", 5)]
    assert read_table(path).counts.rejected == 1


def test_a_percentage_is_what_the_cell_shows(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["region_code", "year", "low_economic_standard"],
        ["0114R001", 2024, 0.123],
        ["0114R002", 2024, 7.5],
    ):
        sheet.append(row)
    sheet["C2"].number_format = "0.0%"
    book.save(tmp_path / "x.xlsx")
    assert figures(tmp_path / "x.xlsx", "region_code", "year", "low_economic_standard") == [
        ("0114R001", 2024, 12.3),
        ("0114R002", 2024, 7.5),
    ]


def test_the_first_sheet_with_regions_is_taken(tmp_path):
    path = written_xlsx(tmp_path, [["Innehåll"], ["x", 1]], [["kod", "antal"], ["0114R001", 5]])
    assert figures(path, "region_code", "antal") == [("0114R001", 5)]


def test_labels_are_matched_with_a_key_in_excel(tmp_path):
    key = written_xlsx(
        tmp_path,
        [
            ["Kopplingstabell"],
            [],
            [
                "Kommun",
                "Kommunnamn",
                "DeSO_2018",
                "RegSO_2020",
                "RegSOkod_2020",
                "RegSO_2025",
                "RegSOkod_2025",
            ],
            ["0114", "Upplands Väsby", "0114C1010", "Bollstanäs", "0114R001", "Nya Bollstanäs", "0114R001"],
            ["0114", "Upplands Väsby", "0114C1030", "Bollstanäs", "0114R001", "Annat", "0114R009"],
        ],
        name="key.xlsx",
    )
    labels = written(tmp_path, "region;2023;2024\nUpplands Väsby (Bollstanäs );4;..\n")
    table = read_table(labels, key)
    assert [(row["region_code"], row["division"]) for row in rows_of(table)] == [
        ("0114R001", "RegSO 2020")
    ] * 2
    new = written(tmp_path, "region;2024\nUpplands Väsby (Annat);4\nUpplands Väsby (Bollstanäs);4\n")
    assert [(row["region_code"], row["division"]) for row in rows_of(read_table(new, key))] == [
        ("0114R009", "RegSO 2025"),
        (None, "RegSO 2025"),
    ]
    assert table.stamps()[1] == "key, file key.xlsx"


@pytest.mark.parametrize("content", [b"region;antal\n0114R001;5\n", b"PK\x03\x04 cut off", b"\x00" * 50])
def test_what_is_no_zip_is_no_excel_file(tmp_path, content):
    with pytest.raises(InputError, match=r"^table.xlsx is no Excel file of the kind xlsx"):
        read_table(written(tmp_path, content, "table.xlsx"))


def test_another_zip_is_no_excel_file(tmp_path):
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(InputError, match=r"^table.xlsx cannot be read as an Excel file \(.+\); open it in"):
        read_table(path)


def test_an_old_or_protected_file(tmp_path):
    with pytest.raises(InputError, match=r"^table.xls is an Excel file of the old kind, or protected"):
        read_table(written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "table.xls"))


def test_a_small_file_that_unpacks_to_much(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_table, "MAX_UNPACKED_BYTES", 100)
    path = written_xlsx(tmp_path, [["kod", "antal"], ["0114R001", 5]])
    with pytest.raises(InputError, match=r"^table.xlsx unpacks to 0 MB, more than"):
        read_table(path)


def test_reading_can_be_cancelled(tmp_path):
    path = written_xlsx(tmp_path, [["kod", "antal"], ["0114R001", 5]])
    with pytest.raises(RunCancelledError):
        read_table(path, is_cancelled=lambda: True)


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    path = written_xlsx(tmp_path, [["kod", "antal"], ["0114R001", 5]])
    real_import = builtins.__import__

    def without_openpyxl(name, *more):
        if name == "openpyxl":
            raise ImportError(name)
        return real_import(name, *more)

    monkeypatch.setattr(builtins, "__import__", without_openpyxl)
    with pytest.raises(InputError, match=r"^table.xlsx is an Excel file, and the Python package openpyxl"):
        read_table(path)
