"""Questions sent through QGIS's network, with its proxy, its authentication and its patience.

QGIS's own blocking request is not used: it follows a redirect to ``file:///``, and does not end when it is cancelled in a
thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QEventLoop, QTimer, QUrl
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ...core.errors import InputError, RunCancelledError
from .messages import Answer, NoAnswerError, Request

if TYPE_CHECKING:
    from qgis.core import QgsFeedback


MAX_ANSWER_BYTES = 200_000_000
"""All RegSO of the country at once are 51 MB."""
_REDIRECTS = 5
_ASK_EVERY_MS = 100
_SCHEMES = ("http", "https")
_SEE_OTHER = 303
_MOVED = (301, 302, _SEE_OTHER, 307, 308)
_SHOWN = 100
_NetworkError = QNetworkReply.NetworkError
_TOO_LATE = (_NetworkError.TimeoutError, _NetworkError.OperationCanceledError)
"""The second is what Qt and QGIS make of their time limits."""
_PASSING = (
    *_TOO_LATE,
    _NetworkError.RemoteHostClosedError,
    _NetworkError.TemporaryNetworkFailureError,
    _NetworkError.NetworkSessionFailedError,
    _NetworkError.UnknownNetworkError,
    _NetworkError.ProxyTimeoutError,
    _NetworkError.ProtocolFailure,
)
_TRANSPORT = (
    *_PASSING,
    _NetworkError.ConnectionRefusedError,
    _NetworkError.HostNotFoundError,
    _NetworkError.SslHandshakeFailedError,
    _NetworkError.TooManyRedirectsError,
    _NetworkError.InsecureRedirectError,
    _NetworkError.ProxyConnectionRefusedError,
    _NetworkError.ProxyConnectionClosedError,
    _NetworkError.ProxyNotFoundError,
    _NetworkError.UnknownProxyError,
)
"""Errors of the way, not of what the service says to a question."""
_NOTHING_CAME = "nothing came in time"
_REFUSED = 400
_LIMIT_OF_QGIS = "timeoutTimer"


class QgisNetwork:
    """Sends questions one after the other, in any thread.

    Args:
        feedback: asked for cancel ten times a second.
        timeout_s: how long nothing may come before a question is given up; holds instead of QGIS's own limit.
        authcfg: an authentication configuration of QGIS; empty for none.
        max_bytes: of one answer.
    """

    def __init__(
        self, feedback: QgsFeedback, timeout_s: float, authcfg: str = "", max_bytes: int = MAX_ANSWER_BYTES
    ) -> None:
        self._feedback = feedback
        self._timeout_ms = round(timeout_s * 1000)
        self._authcfg = authcfg
        self._max_bytes = max_bytes

    def send(self, request: Request) -> Answer:
        """Send a question and wait for the answer, wherever the service has moved to.

        Raises:
            InputError: the address is none, the authentication cannot be used, or the answer is too large.
            NoAnswerError: no answer came, or not all of it.
            RunCancelledError: the user cancelled.
        """
        now = request
        for _ in range(_REDIRECTS):
            reply = self._reply(now, self._authcfg if now.origin == request.origin else "")
            exchange = _Exchange(reply, self._feedback, self._max_bytes)
            exchange.wait()
            answer, moved_to = exchange.answer(now)
            if not moved_to:
                return answer
            now = _moved(now, moved_to, answer.status)
        raise NoAnswerError("Too many redirects", is_passing=False)

    def _reply(self, request: Request, authcfg: str) -> QNetworkReply:
        """Begin to ask; the login goes to no other place than the one it was given for."""
        question = self._question(request, authcfg)
        network = QgsNetworkAccessManager.instance()
        reply = network.post(question, QByteArray(request.body)) if request.body else network.get(question)
        if authcfg:
            QgsApplication.authManager().updateNetworkReply(reply, authcfg)
        limit = reply.findChild(QTimer, _LIMIT_OF_QGIS)
        if (
            limit is not None
        ):  # QGIS's own, a minute unless set otherwise, also counts while nothing was to be expected
            limit.setInterval(self._timeout_ms)
        return reply

    def _question(self, request: Request, authcfg: str) -> QNetworkRequest:
        url = QUrl(request.url)
        if not url.isValid() or url.scheme() not in _SCHEMES or not url.host():
            raise InputError(
                "{url} is no address of a service; write it as https://… in the settings of Segregation.",
                url=request.url,
            )
        question = QNetworkRequest(url)
        question.setTransferTimeout(self._timeout_ms)
        for attribute, value in (
            (
                QNetworkRequest.Attribute.RedirectPolicyAttribute,
                QNetworkRequest.RedirectPolicy.ManualRedirectPolicy,
            ),
            (
                QNetworkRequest.Attribute.CacheLoadControlAttribute,
                QNetworkRequest.CacheLoadControl.AlwaysNetwork,
            ),
            (QNetworkRequest.Attribute.CacheSaveControlAttribute, False),
        ):
            question.setAttribute(attribute, value)
        if request.body:
            question.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
        if authcfg and not QgsApplication.authManager().updateNetworkRequest(question, authcfg)[0]:
            raise InputError(
                "The authentication configuration {authcfg} cannot be used; choose another in the settings of "
                "Segregation.",
                authcfg=authcfg,
            )
        return question


def _moved(request: Request, place: str, status: int) -> Request:
    """Return the question for where the service has moved to.

    Raises:
        NoAnswerError: that is no place of the web, or a less safe one.
    """
    url = QUrl(request.url).resolved(QUrl(place))
    is_safe = url.scheme() == "https" or QUrl(request.url).scheme() == "http"
    if not url.isValid() or url.scheme() not in _SCHEMES or not is_safe:
        raise NoAnswerError(f"it redirects to {place[:_SHOWN]}", is_passing=False)
    return Request(
        url.toString(QUrl.ComponentFormattingOption.FullyEncoded),
        b"" if status == _SEE_OTHER else request.body,
    )


class _Exchange:
    """One question on its way."""

    def __init__(self, reply: QNetworkReply, feedback: QgsFeedback, max_bytes: int) -> None:
        self._reply = reply
        self._feedback = feedback
        self._max_bytes = max_bytes
        self._parts: list[bytes] = []
        self._size = 0

    def wait(self) -> None:
        """Let Qt work until all has come, the user cancels or too much has come."""
        loop, clock = QEventLoop(), QTimer()
        clock.setInterval(_ASK_EVERY_MS)
        clock.timeout.connect(self._stop_if_cancelled)
        self._reply.readyRead.connect(self._take)
        self._reply.finished.connect(loop.quit)
        clock.start()
        if not self._reply.isFinished():
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        clock.stop()
        if self._reply.isOpen():
            self._take()
        self._reply.deleteLater()

    def _take(self) -> None:
        part = bytes(self._reply.readAll())
        self._parts.append(part)
        self._size += len(part)
        if self._size > self._max_bytes:
            self._reply.abort()

    def _stop_if_cancelled(self) -> None:
        if self._feedback.isCanceled():
            self._reply.abort()

    def answer(self, request: Request) -> tuple[Answer, str]:
        """Return the answer, and where the service says it has moved to; empty where it has not."""
        if self._feedback.isCanceled():
            raise RunCancelledError
        if self._size > self._max_bytes:
            raise InputError(
                "{host} answered with more than {limit} MB, which is not read; choose fewer areas or years.",
                host=request.host,
                limit=self._max_bytes // 1_000_000,
            )
        status = self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        error = self._reply.error()
        refused_by_status = status is not None and status >= _REFUSED and error not in _TRANSPORT
        if error != _NetworkError.NoError and not refused_by_status:
            reason = _NOTHING_CAME if error in _TOO_LATE else self._reply.errorString()
            raise NoAnswerError(reason, is_passing=error in _PASSING)
        answer = Answer(
            int(status or 0),
            str(self._reply.header(QNetworkRequest.KnownHeaders.ContentTypeHeader) or ""),
            b"".join(self._parts),
            bytes(self._reply.rawHeader(b"Retry-After")).decode("latin-1"),
        )
        place = bytes(self._reply.rawHeader(b"Location")).decode("utf-8", errors="replace")
        return answer, place if answer.status in _MOVED else ""
