"""The board: what is played is found again, in this process and in the next, and is kept when it is done."""

from __future__ import annotations

import os
import signal
import time

import pytest

import scenarios
import sim
from dashboard.planning.board import Board, Wish, id_of
from sim.experiments.kept import KeptError
from sim.scenario.load import parse
from sim.scenario.problems import ScenarioError
from trainee_exercises.storage import StorageError

TEXT = scenarios.text("stage-1")
WISH = Wish(TEXT, "stage-1.yaml", replications=4, seed=3)


def _over(shown):
    assert shown.job.wait(120)
    return shown


def test_a_run_is_the_librarys_own(planning):
    """The same figures as `sim.compare`."""
    expected = sim.compare(parse(TEXT, "stage-1"), replications=4, seed=3, processes=1)
    shown = _over(planning.board.start(WISH, "u1"))
    assert expected.to_pandas().equals(shown.comparison().to_pandas())
    assert shown.comparison() is shown.comparison()


def test_the_same_wish_is_the_same_run(planning):
    """It is played once, whoever asks; another seed is another run."""
    first = planning.board.start(WISH, "u1")
    assert first is planning.board.start(WISH, "u2")
    assert first.id != planning.board.start(WISH._replace(seed=4), "u1").id


def test_a_run_that_is_done_is_kept_and_found_by_the_next_server(planning, warm_crew):
    """With its scenario, and all figures."""
    shown = _over(planning.board.start(WISH, "u1"))
    (kept,) = planning.kept()
    assert (shown.id, "u1", 4, 3) == (id_of(kept), kept.created_by, kept.replications, kept.seed)
    later = Board(warm_crew, planning.library)
    again = later.shown(shown.id)
    assert again.is_over
    assert shown.comparison().to_pandas().equals(again.comparison().to_pandas())
    assert again is later.start(WISH, "u2")


def test_what_nobody_played_is_not_there(planning):
    """None, and no error."""
    assert planning.board.shown("0123456789abcdef") is None


def test_a_cancelled_run_can_be_started_anew(planning):
    """It is not kept, and does not stand in the way."""
    long = WISH._replace(replications=3000)
    shown = planning.board.start(long, "u1")
    while shown.results() is None:
        time.sleep(0.01)
    shown.job.cancel()
    anew = planning.board.start(long, "u1")
    assert anew.job is not shown.job
    assert [anew.id] == [one.id for one in planning.board.under_way()]
    anew.job.cancel()
    assert planning.library.all_kept() == []


def test_a_killed_worker_costs_nothing(planning, warm_crew):
    """The figures are those of an undisturbed run."""
    expected = sim.compare(parse(TEXT, "stage-1"), replications=30, seed=3, processes=1)
    shown = planning.board.start(WISH._replace(replications=30), "u1")
    while shown.results() is None:
        time.sleep(0.01)
    for number in warm_crew.processes:
        os.kill(number, signal.SIGKILL)
    assert expected.to_pandas().equals(_over(shown).comparison().to_pandas())


def test_a_wrong_text_is_refused_with_all_problems(planning):
    """As the command line says them."""
    with pytest.raises(ScenarioError, match="lenght"):
        planning.board.start(WISH._replace(text=TEXT.replace("length:", "lenght:")), "u1")


def test_a_full_disk_costs_the_keeping_alone(planning, monkeypatch):
    """The run is there to be seen, and it is said that it was not kept."""

    def full(*_args):
        raise StorageError("the disk is full")

    monkeypatch.setattr(planning.library, "keep", full)
    shown = _over(planning.board.start(WISH, "u1"))
    until = time.monotonic() + 30
    while shown.id not in planning.board.unkept and time.monotonic() < until:
        time.sleep(0.02)
    assert planning.board.unkept[shown.id] == "the disk is full"
    assert planning.board.shown(shown.id).comparison() is not None


def test_only_the_last_runs_stay_in_memory(planning, monkeypatch):
    """Older ones come from the library."""
    monkeypatch.setattr("dashboard.planning.board.REMEMBERED", 2)
    shown = []
    for seed in range(4):
        shown.append(_over(planning.board.start(WISH._replace(seed=seed + 1, replications=2), "u1")))
        planning.kept(seed + 1)
    found = [planning.board.shown(one.id) for one in shown]
    assert [one.job is None for one in found] == [True, True, False, False]
    assert shown[0].comparison().to_pandas().equals(found[0].comparison().to_pandas())


def test_damaged_content_is_told(planning, warm_crew, monkeypatch):
    """In a sentence that says what helps."""
    shown = _over(planning.board.start(WISH, "u1"))
    planning.kept()
    monkeypatch.setattr(planning.library, "content", lambda _id: b"PK")
    with pytest.raises(KeptError, match="run the comparison again"):
        Board(warm_crew, planning.library).shown(shown.id)
