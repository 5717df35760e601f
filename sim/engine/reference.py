"""The reference engine: SimPy processes that read like the story. One per conversation, one per agent's working life.

It decides nothing itself (`rules`) and changes nothing itself (`desk`); it says what happens when. `compiled` says the
same in another way, and both must agree on every conversation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import simpy

from sim.engine.desk import (
    abandon,
    begin_duty,
    blank,
    end_duty,
    end_touch,
    join_idle,
    join_queue,
    leave_idle,
    leave_queue,
    start_touch,
    turn_away,
)
from sim.engine.events import ARRIVAL, OFF_DUTY, ON_DUTY, OVERFLOW, PATIENCE_END, TOUCH_END, rank
from sim.engine.objects import as_objects, as_table, listed
from sim.engine.rules import (
    choose_agent,
    choose_conversation,
    finds_queue_full,
    gives_up_at,
    is_idle,
    is_served,
    overflow_at,
    wanted_at,
)
from sim.inputs import FAR, NOBODY
from sim.record import CONVERSATION_RECORD, Record

if TYPE_CHECKING:
    from collections.abc import Generator

    from simpy.events import EventPriority

    from sim.inputs import Inputs

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
        story.env.schedule(self, priority=cast("EventPriority", priority), delay=at - story.env.now)


class Story:
    """One run: the environment, the state of the desk, and the processes that drive it."""

    def __init__(self, inputs: Inputs) -> None:
        self.env = simpy.Environment()
        desk, record = blank(inputs)
        self.desk, self.record = as_objects(desk), listed(record)
        self.inputs = as_objects(inputs)
        self.turn: dict[int, simpy.Event] = {}  # of a waiting conversation: comes with the agent
        self.n_moments = 0

    def start(self) -> None:
        """Set the processes going."""
        self.env.process(self.arrivals())
        for agent in range(len(self.inputs.agents)):
            self.env.process(self.working_life(agent))

    def arrivals(self) -> Steps:
        """Let the conversations come, each as a process of its own."""
        for number, row in enumerate(self.inputs.conversations):
            yield Moment(self, row.arrival_at, ARRIVAL, number)
            self.env.process(self.conversation(number))

    def conversation(self, number: int) -> Steps:
        """Arrive, perhaps wait, be served."""
        if not is_served(self.inputs, number):
            turn_away(self.record, self.env.now, number)
            return
        agent = self.free_agent(number)
        if agent == NOBODY:
            if finds_queue_full(self.inputs, self.desk, number):
                turn_away(self.record, self.env.now, number)
                return
            agent = yield from self.wait(number)
            if agent == NOBODY:
                return
        ends_at = start_touch(self.inputs, self.desk, self.record, self.env.now, number, agent)
        yield Moment(self, ends_at, TOUCH_END, number)
        end_touch(self.desk, self.record, self.env.now, number)
        if is_idle(self.desk, agent):
            self.ask(agent)

    def free_agent(self, number: int) -> int:
        """Take an idle agent for *number* out of its line, if one may start it now; else NOBODY."""
        waited = self.env.now - wanted_at(self.inputs, number)
        agent: int = choose_agent(self.inputs, self.desk, self.inputs.conversations[number].work_type, waited)
        if agent != NOBODY:
            leave_idle(self.inputs, self.desk, agent)
        return agent

    def wait(self, number: int) -> Steps:
        """Wait in the queue; return the agent, or NOBODY if the customer gives up first."""
        join_queue(self.inputs, self.desk, number)
        turn = self.turn[number] = self.env.event()
        gives_up = self.timer(gives_up_at(self.inputs, number), PATIENCE_END, number)
        while True:
            overflow = self.timer(overflow_at(self.inputs, self.env.now, number), OVERFLOW, number)
            yield self.env.any_of([turn, *gives_up, *overflow])
            if turn.triggered:
                return turn.value
            if gives_up and gives_up[0].processed:
                abandon(self.inputs, self.desk, self.record, self.env.now, number)
                return NOBODY
            agent = self.free_agent(number)
            if agent != NOBODY:
                leave_queue(self.inputs, self.desk, number)
                return agent

    def timer(self, at: int, kind: int, number: int) -> list[Moment]:
        """Return the event, or nothing if it never comes."""
        return [Moment(self, at, kind, number)] if at < FAR else []

    def working_life(self, agent: int) -> Steps:
        """Come to the desk and leave it, duty by duty."""
        row = self.inputs.agents[agent]
        for duty in range(row.first_duty, row.end_duty):
            yield Moment(self, self.inputs.duties[duty].starts_at, ON_DUTY, duty)
            if begin_duty(self.inputs, self.desk, duty):
                self.ask(agent)
            yield Moment(self, self.inputs.duties[duty].ends_at, OFF_DUTY, duty)
            end_duty(self.inputs, self.desk, duty)

    def ask(self, agent: int) -> None:
        """Let a free agent take the next conversation, or be idle."""
        number = choose_conversation(self.inputs, self.desk, self.env.now, agent)
        if number == NOBODY:
            join_idle(self.inputs, self.desk, self.env.now, agent)
        else:
            leave_queue(self.inputs, self.desk, number)
            self.turn[number].succeed(agent)


def simulate_with_simpy(inputs: Inputs) -> Record:
    """Return what happens to *inputs* before the horizon, by the engine that people read."""
    story = Story(inputs)
    story.start()
    if inputs.horizon > 0:
        story.env.run(until=inputs.horizon)
    n_still_to_come = sum(isinstance(event, Moment) for *_, event in story.env._queue)  # noqa: SLF001 -- only to count
    return Record(as_table(story.record, CONVERSATION_RECORD), story.n_moments - n_still_to_come)
