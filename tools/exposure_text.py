"""The exposure table as text that a planner can read in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segregation_plugin.cartography.area_type_style import legend_text
from segregation_plugin.cartography.number_text import localised_number
from segregation_plugin.core.area_types import AREA_TYPES, NO_TYPE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, str | float | None]

_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "within": "People within {to} m of {around}",
        "ring": "People {start} to {to} m from {around}",
        "inside": "People inside {around}",
        "columns": ("Area type", "people", "share", "reference", "LQ", "interval"),
        "1+2": "1+2 \N{EN DASH} Areas with (major) socioeconomic challenges",
        "all": "All",
    },
    "sv": {
        "within": "Befolkning inom {to} m från {around}",
        "ring": "Befolkning {start} till {to} m från {around}",
        "inside": "Befolkning innanför {around}",
        "columns": ("Områdestyp", "personer", "andel", "jämförelse", "LQ", "intervall"),
        "1+2": "1+2 \N{EN DASH} Områden med (stora) socioekonomiska utmaningar",
        "all": "Alla",
    },
}
_WIDTHS = (60, 9, 7, 11, 5, 17)
_MISSING = "\N{EN DASH}"


def exposure_text(rows: Sequence[Row], project: str, around: str, language: str) -> str:
    """Return the people around a project by distance and area type.

    Args:
        rows: the rows of the table ``EXPOSURE`` of ``bufferexposure``; missing figures are None.
        project: the value of ``project`` to show.
        around: what the project is, in words.
        language: ``sv`` or ``en``.
    """
    shown = [row for row in rows if row["project"] == project and not row["by"]]
    zones = sorted({(float(row["distance_to_m"] or 0), float(row["distance_from_m"] or 0)) for row in shown})
    lines: list[str] = []
    for to, start in zones:
        of_zone = [row for row in shown if (row["distance_to_m"], row["distance_from_m"]) == (to, start)]
        lines += ["", _heading(start, to, around, language), _line(_WORDS[language]["columns"])]
        lines += [_line(_cells(row, language)) for row in of_zone]
    return "\n".join([*lines, *_notes(shown)])


def _heading(start: float, to: float, around: str, language: str) -> str:
    text = _WORDS[language]["ring" if start else "within" if to else "inside"]
    return text.format(
        start=localised_number(start, language), to=localised_number(to, language), around=around
    )


def _cells(row: Row, language: str) -> tuple[str, ...]:
    people, low, high = (_figure(row[name], language) for name in ("people", "interval_low", "interval_high"))
    share, reference = (_share(row[name], language) for name in ("share", "share_reference"))
    return (
        _group_name(str(row["area_type"]), language),
        people,
        share,
        reference,
        _figure(row["location_quotient"], language, decimals=1),
        _MISSING if _MISSING in (low, high) else f"{low}{_MISSING}{high}",
    )


def _group_name(group: str, language: str) -> str:
    names = {str(area_type.code): legend_text(area_type, language) for area_type in AREA_TYPES}
    names["none"] = NO_TYPE_NAMES[language]
    return names.get(group) or str(_WORDS[language].get(group, group))


def _figure(value: object, language: str, decimals: int = 0) -> str:
    return _MISSING if value is None else localised_number(float(value), language, decimals)


def _share(value: object, language: str) -> str:
    return _MISSING if value is None else f"{localised_number(100 * float(value), language)} %"


def _line(cells: Sequence[str]) -> str:
    name, *figures = cells
    widths = iter(_WIDTHS)
    return "  " + name.ljust(next(widths)) + "".join(figure.rjust(next(widths)) for figure in figures)


def _notes(rows: Sequence[Row]) -> list[str]:
    """Return each remark of the table once, in the order they come."""
    parts = [part for row in rows if row["note"] for part in str(row["note"]).split("; ")]
    return ["", *(f"  * {part}" for part in dict.fromkeys(parts))] if parts else []
