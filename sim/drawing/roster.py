"""The roster of a plan: who is at the desk when, what each shift is paid, and how fast each person works."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim import calendar
from sim.drawing import distributions, streams
from sim.durations import DAY
from sim.engine import events
from sim.inputs import AGENT, CHANGE, DUTY, FAR, SHIFT_WORKED, Roster
from sim.scenario import WEEKDAYS
from sim.scenario.staffing import break_minutes, head_count, shift_minutes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from sim.inputs import Table
    from sim.scenario import Absence, Scenario, Shift, Team

    Ticks = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_REACH: Final = 4
"""Days around the scenario on which a shift may start that reaches into it: two for the shift, two for time zones."""
_ALL_SHIFTS: Final = -1
PAY_UNIT: Final = 1000
"""A pay of 1000 is the team's rate; 1500 half as much again."""


class _Calendar(NamedTuple):
    """The dates on which shifts of a team may start, and its clocks."""

    clock: calendar.Timeline
    zone: str
    days: Ticks
    """Dates, as `date.toordinal` counts."""
    monday: int
    """The Monday of the scenario's first week, as `date.toordinal` counts."""
    days_off: Ticks
    """Public holidays that the team has off."""


class _Shifts(NamedTuple):
    """Shifts on their dates, in columns. The last axis is the shift."""

    day: Ticks
    """The local date on which it starts, as `date.toordinal` counts."""
    starts_at: Ticks
    ends_at: Ticks
    breaks_at: Ticks
    """[break, shift] starts; what lies outside the shift counts for nothing."""
    breaks_end: Ticks
    is_unpaid: Flags
    """[break, shift]"""
    pay_permille: Ticks
    block: Ticks
    """The week of the rota, or which of the team's shifts this is."""


class _Person(NamedTuple):
    """The rows of one person; the agent is not filled in, shifts are counted from 0."""

    shifts: Table
    duties: Table


def draw_roster(scenario: Scenario, plan: str, seed: int, replication: int) -> Roster:
    """Return who of *plan* works when in one replication; teams stand in alphabetical order.

    A shift belongs to the local date on which it starts, and is as long as the clocks say. One that begins before the
    scenario counts from 0, all are cut at the horizon. Where shifts of one person overlap, the later starts when the
    earlier ends. A public holiday that the team has off is a missed shift that is paid, whatever other absence the
    person has that day; of several absences one that is paid is enough.

    A person's speed depends on seed, replication, team and place in the team alone: it is the same in every plan.
    """
    clock = calendar.timeline(scenario)
    chosen = scenario.plans[plan].teams
    names = tuple(sorted(chosen))
    people = [_people(_calendar(scenario, clock, chosen[name]), chosen[name]) for name in names]
    paces = [_paces(name, chosen[name], seed, replication) for name in names]
    shifts, duties = _numbered([person for team in people for person in team])
    return Roster(names, _agents([len(team) for team in people], paces, duties), duties, _changes(duties), shifts)


def _paces(name: str, team: Team, seed: int, replication: int) -> NDArray[np.int64]:
    key = streams.name_key(team.draws_as or name)
    u = streams.uniforms(seed, "speed", replication, key, np.arange(head_count(team)))
    return distributions.paces(team.speed, team.speed_cv, u)


