"""Every figure of a run. `docs/measures.md` is the exact definition of each; here is how it is computed.

A figure is a fraction, top over bottom, so that replications combine as ratios of expectations (total wait over total
customers), never as a mean of means.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from sim.calendar import measured_from
from sim.durations import DAY, HOUR, MINUTE
from sim.inputs import PACE_UNIT as PERMILLE
from sim.measures.breakdowns import breakdowns
from sim.measures.facts import (
    GAVE_UP,
    IN_HAND,
    LEFT_AWAY,
    N_STATES,
    STILL_WAITING,
    Customers,
    customers_of,
    desk_of,
    measured,
    segment_scopes,
    team_of_agent,
    team_scopes,
)
from sim.measures.intervals import Spans, number_at
from sim.measures.service_level import served_in_time
from sim.measures.workdays import shifts_of, shifts_worked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from sim.measures.facts import Desk
    from sim.measures.intervals import Ints
    from sim.runs import Run

    Fraction = tuple[float, float]

__all__ = ["MEASURES", "Figure", "Measure", "breakdowns", "figures", "inverted_cdf"]


class Measure(NamedTuple):
    """What a figure is."""

    name: str
    title: str
    unit: str
    kind: Literal["ratio", "value"]
    """ratio: replications combine as sum of tops over sum of bottoms. value: as the mean of the replications' values,
    without those that have none (bottom 0)."""
    better: Literal["lower", "higher", "neither"]
    says: str


class Figure(NamedTuple):
    """A figure of one run: top / bottom, of the measure's unit; no value where bottom is 0."""

    measure: str
    scope: str
    """all, paid, free, segment:NAME, team:NAME or role:NAME."""
    top: float
    bottom: float


_ALL: Final = (
    Measure("arrived", "Arrived", "conversations", "value", "neither", "Conversations that came in."),
    Measure("open_at_start", "Open at the start", "conversations", "value", "neither",
            "Conversations that were already waiting when the period began."),
    Measure("answered", "Answered", "conversations", "value", "higher", "Conversations with a first response."),
    Measure("abandonment", "Gave up", "share", "ratio", "lower", "Customers who gave up before an answer."),
    Measure("turned_away", "Turned away", "conversations", "value", "lower",
            "Conversations refused at once: not served, or the queue was full."),
    Measure("waited", "Had to wait", "share", "ratio", "lower", "Customers who were not answered at once."),
    Measure("wait_mean", "Wait, mean", "minutes", "ratio", "lower",
            "Time in the queue of all who left it, answered or not."),
    Measure("first_response_mean", "First response, mean", "minutes", "ratio", "lower",
            "From writing to the start of the first work on it, of those answered."),
    Measure("first_response_median", "First response, median", "minutes", "value", "lower",
            "Half of those answered had a first response within this time."),
    Measure("first_response_p90", "First response, 90th percentile", "minutes", "value", "lower",
            "Nine in ten of those answered had a first response within this time."),
    Measure("first_response_mean_at_least", "First response, mean, at least", "minutes", "ratio", "lower",
            "The mean with those who still wait counted as if they were answered at the end."),
    Measure("first_response_p90_at_least", "First response, 90th percentile, at least", "minutes", "value", "lower",
            "The 90th percentile with those who still wait counted as if they were answered at the end."),
    Measure("first_response_business_mean", "First response in business hours, mean", "minutes", "ratio", "lower",
            "Business hours from writing to the first response, of those answered."),
    Measure("first_response_business_median", "First response in business hours, median", "minutes", "value", "lower",
            "Half of those answered had a first response within so many business hours."),
    Measure("first_response_business_p90", "First response in business hours, 90th percentile", "minutes", "value",
            "lower", "Nine in ten of those answered had a first response within so many business hours."),
    Measure("service_level", "Service level", "share", "ratio", "higher",
            "Answered within the promised time, by the definition that the scenario names."),
    Measure("backlog_mean", "Backlog, mean", "conversations", "value", "lower", "Number waiting, over time."),
    Measure("backlog_end", "Backlog at the end", "conversations", "value", "lower", "Number waiting at the end."),
    Measure("backlog_max", "Backlog, highest", "conversations", "value", "lower", "The most that waited at one time."),
    Measure("oldest_end", "Oldest waiting at the end", "minutes", "value", "lower",
            "How long the oldest of those who wait at the end has waited."),
    Measure("oldest_max", "Oldest waiting, highest", "minutes", "value", "lower",
            "The longest that anybody in the queue had waited at any time."),
    Measure("unfinished", "Unfinished at the end", "conversations", "value", "lower",
            "Conversations still waiting or in hand at the end."),
    Measure("still_waiting", "Still waiting at the end", "conversations", "value", "lower",
            "Conversations without a first response that have not given up."),
    Measure("in_hand", "In hand at the end", "conversations", "value", "neither",
            "Conversations that an agent is working on at the end."),
    Measure("occupancy", "Occupancy", "share", "ratio", "neither", "Time at work of the time on duty."),
    Measure("on_duty_mean", "On duty, mean", "agents", "value", "neither", "Number of agents at the desk, over time."),
    Measure("overtime_hours", "Overtime", "hours", "value", "lower",
            "Time at work outside duty, to finish what was in hand."),
    Measure("per_agent_calendar_day", "Answered per agent and calendar day", "conversations", "ratio", "neither",
            "Answers, by everybody on the roster, by every day of the period."),
    Measure("per_agent_worked_day", "Answered per agent and worked day", "conversations", "ratio", "neither",
            "Answers, by the days on which people were at the desk."),
    Measure("paid_hours", "Paid hours", "hours", "value", "neither", "Hours that are paid, without overtime."),
    Measure("people_cost", "Cost of people", "money", "value", "lower",
            "Paid hours times rate times pay factor, without overtime."),
    Measure("cost_per_conversation", "Cost per conversation", "money", "ratio", "lower",
            "Cost of people by conversations answered."),
)  # fmt: skip
MEASURES: Final[Mapping[str, Measure]] = MappingProxyType({measure.name: measure for measure in _ALL})
"""Every measure, in the order of reports. The unit "money" is the scenario's currency."""


