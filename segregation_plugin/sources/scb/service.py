"""Asking a service: from the cache where that is fresh, never faster than it allows, again where that may help."""

from __future__ import annotations

import datetime
import email.utils
import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from ...core.errors import InputError, RunCancelledError
from ...core.notices import Notice
from .messages import BrokenAnswerError, NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .cache import AnswerCache, Kept
    from .messages import Answer, Request, Send

Content = TypeVar("Content")
Collected = TypeVar("Collected")

_TRIES = 5
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 60.0
_TOLD_FROM_S = 1.0
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
class Reply(Generic[Content]):
    """An answer that was read."""

    content: Content
    body: bytes
    fetched: datetime.datetime
    """When it came from the service, UTC."""
    is_kept: bool
    """It comes from the cache."""


class _GaveUpError(Exception):
    """The service answers, but not as it should, however often it is asked."""


if TYPE_CHECKING:
    Read = Callable[[Answer], Content]
    """Reads an answer of status 200; raises ``BrokenAnswerError`` or ``InputError``."""

    Ask = Callable[[Request, Read[Content]], Reply[Content]]


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
    _waiting: list[tuple[Request, Answer, datetime.datetime]] = field(default_factory=list)
    """New answers that will replace kept ones once all that belong together are there."""

    def ask(self, request: Request, read: Read[Content], *, refresh: bool = False) -> Reply[Content]:
        """Return the answer to one question: a kept one that is fresh, else a new one, else a kept one of any age.

        Args:
            request: the question.
            read: reads an answer, kept or new, before it is trusted.
            refresh: take none that is kept, unless the network gives none.

        Raises:
            InputError: the service refuses, cannot be reached and nothing is kept, or does not answer as it should.
            RunCancelledError: the user cancelled.
        """
        reply = self._anew(request, read) if refresh else self._fresh(request, read)
        self._settle()
        return reply

    def collect(
        self, gather: Callable[[Ask], Collected], fault_of: Callable[[Collected], str]
    ) -> tuple[Collected, str]:
        """Return what is gathered by several questions whose answers belong together, and what is wrong with it.

        Kept and new answers may be of different editions. So everything is asked for anew when they do not fit, and
        where the network does not give it, what was kept of an earlier time serves if it fits. New answers to questions
        that had none are kept at once, so that a run that broke off goes on; others replace what was kept in the end.

        Args:
            gather: asks the questions by what it is given.
            fault_of: says what is wrong; empty when nothing is.

        Raises:
            InputError, RunCancelledError: as ``ask``.
        """
        self._waiting.clear()
        collected = gather(self._fresh)
        fault = fault_of(collected)
        if fault:
            self._waiting.clear()
            try:
                collected = gather(self._anew)
            except InputError:
                earlier = self._all_kept(gather, fault_of)
                if earlier is None:
                    raise
                self.tell(
                    Notice(
                        "New and kept answers do not fit each other ({reason}); kept ones are used.",
                        reason=fault,
                    )
                )
                return earlier, ""
            fault = fault_of(collected)
        if not fault:
            self._settle()
        return collected, fault

    def _all_kept(
        self, gather: Callable[[Ask], Collected], fault_of: Callable[[Collected], str]
    ) -> Collected | None:
        try:
            collected = gather(self._kept)
        except NoAnswerError:
            return None
        return None if fault_of(collected) else collected

    def _fresh(self, request: Request, read: Read[Content]) -> Reply[Content]:
        """Return a kept answer that is fresh, else what there is of a new one or an old one."""
        found = self._read_kept(request, read)
        if found is not None and self._is_fresh(found):
            return found
        return self._new_or(found, request, read)

    def _anew(self, request: Request, read: Read[Content]) -> Reply[Content]:
        """Return a new answer."""
        return self._new_or(None, request, read)

    def _kept(self, request: Request, read: Read[Content]) -> Reply[Content]:
        """Return a kept answer of any age."""
        found = self._read_kept(request, read)
        if found is None:
            raise NoAnswerError("nothing is kept", is_passing=False)
        return found

    def _new_or(self, old: Reply[Content] | None, request: Request, read: Read[Content]) -> Reply[Content]:
        try:
            answer, content = self._asked_patiently(request, read)
        except (NoAnswerError, _GaveUpError) as error:
            if old is None:
                raise _without_answer(request, error) from error
            self.tell(
                Notice(
                    "{host} cannot be asked ({reason}); its answer of {date} is used.",
                    host=request.host,
                    reason=error,
                    date=f"{old.fetched:%Y-%m-%d}",
                )
            )
            return old
        fetched = datetime.datetime.now(datetime.timezone.utc)
        self._keep(request, answer, fetched)
        return Reply(content, answer.body, fetched, is_kept=False)

    def _keep(self, request: Request, answer: Answer, fetched: datetime.datetime) -> None:
        if self.cache is None:
            return
        if self.cache.get(request) is None:
            self.cache.put(request, answer, fetched)
        else:
            self._waiting.append((request, answer, fetched))

    def _settle(self) -> None:
        while self._waiting and self.cache is not None:
            self.cache.put(*self._waiting.pop())

    def _read_kept(self, request: Request, read: Read[Content]) -> Reply[Content] | None:
        """Return what is kept, if it can still be read: another version of the plugin may have kept it."""
        kept: Kept | None = None if self.cache is None else self.cache.get(request)
        if kept is None:
            return None
        try:
            return Reply(read(kept.answer), kept.answer.body, kept.fetched, is_kept=True)
        except (BrokenAnswerError, InputError):
            return None

    def _is_fresh(self, found: Reply[Content]) -> bool:
        age = datetime.datetime.now(datetime.timezone.utc) - found.fetched
        return not self.freshness.refresh and datetime.timedelta(0) <= age <= self.freshness.max_age

    def _asked_patiently(self, request: Request, read: Read[Content]) -> tuple[Answer, Content]:
        """Ask until there is an answer that can be read.

        Raises:
            NoAnswerError: the network gives none.
            _GaveUpError: the service does not answer as it should.
        """
        fault = ""
        for attempt in range(_TRIES):
            pause = _FIRST_PAUSE_S * 2**attempt
            is_last = attempt == _TRIES - 1
            try:
                answer = self._asked_once(request)
                if answer.status == _OK:
                    return answer, read(answer)
                fault = f"{answer.status} {excerpt(answer)}".strip()
                if answer.status not in _PASSING_STATUS:
                    raise _refused(request, fault)
                pause = max(pause, _seconds(answer.retry_after))
            except NoAnswerError as error:
                if not error.is_passing or is_last:
                    raise
                fault = error.reason
            except BrokenAnswerError as error:
                fault = str(error)
            if is_last or pause > _LONGEST_PAUSE_S:
                break
            self._tell_of_pause(request, fault, pause)
            self._wait(pause)
        raise _GaveUpError(fault)

    def _tell_of_pause(self, request: Request, fault: str, pause: float) -> None:
        if pause >= _TOLD_FROM_S:
            self.tell(
                Notice(
                    "{host}: {reason}; asked again in {seconds} s.",
                    host=request.host,
                    reason=fault,
                    seconds=round(pause),
                )
            )

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
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
        if when.tzinfo is None:
            when = when.replace(tzinfo=datetime.timezone.utc)
        return max((when - datetime.datetime.now(datetime.timezone.utc)).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _without_answer(request: Request, error: Exception) -> InputError:
    if isinstance(error, _GaveUpError):
        return InputError(
            "{host} does not answer as it should ({reason}); run again later.",
            host=request.host,
            reason=error,
        )
    return InputError(
        "{host} cannot be reached ({reason}), and no earlier answer can be used; check the network, the proxy of QGIS and "
        "the address in the settings of Segregation.",
        host=request.host,
        reason=error,
    )


def _refused(request: Request, fault: str) -> InputError:
    return InputError(
        "{host} refuses what was asked ({reason}); check the address in the settings of Segregation.",
        host=request.host,
        reason=fault,
    )
