"""Shifts on their dates: when each pattern of a team is worked, by the clocks of its zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim import calendar
from sim.durations import DAY
from sim.inputs import FAR
from sim.scenario import WEEKDAYS
from sim.scenario.staffing import ALL_SHIFTS, break_minutes, shift_minutes

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from sim.scenario import Scenario, Shift, Team

    Ticks = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_REACH: Final = 4
"""Days around the scenario on which a shift may start that reaches into it: two for the shift, two for time zones."""
PAY_UNIT: Final = 1000
"""A pay of 1000 is the team's rate; 1500 half as much again."""


class Dates(NamedTuple):
    """The dates on which shifts of a team may start, and its clocks."""

    clock: calendar.Timeline
    zone: str
    days: Ticks
    """Dates, as `date.toordinal` counts."""
    monday: int
    """The Monday of the scenario's first week, as `date.toordinal` counts."""
    days_off: Ticks
    """Public holidays that the team has off."""

    @property
    def horizon(self) -> int:
        """The tick at which the run is cut."""
        return self.clock.horizon


class Shifts(NamedTuple):
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

    def where(self, chosen: Flags | NDArray[np.intp]) -> Shifts:
        """Return the shifts that are chosen, or numbered, in that order."""
        return Shifts._make(column[..., chosen] for column in self)

    def with_breaks(self, breaks_at: Ticks, breaks_end: Ticks) -> Shifts:
        """Return the shifts with further breaks, paid, [break, shift]."""
        return self._replace(
            breaks_at=np.vstack((self.breaks_at, breaks_at)),
            breaks_end=np.vstack((self.breaks_end, breaks_end)),
            is_unpaid=np.vstack((self.is_unpaid, np.zeros(breaks_at.shape, np.bool_))),
        )

    def between(self, is_break: Flags) -> tuple[Ticks, Ticks]:
        """Return, [piece, shift], from when to when each shift has none of the breaks chosen; a piece may be empty."""
        breaks_at, breaks_end = (np.where(is_break, ticks, FAR) for ticks in (self.breaks_at, self.breaks_end))
        order = np.argsort(breaks_at, axis=0, kind="stable")
        breaks_at, breaks_end = (
            np.clip(np.take_along_axis(ticks, order, axis=0), self.starts_at, self.ends_at)
            for ticks in (breaks_at, breaks_end)
        )
        back_at = np.maximum.accumulate(breaks_end, axis=0)  # breaks may overlap
        return np.vstack((self.starts_at[None], back_at)), np.vstack((breaks_at, self.ends_at[None]))


def dates_of(scenario: Scenario, clock: calendar.Timeline, team: Team) -> Dates:
    """Return the dates of *team* in a scenario with this clock."""
    reach = timedelta(days=_REACH)
    first, last = scenario.start - reach, scenario.start + timedelta(days=clock.horizon // DAY) + reach
    return Dates(
        clock=clock,
        zone=team.zone,
        days=np.arange(first.toordinal(), last.toordinal() + 1),
        monday=scenario.start.toordinal() - scenario.start.weekday(),
        days_off=_holidays(team, first, last),
    )


def _holidays(team: Team, first: date, last: date) -> Ticks:
    found = calendar.public_holidays(team.holidays, first, last) if team.holidays else frozenset()
    return np.array(sorted(day.toordinal() for day in found), np.int64)


def pattern_of(team: Team, person: int) -> int:
    """Return what *person* works: the week of the rota to begin with, one of the shifts, or all of them."""
    if team.rota is not None:
        return person % len(team.rota)
    sizes = [shift.agents for shift in team.shifts or () if shift.agents is not None]
    return int(np.searchsorted(np.cumsum(sizes), person, side="right")) if sizes else ALL_SHIFTS


def all_shifts(dates: Dates, team: Team) -> Shifts:
    """Return every shift of *team* on every date."""
    weeks = team.rota if team.rota is not None else tuple((shift,) for shift in team.shifts or ())
    n_breaks = max((len(shift.breaks) for week in weeks for shift in week), default=0)
    none, no_breaks = np.empty(0, np.int64), np.empty((n_breaks, 0), np.int64)
    parts = [Shifts(none, none, none, no_breaks, no_breaks, no_breaks.astype(np.bool_), none, none)]
    parts += [_on_dates(dates, shift, block, n_breaks) for block, week in enumerate(weeks) for shift in week]
    return Shifts._make(np.concatenate(columns, axis=-1) for columns in zip(*parts, strict=True))


def is_weekday(days: Ticks, names: tuple[str, ...]) -> Flags:
    """Which of *days* (as `date.toordinal` counts) are weekdays with these names?"""
    wanted = [WEEKDAYS.index(name) for name in names]
    return np.isin((days - 1) % 7, wanted)  # 1 January of the year 1 was a Monday


def _on_dates(dates: Dates, shift: Shift, block: int, n_breaks: int) -> Shifts:
    """Return *shift* on the dates on which it starts, with *n_breaks* breaks, of which those it lacks are empty."""
    single = [day.toordinal() for day in shift.dates]
    days = dates.days[is_weekday(dates.days, shift.days or ()) | np.isin(dates.days, single)]
    breaks_at, breaks_end = np.full((2, n_breaks, len(days)), FAR)
    is_unpaid = np.zeros((n_breaks, len(days)), np.bool_)
    for number, pause in enumerate(shift.breaks):
        breaks_at[number], breaks_end[number] = span_of(dates, days, break_minutes(shift, pause))
        is_unpaid[number] = not pause.paid
    starts_at, ends_at = span_of(dates, days, shift_minutes(shift))
    pay = np.full(len(days), round(shift.pay_factor * PAY_UNIT))
    return Shifts(days, starts_at, ends_at, breaks_at, breaks_end, is_unpaid, pay, np.full(len(days), block))


def span_of(dates: Dates, days: Ticks, minutes: tuple[int, int]) -> tuple[Ticks, Ticks]:
    """Return from when to when clocks show *minutes* after the midnight of each of *days*, in ticks."""
    midnights = [datetime.fromordinal(day) for day in days.tolist()]
    starts_at, ends_at = (
        calendar.ticks_of(dates.clock, [midnight + timedelta(minutes=at) for midnight in midnights], dates.zone)
        for at in minutes
    )
    return starts_at, np.maximum(ends_at, starts_at)  # nothing is left of a span inside an hour that clocks skip


def shifts_of(dates: Dates, team: Team, everything: Shifts, pattern: int) -> Shifts:
    """Return the shifts of *pattern* that reach into the scenario, in order; none starts before the last has ended.

    They are cut at 0, and not yet at the horizon.
    """
    block = np.full(len(everything.day), pattern)
    if team.rota is not None:
        block = ((everything.day - dates.monday) // 7 + pattern) % len(team.rota)
    shifts = everything.where((everything.block == block) | (pattern == ALL_SHIFTS))
    shifts = shifts.where(np.argsort(shifts.starts_at, kind="stable"))
    starts_at = np.maximum(shifts.starts_at, 0)
    starts_at[1:] = np.maximum(starts_at[1:], np.maximum.accumulate(shifts.ends_at)[:-1])
    return shifts._replace(starts_at=starts_at).where((starts_at < shifts.ends_at) & (starts_at < dates.horizon))
