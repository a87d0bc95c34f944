"""Results laid out as Markdown."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from .cases import CASES, Case
from .runners import RUNNERS
from .targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .results import Results, Row

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
_COLD = RUNNERS["ours"].laps[0]


def markdown(results: Results) -> str:
    """Return all tables."""
    sections = [
        _head(results),
        _targets(results),
        *(_case(results, name) for name in CASES if name in results.cases),
    ]
    sections += [_growth(results), _cancels(results)]
    return "\n\n".join(filter(None, sections)) + "\n"


def write_between_markers(path: Path, text: str) -> None:
    """Put the tables into a page, between its markers.

    Raises:
        ValueError: the page has no markers.
    """
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, marker, after = rest.partition(END)
    if not marker:
        raise ValueError(f"{path} has no {BEGIN} … {END}")
    path.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] + ["--:"] * (len(lines[0]) - 1))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _head(results: Results) -> str:
    facts = [*results.machine.items(), *sorted(results.versions.items())]
    facts_in_words = "; ".join(f"{name}: {value}" for name, value in facts)
    return f"Measured {results.date}, size `{results.suite}`. {facts_in_words}."


def _targets(results: Results) -> str:
    rows = []
    for target in TARGETS:
        ratio = target.ratio(results)
        reached = "not measured" if ratio is None else "yes" if target.is_reached(ratio) else "**no**"
        rows.append([target.title, "-" if ratio is None else f"{ratio:.2f}", target.wanted, reached])
    return "### Ratios to reach\n\n" + _table(["", "ratio", "wanted", "reached"], rows)


def _case(results: Results, name: str) -> str:
    case = CASES[name]
    ours = results.median_s(name, _COLD)
    head = ["", "seconds", "÷ ours", "CPU seconds", "peak MB", "largest difference of an area", "agrees"]
    return f"### {case.title}\n\n" + _table(head, (_row(case, row, ours) for row in results.cases[name]))


def _row(case: Case, row: Row, ours: float | None) -> Iterator[str]:
    yield row.title
    if row.median_s is None:
        yield from (row.note, "", "", "", "", "")
        return
    yield _seconds(row)
    yield f"{row.median_s / ours:.2f}" if ours else ""
    yield f"{statistics.median(row.cpu_s):.2f}" if row.cpu_s else ""
    yield f"{row.peak_mb:.0f}"
    found = row.agreement
    if found is None:
        yield from ("", "")
        return
    yield f"{found.absolute:.1e} {case.tolerance.unit}".strip()
    yield "yes" if found.beyond == 0 else f"**NO: {found.beyond} of {found.areas}, worst {found.worst}**"


def _seconds(row: Row) -> str:
    """Return the median, and (1) where it is one measurement alone."""
    return f"{row.median_s:.2f}{' (1)' if len(row.wall_s) == 1 else ''}"


def _growth(results: Results) -> str:
    """Return how line lengths per area grow with the number of links."""
    sizes = [name for name, case in CASES.items() if name in results.cases and case.kind == "length_m"]
    if len(sizes) < 2:  # noqa: PLR2004 - one size does not grow
        return ""
    titles = dict.fromkeys(row.title for name in sizes for row in results.cases[name] if row.wall_s)
    rows = []
    for title in titles:
        seconds = [results.median_s(name, title) for name in sizes]
        last = seconds[-1] / seconds[-2] if seconds[-1] and seconds[-2] else None
        figures = ["" if value is None else f"{value:.2f}" for value in seconds]
        rows.append([title, *figures, "" if last is None else f"{last:.2f}"])
    head = ["seconds", *(name.removeprefix("length_") for name in sizes), "last step"]
    return "### Growth: line length per area\n\n" + _table(head, rows)


def _cancels(results: Results) -> str:
    rows = [
        [CASES[name].title, str(len(seconds)), f"{max(seconds):.2f}" if seconds else "-"]
        for name, seconds in results.cancels.items()
    ]
    head = ["", "times cancelled", "longest seconds until it had ended"]
    return "### Cancelling ours\n\n" + _table(head, rows) if rows else ""
