"""The shifts that this process holds in memory: one thread at a time at each, the least recently used go first."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.practice.day import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trainee_exercises.practice.played import Played
    from trainee_exercises.practice.view import About

MOST_LIVE: Final = 60
"""Shifts that are held in memory; the others are made anew when they are asked for."""
MOST_HELD: Final = 400_000
"""Conversations and touches in them, drawn for the whole week: under 1 kB each (measured)."""
PATIENCE: Final = 3.0
"""Seconds for which a request waits for another one at the same shift; the page gives up after eight."""
_BUSY: Final = "This shift is busy with another request; try again in a moment."


class Kept(NamedTuple):
    """How much of a shift is on the disk. n: the number of its last event; last_at: the instant of that.

    acts, size: events and bytes in them; drafts: number and bytes of the event that holds what stands in a field, by
    conversation and field.
    """

    n: int = 0
    last_at: int = 0
    acts: int = 0
    size: int = 0
    drafts: Mapping[tuple[str, str], tuple[int, int]] = {}


class Live(NamedTuple):
    """A shift in memory, and how much of what is on the disk it has seen."""

    played: Played
    about: About
    kept: Kept

    @property
    def weight(self) -> int:
        """Return how many conversations and touches it holds."""
        inputs = self.played.shift.seat.inputs
        return len(inputs.conversations) + len(inputs.touches)


class _Place:
    """A shift that somebody is at, or waits for. n: how many."""

    def __init__(self) -> None:
        self.lock, self.n = Lock(), 0


class Memory:
    """Shifts by their ids. Any thread may call; `get`, `keep` and `drop` only from within `at`."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = Lock()
        self._live: OrderedDict[str, Live] = OrderedDict()
        self._places: dict[str, _Place] = {}

    @contextmanager
    def at(self, shift_id: str) -> Iterator[None]:
        """Let one thread at a time be at a shift. BusyError: others are, for longer than one waits."""
        with self._lock:
            place = self._places.setdefault(shift_id, _Place())
            place.n += 1
        try:
            if not place.lock.acquire(timeout=self._patience):
                raise BusyError(_BUSY)
            try:
                yield
            finally:
                place.lock.release()
        finally:
            with self._lock:
                place.n -= 1
                if not place.n:
                    del self._places[shift_id]

    def get(self, shift_id: str) -> Live | None:
        """Return what is held of a shift."""
        with self._lock:
            if shift_id in self._live:
                self._live.move_to_end(shift_id)
            return self._live.get(shift_id)

    def keep(self, shift_id: str, live: Live) -> None:
        """Hold a shift; where there are too many, those go that were not used for longest and that nobody is at."""
        with self._lock:
            self._live[shift_id] = live
            self._live.move_to_end(shift_id)
            weight = sum(one.weight for one in self._live.values())
            for old in [one for one in self._live if one not in self._places and one != shift_id]:
                if len(self._live) <= MOST_LIVE and weight <= MOST_HELD:
                    break
                weight -= self._live.pop(old).weight

    def drop(self, shift_id: str) -> None:
        """Forget a shift; the next who asks for it makes it anew."""
        with self._lock:
            self._live.pop(shift_id, None)
