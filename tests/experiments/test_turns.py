"""Whose turn it is among the jobs of a crew, and how much of it one who asks may have; nothing here is played."""

from __future__ import annotations

import pytest
from crew_tasks import slowly

from sim.experiments import turns
from sim.experiments.jobs import CallJob, Job, Work
from sim.experiments.standing_worker import Answer, FullError
from sim.experiments.turns import BusyError, Turns


def _asked(by, *, urgent=True, n=100):
    job = Job([Work(number, slowly, (0, number)) for number in range(n)], is_urgent=urgent)
    job.by = by
    return job


def _given(line, n):
    """Return who was given so many turns, one after the other."""
    return "".join(job.by for job, _ in (line.next_work() for _ in range(n)))


def test_who_asks_by_name_may_have_a_quarter():
    """The others find room; what ends makes room again."""
    line = Turns()
    mine = [_asked("a") for _ in range(turns.MOST_OF_ONE)]
    for job in mine:
        line.add(job)
    with pytest.raises(
        BusyError, match=r"^10 of your runs are under way or waiting, as many as one person may have; can"
    ):
        line.add(_asked("a"))
    for by in "bcd":
        line.add(_asked(by))
    mine[0].cancel()
    line.add(_asked("a"))


def test_nobody_in_particular_may_have_all():
    """On one machine there is one person, and programs have nobody beside them."""
    line = Turns()
    for _ in range(turns.MOST_WAITING):
        line.add(_asked(""))
    with pytest.raises(BusyError, match=r"^40 runs are under way"):
        line.add(_asked("b"))


@pytest.mark.parametrize("urgent", [True, False])
def test_those_who_asked_take_turns(urgent):
    """However much one of them has asked for, and whenever; of one's own jobs each gets its turns."""
    line = Turns()
    mine = [_asked("a", urgent=urgent) for _ in range(3)]
    for job in mine:
        line.add(job)
    assert "aa" == _given(line, 2)
    line.add(_asked("b", urgent=urgent))
    assert "babababa" == _given(line, 8)
    assert [2, 2, 2] == [job.turns for job in mine]


def test_who_comes_back_is_not_served_as_one_who_never_was():
    """Only who waits is remembered."""
    line = Turns()
    line.add(_asked("a", n=1))
    assert "a" == _given(line, 1)
    for job in line.take_all():
        job.cancel()
    assert line.next_work() is None
    assert {} == line._served_at


def test_what_is_not_urgent_gets_one_piece_in_five():
    """Sliders in motion do not stop a comparison; and it does not keep them waiting."""
    line = Turns()
    line.add(_asked("L", urgent=False))
    line.add(_asked("u"))
    assert "uuuuLuuuuLuuuuL" == _given(line, 15)


def test_a_job_that_has_nothing_to_hand_out_is_passed_over():
    """What is at a worker waits for nothing."""
    line = Turns()
    line.add(_asked("a", n=1))
    line.add(_asked("b", urgent=False, n=1))
    assert "ab" == _given(line, 2)
    assert line.next_work() is None


def test_what_does_not_fit_fails_with_the_words_of_the_worker():
    """It knows how much it may have."""
    job = CallJob(slowly, (0, 1), is_urgent=True)
    work = job.next_work()
    job.receive(work, Answer(None, FullError("memory ran out: a worker of this machine has 2.0 GB")))
    assert ("failed", "memory ran out: a worker of this machine has 2.0 GB") == (job.state, job.error)
