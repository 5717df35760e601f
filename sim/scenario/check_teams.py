"""Do the shifts, people and absences of one team fit each other?"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from sim.scenario import check_people
from sim.scenario.check_world import country_unknown, twice
from sim.scenario.part import DAY_MINUTES, WEEKDAYS, clock_text
from sim.scenario.problems import Finding
from sim.scenario.staffing import break_minutes, shift_minutes, week_minutes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.scenario.problems import Path
    from sim.scenario.teams import Absence, Break, Shift, Team


def findings(here: Path, team: Team) -> Iterator[Finding]:
    """Check the team at the path *here*."""
    yield from twice(team.skills, (*here, "skills"))
    yield from twice(team.languages, (*here, "languages"))
    if team.holidays is not None:
        yield from country_unknown(team.holidays, (*here, "holidays"))
    if (team.shifts is None) == (team.rota is None):
        what = "has neither shifts nor" if team.shifts is None else "has both shifts and"
        yield Finding(here, f"{what} rota; give exactly one of them")
    weeks = ((team.shifts or ()),) if team.rota is None else team.rota
    places: list[Path] = [(*here, "shifts")] if team.rota is None else [(*here, "rota", n) for n in range(len(weeks))]
    for place, week in zip(places, weeks, strict=True):
        for n, shift in enumerate(week):
            yield from _shift((*place, n), shift)
    yield from _people(here, team)
    yield from check_people.findings(here, team)
    for n, absence in enumerate(team.absences):
        yield from _absence((*here, "absences", n), absence, team)


def _shift(here: Path, shift: Shift) -> Iterator[Finding]:
    """Check when a shift is, its length, and that its breaks lie in it one after the other."""
    if shift.days is None and not shift.dates:
        yield Finding((*here, "days"), "is missing; add it, for example days: mon-fri, or give dates")
    yield from twice(shift.dates, (*here, "dates"))
    if shift.start == DAY_MINUTES:
        yield Finding((*here, "start"), "'24:00' is the end of a day; write 00:00, and the next day in days")
    elif not _has_length(shift):
        message = f"'{clock_text(shift.end)}' gives the shift no length; a shift round the clock is 00:00 to 24:00"
        yield Finding((*here, "end"), message, ((*here, "start"),))
    else:
        for n, pause in enumerate(shift.breaks):
            yield from _break((*here, "breaks", n), shift, pause)
        yield from _breaks((*here, "breaks"), shift)


def _has_length(shift: Shift) -> bool:
    return shift.start not in {shift.end, DAY_MINUTES}


def _break(here: Path, shift: Shift, pause: Break) -> Iterator[Finding]:
    start, end = break_minutes(shift, pause)
    spoken = f"'{clock_text(pause.start)}' to '{clock_text(pause.end)}'"
    if pause.start == pause.end:
        yield Finding(here, f"{spoken} is no time at all; write an end after the start")
    elif (start, end) == shift_minutes(shift):
        yield Finding(here, f"{spoken} is the whole shift; leave the shift out, or shorten the break")
    elif end > shift_minutes(shift)[1]:
        whole = f"{clock_text(shift.start)} to {clock_text(shift.end)}"
        yield Finding(here, f"{spoken} is not inside the shift, {whole}; move the break", (here[:-2],))


def _breaks(here: Path, shift: Shift) -> Iterator[Finding]:
    spans = sorted(break_minutes(shift, pause) for pause in shift.breaks)
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            yield Finding(here, f"two breaks overlap at '{clock_text(start % DAY_MINUTES)}'; move one of them")


def _people(here: Path, team: Team) -> Iterator[Finding]:
    """Check that it is clear how many people work which shift."""
    if team.rota is not None:
        yield from _rota(here, team)
        return
    given = [shift.agents for shift in team.shifts or ()]
    if all(n is None for n in given):
        yield from _headcount_missing(here, team, "for its shifts, or agents on every shift")
        yield from _overlap((*here, "shifts"), [team.shifts or ()])
        yield from _dated_overlap((*here, "shifts"), [team.shifts or ()])
    elif None in given:
        path = (*here, "shifts", given.index(None))
        yield Finding(path, "has no agents, but other shifts have; give agents on every shift of a team or on none")
    elif team.headcount is not None and team.headcount != head_count_of(given):
        message = (
            f"'{team.headcount}' is not the sum over the shifts, {head_count_of(given)}; write that, or leave it out"
        )
        yield Finding((*here, "headcount"), message, ((*here, "shifts"),))


def head_count_of(given: Sequence[int | None]) -> int:
    """Return the sum of what is given."""
    return sum(n or 0 for n in given)


def _headcount_missing(here: Path, team: Team, what: str) -> Iterator[Finding]:
    if team.headcount is None and (team.shifts or team.rota):
        reads = ((*here, "headcount"), (*here, "shifts"))
        yield Finding((*here, "headcount"), f"is missing; give the team a headcount {what}", reads)


def _rota(here: Path, team: Team) -> Iterator[Finding]:
    rota = team.rota or ()
    for w, week in enumerate(rota):
        for n, shift in enumerate(week):
            if shift.agents is not None:
                message = (
                    f"'{shift.agents}' has no meaning in a rota, where all take turns; leave it out, give headcount"
                )
                yield Finding((*here, "rota", w, n, "agents"), message)
    yield from _headcount_missing(here, team, "for its rota")
    yield from _overlap((*here, "rota"), rota)
    yield from _dated_overlap((*here, "rota"), rota)


def _overlap(here: Path, weeks: Sequence[Sequence[Shift]]) -> Iterator[Finding]:
    """Check that one person, who works these weeks in turn, is never wanted twice at a time."""
    spans = sorted(week_minutes(weeks))
    if not spans or not all(_has_length(shift) for week in weeks for shift in week):
        return
    round_again = (spans[0][0] + 7 * DAY_MINUTES * len(weeks), spans[0][1])
    for (_, end), (following, _) in zip(spans, [*spans[1:], round_again], strict=True):
        if following < end:
            day = WEEKDAYS[following // DAY_MINUTES % 7]
            at = f"{day} {clock_text(following % DAY_MINUTES)}"
            remedy = "move one, or give each shift its own agents" if here[-1] == "shifts" else "move one of them"
            yield Finding(here, f"two shifts of the same people overlap on {at}; {remedy}")
            return


def _dated_overlap(here: Path, weeks: Sequence[Sequence[Shift]]) -> Iterator[Finding]:
    """Find the first shift on a single date on which the same people, who work these weeks in turn, have another."""
    is_rota = here[-1] == "rota"
    dated = ((w, n, shift, day) for w, week in enumerate(weeks) for n, shift in enumerate(week) for day in shift.dates)
    for w, n, shift, day in dated if all(_has_length(shift) for week in weeks for shift in week) else ():
        other = _other_at_that_time(weeks, w, shift, day.toordinal())
        if other is not None:
            span = f"{clock_text(other.start)} to {clock_text(other.end)}"
            remedy = "move one of them" if is_rota else "move one, or give each shift its own agents"
            message = f"'{day}' overlaps another shift of the same people, {span}; {remedy}"
            yield Finding((*here, w, n, "dates") if is_rota else (*here, n, "dates"), message, (here,))
            return


def _other_at_that_time(weeks: Sequence[Sequence[Shift]], turn: int, shift: Shift, day: int) -> Shift | None:
    """Return what else whoever works *shift* of week *turn* on *day* (as `date.toordinal` counts) works meanwhile."""
    start, end = shift_minutes(shift)
    for near in (day - 1, day, day + 1):
        later = (near - day) * DAY_MINUTES
        for other in weeks[(turn + (near - 1) // 7 - (day - 1) // 7) % len(weeks)]:
            starts, ends = (later + minutes for minutes in shift_minutes(other))
            if _starts_on(other, near) and start < ends and starts < end and (other is not shift or near != day):
                return other
    return None


def _starts_on(shift: Shift, day: int) -> bool:
    """Does *shift* start on *day*, as `date.toordinal` counts? 1 January of the year 1 was a Monday."""
    return WEEKDAYS[(day - 1) % 7] in (shift.days or ()) or day in {date.toordinal() for date in shift.dates}


def _absence(here: Path, absence: Absence, team: Team) -> Iterator[Finding]:
    if absence.end < absence.start:
        message = f"'{absence.end}' is before the start, {absence.start}; write the last day off"
        yield Finding((*here, "end"), message, ((*here, "start"),))
    yield from check_people.nobody(here[:-2], (*here, "agents"), absence.agents, team)
