"""A table that is described as a cube: the figures of all its cells in order."""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..core.errors import InputError
from .cells import NIL_SIGNS
from .content_names import name_columns
from .stat_table import RawTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from .axes import Axes
    from .stat_table import TableDescription


@dataclass
class CubeFigures:
    """The figures of a cube, the last dimension the fastest, NaN where missing."""

    figures: NDArray[np.float64]
    nil_signs: int = 0
    left_out: int = 0
    """Cells that the file does not write at all."""

    def put_sign(self, place: int, sign: str) -> None:
        """Make a cell missing by its sign."""
        self.figures[place] = math.nan
        self.nil_signs += sign in NIL_SIGNS


def cube_table(
    description: TableDescription, axes: Axes, cells: CubeFigures, only_content: str, *, database_codes: bool
) -> RawTable:
    """Make the table of a cube: one column per content, one row per cell of the other dimensions.

    Args:
        description: of the table; its dimensions and contents are named here.
        axes: of the cube.
        cells: the figures.
        only_content: what the figures are called where no dimension holds the contents.
        database_codes: the regions are the codes of SCB's database.
    """
    metric = axes.metric
    metrics = list(zip(metric.codes, metric.labels, strict=True)) if metric else [("", only_content)]
    names, contents = name_columns([axis.label for axis in axes.others], metrics, description.title)
    figures = cells.figures.reshape(axes.shape)
    if metric is not None:
        figures = np.moveaxis(figures, axes.all.index(metric), -1)
    figures = figures.reshape(-1, len(contents))
    places = np.unravel_index(np.arange(len(figures)), [len(axis.codes) for axis in axes.of_rows])
    return RawTable(
        **{**vars(description), "dimensions": names, "contents": contents},
        frame=axes.frame(places, figures, names, [content.column for content in contents]),
        has_database_codes=database_codes,
        nil_signs=cells.nil_signs,
        left_out=cells.left_out,
    )


def wrong_count(found: int, count: int, file_name: str, kind: str) -> InputError:
    """Return what to raise where a table has too few or too many figures."""
    return InputError(
        "{file} is {kind}, but damaged: it has {found} values for {count} cells; download the table again.",
        file=file_name,
        kind=kind,
        found=found,
        count=count,
    )


@contextmanager
def damage_told(file_name: str, kind: str) -> Iterator[None]:
    """Turn whatever a damaged description raises into one sentence.

    Raises:
        InputError: something is not there, or something else than it should be.
    """
    try:
        yield
    except InputError:
        raise
    except KeyError as error:
        raise InputError(
            "{file} is {kind}, but damaged: it lacks {part}; download the table again.",
            file=file_name,
            kind=kind,
            part=error.args[0],
        ) from error
    except (TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise InputError(
            "{file} is {kind}, but damaged: a part of it holds something else than it should; download the table "
            "again.",
            file=file_name,
            kind=kind,
        ) from error
