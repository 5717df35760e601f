"""Shifts in memory: one thread at a time at each, nobody waits for ever, and who was used least goes first."""

from __future__ import annotations

from threading import Event, Thread
from types import SimpleNamespace

import pytest

from trainee_exercises.practice import memory
from trainee_exercises.practice.day import BusyError
from trainee_exercises.practice.memory import Kept, Live, Memory


def live(n=1):
    """Return a shift of so many conversations."""
    inputs = SimpleNamespace(conversations=[None] * n, touches=[])
    played = SimpleNamespace(shift=SimpleNamespace(seat=SimpleNamespace(inputs=inputs)))
    return Live(played, None, Kept())


def kept(held, names):
    """Return which of some shifts are held."""
    return [one for one in names if one in held._live]


def test_who_waits_too_long_for_a_shift_is_told_that_it_is_busy():
    """The other goes on, another shift is free, and no lock stays behind."""
    held, inside, go = Memory(patience=0.01), Event(), Event()

    def at_it():
        with held.at("a"):
            inside.set()
            go.wait(20)

    thread = Thread(target=at_it)
    thread.start()
    inside.wait(20)
    with pytest.raises(BusyError, match="busy with another request; try again"), held.at("a"):
        pass
    with held.at("b"):
        pass
    assert ["a"] == list(held._places)
    go.set()
    thread.join()
    assert {} == held._places


def test_a_failure_leaves_no_lock_behind():
    """Nor does one that holds the next back."""
    held = Memory(patience=0.01)
    for _ in range(2):
        with pytest.raises(KeyError), held.at("a"):
            raise KeyError
    assert {} == held._places


def test_who_was_used_least_goes_first_and_nobody_who_is_held(monkeypatch):
    """A look counts as use; to forget what is gone already is no failure."""
    monkeypatch.setattr(memory, "MOST_LIVE", 3)
    held = Memory()
    for name in ("a", "b", "c"):
        held.keep(name, live())
    held.get("a")
    held.keep("d", live())
    assert ["a", "c", "d"] == kept(held, "abcd")
    with held.at("c"):
        held.keep("e", live())
        assert ["c", "d", "e"] == kept(held, "abcde")
        held.drop("a")
    assert held.get("a") is None


def test_large_shifts_leave_room_for_fewer(monkeypatch):
    """By all that was drawn for them; one that is larger than all the room is held by itself."""
    monkeypatch.setattr(memory, "MOST_HELD", 100)
    held = Memory()
    for name in ("a", "b"):
        held.keep(name, live(40))
    assert ["a", "b"] == kept(held, "ab")
    held.keep("c", live(50))
    assert ["b", "c"] == kept(held, "abc")
    held.keep("d", live(1000))
    assert ["d"] == kept(held, "abcd")
