"""What keeps people from the desk beside the breaks of their shifts: leave, meetings, other things to do."""

from __future__ import annotations

from datetime import date
from math import ceil, floor
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.drawing import streams
from sim.drawing.shifts import is_weekday, pattern_of, span_of
from sim.durations import DAY, MINUTE
from sim.inputs import FAR
from sim.scenario.part import DAY_MINUTES
from sim.scenario.staffing import head_count, work_days_per_week

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.drawing.demand import Draw
    from sim.drawing.shifts import Dates, Shifts
    from sim.scenario import Team
    from sim.scenario.teams import Hire, Meeting, Vacation

    Floats = NDArray[np.float64]
    Ticks = NDArray[np.int64]

SCATTERED_TIME: Final = 15 * MINUTE
"""The length of a scattered break."""


class Luck(NamedTuple):
    """Whose random numbers are drawn: those of a team, or of one person in it."""

    draw: Draw
    team: int
    """The key of the team's name."""
    person: int = 0

    def of_days(self, quantity: str, *keys: streams.Key) -> Floats:
        """Return the uniforms of this person for *quantity*, keyed by *keys*."""
        return self.draw.uniforms(quantity, self.team, self.person, *keys)


class Leave(NamedTuple):
    """Days off, from the first to the last, as `date.toordinal` counts."""

    first: int
    last: int
    is_paid: bool


class Away(NamedTuple):
    """What is particular to a person: who shares all of it (and a pattern) has the same roster."""

    comes_on: int = 0
    """The date of the first day in the job; 0: there from the start."""
    stays_until: int = FAR
    """The date of the last day in the job."""
    leaves: tuple[Leave, ...] = ()
    meetings: tuple[int, ...] = ()
    """Numbers of the team's meetings."""
    luck: Luck | None = None
    """Where time is scattered over other things: whose luck says when."""


def team_luck(draw: Draw, name: str, team: Team) -> Luck:
    """Return the luck of the team called *name*: that of its old name if it was renamed."""
    return Luck(draw, streams.name_key(team.draws_as or name))


def aways(dates: Dates, team: Team, luck: Luck) -> list[Away]:
    """Return what keeps each person of *team* from the desk."""
    n = head_count(team)
    drawn = _vacations(dates, team, team.vacation, luck) if team.vacation else [()] * n
    hires = {agent: hire for hire in team.hires for agent in hire.agents}
    return [
        Away(
            **_in_the_job(hires.get(person + 1)),
            leaves=(*_written_leave(team, person + 1), *drawn[person]),
            meetings=tuple(n for n, one in enumerate(team.meetings) if one.agents is None or person + 1 in one.agents),
            luck=luck._replace(person=person) if team.shrinkage else None,
        )
        for person in range(n)
    ]


def _in_the_job(hire: Hire | None) -> dict[str, int]:
    """Return the first and last date in the job, where there is one."""
    if hire is None:
        return {}
    last = {} if hire.end is None else {"stays_until": hire.end.toordinal()}
    return {"comes_on": hire.start.toordinal()} | last


def _written_leave(team: Team, agent: int) -> tuple[Leave, ...]:
    return tuple(
        Leave(absence.start.toordinal(), absence.end.toordinal(), absence.paid)
        for absence in team.absences
        if agent in absence.agents
    )


# ---- vacation ----