def _calendar(scenario: Scenario, clock: calendar.Timeline, team: Team) -> _Calendar:
    reach = timedelta(days=_REACH)
    first, last = scenario.start - reach, scenario.start + timedelta(days=clock.horizon // DAY) + reach
    return _Calendar(
        clock=clock,
        zone=team.zone,
        days=np.arange(first.toordinal(), last.toordinal() + 1),
        monday=scenario.start.toordinal() - scenario.start.weekday(),
        days_off=_holidays(team, first, last),
    )


def _holidays(team: Team, first: date, last: date) -> Ticks:
    found = calendar.public_holidays(team.holidays, first, last) if team.holidays else frozenset()
    return np.array(sorted(day.toordinal() for day in found), np.int64)


# ---- who works which shifts ----


def _people(dates: _Calendar, team: Team) -> list[_Person]:
    """Return the rows of each person of *team*; people of one pattern who miss nothing share them."""
    everything = _shifts(dates, team)
    numbers = [_pattern(team, person) for person in range(head_count(team))]
    patterns = {number: _shifts_of(dates, team, everything, number) for number in sorted(set(numbers))}
    usual = {number: _person(dates, shifts, ()) for number, shifts in patterns.items()}
    absences: dict[int, list[Absence]] = {}
    for absence in team.absences:
        for agent in absence.agents:
            absences.setdefault(agent - 1, []).append(absence)
    return [
        _person(dates, patterns[number], absences[person]) if person in absences else usual[number]
        for person, number in enumerate(numbers)
    ]


def _pattern(team: Team, person: int) -> int:
    """Return what *person* works: the week of the rota to begin with, a block of shifts, or all of them."""
    if team.rota is not None:
        return person % len(team.rota)
    sizes = [shift.agents for shift in team.shifts or () if shift.agents is not None]
    return int(np.searchsorted(np.cumsum(sizes), person, side="right")) if sizes else _ALL_SHIFTS


def _shifts(dates: _Calendar, team: Team) -> _Shifts:
    """Return every shift of *team* on every date."""
    weeks = team.rota if team.rota is not None else tuple((shift,) for shift in team.shifts or ())
    n_breaks = max((len(shift.breaks) for week in weeks for shift in week), default=0)
    none, no_breaks = np.empty(0, np.int64), np.empty((n_breaks, 0), np.int64)
    parts = [_Shifts(none, none, none, no_breaks, no_breaks, no_breaks.astype(np.bool_), none, none)]
    parts += [_on_dates(dates, shift, block, n_breaks) for block, week in enumerate(weeks) for shift in week]
    return _Shifts._make(np.concatenate(columns, axis=-1) for columns in zip(*parts, strict=True))


def _on_dates(dates: _Calendar, shift: Shift, block: int, n_breaks: int) -> _Shifts:
    """Return *shift* on the dates on which it starts, with *n_breaks* breaks, of which those it lacks are empty."""
    wanted = [WEEKDAYS.index(day) for day in shift.days]
    days = dates.days[np.isin((dates.days - 1) % 7, wanted)]  # 1 January of the year 1 was a Monday
    breaks_at, breaks_end = np.full((2, n_breaks, len(days)), FAR)
    is_unpaid = np.zeros((n_breaks, len(days)), np.bool_)
    for number, pause in enumerate(shift.breaks):
        breaks_at[number], breaks_end[number] = _span(dates, days, break_minutes(shift, pause))
        is_unpaid[number] = not pause.paid
    starts_at, ends_at = _span(dates, days, shift_minutes(shift))
    pay = np.full(len(days), round(shift.pay_factor * PAY_UNIT))
    return _Shifts(days, starts_at, ends_at, breaks_at, breaks_end, is_unpaid, pay, np.full(len(days), block))


def _span(dates: _Calendar, days: Ticks, minutes: tuple[int, int]) -> tuple[Ticks, Ticks]:
    """Return from when to when clocks show *minutes* after the midnight of each of *days*, in ticks."""
    midnights = [datetime.fromordinal(day) for day in days.tolist()]
    starts_at, ends_at = (
        calendar.ticks_of(dates.clock, [midnight + timedelta(minutes=at) for midnight in midnights], dates.zone)
        for at in minutes
    )
    return starts_at, np.maximum(ends_at, starts_at)  # nothing is left of a span inside an hour that clocks skip


def _shifts_of(dates: _Calendar, team: Team, everything: _Shifts, pattern: int) -> _Shifts:
    """Return the shifts of *pattern* that reach into the scenario, in order; none starts before the last has ended.

    They are cut at 0, and not yet at the horizon.
    """
    block = np.full(len(everything.day), pattern)
    if team.rota is not None:
        block = ((everything.day - dates.monday) // 7 + pattern) % len(team.rota)
    shifts = _where(everything, (everything.block == block) | (pattern == _ALL_SHIFTS))
    shifts = _where(shifts, np.argsort(shifts.starts_at, kind="stable"))
    starts_at = np.maximum(shifts.starts_at, 0)
    starts_at[1:] = np.maximum(starts_at[1:], np.maximum.accumulate(shifts.ends_at)[:-1])
    return _where(
        shifts._replace(starts_at=starts_at), (starts_at < shifts.ends_at) & (starts_at < dates.clock.horizon)
    )


def _where(shifts: _Shifts, chosen: Flags | NDArray[np.intp]) -> _Shifts:
    return _Shifts._make(column[..., chosen] for column in shifts)


# ---- what a person works ----


def _person(dates: _Calendar, shifts: _Shifts, absences: Sequence[Absence]) -> _Person:
    """Return the rows of a person who has *shifts*, and misses those on public holidays and in *absences*."""
    is_holiday = np.isin(shifts.day, dates.days_off)
    is_away, is_paid_leave = np.zeros((2, len(shifts.day)), np.bool_)
    for absence in absences:
        covered = (absence.start.toordinal() <= shifts.day) & (shifts.day <= absence.end.toordinal())
        is_away |= covered
        is_paid_leave |= covered & absence.paid
    rows = np.zeros(len(shifts.day), SHIFT_WORKED)
    rows["starts_at"], rows["ends_at"] = shifts.starts_at, np.minimum(shifts.ends_at, dates.clock.horizon)
    rows["paid_time"] = np.where(is_away & ~is_paid_leave & ~is_holiday, 0, _paid_time(shifts, dates.clock.horizon))
    rows["pay_permille"] = shifts.pay_permille
    rows["absent"] = is_holiday | is_away
    return _Person(rows, _duties(shifts, ~(is_holiday | is_away), dates.clock.horizon))


def _paid_time(shifts: _Shifts, horizon: int) -> Ticks:
    starts_at, ends_at = _between_breaks(shifts, shifts.is_unpaid)
    paid: Ticks = np.maximum(np.minimum(ends_at, horizon) - starts_at, 0).sum(axis=0)
    return paid


def _between_breaks(shifts: _Shifts, is_break: Flags) -> tuple[Ticks, Ticks]:
    """Return, [piece, shift], from when to when each shift has none of the breaks chosen; a piece may be empty."""
    breaks_at, breaks_end = (np.where(is_break, ticks, FAR) for ticks in (shifts.breaks_at, shifts.breaks_end))
    order = np.argsort(breaks_at, axis=0, kind="stable")
    breaks_at, breaks_end = (
        np.clip(np.take_along_axis(ticks, order, axis=0), shifts.starts_at, shifts.ends_at)
        for ticks in (breaks_at, breaks_end)
    )
    back_at = np.maximum.accumulate(breaks_end, axis=0)  # breaks may overlap
    return np.vstack((shifts.starts_at[None], back_at)), np.vstack((breaks_at, shifts.ends_at[None]))


def _duties(shifts: _Shifts, is_worked: Flags, horizon: int) -> Table:
    """Return the time at the desk. Pieces that touch are one duty, which has the number of the shift it begins in."""
    pieces_start, pieces_end = _between_breaks(shifts, np.ones_like(shifts.is_unpaid))
    numbers, pieces = np.nonzero(((pieces_start < pieces_end) & is_worked).T)  # in order: shift after shift
    starts_at, ends_at = pieces_start[pieces, numbers], pieces_end[pieces, numbers]
    touches = starts_at[1:] == ends_at[:-1]
    begins, ends = np.append(True, ~touches)[: len(numbers)], np.append(~touches, True)[: len(numbers)]
    ends_shift = np.append(numbers[1:] != numbers[:-1], True)[: len(numbers)]
    duties = np.zeros(int(begins.sum()), DUTY)
    duties["starts_at"], duties["ends_at"] = starts_at[begins], ends_at[ends]
    duties["shift"], duties["ends_shift"] = numbers[begins], ends_shift[ends]
    duties = duties[duties["starts_at"] < horizon]
    duties["ends_at"] = np.minimum(duties["ends_at"], horizon)
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


def _agents(sizes: Sequence[int], paces: Sequence[NDArray[np.int64]], duties: Table) -> Table:
    """Return the agents, of whom each team has so many."""
    agents = np.zeros(sum(sizes), AGENT)
    agents["team"] = np.repeat(np.arange(len(sizes)), np.array(sizes, np.int64))
    agents["pace"] = np.concatenate([np.zeros(0, np.int64), *paces])
    numbers = np.arange(len(agents))
    agents["first_duty"] = np.searchsorted(duties["agent"], numbers, side="left")
    agents["end_duty"] = np.searchsorted(duties["agent"], numbers, side="right")
    return agents


def _changes(duties: Table) -> Table:
    """Return the events on and off duty, in order of instant and rank."""
    numbers = np.arange(len(duties))
    changes = np.zeros(2 * len(duties), CHANGE)
    changes["at"] = np.concatenate((duties["ends_at"], duties["starts_at"]))
    changes["rank"] = np.concatenate(
        (events.rank(events.OFF_DUTY, 0) + numbers, events.rank(events.ON_DUTY, 0) + numbers)
    )
    return changes[np.argsort(changes["at"], kind="stable")]  # already in order of rank
