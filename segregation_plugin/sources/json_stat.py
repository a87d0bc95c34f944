"""json-stat2, the format that SCB's database answers in."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core import schema
from ..core.errors import InputError, Phrase
from ..core.words import ascii_words
from .cells import NIL_SIGNS, figure_of, is_missing
from .content_names import name_columns
from .headers import CONTENT_WORDS, YEAR_WORDS
from .regions import parse_region
from .stat_table import RawTable
from .years import is_year, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from .limits import ReadingGuard


@dataclass(frozen=True, eq=False)
class _Dimension:
    """One axis of the table."""

    id: str
    label: str
    codes: list[str]
    labels: list[str]


def read_json(text: str, guard: ReadingGuard) -> RawTable:
    """Read a json-stat2 table.

    Raises:
        InputError: the text is no JSON, JSON of another kind, a table without regions or figures, or damaged.
        RunCancelledError: the user cancelled.
    """
    try:
        content = json.loads(text, parse_constant=lambda _: None)  # NaN is no JSON, but is written
    except json.JSONDecodeError as error:
        raise InputError(
            "{file} is no JSON: it cannot be read from line {line}, column {column}; download the table again as "
            "json-stat2.",
            file=guard.file_name,
            line=error.lineno,
            column=error.colno,
        ) from error
    except RecursionError as error:
        raise InputError(
            "{file} is JSON nested too deeply for a table; download the table again as json-stat2.",
            file=guard.file_name,
        ) from error
    _check_kind(content, guard.file_name)
    try:
        return _table(content, guard)
    except InputError:
        raise
    except KeyError as error:
        raise InputError(
            "{file} is json-stat2, but damaged: it lacks {part}; download the table again.",
            file=guard.file_name,
            part=error.args[0],
        ) from error
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        raise InputError(
            "{file} is json-stat2, but damaged: a part of it holds something else than it should; download the table "
            "again.",
            file=guard.file_name,
        ) from error


def _check_kind(content: object, file_name: str) -> None:
    found = content if isinstance(content, dict) else {}
    if "dataset" in found or {"columns", "data"} <= found.keys():
        raise InputError(
            "{file} is in an older format of SCB's database, which is not supported yet; export the table as "
            "json-stat2, csv or xlsx.",
            file=file_name,
        )
    if not {"id", "size", "dimension", "value"} <= found.keys():
        raise InputError(
            "{file} is JSON, but no json-stat2 table of statistics; export the table as json-stat2, csv or xlsx.",
            file=file_name,
        )


@dataclass(frozen=True)
class _Axes:
    """The axes by what they stand for."""

    all: list[_Dimension]
    region: _Dimension
    metric: _Dimension | None
    time: _Dimension | None

    @property
    def others(self) -> list[_Dimension]:
        """The further dimensions; the time is among them where it tells more than the year."""
        only_years = self.time is not None and all(map(is_year, self.time.codes))
        known = (self.region, self.metric, self.time if only_years else None)
        return [axis for axis in self.all if axis not in known]


def _table(content: dict[str, Any], guard: ReadingGuard) -> RawTable:
    axes = _axes(content, guard)
    title = str(content.get("label") or "")
    metrics = list(zip(axes.metric.codes, axes.metric.labels, strict=True)) if axes.metric else [("", title)]
    names, contents = name_columns([axis.label for axis in axes.others], metrics, title)
    figures, nil_signs = _figures(content, math.prod(len(axis.codes) for axis in axes.all), guard.file_name)
    return RawTable(
        file_name=guard.file_name,
        title=title,
        table_id=_table_id(content),
        updated=str(content.get("updated") or ""),
        source=str(content.get("source") or ""),
        notes=_notes(content),
        dimensions=names,
        contents=contents,
        frame=_frame(figures, axes, names, [content.column for content in contents]),
        has_database_codes=True,
        nil_signs=nil_signs,
    )


def _axes(content: dict[str, Any], guard: ReadingGuard) -> _Axes:
    axes = [_dimension(name, content["dimension"][name]) for name in content["id"]]
    sizes = [len(axis.codes) for axis in axes]
    if sizes != list(content["size"]):
        raise InputError(
            "{file} is json-stat2, but damaged: its dimensions are of size {size}, but have {found} categories; download "
            "the table again.",
            file=guard.file_name,
            size=_listed(content["size"]),
            found=_listed(sizes),
        )
    guard.add(math.prod(sizes))
    return _Axes(
        axes,
        _region(content, axes, guard.file_name),
        _with_role(content, axes, "metric", CONTENT_WORDS),
        _with_role(content, axes, "time", YEAR_WORDS),
    )


def _listed(numbers: object) -> str:
    return " x ".join(map(str, numbers)) if isinstance(numbers, list) else str(numbers)


def _dimension(name: str, content: dict[str, Any]) -> _Dimension:
    category = content["category"]
    labels = category.get("label") or {}
    index = category.get("index", list(labels))
    codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)
    return _Dimension(
        name, str(content.get("label") or name), codes, [str(labels.get(code, code)) for code in codes]
    )


def _with_role(
    content: dict[str, Any], axes: list[_Dimension], role: str, words: frozenset[str]
) -> _Dimension | None:
    given = (content.get("role") or {}).get(role) or []
    with_role = [axis for axis in axes if axis.id in given]
    with_word = [axis for axis in axes if {ascii_words(axis.id), ascii_words(axis.label)} & words]
    return next(iter([*with_role, *with_word]), None)


def _region(content: dict[str, Any], axes: list[_Dimension], file_name: str) -> _Dimension:
    """Return the axis with RegSO or DeSO codes, else the one that is called the region."""
    with_areas = (axis for axis in axes if any(parse_region(code).code for code in axis.codes))
    found = next(with_areas, None) or _with_role(content, axes, "geo", frozenset({"region"}))
    if found is None:
        raise InputError(
            "{file} has no dimension of regions, only {dimensions}; choose a table by RegSO or DeSO.",
            file=file_name,
            dimensions=", ".join(axis.label for axis in axes) or Phrase("an empty list"),
        )
    return found


def _figures(content: dict[str, Any], count: int, file_name: str) -> tuple[NDArray[np.float64], int]:
    """Return the figures in order, NaN where missing, and how many are missing by the sign ``-``.

    Both ``value`` and ``status`` may be sparse: objects with the place as key.
    """
    value, status = content["value"], content.get("status") or {}
    if count and not value:
        raise InputError(
            "{file} describes a table but holds no figures; download the data, not the metadata.",
            file=file_name,
        )
    figures = np.full(count, math.nan)
    for place, figure in _placed(value, count, file_name):
        figures[place] = _figure(figure)
    nil_signs = 0
    for place, sign in _placed(status, count, file_name):
        if isinstance(sign, str) and sign and is_missing(sign):
            figures[place] = math.nan
            nil_signs += sign in NIL_SIGNS
    return figures, nil_signs


def _placed(values: object, count: int, file_name: str) -> Iterator[tuple[int, Any]]:
    """Yield place and value of a list, a sparse object, or one sign for all."""
    if isinstance(values, str):
        values = [values] * count
    pairs = (
        ((int(place), value) for place, value in values.items())
        if isinstance(values, dict)
        else enumerate(values)
    )
    for place, value in pairs:
        if not 0 <= place < count:
            raise _wrong_count(place + 1, count, file_name)
        yield place, value
    if isinstance(values, list) and len(values) != count:
        raise _wrong_count(len(values), count, file_name)


def _wrong_count(found: int, count: int, file_name: str) -> InputError:
    return InputError(
        "{file} is json-stat2, but damaged: it has {found} values for {count} cells; download the table again.",
        file=file_name,
        found=found,
        count=count,
    )


def _figure(value: Any) -> float:
    if isinstance(value, str):
        return figure_of(value)
    return math.nan if value is None else float(value)


def _frame(figures: NDArray[np.float64], axes: _Axes, names: list[str], contents: list[str]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - not every QGIS has it; imported where a table is made

    rest = [axis for axis in axes.all if axis is not axes.metric]
    figures = figures.reshape([len(axis.codes) for axis in axes.all])
    if axes.metric is not None:
        figures = np.moveaxis(figures, axes.all.index(axes.metric), -1)
    figures = figures.reshape(-1, len(contents))
    places = np.unravel_index(np.arange(len(figures)), [len(axis.codes) for axis in rest])
    place_of = {axis.id: place for axis, place in zip(rest, places, strict=True)}

    def spread(axis: _Dimension, values: list[str]) -> NDArray[np.object_]:
        return np.array(values, dtype=object)[place_of[axis.id]]

    years = [float(year_of(code) or math.nan) for code in axes.time.codes] if axes.time else []
    return pd.DataFrame(
        {
            schema.REGION_CODE: spread(axes.region, axes.region.codes),
            schema.REGION_NAME: spread(axes.region, axes.region.labels),
            schema.DIVISION: np.full(len(figures), None, dtype=object),
            schema.YEAR: np.array(years)[place_of[axes.time.id]] if axes.time else math.nan,
            **{name: spread(axis, axis.labels) for name, axis in zip(names, axes.others, strict=True)},
            **{name: figures[:, place] for place, name in enumerate(contents)},
        }
    )


def _table_id(content: dict[str, Any]) -> str:
    px = (content.get("extension") or {}).get("px") or {}
    return str(px.get("tableid") or px.get("matrix") or "")


def _notes(content: dict[str, Any]) -> list[str]:
    notes = content.get("note") or []
    return [str(note).strip() for note in ([notes] if isinstance(notes, str) else notes)]
