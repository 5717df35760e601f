"""The load test: what it measures is what happened, and it notices when something acknowledged is not there."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from trainee_exercises.exercise.attempt import Terms, replay
from trainee_exercises.load_test import run
from trainee_exercises.load_test.commands import load
from trainee_exercises.load_test.losses import Losses, of_candidate
from trainee_exercises.load_test.records import Failure, Played, Saved
from trainee_exercises.load_test.report import Machine, Report, as_text, times_of
from trainee_exercises.storage import Event

TERMS = Terms(pack=None, form=None, time_ms=60_000, grace_ms=5_000, ai_rule="allowed")
FIRST = Saved("q1", "reply", 1, "Hello")
SECOND = Saved("q1", "reply", 2, "Hello there")
MACHINE = Machine(cpus=2, load=None, server_cpu_seconds=None, server_memory_mb=None, seconds=10.0)


def an_event(number, saved, kind="saved"):
    """Return the event of a saved text."""
    data = {"question": saved.question, "field": saved.what, "revision": saved.revision, "text": saved.text}
    return Event(number, kind, 1_000 * number, "candidate", data)


def played(*saved, **done):
    """Return what a browser saw acknowledged."""
    return Played("c1", saved=list(saved), done=done)


def lost(browser, events) -> Losses:
    """Return the losses for events as they stand in the database."""
    return of_candidate(browser, events, replay(TERMS, events))


def a_report(**parts):
    """Return a report about one candidate who saved twice within 5 and 15 ms."""
    one = Played("c1", took={"save": [5.0, 15.0]}, saved=[FIRST, SECOND])
    usual = {"candidates": 1, "minutes": 1.0, "database": "sqlite", "times": times_of([one]), "saved": 2, "repeated": 0}
    return Report(**usual | {"failures": (), "losses": Losses(), "machine": MACHINE} | parts)


def test_what_is_there_once_is_not_lost():
    """Two saves, both in the database, the newest as the answer: nothing is reported."""
    assert Losses() == lost(played(FIRST, SECOND), [an_event(1, FIRST), an_event(2, SECOND)])


def test_a_missing_text_is_reported():
    """An acknowledged save without its event, and the answer that is older than what was acknowledged."""
    found = lost(played(FIRST, SECOND), [an_event(1, FIRST)])
    assert (2, 0, 0) == tuple(map(len, found))


def test_a_missing_older_text_is_reported():
    """The answer is the newest, but an acknowledged revision before it left no event."""
    assert (1, 0, 0) == tuple(map(len, lost(played(FIRST, SECOND), [an_event(1, SECOND)])))


def test_a_changed_letter_is_reported():
    """Same question, same revision, other text: lost twice over, as event and as answer."""
    other = FIRST._replace(text="Hallo")
    assert (2, 0, 0) == tuple(map(len, lost(played(FIRST), [an_event(1, other)])))


def test_a_doubled_text_is_reported():
    """One save that left two events."""
    assert (0, 1, 0) == tuple(map(len, lost(played(FIRST), [an_event(1, FIRST), an_event(2, FIRST)])))


def test_a_gap_in_the_events_is_reported():
    """Events are numbered without a gap."""
    assert (0, 0, 1) == tuple(map(len, lost(played(FIRST), [an_event(2, FIRST)])))


def test_a_missing_action_is_reported():
    """A search that was answered has to be in the events."""
    assert (1, 0, 0) == tuple(map(len, lost(played(FIRST, search=1), [an_event(1, FIRST)])))


def test_an_action_too_many_counts_only_where_nothing_was_sent_again():
    """A search whose answer got lost may have been done; otherwise a second event is one too many."""
    event = Event(1, "searched", 0, "candidate", {"query": "a", "question": None, "found": 0})
    events = [event, event._replace(number=2)]
    once = played(search=1)
    assert (0, 1, 0) == tuple(map(len, lost(once, events)))
    once.repeated = 1
    assert Losses() == lost(once, events)


def test_percentiles_are_times_that_were_measured():
    """Of 1 to 200 ms: half took up to 100, 95 of 100 up to 190, 99 up to 198, the worst 200."""
    one = Played("c1", took={"save": [float(ms) for ms in range(200, 100, -1)]})
    other = Played("c2", took={"save": [float(ms) for ms in range(1, 101)]})
    assert {"save": (200, 100.0, 190.0, 198.0, 200.0)} == times_of([one, other])


@pytest.mark.parametrize(
    ("parts", "lossless", "quick"),
    [
        ({}, True, True),
        ({"times": times_of([Played("c1", took={"save": [1.0] * 94 + [300.0] * 6})])}, True, False),
        ({"times": {}}, True, False),
        ({"losses": Losses(lost=("a save",))}, False, True),
        ({"failures": (Failure("save", "409 over"),)}, False, True),
        ({"saved": 0}, False, True),
    ],
    ids=["fine", "95th percentile at the bar", "nothing was timed", "lost", "refused", "nothing was saved"],
)
def test_the_verdict(parts, lossless, quick):
    """Lossless: all done and there, once. Quick: 95 of 100 autosaves under 300 ms."""
    report = a_report(**parts)
    assert (lossless, quick) == (report.is_lossless, report.is_quick)


def test_the_figures_for_people():
    """Times by kind, the machine, and whether anything is missing."""
    expected = """\
1 candidates at once, 1 minutes, sqlite
  ms                   n     p50     p95     p99   worst
  autosave             2     5.0    15.0    15.0    15.0
  2 processors
  all 2 acknowledged texts are in the database, each once, and every action too"""
    assert expected == as_text(a_report())


def test_what_is_wrong_is_listed():
    """Losses first, then failed requests with how often, and that it is too slow."""
    slow = times_of([Played("c1", took={"save": [300.0]})])
    failures = (Failure("save", "409 over"), Failure("save", "409 over"))
    lines = as_text(a_report(times=slow, losses=Losses(lost=("a save",)), failures=failures)).splitlines()
    assert lines[-4:] == [
        "  wrong: 1 lost, doubled or out of order, 2 requests failed",
        "    a save",
        "    save: 409 over (2 times)",
        "  too slow: 95 of 100 autosaves have to take less than 300 ms",
    ]


def test_everybody_may_join_in_the_same_second(monkeypatch):
    """Forty candidates with good links behind one address, as in one room: none is told to wait."""

    async def only_join(browser, _pace, _draw):
        await browser.join()

    monkeypatch.setattr(run, "play", only_join)
    assert () == run.run(run.Load(candidates=40, minutes=0.1)).failures


def test_a_small_round_over_http_loses_nothing():
    """Five candidates play a whole exercise in ten seconds against a server of its own: all of it is there."""
    app = typer.Typer()
    app.command()(load)
    done = CliRunner().invoke(app, ["--candidates", "5", "--minutes", "0.17", "--json"])
    report = json.loads(done.stdout)
    assert ([], {"lost": [], "doubled": [], "out_of_order": []}) == (report["failures"], report["losses"])
    assert (True, 5) == (report["lossless"], report["times"]["join"]["n"])
    assert report["saved"] >= 5 * 20
    assert (0 if report["quick"] else 1) == done.exit_code
