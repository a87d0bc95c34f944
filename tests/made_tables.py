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
