"""The spreadsheet beside the simulation: Erlang's formulas hour of the week by hour of the week."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from sim.closed_forms import ErlangA, ErlangC
from sim.durations import HOUR, MINUTE
from sim.scenario.expected import topic_shares, work_of_arrival
from sim.scenario.support import support_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.experiments.results import Results
    from sim.scenario.customers import Segment
    from sim.scenario.model import Plan, Scenario

    Hours = NDArray[np.float64]

WEEK_HOURS: Final = 168
COLUMNS: Final = (
    "slot", "arrivals", "handle_time", "agents", "load", "erlang_c_wait", "erlang_c_in_time", "erlang_a_wait",
    "simulated_wait", "simulated_in_time",
)  # fmt: skip
_LONGEST_QUEUE: Final = 1e5
"""Customers who might come within their patience, from which Erlang A is left out: it would take too long."""


class Hour(NamedTuple):
    """What a spreadsheet takes of an hour. Rates are per hour."""

    arrivals: float
    handle_time: float
    """Hours of work that a conversation brings."""
    agents: int
    patience_rate: float
    """One over the mean patience; 0: nobody gives up."""


class Answer(NamedTuple):
    """What the formulas say of an hour; NaN where they have no answer. Waits are in minutes."""

    erlang_c_wait: float
    erlang_c_in_time: float
    erlang_a_wait: float


def spreadsheet(results: Results, plan: str) -> pd.DataFrame:
    """Return a row per hour of the week (168, from Monday midnight, clock of the scenario's zone) for *plan*.

    slot: the hour; arrivals: contacts that come in it, on average, next contacts among them; handle_time: minutes of
    work that each brings, all touches, with reopenings; agents: people at the desk in the simulation, on average;
    load: agents that the work of the hour would keep busy. erlang_c_wait, erlang_c_in_time: mean wait (minutes, over
    all) and share within `service_level` by Erlang C, with the people rounded to whole ones and every hour by itself;
    NaN where nobody comes, nobody is there or more work comes than they can do. erlang_a_wait: the same by Erlang A
    with the mean patience, NaN where nobody gives up. simulated_wait, simulated_in_time: of the customers who wrote in
    that hour.

    Raises:
        ValueError: the results have no such plan.

    """
    if plan not in results.plans:
        raise ValueError(f"plan: {plan!r} was not run; there are {', '.join(results.plans)}")
    scenario, arrived = results.scenario, _by_hour(results, "arrived", plan, "all")
    agents = np.nan_to_num(_by_hour(results, "on_duty_mean", plan, "all"))
    work, patience = _mix(results, plan)
    hours = [
        Hour(*row)
        for row in zip(arrived.tolist(), work.tolist(), (int(n + 0.5) for n in agents), patience.tolist(), strict=True)
    ]
    told = np.array([answer(each, scenario.service_level.within / HOUR) for each in hours], np.float64)
    return pd.DataFrame({
        "slot": np.arange(WEEK_HOURS), "arrivals": arrived, "handle_time": work * HOUR / MINUTE, "agents": agents,
        "load": arrived * work, "erlang_c_wait": told[:, 0], "erlang_c_in_time": told[:, 1],
        "erlang_a_wait": told[:, 2], "simulated_wait": _by_hour(results, "wait_mean", plan, "all"),
        "simulated_in_time": _by_hour(results, "service_level", plan, "all"),
    })  # fmt: skip


def answer(hour: Hour, within: float) -> Answer:
    """Return what the formulas say of an hour; *within* (hours): the time of the service level."""
    if not hour.arrivals > 0 or not hour.agents or not hour.handle_time > 0:
        return Answer(math.nan, math.nan, math.nan)
    rate = 1 / hour.handle_time
    wait, in_time = math.nan, math.nan
    if hour.arrivals * hour.handle_time < hour.agents:
        calm = ErlangC(hour.arrivals, rate, hour.agents)
        wait, in_time = 60 * calm.mean_wait, calm.served_within(within)
    return Answer(wait, in_time, _with_patience(hour, rate))


def _with_patience(hour: Hour, rate: float) -> float:
    if not hour.patience_rate > 0 or hour.arrivals / hour.patience_rate > _LONGEST_QUEUE:
        return math.nan
    return 60 * ErlangA(hour.arrivals, rate, hour.patience_rate, hour.agents).mean_wait


# ---- what goes in ----


def _by_hour(results: Results, measure: str, plan: str, scope: str) -> Hours:
    """Return a measure by hour of the week; NaN where it has no value."""
    found = results.slots("hour_of_week", measure, plan, scope)
    values = np.full(WEEK_HOURS, np.nan)
    values[found["slot"].to_numpy(int)] = found["value"]
    return values


def _mix(results: Results, plan: str) -> tuple[Hours, Hours]:
    """Return mean work (hours) and patience rate (per hour) of those who write in each hour of the week."""
    scenario = results.scenario
    chosen, segments = scenario.plans[plan], scenario.world.segments
    shares = np.array([np.nan_to_num(_by_hour(results, "arrived", plan, f"segment:{name}")) for name in segments])
    total = shares.sum(axis=0)
    work = np.array([mean_work(scenario, chosen, name) / HOUR for name in segments])
    patience = np.array([_patience_rate(chosen, name, segment) for name, segment in segments.items()])
    speed = _speed(results, plan)
    with np.errstate(invalid="ignore", divide="ignore"):
        return work @ shares / total / speed, patience @ shares / total


def mean_work(scenario: Scenario, plan: Plan, segment: str) -> float:
    """Return the work (ticks) that a contact of *segment* brings to the desk with its reopenings, at speed 1."""
    shares = topic_shares(scenario, scenario.world.segments[segment])
    form = support_of(plan, segment).form
    total = sum(share * work_of_arrival(scenario.world.topics[name]) for name, share in shares.items())
    return total * (form.work_factor if form else 1.0)


def _patience_rate(plan: Plan, name: str, segment: Segment) -> float:
    patience = support_of(plan, name).patience or segment.patience
    return HOUR / patience.mean if patience is not None and patience.mean else 0.0


def _speed(results: Results, plan: str) -> Hours:
    """Return the mean speed of the people at the desk in each hour; 1 where nobody is."""
    teams = results.scenario.plans[plan].teams
    there = np.array([np.nan_to_num(_by_hour(results, "on_duty_mean", plan, f"team:{name}")) for name in teams])
    speeds = np.array([team.speed for team in teams.values()])
    if not teams:
        return np.ones(WEEK_HOURS)
    total = there.sum(axis=0)
    return np.where(total > 0, speeds @ there / np.where(total > 0, total, 1), 1.0)


# ---- the whole week ----


class Week(NamedTuple):
    """The mean wait of a week in minutes, over those who wrote in hours for which Erlang C has an answer, or in all."""

    erlang_c: float
    """NaN: it has an answer for no hour."""
    simulated_there: float
    """Simulated, of the same hours."""
    share_there: float
    """The share of the customers who wrote in these hours."""
    simulated: float
    """Simulated, over all hours."""


def week(table: pd.DataFrame) -> Week:
    """Return what the *table* of `spreadsheet` says of a customer chosen at random."""
    coming = table["arrivals"].fillna(0)
    known = table["erlang_c_wait"].notna() & table["simulated_wait"].notna()
    there = coming.where(known, 0)
    return Week(
        _mean(table["erlang_c_wait"], there),
        _mean(table["simulated_wait"], there),
        float(there.sum() / coming.sum()) if coming.sum() else math.nan,
        _mean(table["simulated_wait"], coming.where(table["simulated_wait"].notna(), 0)),
    )


def _mean(values: pd.Series, weights: pd.Series) -> float:
    return float((values.fillna(0) * weights).sum() / weights.sum()) if weights.sum() else math.nan
