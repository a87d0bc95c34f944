"""How answers go over the wire, properly and not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler

    from .answer import Answer

_STEPS = 20
_CLAIMED = 10**12
"""Bytes that the endless answer says it has."""
_BLOCK = b" " * 65_536


class Wire:
    """One connection, for one answer.

    Args:
        handler: of the connection.
        stopping: is set when the server stops.
    """

    def __init__(self, handler: BaseHTTPRequestHandler, stopping: threading.Event) -> None:
        self._handler = handler
        self._stopping = stopping

    def head(self, answer: Answer, length: int | None) -> None:
        """Send the status and headers; without a length the body comes in chunks."""
        self._handler.send_response(answer.status)
        self._handler.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers.items():
            self._handler.send_header(name, value)
        if length is None:
            self._handler.send_header("Transfer-Encoding", "chunked")
        else:
            self._handler.send_header("Content-Length", str(length))
        self._handler.end_headers()

    def write(self, data: bytes) -> None:
        """Send a piece of the body as it is."""
        self._handler.wfile.write(data)

    def wait(self, seconds: float) -> bool:
        """Wait; return whether the server is to stop."""
        return self._stopping.wait(seconds)

    def close(self) -> None:
        """Let the connection end after this answer."""
        self._handler.close_connection = True


def send(wire: Wire, answer: Answer, _: float = 0) -> None:
    """Send an answer as it should be."""
    wire.head(answer, len(answer.body))
    wire.write(answer.body)


def _slow(wire: Wire, answer: Answer, seconds: float) -> None:
    """Send the body in small pieces that together take some seconds."""
    wire.head(answer, len(answer.body))
    size = len(answer.body) // _STEPS + 1
    for start in range(0, len(answer.body), size):
        if wire.wait(seconds / _STEPS):
            wire.close()
            return
        wire.write(answer.body[start : start + size])


def _stall(wire: Wire, answer: Answer, seconds: float) -> None:
    """Send the headers, then nothing for some seconds, then close."""
    wire.head(answer, len(answer.body))
    wire.wait(seconds)
    wire.close()


def _cut(wire: Wire, answer: Answer, _: float) -> None:
    """Send half of what the length says, then close."""
    wire.head(answer, len(answer.body) + 1)
    wire.write(answer.body[: len(answer.body) // 2])
    wire.close()


def _cut_chunked(wire: Wire, answer: Answer, _: float) -> None:
    """Send half of the body as a chunk, then close without the last one."""
    wire.head(answer, None)
    half = answer.body[: len(answer.body) // 2]
    wire.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
    wire.close()


def _huge(wire: Wire, answer: Answer, _: float) -> None:
    """Send data for as long as somebody takes it."""
    wire.head(answer, _CLAIMED)
    wire.write(answer.body[: len(answer.body) // 2])
    wire.close()
    while not wire.wait(0):
        wire.write(_BLOCK)


SENDING: dict[str, Callable[[Wire, Answer, float], None]] = {
    "slow": _slow,
    "stall": _stall,
    "cut": _cut,
    "cut_chunked": _cut_chunked,
    "huge": _huge,
}
"""By kind: sends an answer; the last argument is the seconds of the fault."""
