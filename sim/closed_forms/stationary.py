"""Queues of one class with a constant arrival rate: Erlang B, C and A, a finite waiting room, M/G/1."""

from __future__ import annotations

import math
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


def erlang_b(load: float, agents: int) -> float:
    """Return the share of contacts that find all *agents* busy where nobody can wait (M/G/n/n).

    Source: Erlang 1917, by the recursion over the number of agents.
    """
    blocked = 1.0
    for n in range(1, agents + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(load: float, agents: int) -> float:
    """Return the share of contacts that wait in M/M/n where nobody gives up; 1 where the load is too high.

    Source: Erlang 1917.
    """
    if load >= agents:
        return 1.0
    blocked = erlang_b(load, agents)
    return blocked / (1 - load / agents * (1 - blocked))


class ErlangC(NamedTuple):
    """M/M/n: Poisson arrivals, exponential handle times, nobody gives up. Needs a load below the number of agents.

    Source: Erlang 1917.
    """

    arrival_rate: float
    service_rate: float
    agents: int

    @property
    def occupancy(self) -> float:
        """The share of the agents' time that is work."""
        return self.arrival_rate / self.service_rate / self.agents

    @property
    def waits(self) -> float:
        """The share of contacts that wait at all."""
        return erlang_c(self.arrival_rate / self.service_rate, self.agents)

    @property
    def mean_wait(self) -> float:
        """Mean wait over all contacts, also those that do not wait (the average speed of answer)."""
        return self.waits / self._drain

    @property
    def queue_length(self) -> float:
        """Time average of the number of waiting contacts."""
        return self.arrival_rate * self.mean_wait

    def served_within(self, time: float) -> float:
        """Return the share of contacts that start within *time* (the service level)."""
        return 1 - self.waits * math.exp(-self._drain * time)

    def wait_percentile(self, share: float) -> float:
        """Return the wait that *share* of the contacts do not exceed."""
        return max(0.0, math.log(self.waits / (1 - share)) / self._drain)

    @property
    def _drain(self) -> float:
        """The rate at which the wait of those who wait ends: it is exponential."""
        return self.agents * self.service_rate - self.arrival_rate


def agents_for(arrival_rate: float, service_rate: float, within: float, share: float) -> int:
    """Return the fewest agents of M/M/n that start *share* of the contacts *within* a time (80/20: 0.8, 20 s)."""
    first = math.floor(arrival_rate / service_rate) + 1
    return next(n for n in count(first) if ErlangC(arrival_rate, service_rate, n).served_within(within) >= share)


class ErlangA:
    """M/M/n+M: Erlang C where customers have exponential patience. Stable at any load.

    The number in system is a birth-death chain (Palm 1957), solved where it has any mass; the wait that a customer
    of endless patience would have has a density in closed form (Garnett, Mandelbaum & Reiman 2002; Zeltyn 2005).
    """

    def __init__(self, arrival_rate: float, service_rate: float, patience_rate: float, agents: int) -> None:
        """Take rates per unit of time; *patience_rate* is one over the mean patience."""
        self.arrival_rate = arrival_rate
        self.service_rate = service_rate
        self.patience_rate = patience_rate
        self.agents = agents

    @cached_property
    def _chances(self) -> NDArray[np.float64]:
        """[n] chance of n in the system, up to far beyond where patience holds the queue."""
        room = int(4 * self.arrival_rate / self.patience_rate) + 400
        number = np.arange(1, self.agents + room)
        leaving = (
            np.minimum(number, self.agents) * self.service_rate
            + np.maximum(number - self.agents, 0) * self.patience_rate
        )
        logs = np.concatenate([[0.0], np.cumsum(np.log(self.arrival_rate / leaving))])
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())

    @property
    def waits(self) -> float:
        """The share of contacts that wait at all."""
        return float(self._chances[self.agents :].sum())

    @property
    def queue_length(self) -> float:
        """Time average of the number of waiting contacts."""
        number = np.arange(len(self._chances))
        return float((np.maximum(number - self.agents, 0) * self._chances).sum())

    @property
    def abandonment(self) -> float:
        """The share of contacts that give up: patience rate x waiting = arrival rate x share."""
        return self.patience_rate * self.queue_length / self.arrival_rate

    @property
    def occupancy(self) -> float:
        """The share of the agents' time that is work."""
        number = np.arange(len(self._chances))
        return float((np.minimum(number, self.agents) * self._chances).sum()) / self.agents

    @property
    def mean_wait(self) -> float:
        """Mean time in the queue over all contacts, served or given up."""
        return self.queue_length / self.arrival_rate

    @property
    def mean_wait_served(self) -> float:
        """Mean wait over those who are served."""
        missed = self._over_offered(lambda x: x * math.exp(-self.patience_rate * x), 0.0)
        return missed / (1 - self.abandonment)

    def served_within(self, time: float) -> float:
        """Return the share of all contacts that start within *time*."""
        later = self._over_offered(lambda x: math.exp(-self.patience_rate * x), 0.0, time)
        return 1 - self.waits + later

    def wait_percentile(self, share: float) -> float:
        """Return the time in the queue, until served or given up, that *share* of all contacts do not exceed."""
        return self._percentile(share, self.patience_rate)

    def offered_wait_percentile(self, share: float) -> float:
        """Return the wait that *share* would not exceed if they were patient for ever (the virtual wait)."""
        return self._percentile(share, 0.0)

    def _percentile(self, share: float, rate: float) -> float:
        from scipy.optimize import brentq  # noqa: PLC0415 - only certify and tests need it

        def excess(time: float) -> float:
            return self._over_offered(lambda _: 1.0, time) * math.exp(-rate * time) - (1 - share)

        return 0.0 if excess(0.0) <= 0 else float(brentq(excess, 0.0, 100 / self.patience_rate, xtol=1e-12))

    def _over_offered(self, value: Callable[[float], float], start: float, end: float = math.inf) -> float:
        """Return the mean of value(x) over the wait x > 0 of an endlessly patient customer, from start to end."""
        from scipy.integrate import quad  # noqa: PLC0415 - only certify and tests need it

        free = 1 / erlang_b(self.arrival_rate / self.service_rate, self.agents - 1)
        total = quad(self._density, 0, math.inf, limit=500)[0]
        part = quad(lambda x: value(x) * self._density(x), start, end, limit=500, epsabs=1e-13)[0]
        return float(self.arrival_rate * part / (free + self.arrival_rate * total))

    def _density(self, wait: float) -> float:
        """Return the density of the offered wait, but for its scale."""
        coming = self.arrival_rate / self.patience_rate * -math.expm1(-self.patience_rate * wait)
        return math.exp(coming - self.agents * self.service_rate * wait)


