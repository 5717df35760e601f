"""Replays a record event by event, so that the statements about the order of service can be checked at each.

Readiness, arrivals of follow-ups and leaving follow by rule from what is told before; starts, ends of work and of duty
happen as told. All in the declared order: day, off duty, hand-back, touch end, on duty, reply, arrival, overflow,
patience end; then number. At each event it is therefore known exactly who waits and who is idle, also among ties.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.audit.order import Order
from sim.audit.script import (
    ARRIVAL,
    HAND_BACK,
    OFF_DUTY,
    OVERFLOW,
    PATIENCE_END,
    REPLY,
    START_DUE,
    TOUCH_END,
    known_events,
    script_of,
)
from sim.inputs import FAR, NEW, NOBODY, OWN, RETURNED

if TYPE_CHECKING:
    from sim.audit.facts import Facts, Flags
    from sim.audit.findings import Findings
    from sim.audit.owners import Owners
    from sim.inputs import Inputs
    from sim.record import Record


def check_order(inputs: Inputs, record: Record, facts: Facts, owners: Owners, found: Findings) -> Flags:
    """Replay the record to the horizon and note what breaks the order of service. Return [touch] whether its agent had
    other live conversations open as it started; *owners* brings the floor.
    """
    replay = _Replay(inputs, record, facts, owners, found)
    replay.run()
    owners.floor.close(inputs.horizon)
    return replay.has_others


class _Replay:
    """Goes through the events, a method each: moves whom the record says and asks for the statements."""

    def __init__(self, inputs: Inputs, record: Record, facts: Facts, owners: Owners, found: Findings) -> None:
        self.horizon: Final = inputs.horizon
        self.script: Final = script_of(inputs, record, facts)
        self.owners, self.floor, self.policy = owners, owners.floor, owners.policy
        self.order: Final = Order(inputs, facts, self.floor, self.policy, found)
        self.events: Final = known_events(inputs)
        self.stays_on: Final = bytearray(len(inputs.duties))
        self.overflows_at: Final = [FAR] * len(facts.first)
        self.is_begun: Final = bytearray(len(inputs.touches))
        self.has_others: Final = np.zeros(len(inputs.touches), dtype=np.bool_)
        self.due: Final[dict[tuple[int, int], list[int]]] = {}
        """[agent, instant] conversations that wait and are started by that agent then, as the record tells."""

    def run(self) -> None:
        """Let all events happen, those that others bring about at their place among them."""
        happens = (
            self.day, self.off_duty, self.hand_back, self.touch_end, self.on_duty, self.reply, self.arrival,
            self.overflow, self.patience_end, self.start_due,
        )  # fmt: skip
        while self.events:
            at, kind, number = heappop(self.events)
            if at > self.floor.now:
                self.order.nothing_waits_in_vain()
                self.floor.advance(at)
            happens[kind](number)
        self.order.nothing_waits_in_vain()

    def expect(self, at: int, kind: int, number: int) -> None:
        """Let something happen, unless the run is over by then."""
        if at < self.horizon:
            heappush(self.events, (at, kind, number))

    # ---- agents ----

    def day(self, day: int) -> None:
        self.floor.today = day
        for agent in range(len(self.floor.team)):
            self.expect(self.floor.now, HAND_BACK, agent)

    def on_duty(self, duty: int) -> None:
        agent = self.owners.duty_agent[duty]
        self.owners.next_duty[agent] = duty + 1
        if self.owners.is_missed[duty]:
            return
        self.floor.is_on_duty[agent] = self.floor.is_on_shift[agent] = 1
        if self.floor.is_idle(agent):
            self.ask(agent)

    def off_duty(self, duty: int) -> None:
        if self.owners.is_missed[duty]:
            return
        until, now = self.script.off_at[duty], self.floor.now
        if not self.stays_on[duty]:
            self.order.stays_as_it_must(self.owners.duty_agent[duty], until, self.owners.stays_until(duty))
            self.stays_on[duty] = 1
            if until > now:
                self.expect(until, OFF_DUTY, duty)
                return
        agent = self.owners.duty_agent[duty]
        self.floor.go_off(agent, ends_shift=self.owners.ends_shift[duty])
        self.expect(self.floor.now, HAND_BACK, agent)

    def hand_back(self, agent: int) -> None:
        row = self.owners.waits_in_vain(agent)
        while row != NOBODY:
            self.floor.leave(row)
            self.go_to_teams(row, RETURNED, self.floor.now)
            row = self.owners.waits_in_vain(agent)

    def ask(self, agent: int) -> None:
        """*agent* has just become free: it takes what the record says, or is idle."""
        must = self.order.due_conversation(agent)
        row = must if must == NOBODY or self.starts_now(must, agent) else self.taken_by(agent)
        if row != must:
            self.order.takes_another(agent, row, must)
        if row == NOBODY:
            self.floor.become_idle(agent)
        else:
            self.begin(row, agent)

    def starts_now(self, row: int, agent: int) -> bool:
        """Whether the record lets *agent* start *row* at this instant."""
        touch = self.floor.touch[row]
        return self.script.starts_at[touch] == self.floor.now and self.script.agent[touch] == agent

    def taken_by(self, agent: int) -> int:
        """Return what waits and is started by *agent* at this instant, as told: the best, if several; or NOBODY."""
        rows = self.due.get((agent, self.floor.now), ())
        rows = [row for row in rows if self.floor.queue[row] is not None and self.starts_now(row, agent)]
        return max(rows, key=lambda row: (self.order.score_of(row), -row), default=NOBODY)

    # ---- conversations ----

    def arrival(self, row: int) -> None:
        told = self.script
        if told.is_reopened[row]:
            self.become_owned(row, told.origin[row])
            self.seek_owner(row)
        elif told.comes_to_desk[row]:
            self.go_to_teams(row, NEW, self.floor.now - told.waited_time[row])
        else:
            self.come_back(row)

    def become_owned(self, row: int, origin: int) -> None:
        """A reopening belongs to who did the last touch of the conversation before it."""
        self.floor.owner[row] = self.floor.owner[origin]
        self.floor.owner_generation[row] = self.floor.owner_generation[origin]

    def come_back(self, row: int) -> None:
        """*row* has ended: its follow-up comes, if it does."""
        at = self.script.comes_back_at[row]
        if self.floor.now <= at:
            self.expect(at, ARRIVAL, self.script.follow_up[row])

    def touch_end(self, row: int) -> None:
        floor, touch, agent = self.floor, self.floor.touch[row], self.floor.owner[row]
        then = self.script.after[touch]
        is_handed_on = then != NOBODY and then == self.script.escalation[row]
        if then == NOBODY or is_handed_on:
            floor.give_up_place(row)
        if is_handed_on:
            floor.touch[row], floor.owner_shift[row] = then, NOBODY
        if floor.working_on[agent] == row:
            floor.rest(agent)
            if floor.is_on_duty[agent]:
                self.ask(agent)
        if then == NOBODY:
            self.come_back(row)
        elif is_handed_on:
            self.go_to_teams(row, RETURNED, floor.now)
        else:
            self.expect(floor.now + self.script.think_time[touch], REPLY, row)

    def reply(self, row: int) -> None:
        self.floor.touch[row] = self.script.after[self.floor.touch[row]]
        self.seek_owner(row)

    def seek_owner(self, row: int) -> None:
        """What is ready waits for its owner if it may, else for the teams."""
        if not self.owners.keeps(row):
            self.go_to_teams(row, RETURNED, self.floor.now)
        elif self.floor.is_idle(self.floor.owner[row]):
            self.start_with(row, self.floor.owner[row], OWN, self.floor.now)
        else:
            self.wait(row, OWN, self.floor.now)

    def go_to_teams(self, row: int, where: int, since: int) -> None:
        """Somebody of the teams starts *row*, or it waits (since when its score counts), or is turned away."""
        agent = self.order.due_agent(self.floor.work_type(row), self.floor.now - since)
        if agent != NOBODY:
            self.start_with(row, agent, where, since)
            return
        if where == NEW:
            self.order.finds_room(row, is_turned_away=self.script.is_turned_away[row])
            if self.script.is_turned_away[row]:
                return
        self.wait(row, where, since)

    def start_with(self, row: int, due: int, where: int, since: int) -> None:
        """It must start now, with agent *due*; whatever the record tells, happens."""
        touch = self.floor.touch[row]
        agent, starts_at = self.script.agent[touch], self.script.starts_at[touch]
        if self.starts_now(row, due):
            self.begin(row, due)
        elif starts_at == self.floor.now and self.floor.is_idle(agent):
            self.order.goes_to_another(row, due, where)
            self.begin(row, agent)
        else:
            self.order.note("29 work conservation", row, f"does not start, though agent {due} is idle")
            if not (where == NEW and self.script.is_turned_away[row]):
                self.wait(row, where, since)

    def wait(self, row: int, where: int, since: int) -> None:
        """Let *row* wait, and expect what may end that."""
        self.floor.join(row, where, since)
        touch = self.floor.touch[row]
        if where != OWN:
            self.expect_overflow(row)
        self.expect(max(self.script.leaves_at[touch], self.floor.now), PATIENCE_END, row)
        starts_at = self.script.starts_at[touch]
        if starts_at < FAR and not self.is_begun[touch] and starts_at >= self.floor.now:
            self.due.setdefault((self.script.agent[touch], starts_at), []).append(row)
            self.expect(starts_at, START_DUE, row)

    def expect_overflow(self, row: int) -> None:
        """Note when a further team may take *row*."""
        floor = self.floor
        waits = self.policy.overflows[floor.work_type(row)]
        later = (floor.since[row] + wait for wait in waits if wait < FAR)
        at = self.overflows_at[row] = next((at for at in later if at > floor.now), FAR)
        self.expect(at, OVERFLOW, row)

    def overflow(self, row: int) -> None:
        queue, floor = self.floor.queue[row], self.floor
        if queue is None or queue[0] == OWN or self.overflows_at[row] != floor.now:
            return
        due = self.order.due_agent(queue[1], floor.now - floor.since[row])
        if due == NOBODY:
            self.expect_overflow(row)
            return
        floor.leave(row)
        self.start_with(row, due, queue[0], floor.since[row])

    def patience_end(self, row: int) -> None:
        if self.floor.queue[row] is not None and self.script.leaves_at[self.floor.touch[row]] <= self.floor.now:
            self.floor.leave(row)
            self.floor.give_up_place(row)
            self.come_back(row)

    def start_due(self, row: int) -> None:
        agent = self.script.agent[self.floor.touch[row]]
        if self.floor.queue[row] is not None and self.starts_now(row, agent):
            self.order.starts_unbidden(row, agent)
            self.begin(row, agent)

    def begin(self, row: int, agent: int) -> None:
        """*agent* starts *row*."""
        floor, touch = self.floor, self.floor.touch[row]
        if floor.queue[row] is not None:
            floor.leave(row)
        self.is_begun[touch] = 1
        self.has_others[touch] = floor.is_live(row) and floor.n_others(row, agent) > 0
        floor.work(row, agent, self.owners.generation_of(agent))
        self.expect(self.script.ends_at[touch], TOUCH_END, row)
