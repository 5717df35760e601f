"""Every figure of a run. `docs/measures.md` is the exact definition of each; here is how it is computed.

A figure is a fraction, top over bottom, so that replications combine as ratios of expectations (total wait over total
customers), never as a mean of means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.calendar import measured_from
from sim.durations import DAY, HOUR, MINUTE
from sim.inputs import NOBODY
from sim.inputs import PACE_UNIT as PERMILLE
from sim.measures.breakdowns import breakdowns
from sim.measures.course import course_figures, course_of, replies_of, reply_figures, resolution_figures
from sim.measures.facts import (
    GAVE_UP,
    IN_HAND,
    LEFT_AWAY,
    N_STATES,
    STILL_WAITING,
    Customers,
    Waits,
    customers_of,
    desk_of,
    measured,
    segment_scopes,
    team_of_agent,
    team_scopes,
    waits_of,
)
from sim.measures.fractions import inverted_cdf, mean_minutes, minutes
from sim.measures.intervals import number_at
from sim.measures.people import empty_days, people_figures, people_of
from sim.measures.registry import MEASURES, Measure
from sim.measures.service_level import promise_kept, promises_of, served_in_time
from sim.measures.touches import touches_of
from sim.measures.workdays import shifts_of, shifts_worked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.measures.course import Course, Replies
    from sim.measures.facts import Desk
    from sim.measures.fractions import Fraction
    from sim.measures.intervals import Ints
    from sim.measures.touches import Touches
    from sim.runs import Run
    from sim.scenario import Team

__all__ = ["MEASURES", "Figure", "Measure", "breakdowns", "figures", "inverted_cdf"]


class Figure(NamedTuple):
    """A figure of one run: top / bottom, of the measure's unit; no value where bottom is 0."""

    measure: str
    scope: str
    """all, paid, free, segment:NAME, team:NAME or role:NAME."""
    top: float
    bottom: float


class _Window(NamedTuple):
    """The measured part of a run: from the end of the warm-up to the horizon (ticks)."""

    start: int
    end: int


class _Facts(NamedTuple):
    """What the figures of a run are computed from."""

    everybody: Customers
    contacts: Customers
    """The measured ones, without reopenings and without what the documentation or a bot took."""
    course: Course
    replies: Replies
    waits: Waits


def figures(run: Run) -> list[Figure]:
    """Return every figure of *run*, by measure in the order of `MEASURES`, then by scope."""
    window, touches = _Window(measured_from(run.scenario), run.drawn.inputs.horizon), touches_of(run)
    facts = _facts(run, touches)
    found = [
        *_of_segments(run, facts, window),
        *_of_answers_by_team(run, facts),
        *_of_teams(run, desk_of(run, touches), window),
    ]
    order = {name: number for number, name in enumerate(MEASURES)}
    return sorted(found, key=lambda figure: order[figure.measure])


def _facts(run: Run, touches: Touches) -> _Facts:
    everybody = customers_of(run, touches)
    contacts = everybody.of(measured(everybody, run.scenario) & everybody.is_contact)
    course, replies = course_of(run, everybody), replies_of(run, everybody, touches)
    return _Facts(everybody, contacts, course, replies, waits_of(run, touches))


def _of_segments(run: Run, facts: _Facts, window: _Window) -> Iterator[Figure]:
    for scope, segments in segment_scopes(run).items():
        group = facts.contacts.of(_rows(facts.contacts.segment, segments))
        found = _counts(group) | _waits(group) | _responses(group)
        found |= _backlog(facts.waits.of(_rows(facts.waits.spans.owner, segments)), window)
        found |= course_figures(facts.course.of(_rows(facts.course.segment, segments)))
        found |= reply_figures(facts.replies.wait_time[_rows(facts.replies.segment, segments)])
        found["promise_kept"] = _total(promise_kept(group, promises_of(run)))
        found["service_level"] = _total(served_in_time(group, run.scenario.service_level))
        found["oldest_open_end"] = _oldest_open(facts.everybody, segments, window)
        yield from (Figure(name, scope, *fraction) for name, fraction in found.items())