class FiniteRoom(NamedTuple):
    """M/M/n/K: at most *room* contacts in the system, in hand or waiting; more are turned away.

    Source: Kleinrock 1975, section 3.6 (birth-death chain).
    """

    arrival_rate: float
    service_rate: float
    agents: int
    room: int

    @property
    def _chances(self) -> NDArray[np.float64]:
        number = np.arange(1, self.room + 1)
        logs = np.cumsum(np.log(self.arrival_rate / (np.minimum(number, self.agents) * self.service_rate)))
        weights = np.exp(np.concatenate([[0.0], logs]))
        return np.asarray(weights / weights.sum())

    @property
    def blocked(self) -> float:
        """The share of contacts that are turned away."""
        return float(self._chances[-1])

    @property
    def queue_length(self) -> float:
        """Time average of the number of waiting contacts."""
        return float((np.maximum(np.arange(self.room + 1) - self.agents, 0) * self._chances).sum())

    @property
    def waits(self) -> float:
        """The share that waits of those who are let in."""
        return float(self._chances[self.agents : -1].sum()) / (1 - self.blocked)


def pollaczek_khinchine(arrival_rate: float, mean: float, scv: float) -> float:
    """Return the mean wait of M/G/1: one agent, any law of handle time with this mean.

    Args:
        arrival_rate: contacts per unit of time; arrival_rate x mean is below 1.
        mean: mean handle time.
        scv: variance of the handle time over its squared mean (0 constant, 1/k Erlang-k, 1 exponential).

    Source: Pollaczek 1930, Khinchine 1932.

    """
    occupancy = arrival_rate * mean
    return occupancy * mean * (1 + scv) / 2 / (1 - occupancy)
