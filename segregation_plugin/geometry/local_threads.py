"""Work on all cores that ends by itself when the run has ended."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, TypeVar

from ..core.errors import RunCancelledError
from .threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qgis.core import QgsFeedback

    Stop = Callable[[], bool]
    """Says whether the run has ended. What a thread may ask, since its feedback may be gone by then."""

    Given = TypeVar("Given")
Made = TypeVar("Made")


def in_stopping_threads(
    work: Callable[[Given, Stop], Made], given: Iterable[Given], feedback: QgsFeedback
) -> Iterator[Made]:
    """Yield what comes of every item, in their order.

    Args:
        work: takes an item and what says when to stop; runs in several threads at once.
        given: read in the caller's thread.
        feedback: asked for cancel.

    Raises:
        RunCancelledError: the user cancelled; threads are told to stop.
    """
    ended = Event()
    try:
        yield from in_threads(lambda item: work(item, ended.is_set), given, feedback)
    finally:
        ended.set()


def go_on(stop: Stop) -> None:
    """Do nothing while the run goes on.

    Raises:
        RunCancelledError: the run has ended.
    """
    if stop():
        raise RunCancelledError
