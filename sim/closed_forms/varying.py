"""Arrival rates that change: offered load, its lag, a day from empty, and what a burst leaves behind."""

from __future__ import annotations

import math
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def offered_load(mean_rate: float, amplitude: float, service_rate: float, frequency: float, at: float) -> float:
    """Return the mean number in an infinite-server queue with arrival rate mean + amplitude x sin(frequency x time).

    With exponential patience of the same mean as the handle time it is also the mean number in the system of any
    team, whose number in system is then Poisson.

    Source: Eick, Massey & Whitt 1993; Feldman, Mandelbaum, Massey & Whitt 2008.
    """
    swing, lag = sine_response(amplitude, service_rate, frequency)
    return mean_rate / service_rate + swing * math.sin(frequency * (at - lag))


def sine_response(amplitude: float, service_rate: float, frequency: float) -> tuple[float, float]:
    """Return amplitude and lag (a time) of the offered load where the arrival rate is a sine of *frequency* radians.

    Source: Eick, Massey & Whitt 1993.
    """
    return amplitude / math.hypot(service_rate, frequency), math.atan(frequency / service_rate) / frequency


def infinite_server_mean(arrival_rate: float, service_rate: float, time: float) -> float:
    """Return the mean (and variance) of the number in M/M/infinity a *time* after it was empty: it is Poisson."""
    return arrival_rate / service_rate * -math.expm1(-service_rate * time)


def poisson_delay(mean: float, agents: int) -> float:
    """Return the chance that a Poisson number in system of this mean is at least *agents*, so that an arrival waits."""
    from scipy.special import gammainc  # noqa: PLC0415 - only certify and tests need it

    return float(gammainc(agents, mean)) if agents else 1.0


def agents_for_delay(mean: float, delay: float) -> int:
    """Return the fewest agents for which at most *delay* of the arrivals wait (`poisson_delay`)."""
    return next(agents for agents in count() if poisson_delay(mean, agents) <= delay)


class HourFigures(NamedTuple):
    """One hour, or the day, of `day_from_empty`; waits are those of the arrivals of that time, first come first served
    to the end.
    """

    waits: float
    mean_wait: float
    served_within: float
    occupancy: float
    in_system: float
    """The mean number in the system when the hour ends."""


def day_from_empty(
    hourly_rates: Sequence[float], service_rate: float, agents: int, within: float, room: int = 260
) -> list[HourFigures]:
    """Return the figures of every hour of an M(t)/M/n day that starts empty, then those of the whole day.

    Times are in hours; nobody gives up; *room* is the largest number in system that is followed. The forward
    equations are solved exactly in every hour, as its rate is constant: integral and end in one matrix exponential.

    Source: Kolmogorov's forward equations; for the matrix exponential of an integral Van Loan 1978.
    """
    from scipy.special import gammainc  # noqa: PLC0415 - only certify and tests need it

    number = np.arange(room)
    ahead = np.maximum(number - agents + 1, 0)  # departures until an arrival that finds *number* starts
    in_time = np.where(ahead > 0, gammainc(np.maximum(ahead, 1), agents * service_rate * within), 1.0)
    seen = np.stack([ahead > 0, ahead / (agents * service_rate), in_time, np.minimum(number, agents) / agents])
    now, hours, total = np.eye(room)[0], [], np.zeros(4)
    for rate in hourly_rates:
        average, now = _hour(rate, np.minimum(number, agents) * service_rate, now)
        figures = seen @ average
        total += rate * figures
        hours.append(HourFigures._make([*figures.tolist(), float(now @ number)]))
    waits, mean_wait, in_time, _ = (total / sum(hourly_rates)).tolist()
    busy = float(np.mean([hour.occupancy for hour in hours]))
    return [*hours, HourFigures(waits, mean_wait, in_time, busy, hours[-1].in_system)]


def _hour(
    rate: float, leaving: NDArray[np.float64], start: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the average and the last distribution of a birth-death chain over one unit of time."""
    from scipy.linalg import expm  # noqa: PLC0415 - only certify and tests need it

    room = len(start)
    generator = np.diag(np.full(room - 1, rate), 1) + np.diag(leaving[1:], -1)
    generator -= np.diag(generator.sum(axis=1))
    both = np.block([[generator, np.eye(room)], [np.zeros((room, 2 * room))]])
    grown = expm(both)
    return start @ grown[:room, room:], start @ grown[:room, :room]


def fluid_outage(base: float, capacity: float, burst: float, burst_time: float) -> tuple[float, float]:
    """Return the highest backlog and how long after the end of a burst it is gone, as if contacts were a fluid.

    *base* and *burst* come per hour (the burst on top, for *burst_time* hours), *capacity* leaves, above *base*.
    """
    peak = max(0.0, (base + burst - capacity) * burst_time)
    return peak, peak / (capacity - base)