def _of_answers_by_team(run: Run, facts: _Facts) -> Iterator[Figure]:
    for scope, teams in team_scopes(run).items():
        if scope == "all":
            continue
        group = facts.contacts.of(_rows(facts.contacts.team, teams))
        ended = facts.course.of(_rows(facts.course.last_team, teams))
        found = _responses(group) | resolution_figures(ended) | {
            "answered": (float(group.row.size), 1.0),
            "in_hand": (float((ended.state == IN_HAND).sum()), 1.0),
            **reply_figures(facts.replies.wait_time[_rows(facts.replies.team, teams)]),
        }  # fmt: skip
        yield from (Figure(name, scope, *fraction) for name, fraction in found.items())


def _of_teams(run: Run, desk: Desk, window: _Window) -> Iterator[Figure]:
    n_teams = len(run.drawn.roster.teams)
    sums = {name: _per_team(run, amounts, n_teams) for name, amounts in _agent_sums(run, desk, window).items()}
    costs, people = _cost_by_team(run, window), people_of(run)
    for scope, teams in team_scopes(run).items():
        of = {name: float(amounts[list(teams)].sum()) for name, amounts in sums.items()}
        cost = float(costs[list(teams)].sum())
        found = {
            "occupancy": (of["busy"] / HOUR, of["duty"] / HOUR),
            "on_duty_mean": (of["duty"] / (window.end - window.start), 1.0),
            "overtime_hours": ((of["touch"] - of["busy"] + of["stay"]) / HOUR, 1.0),
            "per_agent_calendar_day": (of["answers"], of["agents"] * _calendar_days(run) - of["empty_days"]),
            "per_agent_worked_day": (of["answers"], of["worked_days"]),
            "touches_per_worked_day": (of["touches"], of["worked_days"]),
            "closed_per_worked_day": (of["closed"], of["worked_days"]),
            "paid_hours": (of["paid"] / HOUR, 1.0),
            "people_cost": (cost, 1.0),
            "cost_per_conversation": (cost, of["answers"]),
            **people_figures(run, people, teams, window.start),
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
        "still_waiting": states[STILL_WAITING],
    }
    return {name: (float(count), 1.0) for name, count in counts.items()} | {
        "abandonment": (float(states[GAVE_UP]), float(group.row.size))
    }


def _waits(group: Customers) -> dict[str, Fraction]:
    queued = group.state != LEFT_AWAY
    left = queued & (group.state != STILL_WAITING)
    return {
        "waited": (float((group.wait_time[queued] > 0).sum()), float(queued.sum())),
        "wait_mean": mean_minutes(group.wait_time[left]),
    }


def _responses(group: Customers) -> dict[str, Fraction]:
    waits, within = np.sort(group.wait_time[group.answered]), np.sort(group.business_time[group.answered])
    found = {
        "first_response_mean": mean_minutes(waits),
        "first_response_median": minutes(inverted_cdf(waits, 0.5)),
        "first_response_p90": minutes(inverted_cdf(waits, 0.9)),
        "first_response_business_mean": mean_minutes(within),
        "first_response_business_median": minutes(inverted_cdf(within, 0.5)),
        "first_response_business_p90": minutes(inverted_cdf(within, 0.9)),
    }
    still = group.wait_time[group.state == STILL_WAITING]
    so_far = np.sort(np.concatenate((waits, still))) if still.size else waits
    return found | {
        "first_response_mean_at_least": mean_minutes(so_far),
        "first_response_p90_at_least": minutes(inverted_cdf(so_far, 0.9)),
    }


