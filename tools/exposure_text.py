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
        "overview": "People near the infrastructure, and those of them in areas with challenges (types 1 and 2)",
        "overview_columns": (
            "Around",
            "within",
            "people",
            "interval",
            "types 1+2",
            "share",
            "reference",
            "LQ",
        ),
        "columns": ("Area type", "people", "share", "reference", "LQ", "interval"),
        "1+2": "1+2 \N{EN DASH} Areas with (major) socioeconomic challenges",
        "all": "All",
    },
    "sv": {
        "within": "Befolkning inom {to} m från {around}",
        "ring": "Befolkning {start} till {to} m från {around}",
        "inside": "Befolkning innanför {around}",
        "overview": "Befolkning nära infrastrukturen, och därav i områden med utmaningar (typ 1 och 2)",
        "overview_columns": ("Runt", "inom", "personer", "intervall", "typ 1+2", "andel", "jämförelse", "LQ"),
        "columns": ("Områdestyp", "personer", "andel", "jämförelse", "LQ", "intervall"),
        "1+2": "1+2 \N{EN DASH} Områden med (stora) socioekonomiska utmaningar",
        "all": "Alla",
    },
}
_WIDTHS = (60, 9, 7, 11, 5, 17)
_OVERVIEW_WIDTHS = (40, 9, 9, 17, 10, 7, 11, 5)
_MISSING = "\N{EN DASH}"


def overview_text(rows: Sequence[Row], names: Mapping[str, str], language: str) -> str:
    """Return one line per project and distance: how many people, and how many of them in types 1 and 2.

    Args:
        rows: the rows of the table ``EXPOSURE`` of ``bufferexposure``; missing figures are None.
        names: what to call each project, in the order to show them.
        language: ``sv`` or ``en``.
    """
    words = _WORDS[language]
    lines = ["", words["overview"], _line(words["overview_columns"], _OVERVIEW_WIDTHS)]
    for project, name in names.items():
        for zone in _zones(rows, project):
            of_zone = {str(row["area_type"]): row for row in zone}
            lines.append(_line((name, *_overview_cells(of_zone, language)), _OVERVIEW_WIDTHS))
    return "\n".join(lines)


def _overview_cells(of_zone: Mapping[str, Row], language: str) -> tuple[str, ...]:
    everyone, challenged = of_zone["all"], of_zone["1+2"]
    return (
        f"{_figure(everyone['distance_to_m'], language)} m",
        _figure(everyone["people"], language),
        _interval(everyone, language),
        _figure(challenged["people"], language),
        _share(challenged["share"], language),
        _share(challenged["share_reference"], language),
        _figure(challenged["location_quotient"], language, decimals=1),
    )


def exposure_text(rows: Sequence[Row], project: str, around: str, language: str) -> str:
    """Return the people around a project by area type, within the middle one of its distances.

    Args:
        rows: the rows of the table ``EXPOSURE`` of ``bufferexposure``; missing figures are None.
        project: the value of ``project`` to show.
        around: what the project is, in words.
        language: ``sv`` or ``en``.
    """
    zones = _zones(rows, project)
    shown = zones[len(zones) // 2]
    start, to = float(shown[0]["distance_from_m"] or 0), float(shown[0]["distance_to_m"] or 0)
    lines = ["", _heading(start, to, around, language), _line(_WORDS[language]["columns"], _WIDTHS)]
    return "\n".join([*lines, *(_line(_cells(row, language), _WIDTHS) for row in shown), *_notes(shown)])


def _zones(rows: Sequence[Row], project: str) -> list[list[Row]]:
    """Return the rows of all areas together for each zone of a project, from the nearest outwards."""
    zones: dict[tuple[float, float], list[Row]] = {}
    for row in rows:
        if row["project"] == project and not row["by"]:
            place = (float(row["distance_to_m"] or 0), float(row["distance_from_m"] or 0))
            zones.setdefault(place, []).append(row)
    return [zones[place] for place in sorted(zones)]


def _heading(start: float, to: float, around: str, language: str) -> str:
    text = _WORDS[language]["ring" if start else "within" if to else "inside"]
    return text.format(
        start=localised_number(start, language), to=localised_number(to, language), around=around
    )


def _cells(row: Row, language: str) -> tuple[str, ...]:
    share, reference = (_share(row[name], language) for name in ("share", "share_reference"))
    return (
        _group_name(str(row["area_type"]), language),
        _figure(row["people"], language),
        share,
        reference,
        _figure(row["location_quotient"], language, decimals=1),
        _interval(row, language),
    )


def _interval(row: Row, language: str) -> str:
    low, high = (_figure(row[name], language) for name in ("interval_low", "interval_high"))
    return _MISSING if _MISSING in (low, high) else f"{low}{_MISSING}{high}"


def _group_name(group: str, language: str) -> str:
    names = {str(area_type.code): legend_text(area_type, language) for area_type in AREA_TYPES}
    names["none"] = NO_TYPE_NAMES[language]
    return names.get(group) or str(_WORDS[language].get(group, group))


def _figure(value: object, language: str, decimals: int = 0) -> str:
    return _MISSING if value is None else localised_number(float(value), language, decimals)


def _share(value: object, language: str) -> str:
    return _MISSING if value is None else f"{localised_number(100 * float(value), language)} %"


def _line(cells: Sequence[str], column_widths: Sequence[int]) -> str:
    name, *figures = cells
    widths = iter(column_widths)
    return "  " + name.ljust(next(widths)) + "".join(figure.rjust(next(widths)) for figure in figures)


def _notes(rows: Sequence[Row]) -> list[str]:
    """Return each remark of the table once, in the order they come."""
    parts = [part for row in rows if row["note"] for part in str(row["note"]).split("; ")]
    return ["", *(f"  * {part}" for part in dict.fromkeys(parts))] if parts else []
