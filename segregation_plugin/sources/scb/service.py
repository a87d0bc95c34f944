"""Asking a service: from the cache where that is fresh, never faster than it allows, again where that may help."""

from __future__ import annotations

import datetime
import email.utils
import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...core.errors import InputError, RunCancelledError
from ...core.notices import Notice
from .messages import BrokenAnswerError, NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .cache import AnswerCache, Kept
    from .messages import Answer, Check, Request, Send

_TRIES = 5
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 60.0
_PAUSE_STEP_S = 0.1
_OK = 200
_TOO_MANY = 429
_PASSING_STATUS = (408, _TOO_MANY, 500, 502, 503, 504)
_EXCERPT = 200
_TAG = re.compile(r"<[^<>]*>")
_MOST_REMEMBERED = 1000


@dataclass(frozen=True)
class Window:
    """How often a service lets itself be asked."""

    calls: int
    seconds: float


@dataclass(frozen=True)
class Freshness:
    """Which kept answers are as good as new ones."""

    max_age: datetime.timedelta
    refresh: bool = False
    """Take none; they still serve where the network does not."""


@dataclass(frozen=True)
class Reply:
    """An answer that was looked at."""

    body: bytes
    fetched: datetime.datetime
    """When it came from the service, UTC."""
    is_kept: bool
    """It comes from the cache."""


@dataclass
class Service:
    """One of SCB's services, asked one question after the other.

    Args:
        send: sends a question once.
        is_cancelled: asked while waiting.
        cache: of answers; None for none.
        freshness: of what is kept.
        window: how often it may be asked; None until that is known.
        tell: takes what the user should know.
    """

    send: Send
    is_cancelled: Callable[[], bool]
    cache: AnswerCache | None
    freshness: Freshness
    window: Window | None = None
    tell: Callable[[Notice], None] = lambda _: None
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _calls: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST_REMEMBERED))

    def ask(self, request: Request, check: Check, *, refresh: bool = False) -> Reply:
        """Return the answer to a question: a kept one that is fresh, else a new one, else a kept one of any age.

        Args:
            request: the question.
            check: looks at a new answer before it is kept or returned.
            refresh: take none that is kept, as where it does not fit the others.

        Raises:
            InputError: the service refuses, cannot be reached and nothing is kept, or does not answer as it should.
            RunCancelledError: the user cancelled.
        """
        kept = None if self.cache is None else self.cache.get(request)
        if kept is not None and not refresh and self._is_fresh(kept):
            return Reply(kept.answer.body, kept.fetched, is_kept=True)
        try:
            answer = self._asked_patiently(request, check)
        except NoAnswerError as error:
            if kept is None or refresh:
                raise _unreachable(request, error.reason) from error
            self.tell(
                Notice(
                    "{host} cannot be reached ({reason}); its answer of {date} is used.",
                    host=request.host,
                    reason=error.reason,
                    date=f"{kept.fetched:%Y-%m-%d}",
                )
            )
            return Reply(kept.answer.body, kept.fetched, is_kept=True)
        fetched = datetime.datetime.now(datetime.timezone.utc)
        if self.cache is not None:
            self.cache.put(request, answer, fetched)
        return Reply(answer.body, fetched, is_kept=False)

    def _is_fresh(self, kept: Kept) -> bool:
        age = datetime.datetime.now(datetime.timezone.utc) - kept.fetched
        return not self.freshness.refresh and datetime.timedelta(0) <= age <= self.freshness.max_age

    def _asked_patiently(self, request: Request, check: Check) -> Answer:
        """Ask until there is an answer that holds what was asked for.

        Raises:
            NoAnswerError: the network gives none.
        """
        for left in reversed(range(_TRIES)):
            pause = _FIRST_PAUSE_S * 2 ** (_TRIES - 1 - left)
            try:
                answer = self._asked_once(request)
                if answer.status == _OK:
                    check(answer)
                    return answer
                fault = f"{answer.status} {excerpt(answer)}".strip()
                if answer.status not in _PASSING_STATUS:
                    raise _refused(request, fault)
                pause = max(pause, _seconds(answer.retry_after))
            except NoAnswerError as error:
                if not error.is_passing or not left:
                    raise
                fault = error.reason
            except BrokenAnswerError as error:
                fault = str(error)
            if not left or pause > _LONGEST_PAUSE_S:
                raise _gave_up(request, fault)
            self._wait(pause)
        raise _gave_up(request, "")

    def _asked_once(self, request: Request) -> Answer:
        if self.window is not None:
            while len(self._calls) >= self.window.calls:
                self._wait(self._calls[0] + self.window.seconds - self.clock())
                self._calls.popleft()
        try:
            return self.send(request)
        finally:
            self._calls.append(self.clock())  # when it had ended: the service saw it before

    def _wait(self, seconds: float) -> None:
        end = self.clock() + seconds
        while (left := end - self.clock()) > 0:
            if self.is_cancelled():
                raise RunCancelledError
            self.sleep(min(left, _PAUSE_STEP_S))


def excerpt(answer: Answer) -> str:
    """Return the beginning of an answer as one line of text, without the tags of a web page."""
    text = answer.body[:10_000].decode("utf-8", errors="replace")
    return " ".join(_TAG.sub(" ", text).split())[:_EXCERPT]


def _seconds(retry_after: str) -> float:
    """Return how long a service asks to wait, given in seconds or as a date; 0 where it does not say."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        when = email.utils.parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.timezone.utc)
    return max((when - datetime.datetime.now(datetime.timezone.utc)).total_seconds(), 0.0)


def _unreachable(request: Request, reason: str) -> InputError:
    return InputError(
        "{host} cannot be reached ({reason}), and nothing was kept of an earlier answer; check the network, the proxy of "
        "QGIS and the address in the settings of Segregation.",
        host=request.host,
        reason=reason,
    )


def _refused(request: Request, fault: str) -> InputError:
    return InputError(
        "{host} refuses what was asked ({reason}); check the address in the settings of Segregation.",
        host=request.host,
        reason=fault,
    )


def _gave_up(request: Request, fault: str) -> InputError:
    return InputError(
        "{host} does not answer as it should ({reason}); run again later.", host=request.host, reason=fault
    )
