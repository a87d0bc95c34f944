"""Work on all cores that keeps its order, waits for no one who has cancelled, and holds little in memory."""

from __future__ import annotations

import os
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

from ..core.errors import InputError, RunCancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qgis.core import QgsFeedback

    Stop = Callable[[], bool]
    """Says whether the run has ended. What a thread may ask, since its feedback may be gone by then."""

    Given = TypeVar("Given")
Made = TypeVar("Made")

_ASK_EVERY_SECONDS = 0.1
_ALL_HAVE_LET_GO_SECONDS = 5.0
_FREED_AT_ONCE = 2048


def in_threads(
    work: Callable[[Given], Made], given: Iterable[Given], feedback: QgsFeedback, waiting: int = 8
) -> Iterator[Made]:
    """Yield what comes of every item, in their order; the work must release Python's lock to gain by it.

    Args:
        work: runs in several threads at once.
        given: read in the caller's thread.
        feedback: asked for cancel.
        waiting: how many items may be read ahead of what has been yielded.

    Raises:
        RunCancelledError: the user cancelled; what a thread has begun ends by itself.
    """
    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    ahead: deque[Future[Made]] = deque()
    try:
        for item in given:
            ahead.append(pool.submit(work, item))
            while len(ahead) > waiting or (ahead and ahead[0].done()):
                yield result_of(ahead.popleft(), feedback)
        while ahead:
            yield result_of(ahead.popleft(), feedback)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def in_stopping_threads(
    work: Callable[[Given, Stop], Made], given: Iterable[Given], feedback: QgsFeedback
) -> Iterator[Made]:
    """Yield what comes of every item, in their order, of work that ends by itself when the run has ended.

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


@contextmanager
def freed_later(*held: Sequence[object]) -> Iterator[None]:
    """Have what sequences hold freed by a thread, a little at a time, when the run is cancelled.

    To free a million geometries takes seconds, for which no one who has cancelled shall wait.
    """
    try:
        yield
    except RunCancelledError:
        Thread(target=_free, args=([list(items) for items in held],), daemon=True).start()
        raise


def _free(held: list[list[object]]) -> None:
    time.sleep(_ALL_HAVE_LET_GO_SECONDS)  # the last to let go of something has to free it
    for items in held:
        while items:
            del items[-_FREED_AT_ONCE:]


def result_of(future: Future[Made], feedback: QgsFeedback) -> Made:
    """Wait for a result.

    Raises:
        InputError: there is not enough memory.
        RunCancelledError: the user cancelled.
    """
    while not future.done():
        if feedback.isCanceled():
            raise RunCancelledError
        wait([future], _ASK_EVERY_SECONDS)
    if feedback.isCanceled():
        raise RunCancelledError
    try:
        return future.result()
    except MemoryError as error:
        raise InputError(
            "There is not enough memory for these layers; close other programs, or run on fewer areas or features."
        ) from error
