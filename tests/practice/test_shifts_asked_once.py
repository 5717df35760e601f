"""Whose a shift is, is asked once for each request; one that was deleted is gone, and strangers wait for nobody."""

from __future__ import annotations

from threading import Thread

import pytest
from sqlalchemy import event

from trainee_exercises.practice import rows
from trainee_exercises.practice import shifts as of_shifts
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.memory import Memory
from trainee_exercises.practice.own_shift import delete_shift
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import Wish

ANA, BEN = "u-ana", "u-ben"


def begun(shifts):
    """Return a shift of Ana's that was looked at."""
    shift = shifts.begin(Wish(1, 1), ANA, "Robin")
    shifts.poll(shift, ANA, 0)
    return shift


def owners_asked(storage, do):
    """Return how often the database was asked whose a shift is."""
    asked = []

    def note(_connection, _cursor, says, *_):
        asked.append("SELECT shifts.user_id" in says)

    event.listen(storage.engine, "before_cursor_execute", note)
    do()
    event.remove(storage.engine, "before_cursor_execute", note)
    return sum(asked)


def test_a_poll_asks_once_whose_the_shift_is(storage):
    """So does one that comes after it; the first of all that reads the shift asks before it."""
    shifts = Shifts(storage)
    shift = begun(shifts)
    assert [1, 1] == [owners_asked(storage, lambda: shifts.poll(shift, ANA, 0)) for _ in range(2)]


def test_a_shift_that_was_deleted_meanwhile_is_gone_for_who_polls_looks_or_acts(storage):
    """Also in the process that remembers it, and while somebody waits for it."""
    shifts = Shifts(storage)
    shift = begun(shifts)
    told = []

    def poll():
        try:
            shifts.poll(shift, ANA, 0)
        except PracticeError as error:
            told.append(str(error))

    with shifts._memory.at(shift):
        waits = Thread(target=poll)
        waits.start()
        delete_shift(storage, shift, ANA)
    waits.join()
    poll()
    assert [rows.NOT_THERE] * 2 == told
    for do in (lambda: shifts.view(shift, ANA), lambda: shifts.act(shift, ANA, {"kind": "start"}, 0)):
        with pytest.raises(PracticeError, match="There is no such shift"):
            do()


def test_somebody_else_is_refused_without_waiting_for_who_is_at_the_shift(storage):
    """They would be told that it is busy otherwise."""
    shifts = Shifts(storage, Memory(patience=0))
    shift = begun(shifts)
    with shifts._memory.at(shift), pytest.raises(PracticeError, match="somebody else's"):
        shifts.poll(shift, BEN, 0)


def test_no_more_owners_are_remembered_than_so_many(storage, monkeypatch):
    """Those who are forgotten are asked for anew."""
    monkeypatch.setattr(of_shifts, "_MOST_OWNERS", 2)
    shifts = Shifts(storage)
    found = [begun(shifts) for _ in range(3)]
    assert [found[-1]] == list(shifts._owners)
    assert "before" == shifts.poll(found[0], ANA, 0)["phase"]
