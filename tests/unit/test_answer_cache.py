"""Answers kept on disk: whole or not at all, and never those of another question."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import time

import pytest

from segregation_plugin.sources.scb.cache import AnswerCache
from segregation_plugin.sources.scb.messages import Answer, Request

THEN = datetime.datetime(2026, 11, 20, 12, 30, tzinfo=datetime.timezone.utc)
QUESTION = Request("https://example.org/a?x=1")
ANSWER = Answer(200, "application/json", b'{"a": 1}\n\xff binary \x00 too\n')


@pytest.fixture
def cache(tmp_path):
    return AnswerCache(tmp_path / "cache", 10)


def files(tmp_path):
    return sorted((tmp_path / "cache").iterdir())


def test_an_answer_comes_back_as_it_was(cache):
    assert cache.put(QUESTION, ANSWER, THEN)
    kept = cache.get(QUESTION)
    assert kept.answer == ANSWER
    assert kept.fetched == THEN


def test_questions_are_told_apart_by_address_and_body(cache):
    posted = Request(QUESTION.url, b'{"x": 2}')
    cache.put(QUESTION, ANSWER, THEN)
    cache.put(posted, Answer(200, "", b"posted"), THEN)
    assert cache.get(QUESTION).answer.body == ANSWER.body
    assert cache.get(posted).answer.body == b"posted"
    assert cache.get(Request(QUESTION.url + "&y=1")) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content[:20],
        lambda _: b"",
        lambda content: content + b"more",
        lambda content: content.replace(b'"a": 1', b'"a": 2'),
        lambda content: content.replace(b"example.org", b"example.com"),
        lambda content: content.replace(b"2026-11-20", b"not-a-date"),
        lambda content: content.replace(b"+00:00", b""),
        lambda _: b"[1]\nrubbish",
        lambda _: b"\xff\xfe\x00\n\x00",
        lambda _: b"[" * 100_000 + b"\n{}",
    ],
)
def test_what_is_damaged_is_not_there_and_goes(cache, tmp_path, damage):
    cache.put(QUESTION, ANSWER, THEN)
    (path,) = files(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(QUESTION) is None
    assert files(tmp_path) == []


def test_an_answer_under_the_name_of_another_question_is_not_taken(cache, tmp_path):
    other = Request("https://example.org/b")
    cache.put(QUESTION, ANSWER, THEN)
    (path,) = files(tmp_path)
    cache.put(other, Answer(200, "", b"other"), THEN)
    (theirs,) = set(files(tmp_path)) - {path}
    theirs.write_bytes(path.read_bytes())
    assert cache.get(other) is None
    assert cache.get(QUESTION).answer == ANSWER


def test_the_longest_unused_go_when_there_is_too_much(tmp_path):
    cache = AnswerCache(tmp_path / "cache", 0.0035)
    requests = [Request(f"https://example.org/{number}") for number in range(4)]
    for age, request in enumerate(requests[:3]):
        cache.put(request, Answer(200, "", b"x" * 800), THEN)
        os.utime(cache._path(request), (1000 + age, 1000 + age))
    cache.get(requests[0])  # used again
    cache.put(requests[3], Answer(200, "", b"x" * 800), THEN)
    assert [cache.get(request) is not None for request in requests] == [True, False, True, True]


def test_the_newest_stays_however_large(tmp_path):
    cache = AnswerCache(tmp_path / "cache", 0.001)
    cache.put(QUESTION, Answer(200, "", b"x" * 50_000), THEN)
    assert cache.get(QUESTION) is not None


def test_contents_and_clear_leave_what_belongs_to_others(cache, tmp_path):
    assert cache.contents().count == 0
    cache.put(QUESTION, ANSWER, THEN)
    cache.put(Request("https://example.org/b"), ANSWER, THEN + datetime.timedelta(days=3))
    others = [tmp_path / "cache" / name for name in ("mine.txt", "exam.answer", ".thesis.odt.part")]
    for path in others:
        path.write_text("not an answer")
        os.utime(path, (1000, 1000))
    cache.put(QUESTION, ANSWER, THEN)
    found = cache.contents()
    assert (found.count, found.oldest, found.newest) == (2, THEN, THEN + datetime.timedelta(days=3))
    assert 0 < found.size_mb < 0.01
    cache.clear()
    assert files(tmp_path) == sorted(others)


@pytest.mark.parametrize("head", [b"[" * 100_000, b'{"fetched": "2026-11-20T12:00:00"}', b"{}", b""])
def test_contents_pass_over_what_cannot_be_read(cache, tmp_path, head):
    cache.put(QUESTION, ANSWER, THEN)
    (tmp_path / "cache" / ("0" * 40 + ".answer")).write_bytes(head + b"\n")
    found = cache.contents()
    assert (found.count, found.oldest, found.newest) == (2, THEN, THEN)


def test_a_folder_that_cannot_be_made_costs_nothing_but_the_cache(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = AnswerCache(tmp_path / "file" / "cache", 10)
    assert not cache.put(QUESTION, ANSWER, THEN)
    assert cache.get(QUESTION) is None
    assert cache.contents().count == 0


def test_what_killed_writers_left_goes_after_an_hour(cache, tmp_path):
    cache.put(QUESTION, ANSWER, THEN)
    old, new = (tmp_path / "cache" / f".segregation-{name}.part" for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    cache.put(QUESTION, ANSWER, THEN)
    assert not old.exists()
    assert new.exists()


def _write_many(folder):
    cache = AnswerCache(folder, 10)
    for number in range(1000):
        cache.put(QUESTION, Answer(200, "", bytes([number % 256]) * 200_000), THEN)


def test_a_writer_that_is_killed_leaves_a_whole_answer(tmp_path):
    cache = AnswerCache(tmp_path / "cache", 10)
    cache.put(QUESTION, Answer(200, "", b"x" * 200_000), THEN)
    writer = multiprocessing.get_context("fork").Process(target=_write_many, args=(tmp_path / "cache",))
    writer.start()
    time.sleep(0.3)
    writer.kill()
    writer.join()
    body = cache.get(QUESTION).answer.body
    assert len(body) == 200_000
    assert len(set(body)) == 1
