"""Machine scores of a candidate: worked out once, again when something changed, never where they are not wanted."""

from __future__ import annotations

import pytest

from trainee_exercises.hiring import scores
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.erase import erase
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rounds import create_round
from trainee_exercises.hiring.scores import scores_of, stream_of
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.storage import events

MINUTE = 60_000
REPLY = "Hi Kwabena, you don't need the fakes: Services > massage > Buffer, 15 minutes after. Clients don't see it."


def a_candidate(storage, *, is_over=True, **settings):
    """Return a candidate who wrote one reply."""
    made = create_round(storage, "Spring", RoundSettings(**settings), by="boss")
    candidate = add_candidate(storage, made.id, NewCandidate("Ada", "ada@example.org"), by="boss").id
    attempts = Attempts(storage)

    def act(kind, **rest):
        attempts.act(candidate, "one", {"kind": kind, **rest})

    act("acknowledge", privacy=True, ai_rule=made.settings.ai_rule)
    act("start")
    storage.now.forward(3 * MINUTE)
    act("save", question="a01", field="reply", revision=1, text=REPLY)
    if is_over:
        act("finish")
    return candidate


def stored(storage, candidate):
    """Return how often figures were stored."""
    with storage.read() as connection:
        return len(events.read(connection, stream_of(candidate).name))


def test_figures_are_worked_out_once_and_read_again_afterwards(storage):
    """The second time gives the same from the store."""
    candidate = a_candidate(storage)
    first = scores_of(storage, candidate)
    again = scores_of(storage, candidate)

    assert first == again
    assert 1 == stored(storage, candidate)
    assert 1 == first.n_answered
    assert first.answers[0].overall >= 2.5


def test_another_version_of_the_scorer_works_them_out_anew(storage, monkeypatch):
    """Old figures stay in the stream; the newest are given."""
    candidate = a_candidate(storage)
    scores_of(storage, candidate)
    monkeypatch.setattr(scores, "VERSION", "another")
    scores_of(storage, candidate)
    scores_of(storage, candidate)

    assert 2 == stored(storage, candidate)


def test_nothing_is_worked_out_where_the_round_has_it_off(storage):
    """No figure, and none stored."""
    candidate = a_candidate(storage, machine_scoring=False)

    assert scores_of(storage, candidate) is None
    assert 0 == stored(storage, candidate)


def test_there_are_no_figures_while_the_exercise_runs(storage):
    """Only when it is over: by the candidate, or by the clock."""
    candidate = a_candidate(storage, is_over=False)
    during = scores_of(storage, candidate)
    storage.now.forward(30 * MINUTE)

    assert during is None
    assert 1 == scores_of(storage, candidate).n_answered


def test_erasing_a_candidate_takes_their_figures_along(storage):
    """Nothing of them stays, and asking again is an error that says so."""
    candidate = a_candidate(storage)
    scores_of(storage, candidate)
    erase(storage, candidate, by="boss")

    assert 0 == stored(storage, candidate)
    with pytest.raises(HiringError, match="erased"):
        scores_of(storage, candidate)
