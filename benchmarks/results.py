"""Results of a run: what was measured, kept as JSON between measuring and laying out."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from .agreement import Agreement

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


@dataclass
class Row:
    """One way to compute a case."""

    runner: str
    title: str
    wall_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    agreement: Agreement | None = None
    """With ours; the worst of all rounds."""
    note: str = ""
    """Why nothing was measured."""

    @property
    def median_s(self) -> float | None:
        """Median seconds, None where nothing was measured."""
        return statistics.median(self.wall_s) if self.wall_s else None

    def disagrees(self) -> bool:
        """Say whether any area differs by more than the tolerance."""
        return self.agreement is not None and self.agreement.beyond > 0

    def add_agreement(self, found: Agreement) -> None:
        """Keep the worst."""
        if self.agreement is None or (found.beyond, found.absolute) > (
            self.agreement.beyond,
            self.agreement.absolute,
        ):
            self.agreement = found


@dataclass
class Results:
    """A whole run."""

    suite: str
    date: str
    machine: dict[str, str]
    versions: dict[str, str] = field(default_factory=dict)
    cases: dict[str, list[Row]] = field(default_factory=dict)
    cancels: dict[str, list[float]] = field(default_factory=dict)
    """Seconds that cancelled runs of ours went on, by case."""

    def row(self, case: str, title: str) -> Row:
        """Return the row of a case, a new one where there is none."""
        rows = self.cases.setdefault(case, [])
        for row in rows:
            if row.title == title:
                return row
        rows.append(Row("", title))
        return rows[-1]

    def median_s(self, case: str, title: str) -> float | None:
        """Return median seconds, None where nothing was measured."""
        return next((row.median_s for row in self.cases.get(case, []) if row.title == title), None)

    def keep(self, earlier: Results, besides: Collection[str]) -> None:
        """Keep what an earlier run measured of other cases than some; ratios stay within a case, and so within a run."""
        self.versions = earlier.versions | self.versions
        self.cases |= {name: rows for name, rows in earlier.cases.items() if name not in besides}
        self.cancels |= {name: seconds for name, seconds in earlier.cancels.items() if name not in besides}

    def write(self, path: Path) -> None:
        """Keep the results."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Results:
        """Return results that were kept."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        kept["cases"] = {case: [_row(row) for row in rows] for case, rows in kept["cases"].items()}
        return cls(**kept)


def _row(kept: dict[str, Any]) -> Row:
    agreement = kept.pop("agreement")
    return Row(**kept, agreement=Agreement(**agreement) if agreement else None)
