"""How far shifts are, by what was written down of their clocks: without playing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainee_exercises.practice.clock import Clock
from trainee_exercises.storage import events as stored
from trainee_exercises.storage.open import plain_errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trainee_exercises.practice.clock import Phase
    from trainee_exercises.practice.shifts import Row
    from trainee_exercises.storage import Storage
    from trainee_exercises.storage.events import Event


def phases(storage: Storage, rows: Iterable[Row]) -> dict[str, Phase]:
    """Return how far each of some shifts is now, by its id.

    Raises:
        StorageError: the database can't be used.

    """
    with plain_errors(storage.engine.url), storage.read() as connection:
        found = {one.id: stored.read(connection, f"shift:{one.id}") for one in rows if one.ended_at is None}
    clocks = {one.id: clock_of(one, found[one.id]) for one in rows if one.id in found}
    return {one.id: clocks[one.id].phase(storage.now()) if one.id in clocks else "over" for one in rows}


def clock_of(row: Row, events: Iterable[Event]) -> Clock:
    """Return the clock of a shift after its events; each of them was allowed when it came."""
    clock = Clock(row.length, row.speed)
    for one in events:
        clock = _turned(clock, str(one.data["action"]["kind"]), one.at)
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
