"""People over time: how many there are and how they are, by the days of the scenario's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.durations import DAY
from sim.inputs import MILLION
from sim.measures.facts import team_of_agent
from sim.measures.workdays import shifts_of
from sim.scenario.staffing import YEAR_DAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.measures.fractions import Fraction
    from sim.runs import Run

    Numbers = NDArray[np.float64]


class People(NamedTuple):
    """[team x day] sums over the people of a team, as each day begins."""

    there: Numbers
    """In the job."""
    vacant: Numbers
    """Seats whose owner has left and that nobody fills."""
    quits: Numbers
    """Who leaves as the day begins."""
    tenure: Numbers
    """Days in the job, of all who are there."""
    exhaustion: Numbers
    """0 to 1, of all who are there."""
    disengagement: Numbers


def people_of(run: Run) -> People:
    """Return the people of each team on each day of *run*."""
    inputs, n_days = run.drawn.inputs, len(run.drawn.inputs.days) - 1
    told = run.record.agent_days.reshape(len(inputs.agents), n_days)
    there = told["is_there"] == 1
    day, ends_on = np.arange(n_days), inputs.agents["ends_on"][:, None]
    is_wanted = (day >= inputs.agents["starts_on"][:, None]) & ((ends_on == 0) | (day < ends_on))
    return People(
        there=_by_team(run, there),
        vacant=_by_team(run, ~there & is_wanted),
        quits=_by_team(run, told["quits"]),
        tenure=_by_team(run, np.where(there, told["tenure"], 0)),
        exhaustion=_by_team(run, np.where(there, told["exhaustion"], 0)) / MILLION,
        disengagement=_by_team(run, np.where(there, told["disengagement"], 0)) / MILLION,
    )


def people_figures(run: Run, people: People, teams: tuple[int, ...], start: int) -> dict[str, Fraction]:
    """Return the figures about the people of *teams* from *start* (ticks) to the horizon; a day that *start* falls into
    weighs as much as is left of it.
    """
    edges = run.drawn.inputs.days
    weights = np.diff(edges.clip(start)) / DAY
    chosen = People(*(rows[list(teams)].sum(axis=0) for rows in people))
    there, length = float(chosen.there @ weights), float(weights.sum())
    begins = edges[:-1] >= start
    return {
        "headcount_mean": (there / length, 1.0),
        "headcount_end": (float(chosen.there[-1]), 1.0),
        "vacancies_mean": (float(chosen.vacant @ weights) / length, 1.0),
        "quits": (float(chosen.quits[begins].sum()), 1.0),
        "turnover": (float(chosen.quits[begins].sum()), there / YEAR_DAYS),
        "sick_days": (float(sick_days(run, start)[list(teams)].sum()), 1.0),
        "tenure_mean": (float(chosen.tenure @ weights), there),
        "exhaustion_mean": (float(chosen.exhaustion @ weights), there),
        "disengagement_mean": (float(chosen.disengagement @ weights), there),
    }


def empty_days(run: Run, start: int) -> Numbers:
    """Return for each seat the days from *start* (ticks) to the horizon on which nobody sat there; a day that *start*
    falls into counts as the part that is left of it.
    """
    edges = run.drawn.inputs.days
    there = run.record.agent_days["is_there"].reshape(len(run.drawn.inputs.agents), len(edges) - 1)
    found: Numbers = (there == 0) @ (np.diff(edges.clip(start)) / np.diff(edges))
    return found


def sick_days(run: Run, start: int) -> NDArray[np.int64]:
    """Return for each team the person-days on which a shift was missed through illness: shifts that begin at or after
    *start* (ticks), by the date of the team's clocks.
    """
    shifts = shifts_of(run)
    missed = shifts.of(np.flatnonzero(shifts.ill & (shifts.span.starts_at >= start)))
    days = np.unique(np.stack((missed.agent, missed.day)), axis=1)
    return np.bincount(team_of_agent(run)[days[0]], minlength=len(run.drawn.roster.teams))


def _by_team(run: Run, rows: NDArray[np.generic]) -> Numbers:
    """Return the sums [team x day] of [agent x day]."""
    found = np.zeros((len(run.drawn.roster.teams), rows.shape[1]))
    np.add.at(found, team_of_agent(run), rows.astype(np.float64))
    return found
