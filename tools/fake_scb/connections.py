"""The HTTP server: threads, connections that are kept, an end that waits for nobody."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from .answer import Asked
from .sending import Wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Respond = Callable[[Asked], Callable[[Wire], None]]

HOST = "127.0.0.1"


class Server(ThreadingHTTPServer):
    """Listens on the loopback address.

    Args:
        port: 0 for one that is free.
        respond: takes a request and returns what sends the answer.
        certificate: files of the certificate and key, for TLS.
    """

    daemon_threads = True

    def __init__(self, port: int, respond: Respond, certificate: tuple[Path, Path] | None) -> None:
        super().__init__((HOST, port), _Handler)
        self.respond = respond
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            # The handshake is left to the thread of the connection: it must not hold up the others.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection, and remember it."""
        connection, address = super().get_request()
        with self._lock:
            self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that go away or distrust the certificate: that is theirs to do."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        """Stop listening and end all connections, those in the midst of an answer too."""
        self.stopping.set()
        self.shutdown()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Reads requests of one connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a kept connection waits 40 ms for each body

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        asked = Asked(time.monotonic(), self.command, path, query, body.decode("utf-8", "replace"))
        asked.login = self.headers.get("Authorization", "")
        self.server.respond(asked)(Wire(self, self.server.stopping))

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        """Say nothing: what was asked stands in the server's list."""
