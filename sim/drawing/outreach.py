"""Proactive work: the time that agents spend on customers who have not written, away from the desk."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.drawing import streams
from sim.engine.events import DAY, NUMBER_BITS, OFF_DUTY, ON_DUTY, rank
from sim.inputs import CHANGE
from sim.scenario.support import outreach_teams, outreach_times

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.drawing.demand import Draw
    from sim.inputs import Roster, Table
    from sim.scenario import Plan, Scenario

MOST: Final = 0.95
"""Of a team's time at the desk, if absences leave too little of it: what is beyond is not done."""
_LEAST: Final = 2
"""Ticks at the desk that must be left of a duty, one on each side."""


def with_outreach(scenario: Scenario, plan: str, roster: Roster, draw: Draw) -> Roster:
    """Return *roster* with the proactive work of *plan* cut out of every stretch at the desk, at a time that is drawn;
    *roster* itself where there is none. It is paid, and counts neither as work on conversations nor as idle.
    """
    shares = outreach_shares(scenario, scenario.plans[plan], roster)
    if not any(shares.values()):
        return roster
    duties, agents = roster.duties, roster.agents.copy()
    cut = np.rint(_of_duties(roster, shares) * (duties["ends_at"] - duties["starts_at"])).astype(np.int64)
    cut[duties["ends_at"] - duties["starts_at"] - cut < _LEAST] = 0
    bounds = np.concatenate(([0], np.cumsum(1 + (cut > 0))))
    agents["first_duty"], agents["end_duty"] = bounds[agents["first_duty"]], bounds[agents["end_duty"]]
    pieces = _pieces(duties, cut, _luck(scenario, plan, roster, draw))
    return roster._replace(agents=agents, duties=pieces, changes=_changes(pieces, roster.changes))


def outreach_shares(scenario: Scenario, plan: Plan, roster: Roster) -> dict[str, float]:
    """Return team -> the share of its time at the desk that proactive work takes, 0 to MOST."""
    duties = roster.duties
    time = np.bincount(
        roster.agents["team"][duties["agent"]], duties["ends_at"] - duties["starts_at"], len(roster.teams)
    )  # fmt: skip
    available = dict(zip(roster.teams, time.tolist(), strict=True))
    shares = dict.fromkeys(roster.teams, 0.0)
    for segment, needed in sorted(outreach_times(scenario, plan).items()):
        teams = outreach_teams(plan, segment)
        share = needed / (fsum(available[name] for name in teams) or float("inf"))
        shares |= {name: min(shares[name] + share, MOST) for name in teams}
    return shares


def _of_duties(roster: Roster, shares: dict[str, float]) -> NDArray[np.float64]:
    """Return the share of the team of every duty."""
    by_team = np.array([shares[name] for name in roster.teams])
    return np.asarray(by_team[roster.agents["team"][roster.duties["agent"]]])


def _luck(scenario: Scenario, plan: str, roster: Roster, draw: Draw) -> NDArray[np.float64]:
    """Return where in every duty the work falls, by team, place in the team and time."""
    teams = scenario.plans[plan].teams
    keys = np.array([streams.name_key(teams[name].draws_as or name) for name in roster.teams], np.uint64)
    team = roster.agents["team"]
    place = np.arange(len(team)) - np.searchsorted(team, team)
    agent = roster.duties["agent"]
    return draw.uniforms("outreach", keys[team[agent]], place[agent], roster.duties["starts_at"])


def _pieces(duties: Table, cut: NDArray[np.int64], luck: NDArray[np.float64]) -> Table:
    """Return the duties with *cut* taken out of each; neither piece is empty."""
    rows = np.repeat(np.arange(len(duties)), 1 + (cut > 0))
    pieces = duties[rows]
    room = duties["ends_at"] - duties["starts_at"] - cut
    leaves_at = duties["starts_at"] + 1 + np.floor(luck * (room - 1)).astype(np.int64)
    last = np.append(rows[1:] != rows[:-1], [True] * len(rows[:1]))
    first = ~last
    pieces["ends_at"][first], pieces["ends_shift"][first] = leaves_at[rows[first]], 0
    comes_back = last & (cut[rows] > 0)
    pieces["starts_at"][comes_back] = (leaves_at + cut)[rows[comes_back]]
    return pieces


def _changes(duties: Table, before: Table) -> Table:
    """Return the roster as events, with the days of the roster *before*."""
    days = before[before["rank"] >> NUMBER_BITS == DAY]
    numbers = np.arange(len(duties))
    changes = np.zeros(2 * len(duties), CHANGE)
    changes["at"] = np.concatenate((duties["starts_at"], duties["ends_at"]))
    changes["rank"] = np.concatenate((rank(ON_DUTY, 0) + numbers, rank(OFF_DUTY, 0) + numbers))
    return np.sort(np.concatenate((days, changes)), order=("at", "rank"))
