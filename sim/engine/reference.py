"""The reference engine: SimPy processes that read like the story. One per conversation, one per agent's working life.

It decides nothing itself (`rules`, `course`) and changes nothing itself (`desk`); it says what happens when. `compiled`
says the same in another way, and both must agree on every touch of every conversation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import simpy

from sim.engine.calendar import begin_day, begin_duty, end_duty, overtime_until, stay_on
from sim.engine.course import (
    HANDED_ON,
    cause_of,
    comes_back_at,
    is_served,
    keeps_owner,
    leaves_at,
    outcome_of,
    reply_at,
)
from sim.engine.desk import (
    arrive,
    blank,
    deflect,
    end_conversation,
    end_touch,
    escalate,
    join_idle,
    join_queue,
    leave,
    leave_idle,
    leave_queue,
    prepare_follow_up,
    reply,
    start_touch,
    take_back,
    turn_away,
)
from sim.engine.events import ARRIVAL, DAY, HAND_BACK, OFF_DUTY, ON_DUTY, OVERFLOW, PATIENCE_END, REPLY, TOUCH_END, rank
from sim.engine.objects import as_objects, as_record
from sim.engine.rules import choose_agent, choose_conversation, finds_queue_full, is_idle, overflow_at
from sim.inputs import FAR, NEW, NOBODY, OWN, RETURNED, TO_DESK
from sim.record import FIRST, OPEN, REOPENED

if TYPE_CHECKING:
    from collections.abc import Generator

    from simpy.events import EventPriority

    from sim.inputs import Inputs
    from sim.record import Record

    Steps = Generator[simpy.Event, Any, Any]


class Moment(simpy.Event):
    """An event at an instant, ranked among the others there and behind SimPy's own wake-ups (priorities 0 and 1), so
    that whatever one event sets in motion has settled before the next one comes.
    """

    def __init__(self, story: Story, at: int, kind: int, number: int) -> None:
        super().__init__(story.env)
        self._ok, self._value = True, None
        story.n_moments += 1
        priority = 2 + rank(kind, number)
        story.env.schedule(self, priority=cast("EventPriority", priority), delay=at - story.now)


class Story:
    """One run: the environment, the state of the desk, and the processes that drive it."""

    def __init__(self, inputs: Inputs) -> None:
        self.env = simpy.Environment()
        desk, record = blank(inputs)
        self.desk, self.record = as_objects(desk), as_objects(record)
        self.inputs = as_objects(inputs)
        self.turn: dict[int, simpy.Event] = {}  # of a waiting conversation: comes with the agent
        self.n_moments = 0

    @property
    def now(self) -> int:
        """The instant."""
        return cast("int", self.env.now)

    def start(self) -> None:
        """Set the processes going."""
        self.env.process(self.calendar())
        self.env.process(self.arrivals())
        for agent in range(len(self.inputs.agents)):
            self.env.process(self.working_life(agent))

    def arrivals(self) -> Steps:
        """Let the first contacts come, each as a process of its own."""
        for number in range(self.inputs.n_first):
            yield Moment(self, self.inputs.conversations[number].arrival_at, ARRIVAL, number)
            self.env.process(self.conversation(number))

    def conversation(self, number: int) -> Steps:
        """Arrive, be worked on touch by touch until it ends, and perhaps come back."""
        arrive(self.inputs, self.desk, self.record, self.now, number)
        agent = yield from self.first_agent(number)
        while agent != NOBODY:
            yield from self.work(number, agent)
            agent = yield from self.next_agent(number)
        cause = cause_of(self.inputs, self.record, number)
        if cause != FIRST:
            yield from self.come_back(number, cause)

    def first_agent(self, number: int) -> Steps:
        """Return who starts it; NOBODY: nobody does."""
        if self.record.conversations[number].cause == REOPENED:
            return (yield from self.seek_owner(number))
        if self.inputs.conversations[number].entry != TO_DESK:
            deflect(self.inputs, self.record, self.now, number)
            return NOBODY
        if not is_served(self.inputs, number):
            turn_away(self.record, self.now, number)
            return NOBODY
        wanted_at = self.record.touches[self.desk.places[number].touch].ready_at
        agent = self.free_agent(number, self.now - wanted_at)
        if agent != NOBODY:
            return agent
        if finds_queue_full(self.inputs, self.desk, number):
            turn_away(self.record, self.now, number)
            return NOBODY
        return (yield from self.wait_for_team(number, NEW, wanted_at))

    def work(self, number: int, agent: int) -> Steps:
        """Let *agent* do a touch."""
        ends_at = start_touch(self.inputs, self.desk, self.record, self.now, number, agent)
        yield Moment(self, ends_at, TOUCH_END, number)

    def next_agent(self, number: int) -> Steps:
        """End the touch, let its agent go on to other work, and return who does the next one; NOBODY: it has ended."""
        agent = end_touch(self.inputs, self.desk, self.record, self.now, number)
        outcome = outcome_of(self.inputs, self.desk, number, agent)
        if outcome == HANDED_ON:
            escalate(self.inputs, self.desk, self.record, self.now, number)
        elif outcome != OPEN:
            end_conversation(self.inputs, self.desk, self.record, self.now, number, outcome)
        if self.is_free(agent):
            self.ask(agent)
        if outcome == HANDED_ON:
            return (yield from self.seek_team(number))
        if outcome != OPEN:
            return NOBODY
        at = reply_at(self.inputs, self.desk, self.now, number)
        yield from self.rest(at, REPLY, number)
        reply(self.desk, self.record, self.now, number)
        return (yield from self.seek_owner(number))

    def seek_owner(self, number: int) -> Steps:
        """Return who starts what is ready: its owner, perhaps after a wait; without an owner, somebody of the teams."""
        agent = self.desk.places[number].owner
        if not keeps_owner(self.inputs, self.desk, self.now, number):
            return (yield from self.seek_team(number))
        if self.is_free(agent):
            leave_idle(self.inputs, self.desk, agent)
            return agent
        return (yield from self.wait_for_owner(number))

    def seek_team(self, number: int) -> Steps:
        """Return who starts what nobody owns any more."""
        agent = self.free_agent(number, 0)
        if agent != NOBODY:
            return agent
        return (yield from self.wait_for_team(number, RETURNED, self.now))

    def is_free(self, agent: int) -> bool:
        """Is *agent* at the desk, to be given work?"""
        return bool(is_idle(self.desk, agent))

    def free_agent(self, number: int, waited: int) -> int:
        """Take an idle agent for *number* out of the line, if one may start it now; else NOBODY."""
        agent: int = choose_agent(self.inputs, self.desk, self.desk.places[number].work_type, waited)
        if agent != NOBODY:
            leave_idle(self.inputs, self.desk, agent)
        return agent

    def wait_for_owner(self, number: int) -> Steps:
        """Wait for the owner; go to the teams if they go home for too long. NOBODY: the customer gives up first."""
        join_queue(self.inputs, self.desk, number, OWN, self.now)
        turn = self.turn[number] = self.env.event()
        gives_up = self.patience(number)
        yield self.env.any_of([turn, *gives_up])
        if not turn.triggered:
            leave(self.inputs, self.desk, self.record, self.now, number)
            return NOBODY
        return turn.value if turn.value != NOBODY else (yield from self.seek_team(number))

    def wait_for_team(self, number: int, where: int, since: int) -> Steps:
        """Wait for the teams; return the agent, or NOBODY if the customer gives up first."""
        join_queue(self.inputs, self.desk, number, where, since)
        turn = self.turn[number] = self.env.event()
        gives_up = None
        while True:
            overflow = self.timer(overflow_at(self.inputs, self.desk, self.now, number), OVERFLOW, number)
            gives_up = self.patience(number) if gives_up is None else gives_up
            yield self.env.any_of([turn, *gives_up, *overflow])
            if turn.triggered:
                return turn.value
            if gives_up and gives_up[0].processed:
                leave(self.inputs, self.desk, self.record, self.now, number)
                return NOBODY
            agent = self.free_agent(number, self.now - since)
            if agent != NOBODY:
                leave_queue(self.inputs, self.desk, number)
                return agent

    def come_back(self, number: int, cause: int) -> Steps:
        """Return later, as a conversation of its own."""
        follow_up = self.inputs.conversations[number].follow_up
        prepare_follow_up(self.inputs, self.desk, self.record, number, cause)
        yield from self.rest(comes_back_at(self.inputs, self.now, number, cause), ARRIVAL, follow_up)
        self.env.process(self.conversation(follow_up))

    def rest(self, at: int, kind: int, number: int) -> Steps:
        """Let time pass until *at*; FAR: for ever."""
        yield Moment(self, at, kind, number) if at < FAR else self.env.event()

    def patience(self, number: int) -> list[Moment]:
        """Return the event at which the customer of *number*, now waiting, gives up or learns that it is fixed."""
        at = leaves_at(self.inputs, self.desk, self.record, self.now, number)
        return self.timer(at, PATIENCE_END, number)

    def timer(self, at: int, kind: int, number: int) -> list[Moment]:
        """Return the event, or nothing if it never comes."""
        return [Moment(self, at, kind, number)] if at < FAR else []

    def calendar(self) -> Steps:
        """Let day after day begin."""
        for day in range(len(self.inputs.days) - 1):
            yield Moment(self, self.inputs.days[day], DAY, day)
            begin_day(self.inputs, self.desk, self.record, day)
            for agent in range(len(self.inputs.agents)):
                self.env.process(self.hand_back(agent))

    def working_life(self, agent: int) -> Steps:
        """Come to the desk and leave it, duty by duty."""
        row = self.inputs.agents[agent]
        for duty in range(row.first_duty, row.end_duty):
            yield Moment(self, self.inputs.duties[duty].starts_at, ON_DUTY, duty)
            if begin_duty(self.inputs, self.desk, self.record, self.now, duty) and self.is_free(agent):
                self.ask(agent)
            yield Moment(self, self.inputs.duties[duty].ends_at, OFF_DUTY, duty)
            if self.record.duties[duty].is_missed == 0:
                yield from self.go_off(duty)
                self.env.process(self.hand_back(agent))

    def go_off(self, duty: int) -> Steps:
        """Go, perhaps after staying on for a while."""
        until = overtime_until(self.inputs, self.desk, self.now, duty)
        if until > self.now:
            stay_on(self.inputs, self.desk, duty)
            yield Moment(self, until, OFF_DUTY, duty)
        end_duty(self.inputs, self.desk, self.record, self.now, duty)

    def ask(self, agent: int) -> None:
        """Let a free agent take the next conversation, or be idle."""
        number = choose_conversation(self.inputs, self.desk, self.now, agent)
        if number == NOBODY:
            join_idle(self.inputs, self.desk, self.now, agent)
        else:
            leave_queue(self.inputs, self.desk, number)
            self.turn[number].succeed(agent)

    def hand_back(self, agent: int) -> Steps:
        """Send what waits in vain for *agent* to the teams, once all whose duty ends now have gone."""
        if self.desk.agents[agent].n_own == 0:
            return
        yield Moment(self, self.now, HAND_BACK, agent)
        while (number := take_back(self.inputs, self.desk, self.now, agent)) != NOBODY:
            self.turn[number].succeed(NOBODY)


def simulate_with_simpy(inputs: Inputs) -> Record:
    """Return what happens to *inputs* before the horizon, by the engine that people read."""
    story = Story(inputs)
    story.start()
    if inputs.horizon > 0:
        story.env.run(until=inputs.horizon)
    n_still_to_come = sum(isinstance(event, Moment) for *_, event in story.env._queue)  # noqa: SLF001 -- only to count
    return as_record(story.record, story.n_moments - n_still_to_come)
