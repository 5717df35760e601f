"""The state at an instant of a day: what a replay of its events up to then leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sim.inputs import NOBODY
from sim.tables.day_events import DETAILS, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.measures.intervals import Ints
    from sim.tables.day_log import DayLog

COUNTS: Final = (
    "arrived", "reopened", "answered", "replies", "resolved", "passed", "gave_up", "gave_up_later", "told",
    "turned_away", "deflected", "gave_up_form", "avoided",
)  # fmt: skip
"""What is counted from the day's start. arrived: contacts at the desk; answered: first answers begun, replies: later
touches begun; gave_up: before a first answer."""
_COUNTED: Final = {
    "first": "arrived", "redial": "arrived", "next": "arrived", "reopened": "reopened", "first_answer": "answered",
    "first_answer_live": "answered", "later_answer": "replies", "later_answer_live": "replies", "resolved": "resolved",
    "passed": "passed", "gave_up": "gave_up", "gave_up_later": "gave_up_later", "told": "told",
    "deflected": "deflected", "falsely_deflected": "deflected", "gave_up_form": "gave_up_form", "avoided": "avoided",
}  # fmt: skip


class Waiting(NamedTuple):
    """A conversation that waits: a row of the log's customers, and since when (ticks; below 0: before the day)."""

    conversation: int
    since: int


class Queue(NamedTuple):
    """Those of a segment who wait. longest: ticks, 0 where nobody does."""

    n: int
    longest: int


class Presence(NamedTuple):
    """An agent. state: away, idle or busy; why: of `DETAILS`, "" unless away; conversation: in hand; None: none.

    since: when that began (ticks; None: not known); chats: live conversations open, by number.
    """

    state: str
    why: str
    conversation: int | None
    since: int | None
    chats: tuple[int, ...]


class State(NamedTuple):
    """The state after everything that happened up to and at an instant."""

    at: int
    waiting: tuple[Waiting, ...]
    """The longest waiting first."""
    queues: tuple[Queue, ...]
    """[segment]"""
    agents: tuple[Presence, ...]
    is_down: bool
    counts: dict[str, int]
    """Since the day's start, by the names in `COUNTS`."""

    def plain(self) -> dict[str, Any]:
        """Return it as lists and numbers, as the script of the page has it."""
        return {
            "at": self.at, "waiting": [list(one) for one in self.waiting], "queues": [list(one) for one in self.queues],
            "agents": [[*one[:4], list(one.chats)] for one in self.agents], "is_down": self.is_down,
            "counts": dict(self.counts),
        }  # fmt: skip


class _Seat:
    """An agent while the log is replayed."""

    def __init__(self, start: tuple[bool, int, int, int | None, tuple[int, ...]]) -> None:
        self.on_duty, why, self.conversation, self.since, chats = start
        self.why, self.chats = DETAILS[why], set(chats)

    def become(self, at: int, conversation: int) -> None:
        self.conversation, self.since = conversation, at

    def move(self, at: int, why: str, *, on_duty: bool) -> None:
        """Come or go; work in hand stays in hand."""
        self.on_duty, self.why = on_duty, why
        self.since = at if self.conversation == NOBODY else self.since

    def shown(self) -> Presence:
        state = "busy" if self.conversation != NOBODY else "idle" if self.on_duty else "away"
        what = None if self.conversation == NOBODY else self.conversation
        return Presence(state, self.why if state == "away" else "", what, self.since, tuple(sorted(self.chats)))


class _Event(NamedTuple):
    at: int
    detail: str
    conversation: int
    agent: int