class _Window(NamedTuple):
    """The measured part of a run: from the end of the warm-up to the horizon (ticks)."""

    start: int
    end: int


def figures(run: Run) -> list[Figure]:
    """Return every figure of *run*, by measure in the order of `MEASURES`, then by scope."""
    window = _Window(measured_from(run.scenario), run.drawn.inputs.horizon)
    everybody, desk = customers_of(run), desk_of(run)
    counted = everybody.of(measured(everybody, run.scenario))
    found = [
        *_of_segments(run, everybody, counted, window),
        *_of_answers_by_team(run, counted),
        *_of_teams(run, desk, window),
    ]
    order = {name: number for number, name in enumerate(MEASURES)}
    return sorted(found, key=lambda figure: order[figure.measure])


def inverted_cdf(ordered: NDArray[np.int64] | NDArray[np.float64], share: float) -> Fraction:
    """Return the least of *ordered* (sorted values) that at least *share* of them do not exceed, over 1.

    (0, 0): there are none. It is always a wait that somebody had. Source: definition 1 of Hyndman & Fan 1996, numpy's
    "inverted_cdf".
    """
    if not ordered.size:
        return 0.0, 0.0
    place = max(int(np.ceil(share * ordered.size - 1e-9)) - 1, 0)  # 0.9 x 10 is 9, whatever its last bit
    return float(ordered[place]), 1.0


def _of_segments(run: Run, everybody: Customers, counted: Customers, window: _Window) -> Iterator[Figure]:
    for scope, segments in segment_scopes(run).items():
        group = counted.of(_rows(counted.segment, segments))
        queue = everybody.of(_rows(everybody.segment, segments))
        found = _counts(group) | _waits(group) | _responses(group) | _backlog(queue, window)
        found["service_level"] = _total(served_in_time(group, run.scenario.service_level))
        yield from (Figure(name, scope, *fraction) for name, fraction in found.items())


def _of_answers_by_team(run: Run, counted: Customers) -> Iterator[Figure]:
    for scope, teams in team_scopes(run).items():
        if scope == "all":
            continue
        group = counted.of(_rows(counted.team, teams))
        found = _responses(group) | {
            "answered": (float(group.row.size), 1.0),
            "in_hand": (float((group.state == IN_HAND).sum()), 1.0),
        }
        yield from (Figure(name, scope, *fraction) for name, fraction in found.items())


def _of_teams(run: Run, desk: Desk, window: _Window) -> Iterator[Figure]:
    n_teams = len(run.drawn.roster.teams)
    sums = {name: _per_team(run, amounts, n_teams) for name, amounts in _agent_sums(run, desk, window).items()}
    costs = _cost_by_team(run, window)
    for scope, teams in team_scopes(run).items():
        of = {name: float(amounts[list(teams)].sum()) for name, amounts in sums.items()}
        cost = float(costs[list(teams)].sum())
        found = {
            "occupancy": (of["busy"] / HOUR, of["duty"] / HOUR),
            "on_duty_mean": (of["duty"] / (window.end - window.start), 1.0),
            "overtime_hours": ((of["touch"] - of["busy"]) / HOUR, 1.0),
            "per_agent_calendar_day": (of["answers"], of["agents"] * _calendar_days(run)),
            "per_agent_worked_day": (of["answers"], of["worked_days"]),
            "paid_hours": (of["paid"] / HOUR, 1.0),
            "people_cost": (cost, 1.0),
            "cost_per_conversation": (cost, of["answers"]),
        }
        yield from (Figure(name, scope, *fraction) for name, fraction in found.items())


