"""What people are like and what luck has in store for them: pace, ramp, illness, leaving, tiring. As tables."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import exp, expm1
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim import calendar
from sim.drawing import distributions
from sim.drawing.away import Luck, team_luck
from sim.drawing.luck import luck_of
from sim.durations import DAY
from sim.inputs import (
    DAY_LUCK,
    FATIGUE_HOURS,
    GENERATIONS,
    MILLION,
    NEVER,
    RAMP_DAYS,
    calm_teams,
    flat_ramp,
)
from sim.scenario.people import People
from sim.scenario.staffing import YEAR_DAYS, head_count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim.drawing.demand import Draw
    from sim.inputs import Table
    from sim.scenario import Team
    from sim.scenario.people import Disengagement, Exhaustion, Ramp

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

_PERMILLE: Final = 1000
_NOTHING: Final = People()
_FATIGUES: Final = {"none": (0.0,) * FATIGUE_HOURS, "measured": (0.0,) * 5 + (0.08, 0.09, 0.10) + (0.11,) * 16}
"""Measured: flat for five hours, then 8 to 11 % slower (domain numbers, grade A, one site)."""
VETERAN_DAYS: Final = RAMP_DAYS - 1
"""Days in the job after which nobody learns any more."""


class Crew(NamedTuple):
    """A team by its name."""

    name: str
    team: Team

    def luck(self, draw: Draw) -> Luck:
        """Return the luck of the team's people."""
        return team_luck(draw, self.name, self.team)

    @property
    def people(self) -> People:
        """How its people change: not at all, where nothing is written."""
        return self.team.people or _NOTHING


class Manner(NamedTuple):
    """How the people of all teams are and change."""

    terms: Table
    """TEAM"""
    ramps: Table
    """[ramp x RAMP_DAYS] the first is that of teams where nobody learns."""


def manner_of(crews: Sequence[Crew]) -> Manner:
    """Return what the engine knows of the teams, and one ramp for each that is different."""
    ramps: list[Ramp | None] = [None]
    ramps += [ramp for ramp in dict.fromkeys(crew.people.ramp for crew in crews) if ramp is not None]
    terms = calm_teams(len(crews))
    for row, crew in zip(terms, crews, strict=True):
        _team_terms(row, crew)
        row["ramp"] = ramps.index(crew.people.ramp)
    return Manner(terms, np.concatenate([_ramp(ramp) for ramp in ramps]))


