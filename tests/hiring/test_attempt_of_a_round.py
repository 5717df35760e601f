"""What its round means for an exercise: time that staff grant, closing, invitations, form and texts."""

from __future__ import annotations

import pytest
from hiring.rooms import END, MINUTE, Room
from round_builder import SECRET

from trainee_exercises.exercise import Refused
from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.invitations import issue
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.questionnaires import send
from trainee_exercises.hiring.rounds import close_round
from trainee_exercises.storage import audit


@pytest.fixture
def room(storage):
    """Give a room on each database."""
    return Room(storage)


@pytest.fixture
def a_room(sqlite_storage):
    """Give a room on SQLite alone, for rules that the database does not touch."""
    return Room(sqlite_storage)


def test_granted_time_counts_at_once_and_is_in_the_audit_log(room):
    """The end moves for the running exercise; who and how much is logged, the reason stands in the event alone."""
    room.begin()
    room.storage.now.forward(29 * MINUTE)
    before = room.attempts.poll(room.candidate, "one")["ends_at"]
    room.attempts.grant(room.candidate, 8 * MINUTE, by="boss", why="fire alarm")
    assert before + 8 * MINUTE == room.attempts.poll(room.candidate, "one")["ends_at"]
    with room.storage.read() as connection:
        line = audit.lines(connection, f"candidate:{room.candidate}")[-1]
    assert ("boss", "time granted", 8 * MINUTE) == (line.actor, line.action, line.detail["extra_ms"])
    assert "fire alarm" not in str(line)
    assert ("granted", "boss", "fire alarm") == (
        room.events()[-1].kind,
        room.events()[-1].actor,
        room.events()[-1].data["why"],
    )


def test_time_granted_before_the_start(a_room):
    """It is part of the end."""
    a_room.attempts.grant(a_room.candidate, 15 * MINUTE, by="boss", why="asked for it")
    begun = a_room.storage.now()
    assert begun + 45 * MINUTE == a_room.begin().attempt().ends_at
    assert a_room.attempts.view(a_room.candidate, "one")["extra_ms"] == 15 * MINUTE


def test_a_correction_takes_back_what_was_given_and_no_more(a_room):
    """Never less than the round's own time."""
    a_room.begin()
    a_room.attempts.grant(a_room.candidate, 5 * MINUTE, by="boss", why="typing error")
    attempt = a_room.attempts.grant(a_room.candidate, -50 * MINUTE, by="boss", why="correction")
    assert (0, attempt.started_at + END) == (attempt.extra_ms, attempt.ends_at)
    with pytest.raises(HiringError, match="no extra time left"):
        a_room.attempts.grant(a_room.candidate, -MINUTE, by="boss", why="again")


def test_a_correction_never_ends_the_exercise_before_now(a_room):
    """At 33 of 40 minutes, taking back ten leaves the end at now: what is being saved still has its grace."""
    a_room.begin()
    a_room.attempts.grant(a_room.candidate, 10 * MINUTE, by="boss", why="mistake")
    now = a_room.storage.now.forward(33 * MINUTE)
    attempt = a_room.attempts.grant(a_room.candidate, -10 * MINUTE, by="boss", why="correction")
    assert now == attempt.ends_at
    a_room.save(1, "in time")
    assert a_room.attempt().answer("a01").reply == "in time"


def test_time_granted_after_the_end_opens_the_exercise_again(a_room):
    """An hour later, ten minutes are ten minutes from now."""
    a_room.begin()
    a_room.save(1, "before the power cut")
    now = a_room.storage.now.forward(90 * MINUTE)
    attempt = a_room.attempts.grant(a_room.candidate, 10 * MINUTE, by="boss", why="power cut")
    assert now + 10 * MINUTE == attempt.ends_at
    assert a_room.save(2, "after it")["saved"]["late"] is False


def test_who_has_finished_gets_no_more_time(a_room):
    """Handed in is handed in."""
    a_room.begin()
    a_room.act("finish")
    with pytest.raises(HiringError, match="finished"):
        a_room.attempts.grant(a_room.candidate, MINUTE, by="boss", why="more")


