"""The local server: both services of one country, and the faults one asks for."""

from __future__ import annotations

import tempfile
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from . import pxweb, wfs
from .answer import Answer
from .certificate import make_certificate
from .connections import HOST, Server
from .fault_answers import INSTEAD, LOOP_MARK, loop
from .fault_changes import CHANGED
from .faults import Faults
from .limits import Limits
from .sending import SENDING, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from .answer import Asked
    from .country import Country
    from .faults import Fault
    from .sending import Wire

_OK = 200


class FakeScb:
    """A server on the loopback address that answers like SCB's two services while the ``with`` block runs.

    Args:
        country: what there is to ask for.
        port: to listen on; 0 for one that is free.
        https: whether to speak TLS, with a certificate made for this server.
        expired: whether the certificate's time is over.
        on_answer: is called with each request once its answer is ready.
        **limits: see ``Limits``.

    Attributes:
        requests: what was asked so far, in order.
        certificate: file of the certificate, to trust it; None without TLS.

    Raises:
        NoOpensslError: on entering: TLS is asked for and the openssl program is not there.
        OSError: on entering: the port is taken.
    """

    def __init__(
        self,
        country: Country,
        *,
        port: int = 0,
        https: bool = False,
        expired: bool = False,
        on_answer: Callable[[Asked], None] | None = None,
        **limits: float,
    ) -> None:
        self.requests: list[Asked] = []
        self.certificate: Path | None = None
        self._country = country
        self._port = port
        self._https = https or expired
        self._expired = expired
        self._on_answer = on_answer
        self._limits = Limits(**limits)
        self._faults = Faults()
        self._pages: dict[str, Answer] = {}

    @property
    def title(self) -> str:
        """What the data is."""
        return self._country.title

    @property
    def wfs_url(self) -> str:
        """The address of the geodata service."""
        return f"{self._origin}{wfs.PATH}"

    @property
    def pxweb_url(self) -> str:
        """The address of the statistical database, with a slash at its end."""
        return f"{self._origin}{pxweb.PATH}"

    @property
    def _origin(self) -> str:
        return f"{'https' if self._https else 'http'}://{HOST}:{self._port}"

    def fail(self, kind: str, times: int = 1, where: str = "", seconds: float | None = None) -> None:
        """Queue a fault for the next requests.

        Args:
            kind: one of ``KINDS``.
            times: how many requests it befalls.
            where: text in the path and query of those requests.
            seconds: to wait, for the kinds that know of waiting.

        Raises:
            ValueError: there is no such kind.
        """
        self._faults.add(kind, times, where, seconds)

    def __enter__(self) -> FakeScb:  # noqa: PYI034 - typing.Self is newer than the oldest Python here
        self._folder = tempfile.TemporaryDirectory()
        files = None
        if self._https:
            files = make_certificate(Path(self._folder.name), expired=self._expired)
            self.certificate = files[0]
        self._server = Server(self._port, self._respond, files)
        self._port = self._server.server_address[1]
        self._wfs = wfs.Wfs(self._country, self._limits, self.wfs_url)
        self._pxweb = pxweb.PxWeb(self._country, self._limits, self.pxweb_url)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
        self._thread.join()
        self._folder.cleanup()

    def _respond(self, asked: Asked) -> Callable[[Wire], None]:
        """Take a request; return what sends its answer."""
        self.requests.append(asked)
        fault = self._faults.take(asked)
        answer = self._answer(asked, fault)
        asked.status, asked.count = answer.status, answer.count
        if self._on_answer:
            self._on_answer(asked)
        sending = SENDING.get(fault.kind, send) if fault else send
        return partial(_send, sending, answer, fault.seconds if fault else 0)

    def _answer(self, asked: Asked, fault: Fault | None) -> Answer:
        if LOOP_MARK in asked.parameters:
            return loop(asked)
        if fault and fault.kind in INSTEAD:
            return INSTEAD[fault.kind](asked, fault.seconds)
        answer = self._service(asked)
        if fault and fault.kind in CHANGED:
            answer = CHANGED[fault.kind](answer, self._pages.get(answer.page_of))
        if answer.page_of and answer.status == _OK:
            self._pages[answer.page_of] = answer
        return answer

    def _service(self, asked: Asked) -> Answer:
        if asked.path == wfs.PATH:
            return self._wfs.answer(asked)
        if asked.path.startswith(pxweb.PATH):
            return self._pxweb.answer(asked)
        return Answer(b"Not Found", "text/plain; charset=utf-8", 404)


def _send(sending: Callable[[Wire, Answer, float], None], answer: Answer, seconds: float, wire: Wire) -> None:
    sending(wire, answer, seconds)
