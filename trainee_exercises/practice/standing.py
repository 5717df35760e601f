"""How far shifts are, by what was written down of their clocks: without playing them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select

from trainee_exercises.practice.clock import Clock
from trainee_exercises.storage.open import plain_errors
from trainee_exercises.storage.tables import events

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trainee_exercises.practice.clock import Phase
    from trainee_exercises.practice.rows import Row
    from trainee_exercises.storage import Storage

_AT_ONCE: Final = 500
"""Shifts in one question; databases have a limit of what one may name."""
_KIND: Final = events.c.data["action", "kind"].as_string()
_TURNS: Final = ("start", "pause", "resume", "finish")


class Turn(NamedTuple):
    """What was done to the clock of a shift. at: ms since 1970."""

    kind: str
    at: int


def phases(storage: Storage, rows: Iterable[Row]) -> dict[str, Phase]:
    """Return how far each of some shifts is now, by its id.

    Raises:
        StorageError: the database can't be used.

    """
    rows = list(rows)
    turns = _turns(storage, [one.id for one in rows if one.ended_at is None])
    now = storage.now()
    return {one.id: clock_of(one, turns.get(one.id, [])).phase(now) if one.ended_at is None else "over" for one in rows}


def _turns(storage: Storage, ids: Sequence[str]) -> dict[str, list[Turn]]:
    """Return what was done to the clocks of some shifts, in order: the database alone reads their other events."""
    found: dict[str, list[Turn]] = {}
    with plain_errors(storage.engine.url), storage.read() as connection:
        for first in range(0, len(ids), _AT_ONCE):
            some = [f"shift:{one}" for one in ids[first : first + _AT_ONCE]]
            which = (events.c.stream.in_(some), _KIND.in_(_TURNS))
            wanted = select(events.c.stream, _KIND, events.c.at).where(*which)
            told = connection.execute(wanted.order_by(events.c.stream, events.c.number))
            for stream, each in groupby(told, lambda one: str(one[0])):
                found[stream.removeprefix("shift:")] = [Turn(str(one[1]), int(one[2])) for one in each]
    return found


def clock_of(row: Row, turns: Iterable[Turn]) -> Clock:
    """Return the clock of a shift after what was done to it; each of that was allowed when it came."""
    clock = Clock(row.length, row.speed)
    for one in turns:
        clock = _turned(clock, one.kind, one.at)
    return clock


def _turned(clock: Clock, kind: str, at: int) -> Clock:
    if kind == "start" and clock.started_at is None:
        return clock._replace(started_at=at)
    if kind == "finish":
        return clock._replace(finished_at=at)
    if kind == "pause" and clock.paused_at is None:
        return clock._replace(paused_at=at)
    if kind == "resume" and clock.paused_at is not None:
        return clock._replace(paused_at=None, lost=clock.lost + at - clock.paused_at)
    return clock


def ended_at(clock: Clock) -> int:
    """Return when a shift that is over ended, ms since 1970."""
    runs_out = (clock.started_at or 0) + clock.lost + round(clock.length / clock.speed)
    return runs_out if clock.finished_at is None else min(clock.finished_at, runs_out)