def _backlog(waits: Waits, window: _Window) -> dict[str, Fraction]:
    """Return the measures of the number waiting in the window, also of those who wrote before it."""
    queued = waits.spans.of(waits.spans.ends_at > waits.spans.starts_at).within(*window)
    ages = waits.ages()
    reached = ages[waits.spans.ends_at > window.start]
    most = number_at(queued, queued.starts_at).max(initial=0)  # it only grows when somebody joins
    return {
        "backlog_mean": (float(queued.lengths().sum()) / (window.end - window.start), 1.0),
        "backlog_end": (float(waits.still.sum()), 1.0),
        "backlog_max": (float(most), 1.0),
        "oldest_end": (float(ages[waits.still].max(initial=0)) / MINUTE, 1.0),
        "oldest_max": (float(reached.max(initial=0)) / MINUTE, 1.0),
    }


def _oldest_open(everybody: Customers, segments: tuple[int, ...], window: _Window) -> Fraction:
    rows = _rows(everybody.segment, segments)
    still_open = rows[everybody.ended_at[rows] == NOBODY]
    return float((window.end - everybody.wanted_at[still_open]).max(initial=0)) / MINUTE, 1.0


def _agent_sums(run: Run, desk: Desk, window: _Window) -> dict[str, NDArray[Any]]:
    """Return, for each agent, ticks and counts in the window."""
    n_agents = run.drawn.roster.agents.size
    begun = desk.touches.starts_at >= window.start
    ended = desk.closes & (desk.touches.ends_at >= window.start)
    return {
        "duty": desk.duties.within(*window).per_owner(n_agents),
        "busy": desk.busy.spans.within(*window).per_owner(n_agents),
        "touch": desk.touches.within(*window).per_owner(n_agents),
        "stay": desk.stays.within(*window).per_owner(n_agents),
        "answers": np.bincount(desk.touches.owner[begun & desk.is_first], minlength=n_agents),
        "touches": np.bincount(desk.touches.owner[begun], minlength=n_agents),
        "closed": np.bincount(desk.touches.owner[ended], minlength=n_agents),
        "agents": np.ones(n_agents, np.int64),
        "empty_days": empty_days(run, window.start),
        "worked_days": shifts_worked(run, desk, window.start).days_per_agent(n_agents),
        "paid": shifts_of(run, window.start).paid_per_agent(n_agents),
    }


def _per_team(run: Run, amounts: NDArray[Any], n_teams: int) -> NDArray[Any]:
    totals = np.zeros(n_teams, amounts.dtype)
    np.add.at(totals, team_of_agent(run), amounts)
    return totals


def _cost_by_team(run: Run, window: _Window) -> NDArray[np.float64]:
    shifts, teams = shifts_of(run, window.start), run.scenario.plans[run.plan].teams
    rates = np.array([teams[name].rate for name in run.drawn.roster.teams], np.float64)
    factors = np.array([_overtime_factor(teams[name]) for name in run.drawn.roster.teams], np.float64)
    team = team_of_agent(run)[shifts.agent]
    rostered = (shifts.paid_time - shifts.stayed_time) * shifts.pay_permille
    hours = np.bincount(team, rostered, minlength=rates.size) / (HOUR * PERMILLE)
    overtime = np.bincount(team, shifts.stayed_time, minlength=rates.size) / HOUR
    return (hours + overtime * factors) * rates


def _overtime_factor(team: Team) -> float:
    """Return the factor on the rate for who stays on; where nobody does, any is as good."""
    return 1.0 if team.overtime is None else team.overtime.pay_factor


def _calendar_days(run: Run) -> float:
    """Return the days of the window by the calendar: a day on which the clocks change counts as one."""
    return (run.scenario.length - run.scenario.warm_up) / DAY


def _rows(group: Ints, chosen: tuple[int, ...]) -> Ints:
    """Return the indices of the rows whose group is among those chosen."""
    return np.flatnonzero(group == chosen[0] if len(chosen) == 1 else np.isin(group, chosen))


def _total(fraction: tuple[NDArray[np.bool_], NDArray[np.bool_]]) -> Fraction:
    top, bottom = fraction
    return float(top.sum()), float(bottom.sum())
