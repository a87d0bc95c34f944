"""How much is read, and that reading can be cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import InputError, RunCancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .cells import Row

MAX_FILE_BYTES = 200_000_000
"""The whole of SCB's largest RegSO and DeSO tables in json-stat2 is smaller."""
MAX_UNPACKED_BYTES = 1_000_000_000
"""Of an Excel file, which is a zip: a small one can unpack to more than the memory holds."""
MAX_CELLS = 5_000_000
"""About 30 times what one call to SCB's database may return; a text table of that size takes 1.5 GB of memory."""


class ReadingGuard:
    """Counts the cells of one file as they are read, and asks whether to stop."""

    def __init__(self, file_name: str, is_cancelled: Callable[[], bool] | None = None) -> None:
        self.file_name = file_name
        self._is_cancelled = is_cancelled
        self._cells = 0
        self._characters = 0

    def add(self, cells: int = 0) -> None:
        """Count cells; called with 0, it only asks whether to stop.

        Raises:
            InputError: there are more than ``MAX_CELLS``.
            RunCancelledError: the user cancelled.
        """
        self._cells += cells
        self._check(self._cells)
        if self._is_cancelled is not None and self._is_cancelled():
            raise RunCancelledError

    def add_row(self, row: Sequence[object]) -> None:
        """Count the cells of a row; one without any counts, too, since a file can have any number of them.

        Raises:
            InputError: there are more than ``MAX_CELLS``.
            RunCancelledError: the user cancelled.
        """
        self.add(max(len(row), 1))

    def add_text(self, characters: int) -> None:
        """Count the characters of cells; a file that names one long text in many cells holds it only once.

        Raises:
            InputError: there are more than ``MAX_UNPACKED_BYTES``.
        """
        self._characters += characters
        if self._characters > MAX_UNPACKED_BYTES:
            raise InputError(
                "{file} holds more than {limit} million characters; choose fewer years, regions or contents when you "
                "export it.",
                file=self.file_name,
                limit=MAX_UNPACKED_BYTES // 1_000_000,
            )

    def checked(self, rows: list[Row]) -> list[Row]:
        """Return the rows of a sheet, unless they fill too many cells when all are as wide as the widest.

        Raises:
            InputError: they do.
        """
        self._check(len(rows) * max(map(len, rows), default=0))
        return rows

    def _check(self, cells: int) -> None:
        if cells > MAX_CELLS:
            raise InputError(
                "{file} has more than {limit} cells; choose fewer years, regions or contents when you export it.",
                file=self.file_name,
                limit=MAX_CELLS,
            )
