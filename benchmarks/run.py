"""Measure the plugin beside its peers: ``python -m benchmarks.run``, or ``make bench``.

Results go to ``out/bench/results.json`` and ``out/bench/results.md``. No time is ever a failure; figures that differ
from ours are, and end the run with 1.
"""

from __future__ import annotations

import argparse
import datetime
import math
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import machine, table
from .agreement import compare
from .cases import CANCELLED, CASES, SUITES, Case
from .measuring import Bench
from .national import ensure
from .postgres import Server
from .results import Results
from .runners import RUNNERS, Runner

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOT = Path(__file__).resolve().parent.parent
_OUT = _ROOT / "out" / "bench"
_DOCS = _ROOT / "docs" / "performance.md"
_ROUNDS = {"small": 1, "national": 3}
_SLOW_S = {"small": 1.5, "national": 45.0}
"""What takes longer is measured once."""
_LIMIT_S = {"small": 120.0, "national": 1800.0}
_CANCEL_AT = {"small": (0.3, 0.7), "national": (0.1, 0.3, 0.5, 0.7, 0.9)}
"""Shares of a run's time after which it is cancelled."""


def main() -> int:
    """Measure what the command line says, or lay out what was measured."""
    given = _arguments()
    path = _OUT / "results.json"
    if given.layout_only:
        results = Results.read(path)
    else:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leaves the server and the scratch tidily
        results = _run(given, path)
    text = table.markdown(results)
    path.with_suffix(".md").write_text(text, encoding="utf-8")
    if given.write_docs:
        table.write_between_markers(_DOCS, text)
    print(f"\n{text}\n{path}")
    return _report_disagreements(results)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SUITES, default="small")
    parser.add_argument("--cases", help="only these, comma-separated")
    parser.add_argument("--runners", help="only these, comma-separated")
    parser.add_argument("--rounds", type=int, help="how often, unless it is slow")
    parser.add_argument(
        "--update", action="store_true", help="keep what an earlier run measured of other cases"
    )
    parser.add_argument("--layout-only", action="store_true", help="lay out the results of the run before")
    parser.add_argument("--write-docs", action="store_true", help="put the tables into docs/performance.md")
    return parser.parse_args()


def _run(given: argparse.Namespace, path: Path) -> Results:
    chosen = {
        CASES[name]: [RUNNERS[runner] for runner in runners if _is_asked(given.runners, runner)]
        for name, runners in SUITES[given.size].items()
        if _is_asked(given.cases, name)
    }
    results = Results(given.size, datetime.date.today().isoformat(), machine.describe())  # noqa: DTZ011
    if given.update and path.exists():
        results.keep(Results.read(path), besides=[case.name for case in chosen])
    ensure(["areas", *dict.fromkeys(case.layer for case in chosen)])
    with tempfile.TemporaryDirectory(prefix="segregation-bench-") as folder, Server() as server:
        bench = Bench(Path(folder), server.connection, _LIMIT_S[given.size])
        for case, runners in chosen.items():
            print(f"\n{case.title}", flush=True)
            _measure_case(bench, case, runners, given.rounds or _ROUNDS[given.size], results)
            if case.name in CANCELLED[given.size] and RUNNERS["ours"] in runners:
                _cancel_case(bench, case, results)
            results.write(path)
    return results


def _is_asked(asked: str | None, name: str) -> bool:
    return asked is None or name in asked.split(",")


def _measure_case(bench: Bench, case: Case, runners: Sequence[Runner], rounds: int, results: Results) -> None:
    """Measure all runners in turn, several times over, so that a busy moment falls on all alike."""
    left = list(runners)
    for _ in range(rounds):
        for runner in list(left):
            answer = bench.measure(runner, case)
            seconds = [lap["wall_s"] for lap in answer.get("laps", [])]
            if not seconds or seconds[0] > _SLOW_S[results.suite]:
                left.remove(runner)
            _record(bench, case, runner, answer, results)
            print(f"  {runner.laps[0]:40} {_in_words(answer, seconds)}", flush=True)


def _in_words(answer: dict[str, Any], seconds: list[float]) -> str:
    if seconds:
        return ", ".join(f"{value:.2f} s" for value in seconds)
    return str(answer.get("absent") or answer.get("failed"))


def _record(bench: Bench, case: Case, runner: Runner, answer: dict[str, Any], results: Results) -> None:
    results.versions.update(answer.get("versions", {}))
    reference, figures = bench.figures(RUNNERS["ours"], case), bench.figures(runner, case)
    for number, title in enumerate(runner.laps_of(case)):
        row = results.row(case.name, title)
        row.runner = runner.name
        if "laps" not in answer:
            row.note = str(answer.get("absent") or answer.get("failed"))
            continue
        row.wall_s.append(answer["laps"][number]["wall_s"])
        if not answer.get("elsewhere"):
            row.cpu_s.append(answer["laps"][number]["cpu_s"])
        row.peak_mb = max(row.peak_mb, answer["peak_mb"])
        if runner.name != "ours" and reference.exists() and figures.exists():
            row.add_agreement(compare(case, reference, figures))


def _cancel_case(bench: Bench, case: Case, results: Results) -> None:
    runner = RUNNERS["ours"]
    usual = results.median_s(case.name, runner.laps[0])
    if usual is None:
        return
    # one that never ended, or failed, stands as infinite
    seconds = [
        bench.cancel(runner, case, share * usual).get("cancel_s", math.inf)
        for share in _CANCEL_AT[results.suite]
    ]
    # a run that ended before it was due to be cancelled tells nothing
    results.cancels[case.name] = [of_run for of_run in seconds if of_run is not None]
    print(f"  {'cancelled, seconds until it had ended':40} {results.cancels[case.name]}", flush=True)


def _report_disagreements(results: Results) -> int:
    wrong = [
        f"{case}: {row.title} differs from ours in {row.agreement.beyond} areas, most in {row.agreement.worst}"
        for case, rows in results.cases.items()
        for row in rows
        if row.agreement is not None and row.disagrees()
    ]
    wrong += [
        f"{case}: {row.title} failed, so nothing is compared with it: {row.note}"
        for case, rows in results.cases.items()
        for row in rows
        if row.runner == "ours" and row.note
    ]
    for line in wrong:
        print(f"DISAGREEMENT: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
