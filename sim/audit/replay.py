"""Replays a record event by event, so that the statements about the order of service can be checked at each.

The replay moves whom the record says, in the declared order of events: off duty, touch end, on duty, arrival, overflow,
patience end; then number. At each event it is therefore known exactly who waits and who is idle, also among ties.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.audit.floor import Floor
from sim.audit.order import Order
from sim.inputs import FAR, NOBODY
from sim.record import ABANDONED, RESOLVED, TURNED_AWAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.audit.facts import Facts, Numbers
    from sim.audit.findings import Findings
    from sim.inputs import Inputs

OFF_DUTY, TOUCH_END, ON_DUTY, ARRIVAL, OVERFLOW, PATIENCE_END, START_DUE = range(7)
"""START_DUE is the auditor's own: by the end of its instant a start must have come about."""


def check_order(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """Replay the record and note what breaks the order of service."""
    replay = _Replay(inputs, facts, found)
    replay.run(_events(inputs, facts))
    replay.order.check_integrals(inputs, facts)


def _events(inputs: Inputs, facts: Facts) -> Iterable[tuple[int, int, int]]:
    """Return all events known beforehand, (at, kind, number) in order; ends of touches without length are not."""
    rows, duties = np.arange(len(facts.work_type)), np.arange(len(inputs.duties))
    has_length = facts.starts & (facts.outcome == RESOLVED) & (facts.ended_at > facts.started_at)
    gives_up = facts.arrives & (facts.outcome == ABANDONED)
    is_late = facts.starts & (facts.started_at > facts.arrival_at)
    overflow_at, overflows = _overflows(inputs, facts)
    parts = (
        (OFF_DUTY, inputs.duties["ends_at"], duties),
        (TOUCH_END, facts.ended_at[has_length], rows[has_length]),
        (ON_DUTY, inputs.duties["starts_at"], duties),
        (ARRIVAL, facts.arrival_at, rows),
        (OVERFLOW, overflow_at, overflows),
        (PATIENCE_END, np.maximum(facts.ended_at, facts.arrival_at)[gives_up], rows[gives_up]),
        (START_DUE, facts.started_at[is_late], rows[is_late]),
    )
    at = np.concatenate([part[1] for part in parts]).astype(np.int64)
    kind = np.concatenate([np.full(len(part[2]), part[0]) for part in parts])
    number = np.concatenate([part[2] for part in parts])
    order = np.lexsort((number, kind, at))
    order = order[at[order] < inputs.horizon]
    return zip(at[order].tolist(), kind[order].tolist(), number[order].tolist(), strict=True)


def _overflows(inputs: Inputs, facts: Facts) -> tuple[Numbers, Numbers]:
    """Return when which conversation may go to a further team while it waits."""
    after = inputs.access["may_take_after"].reshape(inputs.n_teams, len(inputs.work_types))
    leaves_at = np.where(facts.starts, facts.started_at, np.where(facts.outcome == ABANDONED, facts.ended_at, FAR))
    leaves_at[facts.outcome == TURNED_AWAY] = NOBODY
    instants, numbers = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for wait in np.unique(after[after < FAR]).tolist():
        at = facts.wanted_at + wait
        opens = (after == wait).any(axis=0)[facts.work_type] & (at > facts.arrival_at) & (at <= leaves_at)
        instants.append(at[opens])
        numbers.append(np.flatnonzero(opens))
    return np.concatenate(instants), np.concatenate(numbers)


class _Replay:
    """Goes through the events, a method each: moves whom the record says and asks for the statements."""

    def __init__(self, inputs: Inputs, facts: Facts, found: Findings) -> None:
        is_resolved = facts.starts & (facts.outcome == RESOLVED)
        self.floor: Final = Floor(inputs, facts)
        self.found: Final = found
        self.order: Final = Order(inputs, facts, self.floor, found)
        self.duty_agent: Final[list[int]] = inputs.duties["agent"].tolist()
        self.is_served: Final[list[int]] = inputs.work_types["served"].tolist()
        self.agent: Final[list[int]] = facts.agent.tolist()
        self.starts_at: Final[list[int]] = np.where(facts.starts, facts.started_at, NOBODY).tolist()
        self.is_turned_away: Final[list[bool]] = (facts.outcome == TURNED_AWAY).tolist()
        self.is_instant: Final[list[bool]] = (is_resolved & (facts.ended_at <= facts.started_at)).tolist()
        self.is_due: Final = bytearray(facts.starts.astype(np.uint8).tobytes())
        self.due: Final = _late_starts(facts, len(inputs.agents))
        self.instant_ends: Final[list[int]] = []

    def run(self, events: Iterable[tuple[int, int, int]]) -> None:
        """Let all events happen, those of touches without length at their place among the others."""
        happens = (
            self.off_duty, self.touch_end, self.on_duty, self.arrival, self.overflow, self.patience_end, self.start_due,
        )  # fmt: skip
        for at, kind, number in events:
            while self.instant_ends and (at > self.floor.now or (kind, number) > (TOUCH_END, self.instant_ends[0])):
                self.touch_end(heappop(self.instant_ends))
            self.floor.advance(at)
            happens[kind](number)
        while self.instant_ends:
            self.touch_end(heappop(self.instant_ends))

    def off_duty(self, duty: int) -> None:
        agent = self.duty_agent[duty]
        self.floor.is_on_duty[agent] = 0
        self.floor.idle[self.floor.team[agent]].pop(agent, None)

    def on_duty(self, duty: int) -> None:
        agent = self.duty_agent[duty]
        self.floor.is_on_duty[agent] = 1
        if self.floor.working_on[agent] == NOBODY:
            self.ask(agent)

    def touch_end(self, row: int) -> None:
        agent = self.agent[row]
        if self.floor.working_on[agent] == row:
            self.floor.rest(agent)
            if self.floor.is_on_duty[agent]:
                self.ask(agent)

    def ask(self, agent: int) -> None:
        """*agent* has just become free: it takes what the record says, or is idle."""
        row = self.taken_by(agent)
        self.order.is_best_choice(agent, row)
        if row == NOBODY:
            self.floor.idle[self.floor.team[agent]][agent] = self.floor.now
        else:
            self.begin(row, agent)

    def arrival(self, row: int) -> None:
        if self.starts_at[row] == self.floor.now:
            self.order.is_routed(row)
            self.begin(row, self.agent[row])
        elif not self.is_turned_away[row]:
            self.order.nobody_may_start(row)
            self.order.has_room(row)
            self.floor.join(row)
        elif self.is_served[self.floor.work_type[row]]:
            self.order.nobody_may_start(row)
            self.order.has_no_room(row)

    def overflow(self, row: int) -> None:
        if not self.floor.is_waiting[row]:
            return
        agent = self.agent[row]
        if self.starts_at[row] == self.floor.now and agent in self.floor.idle[self.floor.team[agent]]:
            self.order.is_routed(row)
            self.begin(row, agent)
        else:
            self.order.nobody_may_start(row)

    def patience_end(self, row: int) -> None:
        if self.floor.is_waiting[row]:
            self.floor.leave(row)

    def start_due(self, row: int) -> None:
        if self.is_due[row]:
            agent = self.agent[row]
            message = f"agent {agent} starts it, but neither became free then, nor did it come or overflow"
            self.found.note("45 order of events", row, self.floor.now, message)
            self.begin(row, agent)

    def begin(self, row: int, agent: int) -> None:
        """*agent* starts *row*."""
        self.is_due[row] = 0
        self.order.is_next_of_its_type(row)
        if self.floor.is_waiting[row]:
            self.floor.leave(row)
        self.floor.work(agent, row)
        self.order.reserve_is_kept(row, agent)
        if self.is_instant[row]:
            heappush(self.instant_ends, row)

    def taken_by(self, agent: int) -> int:
        """Return what the record lets *agent*, now free, start first at this instant, or NOBODY."""
        floor, rows, team = self.floor, self.due[agent], self.floor.team[agent]
        while rows and (not self.is_due[rows[0]] or self.starts_at[rows[0]] < floor.now):
            rows.popleft()
        now, n_idle, best = floor.now, len(floor.idle[team]) + 1, NOBODY
        for row in rows:
            if self.starts_at[row] > now:
                break
            may = self.is_due[row] and floor.is_waiting[row]
            if not may or not floor.may_start(floor.terms[team][floor.work_type[row]], row, n_idle):
                continue
            if best == NOBODY or floor.score(row, team) > floor.score(best, team):
                best = row
        return best


def _late_starts(facts: Facts, n_agents: int) -> list[deque[int]]:
    """Return [agent] the conversations that it starts after they have waited, in order of start."""
    rows = np.flatnonzero(facts.starts & (facts.started_at > facts.arrival_at))
    rows = rows[np.lexsort((rows, facts.started_at[rows]))]
    late: list[deque[int]] = [deque() for _ in range(n_agents)]
    for row, agent in zip(rows.tolist(), facts.agent[rows].tolist(), strict=True):
        late[agent].append(row)
    return late
