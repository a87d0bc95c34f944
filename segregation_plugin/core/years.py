"""Years of statistics in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def spans(years: Iterable[int]) -> str:
    """Return years as runs: ``2011-2015, 2018``."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def by_division(divisions: Mapping[int, str]) -> str:
    """Return years with the division each is coded on: ``2020-2023 (RegSO 2020), 2024 (RegSO 2025)``."""
    return ", ".join(
        f"{spans(year for year, own in divisions.items() if own == division)} ({division})"
        for division in sorted(set(divisions.values()))
    )
