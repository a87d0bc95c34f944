"""One made table, written in every format that is read: what comes back has to be the same, cell by cell."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from segregation_plugin.core.region_codes import is_valid_year
from tests.made_tables import json_stat, json_stat_old, px_statement, px_text, pxweb_json, written_xlsx

CONTENTS = {"000008IT": "Socioekonomiskt index", "000001": "Antal bilar"}
COLUMNS = ["socioeconomic_index", "antal_bilar"]
NOTES = "\n\nEn anmärkning; med, tecken = 1\nKälla:\nSCB\n"
LETTERS = "abcåäöÅÉ -,'&<>/=+{}%_.5"


@dataclass(frozen=True)
class Made:
    """Regions as code to label, years, values of a further dimension, and the figures in the order of all three."""

    regions: dict[str, str]
    years: list[str]
    sexes: list[str]
    figures: list[tuple[float | None, float | None]]

    def cells(self):
        return zip(product(self.regions, self.sexes, self.years), self.figures, strict=True)

    def expected(self, *, labels=True):
        """Return the rows as ``read_table`` is to give them."""
        rows = []
        for (region, sex, year), figures in self.cells():
            division = "RegSO 2025" if region.endswith("_RegSO2025") else "RegSO 2020"
            known = figures if is_valid_year(division, int(year)) else (None, None)
            rows.append(
                (region[:8], self.regions[region] if labels else None, division, int(year), sex, *known)
            )
        return sorted(rows, key=str)


@st.composite
def tables(draw, figures, letters=LETTERS):
    """Draw a table of figures, and of names of letters; one region has a suffix, so that the lack of it tells the old division in text tables, too."""
    numbers = draw(st.lists(st.integers(1, 999), min_size=1, max_size=4, unique=True))
    codes = [f"1780R{number:03}" for number in numbers]
    codes = [*(code for code in codes if draw(st.booleans())), "0114R001_RegSO2025"]
    regions = {code: f"Karlstad (Å{draw(st.text(letters, max_size=12)).strip()}x)" for code in codes}
    years = draw(st.lists(st.integers(2011, 2026).map(str), min_size=1, max_size=3, unique=True))
    sexes = draw(st.sampled_from([["män"], ["män", "kvinnor"], ["totalt", "1", "2"]]))
    count = len(regions) * len(years) * len(sexes)
    pair = st.tuples(st.none() | figures, st.none() | figures)
    return Made(regions, years, sexes, draw(st.lists(pair, min_size=count, max_size=count)))


def plain(figure):
    return ".." if figure is None else repr(figure)


def as_json_stat(made):
    figures = dict(made.cells())
    table = json_stat(
        {
            "Region": made.regions,
            "Kon": dict(zip(made.sexes, made.sexes, strict=True)),
            "ContentsCode": CONTENTS,
            "Tid": dict(zip(made.years, made.years, strict=True)),
        },
        lambda region, sex, content, year: figures[region, sex, year][list(CONTENTS).index(content)],
    )
    return {
        **table,
        "status": {str(place): ".." for place, value in enumerate(table["value"]) if value is None},
    }


def as_sparse_json_stat(made):
    table = as_json_stat(made)
    return {
        **table,
        "value": {str(place): value for place, value in enumerate(table["value"]) if value is not None},
    }


def as_old_json_stat(made):
    return {"dataset": json_stat_old(as_json_stat(made))}


def as_pxweb_json(made):
    rows = [(*key, *map(plain, figures)) for key, figures in made.cells()]
    table = pxweb_json(["Region", "Kon", "Tid"], [*CONTENTS], rows)
    table["columns"][1]["text"] = "kön"
    table["columns"][-1]["text"] = "Antal bilar"
    return table


def as_px(made):
    return _px(made, "\n".join(" ".join(map(_quoted, figures)) for _, figures in made.cells()))


def as_px_with_keys(made):
    data = "\n".join(
        ",".join(f'"{part}"' for part in key) + "," + " ".join(map(_quoted, figures))
        for key, figures in reversed(list(made.cells()))
    )
    return _px(made, data, *(f'KEYS("{name}")=CODES;\n' for name in ("region", "kön", "år")))


def _quoted(figure):
    return '".."' if figure is None else repr(figure)


def _px(made, data, *statements):
    return px_text(
        {
            "region": made.regions,
            "kön": dict(zip(made.sexes, made.sexes, strict=True)),
            "år": dict(zip(made.years, made.years, strict=True)),
        },
        {"tabellinnehåll": CONTENTS},
        data,
        px_statement("CONTVARIABLE", "tabellinnehåll"),
        *statements,
    )


def long_rows(made, write=plain):
    """Return a text table with a row per region, sex and year, the code and the label in one cell."""
    head = ["region", "kön", "år", *CONTENTS.values()]
    return [
        head,
        *(
            [f"{region} {made.regions[region]}", sex, year, *map(write, figures)]
            for (region, sex, year), figures in made.cells()
        ),
    ]


def rows_by_content(made, write=plain):
    """Return a text table with one figure a row."""
    return [
        ["tabellinnehåll", "region", "regionnamn", "kön", "år", "värde"],
        *(
            [content, region, made.regions[region], sex, year, write(figure)]
            for (region, sex, year), figures in made.cells()
            for content, figure in zip(CONTENTS.values(), figures, strict=True)
        ),
    ]


def wide_rows(made, write=plain):
    """Return a text table with a column per content and year."""
    figures = dict(made.cells())
    return [
        [
            "region",
            "regionnamn",
            "kön",
            *(f"{name} {year}" for name in CONTENTS.values() for year in made.years),
        ],
        *(
            [region, label, sex]
            + [write(figures[region, sex, year][place]) for place in range(2) for year in made.years]
            for region, label in made.regions.items()
            for sex in made.sexes
        ),
    ]


def as_text(rows, separator=";", notes=""):
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(rows)
    return stream.getvalue() + notes


def stacked_xlsx(folder, made):
    """Write an Excel export: a title, stacked headers, regions in the second column, notes below."""
    figures = dict(made.cells())
    years = len(made.years)
    rows = [
        ["Index efter kön, region, tabellinnehåll och år"],
        [],
        [None, None, *(name for content in CONTENTS.values() for name in [content, *[None] * (years - 1)])],
        [None, None, *made.years, *made.years],
    ]
    for sex, (region, label) in product(made.sexes, made.regions.items()):
        values = [figures[region, sex, year][place] for place in range(2) for year in made.years]
        rows.append([sex, f"{region} {label}", *(".." if value is None else value for value in values)])
    return written_xlsx(folder, [*rows, [], ["En anmärkning"], ["Källa:"], ["SCB"]])


def long_xlsx(folder, made):
    return written_xlsx(folder, long_rows(made, lambda figure: figure))


def json_text(content):
    return json.dumps(content, ensure_ascii=False)


def mutated(content, chance):
    """Cut out, double, swap or overwrite a few pieces."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice([1, 1, 2, 5, 40]))
        piece = content[start:end]
        other = chance.choice(
            [
                b"",
                piece * 2,
                piece[::-1],
                bytes([chance.randrange(256)]),
                b'"',
                b";",
                b",",
                b"\n",
                b"9",
                b"0",
                b"-",
            ]
        )
        content = content[:start] + other + content[end:]
    return content