def _vacations(dates: Dates, team: Team, vacation: Vacation, luck: Luck) -> list[tuple[Leave, ...]]:
    """Return the leave of each person, year by year: blocks by preference that is drawn, the full ones last.

    People choose one after the other, so that one more leaves the others alone (unless more may be away at once).
    """
    size = vacation.block // DAY
    leaves: list[list[Leave]] = [[] for _ in range(head_count(team))]
    for year in range(date.fromordinal(int(dates.days[0])).year, date.fromordinal(int(dates.days[-1])).year + 1):
        first, after = (-((1 - date(y, 1, 1).toordinal()) // size) for y in (year, year + 1))
        blocks = np.arange(first, after)
        wanted = [_n_blocks(team, vacation, luck._replace(person=person), year) for person in range(len(leaves))]
        limit = max(floor(vacation.at_once * len(leaves)), ceil(sum(wanted) / len(blocks)), 1)
        n_away = np.zeros(len(blocks), np.int64)
        for person, n in enumerate(wanted):
            u = luck._replace(person=person).of_days("vacation", blocks * size)
            chosen = np.lexsort((u, n_away >= limit))[:n]
            n_away[chosen] += 1
            leaves[person] += [Leave(at * size + 1, at * size + size, is_paid=True) for at in blocks[chosen].tolist()]
    return [tuple(sorted(mine)) for mine in leaves]


def _n_blocks(team: Team, vacation: Vacation, luck: Luck, year: int) -> int:
    """Return how many blocks a person takes in *year*: a part of one is a matter of luck."""
    per_block = work_days_per_week(team, pattern_of(team, luck.person)) / 7 * (vacation.block / DAY)
    if not per_block:
        return 0
    return floor(vacation.days_per_year / per_block + float(luck.of_days("vacation_part", year)))


# ---- meetings and scattered breaks ----


def with_meetings(dates: Dates, shifts: Shifts, meetings: list[Meeting]) -> Shifts:
    """Return *shifts* with *meetings* as paid breaks."""
    if not meetings or not len(shifts.day):
        return shifts
    spans = [_meeting(dates, shifts, meeting, later) for meeting in meetings for later in (-1, 0, 1)]
    return shifts.with_breaks(*(np.stack(ticks) for ticks in zip(*spans, strict=True)))


def _meeting(dates: Dates, shifts: Shifts, meeting: Meeting, later: int) -> tuple[Ticks, Ticks]:
    """Return *meeting* so many days *later* than the date of each shift; FAR: there is none on that day."""
    days = shifts.day + later  # a shift over midnight meets those of the next day, a meeting over midnight the next
    end = meeting.end if meeting.end > meeting.start else meeting.end + DAY_MINUTES
    takes_place = is_weekday(days, meeting.days)
    starts_at, ends_at = span_of(dates, days, (meeting.start, end))
    return np.where(takes_place, starts_at, FAR), np.where(takes_place, ends_at, FAR)


def with_scattered(shifts: Shifts, share: float, luck: Luck, start: int) -> Shifts:
    """Return *shifts* with quarters of an hour, that are free otherwise, taken out by luck: *share* of the free time.

    *start*: the first day of the scenario, as `date.toordinal` counts.
    """
    n_slots = int((shifts.ends_at - shifts.starts_at).max(initial=0)) // SCATTERED_TIME
    if not n_slots:
        return shifts
    minute = shifts.starts_at // MINUTE + start * DAY_MINUTES
    free = shifts.between(np.ones_like(shifts.is_unpaid))
    slots_at = _slots(shifts, free, n_slots)
    u = luck.of_days("scattered", minute, np.arange(n_slots)[:, None])
    u = np.where(slots_at < FAR, u, np.inf)
    desk_time = np.maximum(free[1] - free[0], 0).sum(axis=0)
    n_taken = np.floor(share * desk_time / SCATTERED_TIME + luck.of_days("scattered_part", minute))
    order = np.argsort(u, axis=0, kind="stable")[: int(n_taken.max())]
    is_taken = (np.arange(len(order))[:, None] < n_taken) & np.isfinite(np.take_along_axis(u, order, axis=0))
    breaks_at = np.where(is_taken, np.take_along_axis(slots_at, order, axis=0), FAR)
    return shifts.with_breaks(breaks_at, np.where(is_taken, breaks_at + SCATTERED_TIME, FAR))


def _slots(shifts: Shifts, free: tuple[Ticks, Ticks], n_slots: int) -> Ticks:
    """Return where the quarters of an hour begin, [slot, shift], that lie one after the other from the start of each
    *free* piece of a shift; FAR: none begins in that quarter of the shift.
    """
    quarters_at = shifts.starts_at + np.arange(n_slots)[:, None] * SCATTERED_TIME
    slots_at = np.full(quarters_at.shape, FAR, quarters_at.dtype)
    for starts_at, ends_at in zip(*free, strict=True):
        n_before = np.maximum(-(-(quarters_at - starts_at) // SCATTERED_TIME), 0)
        at = starts_at + n_before * SCATTERED_TIME
        fits = (at < quarters_at + SCATTERED_TIME) & (at + SCATTERED_TIME <= ends_at)
        slots_at = np.where(fits, at, slots_at)
    return slots_at
