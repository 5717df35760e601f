"""The exercise on a real database: what is acknowledged is stored, several processes agree, staff grant time."""

from __future__ import annotations

import threading

import pytest
from round_builder import SECRET

from trainee_exercises.exercise import NotAnAction, Refused, replay
from trainee_exercises.hiring.attempts import Attempts, stream_of
from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.erase import erase
from trainee_exercises.hiring.invitations import issue
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.questionnaires import send
from trainee_exercises.hiring.rounds import close_round, create_round
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.storage import Storage, audit, events

MINUTE = 60_000
END = 30 * MINUTE


class Room:
    """A storage with one candidate, and the service that a browser talks to."""

    def __init__(self, storage, **settings):
        self.storage = storage
        self.round = create_round(storage, "Spring", RoundSettings(**settings), by="boss")
        self.candidate = add_candidate(storage, self.round.id, NewCandidate("Ada", "ada@example.org"), by="boss").id
        self.attempts = Attempts(storage)

    def act(self, kind, device="one", **rest):
        """Do something as the candidate's browser."""
        return self.attempts.act(self.candidate, device, {"kind": kind, **rest})

    def save(self, revision, text, device="one"):
        """Save a reply to the first question."""
        return self.act("save", device, question="a01", field="reply", revision=revision, text=text)

    def refused(self, kind, **rest):
        """Do something that is refused and return what the browser gets."""
        with pytest.raises(Refused) as caught:
            self.act(kind, **rest)
        return caught.value.reply

    def begin(self):
        """Acknowledge and start."""
        self.act("acknowledge", privacy=True, ai_rule=self.round.settings.ai_rule)
        self.act("start")
        return self

    def events(self):
        """Return what is stored."""
        with self.storage.read() as connection:
            return events.read(connection, stream_of(self.candidate).name)

    def attempt(self):
        """Return the attempt."""
        return self.attempts.attempt(self.candidate)


@pytest.fixture
def room(storage):
    """Give a room on each database."""
    return Room(storage)


@pytest.fixture
def a_room(sqlite_storage):
    """Give a room on SQLite alone, for rules that the database does not touch."""
    return Room(sqlite_storage)


# ---- on both databases ----


def test_a_whole_short_exercise(room):
    """Look, confirm, start, write, send, look up, ask, hear, and be over: each answer and the stored end."""
    now = room.storage.now
    begun = now()
    assert room.attempts.view(room.candidate, "one")["phase"] == "before"
    started = room.begin().act("open", question="a01")
    assert {"ok": True, "now": begun, "ends_at": begun + END, "phase": "running"} == started
    now.forward(MINUTE)
    saved = room.save(1, "Hi Kwabena")
    assert {"question": "a01", "field": "reply", "revision": 1, "late": False} == saved["saved"]
    assert room.act("search", query="buffer")["hits"][0]["id"] == "buffers-and-starting-times"
    asked = room.act("ask", colleague="bao", text="orbita late?")["asked"]
    now.at = asked["ready_at"]
    assert room.attempts.poll(room.candidate, "one")["asked"][0]["answer"].startswith("It is on Orbita's side")
    room.act("send", question="a01", revision=2, text="Hi Kwabena, set a buffer.")
    now.at = begun + END + 1
    page = room.attempts.view(room.candidate, "one")
    assert ("over", "sent") == (page["phase"], page["questions"][0]["state"])
    assert replay(room.attempts.terms(room.candidate), room.events()) == room.attempt()


def test_a_new_process_finds_everything(room):
    """What a receipt was given for is there for a service that has seen nothing of it."""
    room.begin()
    room.save(1, "one")
    room.save(2, "one two")
    again = Attempts(room.storage)
    assert again.view(room.candidate, "one")["questions"][0]["reply"] == {"text": "one two", "revision": 2}
    assert again.attempt(room.candidate).answers == room.attempt().answers


def test_two_processes_agree_at_every_step(room):
    """Each sees what the other wrote before it decides: revisions, devices and the end."""
    other = Attempts(room.storage)
    room.begin()
    room.save(1, "here")
    there = {"kind": "save", "question": "a01", "field": "reply", "revision": 1, "text": "there"}
    assert other.act(room.candidate, "one", there)["overtaken"] is True
    other.act(room.candidate, "two", {"kind": "take_over"})
    assert room.refused("save", question="a01", field="reply", revision=2, text="late")["code"] == "other_device"
    other.act(room.candidate, "two", {"kind": "finish"})
    assert room.refused("search", query="x")["code"] == "over"
    assert other.attempt(room.candidate).refused == room.attempt().refused


