"""What a manager reads of a candidate: all that was written, once it is over, and once their own rating is locked."""

from __future__ import annotations

import pytest
from hiring.rating_rounds import MINUTE, a_team, an_assignment, full_rating, the_pack, written
from round_builder import SECRET

from trainee_exercises.hiring import questionnaires
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.erase import erase
from trainee_exercises.hiring.manager_view import for_manager
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.ratings import lock
from trainee_exercises.hiring.visibility import Seer

MANAGER = Seer("m1", is_manager=True)


def seen(team, seer=MANAGER):
    """Return what *seer* gets of the first candidate."""
    return for_manager(team.storage, Attempts(team.storage), team.candidates[0].id, seer)


def test_replies_come_in_the_order_of_the_form_with_the_name_in_them(storage):
    """As they were written: the manager knows who it is."""
    team = a_team(storage)
    questions = [one.id for one in the_pack().forms["a"].questions]
    written(team, {questions[1]: "Best, Zebedee"})
    answers = seen(team)["answers"]

    assert questions == [one["id"] for one in answers]
    assert ("Best, Zebedee", "sent", "1st reply, minute 1") == tuple(
        answers[1][key] for key in ("reply", "state", "written")
    )


def test_nothing_shows_while_it_runs(storage):
    """What is not over may still change."""
    team = a_team(storage)
    attempts, who = Attempts(storage), team.candidates[0].id
    attempts.act(who, "d" * 16, {"kind": "acknowledge", "privacy": True, "ai_rule": team.round.settings.ai_rule})
    attempts.act(who, "d" * 16, {"kind": "start"})
    attempts.act(who, "d" * 16, {"kind": "send", "question": "a01", "revision": 1, "text": "so far"})
    assert {"answers": [], "written": []} == seen(team)
    storage.now.forward(60 * MINUTE)
    assert "so far" in str(seen(team))


def test_questionnaire_is_there_once_its_answers_count(storage, monkeypatch):
    """Not while the candidate may change them."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    team = a_team(storage)
    who = team.candidates[0].id
    questionnaires.send(storage, who, "m1")
    questionnaires.act(storage, who, {"kind": "save", "item": "q01", "revision": 1, "text": "I look, says Zebedee."})
    assert [] == seen(team)["written"]
    storage.now.forward(20 * 24 * 60 * MINUTE)
    assert "I look, says Zebedee." == seen(team)["written"][0]["text"]


def test_who_owes_a_rating_or_is_no_manager_gets_nothing(storage):
    """The rater's page is the place to read before the lock, without the name."""
    team = a_team(storage)
    written(team, {"a01": "Best, Zebedee"})
    mine = an_assignment(team, "m1")

    assert (None, None) == (seen(team), seen(team, Seer("r1", is_manager=False)))
    lock(storage, mine.id, "m1", full_rating(), the_pack())
    assert "Best, Zebedee" in str(seen(team))


def test_of_an_erased_candidate_there_is_nothing(storage):
    """Nor of one who never was."""
    team = a_team(storage)
    written(team, {"a01": "Best, Zebedee"})
    erase(storage, team.candidates[0].id, "m1")

    assert seen(team) is None
    with pytest.raises(HiringError, match="no candidate"):
        for_manager(storage, Attempts(storage), "gone", MANAGER)
