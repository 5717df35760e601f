"""The roster of a plan: who is at the desk when, what each shift is paid, and how people work and change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim import calendar
from sim.drawing.away import aways, with_meetings, with_scattered
from sim.drawing.demand import Draw, days_of
from sim.drawing.people import Crew, day_luck_of, errors_of, fatigue_table, manner_of, paces_of, seats_of
from sim.drawing.shifts import all_shifts, dates_of, pattern_of, shifts_of
from sim.engine import events
from sim.inputs import AGENT, CHANGE, DAY_LUCK, DUTY, SHIFT_WORKED, Roster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.drawing.away import Away, Leave
    from sim.drawing.shifts import Dates, Flags, Shifts, Ticks
    from sim.inputs import Table
    from sim.scenario import Scenario, Team


class _Person(NamedTuple):
    """The rows of one person; the agent is not filled in, shifts are counted from 0."""

    shifts: Table
    duties: Table


class _Setting(NamedTuple):
    """What the roster of a team is drawn from."""

    dates: Dates
    team: Team
    start: int
    """The first day of the scenario, as `date.toordinal` counts."""
    joins_shifts: bool
    """Are shifts that touch one duty? Not where the engine has to see each begin."""


def draw_roster(scenario: Scenario, plan: str, seed: int, replication: int) -> Roster:
    """Return who of *plan* works when in one replication; teams stand in alphabetical order.

    A shift belongs to the local date on which it starts, and is as long as the clocks say. One that begins before the
    scenario counts from 0, all are cut at the horizon. Where shifts of one person overlap, the later starts when the
    earlier ends. A public holiday that the team has off is a missed shift that is paid, whatever other absence the
    person has that day; of several absences one that is paid is enough. Before the first day of somebody who is hired
    later, and after the last of a contract, there are no shifts.

    All luck depends on seed, replication, team, place in the team and date alone: it is the same in every plan.
    """
    clock, draw = calendar.timeline(scenario), Draw(seed, replication)
    crews = _crews(scenario, plan)
    shifts, duties = _numbered([one for crew in crews for one in _people(_setting(scenario, clock, crew), crew, draw)])
    days, manner = days_of(scenario, clock), manner_of(crews)
    dates = scenario.start.toordinal() + np.arange(len(days) - 1)
    return Roster(
        teams=tuple(crew.name for crew in crews),
        team_terms=manner.terms,
        agents=_agents(crews, duties, clock, days),
        paces=np.concatenate([np.zeros(0, np.int32), *(paces_of(crew, draw) for crew in crews)]),
        ramps=manner.ramps,
        fatigue=fatigue_table(scenario.world.fatigue),
        day_luck=np.concatenate([np.zeros(0, DAY_LUCK), *(day_luck_of(crew, draw, dates) for crew in crews)]),
        duties=duties,
        changes=_changes(duties, days),
        shifts=shifts,
    )


def draw_errors(scenario: Scenario, plan: str, draw: Draw) -> NDArray[np.int32]:
    """Return `Inputs.errors` of the people of *plan*: as their paces, the same in every plan."""
    return np.concatenate([np.zeros(0, np.int32), *(errors_of(crew, draw) for crew in _crews(scenario, plan))])


def _crews(scenario: Scenario, plan: str) -> list[Crew]:
    return [Crew(name, team) for name, team in sorted(scenario.plans[plan].teams.items())]


def _setting(scenario: Scenario, clock: calendar.Timeline, crew: Crew) -> _Setting:
    tells_shifts_apart = crew.people.changes() or bool(fatigue_table(scenario.world.fatigue).any())
    return _Setting(
        dates_of(scenario, clock, crew.team), crew.team, scenario.start.toordinal(), joins_shifts=not tells_shifts_apart
    )


# ---- what a person works ----


def _people(setting: _Setting, crew: Crew, draw: Draw) -> list[_Person]:
    """Return the rows of each person of a team; people of one pattern who have nothing of their own share them."""
    dates, team = setting.dates, setting.team
    everything = all_shifts(dates, team)
    patterns: dict[int, Shifts] = {}
    made: dict[tuple[int, Away], _Person] = {}
    people = []
    for number, away in enumerate(aways(dates, team, crew.luck(draw))):
        pattern = pattern_of(team, number)
        if pattern not in patterns:
            patterns[pattern] = shifts_of(dates, team, everything, pattern)
        if (pattern, away) not in made:
            made[pattern, away] = _person(setting, patterns[pattern], away)
        people.append(made[pattern, away])
    return people


def _person(setting: _Setting, shifts: Shifts, away: Away) -> _Person:
    """Return the rows of a person who has *shifts*, and misses those on public holidays and on leave."""
    shifts, horizon = _particular(setting, shifts, away), setting.dates.horizon
    is_holiday = np.isin(shifts.day, setting.dates.days_off)
    is_away, is_paid_leave = _on_leave(shifts, away.leaves)
    rows = np.zeros(len(shifts.day), SHIFT_WORKED)
    rows["starts_at"], rows["ends_at"] = shifts.starts_at, np.minimum(shifts.ends_at, horizon)
    rows["paid_time"] = np.where(is_away & ~is_paid_leave & ~is_holiday, 0, _paid_time(shifts, horizon))
    rows["pay_permille"] = shifts.pay_permille
    rows["absent"] = is_holiday | is_away
    return _Person(rows, _duties(setting, shifts, ~(is_holiday | is_away)))


def _particular(setting: _Setting, shifts: Shifts, away: Away) -> Shifts:
    """Return the shifts since the person is there, with what takes place beside the work at the desk."""
    shifts = shifts.where((shifts.day >= away.comes_on) & (shifts.day <= away.stays_until))
    shifts = with_meetings(setting.dates, shifts, [setting.team.meetings[number] for number in away.meetings])
    if away.luck is None:
        return shifts
    return with_scattered(shifts, setting.team.shrinkage, away.luck, setting.start)


def _on_leave(shifts: Shifts, leaves: Sequence[Leave]) -> tuple[Flags, Flags]:
    """Return which shifts fall on leave, and which on leave that is paid."""
    is_away, is_paid_leave = np.zeros((2, len(shifts.day)), np.bool_)
    for leave in leaves:
        covered = (leave.first <= shifts.day) & (shifts.day <= leave.last)
        is_away |= covered
        is_paid_leave |= covered & leave.is_paid
    return is_away, is_paid_leave


def _paid_time(shifts: Shifts, horizon: int) -> Ticks:
    starts_at, ends_at = shifts.between(shifts.is_unpaid)
    paid: Ticks = np.maximum(np.minimum(ends_at, horizon) - starts_at, 0).sum(axis=0)
    return paid


def _duties(setting: _Setting, shifts: Shifts, is_worked: Flags) -> Table:
    """Return the time at the desk. Pieces that touch are one duty, which has the number of the shift it begins in;
    where shifts are not joined, pieces of different shifts are not.
    """
    pieces_start, pieces_end = shifts.between(np.ones_like(shifts.is_unpaid))
    numbers, pieces = np.nonzero(((pieces_start < pieces_end) & is_worked).T)  # in order: shift after shift
    starts_at, ends_at = pieces_start[pieces, numbers], pieces_end[pieces, numbers]
    is_next_shift = numbers[1:] != numbers[:-1]
    goes_on = (starts_at[1:] == ends_at[:-1]) & (setting.joins_shifts | ~is_next_shift)
    begins, ends = np.append(True, ~goes_on)[: len(numbers)], np.append(~goes_on, True)[: len(numbers)]
    ends_shift = np.append(is_next_shift, True)[: len(numbers)]
    duties = np.zeros(int(begins.sum()), DUTY)
    duties["starts_at"], duties["ends_at"] = starts_at[begins], ends_at[ends]
    duties["shift"], duties["ends_shift"] = numbers[begins], ends_shift[ends]
    duties = duties[duties["starts_at"] < setting.dates.horizon]
    duties["ends_at"] = np.minimum(duties["ends_at"], setting.dates.horizon)
    return duties


# ---- everybody ----


def _numbered(people: Sequence[_Person]) -> tuple[Table, Table]:
    """Return the shifts and the duties of everybody, with the numbers of agents and shifts filled in."""
    n_shifts = np.array([len(person.shifts) for person in people], np.int64)
    n_duties = np.array([len(person.duties) for person in people], np.int64)
    shifts = np.concatenate([np.zeros(0, SHIFT_WORKED), *(person.shifts for person in people)], dtype=SHIFT_WORKED)
    duties = np.concatenate([np.zeros(0, DUTY), *(person.duties for person in people)], dtype=DUTY)
    shifts["agent"] = np.repeat(np.arange(len(people)), n_shifts)
    duties["agent"] = np.repeat(np.arange(len(people)), n_duties)
    duties["shift"] += np.repeat((np.cumsum(n_shifts) - n_shifts).astype(np.int32), n_duties)
    return shifts, duties


def _agents(crews: Sequence[Crew], duties: Table, clock: calendar.Timeline, days: NDArray[np.int64]) -> Table:
    """Return the seats, of which each team has so many."""
    seats = [seats_of(crew, clock, days) for crew in crews]
    sizes = np.array([len(mine.tenure) for mine in seats], np.int64)
    agents = np.zeros(sizes.sum(), AGENT)
    agents["team"] = np.repeat(np.arange(len(crews)), sizes)
    numbers = np.arange(len(agents))
    agents["first_duty"] = np.searchsorted(duties["agent"], numbers, side="left")
    agents["end_duty"] = np.searchsorted(duties["agent"], numbers, side="right")
    if seats:
        for name, columns in zip(("starts_on", "tenure", "ends_on"), zip(*seats, strict=True), strict=True):
            agents[name] = np.concatenate(columns)
    return agents


def _changes(duties: Table, days: Ticks) -> Table:
    """Return the days and the events on and off duty, in order of instant and rank."""
    numbers, n_days = np.arange(len(duties)), np.arange(len(days) - 1)
    changes = np.zeros(len(n_days) + 2 * len(duties), CHANGE)
    changes["at"] = np.concatenate((days[:-1], duties["ends_at"], duties["starts_at"]))
    changes["rank"] = np.concatenate(
        (
            events.rank(events.DAY, 0) + n_days,
            events.rank(events.OFF_DUTY, 0) + numbers,
            events.rank(events.ON_DUTY, 0) + numbers,
        )
    )
    return changes[np.argsort(changes["at"], kind="stable")]  # already in order of rank
