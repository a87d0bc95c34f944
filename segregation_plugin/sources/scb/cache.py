"""Answers kept on disk: by what was asked, with their age, and never half or changed.

Each is one file: a line that says what it is, then the answer. It is written beside its place and moved there whole.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .messages import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .messages import Request

_SUFFIX, _PART, _BEFORE = ".answer", ".part", ".segregation-"
_NAME = re.compile(r"[0-9a-f]{40}\.answer")
_DAMAGE = (ValueError, KeyError, TypeError, RecursionError)
"""What a file that is none of ours, or no whole one, comes to."""
_ABANDONED_S = 3600.0
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Kept:
    """An answer from the cache."""

    answer: Answer
    fetched: datetime.datetime
    """When it came from the service, UTC."""


@dataclass(frozen=True)
class Contents:
    """What a cache holds."""

    count: int
    size_mb: float
    oldest: datetime.datetime | None
    newest: datetime.datetime | None


class AnswerCache:
    """A folder of answers; what is damaged in it counts as not there, and what cannot be written is not kept.

    Args:
        folder: made when the first answer is kept.
        max_mb: the answers that were unused for the longest time go when there is more.
    """

    def __init__(self, folder: Path, max_mb: float) -> None:
        self._folder = folder
        self._max_bytes = max_mb * _MEGABYTE

    def get(self, request: Request) -> Kept | None:
        """Return the kept answer to a question, whatever its age."""
        path = self._path(request)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        kept = _unpacked(content, request)
        with contextlib.suppress(OSError):
            if kept is None:
                path.unlink()
            else:
                os.utime(path)
        return kept

    def put(self, request: Request, answer: Answer, fetched: datetime.datetime) -> bool:
        """Keep an answer; return whether that was possible."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(prefix=_BEFORE, suffix=_PART, dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_packed(request, answer, fetched))
                Path(beside).replace(self._path(request))
            finally:
                Path(beside).unlink(missing_ok=True)
            self._trim()
        except OSError:
            return False
        return True

    def contents(self) -> Contents:
        """Return how much is kept, and from when."""
        entries = list(self._entries())
        times = sorted(filter(None, map(_fetched, (path for path, _ in entries))))
        size = sum(status.st_size for _, status in entries)
        return Contents(
            len(entries), size / _MEGABYTE, times[0] if times else None, times[-1] if times else None
        )

    def clear(self) -> None:
        """Remove all answers, and nothing else that may lie in the folder."""
        for path, _ in self._entries():
            with contextlib.suppress(OSError):  # another program reads it
                path.unlink(missing_ok=True)

    def _path(self, request: Request) -> Path:
        return self._folder / (_name(request) + _SUFFIX)

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield the files of the cache; those that another program is just removing are passed over."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if _NAME.fullmatch(path.name):
                with contextlib.suppress(OSError):
                    yield path, path.stat()

    def _trim(self) -> None:
        entries = sorted(self._entries(), key=lambda entry: entry[1].st_mtime)
        size = sum(status.st_size for _, status in entries)
        for path, status in entries[:-1]:  # the newest stays, however large
            if size <= self._max_bytes:
                break
            with contextlib.suppress(OSError):  # another program reads it
                path.unlink(missing_ok=True)
                size -= status.st_size
        for left in self._folder.glob(_BEFORE + "*" + _PART):  # of programs that were killed
            with contextlib.suppress(OSError):
                if time.time() - left.stat().st_mtime > _ABANDONED_S:
                    left.unlink()


def _name(request: Request) -> str:
    return hashlib.sha256(request.url.encode() + b"\n" + request.body).hexdigest()[:40]


def _packed(request: Request, answer: Answer, fetched: datetime.datetime) -> bytes:
    head = {
        "url": request.url,
        "asked": hashlib.sha256(request.body).hexdigest(),
        "fetched": fetched.isoformat(timespec="seconds"),
        "content_type": answer.content_type,
        "sha256": hashlib.sha256(answer.body).hexdigest(),
    }
    return json.dumps(head).encode() + b"\n" + answer.body


def _unpacked(content: bytes, request: Request) -> Kept | None:
    """Return an answer; None where it is damaged or answers something else."""
    line, _, body = content.partition(b"\n")
    try:
        head = json.loads(line)
        fetched = datetime.datetime.fromisoformat(head["fetched"])
        whole = (
            head["url"] == request.url
            and head["asked"] == hashlib.sha256(request.body).hexdigest()
            and head["sha256"] == hashlib.sha256(body).hexdigest()
            and fetched.tzinfo is not None
        )
        return Kept(Answer(200, str(head["content_type"]), body), fetched) if whole else None
    except _DAMAGE:
        return None


def _fetched(path: Path) -> datetime.datetime | None:
    try:
        with path.open("rb") as file:
            fetched = datetime.datetime.fromisoformat(json.loads(file.readline(100_000))["fetched"])
    except (OSError, *_DAMAGE):
        return None
    return fetched if fetched.tzinfo is not None else None