def test_saves_from_many_threads_are_all_kept(room):
    """Eight at once: every text is in the events, numbers have no gap, the newest revision stands."""
    room.begin()

    def write(first):
        for revision in range(first, 40, 8):
            room.save(revision, f"text {revision}")

    threads = [threading.Thread(target=write, args=(first,)) for first in range(1, 9)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    stored = room.events()
    assert list(range(1, len(stored) + 1)) == [one.number for one in stored]
    assert {f"text {n}" for n in range(1, 40)} == {one.data["text"] for one in stored if "text" in one.data}
    assert (39, "text 39") == (room.attempt().answer("a01").revision, room.attempt().answer("a01").reply)


def test_a_refused_text_is_stored_before_the_refusal_is_told(room):
    """After the grace: refused, kept, and the browser is told how things stand."""
    room.begin()
    room.storage.now.forward(END + 5_001)
    reply = room.refused("save", question="a01", field="reply", revision=1, text="too late")
    assert ("over", "over", {"active": True}) == (reply["code"], reply["phase"], reply["device"])
    assert ("refused", "too late") == (room.events()[-1].kind, room.events()[-1].data["text"])


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


# ---- rules about time that is granted ----


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


# ---- round, candidate, clock ----


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


def test_an_erased_candidate_is_gone_from_memory_too(a_room):
    """After erasure nothing of the answers comes back, although the service had them."""
    a_room.begin()
    a_room.save(1, "my words")
    erase(a_room.storage, a_room.candidate, by="boss")
    for use in (a_room.attempt, lambda: a_room.save(2, "more"), lambda: a_room.attempts.view(a_room.candidate, "one")):
        with pytest.raises(HiringError, match="erased"):
            use()
    assert "my words" not in repr(vars(a_room.attempts)["_known"])


def test_an_unknown_candidate_is_an_error(a_room):
    """The message names who was looked for."""
    with pytest.raises(HiringError, match="nobody"):
        a_room.attempts.view("nobody", "one")


def test_a_clock_that_is_set_back_stands_still(a_room):
    """An instant is never before the one that was written last: nobody gains or loses time by it."""
    a_room.begin()
    a_room.storage.now.forward(20 * MINUTE)
    a_room.save(1, "at twenty")
    at = a_room.storage.now()
    a_room.storage.now.forward(-15 * MINUTE)
    assert at == a_room.save(2, "clock set back")["now"]
    assert at == a_room.attempts.poll(a_room.candidate, "one")["now"]


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


def test_a_view_writes_nothing(a_room):
    """Looking at the page, from whatever device, is no event."""
    a_room.begin()
    before = a_room.events()
    a_room.attempts.view(a_room.candidate, "two")
    a_room.attempts.poll(a_room.candidate, "two")
    assert before == a_room.events()


def test_a_malformed_action_writes_nothing(a_room):
    """It is refused before the database is asked for anything to write."""
    a_room.begin()
    before = a_room.events()
    with pytest.raises(NotAnAction):
        a_room.act("save", question="a01")
    assert before == a_room.events()


def test_a_text_that_is_too_long_is_refused_with_the_state(a_room):
    """The browser learns the reason and the clock as with any refusal."""
    a_room.begin()
    reply = a_room.refused("save", question="a01", field="reply", revision=1, text="x" * 20_001)
    assert ("too_long", "running") == (reply["code"], reply["phase"])


def test_a_save_reads_only_what_is_new(a_room, monkeypatch):
    """However long the exercise has lasted, a save asks the database for the events after the last known one."""
    a_room.begin()
    for revision in range(1, 30):
        a_room.save(revision, f"text {revision}")
    read, asked = events.read, []

    def watched(connection, stream, after=0):
        found = read(connection, stream, after)
        asked.append(len(found))
        return found

    monkeypatch.setattr(events, "read", watched)
    a_room.save(30, "text 30")
    assert [0] == asked


def test_a_poll_replays_what_another_process_wrote_once(a_room, monkeypatch):
    """The first poll reads the news, the second finds none."""
    a_room.begin()
    other = Attempts(a_room.storage)
    other.attempt(a_room.candidate)
    a_room.save(1, "text")
    read, asked = events.read, []

    def watched(connection, stream, after=0):
        found = read(connection, stream, after)
        asked.append(len(found))
        return found

    monkeypatch.setattr(events, "read", watched)
    for _ in range(2):
        other.poll(a_room.candidate, "one")
    assert [1, 0] == asked


def test_an_action_that_comes_while_somebody_is_erased_writes_nothing(a_room, monkeypatch):
    """Erased between the first look and the lock: there is nobody any more to write about."""
    a_room.begin()
    monkeypatch.setattr(a_room.attempts, "_warm", lambda name: erase(a_room.storage, name, by="boss"))
    with pytest.raises(HiringError, match="erased"):
        a_room.save(1, "my words")
    assert a_room.events() == []


def test_another_database_connection_sees_the_save(a_room):
    """The receipt comes after the commit: another storage on the same file reads the text."""
    a_room.begin()
    a_room.save(1, "on the disk")
    other = Storage(a_room.storage.engine.url, now=a_room.storage.now)
    try:
        assert Attempts(other).attempt(a_room.candidate).answer("a01").reply == "on the disk"
    finally:
        other.close()
