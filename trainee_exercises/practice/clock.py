"""The clock of a shift: real milliseconds -> ticks of the shift, with pauses and a speed."""

from __future__ import annotations

from typing import Literal, NamedTuple

Phase = Literal["before", "running", "paused", "over"]


class Acted(NamedTuple):
    """When the rep did something: at: ms since 1970; tick: of the shift; up_to: entries in the log after it.

    kind, case: of the action; "emptied": a draft without words.
    """

    at: int
    tick: int
    kind: str
    case: str
    up_to: int


class Clock(NamedTuple):
    """When a shift was begun, stopped and ended, in ms since 1970; lost: ms in pauses that are over.

    speed: ticks for a millisecond; length: ticks.
    """

    length: int
    speed: float = 1.0
    started_at: int | None = None
    paused_at: int | None = None
    lost: int = 0
    finished_at: int | None = None

    def ticks(self, now: int) -> int:
        """Return the instant of the shift at *now*, ms since 1970: 0 before the start, at most its length."""
        if self.started_at is None:
            return 0
        until = min(one for one in (now, self.paused_at, self.finished_at) if one is not None)
        return max(0, min(self.length, round((until - self.started_at - self.lost) * self.speed)))

    def phase(self, now: int) -> Phase:
        """Return how far the shift is."""
        if self.started_at is None:
            return "before"
        if self.finished_at is not None or self.ticks(now) >= self.length:
            return "over"
        return "running" if self.paused_at is None else "paused"

    def ends_at(self) -> int | None:
        """Return when it will be over if it runs on, ms since 1970; None: it does not run."""
        if self.started_at is None or self.paused_at is not None or self.finished_at is not None:
            return None
        return self.started_at + self.lost + round(self.length / self.speed)
