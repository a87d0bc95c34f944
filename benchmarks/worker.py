"""One measurement in a process of its own: ``python -m benchmarks.worker RUNNER CASE FILE``.

The figures go to the file, the rest as one line of JSON to standard output.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.cases import CASES, Case
from benchmarks.memory import peak_mb
from benchmarks.peers.absent import AbsentError
from benchmarks.runners import RUNNERS, Runner

if TYPE_CHECKING:
    from types import ModuleType


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runner", choices=RUNNERS)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("figures", type=Path)
    parser.add_argument("--cancel-after", type=float, metavar="SECONDS")
    given = parser.parse_args()
    runner, case = RUNNERS[given.runner], CASES[given.case]
    try:
        module = importlib.import_module(f"benchmarks.peers.{runner.module}")
        module.prepare(case, runner.option)
        if given.cancel_after is None:
            answer = _measure(module, runner, case, given.figures)
        else:
            cancelling = importlib.import_module("benchmarks.cancelling")
            answer = {"cancel_s": cancelling.seconds_to_stop(module, case, given.cancel_after)}
    except (AbsentError, ImportError) as error:
        answer = {"absent": str(error)}
    print(json.dumps(answer), flush=True)


def _measure(module: ModuleType, runner: Runner, case: Case, path: Path) -> dict[str, Any]:
    laps = []
    result = None
    for _ in runner.laps_of(case):
        gc.collect()
        cpu, began = time.process_time(), time.perf_counter()
        result = module.compute(case, runner.option)
        laps.append({"wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu})
    if result is not None:
        np.savez(path, codes=np.array(result[0], dtype=str), figures=np.array(result[1], dtype=np.float64))
    elsewhere = hasattr(module, "peak_mb")  # what a server uses, this process cannot see
    peak = module.peak_mb() if elsewhere else peak_mb()
    return {"laps": laps, "peak_mb": peak, "elsewhere": elsewhere, "versions": module.versions()}


if __name__ == "__main__":
    main()
