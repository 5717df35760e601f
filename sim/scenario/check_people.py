"""Do meetings, vacation, hires and the changes of people fit the team they belong to?"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from sim import durations
from sim.scenario.check_world import twice
from sim.scenario.part import DAY_MINUTES, clock_text
from sim.scenario.problems import Finding
from sim.scenario.staffing import head_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.model import Scenario
    from sim.scenario.people import Disengagement, Exhaustion
    from sim.scenario.problems import Path
    from sim.scenario.teams import Hire, Meeting, Team, Vacation


def findings(here: Path, team: Team) -> Iterator[Finding]:
    """Check the team at the path *here*."""
    for n, meeting in enumerate(team.meetings):
        yield from _meeting((*here, "meetings", n), meeting)
        yield from nobody(here, (*here, "meetings", n, "agents"), meeting.agents or (), team)
    for n, hire in enumerate(team.hires):
        yield from nobody(here, (*here, "hires", n, "agents"), hire.agents, team)
        yield from _contract((*here, "hires", n), hire)
    yield from twice(chain.from_iterable(hire.agents for hire in team.hires), (*here, "hires"))
    if team.vacation is not None:
        yield from _vacation((*here, "vacation"), team.vacation)
    if team.people is not None:
        yield from _lead_time((*here, "people", "lead_time"), team.people.lead_time)
        for name in ("exhaustion", "disengagement"):
            yield from _slow_state((*here, "people", name), getattr(team.people, name))


def nobody(here: Path, path: Path, agents: tuple[int, ...], team: Team) -> Iterator[Finding]:
    """Find numbers of people, at *path*, that nobody of the team at *here* has, and numbers given twice."""
    n = head_count(team)
    if not n and team.headcount is None:  # reported already
        return
    reads = ((*here, "headcount"), (*here, "shifts"), (*here, "rota"))
    for i, agent in enumerate(agents):
        if agent > n:
            numbers = f"the people of this team have the numbers 1 to {n}" if n else "this team has no people"
            yield Finding((*path, i), f"'{agent}' is nobody: {numbers}", reads)
    yield from twice(agents, path)


def starts(scenario: Scenario, plan_name: str) -> Iterator[Finding]:
    """Find hires of a plan that would come before the scenario begins."""
    for name, team in scenario.plans[plan_name].teams.items():
        for n, hire in enumerate(team.hires):
            if hire.start < scenario.start:
                path = ("plans", plan_name, "teams", name, "hires", n, "start")
                message = (
                    f"'{hire.start}' is before the start of the scenario, {scenario.start}; write that day or a later "
                    "one, or leave the hire out: who is not hired later is there from the start"
                )
                yield Finding(path, message, (("start",),))


def _meeting(here: Path, meeting: Meeting) -> Iterator[Finding]:
    if meeting.start == meeting.end:
        spoken = f"'{clock_text(meeting.start)}' to '{clock_text(meeting.end)}'"
        yield Finding(here, f"{spoken} is no time at all; write an end after the start")
    elif meeting.start == DAY_MINUTES:
        yield Finding((*here, "start"), "'24:00' is the end of a day; write 00:00, and the next day in days")


def _contract(here: Path, hire: Hire) -> Iterator[Finding]:
    if hire.end is not None and hire.end < hire.start:
        message = f"'{hire.end}' is before the start, {hire.start}; write the last day of the contract"
        yield Finding((*here, "end"), message, ((*here, "start"),))


def _lead_time(here: Path, lead_time: int | None) -> Iterator[Finding]:
    if lead_time == 0:
        message = (
            "'0d' would fill a seat whose owner still works the last shift; write 1d, the soonest that somebody can "
            "follow, or null if nobody does"
        )
        yield Finding(here, message)


def _vacation(here: Path, vacation: Vacation) -> Iterator[Finding]:
    if vacation.block % durations.DAY:
        block = durations.format_duration(vacation.block)
        yield Finding((*here, "block"), f"'{block}' is not a number of whole days; write for example 1w or 3d")


def _slow_state(here: Path, state: Exhaustion | Disengagement | None) -> Iterator[Finding]:
    if state is not None and state.full <= state.above:
        usual = {name: "" if name in state.model_fields_set else " (the default)" for name in ("full", "above")}
        message = (
            f"'{state.full:g}'{usual['full']} is not above the load at which it begins, "
            f"{state.above:g}{usual['above']}; write a higher load"
        )
        yield Finding((*here, "full"), message, ((*here, "above"),))