class _Floor:
    """The state while the log is replayed. A method for each kind of event."""

    def __init__(self, log: DayLog) -> None:
        self.waiting: dict[int, int] = dict(log.start.waiting)
        self.seats = [_Seat(agent) for agent in log.start.agents]
        self.is_down = log.start.is_down
        self.counts = dict.fromkeys(COUNTS, 0)

    def tools_up(self, _event: _Event) -> None:
        self.is_down = False

    def tools_down(self, _event: _Event) -> None:
        self.is_down = True

    def on(self, event: _Event) -> None:
        self.seats[event.agent].move(event.at, "", on_duty=True)

    def off(self, event: _Event) -> None:
        seat = self.seats[event.agent]
        seat.move(event.at, event.detail, on_duty=False)
        if event.detail == "home":
            seat.chats.clear()

    def away(self, event: _Event) -> None:
        if not self.seats[event.agent].on_duty:
            self.seats[event.agent].move(event.at, event.detail, on_duty=False)

    def arrives(self, event: _Event) -> None:
        self.waiting[event.conversation] = event.at

    ready = arrives

    def begins(self, event: _Event) -> None:
        self.waiting.pop(event.conversation, None)
        seat = self.seats[event.agent]
        seat.become(event.at, event.conversation)
        if event.detail.endswith("_live"):
            seat.chats.add(event.conversation)

    def ends(self, event: _Event) -> None:
        seat = self.seats[event.agent]
        seat.become(event.at, NOBODY)
        if event.detail != "goes_on":
            seat.chats.discard(event.conversation)

    def leaves(self, event: _Event) -> None:
        self.waiting.pop(event.conversation, None)
        if event.agent != NOBODY:
            self.seats[event.agent].chats.discard(event.conversation)

    def turned_away(self, event: _Event) -> None:
        self.waiting.pop(event.conversation, None)
        self.counts["turned_away"] += 1

    def elsewhere(self, _event: _Event) -> None:
        """Nothing changes at the desk."""

    def count(self, event: _Event) -> None:
        name = _COUNTED.get(event.detail)
        if name is not None:
            self.counts[name] += 1


def state_at(log: DayLog, at: int) -> State:
    """Return the state *at* so many ticks after the day's start: after all that happens up to then and at it. As the
    day ends, what happens at midnight belongs to the next one.

    Raises:
        ValueError: the instant is not on the day.

    """
    if not 0 <= at <= log.length:
        raise ValueError(f"at: {at} is not on the day; write 0 to {log.length} (ticks since its start)")
    floor = _Floor(log)
    apply: list[Callable[[_Event], None]] = [getattr(floor, name) for name in KINDS]
    events = log.events.of(log.events.at <= at)
    columns = (events.at, events.kind, events.detail, events.conversation, events.agent)
    for when, kind, detail, conversation, agent in zip(*(column.tolist() for column in columns), strict=True):
        event = _Event(when, DETAILS[detail], conversation, agent)
        apply[kind](event)
        floor.count(event)
    return _state(log, floor, at)


def waiting_at(log: DayLog, instants: Ints) -> Ints:
    """Return how many wait at each instant (ticks since the day's start): after all that happens up to then."""
    kinds = [KINDS.index(name) for name in ("arrives", "ready", "begins", "leaves", "turned_away")]
    change = np.zeros(len(KINDS), np.int64)
    change[kinds] = 1, 1, -1, -1, -1
    was_open = np.zeros(len(log.customers) + 1, np.int64)  # who is turned away at the very start has not arrived
    steps = change[log.events.kind]
    came = log.events.conversation[log.events.kind == kinds[0]]
    was_open[came] = 1
    refused = log.events.kind == kinds[-1]
    steps[refused] = -was_open[log.events.conversation[refused]]
    totals = len(log.start.waiting) + np.concatenate(([0], np.cumsum(steps)))
    return totals[np.searchsorted(log.events.at, instants, side="right")]


def _state(log: DayLog, floor: _Floor, at: int) -> State:
    segment_of = log.customers["segment"].tolist()
    waiting = sorted((Waiting(*one) for one in floor.waiting.items()), key=lambda one: (one.since, one.conversation))
    ages: list[list[int]] = [[] for _ in log.segments]
    for one in waiting:
        ages[segment_of[one.conversation]].append(at - one.since)
    return State(
        at=at,
        waiting=tuple(waiting),
        queues=tuple(Queue(len(found), max(found, default=0)) for found in ages),
        agents=tuple(seat.shown() for seat in floor.seats),
        is_down=floor.is_down,
        counts=floor.counts,
    )
