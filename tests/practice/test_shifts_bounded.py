"""What the database keeps of one rep's shifts has bounds, and lists read no more than they show."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from practice_builder import OWN
from sqlalchemy import event, select, update

from trainee_exercises.practice import limits, standing
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.doing import CantDo
from trainee_exercises.practice.look_back import catch_up
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import Wish
from trainee_exercises.storage import tables

ANA, BEN = "u-ana", "u-ben"


def start(shifts, user=ANA, **changes):
    """Return a shift that runs, and the case that waited longest; "" where nobody does."""
    shift = shifts.begin(Wish(**({"level": 1, "seed": 1} | changes)), user, "Robin")
    page = shifts.act(shift, user, {"kind": "start"}, 0)
    return shift, next(iter(page["order"]), "")


def kept_of(storage, shift):
    """Return the actions that stand in the database, in order."""
    wanted = select(tables.events.c.data).where(tables.events.c.stream == f"shift:{shift}")
    with storage.read() as connection:
        return [one["action"] for one in connection.execute(wanted.order_by(tables.events.c.number)).scalars()]


def drafts_of(storage, shift):
    """Return the texts of the drafts that stand in the database, in order."""
    return [one["text"] for one in kept_of(storage, shift) if one["kind"] == "draft"]


def test_a_draft_that_a_newer_one_replaced_keeps_no_words(storage):
    """On each database, by field, also by a process that comes later; that somebody typed, and when, stays."""
    shifts = Shifts(storage)
    shift, case = start(shifts)

    def draft(text, revision, field="reply", by=shifts):
        storage.now.forward(1000)
        body = {"kind": "draft", "case": case, "field": field, "text": text, "revision": revision}
        return by.act(shift, ANA, body, 0)

    draft("one", 1)
    draft("a note", 1, "note")
    draft("one two", 2)
    later = Shifts(storage)
    draft("one two three", 3, by=later)
    assert draft("late", 2)["overtaken"]  # an older one changes nothing, and replaces nothing
    assert ["…", "a note", "…", "one two three", "late"] == drafts_of(storage, shift)
    for each in (shifts, later, Shifts(storage)):
        found = each.view(shift, ANA)["cases"][case]["drafts"]
        assert ["one two three", "a note"] == [found[field]["text"] for field in ("reply", "note")]
    assert 6 == shifts.n_acts(shift) == shifts._memory.get(shift).kept.n
    acts = [one for one in shifts.played(shift).acts if one.kind == "draft"]
    assert [1000] * 4 == [b.at - a.at for a, b in pairwise(acts)]


def test_a_draft_is_replaced_again_after_its_reply_was_sent(storage):
    """The next one begins anew, whatever revision its page counts from."""
    shifts = Shifts(storage)
    shift, case = start(shifts)
    for text, revision in (("first", 7), ("second", 1)):
        body = {"kind": "draft", "case": case, "field": "reply", "text": text, "revision": revision}
        shifts.act(shift, ANA, body, 0)
        shifts.act(shift, ANA, {"kind": "reply", "case": case, "text": text}, 0)
    assert ["…", "second"] == drafts_of(storage, shift)
    assert ["first", "second"] == [one["text"] for one in kept_of(storage, shift) if one["kind"] == "reply"]


def test_a_shift_that_is_full_can_only_be_ended(sqlite_storage, monkeypatch):
    """By acts or by bytes, the same for a process that reads it anew; the rest is a sentence that says what to do."""
    shifts = Shifts(sqlite_storage)
    shift, case = start(shifts)
    for _ in range(3):
        shifts.act(shift, ANA, {"kind": "note", "case": case, "text": "x" * 100}, 0)
    size = sum(len(json.dumps({"action": one, "understood": []})) for one in kept_of(sqlite_storage, shift))
    assert size == shifts._memory.get(shift).kept.size
    for name, most in (("MOST_ACTS", 4), ("MOST_BYTES", size)):
        monkeypatch.setattr(limits, name, most)
        for each in (shifts, Shifts(sqlite_storage)):
            with pytest.raises(CantDo, match=r"This shift holds all that a shift can hold\. End it"):
                each.act(shift, ANA, {"kind": "status"}, 0)
        monkeypatch.undo()
    monkeypatch.setattr(limits, "MOST_ACTS", 4)
    assert "over" == shifts.act(shift, ANA, {"kind": "finish"}, 0)["phase"]


def test_somebody_has_so_many_shifts_under_way_and_others_as_many_of_their_own(storage, monkeypatch):
    """One that is ended makes room; the sentence says so."""
    monkeypatch.setattr(limits, "MOST_UNDER_WAY", 2)
    shifts = Shifts(storage)
    first, _ = start(shifts)
    second, _ = start(shifts, seed=2)
    shifts.act(second, ANA, {"kind": "pause"}, 0)
    with pytest.raises(PracticeError, match=r"2 shifts under way, and 2 are the most\. Go on with one of them and end"):
        shifts.begin(Wish(1, 3), ANA, "Robin")
    shifts.begin(Wish(1, 3), BEN, "Ben")
    shifts.act(first, ANA, {"kind": "finish"}, 0)
    shifts.begin(Wish(1, 3), ANA, "Robin")


def test_of_shifts_that_were_never_started_the_oldest_goes(storage, monkeypatch):
    """When newer ones come; what was started stays, and so does what others have."""
    monkeypatch.setattr(limits, "MOST_UNSTARTED", 2)
    shifts = Shifts(storage)
    shifts.begin(Wish(1, 8), BEN, "Ben")
    start(shifts, seed=9)
    for seed in (1, 2, 3, 4):
        storage.now.forward(1)
        shifts.begin(Wish(1, seed), ANA, "Robin")
    assert [4, 3, 9] == [one.seed for one in shifts.of(ANA)]
    assert [8] == [one.seed for one in shifts.of(BEN)]


def test_somebody_has_so_many_shifts_in_all(sqlite_storage, monkeypatch):
    """The sentence says what to do."""
    monkeypatch.setattr(limits, "MOST_SHIFTS", 1)
    shifts = Shifts(sqlite_storage)
    shifts.begin(Wish(1, 1), ANA, "Robin")
    with pytest.raises(PracticeError, match=r"You have 1 shifts, and 1 are the most .* Delete one"):
        shifts.begin(Wish(1, 2), ANA, "Robin")


def test_a_name_and_a_title_are_kept_as_a_database_takes_them(storage):
    """On one line, cut where they are too long; on each database."""
    text = Wish(1, 1, scenario=OWN.replace("Ours", "t" * 500), day=0)
    shifts = Shifts(storage)
    shift = shifts.begin(text, ANA, "Robin\n" + "n" * 500)
    assert ("t" * 300, False) == (shifts.row(shift).title, shifts.row(shift).is_of_ladder)
    assert "Robin " + "n" * 94 == shifts.view(shift, ANA)["rep"]


def test_lists_read_neither_scenarios_nor_what_was_typed(storage):
    """Of very long ones neither the list nor how far they are gets a word out of the database."""
    shifts = Shifts(storage)
    shift, case = start(shifts, scenario=OWN + f"# {'secret ' * 50}\n", day=0)
    shifts.act(shift, ANA, {"kind": "note", "case": case, "text": "secret " * 50}, 0)
    got = []

    def note(_connection, cursor, statement, *_):
        if statement.lstrip().upper().startswith("SELECT"):
            got.append([one[0] for one in cursor.description])

    event.listen(storage.engine, "after_cursor_execute", note)
    rows = [*shifts.of(ANA), *shifts.all(), shifts.row(shift)]
    names = {one for each in got for one in each}
    assert {"figures", "title"} < names
    assert "scenario" not in names
    got.clear()
    assert {shift: "running"} == standing.phases(storage, rows)
    assert "data" not in {one for each in got for one in each}


def test_many_shifts_are_told_apart_however_many_are_asked_for_at_once(storage, monkeypatch):
    """A database has a limit of what one question may name."""
    monkeypatch.setattr(standing, "_AT_ONCE", 2)
    shifts = Shifts(storage)
    begun = [start(shifts, seed=seed)[0] for seed in range(4)]
    shifts.begin(Wish(1, 9), ANA, "Robin")
    shifts.act(begun[0], ANA, {"kind": "pause"}, 0)
    shifts.act(begun[3], ANA, {"kind": "finish"}, 0)
    stands = standing.phases(storage, shifts.all())
    assert ["paused", "running", "running", "over"] == [stands[one] for one in begun]
    assert 1 == list(stands.values()).count("before")


def test_shifts_that_cannot_be_repeated_hold_nobody_up(sqlite_storage, caplog):
    """Tried once, written down in the log, and then the older ones have their turn."""
    shifts = Shifts(sqlite_storage)
    sound, *broken = [start(shifts, seed=seed)[0] for seed in range(6)]
    for shift in (sound, *broken):
        sqlite_storage.now.forward(1)
        shifts.act(shift, ANA, {"kind": "finish"}, 0)
    t = tables.shifts
    with sqlite_storage.write() as connection:
        for number, one in enumerate(broken, 1):
            change = update(t).where(t.c.id == one).values(scenario="title: [", created_at=t.c.created_at + number)
            connection.execute(change)
    runs = [catch_up(shifts, sqlite_storage, shifts.of(ANA)) for _ in range(3)]
    assert [True, True, False] == runs
    assert shifts.row(sound).figures is not None
    assert 5 == caplog.text.count("can't be looked back at")
