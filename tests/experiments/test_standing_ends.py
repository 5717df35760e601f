"""The standing crew where something odd ends: errors that can't travel, results that don't fit, work for nobody."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from crew_tasks import fail_oddly, slowly

from sim.experiments import standing
from sim.experiments.standing import StandingCrew


@pytest.fixture(scope="module")
def crew():
    """Give a crew of one worker, which finds the odd work of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
        made = StandingCrew(1)
        assert made.wait_until_warm(300)
        yield made
        made.close()


def test_an_error_that_cannot_be_made_anew_is_told_by_its_words(crew):
    """Not by a complaint about how it is made."""
    job = crew.call(fail_oddly)
    assert job.wait(60)
    assert ("failed", "monday: closed") == (job.state, job.error)


def test_a_result_that_does_not_fit_fails_its_job_alone(crew):
    """Who waits is told, and the worker goes on."""
    job = crew.call(slowly, 0.5, 1)

    def full(*_args):
        raise MemoryError

    job._add = full
    assert job.wait(60)
    assert "memory ran out" in job.error
    after = crew.call(slowly, 0, 2)
    assert after.wait(60)
    assert 2 == after.value


def test_what_was_cancelled_holds_no_worker_for_ever(crew):
    """An hour's work for nobody ends, and the next question is answered."""
    long = crew.call(slowly, 3600, 1)
    while long.state != "running":
        time.sleep(0.01)
    long.cancel()
    after = crew.call(slowly, 0, 2)
    assert after.wait(120)
    assert ("done", 2) == (after.state, after.value)


def test_what_is_wanted_is_left_alone(crew):
    """However long it takes, by the process that began with it."""
    before = crew.processes
    job = crew.call(slowly, 7, 1)
    assert job.wait(60)
    assert (1, before) == (job.value, crew.processes)


def test_a_piece_that_nobody_cancels_is_ended_some_time(crew, monkeypatch):
    """With a sentence, and its worker is there for others."""
    monkeypatch.setattr(standing, "LONGEST_PIECE", 0.1)
    job = crew.call(slowly, 3600, 1)
    assert job.wait(60)
    assert job.error.startswith("a single piece of this took longer than 0 minutes and was ended, so that others get")
    monkeypatch.undo()
    after = crew.call(slowly, 0, 2)
    assert after.wait(120)
    assert 2 == after.value
