"""The exercise on a real database: what is acknowledged is stored, several processes agree, each reads what is new."""

from __future__ import annotations

import threading

import pytest
from hiring.rooms import END, MINUTE, Room

from trainee_exercises.exercise import NotAnAction, replay
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.erase import erase
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.storage import Storage, events


@pytest.fixture
def room(storage):
    """Give a room on each database."""
    return Room(storage)


@pytest.fixture
def a_room(sqlite_storage):
    """Give a room on SQLite alone, for rules that the database does not touch."""
    return Room(sqlite_storage)


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
