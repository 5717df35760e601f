"""Section C: arrival rates that change over the day or the week, and the calendar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from sim import closed_forms as theory
from sim.certify import figures as see
from sim.certify.case import Case, Experiment
from sim.certify.exact import clocks
from sim.certify.seen import Batches, Seen, Who
from sim.certify.worlds import Customers, desk, world
from sim.durations import DAY, HOUR, MINUTE, WEEK

if TYPE_CHECKING:
    from sim.certify.estimators import Sums
    from sim.certify.figures import Figure

PHASES: Final = ((0.0, "t = 0"), (0.5, "t = pi/2"), (0.75, "t = 3 pi/4"), (1.75, "t = 7 pi/4"))
"""The times of C1, in pi."""


def sine_week(mean: float, amplitude: float) -> list[float]:
    """Return 168 hourly weights whose means over the hours are those of mean + amplitude x sin, once a week."""
    edges = np.arange(169) * 2 * math.pi / 168
    return [mean + amplitude * each for each in (-np.diff(np.cos(edges)) / np.diff(edges)).tolist()]


def _c1() -> tuple[Experiment, ...]:
    """Build 100 + 20 sin t with the 2 pi of a period as a week; the unit of time is then 26.7 hours.

    The rate is constant within each of the 168 hours. That moves the mean number in system by less than 0.003.
    """
    unit = round(WEEK / (2 * math.pi))
    batches = Batches(50, 35)
    figures: list[Figure] = []
    for phase, label in PHASES:
        load = theory.offered_load(100, 20, 1, 1, phase * math.pi)
        at = (round(phase * WEEK / 2), WEEK)
        figures.append(see.in_system(load, *at, label))
        staff = [theory.agents_for_delay(load, delay) for delay in (0.1, 0.5, 0.9)]
        for agents in (*staff, 110):
            delay = theory.poisson_delay(load, agents)
            figures.append(see.in_system_at_least(delay, agents, at, label).allowing(0.02, 0.005))
    customers = {"paying": Customers(100, 1, patience=1)}
    scenario = world(customers, {"n110": desk(110)}, unit, batches, {"hour_of_week": sine_week(100, 20)})
    return (Experiment(scenario, unit, batches, {"n110": tuple(figures)}, (30, 470)),)


def _c2() -> tuple[Experiment, ...]:
    """Build 50 + 25 sin over the day before so many agents that nobody waits.

    The rate is constant within an hour; weights taken at half past and enlarged by 1 / sinc have exactly the wanted
    first harmonic, which is what amplitude and lag are about.
    """
    frequency = 2 * math.pi / 24
    enlarged = 25 * (frequency / 2) / math.sin(frequency / 2)
    hours = [50 + enlarged * math.sin(frequency * (hour + 0.5)) for hour in range(24)]
    found = []
    for label, handle, agents, batches, runs in (
        ("handle_30m", 0.5, 100, Batches(50, 35), (3, 18)),
        ("handle_4h", 4.0, 420, Batches(50, 14), (2, 3)),
    ):
        swing, lag = theory.sine_response(25, 1 / handle, frequency)
        plans = {label: (see.number_in_system(50 * handle), *_wave(swing, lag, frequency))}
        scenario = world({"paying": Customers(50, handle)}, {label: desk(agents)}, HOUR, batches, {"hours": hours})
        found.append(Experiment(scenario, HOUR, batches, plans, runs))
    return tuple(found)


def _wave(swing: float, lag: float, frequency: float) -> tuple[Figure, Figure]:
    """Return amplitude and lag of the number in system, from its projections on the expected wave and across it."""

    def later(s: Seen) -> Sums:
        across = s.wave(frequency, lag)[1]
        return np.asarray(lag * s.time() - across / (swing * frequency))

    return (
        see.Figure("amplitude", swing, (lambda s: s.wave(frequency, lag)[0], Seen.time)),
        see.Figure("lag", lag, (later, Seen.time)),
    )


def _c3() -> tuple[Experiment, ...]:
    """Build days of eight hours from empty and sixteen without arrivals, in which the queue is served to the end."""
    rates, batches = (20, 40, 60, 45, 30, 50, 40, 20), Batches(50, 35)
    *hours, day = theory.day_from_empty(rates, 6, 8, within=1 / 12)
    figures: list[Figure] = []
    for number, hour in enumerate(hours):
        figures += _hour_figures(number, hour)
    figures += [
        see.waits(day.waits),
        see.mean_wait(60 * day.mean_wait),
        see.served_within(day.served_within, 5),
    ]
    profile = {"hours": [*rates, *[0] * 16]}
    customers = {"paying": Customers(sum(rates) / 24 / 60, 10)}
    scenario = world(customers, {"n8": desk(8)}, MINUTE, batches, profile)
    return (Experiment(scenario, MINUTE, batches, {"n8": tuple(figures)}, (20, 60)),)


def _hour_figures(number: int, hour: theory.HourFigures) -> list[Figure]:
    """Return the figures of an hour of the day.

    The first hour, in which hardly anybody waits, is judged in absolute terms, the last to 3 %.
    """
    window = (number * HOUR, (number + 1) * HOUR)
    who, label = Who(None, window), f"hour {number + 1}"
    wait = see.mean_wait(60 * hour.mean_wait, who)
    delayed = see.waits(hour.waits, who)
    if number == 0:
        wait, delayed = wait.allowing(0.005, 0.005), delayed.allowing(0.0015, 0.0007)
    if number == 7:
        wait = wait.allowing(0.05, 0.03, is_absolute=False)
    found = [
        delayed,
        wait,
        see.served_within(hour.served_within, 5, who),
        see.occupancy(hour.occupancy, 8, window=window),
    ]
    return [
        *(each._replace(name=f"{each.name}, {label}") for each in found),
        see.in_system(hour.in_system, window[1], DAY, f"end of {label}"),
    ]


def _c4() -> tuple[Experiment, ...]:
    """Build one hour of arrivals a day before more agents than anybody needs: each day starts from empty."""
    mean, batches = theory.infinite_server_mean(100, 1, 1), Batches(50, 35)
    figures = (
        see.in_system(mean, HOUR, DAY, "after 1"),
        see.in_system_at_most(1 - theory.poisson_delay(mean, 71), 70, (HOUR, DAY), "after 1"),
    )
    scenario = world({"paying": Customers(100 / 24, 1)}, {"n150": desk(150)}, HOUR, batches, {"hours": [1, *[0] * 23]})
    return (Experiment(scenario, HOUR, batches, {"n150": figures}, (6, 36)),)


CASES: Final = (
    Case("C1", "Staff for a constant delay under a wave of arrivals; the load lags behind it.", "F",
         "Feldman, Mandelbaum, Massey & Whitt 2008", _c1),
    Case("C2", "The peak of the load comes after the peak of arrivals: by half an hour, or by three.", "F",
         "Eick, Massey & Whitt 1993", _c2),
    Case("C3", "A day from empty, hour by hour, where hourly Erlang C is wrong by 18 times.", "F",
         "Kolmogorov's forward equations", _c3),
    Case("C4", "An empty system fills up.", "F", "M/M/infinity, transient", _c4),
    Case("C6", "Shifts on the days of clock changes, and how they overlap across an ocean.", "F",
         "IANA time zones, 2026", exact=clocks),
)  # fmt: skip
