"""Small files of statistics in the shapes that SCB's database and people's disks have."""

from __future__ import annotations

import json
from itertools import product

INDEX_CONTENTS = {
    "000008IT": "Socioekonomiskt index",
    "000008IU": "Områdestyp",
    "000008IV": "Andelen med förgymnasial utbildning",
    "000008IW": "Andelen personer med låg ekonomisk standard (oavsett ålder)",
    "000008IX": "Andelen med ekonomiskt bistånd och/eller långtidsarbetslösa",
}
NOTES = """
"En anmärkning, med komma
och två rader",
2023-03-29: Tabellen är korrigerad.,
,
Senaste uppdatering:,
20250131 08:00,
,
Källa:,
SCB,
,
Sort:,
områdestyp,
,
Intern referenskod:,
000005QX,
"""


def json_stat(dimensions, figure, title="Made", **more):
    """Make a json-stat2 table: ``dimensions`` as id to {code: label}; ``figure`` of a cell's codes."""
    cells = list(product(*dimensions.values()))
    return {
        "version": "2.0",
        "class": "dataset",
        "label": title,
        "source": "SCB",
        "updated": "2026-06-23T06:00:00Z",
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "id": list(dimensions),
        "size": [len(categories) for categories in dimensions.values()],
        "dimension": {
            name: {
                "label": {"Tid": "år", "Alder": "ålder", "Kon": "kön"}.get(name, name.lower()),
                "category": {
                    "index": {code: place for place, code in enumerate(categories)},
                    "label": categories,
                },
            }
            for name, categories in dimensions.items()
        },
        "value": [figure(*cell) for cell in cells],
        "extension": {"px": {"tableid": "TAB6586"}},
        **more,
    }


def json_stat_old(table):
    """Bring a json-stat2 table into the shape of 1.x, without the name around it."""
    inside = {name: table[name] for name in ("id", "size", "role")}
    return {
        **{
            name: table[name]
            for name in table.keys() & {"label", "source", "updated", "value", "status", "note"}
        },
        "dimension": {**inside, **table["dimension"]},
    }


def pxweb_json(dimensions, contents, rows):
    """Make a table in PxWeb's ``json``: ids of dimensions, codes of contents, rows of keys and values."""
    types = {"Tid": "t"}
    return {
        "columns": [
            *({"code": name, "text": name.lower(), "type": types.get(name, "d")} for name in dimensions),
            *({"code": code, "text": code, "type": "c"} for code in contents),
        ],
        "comments": [{"variable": "Region", "value": "x", "comment": "a note"}],
        "data": [
            {"key": list(row[: len(dimensions)]), "values": list(row[len(dimensions) :])} for row in rows
        ],
        "metadata": [{"infofile": "X", "updated": "2026-06-23T06:00:00Z", "label": "Made", "source": "SCB"}],
    }


def px_statement(keyword, *values):
    """Make one statement of a PC-Axis file; long lists go over several lines."""
    return f"{keyword}=" + ",\n".join(f'"{value}"' for value in values) + ";\n"


def px_text(stub, heading, data, *statements, codes=True, times=("år",)):
    """Make a PC-Axis file: dimensions as name to {code: label}, and the text of the data."""
    dimensions = {**stub, **heading}
    described = [
        *(px_statement(f'VALUES("{name}")', *labels.values()) for name, labels in dimensions.items()),
        *(px_statement(f'CODES("{name}")', *labels) for name, labels in dimensions.items() if codes),
        *(px_statement(f'TIMEVAL("{name}")', *dimensions[name]) for name in times if name in dimensions),
    ]
    return "".join(
        [
            'CHARSET="ANSI";\nAXIS-VERSION="2013";\nLANGUAGE="sv";\nDECIMALS=1;\n',
            px_statement("MATRIX", "TAB6586"),
            *statements,
            px_statement("TITLE", "Made"),
            px_statement("STUB", *stub) if stub else "",
            px_statement("HEADING", *heading) if heading else "",
            *described,
            px_statement("SOURCE", "SCB"),
            f"DATA=\n{data};\n",
        ]
    )


def index_table(regions=None, years=("2022", "2024")):
    """Make a TAB6586: 4.0 and type 4 where the division covers the year, missing with a status elsewhere."""
    regions = regions or {
        "1780R001": "Karlstad (Alster)",
        "1780R001_RegSO2025": "1780R001 Karlstad (Alster)",
    }

    def figure(region, _content, year):
        return 4 if region.endswith("_RegSO2025") == (int(year) >= 2024) else None

    table = json_stat(
        {"Region": regions, "ContentsCode": INDEX_CONTENTS, "Tid": {year: year for year in years}}, figure
    )
    missing = {str(place): ".." for place, value in enumerate(table["value"]) if value is None}
    return {**table, "status": missing}


def written(folder, content, name="table.csv", encoding="utf-8"):
    """Write a file and return its path: text, bytes, or what JSON can hold."""
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_bytes(text.encode(encoding))
    return path


def written_xlsx(folder, *sheets, name="table.xlsx"):
    """Write an Excel file of sheets, each a list of rows."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    path = folder / name
    book.save(path)
    return path


def rows_of(table):
    """Return the rows of a table as dicts, None where missing."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows()]