def _counts(group: Customers) -> dict[str, Fraction]:
    states = np.bincount(group.state, minlength=N_STATES)
    n_open = int(group.was_open.sum())
    counts = {
        "arrived": group.row.size - n_open,
        "open_at_start": n_open,
        "answered": states[IN_HAND:].sum(),
        "turned_away": states[LEFT_AWAY],
        "unfinished": states[STILL_WAITING] + states[IN_HAND],
        "still_waiting": states[STILL_WAITING],
        "in_hand": states[IN_HAND],
    }
    return {name: (float(count), 1.0) for name, count in counts.items()} | {
        "abandonment": (float(states[GAVE_UP]), float(group.row.size))
    }


def _waits(group: Customers) -> dict[str, Fraction]:
    queued = group.state != LEFT_AWAY
    left = queued & (group.state != STILL_WAITING)
    return {
        "waited": (float((group.wait_time[queued] > 0).sum()), float(queued.sum())),
        "wait_mean": _mean_minutes(group.wait_time[left]),
    }


def _responses(group: Customers) -> dict[str, Fraction]:
    waits, within = np.sort(group.wait_time[group.answered]), np.sort(group.business_time[group.answered])
    found = {
        "first_response_mean": _mean_minutes(waits),
        "first_response_median": _minutes(inverted_cdf(waits, 0.5)),
        "first_response_p90": _minutes(inverted_cdf(waits, 0.9)),
        "first_response_business_mean": _mean_minutes(within),
        "first_response_business_median": _minutes(inverted_cdf(within, 0.5)),
        "first_response_business_p90": _minutes(inverted_cdf(within, 0.9)),
    }
    still = group.wait_time[group.state == STILL_WAITING]
    so_far = np.sort(np.concatenate((waits, still))) if still.size else waits
    return found | {
        "first_response_mean_at_least": _mean_minutes(so_far),
        "first_response_p90_at_least": _minutes(inverted_cdf(so_far, 0.9)),
    }


def _backlog(queue: Customers, window: _Window) -> dict[str, Fraction]:
    """Return the measures of the number waiting in the window, also of those who wrote before it."""
    queued = queue.waiting.of(queue.left_at > queue.arrival_at).within(*window)
    ages = queue.wait_time[queue.state == STILL_WAITING]
    reached = queue.wait_time[(queue.state != LEFT_AWAY) & (queue.left_at > window.start)]
    most = number_at(queued, queued.starts_at).max(initial=0)  # it only grows when somebody joins
    return {
        "backlog_mean": (float(queued.lengths().sum()) / (window.end - window.start), 1.0),
        "backlog_end": (float(ages.size), 1.0),
        "backlog_max": (float(most), 1.0),
        "oldest_end": (float(ages.max(initial=0)) / MINUTE, 1.0),
        "oldest_max": (float(reached.max(initial=0)) / MINUTE, 1.0),
    }


def _agent_sums(run: Run, desk: Desk, window: _Window) -> dict[str, Ints]:
    """Return, for each agent, ticks and counts in the window."""
    n_agents = run.drawn.roster.agents.size
    answers = desk.touches.owner[desk.touches.starts_at >= window.start]
    return {
        "duty": desk.duties.within(*window).per_owner(n_agents),
        "busy": desk.busy.spans.within(*window).per_owner(n_agents),
        "touch": desk.touches.within(*window).per_owner(n_agents),
        "answers": np.bincount(answers, minlength=n_agents),
        "agents": np.ones(n_agents, np.int64),
        "worked_days": shifts_worked(run, desk, window.start).days_per_agent(n_agents),
        "paid": shifts_of(run, window.start).paid_per_agent(n_agents),
    }


def _per_team(run: Run, amounts: Ints, n_teams: int) -> Ints:
    return Spans(team_of_agent(run), np.zeros_like(amounts), amounts).per_owner(n_teams)


def _cost_by_team(run: Run, window: _Window) -> NDArray[np.float64]:
    shifts, teams = shifts_of(run, window.start), run.scenario.plans[run.plan].teams
    rates = np.array([teams[name].rate for name in run.drawn.roster.teams], np.float64)
    team = team_of_agent(run)[shifts.agent]
    hours = np.bincount(team, shifts.paid_time * shifts.pay_permille, minlength=rates.size) / (HOUR * PERMILLE)
    return hours * rates


def _calendar_days(run: Run) -> float:
    """Return the days of the window by the calendar: a day on which the clocks change counts as one."""
    return (run.scenario.length - run.scenario.warm_up) / DAY


def _rows(group: Ints, chosen: tuple[int, ...]) -> Ints:
    """Return the indices of the rows whose group is among those chosen."""
    return np.flatnonzero(group == chosen[0] if len(chosen) == 1 else np.isin(group, chosen))


def _total(fraction: tuple[NDArray[np.bool_], NDArray[np.bool_]]) -> Fraction:
    top, bottom = fraction
    return float(top.sum()), float(bottom.sum())


def _mean_minutes(spans: Ints) -> Fraction:
    return float(spans.sum()) / MINUTE, float(spans.size)


def _minutes(fraction: Fraction) -> Fraction:
    return fraction[0] / MINUTE, fraction[1]
