"""What a team amounts to: its people, and the hours they are rostered in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.scenario.part import DAY_MINUTES, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.scenario.teams import Break, Shift, Team

YEAR_DAYS: Final = 365.25
ALL_SHIFTS: Final = -1
"""The pattern of a team whose people work all of its shifts."""


def head_count(team: Team) -> int:
    """Return how many people *team* has: what it says, or the sum over its shifts."""
    if team.headcount is not None:
        return team.headcount
    return sum(shift.agents or 0 for shift in team.shifts or ())


def shift_minutes(shift: Shift) -> tuple[int, int]:
    """Return start and end of a shift in minutes after the midnight of its day; an end at or before the start is on
    the next day.
    """
    return shift.start, shift.end if shift.end > shift.start else shift.end + DAY_MINUTES


def break_minutes(shift: Shift, pause: Break) -> tuple[int, int]:
    """Return start and end of a break, in minutes after the midnight of the day of its shift."""
    start = pause.start if pause.start >= shift.start else pause.start + DAY_MINUTES
    end = pause.end if pause.end > pause.start else pause.end + DAY_MINUTES
    return start, end + (start - pause.start)


def week_minutes(weeks: Iterable[Iterable[Shift]]) -> list[tuple[int, int]]:
    """Return start and end, in minutes after the first Monday midnight, of every shift in consecutive weeks."""
    return [
        (start + day * DAY_MINUTES, end + day * DAY_MINUTES)
        for n, week in enumerate(weeks)
        for shift in week
        for start, end in [shift_minutes(shift)]
        for day in (7 * n + WEEKDAYS.index(name) for name in shift.days or ())
    ]


def work_days_per_week(team: Team, pattern: int) -> float:
    """Return on how many weekdays of an average week a person of *team* works: in a rota, of one shift (*pattern*,
    from 0) where each has its own people, else of all shifts.
    """
    if team.rota:
        return sum(len({day for shift in week for day in shift.days or ()}) for week in team.rota) / len(team.rota)
    shifts = team.shifts or ()
    own = shifts if any(shift.agents is None for shift in shifts) else shifts[pattern : pattern + 1]
    return float(len({day for shift in own for day in shift.days or ()}))


def hours_at_desk(team: Team) -> float:
    """Return the person-hours that a team is at the desk in an average week: rostered, without breaks, shrinkage and
    vacation. Meetings, illness and who comes later are not taken off, nor is what happens on single dates added.
    """
    return sum(hours * (1 - team.shrinkage) for hours in _rostered_hours(team))


def works_on_dates(team: Team) -> bool:
    """Has *team* shifts on single dates, which an average week does not show?"""
    weeks = team.rota if team.rota is not None else (team.shifts or (),)
    return any(shift.dates for week in weeks for shift in week)


def _rostered_hours(team: Team) -> Iterator[float]:
    """Yield person-hours a week, less vacation: of the rota, or of every shift."""
    if team.rota:
        per_person = sum(_desk_hours(shift) for week in team.rota for shift in week) / len(team.rota)
        yield per_person * head_count(team) * (1 - _share_on_vacation(team, 0))
        return
    for number, shift in enumerate(team.shifts or ()):
        people = shift.agents if shift.agents is not None else head_count(team)
        yield _desk_hours(shift) * people * (1 - _share_on_vacation(team, number))


def _share_on_vacation(team: Team, pattern: int) -> float:
    """Return the share of the working days that people of *pattern* are on vacation."""
    per_year = work_days_per_week(team, pattern) * YEAR_DAYS / 7
    return min(team.vacation.days_per_year / per_year, 1.0) if team.vacation and per_year else 0.0


def _desk_hours(shift: Shift) -> float:
    """Return the hours at the desk of one person who works a shift on all its days."""
    start, end = shift_minutes(shift)
    pauses = [break_minutes(shift, pause) for pause in shift.breaks]
    return len(shift.days or ()) * (end - start - sum(last - first for first, last in pauses)) / 60
