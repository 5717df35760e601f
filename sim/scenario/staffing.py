"""What a team amounts to: its people, and the hours they are rostered in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.part import DAY_MINUTES, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario.teams import Break, Shift, Team


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
        for day in (7 * n + WEEKDAYS.index(name) for name in shift.days)
    ]


def hours_at_desk(team: Team) -> float:
    """Return the person-hours without breaks that a team is rostered in an average week."""
    if team.rota:
        per_person = sum(_desk_hours(shift) for week in team.rota for shift in week) / len(team.rota)
        return per_person * head_count(team)
    return sum(
        _desk_hours(shift) * (shift.agents if shift.agents is not None else head_count(team))
        for shift in team.shifts or ()
    )


def _desk_hours(shift: Shift) -> float:
    """Return the hours at the desk of one person who works a shift on all its days."""
    start, end = shift_minutes(shift)
    pauses = [break_minutes(shift, pause) for pause in shift.breaks]
    return len(shift.days) * (end - start - sum(last - first for first, last in pauses)) / 60
