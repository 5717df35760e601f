"""The standing crew: the numbers of `sim.compare`, growing; killed workers, cancelling, turns, and what it refuses."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from crew_tasks import die, die_once, fail, say, slowly, unpicklable

import scenarios
import sim
from sim.experiments import turns
from sim.experiments.jobs import CallJob
from sim.experiments.standing import BusyError, StandingCrew
from sim.scenario.load import parse

SMALL = parse(scenarios.text("stage-1"), "stage-1")


@pytest.fixture(scope="module", autouse=True)
def _findable():
    """Let workers find the odd work of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
        yield


@contextmanager
def _a_crew(n_workers):
    made = StandingCrew(n_workers)
    assert made.wait_until_warm(300)
    yield made
    made.close()


@pytest.fixture(scope="module")
def crew(_findable):
    """Give a crew of two that is warm."""
    with _a_crew(2) as made:
        yield made


@pytest.fixture
def one(_findable):
    """Give a crew of one worker, for turns."""
    with _a_crew(1) as made:
        yield made


def _done(job, seconds=120):
    assert job.wait(seconds), job.progress
    return job


def test_a_comparison_is_that_of_the_library(crew):
    """Every figure of every replication, and the differences."""
    expected = sim.compare(SMALL, replications=5, seed=3, processes=1)
    job = _done(crew.compare(SMALL, replications=5, seed=3))
    assert job.state == "done"
    assert expected.results.to_pandas().equals(job.results().to_pandas())
    assert expected.results.breakdowns.equals(job.results().breakdowns)
    assert expected.to_pandas().equals(job.comparison().to_pandas())


def test_results_grow_replication_by_replication(crew):
    """What is seen early is what a shorter run gives, and the interval shrinks."""
    job = crew.compare(SMALL, replications=60)
    seen = {}
    while not job.wait(0.01):
        found = job.results()
        if found is not None:
            seen[found.replications] = found
    early = min(seen)
    assert early < 60
    expected = sim.run(SMALL, replications=early, processes=1).to_pandas()
    first = next(iter(SMALL.plans))  # noqa: F841 -- the query reads it
    assert expected.equals(seen[early].to_pandas().query("plan == @first").reset_index(drop=True))
    assert job.results().replications == 60


def test_progress_counts_and_tells_the_time_left(one):
    """From nothing to all; time left once there is something to judge by."""
    job = one.compare(SMALL, replications=40)
    seen = []
    while not job.wait(0.005):
        seen.append(job.progress)
    numbers = [each.n_done for each in seen]
    assert numbers == sorted(numbers)
    assert {each.n_all for each in seen} == {40}
    assert any(each.seconds_left is not None and each.seconds_left > 0 for each in seen)
    assert job.progress == (40, 40, 0.0)


def test_a_cancelled_job_keeps_what_it_has_and_frees_the_crew(one):
    """The rest is not played; the next job goes on at once."""
    job = one.compare(SMALL, replications=5000)
    while job.results() is None:
        time.sleep(0.01)
    job.cancel()
    after = _done(one.call(slowly, 0, "next"))
    assert (job.state, after.value) == ("cancelled", "next")
    assert 0 < job.results().replications < 5000


def test_an_urgent_question_goes_before_a_long_comparison(one):
    """It waits for one replication at most."""
    long = one.compare(SMALL, replications=5000)
    while long.results() is None:
        time.sleep(0.01)
    short = _done(one.compare(SMALL, replications=2, urgent=True))
    assert short.results().replications == 2
    assert not long.is_over
    long.cancel()


def test_long_comparisons_take_turns(one):
    """Of two that were asked for one after the other, neither waits for the whole of the other."""
    first, second = one.compare(SMALL, replications=4000), one.compare(SMALL, replications=4000, seed=2)
    while second.progress.n_done < 20:
        assert not first.is_over
        time.sleep(0.01)
    assert abs(first.progress.n_done - second.progress.n_done) <= 200  # they go on between the two looks
    first.cancel()
    second.cancel()


def test_a_killed_worker_is_replaced_and_nothing_is_lost(crew):
    """All workers killed in the middle: the same numbers in the end."""
    expected = sim.compare(SMALL, replications=40, processes=1).results.to_pandas()
    job = crew.compare(SMALL, replications=40)
    while job.results() is None:
        time.sleep(0.01)
    before = crew.processes
    for number in before:
        os.kill(number, signal.SIGKILL)
    assert _done(job).state == "done"
    assert expected.equals(job.results().to_pandas())
    until = time.monotonic() + 60
    while set(before) & set(crew.processes) and time.monotonic() < until:
        for one in [crew.call(slowly, 0.05, n) for n in range(4)]:  # whoever had nothing to do is missed at the next
            _done(one)
    assert not set(before) & set(crew.processes)


def test_what_kills_its_worker_once_is_done_again(crew, tmp_path):
    """Once is bad luck."""
    assert _done(crew.call(die_once, str(tmp_path))).value == "done"


def test_what_kills_its_worker_twice_fails_with_a_sentence(crew):
    """The crew lives on."""
    job = _done(crew.call(die))
    assert (job.state, job.error[:31]) == ("failed", "a worker died at this twice, of")
    assert _done(crew.call(slowly, 0, 1)).value == 1


def test_an_error_is_the_jobs(crew):
    """With its words, and the worker's traceback as a note."""
    job = _done(crew.call(fail))
    assert (job.state, job.error) == ("failed", "no such thing")
    assert "in fail" in job.cause.__notes__[0]


@pytest.mark.parametrize(("function", "args"), [(unpicklable, ()), (slowly, (0, threading.Lock()))])
def test_what_cannot_travel_is_said(crew, function, args):
    """Neither there nor back; no worker hangs."""
    job = _done(crew.call(function, *args))
    assert job.state == "failed"
    assert "pickle" in job.error
    assert _done(crew.call(slowly, 0, 2)).value == 2


def test_what_a_worker_prints_is_no_answer(crew):
    """It goes to the server's log."""
    assert _done(crew.call(say, "hello")).value == "hello"


def test_wrong_wishes_are_refused_at_once(crew):
    """As `sim.compare` refuses them."""
    for wrong, says in (
        ({"plans": ["none"]}, "'none' is not in the scenario"),
        ({"baseline": "none"}, "'none' is not among the plans"),
        ({"replications": 0}, "0 is too few"),
    ):
        with pytest.raises(ValueError, match=says):
            crew.compare(SMALL, **wrong)


def test_too_much_at_once_is_refused(one, monkeypatch):
    """With a sentence; what is cancelled makes room."""
    monkeypatch.setattr(turns, "MOST_WAITING", 3)
    jobs = [one.call(slowly, 5, n) for n in range(3)]
    with pytest.raises(BusyError, match="3 runs are under way"):
        one.call(slowly, 0, 3)
    for job in jobs:
        job.cancel()
    assert isinstance(one.call(slowly, 0, 4), CallJob)


def test_closing_ends_all_at_once():
    """In the middle of work; nobody waits for ever, and no process stays."""
    made = StandingCrew(2)
    assert made.wait_until_warm(300)
    job = made.call(slowly, 600, "never")
    while job.state != "running":
        time.sleep(0.01)
    numbers = made.processes
    made.close()
    assert job.state == "cancelled"
    for number in numbers:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)
    with pytest.raises(BusyError, match="about to end"):
        made.call(slowly, 0, 1)
