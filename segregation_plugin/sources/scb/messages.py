"""What is asked of a service, what it answers, and how that can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Request:
    """A question: GET of an address, or POST of JSON."""

    url: str
    body: bytes = b""
    """JSON; empty for GET."""

    @property
    def host(self) -> str:
        """The name of the service's machine, for messages."""
        return urlsplit(self.url).hostname or self.url

    @property
    def origin(self) -> tuple[str, str]:
        """Scheme, and machine with its port: what a login is for."""
        parts = urlsplit(self.url)
        return parts.scheme.lower(), parts.netloc.rpartition("@")[2].lower()


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    content_type: str
    body: bytes
    retry_after: str = ""
    """Seconds or a date, as the service says it; empty when it does not."""


class NoAnswerError(Exception):
    """The network gave no answer, or half of one.

    Args:
        reason: in the words of the system.
        is_passing: whether it is worth to ask again.
    """

    def __init__(self, reason: str, *, is_passing: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_passing = is_passing


class BrokenAnswerError(Exception):
    """An answer came, but it is not what was asked for; asking again may help. The text says what is wrong with it."""


if TYPE_CHECKING:
    Send = Callable[[Request], Answer]
    """Sends a question once; raises ``NoAnswerError``, ``InputError`` or ``RunCancelledError``."""