@pytest.mark.parametrize(("extra", "why"), [(0, "x"), (25 * 60 * MINUTE, "x"), (MINUTE, "  ")])
def test_a_grant_needs_a_sensible_time_and_a_reason(a_room, extra, why):
    """Nothing is written otherwise."""
    with pytest.raises(HiringError):
        a_room.attempts.grant(a_room.candidate, extra, by="boss", why=why)
    assert a_room.events() == []


def test_a_closed_round_lets_nobody_start_and_lets_those_inside_go_on(a_room):
    """Closing is no way to cut somebody off."""
    late = add_candidate(a_room.storage, a_room.round.id, NewCandidate("Bo", "bo@example.org"), by="boss").id
    a_room.begin()
    close_round(a_room.storage, a_room.round.id, by="boss")
    assert a_room.save(1, "still writing")["ok"] is True
    a_room.attempts.act(late, "one", {"kind": "acknowledge", "privacy": True, "ai_rule": "disclose"})
    with pytest.raises(Refused) as caught:
        a_room.attempts.act(late, "one", {"kind": "start"})
    assert caught.value.code == "closed"


def test_a_link_for_the_questionnaire_alone_starts_no_exercise(a_room, monkeypatch):
    """Neither the view nor the act gives a question; the invitation does, by the same link."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    send(a_room.storage, a_room.candidate, "boss")
    a_room.act("acknowledge", privacy=True, ai_rule=a_room.round.settings.ai_rule)
    refused, view = a_room.refused("start"), a_room.attempts.view(a_room.candidate, "one")

    assert ("not_invited_yet", "before") == (refused["code"], refused["phase"])
    assert refused["says"].endswith("Your questionnaire is at /questionnaire.")
    assert (False, refused["says"], []) == (view["may_start"], view["why_not"], view["questions"])
    assert a_room.attempt().started_at is None
    issue(a_room.storage, a_room.candidate, "boss")
    assert (True, None) == tuple(a_room.attempts.poll(a_room.candidate, "one")[key] for key in ("may_start", "why_not"))
    a_room.act("start")
    assert 20 == len(a_room.attempts.view(a_room.candidate, "one")["questions"])


def test_a_company_that_looks_like_a_place_to_fill_stays_as_it_is(sqlite_storage):
    """What was filled in is not filled again."""
    room = Room(sqlite_storage, company="{contact}", contact="ada@example.org")
    shown = room.attempts.view(room.candidate, "one")["round"]
    assert "{contact}" in shown["privacy"]
    assert "{company}" not in shown["privacy"] + shown["accommodation"]


def test_the_rounds_texts_reach_the_candidate(sqlite_storage):
    """Company, contact, time, period and rule stand in the notices; no placeholder is left."""
    room = Room(
        sqlite_storage,
        company="Acme & Co",
        contact="jo@acme.example",
        minutes=45,
        ai_rule="allowed",
        retention_months=18,
    )
    told = room.attempts.view(room.candidate, "one")["round"]
    assert ("Acme & Co", "Larkhour", "allowed") == (told["company"], told["product"], told["ai_rule"])
    assert told["ai_text"].startswith("You may use any tool you like")
    assert "jo@acme.example" in told["privacy"]
    assert "18 months" in told["privacy"]
    assert "45 minutes" in told["accommodation"]
    assert "{" not in told["privacy"] + told["accommodation"]


def test_the_candidates_own_form_is_played(sqlite_storage):
    """A candidate on another form than the round's gets that form's questions."""
    room = Room(sqlite_storage)
    other = add_candidate(
        sqlite_storage, room.round.id, NewCandidate("Cy", "cy@example.org", form="engineer"), by="boss"
    ).id
    assert room.attempts.terms(other).form.form == "engineer"
    assert room.attempts.terms(other).pack is room.attempts.terms(room.candidate).pack
