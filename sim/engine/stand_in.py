"""The reference engine with somebody new in one seat, who works by the rules; the seat of a person is built on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.desk import take_back
from sim.engine.events import ON_DUTY
from sim.engine.reference import Moment, Story
from sim.inputs import NOBODY

if TYPE_CHECKING:
    from sim.engine.reference import Steps
    from sim.inputs import Inputs


class StandIn(Story):
    """A run in which from *from_at* on somebody new sits in the seat of *agent* and works by the rules, with no break.

    from_at: ticks; where a duty of that seat begins (see `duty_starts`). What waits for who sat there before goes to
    the teams.
    """

    def __init__(self, inputs: Inputs, agent: int, from_at: int) -> None:
        super().__init__(inputs)
        self.agent, self.from_at, self.sits = agent, from_at, False
        self.start()

    def run_until(self, at: int) -> None:
        """Let everything happen up to and at the instant *at*, in ticks."""
        if at > self.now:
            self.env.run(until=at)
        self.settle()

    def settle(self) -> None:
        """Let everything happen that is due now."""
        while self.env.peek() <= self.now:
            self.env.step()

    def working_life(self, agent: int) -> Steps:
        """As ever, but in that seat only up to the instant, and then on to the end."""
        if agent != self.agent:
            yield from super().working_life(agent)
            return
        seat = self.inputs.agents[agent]
        duties = range(seat.first_duty, seat.end_duty)
        begins = next(one for one in duties if self.inputs.duties[one].starts_at >= self.from_at)
        seat.end_duty = begins
        yield from super().working_life(agent)
        yield Moment(self, self.from_at, ON_DUTY, begins)
        self.sit_down()

    def sit_down(self) -> None:
        """Let somebody new sit there."""
        seat = self.desk.agents[self.agent]
        seat.generation += 1
        seat.is_sick = seat.is_vacant = seat.is_leaving = seat.misses_shift = seat.has_overtime = 0
        while (number := take_back(self.inputs, self.desk, self.now, self.agent)) != NOBODY:
            self.turn[number].succeed(NOBODY)
        seat.on_duty = seat.on_shift = 1
        seat.came_at = seat.shift_began_at = self.now
        self.sits = True
        if self.is_free(self.agent):
            self.ask(self.agent)


def duty_starts(inputs: Inputs, agent: int) -> list[int]:
    """Return the instants at which a duty of that seat begins and somebody new may sit down, in ticks."""
    seat = inputs.agents[agent]
    rows = inputs.duties[seat["first_duty"] : seat["end_duty"]]
    return [int(at) for at in rows["starts_at"]]