def _team_terms(row: np.void, crew: Crew) -> None:
    """Fill in the row of a team, but for its ramp."""
    team, people = crew.team, crew.people
    row["live_limit"], row["error_permille"] = team.live_limit, round(team.errors * _PERMILLE)
    if team.overtime is not None:
        row["overtime_time"], row["overtime_from"] = team.overtime.time, team.overtime.from_waiting
    row["lead_time"] = NEVER if people.lead_time is None else -(-people.lead_time // DAY)
    row["slow_gain"] = _ppm(people.slower_at_full)
    if people.ramp is not None:
        row["mentor_share"] = _ppm(people.ramp.mentor_share)
    if people.sickness is not None:
        row["sick_chance"] = _ppm(people.sickness.per_day)
        row["sick_gain"] = _ppm(people.sickness.at_full_exhaustion - 1)
        row["sick_stays"] = _ppm(1 - DAY / people.sickness.spell)
    if people.quits is not None:
        row["quit_chance"] = _ppm(-expm1(-people.quits.per_year / YEAR_DAYS))
        row["quit_gain"] = _ppm(people.quits.at_full_disengagement - 1)
    _slow_state(row, "exhaustion", people.exhaustion)
    _slow_state(row, "disengagement", people.disengagement)


def _slow_state(row: np.void, name: str, state: Exhaustion | Disengagement | None) -> None:
    """Fill in how a slow state follows the load; None: it stays at none."""
    if state is not None:
        row[f"{name}_from"], row[f"{name}_full"] = _ppm(state.above), _ppm(state.full)
        row[f"{name}_rate"] = _ppm(-expm1(-DAY / state.time))


def _ppm(share: float) -> int:
    return round(share * MILLION)


def _ramp(ramp: Ramp | None) -> Table:
    """Return RAMP_DAYS rows: by days in the job, of which the last is that of veterans."""
    rows = flat_ramp()
    if ramp is not None:
        days = np.arange(VETERAN_DAYS)
        gap = np.array([exp(-day * DAY / ramp.time) for day in days.tolist()])
        speed, errors = 1 - (1 - ramp.start_speed) * gap, 1 + (ramp.start_errors - 1) * gap
        rows["speed_permille"][:-1] = np.maximum(np.rint(speed * _PERMILLE), 1)
        rows["error_permille"][:-1] = np.rint(errors * _PERMILLE)
        rows["is_new"][:-1] = days * DAY < ramp.new_for
    return rows


def fatigue_table(fatigue: str | Sequence[float]) -> Ints:
    """Return by how much longer work takes (ppm) in each hour of a shift, as `World.fatigue` says: none, measured, or
    a share for each hour.
    """
    shares = _FATIGUES[fatigue] if isinstance(fatigue, str) else fatigue
    return np.array([_ppm(share) for share in shares], np.int32)


def paces_of(crew: Crew, draw: Draw) -> Ints:
    """Return, [person x GENERATIONS], how fast each person is who may ever sit there: 1000 needs the handle time.

    It depends on seed, replication, team and place in the team alone: in every plan it is the same.
    """
    team = crew.team
    return _of_persons(crew, draw, "speed", lambda u: distributions.paces(team.speed, team.speed_cv, u))


def errors_of(crew: Crew, draw: Draw) -> Ints:
    """Return, [person x GENERATIONS], the wrong answers of each person per mille of the team's, drawn as paces are."""
    return _of_persons(crew, draw, "errors", lambda u: distributions.error_factors(crew.team.errors_cv, u))


def _of_persons(crew: Crew, draw: Draw, quantity: str, quantile: Callable[[Floats], NDArray[np.int64]]) -> Ints:
    """Return what is drawn once of every person who may ever sit there; where nobody quits, only of the first."""
    seats, key = np.arange(head_count(crew.team)), crew.luck(draw).team
    values = np.repeat(quantile(draw.uniforms(quantity, key, seats))[:, None], GENERATIONS, axis=1)
    if crew.people.quits_at_all():
        u = draw.uniforms(f"{quantity}_later", key, seats[:, None], np.arange(1, GENERATIONS))
        values[:, 1:] = quantile(u)
    return values.ravel().astype(np.int32)


def day_luck_of(crew: Crew, draw: Draw, days: NDArray[np.int64]) -> Table:
    """Return, [person x day], the luck of each person on *days* (as `date.toordinal` counts); 0 where none is needed:
    a chance of 0 is not above it.
    """
    people, key = crew.people, crew.luck(draw).team
    seats = np.arange(head_count(crew.team))[:, None]
    luck = np.zeros((len(seats), len(days)), DAY_LUCK)
    if people.sickness is not None and people.sickness.per_day > 0:
        luck["sick"] = luck_of(draw.uniforms("sick", key, seats, days))
    if people.quits_at_all():
        luck["quit"] = luck_of(draw.uniforms("quit", key, seats, days))
    return luck.ravel()


class Seats(NamedTuple):
    """When the first person of each seat of a team comes, and from when nobody sits there any more."""

    starts_on: Ints
    """The day of the scenario, from 0; 0: there from the start."""
    tenure: Ints
    """Days in the job by then."""
    ends_on: Ints
    """The day of the scenario; 0: never."""


def seats_of(crew: Crew, clock: calendar.Timeline, days: NDArray[np.int64]) -> Seats:
    """Return the seats of a team; *days*: the ticks at which the days of the scenario begin, and the horizon.

    A hire comes on the day of the scenario in which the midnight of the date is where the team works; the seat is empty
    from the first day that begins when the last day of a contract is over there.
    """
    n, tenure = head_count(crew.team), crew.people.tenure
    brought = np.full(n, VETERAN_DAYS if tenure is None else -(-tenure // DAY), np.int32)
    seats = Seats(np.zeros(n, np.int32), brought, np.zeros(n, np.int32))
    for hire in crew.team.hires:
        places = np.array(hire.agents) - 1
        starts_at = _midnight(hire.start, crew, clock)
        seats.starts_on[places] = max(int(np.searchsorted(days, starts_at, side="right")) - 1, 0)
        seats.tenure[places] = -(-hire.tenure // DAY)
        if hire.end is not None and hire.end < date.max:
            seats.ends_on[places] = np.searchsorted(days, _midnight(hire.end + timedelta(days=1), crew, clock))
    return seats


def _midnight(day: date, crew: Crew, clock: calendar.Timeline) -> int:
    return int(calendar.ticks_of(clock, [datetime.combine(day, time())], crew.team.zone)[0])
