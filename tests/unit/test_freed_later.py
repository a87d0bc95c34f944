"""What a cancelled run held is freed by a thread, after everybody else has let go of it."""

from __future__ import annotations

import contextlib
import threading

import pytest

from segregation_plugin.core.errors import InputError, RunCancelledError
from segregation_plugin.geometry import threads


class Held:
    """Says which thread frees it."""

    freed_in: list[threading.Thread] = []  # noqa: RUF012 - shared by all on purpose

    def __del__(self):
        self.freed_in.append(threading.current_thread())


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    Held.freed_in.clear()
    monkeypatch.setattr(threads, "_ALL_HAVE_LET_GO_SECONDS", 0.2)
    monkeypatch.setattr(threads, "_FREED_AT_ONCE", 3)


def freed_at_the_end_of_a_run(kind, *given):
    """Return how many are freed when the run has ended, and no traceback keeps anything."""

    def run():
        items = [Held() for _ in range(10)]
        with threads.freed_later(items, []):
            raise kind(*given)

    with contextlib.suppress(kind):
        run()
    return len(Held.freed_in)


def test_what_a_cancelled_run_held_is_freed_by_a_thread():
    assert freed_at_the_end_of_a_run(RunCancelledError) == 0
    for thread in threading.enumerate():
        if thread.daemon:
            thread.join(5)
    assert len(Held.freed_in) == 10
    assert threading.main_thread() not in Held.freed_in


def test_other_ends_free_at_once():
    assert freed_at_the_end_of_a_run(InputError, "Nothing works.") == 10
    assert set(Held.freed_in) == {threading.main_thread()}
