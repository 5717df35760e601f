"""Conversations of several touches: with one queue for all, with an owner each, with tiers, coming back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.closed_forms.chains import stationary_in_the_end
from sim.closed_forms.stationary import ErlangC

if TYPE_CHECKING:
    from sim.closed_forms.chains import State, Steps


class ErlangR(NamedTuple):
    """Conversations that come back to one queue: touch, think time, touch ..., a geometric number of times.

    A Jackson network: for agents it is M/M/n with all touches. Rates per unit of time.

    Source: Yom-Tov & Mandelbaum 2014; Jackson 1957.
    """

    rate: float
    handle: float
    think: float
    touches: float
    """Mean number of touches."""
    agents: int

    @property
    def queue(self) -> ErlangC:
        """The queue that every touch meets."""
        return ErlangC(self.rate * self.touches, 1 / self.handle, self.agents)

    @property
    def resolution_time(self) -> float:
        """Mean time from arrival to the end of the last touch."""
        return self.touches * (self.queue.mean_wait + self.handle) + (self.touches - 1) * self.think

    @property
    def open(self) -> float:
        """Mean number of conversations that are open (Little)."""
        return self.rate * self.resolution_time


class Owned(NamedTuple):
    """Tickets whose owner is drawn when they come, busy or not, and does all touches in the order of readiness.

    Insensitive to the laws of the number of touches and of the think time; touches are exponential.

    Source: Kelly 1979 (quasi-reversible queues); Jackson 1957 for geometric numbers.
    """

    rate: float
    handle: float
    think: float
    touches: float
    agents: int

    @property
    def occupancy(self) -> float:
        """The share of an owner's time that is work."""
        return self.rate * self.touches * self.handle / self.agents

    @property
    def delay(self) -> float:
        """Mean time from when a touch is ready until it starts."""
        return self.occupancy * self.handle / (1 - self.occupancy)

    def delayed_beyond(self, time: float) -> float:
        """Return the share of touches that start later than *time* after they are ready."""
        return self.occupancy * math.exp(-(1 - self.occupancy) * time / self.handle)

    @property
    def delay_p90(self) -> float:
        """The 90th percentile of the delay of a touch."""
        return math.log(self.occupancy / 0.1) * self.handle / (1 - self.occupancy)

    @property
    def resolution_time(self) -> float:
        """Mean time from arrival to the end of the last touch."""
        return self.touches * (self.delay + self.handle) + (self.touches - 1) * self.think

    @property
    def open(self) -> float:
        """Mean number of tickets that are open (Little)."""
        return self.rate * self.resolution_time


class TwoOwners(NamedTuple):
    """Figures of `two_owners`."""

    waits: float
    """The share of new tickets that wait."""
    wait: float
    reply_delay: float
    resolution_time: float


def two_owners(rate: float, handle: float, think: float, touches: float) -> TwoOwners:
    """Return the figures of two agents with one queue of new tickets, whose replies wait for their owner.

    Whoever is free takes their own replies first, then the oldest new ticket; one that finds both idle goes to the
    longer idle. The number of touches is geometric, all times are exponential. State: (ready or in hand, with the
    customer) of each agent, new ones waiting, and which agent has been idle longer if both are idle. Cut where less
    than 1e-6 of the time is spent, and by half: the agents are alike.

    Source: the chain itself.
    """
    chain = _TwoOwners(rate, handle, think, touches)
    pairs = [(r, c) for r in range(9) for c in range(9) if r + c <= 9]
    busy = [(*one, *other, w, 0) for one in pairs for other in pairs if one[0] and other[0] for w in range(22)]
    idle = [(*one, *other, 0, 0) for one in pairs for other in pairs if not (one[0] and other[0])]
    longer = [(*state[:5], 1) for state in idle if state[0] == state[2]]
    states = sorted({chain.folded(state) for state in busy + idle + longer})
    shares = stationary_in_the_end(states, chain.steps)
    table = np.array(states)
    ready, away, new = table[:, 0:3:2], table[:, 1:4:2], table[:, 4]
    queue = float(shares @ new)
    replying = float(shares @ np.maximum(ready - 1, 0).sum(axis=1))
    replies = float(shares @ away.sum(axis=1)) / think
    in_system = float(shares @ (ready.sum(axis=1) + away.sum(axis=1) + new))
    waits = float(shares[(ready > 0).all(axis=1)].sum())
    return TwoOwners(waits, queue / rate, replying / replies, in_system / rate)


