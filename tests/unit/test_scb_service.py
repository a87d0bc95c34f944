"""Asking a service: fresh answers from the cache, patience where it helps, a clear sentence where it does not."""

from __future__ import annotations

import datetime
from email.utils import format_datetime

import pytest

from segregation_plugin.core.errors import InputError, RunCancelledError
from segregation_plugin.sources.scb.cache import AnswerCache
from segregation_plugin.sources.scb.messages import Answer, BrokenAnswerError, NoAnswerError, Request
from segregation_plugin.sources.scb.service import Freshness, Service, Window, excerpt

QUESTION = Request("https://example.org/data?x=1")
NOW = datetime.datetime.now(datetime.timezone.utc)
WEEK = datetime.timedelta(days=7)


class Clock:
    """Time that passes only while somebody sleeps or is served."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        assert 0 < seconds <= 0.1
        self.now += seconds


class Line:
    """A network that answers as it is told, and says what it was asked when."""

    def __init__(self, clock, *answers, takes=0.0):
        self.clock, self.answers, self.takes, self.times = clock, list(answers), takes, []

    def __call__(self, _):
        self.times.append(self.clock.now)
        self.clock.now += self.takes
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def good(body=b"{}"):
    return Answer(200, "application/json", body)


def fine(_):
    pass


def broken_unless_good(answer):
    if answer.body == b"half":
        raise BrokenAnswerError("half an answer")


@pytest.fixture
def clock():
    return Clock()


def service(clock, line, cache=None, told=None, **options):
    freshness = options.pop("freshness", Freshness(WEEK))
    return Service(
        line,
        options.pop("is_cancelled", lambda: False),
        cache,
        freshness,
        tell=(told if told is not None else []).append,
        clock=clock,
        sleep=clock.sleep,
        **options,
    )


@pytest.mark.parametrize(
    "fault",
    [
        Answer(429, "", b"too many"),
        Answer(503, "", b""),
        Answer(500, "", b"<html>sorry</html>"),
        NoAnswerError("Connection closed", is_passing=True),
        good(b"half"),
    ],
)
def test_what_passes_is_asked_again(clock, fault):
    line = Line(clock, fault, fault, good(b"whole"))
    reply = service(clock, line).ask(QUESTION, broken_unless_good)
    assert reply.body == b"whole"
    assert line.times == pytest.approx([1000.0, 1000.5, 1001.5])


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            Answer(503, "text/html", b"<html><body>Busy <b>now</b></body></html>"),
            "example.org does not answer as it should (503 Busy now); run again later.",
        ),
        (
            good(b"half"),
            "example.org does not answer as it should (half an answer); run again later.",
        ),
        (
            NoAnswerError("Connection closed", is_passing=True),
            "example.org cannot be reached (Connection closed), and no earlier answer can be used; check the network, "
            "the proxy of QGIS and the address in the settings of Segregation.",
        ),
    ],
)
def test_what_does_not_pass_ends_in_one_sentence(clock, fault, sentence):
    line = Line(clock, fault)
    with pytest.raises(InputError) as error:
        service(clock, line).ask(QUESTION, broken_unless_good)
    assert str(error.value) == sentence
    assert len(line.times) == 5
    assert clock.now - 1000 == pytest.approx(0.5 + 1 + 2 + 4)


@pytest.mark.parametrize(
    "fault",
    [
        Answer(404, "", b"no such table"),
        Answer(400, "", b""),
        NoAnswerError("Host not found", is_passing=False),
    ],
)
def test_what_asking_again_cannot_help_is_asked_once(clock, fault):
    line = Line(clock, fault)
    with pytest.raises(InputError):
        service(clock, line).ask(QUESTION, fine)
    assert len(line.times) == 1


def test_a_service_that_says_how_long_is_believed(clock):
    line = Line(clock, Answer(429, "", b"", "7"), good())
    service(clock, line).ask(QUESTION, fine)
    assert line.times[1] - line.times[0] == pytest.approx(7)


def test_a_date_to_wait_for_is_understood(clock):
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=20)
    line = Line(clock, Answer(503, "", b"", format_datetime(until, usegmt=True)), good())
    service(clock, line).ask(QUESTION, fine)
    assert 18 < line.times[1] - line.times[0] < 21


@pytest.mark.parametrize(
    "nonsense",
    ["soon", "-5", "nan", "inf", "1e9", "Mon, 99 Foo 2026", "\u0665", "Mon, 01 Jan 99999999 00:00:00 GMT"],
)
def test_nonsense_about_waiting_is_passed_over(clock, nonsense):
    line = Line(clock, Answer(429, "", b"", nonsense), good())
    service(clock, line).ask(QUESTION, fine)
    assert line.times[1] - line.times[0] == pytest.approx(0.5)


def test_nobody_is_kept_waiting_for_more_than_a_minute(clock):
    line = Line(clock, Answer(429, "", b"come tomorrow", "86400"), good())
    with pytest.raises(InputError, match="come tomorrow"):
        service(clock, line).ask(QUESTION, fine)
    assert clock.now == 1000.0


def test_a_cancel_is_heard_while_waiting(clock):
    line = Line(clock, Answer(429, "", b"", "50"), good())
    with pytest.raises(RunCancelledError):
        service(clock, line, is_cancelled=lambda: clock.now > 1000.3).ask(QUESTION, fine)
    assert clock.now < 1001


@pytest.mark.parametrize("takes", [0.0, 0.05, 0.4])
def test_no_window_of_time_holds_more_calls_than_allowed(clock, takes):
    line = Line(clock, good(), takes=takes)
    asked = service(clock, line, window=Window(3, 1.0))
    for number in range(20):
        asked.ask(Request(f"https://example.org/{number}"), fine)
    for time in line.times:
        assert sum(time <= other < time + 1.0 for other in line.times) <= 3


def test_a_fresh_answer_is_not_asked_for(clock, tmp_path):
    cache = AnswerCache(tmp_path, 10)
    cache.put(QUESTION, good(b"kept"), NOW - datetime.timedelta(days=6))
    line = Line(clock, good(b"new"))
    reply = service(clock, line, cache).ask(QUESTION, fine)
    assert (reply.body, reply.is_kept) == (b"kept", True)
    assert line.times == []


@pytest.mark.parametrize(
    ("age", "refresh"),
    [
        (datetime.timedelta(days=8), False),
        (datetime.timedelta(0), True),
        (datetime.timedelta(days=-2), False),
    ],
)
def test_an_old_answer_is_asked_for_anew_and_replaced(clock, tmp_path, age, refresh):
    cache = AnswerCache(tmp_path, 10)
    cache.put(QUESTION, good(b"kept"), NOW - age)
    reply = service(clock, Line(clock, good(b"new")), cache, freshness=Freshness(WEEK, refresh)).ask(
        QUESTION, fine
    )
    assert (reply.body, reply.is_kept) == (b"new", False)
    assert cache.get(QUESTION).answer.body == b"new"


def test_without_a_network_an_old_answer_serves_and_that_is_told(clock, tmp_path):
    cache = AnswerCache(tmp_path, 10)
    cache.put(QUESTION, good(b"kept"), datetime.datetime(2026, 1, 5, tzinfo=datetime.timezone.utc))
    told = []
    line = Line(clock, NoAnswerError("Host example.org not found", is_passing=False))
    reply = service(clock, line, cache, told).ask(QUESTION, fine)
    assert reply.body == b"kept"
    assert [str(notice) for notice in told] == [
        "example.org cannot be asked (Host example.org not found); its answer of 2026-01-05 is used."
    ]


@pytest.mark.parametrize(
    "fault", [good(b"half"), Answer(502, "", b"Proxy: no route"), Answer(503, "", b"", "86400")]
)
def test_a_service_that_does_not_answer_as_it_should_leaves_what_was_kept(clock, tmp_path, fault):
    cache = AnswerCache(tmp_path, 10)
    cache.put(QUESTION, good(b"kept"), NOW - 2 * WEEK)
    told = []
    reply = service(clock, Line(clock, fault), cache, told).ask(QUESTION, broken_unless_good)
    assert (reply.body, reply.is_kept) == (b"kept", True)
    assert "its answer of" in str(told[-1])
    assert cache.get(QUESTION).answer.body == b"kept"


def test_a_refusal_is_not_hidden_behind_what_was_kept(clock, tmp_path):
    cache = AnswerCache(tmp_path, 10)
    cache.put(QUESTION, good(b"kept"), NOW - 2 * WEEK)
    with pytest.raises(InputError, match="refuses what was asked"):
        service(clock, Line(clock, Answer(404, "", b"no such table")), cache).ask(QUESTION, fine)


def test_what_was_kept_and_can_no_longer_be_read_is_asked_for_anew(clock, tmp_path):
    cache = AnswerCache(tmp_path, 10)
    cache.put(QUESTION, good(b"half"), NOW)
    reply = service(clock, Line(clock, good(b"whole")), cache).ask(QUESTION, broken_unless_good)
    assert reply.body == b"whole"
    assert cache.get(QUESTION).answer.body == b"whole"


def test_long_waiting_is_told(clock):
    told = []
    line = Line(clock, Answer(503, "", b"busy", "7"), good())
    service(clock, line, told=told).ask(QUESTION, fine)
    assert [str(notice) for notice in told] == ["example.org: 503 busy; asked again in 7 s."]


# ---- answers that belong together

PARTS = [Request(f"https://example.org/{number}") for number in range(3)]


class Editions:
    """A service whose parts are all of one edition, until it is changed or gone."""

    def __init__(self):
        self.edition, self.asked, self.gone = b"A", [], ()

    def __call__(self, request):
        self.asked.append(request.url[-1])
        if request.url[-1] in self.gone:
            raise NoAnswerError("gone", is_passing=False)
        return good(self.edition)


def bodies(collected):
    return b"".join(reply.body for reply in collected)


def collect(asked):
    return asked.collect(
        lambda ask: [ask(part, fine) for part in PARTS],
        lambda replies: "" if len({reply.body for reply in replies}) == 1 else "different editions",
    )


def test_parts_of_two_editions_are_all_asked_for_anew(clock, tmp_path):
    cache, line = AnswerCache(tmp_path, 10), Editions()
    for part in PARTS[:2]:
        cache.put(part, good(b"A"), NOW)
    line.edition = b"B"
    replies, fault = collect(service(clock, line, cache))
    assert (bodies(replies), fault) == (b"BBB", "")
    assert line.asked == ["2", "0", "1", "2"]
    assert [cache.get(part).answer.body for part in PARTS] == [b"B"] * 3


def test_parts_that_never_fit_are_said_not_to(clock, tmp_path):
    line = Line(clock, *(good(bytes([number])) for number in range(20)))
    assert collect(service(clock, line, AnswerCache(tmp_path, 10)))[1] == "different editions"


def test_what_was_kept_serves_where_the_network_breaks_between_editions(clock, tmp_path):
    cache, line, told = AnswerCache(tmp_path, 10), Editions(), []
    old = NOW - datetime.timedelta(days=8)
    for part in PARTS:
        cache.put(part, good(b"A"), old)
    line.edition, line.gone = b"B", ("1",)
    replies, fault = collect(service(clock, line, cache, told))
    assert (bodies(replies), fault) == (b"AAA", "")
    assert "kept ones are used" in str(told[-1])
    assert [cache.get(part).answer.body for part in PARTS] == [b"A"] * 3  # nothing was half replaced


def test_what_came_before_a_break_is_kept(clock, tmp_path):
    cache, line = AnswerCache(tmp_path, 10), Editions()
    line.gone = ("2",)
    with pytest.raises(InputError):
        collect(service(clock, line, cache))
    line.gone, line.asked = (), []
    assert bodies(collect(service(clock, line, cache))[0]) == b"AAA"
    assert line.asked == ["2"]


def test_an_excerpt_is_one_line_of_text():
    page = Answer(
        200, "text/html", b"Sorry:\n<html><head></head>  <p>Gone\tfor   lunch</p> 1 < 2 " + b"x" * 500
    )
    assert excerpt(page).startswith("Sorry: Gone for lunch 1 < 2 xxx")
    assert len(excerpt(page)) == 200
    assert excerpt(Answer(200, "", b"\xff\xfe")) == "\ufffd\ufffd"
