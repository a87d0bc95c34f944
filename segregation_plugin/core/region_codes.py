"""Codes of regional statistical areas, the divisions they belong to, and which year uses which."""

from __future__ import annotations

import re
from typing import Literal

Level = Literal["RegSO", "DeSO"]

REGSO_2020, REGSO_2025, DESO_2018, DESO_2025 = "RegSO 2020", "RegSO 2025", "DeSO 2018", "DeSO 2025"
DIVISIONS = (REGSO_2020, REGSO_2025, DESO_2018, DESO_2025)
OLD_DIVISION: dict[Level, str] = {"RegSO": REGSO_2020, "DeSO": DESO_2018}
NEW_DIVISION: dict[Level, str] = {"RegSO": REGSO_2025, "DeSO": DESO_2025}
FIRST_YEAR_OF_NEW_DIVISION = 2024
"""Reference years through 2023 are coded on the old division; old years are not recomputed (SCB)."""

# Plain digits only: a code with digits of another script looks the same and joins nothing.
_REGSO = re.compile(r"[0-9]{4}R[0-9]{3}")
_DESO = re.compile(r"[0-9]{4}[ABC][0-9]{4}")
_LOST_ZERO = re.compile(r"[0-9]{3}(R[0-9]{3}|[ABC][0-9]{4})")
_SUFFIX = re.compile(r"(?P<code>[0-9A-Z]+)_(?P<level>RegSO|DeSO)(?P<year>2018|2020|2025)")


def level_of(code: str) -> Level | None:
    """Return ``RegSO`` or ``DeSO`` for a well-formed code, else None."""
    if _REGSO.fullmatch(code):
        return "RegSO"
    return "DeSO" if _DESO.fullmatch(code) else None


def normalise(text: object) -> tuple[str, str | None] | None:
    """Read a RegSO or DeSO code as it is found in files.

    Blanks around it go, letters become upper case, the leading zero that spreadsheets lose comes back, and
    the suffix of SCB's tables (``0114R001_RegSO2025``) is told apart.

    Returns:
        The code and the division that its suffix names (None without a suffix); None when it is no such code.
    """
    raw = str(text).strip()
    suffix = _SUFFIX.fullmatch(raw)
    code = (suffix["code"] if suffix else raw).upper()
    if _LOST_ZERO.fullmatch(code):
        code = f"0{code}"
    level = level_of(code)
    if level is None or (suffix and suffix["level"] != level):
        return None
    return code, _division_named(level, suffix["year"]) if suffix else None


def _division_named(level: Level, year: str) -> str:
    return NEW_DIVISION[level] if year == "2025" else OLD_DIVISION[level]


def division_of_version(level: Level, version: str) -> str | None:
    """Return the division that a version stamp or reference date names.

    ``2018_v2`` and ``2020_v3`` are RegSO 2020 (on DeSO 2018), ``2025_v1`` and ``20250101`` RegSO 2025:
    "RegSO_2018" is the name of SCB's first file of the 2020 division, not another division.
    """
    year = re.match(r"\D*(20\d\d)", version)
    if year is None:
        return None
    return NEW_DIVISION[level] if int(year[1]) >= FIRST_YEAR_OF_NEW_DIVISION else OLD_DIVISION[level]


def division_of_year(level: Level, year: int) -> str:
    """Return the division that statistics of a reference year are coded on."""
    return NEW_DIVISION[level] if year >= FIRST_YEAR_OF_NEW_DIVISION else OLD_DIVISION[level]


def is_valid_year(division: str, year: int) -> bool:
    """Say whether a division carries statistics of a year."""
    return (year >= FIRST_YEAR_OF_NEW_DIVISION) == (division in NEW_DIVISION.values())


def municipality_code(code: str) -> str:
    """Return the kommun of a RegSO or DeSO code: its first four digits."""
    return code[:4]


def county_code(code: str) -> str:
    """Return the län of a RegSO, DeSO or kommun code: its first two digits."""
    return code[:2]
