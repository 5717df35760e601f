"""Plays one replication of one or two plans again and returns the log of a day: what the page of a replay asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.calendar import measured_from
from sim.drawing.arrivals import draw_demand
from sim.runs import run_once
from sim.tables.day_log import DayLog, day_log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.inputs import Demand
    from sim.scenario import Scenario


class DayCount(NamedTuple):
    """A day of a run. n_wrote: customers who write for the first time that day, whatever the plan."""

    day: date
    n_wrote: int
    is_warm_up: bool
    """It is played, and not measured."""


class Replay(NamedTuple):
    """A day, played again."""

    day: date
    busiest: date
    """Of the days that are measured, the first of those on which the most customers write."""
    days: tuple[DayCount, ...]
    logs: tuple[DayLog, ...]
    """A log per plan, in the order asked for: the same customers in each."""


def replay_day(
    scenario: Scenario, plans: Sequence[str], seed: int = 1, replication: int = 0, day: date | None = None
) -> Replay:
    """Return a day of *plans* in one replication; None: the busiest one.

    Raises:
        ValueError: a plan or a day that the scenario doesn't have.

    """
    unknown = [plan for plan in plans if plan not in scenario.plans]
    if unknown:
        raise ValueError(f"plan: {unknown[0]!r} is not in the scenario, which has {', '.join(scenario.plans)}")
    demand = draw_demand(scenario, seed, replication)
    days = days_of(scenario, demand)
    busiest = busiest_of(days)
    chosen = busiest if day is None else day
    logs = (
        day_log(run_once(scenario, plan, seed=seed, replication=replication, demand=demand), chosen) for plan in plans
    )
    return Replay(chosen, busiest, days, tuple(logs))


def days_of(scenario: Scenario, demand: Demand) -> tuple[DayCount, ...]:
    """Return the days of a replication in order, with how many customers write on each."""
    came = demand.conversations["arrival_at"][demand.n_open_at_start : demand.n_first]
    counts, warm_until = np.histogram(came, demand.days)[0], measured_from(scenario)
    return tuple(
        DayCount(scenario.start + timedelta(days=number), int(count), bool(demand.days[number] < warm_until))
        for number, count in enumerate(counts)
    )


def busiest_of(days: Sequence[DayCount]) -> date:
    """Return the first of the measured days on which the most customers write; of all days where none is measured."""
    return max([one for one in days if not one.is_warm_up] or days, key=lambda one: one.n_wrote).day