class _TwoOwners(NamedTuple):
    """The steps of the chain; agents are told apart by their state alone."""

    rate: float
    handle: float
    think: float
    touches: float

    @staticmethod
    def folded(state: State) -> State:
        """Return one of the two states that differ by the agents' numbers only."""
        r1, c1, r2, c2, w, longer = state
        other = (r2, c2, r1, c1, w, 1 - longer if r1 == r2 == 0 else 0)
        return min(state, other)

    def steps(self, state: State) -> Steps:
        """Yield what may follow."""
        for after, rate in self._steps(state):
            yield self.folded(after), rate

    def _steps(self, state: State) -> Steps:
        r1, c1, r2, c2, w, longer = state
        if r1 and r2:
            yield (r1, c1, r2, c2, w + 1, 0), self.rate
        elif r2 or (r1 == 0 and longer == 0):
            yield (1, c1, r2, c2, 0, 0), self.rate
        else:
            yield (r1, c1, 1, c2, 0, 0), self.rate
        yield (r1 + 1, c1 - 1, r2, c2, w, 0), c1 / self.think
        yield (r1, c1, r2 + 1, c2 - 1, w, 0), c2 / self.think
        ends = 1 / self.touches
        for share, more in ((ends, 0), (1 - ends, 1)):
            if r1:
                yield self._after((r1 - 1, c1 + more, r2, c2), w, 0), share / self.handle
            if r2:
                yield self._after((r1, c1, r2 - 1, c2 + more), w, 1), share / self.handle

    @staticmethod
    def _after(left: tuple[int, int, int, int], waiting: int, agent: int) -> State:
        """Return the state after a touch of *agent*, who goes on with replies, a new ticket, or is idle."""
        r1, c1, r2, c2 = left
        if (r1, r2)[agent] == 0 and waiting:
            return (r1 + (agent == 0), c1, r2 + (agent == 1), c2, waiting - 1, 0)
        return (r1, c1, r2, c2, waiting, 1 - agent if r1 == r2 == 0 else 0)


class Tiers(NamedTuple):
    """Two tiers: a share goes on to the second after its touch at the first. A Jackson tandem: each is M/M/n.

    Source: Jackson 1957; Burke 1956.
    """

    rate: float
    escalated: float
    """The share."""
    handles: tuple[float, float]
    agents: tuple[int, int]

    @property
    def first(self) -> ErlangC:
        """The queue of the first tier."""
        return ErlangC(self.rate, 1 / self.handles[0], self.agents[0])

    @property
    def second(self) -> ErlangC:
        """The queue of the second tier."""
        return ErlangC(self.rate * self.escalated, 1 / self.handles[1], self.agents[1])

    @property
    def resolution_time(self) -> float:
        """Mean time from arrival to the end, over all."""
        second = self.second.mean_wait + self.handles[1]
        return self.first.mean_wait + self.handles[0] + self.escalated * second


def visits(chance: float) -> float:
    """Return how often a conversation is resolved in all if each time it comes back with *chance* (geometric)."""
    return 1 / (1 - chance)


def orbit(rate: float, service_rate: float, retry_rate: float) -> float:
    """Return the mean number in orbit of M/M/1 where nobody queues: who finds the agent busy tries again later.

    Source: Falin & Templeton 1997, section 1.2 (M/M/1 retrial queue). The orbit of a very high *retry_rate* is the
    queue of M/M/1.
    """
    load = rate / service_rate
    return load * load / (1 - load) + load * rate / (retry_rate * (1 - load))
