"""The reps' load test: what it prints is what happened, and it fails where a bar is missed or something is lost."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from support_sandbox import app
from trainee_exercises.load_test.records import Failure, Played
from trainee_exercises.load_test.report import Machine, times_of
from trainee_exercises.load_test.server import NotStarted
from trainee_exercises.practice.crowd import run
from trainee_exercises.practice.crowd.report import Report, as_text

MACHINE = Machine(cpus=2, load=None, server_cpu_seconds=5.0, server_memory_mb=300.0, seconds=10.0)


def a_report(**parts):
    """Return a report about two reps who acted three times within 10, 20 and 900 ms."""
    times = times_of([Played("1", took={"act": [10.0, 20.0], "poll": [5.0]}), Played("2", took={"act": [900.0]})])
    usual = {"reps": 2, "minutes": 1.0, "database": "sqlite", "times": times, "acts": 3, "kept": 3, "refused": 1}
    return Report(**usual | {"repeated": 0, "failures": (), "machine": MACHINE} | parts)


def test_the_report_prints_median_p95_and_the_longest():
    """Of acts and polls."""
    lines = as_text(a_report()).splitlines()
    assert "2 reps at once, 1 minutes, sqlite" == lines[0]
    assert ["act", "3", "20.0", "900.0", "900.0"] == lines[2].split()
    assert ["poll", "1", "5.0", "5.0", "5.0"] == lines[3].split()
    assert "all 3 acts are in the database; 1 more were refused with a reason" in lines[-1]


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"kept": 2}, "wrong: 3 acts acknowledged, 2 kept, 0 failed"),
        ({"kept": 4}, "wrong: 3 acts acknowledged, 4 kept, 0 failed"),
        ({"failures": (Failure("act", "500 x"),)}, "act: 500 x (1 times)"),
        (
            {"times": times_of([Played("1", took={"act": [301.0, 302.0]})])},
            "too slow: half of all acts have to take less",
        ),
    ],
)
def test_what_is_lost_or_slow_is_said_and_is_no_success(monkeypatch, parts, says):
    """Exit 1; the reason stands in the report."""
    monkeypatch.setattr(run, "run", lambda _: a_report(**parts))
    told = CliRunner().invoke(app, ["practice", "load", "--reps", "2"])
    assert (1, True) == (told.exit_code, says in told.stdout), told.stdout


def test_what_was_sent_again_may_be_there_twice():
    """The answer was lost, not the act."""
    assert a_report(kept=4, repeated=1).is_lossless


def test_the_command_prints_one_json_object_or_says_that_no_server_came_up(monkeypatch):
    """Exit 0 and 2."""
    monkeypatch.setattr(run, "run", lambda _: a_report())
    told = CliRunner().invoke(app, ["practice", "load", "--json"])
    assert (0, 20.0) == (told.exit_code, json.loads(told.stdout)["times"]["act"]["p50"])

    def fails(_):
        raise NotStarted("the server has not come up")

    monkeypatch.setattr(run, "run", fails)
    assert 2 == CliRunner().invoke(app, ["practice", "load"]).exit_code


def test_some_reps_at_a_real_server_lose_nothing():
    """They sign in, work and finish over HTTP; every act that was acknowledged is in the database."""
    report = run.run(run.Crowd(reps=2, minutes=0.1))
    assert ((), True) == (report.failures, report.is_lossless), as_text(report)
    assert {"act", "poll", "view", "page", "page part"} <= report.times.keys()
    assert report.acts >= 4
